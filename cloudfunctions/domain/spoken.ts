import { weekdayOf, type CivilDate, type Instant } from './time';

/** Dates and times as messages and notices say them. */

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** `10 月 30 日 周五`. */
export const spokenDate = (date: CivilDate): string =>
  `${Number(date.slice(5, 7))} 月 ${Number(date.slice(8, 10))} 日 ${weekdays[weekdayOf(date)] ?? ''}`;

/** `10 月 30 日 周五 22:00`. */
export const spokenTime = (at: Instant): string => `${spokenDate(at.slice(0, 10))} ${at.slice(11, 16)}`;
