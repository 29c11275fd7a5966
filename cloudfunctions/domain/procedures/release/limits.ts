import { workdays, type Policy } from '../../rulesets';

/** Internal targets: the documents give no number (A7, A10). */
export const limits = {
  test: {
    id: 'release.test',
    clock: 'execute',
    label: '完成测试',
    clause: 'G-3.3.4a',
    limit: workdays(5),
    internal: true,
  },
  decide: {
    id: 'release.decide',
    clock: 'review',
    label: '审批重大变更',
    clause: 'G-3.3.4b',
    limit: workdays(3),
    internal: true,
  },
  publish: {
    id: 'release.publish',
    clock: 'execute',
    label: '提审和发布',
    clause: 'G-3.3.4a',
    limit: workdays(5),
    internal: true,
  },
  verify: {
    id: 'release.verify',
    clock: 'fix',
    label: '发布后验证',
    clause: 'G-3.3.4a',
    limit: workdays(1),
    internal: true,
  },
} as const satisfies Record<string, Policy>;
