export {
  buildCalendar,
  calendarAlarm,
  FIRST_YEAR,
  LAST_YEAR,
  noticeInForce,
  type Calendar,
  type Day,
} from './calendar';
export { changeProblems, importedYearSchema } from './imported';
export type { CalendarDay, ImportedYear } from './notices';
export { LONGEST_NOTICE, readNotice } from './read-notice';
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
