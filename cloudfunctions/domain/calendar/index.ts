export { buildCalendar, calendarAlarm, FIRST_YEAR, LAST_YEAR, type Calendar, type Day } from './calendar';
export { importedYearSchema, type ImportedYear } from './imported';
export type { CalendarDay } from './notices';
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
