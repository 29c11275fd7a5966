import * as z from 'zod';
import { isWorkday, type Calendar } from '../calendar';
import {
  addDays,
  addMinutes,
  civilDateOf,
  epochOf,
  instantAt,
  instantOf,
  type CivilDate,
  type Instant,
} from '../time';

/** The hours (`HH:mm`) in which a unit serves on each working day, in order, not overlapping (A31). */
export type ServiceHours = { periods: [string, string][] };

export const DEFAULT_SERVICE_HOURS: ServiceHours = {
  periods: [
    ['09:00', '12:00'],
    ['13:30', '17:30'],
  ],
};

const minutesOf = (time: string): number => 60 * Number(time.slice(0, 2)) + Number(time.slice(3, 5));

/** How much of a working day is served. */
export const serviceMinutesADay = ({ periods }: ServiceHours): number =>
  periods.reduce((sum, [from, to]) => sum + minutesOf(to) - minutesOf(from), 0);

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应写作 09:00 的形式');

/** Service hours at the boundary. */
export const serviceHoursSchema: z.ZodType<ServiceHours> = z.object({
  periods: z
    .array(z.tuple([clockTime, clockTime]))
    .min(1, '请至少填写一个服务时段')
    .max(6, '服务时段不超过 6 个')
    .refine(periods => {
      const times = periods.flat();
      return times.every((time, index) => index === 0 || times[index - 1]! < time);
    }, '服务时段应按先后填写，不能重叠'),
});

type Span = { from: Instant; to: Instant };

const spansOf = (calendar: Calendar, hours: ServiceHours, date: CivilDate): Span[] =>
  isWorkday(calendar, date)
    ? hours.periods.map(([from, to]) => ({ from: instantAt(date, from), to: instantAt(date, to) }))
    : [];

/** The service time from an instant on; ends only where the calendar ends, by its RangeError. */
function* spansFrom(calendar: Calendar, hours: ServiceHours, at: Instant): Generator<Span, never> {
  for (let date = civilDateOf(at); ; date = addDays(date, 1)) {
    for (const { from, to } of spansOf(calendar, hours, date)) {
      if (at < to) yield { from: at > from ? at : from, to };
    }
  }
}

/** The first instant at or after `at` that lies inside service hours (the end of a period is outside). */
export const nextServiceInstant = (calendar: Calendar, hours: ServiceHours, at: Instant): Instant =>
  spansFrom(calendar, hours, at).next().value.from;

/**
 * The instant at which so many minutes of service time have passed; the end of a period counts as passed inside it.
 * With 0 minutes the next service instant.
 */
export const addServiceMinutes = (
  calendar: Calendar,
  hours: ServiceHours,
  from: Instant,
  minutes: number,
): Instant => {
  if (!(minutes >= 0)) throw new RangeError(`${minutes} is no number of minutes`);
  let left = minutes * 60_000;
  const spans = spansFrom(calendar, hours, from);
  for (;;) {
    const span = spans.next().value;
    const begin = epochOf(span.from);
    const room = epochOf(span.to) - begin;
    if (left <= room) return instantOf(begin + left);
    left -= room;
  }
};

/** `at` itself inside service hours, otherwise the beginning of the last service hour before it. */
export const lastServiceHour = (calendar: Calendar, hours: ServiceHours, at: Instant): Instant => {
  for (let date = civilDateOf(at); ; date = addDays(date, -1)) {
    for (const { from, to } of spansOf(calendar, hours, date).reverse()) {
      if (from > at) continue;
      if (at < to) return at;
      const hourBefore = addMinutes(to, -60);
      return hourBefore > from ? hourBefore : from;
    }
  }
};

/** When the office closes on a day (A2): the softer line within the last day of a limit; undefined on a day off. */
export const officeEnds = (
  calendar: Calendar,
  hours: ServiceHours | undefined,
  date: CivilDate,
): Instant | undefined => spansOf(calendar, hours ?? DEFAULT_SERVICE_HOURS, date).at(-1)?.to;

/** The working day for which a notice counts: given after the end of service or on a day off, the next one (A5). */
export const noticeDayOf = (calendar: Calendar, hours: ServiceHours, at: Instant): CivilDate => {
  const date = civilDateOf(at);
  const last = spansOf(calendar, hours, date).at(-1);
  if (last && at <= last.to) return date;
  return civilDateOf(nextServiceInstant(calendar, hours, instantAt(addDays(date, 1), '00:00')));
};
