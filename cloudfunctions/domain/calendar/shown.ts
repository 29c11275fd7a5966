import type { MaintenanceCalendar } from '../../../typings/contract';
import { addDays, type CivilDate } from '../time';
import type { Calendar } from './calendar';
import { kindOfDay } from './walk';

/** Which days of a time are worked, as a sheet of a month shows them. */
export const shownDays = (
  calendar: Calendar,
  from: CivilDate,
  to: CivilDate,
): MaintenanceCalendar['days'] => {
  const days: MaintenanceCalendar['days'] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const known = calendar.day(date);
    const name = known.name ? { name: known.name } : {};
    const makeUp = known.kind === 'work' && kindOfDay(known) !== undefined;
    days.push({ date, kind: makeUp ? 'make-up' : known.kind, ...name });
  }
  return days;
};
