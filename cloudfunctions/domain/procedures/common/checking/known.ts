import { facts, files, longtext, rows, select, text, unit } from '../../../engine';
import type { Topic } from '../../../engine/recurrence';
import { plannedFields } from '../../../plans/opened';
import { verdicts } from './verdict';

/** What a check of a plan knows, whichever procedure it is. */

const failed = { onlyIf: { field: 'result', is: ['fail'] } } as const;

/** A row of a check. A photo only where it failed (A38). */
const checked = {
  item: text('检查项', { required: true, max: 80 }),
  threshold: text('阈值（如 ≤80%）', { max: 20 }),
  value: text('实测值（有阈值的必填）', { max: 20 }),
  result: select('结果', verdicts, { required: true }),
  note: text('情况', { required: true, max: 500, ...failed }),
  photo: files('照片', { max: 3, ...failed }),
  unitId: unit('由哪个单位整改（不选为检查方自己）', failed),
  cause: text('原因（同一单位同一原因的合在一起整改）', { max: 60, ...failed }),
};

/** A value that a machine has measured, of one host where there are several. */
const reading = {
  item: text('检查项', { required: true, max: 60 }),
  host: text('主机', { max: 40 }),
  value: text('数值', { required: true, max: 20 }),
};

/** In the order in which its page shows it. */
export const knownOf = (topics: readonly Topic[]) =>
  facts({
    topic: select(
      '检查内容',
      topics.map(({ value, label }) => ({ value, label })),
      { required: true },
    ),
    period: plannedFields.period,
    scope: text('检查对象（哪个单位、哪项服务）', { max: 100 }),
    unitId: unit('被检查的单位'),
    checklist: plannedFields.checklist,
    readings: rows('监测数据', reading, { max: 100 }),
    conclusion: text('结论'),
    items: rows('检查记录', checked, { required: true, max: 60 }),
    work: rows('维护记录', {
      subject: text('组件、数据库', { required: true, max: 60 }),
      action: text('做了什么（优化、清理、处理慢 SQL）', { required: true, max: 300 }),
      sqlId: text('SQL 编号', { max: 60 }),
    }),
    summary: longtext('总体情况', { max: 2000 }),
    evidence: files('佐证材料'),
    reason: longtext('未按期的原因', { required: true, max: 500 }),
  });

/** Of which plan and of whom; no page shows it. */
export const inner = facts({ planId: text('计划') });
