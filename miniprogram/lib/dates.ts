import type { CivilDate, Instant } from '../../typings/contract';

const WEEKDAYS = '日一二三四五六';

/** `2026-10-30` → `10 月 30 日 周五`; with the year where it is not the present one. Computed in UTC: no time zone can move it. */
export function dayText(date: CivilDate): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  return `${yearText(year)}${month} 月 ${day} 日 周${weekday}`;
}

/** `2026-10-09T10:12:00.000+08:00` → `10 月 9 日 10:12`. */
export function momentText(instant: Instant): string {
  const [year, month, day] = instant.slice(0, 10).split('-').map(Number) as [number, number, number];
  return `${yearText(year)}${month} 月 ${day} 日 ${instant.slice(11, 16)}`;
}

/** A moment for which somebody plans, with its weekday: `10 月 9 日 周五 10:12`. */
export const plannedText = (instant: Instant): string =>
  `${dayText(instant.slice(0, 10))} ${instant.slice(11, 16)}`;

const yearText = (year: number) => (year === new Date().getFullYear() ? '' : `${year} 年 `);

/** `2026-10-30` and 3 → `2026-11-02`; computed in UTC: no time zone can move it. */
export function addDays(date: CivilDate, days: number): CivilDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** The civil time of Asia/Shanghai now, `2026-10-30T09:05`, wherever the phone is. */
export const civilNow = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 16);

/** Working days left, in words: 0 = due today, negative = over. */
export function daysText(daysLeft: number): string {
  if (daysLeft < 0) return `超 ${-daysLeft} 个工作日`;
  return daysLeft === 0 ? '今天到期' : `剩 ${daysLeft} 个工作日`;
}
