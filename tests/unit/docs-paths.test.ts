import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A reader finds what a document names: each path in the documents is there. */

const root = join(__dirname, '../..');
const documents = [
  'README.md',
  'README.en.md',
  ...readdirSync(join(root, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];

/** Where a document may begin to name: from the whole, from the cloud functions, or from the room that it is about. */
const rooms: Record<string, string[]> = {
  'docs/preview.md': ['local/preview'],
  'docs/local-cloud.md': ['local/cloud'],
  'README.md': ['miniprogram'],
};
const places = (document: string): string[] => [
  '',
  'docs',
  'cloudfunctions',
  'cloudfunctions/usecases',
  'miniprogram',
  ...(rooms[document] ?? []),
];

/** What is made by a command, or would be made by the reader. */
const notThere = [/^dist\//, /^node_modules\//, /^cloudfunctions\/domain\/procedures\/screen-check/];

/** The first part of a path: anything else with a slash in it is no path (`2026/1/31`, `@vant/weapp`, `/call/<name>`). */
const beginnings = new Set([
  ...['', 'cloudfunctions', 'cloudfunctions/usecases', 'miniprogram', 'local/preview', 'local/cloud'].flatMap(
    folder =>
      readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry =>
        entry.isDirectory() ? [entry.name] : [],
      ),
  ),
  // Rooms that are no more: who names them is found.
  ...['service', 'procedure', 'staff-procedure', 'citizen-ticket', 'probe', 'services'],
]);

const pathsIn = (text: string): string[] =>
  [...text.replace(/```[\s\S]*?```/g, '').matchAll(/`([\w@./-]+)`/g)]
    .map(([, name = '']) => name)
    .filter(
      name => (name.includes('/') && beginnings.has(name.split('/')[0] ?? '')) || /^[\w-]+\.md$/.test(name),
    )
    .filter(name => !notThere.some(pattern => pattern.test(name)));

const isThere = (document: string, path: string): boolean =>
  places(document).some(place =>
    ['', '.ts'].some(ending => existsSync(join(root, place, `${path.replace(/\/$/, '')}${ending}`))),
  );

test.each(documents)('%s names nothing that is not there', document => {
  const text = readFileSync(join(root, document), 'utf8');
  expect(pathsIn(text).filter(path => !isThere(document, path))).toEqual([]);
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, link = '']) => link);
  expect(links.filter(link => !existsSync(join(root, dirname(document), decodeURI(link))))).toEqual([]);
});

test('a path that is gone would be found', () => {
  const named = pathsIn(
    'see `domain/probe.ts`, `2026/1/31`, `@vant/weapp` and `usecases/kernel/writing/commit.ts`',
  );
  expect(named).toEqual(['domain/probe.ts', 'usecases/kernel/writing/commit.ts']);
  expect(named.filter(path => !isThere('README.md', path))).toEqual(['domain/probe.ts']);
});
