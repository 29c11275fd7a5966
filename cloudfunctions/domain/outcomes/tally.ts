import { addCounts, minuteOf, type Counts } from '../ticket/counted';
import type { Policy } from '../rulesets';
import type { Ticket } from '../ticket/ticket';
import { NEVER, type CivilDate, type Instant } from '../time';
import { oddOf } from './odd';
import { monthOf, rowsOf, type OutcomeRow } from './rows';

/**
 * Outcomes as they are added up: of each month and party one document, and one of each day. What ran out is kept by policy and
 * region in both; what still runs in that of the month alone, by the day on which it is due and the minute from which it is
 * late. Those of confidential tickets are apart, so that no number tells of them whoever may not see them (A34).
 */

/** `2026-11|hrss`, `2026-11-05|@operator|c`; what it holds, by its keys. */
export type OutcomeTally = { _id: string; counts: Record<string, number> };

/** The document of a period, a month or a day. */
export const tallyId = (period: string, party: string, confidential = false): string =>
  `${period}|${party}${confidential ? '|c' : ''}`;

/** Whether it is of confidential tickets. */
export const isConfidential = (id: string): boolean => id.endsWith('|c');

/** `in|complaint.business.reply|440100`, and of what runs `run|…|2026-11-05|2026-11-06T00:00`. */
const keyOf = ({ policy, region, due, state, redAt = NEVER }: OutcomeRow): string =>
  state === 'running'
    ? `run|${policy}|${region}|${due}|${redAt === NEVER ? '' : minuteOf(redAt)}`
    : `${state === 'inTime' ? 'in' : 'late'}|${policy}|${region}`;

/** What is said besides of what was late: it stands in no sum of what was due. */
const besides = ({ policy, region, reasoned, waitedFor }: OutcomeRow): string[] => [
  ...(reasoned ? [`reasoned|${policy}|${region}`] : []),
  ...(waitedFor ? [`waitedFor|${policy}|${region}`] : []),
];

/** What a ticket stands for in the tallies, by their documents. */
export const talliesOf = (ticket: Ticket, limits: readonly Policy[]): Counts => {
  const confidential = ticket.marks.includes('confidential');
  const sum: Counts = {};
  for (const row of rowsOf(ticket, limits)) {
    const periods = row.state === 'running' ? [monthOf(row.due)] : [monthOf(row.due), row.due];
    for (const period of periods)
      for (const key of [keyOf(row), ...besides(row)])
        addCounts(sum, { [tallyId(period, row.party, confidential)]: { [key]: row.n } });
  }
  for (const { code, on, party } of oddOf(ticket))
    for (const period of [monthOf(on), on])
      addCounts(sum, {
        [tallyId(period, party, confidential)]: { [`odd|${code}|${ticket.regionPath[0] ?? ''}`]: 1 },
      });
  return sum;
};

/** By how much a write of a ticket changes the tallies; `before` = as it is counted there, undefined = not at all. */
export const tallyChange = (before: Ticket | undefined, after: Ticket, limits: readonly Policy[]): Counts => {
  const sum = talliesOf(after, limits);
  if (before) addCounts(sum, talliesOf(before, limits), -1);
  return sum;
};

/** A tally with something added; what comes to nothing is left out. */
export const addedTo = (
  { _id, counts }: OutcomeTally,
  more: Readonly<Record<string, number>>,
): OutcomeTally => {
  const sum: Counts = { [_id]: { ...counts } };
  addCounts(sum, { [_id]: more });
  return { _id, counts: sum[_id] ?? {} };
};

/** One number of a tally, as it is read. */
export type Cell = {
  period: string;
  party: string;
  policy: string;
  region: string;
  /** `odd`: of what is odd (A52), whose code stands for the policy; `reasoned` and `waitedFor` are part of `late`. */
  state: 'inTime' | 'late' | 'running' | 'runningLate' | 'odd' | 'reasoned' | 'waitedFor';
  due?: CivilDate;
  n: number;
};

/** What a tally holds at an instant. */
export const cellsOf = ({ _id, counts }: OutcomeTally, now: Instant): Cell[] => {
  const [period = '', party = ''] = _id.split('|');
  return Object.entries(counts).flatMap(([key, n]): Cell[] => {
    const [state, policy = '', region = '', due, red] = key.split('|');
    const of = { period, party, policy, region, n };
    if (state === 'odd' || state === 'reasoned' || state === 'waitedFor') return [{ ...of, state }];
    if (state === 'in' || state === 'late') return [{ ...of, state: state === 'in' ? 'inTime' : 'late' }];
    // What is open lies beside it (stock.ts).
    if (state !== 'run') return [];
    const isLate = red !== undefined && red !== '' && red <= now.slice(0, 16);
    return [{ ...of, state: isLate ? 'runningLate' : 'running', ...(due ? { due } : {}) }];
  });
};
