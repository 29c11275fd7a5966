import { getYearLeapMonth, monthDays } from 'chinese-days';
import { addDays, type CivilDate } from '../time';

/** The tables of the lunar calendar start with the lunar year 1900, whose first day was 1900-01-31. */
const LUNAR_EPOCH_YEAR = 1900;
const LUNAR_EPOCH: CivilDate = '1900-01-31';

const leapDaysAfter = (year: number, month: number): number => {
  const { leapMonth, days } = getYearLeapMonth(year);
  return leapMonth === month ? days : 0;
};

const daysBeforeMonth = (year: number, month: number): number => {
  let days = 0;
  for (let earlier = 1; earlier < month; earlier++) {
    days += monthDays(year, earlier) + leapDaysAfter(year, earlier);
  }
  return days;
};

/**
 * The civil date of a lunar date (not of a leap month), lunar years 1900–2100.
 * Counted from the tables of chinese-days; its date functions are not used, they depend on the host's zone.
 */
export const lunarDate = (year: number, month: number, day: number): CivilDate => {
  let days = 0;
  for (let earlier = LUNAR_EPOCH_YEAR; earlier < year; earlier++) days += daysBeforeMonth(earlier, 13);
  return addDays(LUNAR_EPOCH, days + daysBeforeMonth(year, month) + day - 1);
};

/** 清明, the day on which the sun reaches 15°; the usual approximation, right for each year 2000–2100. */
export const pureBrightness = (year: number): CivilDate => {
  const since2000 = year - 2000;
  const leapDays = Math.floor(since2000 / 4) - (year === 2100 ? 1 : 0);
  return `${year}-04-0${Math.floor(since2000 * 0.2422 + 4.81) - leapDays}`;
};

/** A law on the days off, in force from a year on: which days of the Spring Festival, counted from 初一, and which others. */
type Law = { from: number; springFestival: readonly number[]; labourDays: number; lunarFestivals: boolean };

/** 全国年节及纪念日放假办法 as amended in 1999, 2007, 2013 and 2024; the last that is in force in a year holds. */
const LAWS: readonly Law[] = [
  { from: 1999, springFestival: [0, 1, 2], labourDays: 3, lunarFestivals: false },
  { from: 2008, springFestival: [-1, 0, 1], labourDays: 1, lunarFestivals: true },
  { from: 2014, springFestival: [0, 1, 2], labourDays: 1, lunarFestivals: true },
  { from: 2025, springFestival: [-1, 0, 1, 2], labourDays: 2, lunarFestivals: true },
];

/** The statutory days off of a year 2000–2100 by the law in force in it, by date (A32, A41). */
export const statutoryDays = (year: number): Map<CivilDate, string> => {
  const law = LAWS.filter(one => one.from <= year).at(-1)!;
  const newYear = lunarDate(year, 1, 1);
  const inRow = (month: string, days: number, name: string): [CivilDate, string][] =>
    Array.from({ length: days }, (_, index) => [`${year}-${month}-0${index + 1}`, name]);
  return new Map([
    ...inRow('01', 1, '元旦'),
    ...law.springFestival.map((day): [CivilDate, string] => [addDays(newYear, day), '春节']),
    ...(law.lunarFestivals ? [[pureBrightness(year), '清明节'] as const] : []),
    ...inRow('05', law.labourDays, '劳动节'),
    ...(law.lunarFestivals
      ? [[lunarDate(year, 5, 5), '端午节'] as const, [lunarDate(year, 8, 15), '中秋节'] as const]
      : []),
    ...inRow('10', 3, '国庆节'),
  ]);
};

/** The statutory days of a year that are not among these days off, by date (A41). */
export const missingStatutoryDays = (
  year: number,
  days: readonly { date: CivilDate; kind: 'work' | 'off' }[],
): Map<CivilDate, string> => {
  const off = new Set(days.filter(day => day.kind === 'off').map(day => day.date));
  return new Map([...statutoryDays(year)].filter(([date]) => !off.has(date)));
};
