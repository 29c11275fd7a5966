import {
  serviceHours,
  workdays,
  yesOrNo,
  type Policy,
  type SwitchDefinition,
  type WindowDefinition,
} from '../../rulesets';

/** One working day to repair (G-3.2.4a); the rest are internal targets (A7). */
export const limits = {
  report: {
    id: 'fault.report',
    clock: 'report',
    label: '报告接入方和管理方',
    clause: 'G-3.3.3a',
    limit: serviceHours(2),
    internal: true,
  },
  fix: { id: 'fault.fix', clock: 'fix', label: '解决应用异常', clause: 'G-3.2.4a', limit: workdays(1) },
  verify: {
    id: 'fault.verify',
    clock: 'review',
    label: '验证修复',
    clause: 'G-3.3.3c',
    limit: serviceHours(2),
    internal: true,
  },
  offline: {
    id: 'fault.offline',
    clock: 'execute',
    label: '确认暂时下线',
    clause: 'G-3.3.3b',
    limit: serviceHours(2),
    internal: true,
    oneUnit: true,
  },
  reopen: {
    id: 'fault.reopen',
    clock: 'fix',
    label: '修复并验证',
    clause: 'G-3.3.3c',
    limit: workdays(5),
    internal: true,
  },
  feedback: {
    id: 'fault.feedback',
    clock: 'report',
    label: '反馈处理情况',
    clause: 'G-3.3.3d',
    limit: workdays(1),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

/** Taking a service offline at the end of the limit needs a person's confirmation. */
const needsConfirmation: SwitchDefinition<boolean> = {
  id: 'offlineNeedsConfirmation',
  label: '异常逾期暂时下线',
  clause: 'A4',
  first: false,
  options: yesOrNo('须经人工确认', '到时自动执行'),
};

export const switches = { needsConfirmation };

export const windows = {
  postponement: {
    id: 'fault.postponement',
    label: '应用异常：暂缓下线最多',
    clause: 'G-3.2.4b',
    unit: '个工作日',
    first: 5,
    min: 1,
    max: 30,
  },
} as const satisfies Record<string, WindowDefinition>;
