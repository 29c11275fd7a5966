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

/** The statutory days off of a year 2000–2100, by date (A32; 全国年节及纪念日放假办法 as in force since 2025). */
export const statutoryDays = (year: number): Map<CivilDate, string> => {
  const newYear = lunarDate(year, 1, 1);
  return new Map([
    [`${year}-01-01`, '元旦'],
    [addDays(newYear, -1), '春节'],
    [newYear, '春节'],
    [addDays(newYear, 1), '春节'],
    [addDays(newYear, 2), '春节'],
    [pureBrightness(year), '清明节'],
    [`${year}-05-01`, '劳动节'],
    [`${year}-05-02`, '劳动节'],
    [lunarDate(year, 5, 5), '端午节'],
    [lunarDate(year, 8, 15), '中秋节'],
    [`${year}-10-01`, '国庆节'],
    [`${year}-10-02`, '国庆节'],
    [`${year}-10-03`, '国庆节'],
  ]);
};
