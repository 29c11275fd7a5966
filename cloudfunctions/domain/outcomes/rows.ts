import type { Clock } from '../deadline';
import { dueOf } from '../deadline';
import type { Policy } from '../rulesets';
import type { Ticket } from '../ticket/ticket';
import { NEVER, civilDateOf, type CivilDate, type Instant } from '../time';

/**
 * What became of each limit of a ticket. A limit belongs to the day on which it was due, and is charged to whoever had to
 * keep it when it ended (A27): one that was passed on in time counts for nobody, and the next one to hold the ticket is
 * charged with the limit of its own. A limit that nobody has to keep any more has no outcome.
 */
export type OutcomeRow = {
  policy: string;
  /** Whom it is charged to (`partyOf`). */
  party: string;
  /** The ticket's own region; empty = none. */
  region: string;
  due: CivilDate;
  state: 'inTime' | 'late' | 'running';
  /** Of one that runs: from when on it is late; NEVER while it stands still in time. */
  redAt?: Instant;
  /** Of one that was late: with its reason on record (A3); in time but for what was waited for the citizen (A25). */
  reasoned?: true;
  waitedFor?: true;
  /** For how many tickets, with those merged into it (A43). */
  n: number;
};

/** A unit by its id; whoever else has to keep a limit by the role, `@operator`, `@manager`, `@local:440100`. */
export const partyOf = ({ unitId, role, region }: Clock['responsible']): string => {
  if (unitId) return unitId;
  if (role === 'local' && region) return `@local:${region}`;
  return `@${role.replace(/-lead$/, '')}`;
};

/**
 * The policy of a clock. Clocks from before it was kept are recognised by what they were made of: name and clause, then the
 * limit, then what they are called.
 */
export const policyOf = (clock: Clock, limits: readonly Policy[]): string | undefined => {
  if (clock.policy !== undefined) return clock.policy;
  const alike = limits.filter(one => one.clock === clock.name);
  const tests: ((one: Policy) => boolean)[] = [
    one => one.clause === clock.clause,
    one => one.limit.n === clock.limit.n && one.limit.unit === clock.limit.unit,
    one => one.label === clock.label,
  ];
  const fitting = tests.reduce((left, test) => (left.some(test) ? left.filter(test) : left), alike);
  return fitting[0]?.id;
};

const redOf = ({ pausedAt, redAt }: Clock): Instant =>
  pausedAt !== undefined && pausedAt < redAt ? NEVER : redAt;

const rowOf = (
  clock: Clock,
  { regionPath, joined = [], details }: Ticket,
  limits: readonly Policy[],
): OutcomeRow[] => {
  const policy = policyOf(clock, limits);
  if (policy === undefined || clock.state === 'cancelled') return [];
  const isRunning = clock.state === 'running';
  // The inner clock of an assisting unit is none of those that were merged into it.
  const isOwn = !details.assists.some(({ clockId }) => clockId === clock.id);
  const owed = isRunning && isOwn ? joined.filter(({ owes }) => owes.includes(clock.name)).length : 0;
  return [
    {
      policy,
      party: partyOf(clock.responsible),
      region: regionPath[0] ?? '',
      due: civilDateOf(dueOf(clock)),
      state: isRunning ? 'running' : clock.state === 'met' ? 'inTime' : 'late',
      ...(isRunning ? { redAt: redOf(clock) } : {}),
      ...(clock.state === 'late' && clock.reasoned ? { reasoned: true } : {}),
      ...(clock.state === 'late' && clock.waitedFor ? { waitedFor: true } : {}),
      n: (clock.countsFor ?? 1) + owed,
    },
  ];
};

/** All limits of a ticket that have an outcome or run. */
export const rowsOf = (ticket: Ticket, limits: readonly Policy[]): OutcomeRow[] =>
  ticket.clocks.flatMap(clock => rowOf(clock, ticket, limits));

export const monthOf = (date: CivilDate): string => date.slice(0, 7);
