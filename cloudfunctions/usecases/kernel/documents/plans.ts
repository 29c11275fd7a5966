import type { Plan, PlanParty } from '../../../domain/plans/plan';
import type { CivilDate, Instant } from '../../../domain/time';

/** Plans of what is done again and again, and their runs (contract §9). */

export type PlanDocument = Plan & {
  _id: string;
  version: number;
  /** In whose lists it stands: `all`, `unit:hrss`, `region:440100`. */
  scope: string[];
  /** `title|_id`: the key of pages. */
  key: string;
  /** When the timer looks at it; NEVER = it is over. */
  nextAt: Instant;
  changedAt: Instant;
  changedBy: string;
};

/**
 * A period of a plan, as the plan was when it began: what begins later never changes it. One that was missed stays missed
 * with its reason, whatever is done afterwards.
 */
export type PlanRunDocument = Pick<Plan, 'kind' | 'topic' | 'title' | 'checklist'> & {
  /** `<plan>|2026-W39` */
  _id: string;
  planId: string;
  period: string;
  first: CivilDate;
  last: CivilDate;
  periodWords: string;
  party: PlanParty;
  scope: string[];
  /** Its last working day, and the day after its last day. */
  due: CivilDate;
  after: CivilDate;
  /** `due` = to be opened; then until when its ticket is waited for. */
  state: 'due' | 'open' | 'done' | 'missed';
  settleAt: Instant;
  /** The ticket that was opened for it. */
  no?: string;
  /** `due|_id` of what was missed: the key of pages. */
  missedKey?: string;
  reason?: string;
};
