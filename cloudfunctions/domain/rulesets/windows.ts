/**
 * The numbers of a rule set that are no limits: for how long something is open, and how often it may happen. `first` is
 * the value with which one shipped, `min` and `max` what a rule set may say.
 */
export type WindowDefinition = {
  label: string;
  clause?: string;
  unit: string;
  first: number;
  min: number;
  max: number;
};

export const windowDefinitions = {
  rateDays: { label: '答复后可以评价', clause: 'A20', unit: '日', first: 7, min: 1, max: 60 },
  objectDays: { label: '不予受理后可以提出异议', clause: 'A16', unit: '日', first: 7, min: 1, max: 60 },
  returnWorkdays: { label: '单位收到后可以退回', clause: 'A27', unit: '个工作日', first: 2, min: 1, max: 20 },
  amendMinutes: { label: '群众提交后可以修改', unit: '分钟', first: 10, min: 1, max: 1440 },
  unreachableCalls: {
    label: '多少次联系不上（各在不同日期）可以公告',
    clause: 'A25',
    unit: '次',
    first: 3,
    min: 1,
    max: 10,
  },
  unreachableWorkdays: {
    label: '公告联系不上后到办结',
    clause: 'A25',
    unit: '个工作日',
    first: 5,
    min: 1,
    max: 30,
  },
  extensionWorkdays: { label: '一次最多延期', clause: 'A26', unit: '个工作日', first: 10, min: 1, max: 60 },
  revealsPerDay: { label: '每人每日查看个人信息', clause: 'A22', unit: '次', first: 50, min: 1, max: 1000 },
  filingsPerDay: { label: '每人每日提交', unit: '件', first: 20, min: 1, max: 1000 },
} as const satisfies Record<string, WindowDefinition>;

export type Windows = Record<keyof typeof windowDefinitions, number>;

/** The values with which the windows shipped. */
export const firstWindows = Object.fromEntries(
  Object.entries(windowDefinitions).map(([name, { first }]) => [name, first]),
) as Windows;
