import type { ExplainedDay, Light } from '../../../typings/contract';
import { addWorkdays, countWorkdays, explainUntil, workdayFrom, type Calendar } from '../calendar';
import { civilDateOf, type CivilDate, type Instant } from '../time';
import { termOf, thresholdsOf, workdaysLeft, type DeadlineContext, type Limit, type Term } from './term';

/** `memberId`: of a partner, who stands for itself alone. */
export type Responsible = { role: string; unitId?: string; region?: string; memberId?: string };

export type ReminderLevel = 'yellow' | 'due-day' | 'red' | 'digest';

/** A level that has been dealt with: for which due date, when it was due, when it was processed. */
export type ReminderRecord = {
  level: ReminderLevel;
  digestNumber?: number;
  due: string;
  at: Instant;
  processedAt: Instant;
};

/** A due date moved by a named event; dates, or instants for internal targets in minutes. */
export type ClockMove = { at: Instant; from: string; to: string; why: string };

export type ClockSpec = {
  id: string;
  name: string;
  /** The policy whose limit it is; missing in clocks from before it was kept (domain/outcomes). */
  policy?: string;
  label: string;
  /** Clause ID, e.g. `G-5.3c`. */
  clause: string;
  responsible: Responsible;
  limit: Limit;
  /** An internal target (A7); without it, every limit in minutes is one. */
  internal?: boolean;
  /** The limit is counted back in working days from this day (A5). */
  before?: CivilDate;
  /** The day that a document names, whatever the limit and the calendar say (A54), and why it is that day. */
  until?: { date: CivilDate; why: string };
};

/** One limit that runs for one responsible unit: a plain JSON value, stored on the ticket. */
export type Clock = Omit<ClockSpec, 'internal'> & {
  internal: boolean;
  startedAt: Instant;
  startedOn: CivilDate;
  /** The last day of the limit; absent for limits in minutes. */
  date?: CivilDate;
  /** The end of a limit in minutes. */
  dueAt?: Instant;
  provisional: boolean;
  explanation: ExplainedDay[];
  calendarVersion: string;
  yellowAt: Instant;
  redAt: Instant;
  state: 'running' | 'met' | 'late' | 'cancelled';
  stoppedAt?: Instant;
  /** Running, but standing still since then: what it is for waits for somebody else. */
  pausedAt?: Instant;
  moves: ClockMove[];
  /** A date set by a decision: a new calendar does not count it anew. */
  decidedDate?: CivilDate;
  /** An earlier date that waits for the manager's confirmation. */
  pendingDate?: CivilDate;
  /** For how many tickets it has stopped, with those merged into its own (A43); missing = its own alone. */
  countsFor?: number;
  /** Late where the documents say 原则上, with its reason on record (A3). */
  reasoned?: true;
  /** Late, and in time but for the days on which it was waited for the citizen (A25). */
  waitedFor?: true;
  reminded: ReminderRecord[];
};

type Timing = Pick<
  Clock,
  'provisional' | 'explanation' | 'calendarVersion' | 'yellowAt' | 'redAt' | 'date' | 'dueAt'
>;

const timingOf = (limit: Limit, startedAt: Instant, term: Term, context: DeadlineContext): Timing => ({
  ...term,
  ...thresholdsOf(limit, startedAt, term, context),
  calendarVersion: context.calendar.version,
});

/** Until a day that a document names: the days up to it are shown, the last with the reason. */
export const namedTerm = (
  from: CivilDate,
  { date, why }: NonNullable<ClockSpec['until']>,
  calendar: Calendar,
): Term & { date: CivilDate } => ({
  date,
  provisional: false,
  explanation: [
    ...explainUntil(calendar, from, date).explanation.filter(day => day.date < date),
    { date, counted: true, why },
  ],
});

/** Starts a limit at an instant; the day of the start is day 0 (A2). */
export const startClock = (spec: ClockSpec, at: Instant, context: DeadlineContext): Clock => ({
  ...spec,
  internal: spec.internal ?? spec.limit.unit.endsWith('minute'),
  startedAt: at,
  startedOn: civilDateOf(at),
  ...timingOf(
    spec.limit,
    at,
    spec.until
      ? namedTerm(civilDateOf(at), spec.until, context.calendar)
      : termOf(spec.limit, at, spec.before, context),
    context,
  ),
  state: 'running',
  moves: [],
  reminded: [],
});

