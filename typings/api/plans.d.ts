import type { FormField } from '../contract';
import type { CivilDate, Page } from '../contract-basics';
import type { ListedPlan, MissedPeriod, PlanItem, PlanPeriod, PlanTemplate } from '../contract-plans';
import type { Paged } from './common';

/** Actions of the function `staff` for plans (contract §9). */
export type PlanApi = {
  'plan.list': {
    in: Paged;
    out: Page<'plans', ListedPlan> & {
      /** What this member can make plans of, and the form of a plan. */
      templates: PlanTemplate[];
      fields: FormField[];
    };
  };
  'plan.save': {
    in: {
      id?: string;
      version?: number;
      requestId?: string;
      kind: string;
      topic?: string;
      title: string;
      period: PlanPeriod;
      party: {
        role: 'operator' | 'unit' | 'handler' | 'local' | 'manager';
        unitId?: string;
        region?: string;
      };
      checklist?: (string | (Omit<PlanItem, 'threshold'> & { threshold?: string | number }))[];
      from: CivilDate;
      until?: CivilDate;
    };
    out: { plan: ListedPlan };
  };
  'plan.missed': { in: Paged & { from: CivilDate; to: CivilDate }; out: Page<'missed', MissedPeriod> };
};
