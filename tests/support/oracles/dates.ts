import { isDoc, refuse, type Doc } from './order';

/** What the date operators give, told by MongoDB's manual alone. Counted in days, without the parts of `Date`. */

const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;

const isNothing = (value: unknown): boolean => value === undefined || value === null;

type Parts = { year: number; month: number; day: number; time: number; dayOfYear: number; weekday: number };

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const daysIn = (year: number): number => (isLeap(year) ? 366 : 365);
const monthsOf = (year: number): number[] => [
  31,
  isLeap(year) ? 29 : 28,
  31,
  30,
  31,
  30,
  31,
  31,
  30,
  31,
  30,
  31,
];

/** Sunday is 0; 1970 began on a Thursday. */
const weekdayOf = (days: number): number => (((days + 4) % 7) + 7) % 7;

const partsOf = (moment: number): Parts => {
  const days = Math.floor(moment / DAY);
  let [year, left] = [1970, days];
  while (left < 0) {
    year -= 1;
    left += daysIn(year);
  }
  while (left >= daysIn(year)) {
    left -= daysIn(year);
    year += 1;
  }
  const dayOfYear = left + 1;
  const months = monthsOf(year);
  let month = 0;
  while (left >= months[month]!) {
    left -= months[month]!;
    month += 1;
  }
  return {
    year,
    month: month + 1,
    day: left + 1,
    time: moment - days * DAY,
    dayOfYear,
    weekday: weekdayOf(days),
  };
};

const isoDay = ({ weekday }: Parts): number => (weekday === 0 ? 7 : weekday);

/** "Weeks begin on Mondays; week 1 is the one with the year's first Thursday." */
const isoWeek = (parts: Parts): { year: number; week: number } => {
  const thursday = parts.dayOfYear + 4 - isoDay(parts);
  if (thursday < 1) return { year: parts.year - 1, week: Math.ceil((thursday + daysIn(parts.year - 1)) / 7) };
  if (thursday > daysIn(parts.year)) return { year: parts.year + 1, week: 1 };
  return { year: parts.year, week: Math.ceil(thursday / 7) };
};

/** "Weeks begin on Sundays, and week 1 begins with the first Sunday of the year"; days before are in week 0. */
const week = ({ dayOfYear, weekday }: Parts): number => Math.floor((dayOfYear - 1 - weekday + 7) / 7);

const offsetOf = (zone: unknown): number => (zone === 'Asia/Shanghai' || zone === '+08:00' ? SHANGHAI : 0);

const given = (operand: unknown, named: unknown): Doc =>
  named === 'named' && isDoc(operand) ? operand : { date: operand };

const part =
  (of: (parts: Parts) => number) =>
  (operand: unknown, named?: unknown): unknown => {
    const { date, timezone } = given(operand, named);
    if (isNothing(date)) return null;
    if (!(date instanceof Date)) return refuse('no date');
    return of(partsOf(date.getTime() + offsetOf(timezone)));
  };

const padded = (n: number, digits: number): string => String(n).padStart(digits, '0');

const SPECIFIERS: Record<string, (parts: Parts) => string> = {
  '%Y': ({ year }) => padded(year, 4),
  '%m': ({ month }) => padded(month, 2),
  '%d': ({ day }) => padded(day, 2),
  '%H': ({ time }) => padded(Math.floor(time / 3_600_000), 2),
  '%M': ({ time }) => padded(Math.floor(time / 60_000) % 60, 2),
  '%S': ({ time }) => padded(Math.floor(time / 1000) % 60, 2),
  '%L': ({ time }) => padded(time % 1000, 3),
  '%j': ({ dayOfYear }) => padded(dayOfYear, 3),
  '%w': ({ weekday }) => String(weekday + 1),
  '%u': parts => String(isoDay(parts)),
  '%U': parts => padded(week(parts), 2),
  '%V': parts => padded(isoWeek(parts).week, 2),
  '%G': parts => padded(isoWeek(parts).year, 4),
  '%%': () => '%',
};

const daysUntil = (year: number, month: number): number => {
  let days = 0;
  for (let y = 1970; y < year; y += 1) days += daysIn(y);
  for (let y = year; y < 1970; y += 1) days -= daysIn(y);
  return monthsOf(year)
    .slice(0, month - 1)
    .reduce((sum, one) => sum + one, days);
};

const wholeIn = (value: unknown): number =>
  Number.isInteger(value) ? (value as number) : (refuse('not whole') as never);

type Operator = (operand: unknown, named?: unknown) => unknown;

export const dateOperators: Record<string, Operator> = {
  $year: part(({ year }) => year),
  $month: part(({ month }) => month),
  $dayOfMonth: part(({ day }) => day),
  $dayOfYear: part(({ dayOfYear }) => dayOfYear),
  $dayOfWeek: part(({ weekday }) => weekday + 1),
  $hour: part(({ time }) => Math.floor(time / 3_600_000)),
  $minute: part(({ time }) => Math.floor(time / 60_000) % 60),
  $second: part(({ time }) => Math.floor(time / 1000) % 60),
  $millisecond: part(({ time }) => time % 1000),
  $week: part(week),
  $isoWeek: part(parts => isoWeek(parts).week),
  $isoWeekYear: part(parts => isoWeek(parts).year),
  $isoDayOfWeek: part(isoDay),
  $dateToString: operand => {
    const { date, format, timezone, onNull } = operand as Doc;
    if (isNothing(date)) return onNull === undefined ? null : onNull;
    if (!(date instanceof Date)) return refuse('no date');
    const parts = partsOf(date.getTime() + offsetOf(timezone));
    return (format as string).replace(/%./g, one => SPECIFIERS[one]!(parts));
  },
  $dateFromParts: operand => {
    const all = operand as Doc;
    if (Object.values(all).some(isNothing)) return null;
    const [year, month, day, hour, minute] = [
      all['year'],
      all['month'] ?? 1,
      all['day'] ?? 1,
      all['hour'] ?? 0,
      all['minute'] ?? 0,
    ].map(wholeIn);
    // "If the number is greater or less than the range, … incorporates the difference in the calculation."
    const months = year! * 12 + month! - 1;
    const days = daysUntil(Math.floor(months / 12), (months % 12) + 1) + day! - 1;
    return new Date(days * DAY + hour! * 3_600_000 + minute! * 60_000 - offsetOf(all['timezone']));
  },
  $dateFromString: operand => {
    const { dateString, timezone, onError, onNull } = operand as Doc;
    if (isNothing(dateString)) return onNull === undefined ? null : onNull;
    const found =
      typeof dateString === 'string' &&
      /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(\.\d{3})?(Z?))?$/.exec(dateString);
    if (!found) return onError === undefined ? refuse('no date') : onError;
    const [year, month, day, hour, minute, second] = found.slice(1, 7).map(one => Number(one ?? 0));
    if (found[8] && timezone !== undefined) return onError === undefined ? refuse('two zones') : onError;
    const days = daysUntil(year!, month!) + day! - 1;
    return new Date(
      days * DAY +
        hour! * 3_600_000 +
        minute! * 60_000 +
        second! * 1000 +
        Number(found[7] ?? 0) * 1000 -
        offsetOf(timezone),
    );
  },
};
