import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Answers come in any order: one that was asked for earlier never overwrites what a later one said, least of all that the
 * reader may no longer see it. Whatever fills a page or component anew (shown again, pulled down, tried again, another thing
 * to show) counts its questions in `asked`, as `model/paging` does, and looks after each answer whether it is the newest.
 */

const root = join(__dirname, '../../miniprogram');
const sources = ['pages', 'packages', 'components'].flatMap(room =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => ({ path: join(room, path), text: readFileSync(join(root, room, path), 'utf8') })),
);

/** From where something is loaded a second time. */
const BEGINS = ['onShow', 'onPullDownRefresh', 'retry', 'attached', 'observers'];
/** What fills the page, or says why it stays empty. A list's own helper looks for itself. */
const SHOWS = /this\.setData\(\{[^;]*\bview\b(?!\.|: ')|this\.(show|begin|fail|render)\(/;

type Method = { name: string; body: ts.Node };

const methodsOf = (source: ts.SourceFile): Method[] => {
  const found: Method[] = [];
  const visit = (node: ts.Node): void => {
    const name = (ts.isMethodDeclaration(node) || ts.isPropertyAssignment(node)) && node.name.getText();
    if (name && ts.isMethodDeclaration(node) && node.body) found.push({ name, body: node.body });
    else if (name === 'observers' && ts.isPropertyAssignment(node))
      return void found.push({ name, body: node.initializer });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

const callsOf = (body: ts.Node): string[] =>
  [...body.getText().matchAll(/this\.(\w+)\(/g)].map(([, name]) => name!);

/** Whether anything is shown after an answer was waited for, without a look whether it is the newest. */
const showsUnasked = ({ body }: Method): boolean => {
  const text = body.getText();
  const [, ...after] = text.split(/\bawait\b/);
  return after.some(
    part => SHOWS.test(part) && !/\basked !== this\.data\.asked\b/.test(part.split(SHOWS)[0] ?? ''),
  );
};

/** Methods that are run again and show what an older question brought. */
const unordered = (text: string): string[] => {
  const methods = methodsOf(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true));
  const reached = new Set(BEGINS);
  for (let before = 0; before !== reached.size;) {
    before = reached.size;
    for (const { name, body } of methods)
      if (reached.has(name)) for (const call of callsOf(body)) reached.add(call);
  }
  return methods.filter(method => reached.has(method.name) && showsUnasked(method)).map(({ name }) => name);
};

test('no page shows an older answer over a newer one', () => {
  const found = sources.flatMap(({ path, text }) => unordered(text).map(name => `${path}: ${name}`));
  expect(found).toEqual([]);
});

test('the guard sees what is shown unasked, and passes over what looks first, also where a list does it', () => {
  const page = (load: string): string =>
    `Page({ onShow() { void this.load(); }, async load() { const answer = await staff('x', {}); ${load} } });`;
  const look = 'if (asked !== this.data.asked) return;';
  expect(unordered(page('this.setData({ view: ready });'))).toEqual(['load']);
  expect(unordered(page('if (answer.ok) return this.show(answer.data);'))).toEqual(['load']);
  expect(unordered(page(`${look} this.setData({ view: ready });`))).toEqual([]);
  expect(
    unordered(page(`${look} const more = await staff('y', {}); this.setData({ view: ready });`)),
  ).toEqual(['load']);
  expect(unordered('Page({ onShow() { void loadFirst(this, fetch, NONE); } });')).toEqual([]);
});
