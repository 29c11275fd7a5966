import type { ClockName } from '../../../typings/contract';
import type { Limit } from '../deadline';

/**
 * One limit of a procedure: which clock it drives, what it asks for, and under which clause. `limit` is the value with
 * which it first shipped; it never changes, as rule sets that are older than the policy fall back to it.
 */
export type Policy = {
  /** Its name in rule sets and reports, e.g. `complaint.business.reply`. */
  id: string;
  clock: ClockName;
  /** What the clock is called on the screen, e.g. `答复处理结果`. */
  label: string;
  clause: string;
  limit: Limit;
  /** An internal target: never shown as statutory, never to a citizen (A7). */
  internal?: true;
};

export const workdays = (n: number): Limit => ({ n, unit: 'working-day' });
export const serviceHours = (n: number): Limit => ({ n: 60 * n, unit: 'service-minute' });
export const minutes = (n: number): Limit => ({ n, unit: 'minute' });

/** The limit of a policy under a rule set: what the rule set says, else the value with which the policy shipped. */
export const limitOf = (ruleSet: { limits: Readonly<Record<string, Limit>> }, { id, limit }: Policy): Limit =>
  ruleSet.limits[id] ?? limit;
