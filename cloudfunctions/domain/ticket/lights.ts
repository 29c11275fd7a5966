import type { Light } from '../../../typings/contract';
import type { Calendar } from '../calendar';
import { lightOf, recordPassed, yellowOfDate, type Clock, type ReminderContext } from '../deadline';
import { civilDateOf, type Instant } from '../time';
import type { ListedTicket } from './listed';
import type { LightRecord, Ticket } from './ticket';

/** The lights of a ticket in the order in which they came, with those that a clock has put on record since (A24). */
export const withLightsOf = (lights: readonly LightRecord[], before: Clock, after: Clock): LightRecord[] => {
  const added = after.reminded.flatMap(({ level, at }, index): LightRecord[] =>
    (level === 'yellow' || level === 'red') && !before.reminded.includes(after.reminded[index]!)
      ? [{ clockId: after.id, level, at }]
      : [],
  );
  if (added.length === 0) return [...lights];
  // A late sweep finds them in another order than a punctual one.
  return [...lights, ...added].sort((one, other) =>
    one.at === other.at ? (one.clockId < other.clockId ? -1 : 1) : one.at < other.at ? -1 : 1,
  );
};

/** A clock that is about to stop or move, and the lights, with the levels that passed before. */
export const settlePassed = (
  lights: readonly LightRecord[],
  clock: Clock,
  until: Instant,
  context: ReminderContext,
): { clock: Clock; lights: LightRecord[] } => {
  const settled = recordPassed(clock, until, context);
  return { clock: settled, lights: withLightsOf(lights, clock, settled) };
};

type Moment = { now: Instant; calendar: Calendar };

/** The first answer, or the end without one (solved by the machine, not reached): the promise is measured by it. */
export const settledAt = ({ replies, joined = [], endsAt }: ListedTicket): Instant | undefined =>
  [...replies, ...joined.flatMap(part => part.replies)].map(({ at }) => at).sort()[0] ?? endsAt ?? undefined;

/** Whether the citizen had, or has, no answer by the promised day. */
export const isPromiseOverdue = (ticket: ListedTicket, { now }: Pick<Moment, 'now'>): boolean => {
  const { promise } = ticket;
  if (!promise) return false;
  return civilDateOf(settledAt(ticket) ?? now) > (promise.extendedTo ?? promise.date);
};

/** The light of the promise follows the same rule as a clock of that length (A24). */
export const promiseLight = (ticket: ListedTicket, { now, calendar }: Moment): Light => {
  const { promise } = ticket;
  if (isPromiseOverdue(ticket, { now })) return 'red';
  if (!promise || settledAt(ticket)) return 'green';
  const date = promise.extendedTo ?? promise.date;
  return now >= yellowOfDate(calendar, civilDateOf(ticket.createdAt), date) ? 'yellow' : 'green';
};

/** Whether what the citizen waits for is near its end or behind it: the answer, after an answer what is still to come. */
export const isWaitLong = (ticket: Ticket, moment: Moment): boolean =>
  ticket.replies.length === 0
    ? promiseLight(ticket, moment) !== 'green'
    : ticket.clocks.some(
        clock =>
          clock.state === 'running' &&
          !clock.internal &&
          clock.date !== undefined &&
          lightOf(clock, moment.now) !== 'green',
      );
