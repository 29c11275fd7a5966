import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Entry, Proof } from './entries';

/** Whether the listed proofs exist: a test of that title in that file, and one that is run. */

const runs = (name: string): boolean => ['test', 'it', 'describe'].includes(name);

/** `test`, `it.each(…)`, `describe.each(…)`: the word that is called, unless it is skipped or still to be written. */
const wordOf = (callee: ts.Expression): string | undefined => {
  if (ts.isIdentifier(callee)) return runs(callee.text) ? callee.text : undefined;
  // The call that `each` answers with.
  if (ts.isCallExpression(callee) || ts.isTaggedTemplateExpression(callee)) {
    const each = ts.isCallExpression(callee) ? callee.expression : callee.tag;
    return ts.isPropertyAccessExpression(each) && each.name.text === 'each'
      ? wordOf(each.expression)
      : undefined;
  }
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'only') return wordOf(callee.expression);
  return undefined;
};

/** The titles of all tests of a source that are run, each as `describe > … > title`. */
export const titlesIn = (source: string): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node, path: readonly string[]): void => {
    if (!ts.isCallExpression(node)) return ts.forEachChild(node, child => visit(child, path));
    const word = wordOf(node.expression);
    const [title] = node.arguments;
    if (word && title && ts.isStringLiteralLike(title)) {
      const here = [...path, title.text];
      if (word !== 'describe') found.push(here.join(' > '));
      return ts.forEachChild(node, child => visit(child, here));
    }
    // What a skipped describe holds is not run.
    if (/^(x?(test|it|describe))\b/.test(node.expression.getText()) && !word && title) return;
    return ts.forEachChild(node, child => visit(child, path));
  };
  visit(ts.createSourceFile('test.ts', source, ts.ScriptTarget.Latest, true), []);
  return found;
};

const isNamed = (title: string, path: string): boolean => path === title || path.endsWith(` > ${title}`);

/** Words that two titles share: enough to find what a test was renamed to. */
const likeness = (one: string, other: string): number => {
  const words = new Set(one.split(/\W+/));
  return other.split(/\W+/).filter(word => word.length > 2 && words.has(word)).length;
};

/** What is wrong with a proof, in words that say where to look; undefined when it stands. */
const wrongWith = ({ file, test }: Proof, titles: readonly string[] | undefined): string | undefined => {
  if (!titles) return `there is no tests/${file}.test.ts`;
  const named = titles.filter(title => isNamed(test, title));
  if (named.length === 1) return undefined;
  if (named.length > 1)
    return `"${test}" stands ${named.length} times in tests/${file}.test.ts: name its describe`;
  const [nearest] = [...titles].sort((a, b) => likeness(test, b) - likeness(test, a));
  return `tests/${file}.test.ts has no test "${test}" that is run. The most alike: "${nearest ?? 'none'}"`;
};

/** All proofs that do not stand, each with its row: list the new title, or another test, or mark the row anew. */
export const missingProofs = (root: string, entries: readonly Entry[]): string[] => {
  const files = [...new Set(entries.flatMap(({ proofs }) => proofs.map(({ file }) => file)))];
  const titles = new Map(
    files.flatMap(file => {
      const path = join(root, 'tests', `${file}.test.ts`);
      return existsSync(path) ? [[file, titlesIn(readFileSync(path, 'utf8'))] as const] : [];
    }),
  );
  return entries.flatMap(({ id, proofs }) =>
    proofs.flatMap(proof => {
      const wrong = wrongWith(proof, titles.get(proof.file));
      return wrong ? [`${id}: ${wrong}`] : [];
    }),
  );
};
