import { addDays, daysBetween, type CivilDate } from '../time';
import { monthOf } from './rows';
import type { Cell } from './tally';

/**
 * Figures of limits (J-25, facts of published bulletins: of all that was due in the period, how many in time). They are sums of
 * counts; no rate is ever made of rates, and below twenty there is none.
 */
export type OutcomeNumbers = {
  /** Ran out in the period or were ended, in time or late, or are late and still run. */
  due: number;
  inTime: number;
  late: number;
  /** Due in the period, and neither ended nor late yet. */
  running: number;
  runningLate: number;
  /** Of those late: with a reason on record where 原则上 allows for one (A3). */
  reasoned?: number;
  /** Of those late: in time but for the days on which it was waited for the citizen (A25). */
  waitedFor?: number;
};

/** Below so many there are numbers, and no rate. */
export const LEAST_FOR_RATE = 20;

export const rateOf = ({ inTime, due }: Pick<OutcomeNumbers, 'inTime' | 'due'>): number | null =>
  due < LEAST_FOR_RATE ? null : inTime / due;

/** A period as tallies hold it: months as wholes, and the days of months that are not. */
export type Spans = {
  months: string[];
  /** Months of which only some days are wanted: what still runs stands there alone. */
  partly: string[];
  days: CivilDate[];
};

const lastDayOf = (month: string): CivilDate => {
  const [year = 0, of = 0] = month.split('-').map(Number);
  const next = of === 12 ? `${year + 1}-01-01` : `${month.slice(0, 5)}${String(of + 1).padStart(2, '0')}-01`;
  return addDays(next, -1);
};

export const spansOf = (from: CivilDate, to: CivilDate): Spans => {
  const spans: Spans = { months: [], partly: [], days: [] };
  for (let day = from; day <= to;) {
    const month = monthOf(day);
    const last = lastDayOf(month);
    const end = last <= to ? last : to;
    if (day.endsWith('-01') && end === last) spans.months.push(month);
    else {
      spans.partly.push(month);
      for (let count = daysBetween(day, end); count >= 0; count -= 1) spans.days.push(addDays(end, -count));
    }
    day = addDays(end, 1);
  }
  return spans;
};

/** Whether a number belongs to the period; each is counted in one document alone. */
export const isWithin =
  ({ months, days }: Spans) =>
  ({ period, due, state }: Cell): boolean => {
    if (state !== 'running' && state !== 'runningLate')
      return period.length === 7 ? months.includes(period) : days.includes(period);
    return months.includes(period) || (due !== undefined && days.includes(due));
  };

const nothing = (): OutcomeNumbers => ({ due: 0, inTime: 0, late: 0, running: 0, runningLate: 0 });

/** Not due yet, or counted with what was late already. */
const isBeside = ({ state }: Cell): boolean => ['running', 'reasoned', 'waitedFor'].includes(state);

/** Sums by what each number is filed under; what `keyOf` does not name is left out. */
export const sumBy = (
  cells: Iterable<Cell>,
  keyOf: (cell: Cell) => string | undefined,
): Map<string, OutcomeNumbers> => {
  const sums = new Map<string, OutcomeNumbers>();
  for (const cell of cells) {
    const key = keyOf(cell);
    if (key === undefined || cell.n <= 0 || cell.state === 'odd') continue;
    const sum = sums.get(key) ?? nothing();
    sum[cell.state] = (sum[cell.state] ?? 0) + cell.n;
    if (!isBeside(cell)) sum.due += cell.n;
    sums.set(key, sum);
  }
  return sums;
};
