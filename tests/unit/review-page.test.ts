import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The table of interfaces for the privacy guide (docs/review.md) against the source, both ways: WeChat switches off what it does not name. */

const root = join(__dirname, '../..');

const sources = (ending: string): string[] =>
  readdirSync(join(root, 'miniprogram'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith(ending) && !file.startsWith('miniprogram_npm'))
    .map(file => readFileSync(join(root, 'miniprogram', file), 'utf8'));

const all = (texts: readonly string[], pattern: RegExp): string[] =>
  texts.flatMap(text => [...text.matchAll(pattern)].map(([found]) => found));

const used = new Set([
  ...all(sources('.ts'), /\bwx\.(?:cloud\.)?[A-Za-z]+/g),
  ...all(sources('.ts'), /\brequirePlugin\('[^']+'\)/g),
  ...all(sources('.wxml'), /\bopen-type="[A-Za-z]+"/g),
]);
used.delete('wx.cloud');

const named = readFileSync(join(root, 'docs/review.md'), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| `'))
  .flatMap(line => all([line.split(' | ')[0] ?? ''], /(?<=`)[^`、]+(?=`)/g));

test('every interface that the mini-program uses stands in the table with its purpose', () => {
  expect(used.size).toBeGreaterThan(40);
  expect([...used].filter(one => !named.includes(one)).sort()).toEqual([]);
});

test('the table names none that the mini-program does not use, and none twice', () => {
  expect(named.filter(one => !used.has(one))).toEqual([]);
  expect(named).toEqual([...new Set(named)]);
});

test('nothing is reached past that: no interface under another name', () => {
  expect(all(sources('.ts'), /\bwx\[|=\s*wx\b(?!\.)|\{[^}\n]*\}\s*=\s*wx\b/g)).toEqual([]);
});