/** Ends a running clock for good: met, or late once its light was red; one that stood still, as of then. Any other clock stays as it is. */
export const stopClock = (clock: Clock, at: Instant): Clock => {
  if (clock.state !== 'running') return clock;
  const { pausedAt, ...ticked } = clock;
  const stoppedAt = pausedAt ?? at;
  return { ...ticked, state: stoppedAt < clock.redAt ? 'met' : 'late', stoppedAt };
};

/** Ends a running clock without an outcome (A16). Any other clock stays as it is. */
export const cancelClock = (clock: Clock, at: Instant): Clock => {
  if (clock.state !== 'running') return clock;
  const { pausedAt, ...ticked } = clock;
  return { ...ticked, state: 'cancelled', stoppedAt: pausedAt ?? at };
};

/**
 * Lets a clock that was ended without an outcome, or late, go on as if it had never stood: what ended it did not hold.
 * A calendar that was published meanwhile counts. A running or met clock stays as it is.
 */
export const reviveClock = (clock: Clock, at: Instant, context: DeadlineContext): Clock => {
  if (clock.state !== 'cancelled' && clock.state !== 'late') return clock;
  const { stoppedAt: _ended, ...going } = clock;
  return recalculateClock({ ...going, state: 'running' }, at, context).clock;
};

/** Lets a running clock stand still: no light changes, nobody is reminded. Any other clock stays as it is. */
export const pauseClock = (clock: Clock, at: Instant): Clock =>
  clock.state === 'running' && clock.pausedAt === undefined ? { ...clock, pausedAt: at } : clock;

/** Without an earlier date that waited for confirmation. */
const settled = ({ pendingDate, ...clock }: Clock): Clock => (pendingDate === undefined ? clock : clock);

/** When a clock is due: its date, or the instant of a limit in minutes. */
export const dueOf = (clock: Pick<Clock, 'date' | 'dueAt'>): string => clock.date ?? clock.dueAt ?? '';

const withTerm = (clock: Clock, term: Term, context: DeadlineContext): Clock => ({
  ...clock,
  ...timingOf(clock.limit, clock.startedAt, term, context),
});

const movedTo = (clock: Clock, term: Term, at: Instant, why: string, context: DeadlineContext): Clock => {
  const moved = withTerm(settled(clock), term, context);
  return { ...moved, moves: [...clock.moves, { at, from: dueOf(clock), to: dueOf(moved), why }] };
};

const decidedTerm = (clock: Clock, date: CivilDate, calendar: Calendar): Term =>
  explainUntil(calendar, clock.startedOn, date);

/**
 * Moves the date of a running clock by a named event (an approved extension, a confirmed category, A26). A day off
 * moves on to the next working day (民法典 203). A stopped clock and an unchanged date stay as they are; a limit in
 * minutes has no date to move (RangeError).
 */
export const moveClock = (
  clock: Clock,
  to: CivilDate,
  at: Instant,
  why: string,
  context: DeadlineContext,
): Clock => {
  if (clock.date === undefined)
    throw new RangeError(`clock ${clock.id} is counted in minutes and has no date to move`);
  const date = workdayFrom(context.calendar, to);
  if (clock.state !== 'running' || date === clock.date) return clock;
  return {
    ...movedTo(clock, decidedTerm(clock, date, context.calendar), at, why, context),
    decidedDate: date,
  };
};

/** The days of an explanation, those of them not counted on which the clock stood still. */
const withoutDays = (days: readonly ExplainedDay[], stood: (day: ExplainedDay) => boolean, why: string) => {
  let counted = 0;
  return days.map(day => {
    if (!day.counted) return day;
    if (stood(day)) return { ...day, counted: false, why };
    counted += 1;
    return { ...day, why: day.why.replace(/^第 \d+ 个/, `第 ${counted} 个`) };
  });
};

/**
 * Lets a clock that stood still go on with what was left: the working days after the pause began up to now are not
 * counted, and `why` says so of each. One that was late already stays late; a limit in minutes begins anew.
 */
