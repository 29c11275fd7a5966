import { addDays, isCivilDate, type CivilDate } from '../time';
import type { CalendarDay } from './notices';
import { fold } from '../typed/fold';
import { overlong } from '../typed/text';

/** The longest text that is read: five times the longest notice so far. */
export const LONGEST_NOTICE = 5000;
/** No holiday is longer; a longer range is a typing error, not 300 days off. */
const LONGEST_HOLIDAY = 31;

export type ReadNotice = {
  days: CalendarDay[];
  /** Days named as no longer valid. */
  removed: CivilDate[];
  /** What was not understood, in words for whoever pasted it. */
  problems: string[];
};

/** `2027-02-04 放假 春节`, `2027-02-13 上班 春节`, `取消 2027-02-04`: for corrections of single days. */
const PLAIN_LINE = /^(取消 ?)?(\d{4})-(\d{1,2})-(\d{1,2})(?: ?(放假|上班))?(?: ?(\S.*))?$/;
/** `二、春节：…`, `1.元旦:…`: a paragraph of the notice. */
const PARAGRAPH = /^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、])? ?([^:\d]{2,20}):(.+)$/;
/** One date, or the end of a range. Year and month may come from the date before. */
const DATE = /([至到~-])? ?(?:(\d{4}) ?年 ?)?(?:(\d{1,2}) ?月 ?)?(\d{1,2}) ?日/g;

const two = (value: number): string => String(value).padStart(2, '0');

/** In plain forms, dashes and blanks single, without what stands in brackets (weekdays, lunar days). */
const plainText = (text: string): string =>
  fold(text)
    .replace(/-+/g, '-')
    .replace(/\([^()\n]{0,40}\)/g, '')
    .replace(/[^\S\n]+/g, ' ');

/** Where the paragraph of a year's notice may begin: 元旦 reaches into the December before. */
const yearOfMonth = (year: number, month: number, name: string): number =>
  name.includes('元旦') && month === 12 ? year - 1 : year;

/** The dates of one clause; a range is every day in it. Undefined for one that does not exist. */
const datesIn = (clause: string, year: number, name: string): CivilDate[] | undefined => {
  const found: CivilDate[] = [];
  let month = 0;
  let last: CivilDate | undefined;
  for (const [, dash, ownYear, ownMonth, day] of clause.matchAll(DATE)) {
    if (ownMonth !== undefined) month = Number(ownMonth);
    const date = `${ownYear ?? yearOfMonth(year, month, name)}-${two(month)}-${two(Number(day))}`;
    if (!isCivilDate(date)) return undefined;
    if (dash !== undefined && last !== undefined) {
      const begin = last;
      const range = Array.from({ length: LONGEST_HOLIDAY }, (_, index) => addDays(begin, index + 1));
      const end = range.indexOf(date);
      if (end === -1) return undefined;
      found.push(...range.slice(0, end + 1));
    } else found.push(date);
    last = date;
  }
  return found;
};

/** `元旦、春节` of a paragraph to the name of its days: the holidays together, as the notice has them. */
const readParagraph = (name: string, rest: string, year: number): ReadNotice => {
  const days: CalendarDay[] = [];
  const problems: string[] = [];
  let waiting = '';
  let announced: number | undefined;
  for (const part of rest.split(/[,。;]/)) {
    const count = /共 ?(\d{1,2}) ?天/.exec(part);
    if (count) announced = Number(count[1]);
    const clause = waiting + part;
    const kind = clause.includes('上班') ? 'work' : clause.includes('放假') ? 'off' : undefined;
    if (!kind) {
      waiting = /\d ?日/.test(clause) ? `${clause}、` : '';
      continue;
    }
    waiting = '';
    const dates = datesIn(clause, year, name);
    if (dates === undefined || dates.length === 0)
      problems.push(`“${name}”一段的日期没有读懂：${clause.trim()}`);
    else days.push(...dates.map(date => ({ date, kind, name }) as const));
  }
  const off = days.filter(({ kind }) => kind === 'off').length;
  if (waiting) problems.push(`“${name}”一段没有写明放假还是上班：${waiting.slice(0, -1).trim()}`);
  else if (announced !== undefined && announced !== off && problems.length === 0)
    problems.push(`“${name}”写明共 ${announced} 天，读到的放假日期是 ${off} 天`);
  return { days, removed: [], problems };
};

const readLine = (line: string, year: number): ReadNotice => {
  const nothing: ReadNotice = { days: [], removed: [], problems: [] };
  const plain = PLAIN_LINE.exec(line);
  if (plain) {
    const [, gone, ownYear, month, day, word, name = '调整'] = plain;
    const date = `${ownYear}-${two(Number(month))}-${two(Number(day))}`;
    if (!isCivilDate(date)) return { ...nothing, problems: [`日期不存在：${line}`] };
    if (gone) return { ...nothing, removed: [date] };
    if (!word) return { ...nothing, problems: [`请写明放假还是上班：${line}`] };
    return { ...nothing, days: [{ date, kind: word === '上班' ? 'work' : 'off', name }] };
  }
  const paragraph = PARAGRAPH.exec(line);
  const speaks = /\d ?日|\d{4}-\d/.test(line) && /放假|上班|取消/.test(line);
  if (!speaks) return nothing;
  if (!paragraph) return { ...nothing, problems: [`没有读懂：${line.slice(0, 60)}`] };
  return readParagraph((paragraph[1] as string).trim(), paragraph[2] as string, year);
};

/**
 * The days of a notice of the State Council as it is published (“春节：2月4日至10日放假调休，共7天。2月13日上班。”), pasted as a
 * whole, or of single lines in the form `2027-02-04 放假 春节`; lines without a date are passed over. What speaks of a date
 * and is not understood, or counts otherwise than it says, is named: half a list is worse than none (A41).
 */
export const readNotice = (text: string, year: number): ReadNotice => {
  const tooMuch = overlong('通知全文', LONGEST_NOTICE, text);
  const read = plainText(text.slice(0, LONGEST_NOTICE))
    .split('\n')
    .map(line => readLine(line.trim(), year));
  return {
    days: read.flatMap(({ days }) => days),
    removed: read.flatMap(({ removed }) => removed),
    problems: [
      ...(tooMuch === undefined ? [] : [`${tooMuch}，请只粘贴放假安排`]),
      ...read.flatMap(({ problems }) => problems),
    ],
  };
};
