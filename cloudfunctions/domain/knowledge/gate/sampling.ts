import { addDays, weekdayOf, type CivilDate } from '../../time';

/** The Monday of a day's week: numbers and samples go by weeks. */
export const weekOf = (day: CivilDate): CivilDate => addDays(day, -((weekdayOf(day) + 6) % 7));

/** The Mondays of the last `count` weeks, the running one last. */
export const lastWeeks = (today: CivilDate, count: number): CivilDate[] =>
  Array.from({ length: count }, (_, at) => addDays(weekOf(today), 7 * (at + 1 - count)));

export type Precision = { judged: number; right: number; value: number; low: number; high: number };

const Z_95 = 1.96;

/** The share of right answers with its 95 % interval (Wilson), which stays honest for few and for perfect ones. */
export const precisionOf = (right: number, judged: number): Precision | null => {
  if (judged === 0) return null;
  const share = right / judged;
  const square = Z_95 ** 2;
  const centre = (share + square / (2 * judged)) / (1 + square / judged);
  const half =
    (Z_95 * Math.sqrt((share * (1 - share)) / judged + square / (4 * judged ** 2))) / (1 + square / judged);
  const bounded = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4;
  return { judged, right, value: bounded(share), low: bounded(centre - half), high: bounded(centre + half) };
};
