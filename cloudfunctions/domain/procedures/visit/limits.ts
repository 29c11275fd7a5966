import { workdays, type Policy, type WindowDefinition } from '../../rulesets';

/** The documents give no numbers for it: ours, to be changed by the rule set (A49). */
export const limits = {
  call: {
    id: 'visit.call',
    clock: 'visit',
    label: '回访',
    clause: 'A49',
    limit: workdays(5),
    internal: true,
  },
  /** Of the ticket that goes back to whoever had answered. */
  redo: {
    id: 'visit.redo',
    clock: 'reply',
    label: '重新办理并答复',
    clause: 'A49',
    limit: workdays(5),
  },
} as const satisfies Record<string, Policy>;

export const windows = {
  calls: {
    id: 'visitCalls',
    label: '回访多少次联系不上（各在不同日期）就结束',
    clause: 'A49',
    unit: '次',
    first: 3,
    min: 1,
    max: 10,
  },
} as const satisfies Record<string, WindowDefinition>;
