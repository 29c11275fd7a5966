import { weekdayOf, type CivilDate, type Instant } from '.';

/** Dates and times as messages and notices say them. */

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** `10 月 30 日 周五`. */
export const spokenDate = (date: CivilDate): string =>
  `${Number(date.slice(5, 7))} 月 ${Number(date.slice(8, 10))} 日 ${weekdays[weekdayOf(date)] ?? ''}`;

/** `10 月 30 日 周五 22:00`. */
export const spokenTime = (at: Instant): string => `${spokenDate(at.slice(0, 10))} ${at.slice(11, 16)}`;

/** `2026 年 10 月 30 日 周五`, where a day is read long after, or lies far ahead: in facts and filings. */
export const spokenDay = (date: CivilDate): string => `${Number(date.slice(0, 4))} 年 ${spokenDate(date)}`;

/** `2026 年 10 月` of `2026-10`. */
export const spokenMonth = (month: string): string =>
  `${Number(month.slice(0, 4))} 年 ${Number(month.slice(5, 7))} 月`;
