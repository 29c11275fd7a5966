import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Limit } from '../../cloudfunctions/domain/deadline';
import { procedures } from '../../cloudfunctions/domain/procedures';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { notify } from '../../tests/support/notify';
import { clauseRows, type ClauseRow } from './rows';

/** docs/clauses.md: for each row of the requirements what serves it, taken from the code and from the tests' titles. */

const limitUnits: Record<Limit['unit'], string> = {
  'working-day': 'working day',
  'calendar-day': 'day',
  month: 'month',
  'service-minute': 'service minute',
  minute: 'minute',
};

const inWords = ({ n, unit }: Limit): string => `${n} ${limitUnits[unit]}${n === 1 ? '' : 's'}`;

/** `版本发布: 同意发布 (approve)`, a line for each procedure that names the row. */
export const proceduresOf = (id: string): string[] =>
  procedures.flatMap(({ label, clauses, acts, opening }) => {
    const served = [
      ...(opening?.clause === id ? [`${opening.label} (open)`] : []),
      ...acts.filter(one => one.clause === id).map(one => `${one.label} (${one.act})`),
    ];
    if (served.length > 0) return [`${label}: ${[...new Set(served)].join(', ')}`];
    return clauses.includes(id) ? [label] : [];
  });

/** `fault.fix: 1 working day`, each once where the rule sets agree. */
export const limitsOf = (id: string): string[] => {
  const found = shippedRuleSets.flatMap(({ limits }) =>
    Object.entries(limits)
      .filter(([, { clause }]) => clause === id)
      .map(([policy, { limit, internal }]) => `${policy}: ${inWords(limit)}${internal ? ', internal' : ''}`),
  );
  return [...new Set(found)];
};

const title = /\b(?:test|it|describe)(?:\.each\([\s\S]*?\))?\(\s*(['"`])((?:(?!\1)[\s\S])*)\1/g;
const name = /(?:G-\d(?:\.\d)*(?:\.\d)?[a-d]?\d?r?|G-A\.[12]|J-\d+[a-d]?|A\d{1,2}b?)(?:[–-][a-d]\b)?/g;

/** The rows that a text names; `J-11b–c` names two. */
export const namesIn = (text: string): string[] =>
  (text.match(name) ?? []).flatMap(found => {
    const range = /^(.*)([a-d])[–-]([a-d])$/.exec(found);
    if (!range) return [found];
    const [, stem = '', from = '', to = ''] = range;
    return [...'abcd'].filter(letter => letter >= from && letter <= to).map(letter => stem + letter);
  });

/** The test files that name each row in a title, in order. */
export const testsByRow = (root: string): Map<string, string[]> => {
  const found = new Map<string, Set<string>>();
  const add = (id: string, file: string): void => void found.set(id, (found.get(id) ?? new Set()).add(file));
  const files = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.test.ts'))
    .sort();
  for (const path of files) {
    const text = readFileSync(join(root, 'tests', path), 'utf8');
    for (const match of text.matchAll(title)) for (const id of namesIn(match[2] ?? '')) add(id, path);
  }
  // Its tests are made from the table, a test for each row.
  for (const id of [...Object.keys(notify), 'G-A.1', 'G-A.2'])
    add(id, join('unit', 'staff-procedure-walk.test.ts'));
  return new Map([...found].map(([id, paths]) => [id, [...paths].sort()]));
};

/** Who is told with which act, as the walk of all situations checks it. */
const toldOf = ({ id, notify: column }: ClauseRow): string => {
  const labels = new Map(procedures.map(({ kind, label }) => [kind, label]));
  const checked = (notify[id] ?? []).map(
    ({ kind, acts, told }) => `${labels.get(kind) ?? kind} ${acts.join('/')} → ${told.join(', ')}`,
  );
  return [column === '-' ? '—' : column, ...checked].join('<br>');
};

export type RowState = 'done' | 'open' | 'in part' | 'nothing to do';

export const stateOf = ({ none, open }: ClauseRow, tests: readonly string[]): RowState => {
  if (none) return 'nothing to do';
  if (tests.length === 0) return 'open';
  return open ? 'in part' : 'done';
};

const cell = (lines: readonly string[]): string =>
  (lines.length > 0 ? lines.join('<br>') : '—').replaceAll('|', '\\|');

const chapters: readonly [prefix: string, heading: string][] = [
  ['G', 'GDZW 0001.5-2019 (G)'],
  ['J', '赣服通运行管理暂行办法（征求意见稿）(J)'],
  ['A', 'Resolutions of what is unclear (A)'],
];

/** The whole document. */
export const clausesDocument = (root: string): string => {
  const tests = testsByRow(root);
  const states = clauseRows.map(row => stateOf(row, tests.get(row.id) ?? []));
  const numberOf = (state: RowState): number => states.filter(one => one === state).length;
  const line = (row: ClauseRow, state: RowState): string =>
    `| ${[
      row.id,
      row.title,
      state + (row.open ? `: ${row.open}` : ''),
      cell(proceduresOf(row.id)),
      cell(limitsOf(row.id)),
      cell(row.screens),
      cell([toldOf(row)]),
      cell(tests.get(row.id) ?? []),
    ].join(' | ')} |`;
  const tables = chapters.map(([prefix, heading]) => {
    const rows = clauseRows.flatMap((row, index) =>
      row.id.startsWith(prefix) ? [line(row, states[index] ?? 'open')] : [],
    );
    return [
      `## ${heading}`,
      '',
      '| Row | What it asks | State | Procedure: acts | Limit | Screen | Told | Test |',
      '|---|---|---|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  });
  const open = clauseRows.filter((_row, index) => states[index] === 'open').map(({ id }) => id);
  return [
    '# Clauses',
    '',
    'Generated from the code by `npm run clauses`; a test compares this file with what the code says. A row is done when',
    'a test names it. Screens are folders of `miniprogram/pages` and `miniprogram/packages`, tests are paths in `tests`.',
    '',
    `${clauseRows.length} rows: ${numberOf('done')} done, ${numberOf('in part')} in part, ${numberOf('open')} open, ${numberOf('nothing to do')} ask nothing of the product.`,
    '',
    `Open: ${open.join(', ')}.`,
    '',
    ...tables,
  ].join('\n');
};
