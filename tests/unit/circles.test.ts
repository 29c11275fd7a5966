import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { preProcessFile } from 'typescript';

/** No file imports itself by way of others, `import type` included: each can then be read, moved and tested by itself. */

const root = resolve(__dirname, '../..');
const rooms = ['cloudfunctions', 'miniprogram', 'typings', 'local', 'tools', 'bench', 'tests'];
type Graph = Map<string, string[]>;

/** Each file with the files that it imports. */
const graphOf = (sources: Map<string, string>): Graph => {
  const targetOf = (from: string, name: string): string[] => {
    const path = normalize(join(dirname(from), name));
    return ['', '.ts', '.d.ts', '.js', '.mjs', '/index.ts']
      .map(end => path + end)
      .filter(file => sources.has(file));
  };
  const importsOf = (path: string, text: string): string[] =>
    preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) =>
      fileName.startsWith('.') ? targetOf(path, fileName).slice(0, 1) : [],
    );
  return new Map([...sources].map(([path, text]) => [path, importsOf(path, text)]));
};

/** The files that reach themselves. */
const circular = (graph: Graph): string[] =>
  [...graph.keys()].filter(file => {
    const seen = new Set<string>();
    const open = [...graph.get(file)!];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === file) return true;
      if (!seen.has(next)) open.push(...graph.get(next)!);
      seen.add(next);
    }
    return false;
  });

const sources = new Map(
  rooms.flatMap(room =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter(path => /\.(ts|js|mjs)$/.test(path) && !/node_modules|miniprogram_npm/.test(path))
      .map(path => [join(room, path), readFileSync(join(root, room, path), 'utf8')] as const),
  ),
);

test('no circle of imports', () => {
  expect(circular(graphOf(sources))).toEqual([]);
});

test.each([
  `import type { B } from './b';`,
  `export * from './b';`,
  `let b: import('./b').B;`,
  `require('./b');`,
])('a circle by way of %s is found', code => {
  const files = {
    'x/a.ts': code,
    'x/b.ts': `import { c } from '../c';`,
    'c.ts': `import './x/a';`,
    'd.ts': '',
  };
  expect(circular(graphOf(new Map(Object.entries(files))))).toEqual(['x/a.ts', 'x/b.ts', 'c.ts']);
});
