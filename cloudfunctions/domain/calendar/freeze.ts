import type { CivilDate } from '../time';
import type { Calendar } from './calendar';

/** A time in which nothing is released: nobody is there to put it right. */
export type Freeze = {
  /** The statutory holiday, e.g. 国庆节. */
  holiday: string;
  /** The first working day after it: from then on releases go on. */
  until: CivilDate;
};

/**
 * The freeze in which a day lies (G-3.3.4a [D]): the days off around a statutory holiday, with the weekends that touch
 * them, and the last working day before. `undefined` on all other days, also on plain weekends.
 */
export const holidayFreeze = (calendar: Calendar, date: CivilDate): Freeze | undefined => {
  const { index, kind } = calendar.day(date);
  const isOff = (at: number): boolean => calendar.dayAt(at).kind === 'off';
  let first = kind === 'off' ? index : index + 1;
  let after = first;
  while (kind === 'off' && isOff(first - 1)) first -= 1;
  while (isOff(after)) after += 1;
  for (let at = first; at < after; at += 1) {
    const { name } = calendar.dayAt(at);
    if (name !== undefined) return { holiday: name, until: calendar.dayAt(after).date };
  }
  return undefined;
};
