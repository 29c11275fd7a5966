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

/** What people may do a day, whatever the procedure. */
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
  // What costs little once, and much three hundred times in a few seconds.
  asks: { id: 'asksPerDay', label: '每人每日提问', unit: '次', first: 280, min: 5, max: 10_000 },
  feedbacks: {
    id: 'feedbacksPerDay',
    label: '每人每日评价机器答复',
    unit: '次',
    first: 200,
    min: 5,
    max: 10_000,
  },
  uploads: { id: 'uploadsPerDay', label: '每人每日提交文件', unit: '件', first: 100, min: 9, max: 10_000 },
  profileSaves: {
    id: 'profileSavesPerDay',
    label: '每人每日更改偏好',
    unit: '次',
    first: 100,
    min: 5,
    max: 10_000,
  },
  subscriptions: {
    id: 'subscriptionsPerDay',
    label: '每人每日关注、取消关注',
    unit: '次',
    first: 100,
    min: 5,
    max: 10_000,
  },
  ownExports: {
    id: 'ownExportsPerDay',
    label: '每人每日导出本人资料',
    unit: '次',
    first: 10,
    min: 1,
    max: 1000,
  },
  staffExports: {
    id: 'staffExportsPerDay',
    label: '工作人员每人每日导出',
    unit: '次',
    first: 100,
    min: 1,
    max: 10_000,
  },
  phoneSearches: {
    id: 'phoneSearchesPerDay',
    label: '工作人员每人每日按电话查找',
    clause: 'A22',
    unit: '次',
    first: 200,
    min: 10,
    max: 10_000,
  },
} as const satisfies Record<string, WindowDefinition>;

/** How long what is over lies among what people work with, whatever the procedure. */
export const archiveWindows = {
  closed: {
    id: 'archiveAfterDays',
    label: '办结后移入归档',
    unit: '天',
    first: 400,
    // A search finds the words of what has ended within 90 days.
    min: 100,
    max: 3650,
  },
} as const satisfies Record<string, WindowDefinition>;

/** How long a hotline can catch up on what it was told and has taken. */
export const hotlineWindows = {
  changes: {
    id: 'hotlineChangesDays',
    label: '12345 已收下的办理进展保存',
    clause: 'G-5.1b',
    unit: '天',
    first: 180,
    min: 30,
    max: 3650,
  },
} as const satisfies Record<string, WindowDefinition>;

/** When others hear that nobody has taken notice of a yellow or red light, whatever the procedure. */
export const lightWindows = {
  lead: {
    id: 'lightToLead',
    label: '亮灯后没有人知悉，提请单位负责人',
    clause: 'A24',
    unit: '个工作日',
    first: 1,
    min: 1,
    max: 20,
  },
  manager: {
    id: 'lightToManager',
    label: '亮灯后没有人知悉，报告管理方',
    clause: 'A24',
    unit: '个工作日',
    first: 2,
    min: 1,
    max: 20,
  },
} as const satisfies Record<string, WindowDefinition>;

/** What people are told each day, whatever the procedure. */
export const officeWindows = {
  noticeReview: {
    id: 'noticeReview.minutes',
    label: '先发布的公告多久内审核',
    clause: 'A53',
    unit: '分钟',
    first: 120,
    min: 10,
    max: 1440,
  },
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
