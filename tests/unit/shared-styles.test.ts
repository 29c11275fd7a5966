import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A component is isolated: the words that pages share mean nothing in it until it imports them. */

const root = join(__dirname, '../../miniprogram');
const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
const namesIn = (style: string): string[] =>
  [...style.matchAll(/\.([a-z][a-z-]*)/g)].map(([, name]) => name ?? '');
const shared = new Set(namesIn(read(join(root, 'styles/base.wxss'))));

/** Classes of a template, also those between the quotes of an expression. */
const classesIn = (template: string): string[] =>
  [...template.matchAll(/ class="([^"]*)"/g)].flatMap(([, given = '']) => {
    const words = given.replace(/\{\{(.*?)\}\}/g, (_, code: string) =>
      (code.match(/'[^']*'/g) ?? []).join(' '),
    );
    return words.match(/[a-z][a-z-]*/g) ?? [];
  });

test('whoever uses a shared word of style imports it, or says itself what it means', () => {
  const templates = readdirSync(join(root, 'components'), { recursive: true, encoding: 'utf8' }).filter(
    path => path.endsWith('.wxml'),
  );
  expect(templates.length).toBeGreaterThan(30);
  const without = templates.flatMap(path => {
    const at = join(root, 'components', path);
    const style = read(join(dirname(at), 'index.wxss'));
    if (style.includes('@import "/styles/base.wxss"')) return [];
    const own = new Set(namesIn(style));
    return classesIn(read(at)).flatMap(name =>
      shared.has(name) && !own.has(name) ? [`${path}: ${name}`] : [],
    );
  });
  expect(without).toEqual([]);
});
