import { isPlainObject, type Doc } from '../../values/ejson';
import { messageOf, refused } from '../../values/errors';
import { typeName } from '../types';
import { fieldsOf, isNothing, textFor, type Expression, type Operator, type Read } from './shared';

/** Dates. Their parts are those of the zone that is named, of UTC where none is. */

const [DAY_MS, HOUR_MS, MINUTE_MS] = [86_400_000, 3_600_000, 60_000];

const OFFSET = /^([+-])(\d\d)(?::?(\d\d))?$/;
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, calendar: 'iso8601', hourCycle: 'h23', era: 'short' },
      ...{
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      },
    } as const);
    formats.set(zone, format);
    return format;
  } catch (error) {
    throw refused(`unrecognized time zone identifier: "${zone}" (${messageOf(error)})`);
  }
};

/** By how much the clocks of a zone are ahead at a moment. */
const offsetAt = (zone: string, moment: number): number => {
  const [, sign, hours, minutes = '0'] = OFFSET.exec(zone) ?? [];
  if (sign) return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS);
  if (/^(UTC|GMT|Z)$/.test(zone)) return 0;
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const shown = atParts(year, Number(parts.month), Number(parts.day));
  const time = Number(parts.hour) * HOUR_MS + Number(parts.minute) * MINUTE_MS + Number(parts.second) * 1000;
  return shown + time - Math.floor(moment / 1000) * 1000;
};

/** The moment at which the clocks of a zone show a time that is given as if it were in UTC. */
const momentOf = (shown: number, zone: string): number => {
  const first = shown - offsetAt(zone, shown);
  return shown - offsetAt(zone, first);
};

/** Midnight of a day; months and days beyond their ends go on in the next. */
const atParts = (year: number, month: number, day: number): number => {
  const date = new Date(0);
  return date.setUTCFullYear(year, month - 1, day);
};

/** The time that clocks show, as a date whose parts in UTC are those. */
type Shown = Date;

const dayOfYear = (shown: Shown): number =>
  Math.floor((shown.getTime() - atParts(shown.getUTCFullYear(), 1, 1)) / DAY_MS) + 1;

/** Monday is 1. */
const isoDay = (shown: Shown): number => shown.getUTCDay() || 7;

/** The week of the year in which its Thursday lies. */
const thursdayOf = (shown: Shown): Date => new Date(shown.getTime() + (4 - isoDay(shown)) * DAY_MS);
const isoWeek = (shown: Shown): number => Math.ceil(dayOfYear(thursdayOf(shown)) / 7);
const isoYear = (shown: Shown): number => thursdayOf(shown).getUTCFullYear();

/** Weeks begin on Sunday; days before the first Sunday are in week 0. */
const week = (shown: Shown): number => Math.floor((dayOfYear(shown) - 1 + 7 - shown.getUTCDay()) / 7);

const PARTS: Record<string, (shown: Shown) => number> = {
  $year: shown => shown.getUTCFullYear(),
  $month: shown => shown.getUTCMonth() + 1,
  $dayOfMonth: shown => shown.getUTCDate(),
  $dayOfYear: dayOfYear,
  $dayOfWeek: shown => shown.getUTCDay() + 1,
  $hour: shown => shown.getUTCHours(),
  $minute: shown => shown.getUTCMinutes(),
  $second: shown => shown.getUTCSeconds(),
  $millisecond: shown => shown.getUTCMilliseconds(),
  $week: week,
  $isoWeek: isoWeek,
  $isoWeekYear: isoYear,
  $isoDayOfWeek: isoDay,
};

const dateFor = (value: unknown): Date => {
  if (!(value instanceof Date)) throw refused(`can't convert from BSON type ${typeName(value)} to Date`);
  return value;
};

const zoneFor = (zone: unknown): string => (zone === undefined ? 'UTC' : textFor('timezone', zone));

const shownIn = (date: Date, zone: string): Shown =>
  new Date(date.getTime() + offsetAt(zone, date.getTime()));

/** Each field of an operand that was given. */
const readFields = (operand: Doc, read: Read): Record<string, Expression | undefined> =>
  Object.fromEntries(Object.entries(operand).map(([name, value]) => [name, read(value)]));

