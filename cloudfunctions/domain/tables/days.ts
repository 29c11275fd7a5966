import { addDays, civilDateOf, isCivilDate, parseInstant, type CivilDate } from '../time';
import { fold } from '../typed/fold';

/** Days as tables write them. What could be two days (1/2/2026) is left as it is, for the check to name. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const LONGEST = 60;
const TIME =
  /(?:T| ?(?:上午|下午)? ?)\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d{1,9})?)?|时(?:\d{1,2}分)?(?:\d{1,2}秒)?)(?: ?[ap]m)?$/i;
const NUMERALS = '〇一二三四五六七八九';

/** 二十一 → 21, 二〇二六 → 2026; NaN when it is no number. */
const numeralsOf = (text: string): number => {
  const digits = text.replaceAll('零', '〇').replaceAll('○', '〇');
  const [tens, ones] = digits.split('十');
  if (ones === undefined) return Number([...digits].map(one => NUMERALS.indexOf(one)).join(''));
  const digit = (one: string, none: number): number => (one === '' ? none : NUMERALS.indexOf(one));
  return digit(tens ?? '', 1) * 10 + digit(ones, 0);
};

const written = (year: string, month: string | number, day: string | number): CivilDate =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const partsOf = (text: string): CivilDate | undefined => {
  const [, year, month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    [];
  if (year) return written(year, month, day);
  const [, y = '', m = '', d = ''] =
    /^([〇零○一二三四五六七八九]{4})年([^年月]{1,3})月([^月日号]{1,3})[日号]$/.exec(text) ?? [];
  if (y) return written(String(numeralsOf(y)), numeralsOf(m), numeralsOf(d));
  const [, before, name, after] = /^(\d{1,2})[-/]?([a-z]{3,9})[-/,.]?(\d{4})$/i.exec(text) ?? [];
  const [, first, second, third] = /^([a-z]{3,9})\.?(\d{1,2}),?(\d{4})$/i.exec(text) ?? [];
  const at = MONTHS.findIndex(month => (name ?? first ?? '').toLowerCase().startsWith(month));
  if (at < 0) return undefined;
  return written(after ?? third ?? '', at + 1, before ?? second ?? '');
};

/**
 * The day of a cell: `2026/1/31`, `2026年1月31日 星期六`, `20260131`, `31-Jan-2026`, a number of days, each with a time
 * or without; an instant with its offset is a day here. What is no day comes back as it is.
 */
export const dayOf = (cell: string): string => {
  if (cell.length > LONGEST) return cell;
  const text = fold(cell).replace(/^'/, '').trim();
  const number = /^(\d{5}|\d{8})(?:\.\d+)?$/.exec(text)?.[1];
  if (number?.length === 5) return addDays('1899-12-30', Number(number));
  const instant = parseInstant(text.replace(' ', 'T'));
  if (instant) return civilDateOf(instant);
  const day = (number ?? text)
    .replace(TIME, '')
    .replace(/ /g, '')
    .replace(/\(?(?:星期|周)[一二三四五六日天]\)?$/, '');
  const found = partsOf(day);
  return found !== undefined && isCivilDate(found) ? found : cell;
};
