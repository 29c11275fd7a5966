import { addDays, civilNow } from '../../lib/dates';

/** The periods that figures are asked for most, each by its first and last day. */
export type Period = { from: string; to: string };
export type PeriodKey = 'month' | 'last-month' | 'quarter' | 'year';

export const PERIODS: { value: PeriodKey; label: string }[] = [
  { value: 'month', label: '本月' },
  { value: 'last-month', label: '上月' },
  { value: 'quarter', label: '近三个月' },
  { value: 'year', label: '近一年' },
];

const firstOfMonth = (date: string, back: number): string => {
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 - back;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
};

/** Whole months; the one that runs to its end, so that what falls due yet is among it. */
export const periodOf = (key: PeriodKey, today = civilNow().slice(0, 10)): Period => {
  const end = addDays(firstOfMonth(today, -1), -1);
  switch (key) {
    case 'month':
      return { from: firstOfMonth(today, 0), to: end };
    case 'last-month':
      return { from: firstOfMonth(today, 1), to: addDays(firstOfMonth(today, 0), -1) };
    case 'quarter':
      return { from: firstOfMonth(today, 2), to: end };
    case 'year':
      return { from: firstOfMonth(today, 11), to: end };
  }
};