/** A part of a date, of UTC or of a zone; null where there is no date, or the zone that is asked for is none. */
const part =
  (name: string): Operator =>
  (operand, read) => {
    const named = isPlainObject(operand) && !Object.keys(operand).some(field => field.startsWith('$'));
    if (Array.isArray(operand) && operand.length !== 1)
      throw refused(
        `${name} accepts exactly one argument if given an array, but was given ${operand.length}`,
      );
    const spec: Doc = named
      ? fieldsOf(name, operand, ['date'], ['timezone'])
      : { date: Array.isArray(operand) ? (operand[0] as unknown) : operand };
    const { date, timezone } = readFields(spec, read);
    return variables => {
      const [value, zone] = [date!(variables), timezone?.(variables)];
      if (isNothing(value) || (timezone && isNothing(zone))) return null;
      return PARTS[name]!(shownIn(dateFor(value), zoneFor(zone)));
    };
  };

const padded = (n: number, digits: number): string => String(n).padStart(digits, '0');

const SPECIFIERS: Record<string, (shown: Shown, offset: number) => string> = {
  '%': () => '%',
  Y: shown => padded(shown.getUTCFullYear(), 4),
  m: shown => padded(shown.getUTCMonth() + 1, 2),
  d: shown => padded(shown.getUTCDate(), 2),
  H: shown => padded(shown.getUTCHours(), 2),
  M: shown => padded(shown.getUTCMinutes(), 2),
  S: shown => padded(shown.getUTCSeconds(), 2),
  L: shown => padded(shown.getUTCMilliseconds(), 3),
  j: shown => padded(dayOfYear(shown), 3),
  w: shown => String(shown.getUTCDay() + 1),
  u: shown => String(isoDay(shown)),
  U: shown => padded(week(shown), 2),
  V: shown => padded(isoWeek(shown), 2),
  G: shown => padded(isoYear(shown), 4),
  z: (_shown, offset) => {
    const minutes = Math.abs(offset) / MINUTE_MS;
    return `${offset < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60), 2)}${padded(minutes % 60, 2)}`;
  },
  Z: (_shown, offset) => `${offset < 0 ? '-' : '+'}${padded(Math.abs(offset) / MINUTE_MS, 3)}`,
};

const toText: Operator = (operand, read) => {
  const spec = fieldsOf('$dateToString', operand, ['date'], ['format', 'timezone', 'onNull']);
  const { date, format, timezone, onNull } = readFields(spec, read);
  return variables => {
    const [value, zone, wanted] = [date, timezone, format].map(one => one?.(variables));
    if (isNothing(value)) return onNull ? onNull(variables) : null;
    if ((timezone && isNothing(zone)) || (format && isNothing(wanted))) return null;
    const at = dateFor(value);
    const offset = offsetAt(zoneFor(zone), at.getTime());
    const usual = `%Y-%m-%dT%H:%M:%S.%L${timezone && offset !== 0 ? '' : 'Z'}`;
    const shown = new Date(at.getTime() + offset);
    return (wanted === undefined ? usual : textFor('$dateToString', wanted)).replace(
      /%([^]?)/g,
      (_, one: string) => {
        const write = Object.hasOwn(SPECIFIERS, one) ? SPECIFIERS[one] : undefined;
        if (!write) throw refused(`Invalid format character '%${one}' in format string`);
        return write(shown, offset);
      },
    );
  };
};

const FROM_PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'];

const fromParts: Operator = (operand, read) => {
  if (isPlainObject(operand) && Object.keys(operand).some(name => name.startsWith('iso')))
    throw refused('The local cloud has no ISO weeks in $dateFromParts');
  const spec = fieldsOf('$dateFromParts', operand, ['year'], [...FROM_PARTS.slice(1), 'timezone']);
  const fields = Object.entries(readFields(spec, read));
  return variables => {
    const given = Object.fromEntries(fields.map(([name, value]) => [name, value!(variables)]));
    if (Object.values(given).some(isNothing)) return null;
    const { timezone, ...parts } = given;
    for (const [name, value] of Object.entries(parts))
      if (!Number.isInteger(value)) throw refused(`'${name}' must evaluate to an integer`);
    const {
      year,
      month = 1,
      day = 1,
      hour = 0,
      minute = 0,
      second = 0,
      millisecond = 0,
    } = parts as Record<string, number>;
    if (year! < 1 || year! > 9999) throw refused("'year' must evaluate to an integer in the range 1 to 9999");
    const time = hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + millisecond;
    return new Date(momentOf(atParts(year!, month, day) + time, zoneFor(timezone)));
  };
};

