import { addWorkdays, countWorkdays, type Calendar } from '../calendar';
import { civilDateOf, type Instant } from '../time';
import type { Clock } from './clock';

/**
 * Days on which a limit waited for the citizen (A25): no clock pauses for them. They are noted beside it, so that an
 * assessment can leave them out where its rule set says so.
 */

/** From the question to the answer; without an end it is still waited. */
export type Wait = { from: Instant; to?: Instant };

/** The working days of a clock, from its start to an instant, on which it was waited. */
const daysWaited = (
  { startedAt }: Pick<Clock, 'startedAt'>,
  waits: readonly Wait[],
  until: Instant,
  calendar: Calendar,
): number =>
  waits.reduce((sum, { from, to = until }) => {
    const [begin, end] = [from > startedAt ? from : startedAt, to < until ? to : until];
    return begin < end ? sum + countWorkdays(calendar, civilDateOf(begin), civilDateOf(end)) : sum;
  }, 0);

/** Whether what ended late would have been in time but for those days; limits in minutes wait for nobody. */
export const wasWaitedFor = (
  clock: Pick<Clock, 'state' | 'startedAt' | 'stoppedAt' | 'date'>,
  waits: readonly Wait[],
  calendar: Calendar,
): boolean => {
  const { state, stoppedAt, date } = clock;
  if (state !== 'late' || stoppedAt === undefined || date === undefined || waits.length === 0) return false;
  const days = daysWaited(clock, waits, stoppedAt, calendar);
  return days > 0 && civilDateOf(stoppedAt) <= addWorkdays(calendar, date, days);
};
