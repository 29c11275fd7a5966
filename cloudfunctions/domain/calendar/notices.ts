import published from 'chinese-days/dist/chinese-days.json';
import type { CivilDate, Instant } from '../time';

/** A day that differs from Monday–Friday, or has the name of a holiday. */
export type CalendarDay = { date: CivilDate; kind: 'work' | 'off'; name: string };

/** What the State Council published for one year; a few days may lie in the neighbouring years. */
export type Notice = { year: number; days: CalendarDay[] };

/**
 * A year that the owner imported and confirmed after the State Council published it. `changes` says why it was changed
 * afterwards: supplements, extended holidays (A41).
 */
export type ImportedYear = Notice & {
  source: string;
  importedAt: Instant;
  changes?: { at: Instant; reason: string }[];
};

/** The layout of the data file of chinese-days: date → `English name,Chinese name,number of days`. */
export type NoticeData = { holidays: Record<CivilDate, string>; workdays: Record<CivilDate, string> };

/** chinese-days shortens three names. */
const FULL_NAMES: Record<string, string> = { 清明: '清明节', 端午: '端午节', 中秋: '中秋节' };

const nameOf = (entry: string): string => {
  const name = entry.split(',')[1] ?? '';
  return FULL_NAMES[name] ?? name;
};

const daysOf = (entries: Record<CivilDate, string>, kind: 'work' | 'off'): CalendarDay[] =>
  Object.entries(entries).map(([date, entry]) => ({ date, kind, name: nameOf(entry) }));

/** The notice that a day came with: the end of December belongs to the 元旦 of the next year (2018-12-29, 2018-12-31). */
const noticeYearOf = ({ date, name }: CalendarDay): number =>
  Number(date.slice(0, 4)) + (date.slice(5, 7) === '12' && name === '元旦' ? 1 : 0);

/** Days off in every year ever published; a year without them only holds spill-over of its neighbour. */
const ALWAYS_OFF = ['01-01', '05-01', '10-01'];

/**
 * The notices inside a data file of chinese-days, oldest first. Only the raw data is read: the package's own
 * functions answer for unpublished years as if these were ordinary, and in the zone of the host.
 */
export const noticesIn = (data: NoticeData): Notice[] => {
  const byYear = new Map<number, CalendarDay[]>();
  for (const day of [...daysOf(data.holidays, 'off'), ...daysOf(data.workdays, 'work')]) {
    const year = noticeYearOf(day);
    byYear.set(year, [...(byYear.get(year) ?? []), day]);
  }
  return [...byYear]
    .filter(([year]) => ALWAYS_OFF.every(monthDay => data.holidays[`${year}-${monthDay}`] !== undefined))
    .map(([year, days]) => ({ year, days: days.sort((a, b) => (a.date < b.date ? -1 : 1)) }))
    .sort((a, b) => a.year - b.year);
};

/** The notices that ship with the product. */
export const shippedNotices: Notice[] = noticesIn(published);