export const resumeClock = (clock: Clock, at: Instant, why: string, context: DeadlineContext): Clock => {
  if (clock.state !== 'running' || clock.pausedAt === undefined) return clock;
  const { pausedAt, ...running } = clock;
  if (pausedAt >= clock.redAt) return running;
  if (clock.date === undefined)
    return movedTo(running, termOf(clock.limit, at, undefined, context), at, why, context);
  const [from, to] = [civilDateOf(pausedAt), civilDateOf(at)];
  const stoodBefore = clock.explanation.filter(day => day.why === why).map(({ date }) => date);
  const days = countWorkdays(context.calendar, from, to);
  const moved = moveClock(running, addWorkdays(context.calendar, clock.date, days), at, why, context);
  const stood = ({ date }: ExplainedDay): boolean =>
    (date > from && date <= to) || stoodBefore.includes(date);
  return { ...moved, explanation: withoutDays(moved.explanation, stood, why) };
};

const CALENDAR_PUBLISHED = '放假安排公布，重新计算';

/** What the calendar makes of a clock: counted anew, or the decided date, moved on when it became a day off. */
const recountedTerm = (clock: Clock, context: DeadlineContext): Term => {
  if (clock.until) return namedTerm(clock.startedOn, clock.until, context.calendar);
  if (clock.decidedDate === undefined) return termOf(clock.limit, clock.startedAt, clock.before, context);
  return decidedTerm(clock, workdayFrom(context.calendar, clock.decidedDate), context.calendar);
};

/**
 * Counts a running clock anew after a calendar was published (A32). A later date moves by itself; an earlier one
 * waits in `pendingDate` until the manager confirms it. Targets in minutes are promises to nobody and follow at once.
 * `change` reports what is new, so that a second run answers `none`.
 */
export const recalculateClock = (
  clock: Clock,
  at: Instant,
  context: DeadlineContext,
): { clock: Clock; change: 'none' | 'later' | 'earlier' } => {
  if (clock.state !== 'running') return { clock, change: 'none' };
  const term = recountedTerm(clock, context);
  const [before, after] = [dueOf(clock), term.date ?? term.dueAt];
  if (after === before) return { clock: withTerm(settled(clock), term, context), change: 'none' };
  if (after > before || term.date === undefined) {
    const moved = movedTo(clock, term, at, CALENDAR_PUBLISHED, context);
    return { clock: moved, change: after > before ? 'later' : 'earlier' };
  }
  const kept = withTerm(clock, decidedTerm(clock, before, context.calendar), context);
  return {
    clock: { ...kept, pendingDate: term.date },
    change: clock.pendingDate === term.date ? 'none' : 'earlier',
  };
};

/** The manager confirms an earlier date that waited; without one, or when stopped, the clock stays as it is. */
export const confirmEarlier = (clock: Clock, at: Instant, context: DeadlineContext): Clock => {
  if (clock.state !== 'running' || clock.pendingDate === undefined) return clock;
  return movedTo(
    clock,
    decidedTerm(clock, clock.pendingDate, context.calendar),
    at,
    CALENDAR_PUBLISHED,
    context,
  );
};

/** The light of a clock (A24). A stopped clock keeps its outcome: green when met or cancelled, red when late. */
export const lightOf = (
  clock: Pick<Clock, 'state' | 'pausedAt' | 'redAt' | 'yellowAt'>,
  now: Instant,
): Light => {
  if (clock.state !== 'running') return clock.state === 'late' ? 'red' : 'green';
  const at = clock.pausedAt ?? now;
  if (at >= clock.redAt) return 'red';
  return at >= clock.yellowAt ? 'yellow' : 'green';
};

/** Working days left: 0 = due today, negative = over. A stopped clock keeps what it had when it stopped. */
export const daysLeft = (
  clock: Pick<Clock, 'stoppedAt' | 'pausedAt' | 'redAt' | 'date' | 'dueAt'>,
  now: Instant,
  calendar: Calendar,
): number => {
  const at = clock.stoppedAt ?? clock.pausedAt ?? now;
  const left = workdaysLeft(calendar, civilDateOf(at), civilDateOf(dueOf(clock)));
  return at >= clock.redAt ? Math.min(left, -1) : left;
};
