import { dueOf, startClock, stopClock, type Clock, type DeadlineContext } from '../deadline';
import { limitOf, type Policy, type RuleSet } from '../rulesets';
import type { Ticket } from '../ticket/ticket';
import { civilDateOf, type CivilDate, type Instant } from '../time';
import { partyOf, policyOf } from './rows';

/**
 * What tickets would have become under another limit: each clock is started anew at its own time by the functions that start
 * and stop clocks (domain/deadline), there is no second arithmetic. What a decision or a document set otherwise stays as it was.
 */
export type Tried = { policy: string; party: string; lateBefore: boolean; lateAfter: boolean };

const isLate = (clock: Clock, now: Instant): boolean =>
  clock.state === 'running' ? (clock.pausedAt ?? now) >= clock.redAt : clock.state === 'late';

/** Whether the rule set alone set its date: neither a decision nor a pause nor a document nor the service's own limit. */
const followsRules = (clock: Clock, policy: Policy, ruleSet: RuleSet): boolean => {
  const { n, unit } = limitOf(ruleSet, policy);
  return (
    clock.decidedDate === undefined &&
    clock.until === undefined &&
    clock.limit.n === n &&
    clock.limit.unit === unit
  );
};

const triedClock = (
  clock: Clock,
  policy: Policy,
  changed: RuleSet,
  now: Instant,
  context: DeadlineContext,
): boolean => {
  const { stoppedAt, pausedAt } = clock;
  const anew = startClock(
    { ...clock, limit: limitOf(changed, policy), internal: clock.internal },
    clock.startedAt,
    context,
  );
  return isLate(
    stoppedAt === undefined ? { ...anew, ...(pausedAt ? { pausedAt } : {}) } : stopClock(anew, stoppedAt),
    now,
  );
};

/** Of a ticket the limits that are changed and were due in a period, as they were and as they would have been. */
export const tryOut = (
  ticket: Ticket,
  changed: { ruleSet: RuleSet; policies: readonly Policy[]; limits: readonly Policy[] },
  { from, to }: { from: CivilDate; to: CivilDate },
  own: RuleSet,
  now: Instant,
  contextOf: (clock: Clock) => DeadlineContext,
): Tried[] =>
  ticket.clocks.flatMap((clock): Tried[] => {
    const id = policyOf(clock, changed.limits);
    const policy = changed.policies.find(one => one.id === id);
    const due = civilDateOf(dueOf(clock));
    if (!policy || clock.state === 'cancelled' || due < from || due > to) return [];
    const lateBefore = isLate(clock, now);
    const lateAfter = followsRules(clock, policy, own)
      ? triedClock(clock, policy, changed.ruleSet, now, contextOf(clock))
      : lateBefore;
    return [{ policy: policy.id, party: partyOf(clock.responsible), lateBefore, lateAfter }];
  });
