import { periodInWords, periodOf, periodWithId, type Every, type Period } from '../engine/recurrence';
import { addDays, addMonths, civilDateOf, type CivilDate, type Instant } from '../time';

/** Reports and their periods (G-3.1, G-3.3.1c, J-14a): whole weeks and months of the civil calendar, from their first to their last day. */

export const reportTypes = ['weekly', 'monthly', 'bulletin'] as const;
export type ReportType = (typeof reportTypes)[number];

export const typeLabels: Record<ReportType, string> = {
  weekly: '运行周报',
  monthly: '运行月报',
  bulletin: '运行情况通报',
};

/** A bulletin is about a week or a month, as its period says. */
export const everyOf = (type: ReportType, period: string): Every =>
  type === 'weekly' || (type === 'bulletin' && period.includes('W')) ? 'week' : 'month';

/** The period with this id, when a report of this type can be about it. */
export const reportPeriod = (type: ReportType, id: string): Period | undefined =>
  periodWithId(everyOf(type, id), id);

export const isOver = ({ last }: Period, now: Instant): boolean => civilDateOf(now) > last;

const monthAndDay = (date: CivilDate): string => `${Number(date.slice(5, 7))} 月 ${Number(date.slice(8))} 日`;

/** `2026 年 9 月运行月报`, `2026 年第 39 周（9 月 21 日至 9 月 27 日）运行周报`. */
export const reportTitle = (type: ReportType, period: Period): string => {
  const { id, first, last } = period;
  const named =
    everyOf(type, id) === 'month'
      ? periodInWords('month', period)
      : `${id.slice(0, 4)} 年第 ${Number(id.slice(-2))} 周（${monthAndDay(first)}至 ${monthAndDay(last)}）`;
  return `${named}${typeLabels[type]}`;
};

/** What a period is compared with: the one before, and the same one of the year before. */
export const comparedWith = (type: ReportType, period: Period): { before: Period; yearBefore: Period } => {
  const every = everyOf(type, period.id);
  const before = periodOf(every, addDays(period.first, -1));
  // The week of the same number; where that year has no week 53, its last one.
  const yearBefore =
    every === 'week'
      ? (periodWithId('week', `${Number(period.id.slice(0, 4)) - 1}${period.id.slice(4)}`) ??
        periodOf('week', `${Number(period.id.slice(0, 4)) - 1}-12-28`))
      : periodOf('month', addMonths(period.first, -12));
  return { before, yearBefore };
};
