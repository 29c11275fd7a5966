import { limitsOf, proceduresOf, toldOf } from './derived';
import { chapters, entries, states, type Entry, type State } from './entries';

/** docs/clauses.md: for each row what is kept by hand, beside what the code says of it. */

const cell = (lines: readonly string[]): string =>
  (lines.length > 0 ? lines.join('<br>') : '—').replaceAll('|', '\\|');

const line = ({ id, asks, state, missing, proofs, screens, told }: Entry): string =>
  `| ${[
    id,
    asks,
    `**${state}**${missing ? `: ${cell([missing])}` : ''}`,
    cell(proofs.map(({ file, test, why }) => `${why}: \`${file}\` “${test}”`)),
    cell(proceduresOf(id)),
    cell(limitsOf(id)),
    cell(screens),
    cell([told === '-' ? '—' : told, ...toldOf(id)]),
  ].join(' | ')} |`;

/** As code: nothing in it ends the cell of a table, or itself. */
const code = (text: string): string => {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${fence.length > 1 ? ` ${text} ` : text}${fence}`.replaceAll('|', '\\|');
};

/** What is taken out to see that a proof fails. */
const removals = (): string[] => [
  '## Removals',
  '',
  'What `npm run removals` takes out, one after another in a copy, and the proof that has to fail each time. In',
  '`tools/clauses/rows` each stands below its proof; `tests/unit/clauses.test.ts` sees that its words still stand once in',
  'their file.',
  '',
  '| Row | Taken out | Proof that fails |',
  '|---|---|---|',
  ...entries.flatMap(({ id, proofs }) =>
    proofs.flatMap(({ file: test, test: title, removals: own }) =>
      own.map(
        ({ file, find, put }) =>
          `| ${id} | \`${file}\`: ${code(find)} → ${code(put)} | \`${test}\` “${cell([title])}” |`,
      ),
    ),
  ),
  '',
];

/** The whole document. */
export const clausesDocument = (): string => {
  const idsOf = (state: State): string[] => entries.filter(one => one.state === state).map(({ id }) => id);
  return [
    '# Clauses',
    '',
    'Each row of the requirements with the tests that prove it. States, proofs and what is missing are kept by hand in',
    '`tools/clauses/rows`; acts, limits and who is told come from the code. A row is **done** when all of it is proved,',
    '**partly** when some is: the row says what is missing; **open** when nothing that could be shown serves it. A proof is',
    'a test below `tests/` that fails when the feature is taken out. Screens are folders of `miniprogram/pages` and',
    '`miniprogram/packages`.',
    '',
    'Written by `npm run clauses`. `tests/unit/clauses.test.ts` fails when a row has no entry, when a listed test does not',
    'exist or is not run, when an entry contradicts itself, and when this file is not the one that would be written now.',
    '',
    `${entries.length} rows: ${states.map(state => `${idsOf(state).length} ${state}`).join(', ')}.`,
    '',
    `Partly: ${idsOf('partly').join(', ')}.`,
    '',
    `Open: ${idsOf('open').join(', ')}.`,
    '',
    ...chapters.map(chapter =>
      [
        `## ${chapter.heading}`,
        '',
        '| Row | What it asks | State | Proofs | Procedure: acts | Limit | Screen | Told |',
        '|---|---|---|---|---|---|---|---|',
        ...chapter.entries.map(line),
        '',
      ].join('\n'),
    ),
    ...removals(),
  ].join('\n');
};
