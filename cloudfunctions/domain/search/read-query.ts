import { normalisePhone } from '../privacy/phone';
import { normaliseTicketNumber, numberEnd } from '../privacy/ticket-number';
import { identifierKey } from '../typed/identifier';
import { VERBS } from '../typed/pieces';
import { comparable, nameKey } from '../typed/words';
import { pairsOf, tells, wordsOf } from './terms';

/** Everything that somebody may mean who types into the search of the workbench. */
export type ReadQuery = {
  /** A whole number. */
  no?: string;
  /** The end of one, backwards. */
  end?: string;
  /** It can be a number of another system. */
  isExternal: boolean;
  isPhone: boolean;
  /** 张三 5678: a name as it is compared, and the last four digits of a phone number. */
  named?: Named;
  words: string[];
};
export type Named = { name: string; digits: string };

/** Also as a list shows a number: 138****5678. */
const DIGITS = String.raw`(?:(?:尾号|后四位|末四位)[^\p{L}\d*]*)?(?:\d{3}\*{2,6})?(\d{4})`;
const NAME = String.raw`(\p{L}[\p{L}\p{M}·•‧∙・. ]{1,39}?)`;
const NAME_FIRST = new RegExp(`^${NAME}[^\\p{L}\\d*]*${DIGITS}[^\\p{L}\\d]*$`, 'u');
const DIGITS_FIRST = new RegExp(`^${DIGITS}[^\\p{L}\\d*]*${NAME}[^\\p{L}\\d]*$`, 'u');

const namedIn = (query: string): Named | undefined => {
  const typed = comparable(query).trim();
  const [, first, digitsBehind] = NAME_FIRST.exec(typed) ?? [];
  const [, digitsBefore, last] = DIGITS_FIRST.exec(typed) ?? [];
  const name = nameKey(first ?? last ?? '');
  const digits = digitsBehind ?? digitsBefore;
  return digits !== undefined && [...name].length > 1 ? { name, digits } : undefined;
};

/** How a name with the last digits of a number is compared; hashed with a key before it is stored. */
export const namedOf = (name: string, phone: string): string | undefined => {
  const digits = normalisePhone(phone)?.slice(-4);
  const key = nameKey(name);
  return digits !== undefined && [...key].length > 1 ? namedText({ name: key, digits }) : undefined;
};
export const namedText = ({ name, digits }: Named): string => `named|${name}|${digits}`;

/** A digit, a letter, or a number in words: 粤府办函第三号. */
const COUNTS = /[0-9A-Z〇零一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]/;

/** Several words of which none counts anything are looked for as words alone (contract §5): no look for nothing. */
const canBeExternal = (query: string): boolean => {
  const key = identifierKey(query);
  return key !== '' && (COUNTS.test(key) || !/\s/.test(query.trim()));
};

export const readQuery = (query: string): ReadQuery => {
  const no = normaliseTicketNumber(query);
  const end = numberEnd(query);
  const named = namedIn(query);
  return {
    ...(no ? { no } : {}),
    ...(end ? { end } : {}),
    isExternal: canBeExternal(query),
    isPhone: normalisePhone(query) !== undefined,
    ...(named ? { named } : {}),
    words: wordsOf(query),
  };
};

/** So many terms are looked up: each costs entries, and a handful leaves hardly anything to sort out. */
const MOST_TERMS = 4;

/** Of lists, the first of each, then the second of each, up to so many. */
const inTurn = (lists: readonly string[][], most: number): string[] => {
  const taken = new Set<string>();
  const longest = Math.max(0, ...lists.map(list => list.length));
  for (let at = 0; at < longest; at += 1)
    for (const list of lists) {
      const one = list[at];
      if (one !== undefined && taken.size < most) taken.add(one);
    }
  return [...taken];
};

/** The ends first, then what lies between: pairs beside each other tell the same. */
const spread = (pairs: readonly string[]): string[] => {
  const last = pairs.length - 1;
  const places = [0, last, Math.round(last / 3), Math.round((2 * last) / 3)];
  return [...new Set(places.flatMap(at => pairs[at] ?? []))];
};

const telling = (pairs: string[]): string[] => {
  const some = pairs.filter(tells);
  return some.length > 0 ? some : pairs;
};

/** The pairs to look up for words that stand there as they were typed. */
export const pairsToFind = (words: readonly string[]): string[] =>
  inTurn(
    words.map(word => spread(telling(pairsOf(word)))),
    MOST_TERMS,
  );

/** For words that may be cut into pieces: their ends stay whole, however they are cut. */
export const pairsOfPieces = (words: readonly string[]): string[] => {
  const ends = words.map(word => {
    const pairs = pairsOf(word);
    const first = VERBS.has([...word][0] ?? '') && pairs.length > 1 ? [] : pairs.slice(0, 1);
    return [...new Set([...pairs.slice(-1), ...first])];
  });
  return inTurn(ends, MOST_TERMS);
};
/** Whether cutting them can find anything more. */
export const canBeCut = (words: readonly string[]): boolean => words.some(word => [...word].length > 2);

/** What to type instead, where nothing can be looked for; undefined = something can. */
export const tooShort = ({ no, end, isPhone, named, words }: ReadQuery): string | undefined => {
  if (no ?? end ?? named ?? (isPhone || pairsToFind(words).length > 0)) return undefined;
  return words.length === 0
    ? '请输入编号、电话，或者标题、正文里的词'
    : '请至少输入两个字，或者编号的最后四位';
};