/** What the parts of a text stand for, in the forms in which one may write them. */
const DATE_TEXT =
  /^(?<Y>\d{4})-(?<m>\d\d)-(?<d>\d\d)(?:[T ](?<H>\d\d):(?<M>\d\d)(?::(?<S>\d\d)(?:[.,](?<L>\d{1,3}))?)?)?(?<z>Z|[+-]\d\d:?\d\d)?$/;
const READ: Record<string, string> = {
  ...{ '%': '%', Y: '(?<Y>\\d{4})', m: '(?<m>\\d{1,2})', d: '(?<d>\\d{1,2})' },
  ...{
    H: '(?<H>\\d{1,2})',
    M: '(?<M>\\d{1,2})',
    S: '(?<S>\\d{1,2})',
    L: '(?<L>\\d{1,3})',
    z: '(?<z>Z|[+-]\\d\\d:?\\d\\d)',
  },
};

const textForm = (format: string): RegExp =>
  new RegExp(
    `^${format.replace(/%([^]?)|[^\w\s]/g, (token, one: string | undefined) => {
      if (one === undefined) return `\\${token}`;
      if (!Object.hasOwn(READ, one)) throw refused(`The local cloud reads no %${one} of a date`);
      return READ[one]!;
    })}$`,
    'u',
  );

const readText = (text: string, form: RegExp, zone: string | undefined): Date | undefined => {
  const parts = form.exec(text)?.groups;
  if (!parts || (parts.z !== undefined && zone !== undefined)) return undefined;
  const [year, month, day] = [parts.Y, parts.m, parts.d].map(Number);
  const [hour, minute, second] = [parts.H, parts.M, parts.S].map(one => Number(one ?? 0));
  if (parts.Y === undefined || parts.m === undefined || parts.d === undefined) return undefined;
  const at = atParts(year!, month!, day!);
  const back = new Date(at);
  if (back.getUTCMonth() + 1 !== month || back.getUTCDate() !== day) return undefined;
  if (hour! > 23 || minute! > 59 || second! > 59) return undefined;
  const fraction = Number((parts.L ?? '').padEnd(3, '0'));
  const shown = at + hour! * HOUR_MS + minute! * MINUTE_MS + second! * 1000 + fraction;
  return new Date(momentOf(shown, parts.z ?? zone ?? 'UTC'));
};

const fromText: Operator = (operand, read) => {
  const spec = fieldsOf(
    '$dateFromString',
    operand,
    ['dateString'],
    ['format', 'timezone', 'onError', 'onNull'],
  );
  const { dateString, format, timezone, onError, onNull } = readFields(spec, read);
  return variables => {
    const [text, zone, wanted] = [dateString, timezone, format].map(one => one?.(variables));
    if (isNothing(text)) return onNull ? onNull(variables) : null;
    if ((timezone && isNothing(zone)) || (format && isNothing(wanted))) return null;
    const form = wanted === undefined ? DATE_TEXT : textForm(textFor('$dateFromString', wanted));
    const found =
      typeof text === 'string'
        ? readText(text, form, zone === undefined ? undefined : zoneFor(zone))
        : undefined;
    if (found) return found;
    if (onError) return onError(variables);
    throw refused(`Error parsing date string; the local cloud reads dates as 2020-01-31T09:30:00.000+08:00`);
  };
};

export const DATES: Record<string, Operator> = {
  ...Object.fromEntries(Object.keys(PARTS).map(name => [name, part(name)])),
  $dateToString: toText,
  $dateFromParts: fromParts,
  $dateFromString: fromText,
};
