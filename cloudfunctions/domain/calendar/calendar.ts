import { addDays, daysBetween, epochOf, weekdayOf, type CivilDate } from '../time';
import { shippedNotices, type CalendarDay, type ImportedYear, type Notice } from './notices';
import { missingStatutoryDays, statutoryDays } from './statutory';

/** Limits are counted inside these years: the tables of the lunar calendar end with 2100. */
export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2100;
const FIRST_DAY: CivilDate = `${FIRST_YEAR}-01-01`;
const NUMBER_OF_DAYS = daysBetween(FIRST_DAY, `${LAST_YEAR}-12-31`) + 1;

/** The manager is told this many calendar days before the published calendar ends (A32). */
const ALARM_DAYS = 60;

export type Day = {
  /** Days since 2000-01-01. */
  index: number;
  date: CivilDate;
  kind: 'work' | 'off';
  /** The holiday that a day off or a make-up day belongs to. */
  name?: string;
  /** Lies in a year whose arrangement has been published. */
  published: boolean;
  /** 0 = Sunday … 6 = Saturday. */
  weekday: number;
};

/** Saturday or Sunday. */
export const isWeekend = (day: Pick<Day, 'weekday'>): boolean => day.weekday === 0 || day.weekday === 6;

export type Calendar = {
  /** Short and derived from the data alone: equal data has an equal version. */
  version: string;
  publishedYears: number[];
  /** The last day before the first unpublished year. */
  publishedUntil: CivilDate;
  /** Throws a RangeError for a text that is no day of the years 2000–2100. */
  day(date: CivilDate): Day;
  /** The same by the day's index. */
  dayAt(index: number): Day;
};

/** FNV-1a, 32 bits: the domain has no node:crypto, and a version guards against mix-ups, not against attacks. */
const fingerprint = (text: string): string => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
};

/**
 * Half a list published is worse than none: a year with a statutory day on which people would work is not published
 * (A41). On a weekend nobody works, named or not: a list of before that left one out stays.
 */
const isWhole = ({ year, days }: Notice): boolean => {
  const worked = new Set(days.filter(day => day.kind === 'work').map(day => day.date));
  const isOff = (date: CivilDate): boolean => isWeekend({ weekday: weekdayOf(date) }) && !worked.has(date);
  return [...missingStatutoryDays(year, days).keys()].every(isOff);
};

/** One notice per year, in the order in which they take effect: the shipped ones, then each year's last import. */
const noticesInForce = (imported: ImportedYear[]): Notice[] => {
  const imports = new Map<number, ImportedYear>();
  for (const next of imported.filter(isWhole).sort((a, b) => epochOf(a.importedAt) - epochOf(b.importedAt))) {
    imports.delete(next.year);
    imports.set(next.year, next);
  }
  return [...shippedNotices.filter(notice => !imports.has(notice.year)), ...imports.values()];
};

/** What is published for a year, if anything: the owner's import, else what ships with the product. */
export const noticeInForce = (year: number, imported: ImportedYear | undefined): Notice | undefined =>
  noticesInForce(imported ? [imported] : []).find(notice => notice.year === year);

/**
 * The calendar of working days from the shipped notices and the years that the owner imported.
 * A year without a notice has the statutory days and weekends off, nothing else, and is not published (A32).
 */
export const buildCalendar = (imported: ImportedYear[] = []): Calendar => {
  const notices = noticesInForce(imported);
  const special = new Map<CivilDate, CalendarDay>();
  for (const day of notices.flatMap(notice => notice.days)) special.set(day.date, day);

  const publishedYears = notices.map(notice => notice.year).sort((a, b) => a - b);
  const published = new Set(publishedYears);
  let lastYear = Math.max(...shippedNotices.map(notice => notice.year));
  while (published.has(lastYear + 1)) lastYear++;

  const statutoryYears = new Map<string, Map<CivilDate, string>>();
  const statutoryName = (date: CivilDate): string | undefined => {
    const year = date.slice(0, 4);
    let days = statutoryYears.get(year);
    if (!days) statutoryYears.set(year, (days = statutoryDays(Number(year))));
    return days.get(date);
  };

  const buildDay = (index: number): Day => {
    const date = addDays(FIRST_DAY, index);
    const isPublished = published.has(Number(date.slice(0, 4)));
    const weekday = weekdayOf(date);
    const listed = special.get(date);
    const name = listed?.name ?? (isPublished ? undefined : statutoryName(date));
    const kind = listed?.kind ?? (isWeekend({ weekday }) || name !== undefined ? 'off' : 'work');
    return { index, date, kind, name, published: isPublished, weekday };
  };

  const days: Day[] = [];
  const dayAt = (index: number): Day => {
    if (!(index >= 0 && index < NUMBER_OF_DAYS)) {
      throw new RangeError(`the calendar holds the days of ${FIRST_YEAR}–${LAST_YEAR} only`);
    }
    return (days[index] ??= buildDay(index));
  };

  const facts = [...special.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
  const text = [publishedYears.join(), ...facts.map(day => `${day.date} ${day.kind} ${day.name}`)].join('\n');
  return {
    version: `${lastYear}-${fingerprint(text)}`,
    publishedYears,
    publishedUntil: `${lastYear}-12-31`,
    day: date => {
      const day = dayAt(daysBetween(FIRST_DAY, date));
      if (day.date !== date) throw new RangeError(`${date} is no day of the calendar`);
      return day;
    },
    dayAt,
  };
};

/** Set when the published calendar ends within 60 days of `today`, or has ended (A32). */
export const calendarAlarm = (
  calendar: Calendar,
  today: CivilDate,
): { publishedUntil: CivilDate; daysLeft: number } | undefined => {
  const daysLeft = daysBetween(today, calendar.publishedUntil);
  return daysLeft <= ALARM_DAYS ? { publishedUntil: calendar.publishedUntil, daysLeft } : undefined;
};
