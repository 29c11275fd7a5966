import type { CivilDate, MaintenanceCalendar } from '../../../typings/contract';
import { addDays, dayText } from '../../lib/dates';

/** A month as a sheet, weeks from Monday on. */

/** A day of the sheet; `date` is empty for the days before the first. */
export type Cell = {
  key: string;
  date: CivilDate;
  day: string;
  /** Free though a weekday, or a day of work though a weekend. */
  mark: '' | '休' | '班';
  off: boolean;
  /** How much there is, e.g. `2次`. */
  count: string;
  warns: boolean;
  today: boolean;
  spoken: string;
};

/** What a day holds: in the cell, and as it is read aloud. */
export type Held = { count: string; spoken: string; warns: boolean };

/** `2026-10-08` and 1 → `2026-11-01`: the first day of a month beside. */
export function monthBeside(date: CivilDate, months: number): CivilDate {
  const [year, month] = date.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

export const lastOfMonth = (date: CivilDate): CivilDate => addDays(monthBeside(date, 1), -1);

export const monthText = (date: CivilDate): string => `${date.slice(0, 4)} 年 ${Number(date.slice(5, 7))} 月`;

/** 0 = Monday. */
const weekdayOf = (date: CivilDate): number => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
};

const KINDS = { work: '', off: '放假', 'make-up': '调休上班' };

export function monthSheet(
  month: CivilDate,
  days: MaintenanceCalendar['days'],
  today: CivilDate,
  heldOn: (date: CivilDate) => Held,
): Cell[] {
  const first = monthBeside(month, 0);
  const blank: Omit<Cell, 'key'> = {
    date: '',
    day: '',
    mark: '',
    off: false,
    count: '',
    warns: false,
    today: false,
    spoken: '',
  };
  const cells: Cell[] = Array.from({ length: weekdayOf(first) }, (_, index) => ({
    ...blank,
    key: `-${index}`,
  }));
  for (let date = first; date <= lastOfMonth(first); date = addDays(date, 1)) {
    const known = days.filter(each => each.date === date)[0];
    const kind = known?.kind ?? (weekdayOf(date) > 4 ? 'off' : 'work');
    const { count, spoken, warns } = heldOn(date);
    const said = [
      dayText(date),
      date === today ? '今天' : '',
      known?.name && kind !== 'work' ? `${known.name}${KINDS[kind]}` : KINDS[kind],
      spoken,
      warns ? '有冲突要看' : '',
    ];
    cells.push({
      key: date,
      date,
      day: String(Number(date.slice(8, 10))),
      mark: kind === 'make-up' ? '班' : kind === 'off' && weekdayOf(date) <= 4 ? '休' : '',
      off: kind === 'off',
      count: warns && count ? `▲${count}` : count,
      warns,
      today: date === today,
      spoken: said.filter(Boolean).join('，'),
    });
  }
  return cells;
}
