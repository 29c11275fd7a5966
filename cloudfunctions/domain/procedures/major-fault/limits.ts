import { minutes, workdays, type Policy } from '../../rulesets';

/** Internal targets: the documents give no number (A7). */
export const limits = {
  report: {
    id: 'major-fault.report',
    clock: 'report',
    label: '第一时间报告',
    clause: 'J-16c',
    limit: minutes(30),
    internal: true,
  },
  solve: {
    id: 'major-fault.solve',
    clock: 'fix',
    label: '处置重大故障',
    clause: 'J-16c',
    limit: workdays(1),
    internal: true,
  },
  closing: {
    id: 'major-fault.closing',
    clock: 'filing',
    label: '提交处置报告',
    clause: 'J-16c',
    limit: workdays(5),
    internal: true,
  },
} as const satisfies Record<string, Policy>;
