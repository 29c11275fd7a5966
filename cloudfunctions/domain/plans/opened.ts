import { date, rows, text } from '../engine';

/** What the platform tells the opening of a procedure that a plan opens for a period, besides its form (contract §9). */

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
