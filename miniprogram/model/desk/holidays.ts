import type { ShownCalendar } from '../../../typings/api';
import { addDays } from '../../lib/dates';

type NamedDay = ShownCalendar['days'][number];

/** One holiday of a year: `春节` `2 月 4 日—10 日 放假` `2 月 13 日 上班`. */
export type HolidayLine = { key: string; name: string; off: string; work: string };

const dayOf = (date: string) => ({ month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) });

/** Days that follow each other are one range: `2 月 4 日—10 日`; the others are listed. */
function rangesText(dates: string[]): string {
  const ranges: [from: string, to: string][] = [];
  for (const date of [...dates].sort()) {
    const last = ranges[ranges.length - 1];
    if (last && addDays(last[1], 1) === date) last[1] = date;
    else ranges.push([date, date]);
  }
  return ranges
    .map(([from, to]) => {
      const [begin, end] = [dayOf(from), dayOf(to)];
      const first = `${begin.month} 月 ${begin.day} 日`;
      if (from === to) return first;
      return `${first}—${begin.month === end.month ? '' : `${end.month} 月 `}${end.day} 日`;
    })
    .join('、');
}

/** The days of a year by holiday, in the order of their first day. */
export function holidayLines(days: NamedDay[]): HolidayLine[] {
  const names = [...new Set(days.map(({ name }) => name))];
  return names.map(name => {
    const of = (kind: NamedDay['kind']) =>
      rangesText(days.filter(day => day.name === name && day.kind === kind).map(({ date }) => date));
    const [off, work] = [of('off'), of('work')];
    return { key: name, name, off: off && `${off} 放假`, work: work && `${work} 上班` };
  });
}

/** What an import would move, in words. */
export function movesText({ later, earlier }: { later: number; earlier: number }): string {
  if (later === 0 && earlier === 0) return '在办件的到期日不变。';
  const parts = [
    ...(later > 0 ? [`${later} 个到期日顺延`] : []),
    ...(earlier > 0 ? [`${earlier} 个到期日提前（提前的要再经您确认才生效）`] : []),
  ];
  return `公布后，在办件有 ${parts.join('，')}。`;
}
