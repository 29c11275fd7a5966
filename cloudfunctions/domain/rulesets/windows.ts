/**
 * The numbers of a rule set that are no limits: for how long something is open, and how often it may happen. Each belongs
 * to the procedure that counts with it. `first` is the value with which one shipped; it never changes, as rule sets that
 * are older than the window fall back to it. `min` and `max` are what a rule set may say.
 */
export type WindowDefinition = {
  /** Its name in rule sets. */
  id: string;
  /** As it stands by itself, without its ticket. */
  label: string;
  clause?: string;
  unit: string;
  first: number;
  min: number;
  max: number;
};

/** A window under a rule set: what the rule set says, else the value with which it shipped. */
export const windowOf = (
  ruleSet: { windows: Readonly<Record<string, number>> },
  { id, first }: WindowDefinition,
): number => ruleSet.windows[id] ?? first;

/** What people may do a day, and are told each day, whatever the procedure. */
export const dailyWindows = {
  reveals: {
    id: 'revealsPerDay',
    label: '每人每日查看个人信息',
    clause: 'A22',
    unit: '次',
    first: 50,
    min: 1,
    max: 1000,
  },
  filings: { id: 'filingsPerDay', label: '每人每日提交', unit: '件', first: 20, min: 1, max: 1000 },
  reports: {
    id: 'reportsBefore',
    label: '报告事项的每日汇总早于服务时间',
    clause: 'A45',
    unit: '分钟',
    first: 15,
    min: 0,
    max: 480,
  },
} as const satisfies Record<string, WindowDefinition>;
