import { workdays, type Policy, type WindowDefinition } from '../../rulesets';

/** Internal targets: the documents give no number. */
export const limits = {
  decide: {
    id: 'change.decide',
    clock: 'review',
    label: '审核回复',
    clause: 'G-3.2.2b',
    limit: workdays(3),
    internal: true,
  },
  execute: {
    id: 'change.execute',
    clock: 'execute',
    label: '执行工单',
    clause: 'G-3.2.2c',
    limit: workdays(3),
    internal: true,
  },
  report: {
    id: 'change.report',
    clock: 'report',
    label: '反馈执行结果',
    clause: 'G-3.2.2c',
    limit: workdays(1),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

export const windows = {
  notice: {
    id: 'change.notice',
    label: '服务调整或撤销：执行后公告继续公开',
    clause: 'G-3.2.2c',
    unit: '日',
    first: 30,
    min: 1,
    max: 365,
  },
} as const satisfies Record<string, WindowDefinition>;
