import type { Light } from '../../../typings/contract';
import { addWorkdays, type Calendar } from '../calendar';
import {
  DEFAULT_SERVICE_HOURS,
  lightOf,
  nextHour,
  nextServiceInstant,
  recordPassed,
  yellowOfDate,
  type Clock,
  type ReminderContext,
} from '../deadline';
import { lightWindows, windowOf } from '../rulesets/windows';
import { civilDateOf, instantAt, type Instant } from '../time';
import type { ListedTicket } from './listed';
import type { EscalationLevel, LightRecord, Ticket } from './ticket';

/** What is known where a light goes on: also in how many working days others hear of it. */
export type LightContext = ReminderContext & { ruleSet: { windows: Readonly<Record<string, number>> } };

/** When whom is told that nobody has acknowledged a light: at the same hour, some working days on, in service hours (A31). */
const asksFrom = (at: Instant, context: LightContext): NonNullable<LightRecord['asks']> => {
  const { calendar, serviceHours = DEFAULT_SERVICE_HOURS, ruleSet } = context;
  const after = (days: number): Instant =>
    nextServiceInstant(
      calendar,
      serviceHours,
      instantAt(addWorkdays(calendar, civilDateOf(at), days), at.slice(11, 16)),
    );
  const days = windowOf(ruleSet, lightWindows.lead);
  return { lead: after(days), manager: after(Math.max(days, windowOf(ruleSet, lightWindows.manager))) };
};

/** The lights of a ticket in the order in which they came, with those that a clock has put on record since (A24). */
export const withLightsOf = (
  lights: readonly LightRecord[],
  before: Clock,
  after: Clock,
  context: LightContext,
): LightRecord[] => {
  const added = after.reminded.flatMap(({ level, at }, index): LightRecord[] =>
    (level === 'yellow' || level === 'red') && !before.reminded.includes(after.reminded[index]!)
      ? [{ clockId: after.id, level, at, asks: asksFrom(at, context) }]
      : [],
  );
  if (added.length === 0) return [...lights];
  // A late sweep finds them in another order than a punctual one.
  return [...lights, ...added].sort((one, other) =>
    one.at === other.at ? (one.clockId < other.clockId ? -1 : 1) : one.at < other.at ? -1 : 1,
  );
};

/** Whether a light was on at an instant: yellow until red takes its place, red also when the limit has ended late. */
const isOnAt = ({ level }: LightRecord, clock: Clock, at: Instant): boolean => {
  if (level === 'red') return clock.state === 'late' || (clock.state === 'running' && at >= clock.redAt);
  const until = clock.stoppedAt ?? clock.pausedAt;
  return at >= clock.yellowAt && at < clock.redAt && (until === undefined || at < until);
};

const escalationLevels: readonly EscalationLevel[] = ['lead', 'manager'];

/** Who has still to hear of a light that nobody has acknowledged, and when. */
const openAsks = (light: LightRecord, clock: Clock): { level: EscalationLevel; at: Instant }[] => {
  const { asks, acknowledged, explained, escalated = [] } = light;
  if (!asks || acknowledged || explained) return [];
  return escalationLevels
    .map(level => ({ level, at: asks[level] }))
    .filter(({ level, at }) => !escalated.includes(level) && isOnAt(light, clock, at));
};

/** The lights of a clock with those on record of whom it was time to tell until an instant; `told` = who hears of which. */
export const escalateLights = (
  lights: readonly LightRecord[],
  clock: Clock,
  until: Instant,
): { lights: LightRecord[]; told: { light: LightRecord; level: EscalationLevel }[] } => {
  const told: { light: LightRecord; level: EscalationLevel }[] = [];
  const settled = lights.map(light => {
    const due = light.clockId === clock.id ? openAsks(light, clock).filter(({ at }) => at <= until) : [];
    if (due.length === 0) return light;
    told.push(...due.map(({ level }) => ({ light, level })));
    return { ...light, escalated: [...(light.escalated ?? []), ...due.map(({ level }) => level)] };
  });
  return { lights: settled, told };
};

/** When somebody has to be told next that nobody has acknowledged a light: `now` where that is overdue, in service hours. */
export const nextEscalationAt = (
  { lights }: Pick<Ticket, 'lights'>,
  clock: Clock,
  now: Instant,
  context: ReminderContext,
): Instant | undefined => {
  const first = lights
    .filter(({ clockId }) => clockId === clock.id)
    .flatMap(light => openAsks(light, clock).map(({ at }) => at))
    .sort()[0];
  return first === undefined || first > now ? first : nextHour(now, context);
};

/**
 * A clock that is about to stop or move, and the lights, with the levels that passed before. Who should have heard of a light
 * is on record as after a punctual run, and is told no more.
 */
export const settlePassed = (
  lights: readonly LightRecord[],
  clock: Clock,
  until: Instant,
  context: LightContext,
): { clock: Clock; lights: LightRecord[] } => {
  const settled = recordPassed(clock, until, context);
  const lit = withLightsOf(lights, clock, settled, context);
  return { clock: settled, lights: escalateLights(lit, settled, until).lights };
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
