import { addWorkdays, isWorkday, type Calendar } from '../calendar';
import {
  isCivilDate,
  addDays,
  addMinutes,
  addMonths,
  civilDateOf,
  daysBetween,
  startOfDay,
  weekdayOf,
  type CivilDate,
  type Instant,
} from '../time';
import { spokenDate, spokenDay, spokenMonth } from '../time/spoken';
import type { Choice } from './fields';

/**
 * Procedures that recur: which periods are due, by the working calendar, each once, however often and however late it is
 * asked (A8, G-3.3.2.1, G-3.3.4c). A week is an ISO week.
 */

export type Every = 'week' | 'month' | 'quarter' | 'year';

/** How a procedure says that it recurs. `C` = the context of a rule, `I` = the input of its opening. */
export type Recurrence<C, I> = {
  every: Every;
  /** `after`: opened when the period is over. `within`: opened on its first working day; without one it is exempt. */
  when: 'after' | 'within';
  /** With what it is opened for a period; undefined = there is nothing to open it for, for the reason in `nothing`. */
  input(period: Period, context: C): I | undefined;
  nothing?: string;
};

/** One thing to look at; `threshold`, e.g. `≤80%`, wants a measured value. */
export type ChecklistItem = { item: string; threshold?: string | undefined };

/** Whose a plan is by default. */
export type PlanRole = 'operator' | 'unit' | 'local' | 'manager';

/** A template: what is done, by whom, how often, and what is looked at. */
export type Topic = Choice & {
  clause: string;
  every: Every;
  role: PlanRole;
  checklist: readonly ChecklistItem[];
};

/** `2026-W39`, `2026-09`, `2026-Q3` or `2026`, with its first and its last day. */
export type Period = { id: string; first: CivilDate; last: CivilDate };

/** A period that is to be settled now: opened, or exempt for a reason in words. */
export type DuePeriod = Period & { exempt?: string };

const MONTHS: Record<Exclude<Every, 'week'>, number> = { month: 1, quarter: 3, year: 12 };

const periodName: Record<Every, string> = { week: '本周', month: '本月', quarter: '本季度', year: '本年' };

/** How a period is called: `2026 年 2 月 16 日 周一至 2 月 22 日 周日`, `2026 年 9 月`, `2026 年第 3 季度`, `2026 年`. */
export const periodInWords = (every: Every, { id, first, last }: Period): string => {
  if (every === 'week') return `${spokenDay(first)}至 ${spokenDate(last)}`;
  if (every === 'month') return spokenMonth(id);
  return `${id.slice(0, 4)} 年${every === 'quarter' ? `第 ${id.slice(-1)} 季度` : ''}`;
};

/** The period of this kind to which a day belongs. */
export const periodOf = (every: Every, date: CivilDate): Period => {
  if (every === 'week') {
    // An ISO week belongs to the year of its Thursday.
    const first = addDays(date, -((weekdayOf(date) + 6) % 7));
    const thursday = addDays(first, 3);
    const year = thursday.slice(0, 4);
    const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
    return { id: `${year}-W${String(week).padStart(2, '0')}`, first, last: addDays(first, 6) };
  }
  const length = MONTHS[every];
  const year = date.slice(0, 4);
  const at = Math.floor((Number(date.slice(5, 7)) - 1) / length);
  const first = addMonths(`${year}-01-01`, at * length);
  const id = every === 'year' ? year : every === 'quarter' ? `${year}-Q${at + 1}` : first.slice(0, 7);
  return { id, first, last: addDays(addMonths(first, length), -1) };
};

/** The period with this id, or undefined when it is none. */
export const periodWithId = (every: Every, id: string): Period | undefined => {
  const [, year = '', week] = /^(\d{4})(?:-W(\d{2})|-Q[1-4]|-\d{2})?$/.exec(id) ?? [];
  const [, quarter] = /-Q(\d)$/.exec(id) ?? [];
  const start =
    week !== undefined
      ? addDays(`${year}-01-04`, 7 * (Number(week) - 1))
      : quarter !== undefined
        ? addMonths(`${year}-01-01`, 3 * (Number(quarter) - 1))
        : `${id.length === 4 ? `${id}-01` : id}-01`;
  const found = year && isCivilDate(start) ? periodOf(every, start) : undefined;
  return found?.id === id ? found : undefined;
};

/** What ended in the last moment of a period is stored by then: no request runs so long. */
const SETTLED_MINUTES = 5;

/** The first working day of a period, make-up days included, or undefined when it has none. */
const firstWorkday = (calendar: Calendar, { first, last }: Period): CivilDate | undefined => {
  const day = isWorkday(calendar, first) ? first : addWorkdays(calendar, first, 1);
  return day <= last ? day : undefined;
};

/** When a period is to be settled. Whether one has no working day is certain when it is over. */
const settledFrom = (when: Recurrence<never, never>['when'], period: Period, calendar: Calendar): Instant => {
  const workday = when === 'within' ? firstWorkday(calendar, period) : undefined;
  return workday === undefined
    ? addMinutes(startOfDay(addDays(period.last, 1)), SETTLED_MINUTES)
    : startOfDay(workday);
};

/**
 * The periods to be settled now, the oldest first: all after the one that was settled last. Without one it begins with the
 * present period (`within`) or the one that has just ended (`after`): nothing is opened for the time before.
 */
export const duePeriods = (
  { every, when }: Pick<Recurrence<never, never>, 'every' | 'when'>,
  settled: string | undefined,
  now: Instant,
  calendar: Calendar,
): DuePeriod[] => {
  const last = settled === undefined ? undefined : periodWithId(every, settled);
  const present = periodOf(every, civilDateOf(now));
  const ended = periodOf(every, addDays(present.first, -1));
  const due: DuePeriod[] = [];
  let period = last ? periodOf(every, addDays(last.last, 1)) : when === 'within' ? present : ended;
  while (period.first <= present.first && settledFrom(when, period, calendar) <= now) {
    const exempt = when === 'within' && firstWorkday(calendar, period) === undefined;
    due.push({ ...period, ...(exempt ? { exempt: `${periodName[every]}无工作日` } : {}) });
    period = periodOf(every, addDays(period.last, 1));
  }
  return due;
};
