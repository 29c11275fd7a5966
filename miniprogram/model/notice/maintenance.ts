import type { CivilDate, Instant, MaintenanceCalendar } from '../../../typings/contract';
import { addDays, plannedText } from '../../lib/dates';
import { monthSheet, type Cell } from './sheet';

/** The calendar of maintenance windows, as a month and as a list. */

type MaintenanceWindow = MaintenanceCalendar['windows'][number];

/** The last day on which the window lasts: one that ends at midnight does not touch the next day. */
const lastDay = ({ startsAt, endsAt }: MaintenanceWindow): CivilDate => {
  const day = endsAt.slice(0, 10);
  return endsAt.slice(11, 16) === '00:00' && day > startsAt.slice(0, 10) ? addDays(day, -1) : day;
};

export const isOn = (one: MaintenanceWindow, date: CivilDate): boolean =>
  one.startsAt.slice(0, 10) <= date && date <= lastDay(one);

const COUNTS = ['', '1次', '2次', '多次'];

/** The windows of a month, day by day. */
export const sheetOf = (month: CivilDate, { windows, days }: MaintenanceCalendar, today: CivilDate): Cell[] =>
  monthSheet(month, days, today, date => {
    const on = windows.filter(one => isOn(one, date));
    return {
      count: COUNTS[Math.min(on.length, 3)] ?? '',
      spoken: on.length > 0 ? `${on.length} 次维护` : '没有维护',
      warns: on.some(one => one.warnings.length > 0),
    };
  });

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
