export {
  dueOf,
  cancelClock,
  confirmEarlier,
  daysLeft,
  lightOf,
  namedTerm,
  moveClock,
  pauseClock,
  recalculateClock,
  resumeClock,
  reviveClock,
  startClock,
  stopClock,
  type Clock,
  type ClockSpec,
  type ReminderLevel,
  type Responsible,
} from './clock';
export {
  dueReminders,
  nextHour,
  nextReminderAt,
  recordPassed,
  settleReminders,
  type Reminder,
  type ReminderContext,
} from './reminders';
export {
  addServiceMinutes,
  DEFAULT_SERVICE_HOURS,
  serviceMinutesADay,
  nextServiceInstant,
  noticeDayOf,
  officeEnds,
  serviceHoursSchema,
} from './service-hours';
export { limitSchema, workdaysLeft, yellowOfDate, type DeadlineContext, type Limit } from './term';
export { countingInWords, lengthInWords } from './counted';
export { wasWaitedFor, type Wait } from './waited';
