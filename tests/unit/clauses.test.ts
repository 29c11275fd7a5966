import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  clausesDocument,
  limitsOf,
  namesIn,
  proceduresOf,
  stateOf,
  testsByRow,
} from '../../tools/clauses/document';
import { clauseRows } from '../../tools/clauses/rows';
import { clauses } from '../support/clauses';
import { notByProcedures, notify, type Told } from '../support/notify';

/** docs/clauses.md: every row of the requirements with what serves it. */

const root = join(__dirname, '../..');

test('the committed document is what the code generates (npm run clauses)', () => {
  expect(readFileSync(join(root, 'docs/clauses.md'), 'utf8')).toBe(clausesDocument(root));
});

test('every row of the requirements stands in it once', () => {
  expect(clauseRows.map(({ id }) => id).sort()).toEqual([...clauses].sort());
  expect(clauseRows.filter(({ title, notify: told }) => title === '' || told === '')).toEqual([]);
});

test('every screen that it names exists', () => {
  const folderOf = (screen: string): string =>
    join(root, 'miniprogram', screen.includes('/') ? 'packages' : 'pages', screen, 'index.ts');
  expect(
    clauseRows.flatMap(({ screens }) => screens).filter(screen => !existsSync(folderOf(screen))),
  ).toEqual([]);
});

test('procedures, acts and limits come from the code, tests from their titles', () => {
  expect(proceduresOf('G-3.3.4b')).toEqual(['版本发布: 同意发布 (approve), 不同意 (reject)']);
  expect(limitsOf('G-3.2.4a')).toEqual(['fault.fix: 1 working day']);
  expect(limitsOf('G-3.3.3a')).toEqual(['fault.report: 120 service minutes, internal']);
  expect(testsByRow(root).get('G-3.3.4b')).toContain('scenario/release.test.ts');
  expect(namesIn('J-11b–c, G-3.3.2.1r and A16b; not A160 of G-3')).toEqual(
    expect.arrayContaining(['J-11b', 'J-11c', 'G-3.3.2.1r', 'A16b']),
  );
});

test('a row without a test is open, one without anything to do says so', () => {
  const row = { id: 'G-1', title: 't', notify: '-', screens: [] };
  expect(stateOf(row, [])).toBe('open');
  expect(stateOf(row, ['a.test.ts'])).toBe('done');
  expect(stateOf({ ...row, open: 'half' }, ['a.test.ts'])).toBe('in part');
  expect(stateOf({ ...row, none: true }, [])).toBe('nothing to do');
});

test('every row of service applications has a scenario test that names it', () => {
  const tests = testsByRow(root);
  const rows = [
    ...Object.keys(notify),
    ...Object.keys(notByProcedures),
    'A3',
    'A4',
    'A5',
    'A6',
    'A7',
    'A9',
    'A12',
    'A19',
    'A36',
    'A39',
  ];
  expect(rows.filter(id => !tests.get(id)?.some(path => path.startsWith('scenario/')))).toEqual([]);
});

test('the walk asks for everybody whom the column names', () => {
  const words: [RegExp, Told[]][] = [
    [/manager/, ['manager']],
    [/units/, ['unit']],
    [/operator/, ['operator']],
    [/citizens/, ['citizens', 'notice']],
  ];
  const missing = Object.entries(notify).flatMap(([id, rows]) => {
    const column = clauseRows.find(row => row.id === id)?.notify ?? '';
    const asked = new Set(rows.flatMap(({ told }) => told));
    return words
      .filter(([word, names]) => word.test(column) && !names.some(one => asked.has(one)))
      .map(([word]) => `${id}: ${word.source}`);
  });
  expect(missing).toEqual([]);
});
