export { buildCalendar, calendarAlarm, noticeInForce, type Calendar } from './calendar';
export { changeProblems, importedYearSchema } from './imported';
export type { CalendarDay, ImportedYear } from './notices';
export { LONGEST_NOTICE, readNotice } from './read-notice';
export { shownDays } from './shown';
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
