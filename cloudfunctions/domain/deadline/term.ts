import * as z from 'zod';
import {
  countWorkdays,
  dueDate,
  kindOfDay,
  latestDate,
  provisionalNote,
  subtractWorkdays,
  workdayFrom,
  type Calendar,
  type CountedDate,
} from '../calendar';
import {
  addDays,
  addMinutes,
  addMonths,
  civilDateOf,
  daysBetween,
  instantAt,
  startOfDay,
  type CivilDate,
  type Instant,
} from '../time';
import { addServiceMinutes, DEFAULT_SERVICE_HOURS, type ServiceHours } from './service-hours';

/**
 * A limit. Statutory limits are working days, days or months (A3); only internal targets use minutes,
 * of service time or round the clock (A7, A31).
 */
export type Limit = {
  n: number;
  unit: 'working-day' | 'calendar-day' | 'month' | 'service-minute' | 'minute';
};

/** A limit at the boundary; the longest statutory limit is a matter of months, 10 years are a typing error. */
export const limitSchema: z.ZodType<Limit> = z.object({
  n: z.int('应为整数').min(1, '时限至少为 1').max(3650, '时限过长'),
  unit: z.enum(['working-day', 'calendar-day', 'month', 'service-minute', 'minute']),
});

export type DeadlineContext = { calendar: Calendar; serviceHours?: ServiceHours };

/** When a limit ends: on a civil date, or for internal targets in minutes at an instant. */
export type Term = Omit<CountedDate, 'date'> &
  ({ date: CivilDate; dueAt?: never } | { date?: never; dueAt: Instant });

const day = (calendar: Calendar, date: CivilDate, counted: boolean, what: string, kind?: string) => ({
  date,
  counted,
  why: what + (kind ? `（${kind}）` : '') + provisionalNote(calendar.day(date)),
});

/** The days off from the last day of a limit to the working day on which it ends (民法典 203). */
const extendToWorkday = (calendar: Calendar, last: CivilDate): CountedDate => {
  const date = workdayFrom(calendar, last);
  const explanation = [];
  for (let next = addDays(last, 1); next <= date; next = addDays(next, 1)) {
    const kind = kindOfDay(calendar.day(next));
    const why = next === date ? '顺延至此工作日（民法典第二百零三条）' : '顺延';
    explanation.push(day(calendar, next, false, why, kind));
  }
  const provisional = [last, date].some(walked => !calendar.day(walked).published);
  return { date, provisional, explanation };
};

/** The n-th day after `from`, that day itself not counted (民法典 201), moved to a working day. */
const calendarDays = (calendar: Calendar, from: CivilDate, n: number): CountedDate => {
  const counted = Array.from({ length: n }, (_, index) => addDays(from, index + 1));
  const end = extendToWorkday(calendar, addDays(from, n));
  const explanation = counted.map((date, index) =>
    day(calendar, date, true, `第 ${index + 1} 日`, kindOfDay(calendar.day(date))),
  );
  return { ...end, explanation: [...explanation, ...end.explanation] };
};

/** The corresponding day of the n-th month, or the month's last day (民法典 202), moved to a working day. */
const months = (calendar: Calendar, from: CivilDate, n: number): CountedDate => {
  const counted = Array.from({ length: n }, (_, index) => addMonths(from, index + 1));
  const end = extendToWorkday(calendar, addMonths(from, n));
  const explanation = counted.map((date, index) => day(calendar, date, true, `第 ${index + 1} 个月期满日`));
  return { ...end, explanation: [...explanation, ...end.explanation] };
};

const instant = (calendar: Calendar, dueAt: Instant): Term => ({
  dueAt,
  provisional: !calendar.day(civilDateOf(dueAt)).published,
  explanation: [],
});

/** The end of a limit that starts at an instant, or that is counted back from a day (`before`, A5). */
export const termOf = (
  limit: Limit,
  startedAt: Instant,
  before: CivilDate | undefined,
  context: DeadlineContext,
): Term => {
  const { calendar, serviceHours = DEFAULT_SERVICE_HOURS } = context;
  const from = civilDateOf(startedAt);
  if (!Number.isInteger(limit.n) || limit.n < 0) throw new RangeError(`${limit.n} is no limit`);
  switch (limit.unit) {
    case 'working-day':
      return before ? latestDate(calendar, before, limit.n) : dueDate(calendar, from, limit.n);
    case 'calendar-day':
      return calendarDays(calendar, from, limit.n);
    case 'month':
      return months(calendar, from, limit.n);
    case 'service-minute':
      return instant(calendar, addServiceMinutes(calendar, serviceHours, startedAt, limit.n));
    case 'minute':
      return { ...instant(calendar, addMinutes(startedAt, limit.n)), provisional: false };
  }
};

export type Thresholds = { yellowAt: Instant; redAt: Instant };

/** The instant from which a limit that ends on a date is yellow (A24). */
export const yellowOfDate = (calendar: Calendar, startedOn: CivilDate, date: CivilDate): Instant => {
  const workdays = countWorkdays(calendar, startedOn, date);
  if (workdays <= 1) return instantAt(date, '12:00');
  if (workdays <= 3) return startOfDay(date);
  return startOfDay(subtractWorkdays(calendar, date, Math.ceil(workdays / 5)));
};

/** The instants from which the light is yellow and red (A24); days and months count as the working days in them. */
export const thresholdsOf = (
  limit: Limit,
  startedAt: Instant,
  term: Term,
  context: DeadlineContext,
): Thresholds => {
  const { calendar, serviceHours = DEFAULT_SERVICE_HOURS } = context;
  if (term.date !== undefined) {
    return {
      yellowAt: yellowOfDate(calendar, civilDateOf(startedAt), term.date),
      redAt: startOfDay(addDays(term.date, 1)),
    };
  }
  const half = limit.n / 2;
  const yellowAt =
    limit.unit === 'service-minute'
      ? addServiceMinutes(calendar, serviceHours, startedAt, half)
      : addMinutes(startedAt, half);
  return { yellowAt, redAt: term.dueAt };
};

/** Working days until a date: 0 on the day itself, below 0 after it, also where only days off lie between. */
export const workdaysLeft = (calendar: Calendar, today: CivilDate, date: CivilDate): number => {
  const count = countWorkdays(calendar, today, date);
  return Math.sign(daysBetween(today, date)) * Math.max(Math.abs(count), today === date ? 0 : 1);
};
