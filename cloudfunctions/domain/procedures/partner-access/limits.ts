import { workdays, type Policy, type WindowDefinition } from '../../rulesets';

/** J gives no numbers: ours, to be changed by the rule set. */
export const limits = {
  decide: {
    id: 'partner-access.decide',
    clock: 'decide',
    label: '审核合作方申请',
    clause: 'J-15a',
    limit: workdays(5),
    internal: true,
  },
  complete: {
    id: 'partner-access.complete',
    clock: 'complete',
    label: '补充申请',
    clause: 'J-15a',
    limit: workdays(10),
    internal: true,
  },
  connect: {
    id: 'partner-access.connect',
    clock: 'connect',
    label: '接入合作方',
    clause: 'J-15b',
    limit: workdays(10),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

export const windows = {
  renewal: {
    id: 'partner-access.renewal',
    label: '合作协议到期前提醒',
    clause: 'J-15a',
    unit: '日',
    first: 30,
    min: 1,
    max: 365,
  },
} as const satisfies Record<string, WindowDefinition>;
