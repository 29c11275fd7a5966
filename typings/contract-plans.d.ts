import type { CivilDate } from './contract-basics';

/** Plans of what is done again and again (contract §9). */

export type PlanPeriod = 'weekly' | 'monthly' | 'quarterly' | 'yearly';

export type PlanParty = {
  role: 'operator' | 'unit' | 'local' | 'manager';
  unitId?: string | undefined;
  region?: string | undefined;
  /** Of the unit or region. */
  name?: string;
};

/** `threshold`: `≤80%`; then a measured value is asked for. */
export type PlanItem = { item: string; threshold?: string | undefined };

export type ListedPlan = {
  id: string;
  version: number;
  kind: string;
  kindLabel: string;
  topic: string;
  topicLabel: string;
  title: string;
  period: PlanPeriod;
  party: PlanParty;
  checklist: PlanItem[];
  from: CivilDate;
  until?: CivilDate;
  /** When the next period begins, or is looked at. */
  nextOn?: CivilDate;
  over?: boolean;
  mayKeep: boolean;
};

/** What the documents want done again and again; a plan is made of it. */
export type PlanTemplate = Pick<
  ListedPlan,
  'kind' | 'kindLabel' | 'topic' | 'title' | 'period' | 'checklist'
> & {
  clause: string;
  party: Pick<PlanParty, 'role'>;
};

/** A period that was not done in time. */
export type MissedPeriod = {
  planId: string;
  period: string;
  periodWords: string;
  title: string;
  party: PlanParty;
  due: CivilDate;
  no?: string;
  reason?: string;
};
