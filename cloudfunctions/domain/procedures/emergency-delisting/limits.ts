import { minutes, serviceHours, workdays, type Policy, type WindowDefinition } from '../../rulesets';

/** The written filing follows within one working day (A19); the rest are internal targets (A7). */
export const limits = {
  offline: {
    id: 'emergency.offline',
    clock: 'execute',
    label: '下线并公告',
    clause: 'J-11c',
    limit: minutes(30),
    internal: true,
  },
  filing: { id: 'emergency.filing', clock: 'filing', label: '书面报备', clause: 'J-11b', limit: workdays(1) },
  verify: {
    id: 'emergency.verify',
    clock: 'review',
    label: '验证后恢复',
    clause: 'G-3.3.3c',
    limit: serviceHours(2),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

export const windows = {
  oral: {
    id: 'emergency.oral',
    label: '紧急下架：口头报告后可以登记',
    clause: 'J-11b',
    unit: '日',
    first: 1,
    min: 1,
    max: 30,
  },
} as const satisfies Record<string, WindowDefinition>;
