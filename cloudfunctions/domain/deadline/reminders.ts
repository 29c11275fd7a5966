import { addWorkdays } from '../calendar';
import { civilDateOf, instantAt, startOfDay, type Instant } from '../time';
import { dueOf, type Clock, type ReminderLevel, type ReminderRecord } from './clock';
import { DEFAULT_SERVICE_HOURS, lastServiceHour, nextServiceInstant } from './service-hours';
import type { DeadlineContext } from './term';

/** `urgent`: tickets and faults whose reminders do not wait for service hours (A31). */
export type ReminderContext = DeadlineContext & { urgent?: boolean };

export type Reminder = { level: ReminderLevel; at: Instant; digestNumber?: number };

const SEVERITY: Record<ReminderLevel, number> = { yellow: 0, 'due-day': 1, red: 2, digest: 3 };
const DUE_DAY_TIME = '16:00';
const DIGEST_EVERY = 3;

/** All reminders of a clock: yellow, due day and red in the order of their times, then a digest each third WD (A24). */
function* remindersOf(clock: Clock, context: ReminderContext): Generator<Reminder, never> {
  const { calendar, serviceHours = DEFAULT_SERVICE_HOURS, urgent = false } = context;
  const inService = (at: Instant) => nextServiceInstant(calendar, serviceHours, at);
  const red: Reminder = { level: 'red', at: urgent ? clock.redAt : inService(clock.redAt) };
  const first: Reminder[] = [
    { level: 'yellow', at: urgent ? clock.yellowAt : inService(clock.yellowAt) },
    red,
  ];
  if (clock.date !== undefined) {
    const at = instantAt(clock.date, DUE_DAY_TIME);
    first.push({ level: 'due-day', at: urgent ? at : lastServiceHour(calendar, serviceHours, at) });
  }
  yield* first.sort((a, b) => (a.at === b.at ? SEVERITY[a.level] - SEVERITY[b.level] : a.at < b.at ? -1 : 1));
  for (let digestNumber = 1, day = civilDateOf(red.at); ; digestNumber++) {
    day = addWorkdays(calendar, day, DIGEST_EVERY);
    yield { level: 'digest', at: inService(startOfDay(day)), digestNumber };
  }
}

/** Recorded for the present due date: a moved one arms all levels anew. */
/** Of the digests only the last is kept: it stands for all before it. */
const isRecorded = (clock: Clock, { level, digestNumber = 0 }: Reminder): boolean =>
  clock.reminded.some(
    record =>
      record.due === dueOf(clock) && record.level === level && (record.digestNumber ?? 0) >= digestNumber,
  );

/** When reminders may go out from `now` on: at once inside service hours or when urgent, also after an outage (A31). */
export const nextHour = (now: Instant, context: ReminderContext): Instant =>
  context.urgent
    ? now
    : nextServiceInstant(context.calendar, context.serviceHours ?? DEFAULT_SERVICE_HOURS, now);

const isTicking = ({ state, pausedAt }: Clock): boolean => state === 'running' && pausedAt === undefined;

/** The reminders that have come due up to an instant and are not yet recorded, oldest first; none for one that stands. */
const unrecorded = (clock: Clock, until: Instant, context: ReminderContext): Reminder[] => {
  const due: Reminder[] = [];
  if (!isTicking(clock)) return due;
  for (const reminder of remindersOf(clock, context)) {
    if (reminder.at > until) return due;
    if (!isRecorded(clock, reminder)) due.push(reminder);
  }
  return due;
};

/** The reminders to be recorded and sent now: none outside of the hours in which they may be sent. */
export const dueReminders = (clock: Clock, now: Instant, context: ReminderContext): Reminder[] =>
  nextHour(now, context) > now ? [] : unrecorded(clock, now, context);

/** When settleReminders next has something to do: `now` when it has at once, undefined for one that stands. */
export const nextReminderAt = (clock: Clock, now: Instant, context: ReminderContext): Instant | undefined => {
  if (!isTicking(clock)) return undefined;
  for (const reminder of remindersOf(clock, context)) {
    if (!isRecorded(clock, reminder)) return reminder.at > now ? reminder.at : nextHour(now, context);
  }
  return undefined;
};

/** The clock with these levels on record; of digests only the last is kept. */
const withRecords = (clock: Clock, due: readonly Reminder[], processedAt: Instant): Clock => {
  const records: ReminderRecord[] = due.map(reminder => ({ ...reminder, due: dueOf(clock), processedAt }));
  const lastDigest = records.filter(record => record.level === 'digest').at(-1);
  const kept = [...clock.reminded, ...records].filter(
    record =>
      record.level !== 'digest' || record === lastDigest || (!lastDigest && record.due === dueOf(clock)),
  );
  return { ...clock, reminded: kept };
};

/**
 * Records the levels that passed up to an instant at which the clock stops, stands still or moves: whoever acts before a
 * late sweep leaves the same behind as after a punctual one. Nobody is told any more.
 */
export const recordPassed = (clock: Clock, until: Instant, context: ReminderContext): Clock => {
  const due = unrecorded(clock, until, context);
  return due.length === 0 ? clock : withRecords(clock, due, until);
};

/**
 * Records every level that has come due, and names the highest of them to be sent. Run late, twice or on time, the
 * recorded levels end the same (apart from `processedAt`), and no level is sent twice for the same due date.
 */
export const settleReminders = (
  clock: Clock,
  now: Instant,
  context: ReminderContext,
): { clock: Clock; send?: Reminder } => {
  const due = dueReminders(clock, now, context);
  if (due.length === 0) return { clock };
  const send = due.reduce((highest, next) =>
    SEVERITY[next.level] >= SEVERITY[highest.level] ? next : highest,
  );
  return { clock: withRecords(clock, due, now), send };
};
