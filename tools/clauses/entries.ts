import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every row of the requirements, kept by hand in `rows/*.txt`: what it asks, how far it is served, what is missing, and
 * the tests that prove it. A proof is a test that fails when the feature is taken out; somebody has read it, no title
 * was searched for.
 *
 *     ID | state | what it asks | whom its column "Notify" names | screens
 *       ? what of it is not served
 *       - test file below tests/, without .test.ts | title of the test | why it proves the row
 *         x file of the product | words that stand once in it | words that take their place
 *
 * A line with x is a removal: the feature is gone with it, and the proof above it has to fail (`npm run removals`).
 * The title is the one in the source, also of a `test.each`; `describe > title` where it stands twice in a file.
 */

export const states = ['done', 'partly', 'open', 'nothing to do'] as const;
export type State = (typeof states)[number];

/** How a feature is taken out: of a file of the product, what stands once in it, and what takes its place. */
export type Removal = { file: string; find: string; put: string };

export type Proof = { file: string; test: string; why: string; removals: Removal[] };

export type Entry = {
  id: string;
  state: State;
  asks: string;
  /** `-` = nobody; local = local authorities. */
  told: string;
  /** Folders of `miniprogram/pages` and `miniprogram/packages`. */
  screens: string[];
  missing?: string;
  proofs: Proof[];
};

/** One file of rows: its first line is the heading. */
export type Chapter = { heading: string; entries: Entry[] };

const isState = (text: string): text is State => (states as readonly string[]).includes(text);

const parts = (line: string): string[] => line.split(' | ').map(part => part.trim());

const entryOf = (line: string): Entry => {
  const [id = '', state = '', asks = '', told = '', screens = ''] = parts(line);
  if (!isState(state)) throw new Error(`${id}: "${state}" is none of ${states.join(', ')}`);
  return { id, state, asks, told, screens: screens === '-' ? [] : screens.split(' '), proofs: [] };
};

const proofOf = (line: string): Proof => {
  const [file = '', test = '', why = '', more] = parts(line);
  if (why === '' || more !== undefined) throw new Error(`a proof is file | test | why: ${line}`);
  return { file, test, why, removals: [] };
};

const removalOf = (line: string): Removal => {
  const [file = '', find = '', put = '', more] = parts(line);
  if (put === '' || more !== undefined)
    throw new Error(`a removal is file | what stands there | what is put: ${line}`);
  return { file, find, put };
};

/** Reads a file of rows; says which line cannot be read. */
export const readChapter = (text: string): Chapter => {
  const [heading = '', ...lines] = text.split('\n');
  const entries: Entry[] = [];
  for (const line of lines.filter(Boolean)) {
    const current = entries.at(-1);
    const proof = current?.proofs.at(-1);
    if (line.startsWith('  ? ') && current) current.missing = line.slice(4);
    else if (line.startsWith('  - ') && current) current.proofs.push(proofOf(line.slice(4)));
    else if (line.startsWith('    x ') && proof) proof.removals.push(removalOf(line.slice(6)));
    else if (/^\S/.test(line)) entries.push(entryOf(line));
    else throw new Error(`neither a row, nor what is missing, nor a proof, nor a removal: ${line}`);
  }
  return { heading, entries };
};

const files = [
  'g-operation',
  'g-content-and-tickets',
  'j-who-does-what',
  'j-running-and-oversight',
  'a-resolutions',
  'a-practice',
];

export const chapters: readonly Chapter[] = files.map(name =>
  readChapter(readFileSync(join(__dirname, 'rows', `${name}.txt`), 'utf8')),
);
export const entries: readonly Entry[] = chapters.flatMap(chapter => chapter.entries);

/** What of an entry contradicts itself; nothing when it is sound. */
export const contradiction = ({ id, state, asks, told, missing, proofs }: Entry): string | undefined => {
  const says = (what: string): string => `${id} is "${state}" ${what}`;
  if (asks === '' || told === '') return says('and does not say what it asks or who is told');
  if (state === 'done' && proofs.length === 0) return says('and lists no proof');
  if (state === 'done' && missing) return says('and names something that is missing');
  if (state === 'partly' && (proofs.length === 0 || !missing))
    return says('and has to list what is proved and what is missing');
  if ((state === 'open' || state === 'nothing to do') && proofs.length > 0) return says('and lists proofs');
  return undefined;
};
