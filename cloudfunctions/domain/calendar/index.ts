export { buildCalendar, calendarAlarm, FIRST_YEAR, LAST_YEAR, type Calendar, type Day } from './calendar';
export { importedYearSchema } from './imported';
export type { CalendarDay, ImportedYear } from './notices';
export {
  addWorkdays,
  countWorkdays,
  dueDate,
  explainUntil,
  isWorkday,
  kindOfDay,
  latestDate,
  provisionalNote,
  subtractWorkdays,
  workdayFrom,
  type CountedDate,
} from './walk';
