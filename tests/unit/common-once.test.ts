import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What procedures share stands once, in `common/` (issue 10): no procedure declares it again under the same name. */

const root = join(__dirname, '../../cloudfunctions/domain/procedures');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => path.replaceAll('\\', '/'));

/** A function that has a name: acts and tables of a procedure may be called like something else elsewhere. */
const DECLARED = /^(export )?const (\w+)(?:: [^=\n]+)? =\s*(?:<[^>\n]*>)?\(/gm;

const declaredIn = (path: string): { name: string; exported: boolean }[] =>
  [...readFileSync(join(root, path), 'utf8').matchAll(DECLARED)].map(([, exported, name = '']) => ({
    name,
    exported: exported !== undefined,
  }));

test('no procedure declares what stands in `common/`', () => {
  const shared = new Set(
    files
      .filter(path => path.startsWith('common/'))
      .flatMap(declaredIn)
      .filter(({ exported }) => exported)
      .map(({ name }) => name),
  );
  expect(shared.has('withdrawnAlready')).toBe(true);
  const twice = files
    .filter(path => !path.startsWith('common/'))
    .flatMap(path => declaredIn(path).map(({ name }) => `${path}: ${name}`))
    .filter(one => shared.has(one.replace(/^.*: /, '')));
  expect(twice).toEqual([]);
});
