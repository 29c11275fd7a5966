import { serviceHours, workdays, type Policy, type WindowDefinition } from '../../rulesets';

/** The documents say “快速响应” (J-17, A7): the numbers are ours, to be changed by the rule set. */
export const limits = {
  judge: {
    id: 'early-warning.judge',
    clock: 'review',
    label: '研判集中反映',
    clause: 'J-17',
    limit: serviceHours(2),
    internal: true,
  },
  public: {
    id: 'early-warning.public',
    clock: 'notice',
    label: '公告公开到期',
    clause: 'J-17',
    limit: workdays(3),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

export const windows = {
  minutes: {
    id: 'early-warning.minutes',
    label: '集中反映：在多长时间内',
    clause: 'J-17',
    unit: '分钟',
    first: 60,
    min: 10,
    max: 240,
  },
  inCity: {
    id: 'early-warning.inCity',
    label: '集中反映：同一个市至少',
    clause: 'J-17',
    unit: '人',
    first: 5,
    min: 2,
    max: 200,
  },
  anywhere: {
    id: 'early-warning.anywhere',
    label: '集中反映：全省至少',
    clause: 'J-17',
    unit: '人',
    first: 10,
    min: 2,
    max: 500,
  },
} as const satisfies Record<string, WindowDefinition>;
