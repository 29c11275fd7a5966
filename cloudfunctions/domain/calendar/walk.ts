import type { ExplainedDay } from '../../../typings/contract';
import type { CivilDate } from '../time';
import { isWeekend, type Calendar, type Day } from './calendar';

/** A date with the way to it: the days walked, nearest first, each with the reason why it counts or not. */
export type CountedDate = { date: CivilDate; provisional: boolean; explanation: ExplainedDay[] };

/** Walks the days after (1) or before (-1) a date until one arrives; a RangeError where the calendar ends. */
const walk = (calendar: Calendar, from: CivilDate, step: 1 | -1, arrived: (day: Day) => boolean): Day => {
  let day = calendar.day(from);
  do day = calendar.dayAt(day.index + step);
  while (!arrived(day));
  return day;
};

const checkCount = (n: number): void => {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`${n} is no number of working days`);
};

const nthWorkday = (calendar: Calendar, date: CivilDate, n: number, step: 1 | -1): CivilDate => {
  checkCount(n);
  let left = n;
  if (left === 0) return calendar.day(date).date;
  return walk(calendar, date, step, day => day.kind === 'work' && --left === 0).date;
};

/** True for a working day, make-up weekends included. */
export const isWorkday = (calendar: Calendar, date: CivilDate): boolean => calendar.day(date).kind === 'work';

/** The n-th working day after a date (A2: the date itself is day 0); n = 0 is the date itself. */
export const addWorkdays = (calendar: Calendar, date: CivilDate, n: number): CivilDate =>
  nthWorkday(calendar, date, n, 1);

/** The n-th working day before a date (A5); n = 0 is the date itself. */
export const subtractWorkdays = (calendar: Calendar, date: CivilDate, n: number): CivilDate =>
  nthWorkday(calendar, date, n, -1);

/** The date itself when it is a working day, otherwise the next one (民法典 203). */
export const workdayFrom = (calendar: Calendar, date: CivilDate): CivilDate =>
  isWorkday(calendar, date) ? date : addWorkdays(calendar, date, 1);

/** Working days after `from` up to and including `to`; negative when `to` lies before `from`. */
export const countWorkdays = (calendar: Calendar, from: CivilDate, to: CivilDate): number => {
  if (to < from) return 0 - countWorkdays(calendar, to, from);
  const last = calendar.day(to).index;
  let count = 0;
  for (let index = calendar.day(from).index + 1; index <= last; index++) {
    if (calendar.dayAt(index).kind === 'work') count++;
  }
  return count;
};

/** Why a day is off or works, e.g. `国庆节放假`, `周六`, `调休上班：国庆节`; undefined for an ordinary working day. */
export const kindOfDay = (day: Day): string | undefined => {
  const { kind, name, published } = day;
  if (kind === 'work') return isWeekend(day) ? `调休上班${name ? `：${name}` : ''}` : undefined;
  if (name) return published ? `${name}放假` : name;
  return `周${'日一二三四五六'[day.weekday]}`;
};

/** Every day of an unpublished year says that it may change (A32). */
export const provisionalNote = (day: Day): string =>
  day.published ? '' : '（暂定，以国务院公布的放假安排为准）';

const explain = (day: Day, ordinal: string): ExplainedDay => {
  const kind = kindOfDay(day);
  const counted = day.kind === 'work';
  const why = counted ? ordinal + (kind ? `（${kind}）` : '') : kind;
  return { date: day.date, counted, why: why + provisionalNote(day) };
};

const countedDate = (
  calendar: Calendar,
  from: CivilDate,
  step: 1 | -1,
  arrived: (day: Day, counted: number) => boolean,
): CountedDate => {
  const explanation: ExplainedDay[] = [];
  let day = calendar.day(from);
  let counted = 0;
  let provisional = false;
  while (!arrived(day, counted)) {
    day = calendar.dayAt(day.index + step);
    if (day.kind === 'work') counted++;
    provisional ||= !day.published;
    explanation.push(explain(day, `${step < 0 ? '往前' : ''}第 ${counted} 个工作日`));
  }
  return { date: day.date, provisional, explanation };
};

/** The n-th working day after a date with its explanation; provisional when a walked day lies in an unpublished year. */
export const dueDate = (calendar: Calendar, from: CivilDate, n: number): CountedDate => {
  checkCount(n);
  return countedDate(calendar, from, 1, (_, counted) => counted === n);
};

/** The n-th working day before a date (latest day of a notice, A5), explained from the nearest day backwards. */
export const latestDate = (calendar: Calendar, from: CivilDate, n: number): CountedDate => {
  checkCount(n);
  return countedDate(calendar, from, -1, (_, counted) => counted === n);
};

/** A date that was decided instead of counted, with the working days up to it; no way when it lies before `from`. */
export const explainUntil = (calendar: Calendar, from: CivilDate, to: CivilDate): CountedDate => {
  const { date, published } = calendar.day(to);
  if (to <= from) return { date, provisional: !published, explanation: [] };
  return countedDate(calendar, from, 1, day => day.date === to);
};
