import { workdays, type Policy, type WindowDefinition } from '../../rulesets';

/** The documents say “及时” (A7): the numbers are ours, to be changed by the rule set. */
export const limits = {
  mend: {
    id: 'rectification.mend',
    clock: 'rectify',
    label: '整改并报结果',
    clause: 'J-16a',
    limit: workdays(5),
    internal: true,
  },
  again: {
    id: 'rectification.again',
    clock: 'rectify',
    label: '重新整改',
    clause: 'J-16a',
    limit: workdays(3),
    internal: true,
  },
  recheck: {
    id: 'rectification.recheck',
    clock: 'recheck',
    label: '复查整改结果',
    clause: 'J-16a',
    limit: workdays(3),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

export const windows = {
  repeats: {
    id: 'rectificationRepeats',
    label: '同一单位同类问题一年内第几次起算屡次发生',
    clause: 'J-24',
    unit: '次',
    first: 2,
    min: 2,
    max: 20,
  },
} as const satisfies Record<string, WindowDefinition>;
