import { workdays, type Policy, type SwitchDefinition, type WindowDefinition } from '../../rulesets';

/** The documents say “定期” (J-25): the days are ours, to be changed by the rule set. */
export const limits = {
  review: {
    id: 'assessment.review',
    clock: 'review',
    label: '复核考核数字',
    clause: 'A11',
    limit: workdays(10),
    internal: true,
  },
  announce: {
    id: 'assessment.announce',
    clock: 'report',
    label: '通报考核结果',
    clause: 'G-2.1d',
    limit: workdays(20),
    internal: true,
  },
  appeal: {
    id: 'assessment.appeal',
    clock: 'objection',
    label: '对考核数字提出申诉',
    clause: 'J-25',
    limit: workdays(5),
    internal: true,
  },
  decide: {
    id: 'assessment.decide',
    clock: 'review',
    label: '审查申诉',
    clause: 'A55',
    limit: workdays(5),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

const weight = (key: string, label: string, first: number): WindowDefinition => ({
  id: `assessment.weight.${key}`,
  label: `考核权重：${label}`,
  clause: 'G-2.1d',
  unit: '分',
  first,
  min: 0,
  max: 100,
});

/** What counts in an assessment, and how much; 0 = it is shown and does not count. */
export const weights = {
  inTime: weight('inTime', '各项时限按时', 40),
  returned: weight('returned', '退回', 5),
  redone: weight('redone', '重办', 10),
  solved: weight('solved', '解决率', 10),
  satisfied: weight('satisfied', '满意率', 10),
  rectified: weight('rectified', '整改按时（含差评整改）', 10),
  fix: weight('fix', '服务异常按时修复', 5),
  available: weight('available', '网址可以访问', 5),
  inspected: weight('inspected', '巡检和任务按时', 5),
} as const;

const band = (key: string, label: string, first: number): WindowDefinition => ({
  id: `assessment.band.${key}`,
  label: `考核等次：${label}须达到`,
  clause: 'A55',
  unit: '%',
  first,
  min: 1,
  max: 100,
});

export const bands = {
  excellent: band('excellent', '优秀', 95),
  good: band('good', '良好', 85),
  fair: band('fair', '合格', 70),
} as const;

/**
 * Whether the days on which it was waited for the citizen count for the unit (A25): no clock pauses for them, and the
 * assessment may leave them out.
 */
export const waiting: SwitchDefinition<'counted' | 'left-out'> = {
  id: 'assessment.waiting',
  label: '考核按时率：等群众补充的天数',
  clause: 'A25',
  first: 'counted',
  options: [
    { value: 'counted', label: '照常计算' },
    { value: 'left-out', label: '剔除，剔除后未超期的算按时' },
  ],
};
