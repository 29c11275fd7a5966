import { workdays, type Policy } from '../../rulesets';

/** The documents give no numbers here: ours, to be changed by the rule set. */
export const limits = {
  review: {
    id: 'rule-document.review',
    clock: 'review',
    label: '审核、审定文件',
    clause: 'G-5.1c',
    limit: workdays(5),
    internal: true,
  },
  revise: {
    id: 'rule-document.revise',
    clock: 'revise',
    label: '按意见修改',
    clause: 'G-5.1c',
    limit: workdays(5),
    internal: true,
  },
  publish: {
    id: 'rule-document.publish',
    clock: 'publish',
    label: '发布文件',
    clause: 'G-5.1c',
    limit: workdays(2),
    internal: true,
  },
  acknowledge: {
    id: 'rule-document.acknowledge',
    clock: 'acknowledge',
    label: '签收文件',
    clause: 'G-2.1a',
    limit: workdays(5),
    internal: true,
  },
} as const satisfies Record<string, Policy>;
