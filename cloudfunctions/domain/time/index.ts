import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);

/**
 * Time in the product. An instant is ISO 8601 in Asia/Shanghai with a fixed width
 * (`2026-09-24T10:00:00.000+08:00`), so instants compare as strings; a civil date is `YYYY-MM-DD`.
 * All arithmetic runs in UTC with a fixed offset: the zone of the host never matters
 * (China has kept no summer time since 1991).
 */
export type Instant = string;
export type CivilDate = string;

const OFFSET_MILLISECONDS = 8 * 3_600_000;
const DAY_MILLISECONDS = 24 * 3_600_000;

/** The instant of a number of milliseconds since 1970-01-01T00:00:00Z. */
export const instantOf = (epochMilliseconds: number): Instant =>
  `${new Date(epochMilliseconds + OFFSET_MILLISECONDS).toISOString().slice(0, -1)}+08:00`;

/** Milliseconds since 1970 of an instant that has been read (`parseInstant`): of a text from outside it may be any other. */
export const epochOf = (instant: string): number => Date.parse(instant);

/** Hours end with 23, minutes and seconds with 59; zones lie within fourteen hours. */
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):?[0-5]\d)$/;

/**
 * The same instant in the product's fixed form, or undefined when the text is no instant with an offset, or one that does
 * not exist: `Date` would roll 30 February over into March, and 24:00 into the next day. The only reader of instants that
 * come from outside; `isCivilDate` is the only one of days.
 */
export const parseInstant = (text: string): Instant | undefined => {
  const date = INSTANT.exec(text)?.[1];
  if (date === undefined || !isCivilDate(date)) return undefined;
  const instant = instantOf(epochOf(text));
  return isCivilDate(civilDateOf(instant)) ? instant : undefined;
};

/** The civil date in Asia/Shanghai of an instant in the product's fixed form. */
export const civilDateOf = (instant: Instant): CivilDate => instant.slice(0, 10);

/** True for an existing day written `YYYY-MM-DD`. */
export const isCivilDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && dayjs.utc(text).format('YYYY-MM-DD') === text;

/** Milliseconds at which a civil date begins in UTC. Days are counted a million times in a sweep: dayjs would be ten times as slow. */
const midnight = (date: CivilDate): number => Date.parse(date);

/** A civil date moved by whole calendar days (negative: back). */
export const addDays = (date: CivilDate, days: number): CivilDate =>
  new Date(midnight(date) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);

/** A civil date moved by whole months; the last day of a shorter month where the day does not exist. */
export const addMonths = (date: CivilDate, months: number): CivilDate =>
  dayjs.utc(date).add(months, 'month').format('YYYY-MM-DD');

/** Calendar days from one civil date to another (negative when `to` lies before `from`). */
export const daysBetween = (from: CivilDate, to: CivilDate): number =>
  Math.trunc((midnight(to) - midnight(from)) / DAY_MILLISECONDS);

/** 0 = Sunday … 6 = Saturday. */
export const weekdayOf = (date: CivilDate): number => new Date(midnight(date)).getUTCDay();

/** An instant moved by minutes (negative: back). */
export const addMinutes = (instant: Instant, minutes: number): Instant =>
  instantOf(epochOf(instant) + minutes * 60_000);

/** The instant of a clock time (`HH:mm`) on a civil date. */
export const instantAt = (date: CivilDate, time: string): Instant => `${date}T${time}:00.000+08:00`;

/** 00:00 of a civil date. */
export const startOfDay = (date: CivilDate): Instant => instantAt(date, '00:00');

/** The last millisecond of a civil date. */
export const endOfDay = (date: CivilDate): Instant => `${date}T23:59:59.999+08:00`;

/** Never: sorts behind every instant. */
export const NEVER: Instant = '9999-12-31T23:59:59.999+08:00';
