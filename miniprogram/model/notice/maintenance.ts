import type { CivilDate, Instant, MaintenanceCalendar } from '../../../typings/contract';
import { addDays, dayText, plannedText } from '../../lib/dates';

/** The calendar of maintenance windows, as a month and as a list. */

type MaintenanceWindow = MaintenanceCalendar['windows'][number];

/** A day of the month's sheet; `date` is empty for the days before the first. */
export type Cell = {
  key: string;
  date: CivilDate;
  day: string;
  /** Free though a weekday, or a day of work though a weekend. */
  mark: '' | 'rest' | 'works';
  off: boolean;
  /** How many windows. */
  count: '' | 'one' | 'two' | 'many';
  warns: boolean;
  today: boolean;
  spoken: string;
};

/** `2026-10-08` and 1 → `2026-11-01`: the first day of a month beside. */
export function monthBeside(date: CivilDate, months: number): CivilDate {
  const [year, month] = date.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

export const lastOfMonth = (date: CivilDate): CivilDate => addDays(monthBeside(date, 1), -1);

export const monthText = (date: CivilDate): string => `${date.slice(0, 4)} 年 ${Number(date.slice(5, 7))} 月`;

/** The last day on which the window lasts: one that ends at midnight does not touch the next day. */
const lastDay = ({ startsAt, endsAt }: MaintenanceWindow): CivilDate => {
  const day = endsAt.slice(0, 10);
  return endsAt.slice(11, 16) === '00:00' && day > startsAt.slice(0, 10) ? addDays(day, -1) : day;
};

export const isOn = (one: MaintenanceWindow, date: CivilDate): boolean =>
  one.startsAt.slice(0, 10) <= date && date <= lastDay(one);

/** 0 = Monday. */
const weekdayOf = (date: CivilDate): number => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
};

const COUNTS: Cell['count'][] = ['', 'one', 'two', 'many'];
const KINDS = { work: '', off: '放假', 'make-up': '调休上班' };

/** The sheet of a month, weeks from Monday on. */
export function sheetOf(month: CivilDate, { windows, days }: MaintenanceCalendar, today: CivilDate): Cell[] {
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
    const on = windows.filter(one => isOn(one, date));
    const warns = on.some(one => one.warnings.length > 0);
    const said = [
      dayText(date),
      date === today ? '今天' : '',
      known?.name && kind !== 'work' ? `${known.name}${KINDS[kind]}` : KINDS[kind],
      on.length > 0 ? `${on.length} 次维护` : '没有维护',
      warns ? '有冲突要看' : '',
    ];
    cells.push({
      key: date,
      date,
      day: String(Number(date.slice(8, 10))),
      mark: kind === 'make-up' ? 'works' : kind === 'off' && weekdayOf(date) <= 4 ? 'rest' : '',
      off: kind === 'off',
      count: COUNTS[Math.min(on.length, 3)] ?? '',
      warns,
      today: date === today,
      spoken: said.filter(Boolean).join('，'),
    });
  }
  return cells;
}

export type WindowLine = { no: string; title: string; when: string; state: string; warnings: string[] };

export const windowText = ({ startsAt, endsAt }: { startsAt: Instant; endsAt: Instant }): string =>
  startsAt.slice(0, 10) === endsAt.slice(0, 10)
    ? `${plannedText(startsAt)}–${endsAt.slice(11, 16)}`
    : `${plannedText(startsAt)} 至 ${plannedText(endsAt)}`;

/** The windows in the order in which they begin; of one day, or all. */
export const windowLines = ({ windows }: MaintenanceCalendar, date: CivilDate): WindowLine[] =>
  windows
    .filter(one => date === '' || isOn(one, date))
    .sort((one, other) => (one.startsAt < other.startsAt ? -1 : 1))
    .map(({ no, title, serviceName, startsAt, endsAt, stateLabel, warnings }) => ({
      no,
      title: serviceName && title.indexOf(serviceName) < 0 ? `${serviceName} ${title}` : title,
      when: windowText({ startsAt, endsAt }),
      state: stateLabel,
      warnings,
    }));
