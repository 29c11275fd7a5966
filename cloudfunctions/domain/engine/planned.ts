import { date, rows, text, type Choice } from './fields';
import type { Every } from './recurrence';

/**
 * What a plan (contract §9) opens period by period: which topics there are, each with the checklist and the period that
 * the documents or A10 name, and what the platform tells the opening besides its form.
 */

/** One thing to look at; `threshold`, e.g. `≤80%`, wants a measured value. */
export type ChecklistItem = { item: string; threshold?: string | undefined };

/** Whose a plan is by default. */
export type PlanRole = 'operator' | 'unit' | 'local' | 'manager';

/** A template: what is done, by whom, how often, and what is looked at. */
export type Topic = Choice & {
  clause: string;
  every: Every;
  role: PlanRole;
  checklist: readonly ChecklistItem[];
};

const ofPlatform = { askedOf: ['system'] } as const;

/** What the platform says when it opens a procedure for a period of a plan; nobody else is asked for it. */
export const plannedFields = {
  checklist: rows(
    '检查清单',
    { item: text('检查项', { required: true, max: 80 }), threshold: text('阈值', { max: 20 }) },
    { ...ofPlatform, max: 60 },
  ),
  planId: text('计划', ofPlatform),
  planTitle: text('计划名称', ofPlatform),
  period: text('周期', ofPlatform),
  /** The working day that the limit is counted back from: the day after the last one of the period. */
  before: date('周期结束后第一天', ofPlatform),
  sideRole: text('承担角色', ofPlatform),
  sideUnit: text('承担单位', ofPlatform),
  sideRegion: text('承担地区', ofPlatform),
};
