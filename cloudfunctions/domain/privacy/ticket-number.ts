import { type CivilDate, isCivilDate } from '../time';
import { identifierKey } from '../typed/identifier';

/**
 * Ticket numbers without a counter: `TS20260924-7K3-F9Q-4XM` is a prefix for the kind, the day, eight
 * random characters and a check character, in groups that can be dictated.
 *
 * 29 characters: nothing that is taken for another (no O I L, no S Z B U beside 5 2 8 V). Being a prime,
 * 29 lets one check character catch every wrong character and every swap of neighbours: the number is a sum of
 * `value × 2^place` modulo 29, where all places have a different factor and no factor is 0.
 *
 * 29^8 ≈ 5·10^11: at 1,000,000 tickets a day about one number a day is drawn twice; the unique index
 * refuses it and the caller draws again.
 */
export const ALPHABET = '0123456789ACDEFGHJKMNPQRTVWXY';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const RANDOM_LENGTH = 8;
const PATTERN = new RegExp(`^[A-Z]{2}20\\d{6}(-[${ALPHABET}]{3}){3}$`);

/** The check character of a prefix, a date without dashes and the random characters. */
const checkCharacter = (body: string): string => {
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    const character = body.charAt(index);
    sum = (sum + (index < 2 ? LETTERS : ALPHABET).indexOf(character)) * 2;
  }
  return ALPHABET.charAt((29 - (sum % 29)) % 29);
};

const inGroups = (compact: string): string =>
  [compact.slice(0, 10), compact.slice(10, 13), compact.slice(13, 16), compact.slice(16)].join('-');

/**
 * A new ticket number. `random(max)` gives an even integer from 0 to max − 1 out of a source that cannot
 * be guessed. Throws a RangeError for a prefix that is not two capital letters or a date that is none.
 */
export const ticketNumber = (
  kindPrefix: string,
  date: CivilDate,
  random: (max: number) => number,
): string => {
  if (!/^[A-Z]{2}$/.test(kindPrefix)) throw new RangeError('A ticket prefix is two capital letters.');
  if (!isCivilDate(date) || !date.startsWith('20'))
    throw new RangeError('A ticket date is a day of this century.');
  let body = kindPrefix + date.replace(/-/g, '');
  for (let count = 0; count < RANDOM_LENGTH; count += 1) body += ALPHABET.charAt(random(ALPHABET.length));
  return inGroups(body + checkCharacter(body));
};

/** True for a ticket number exactly as it is written by `ticketNumber`. */
export const isTicketNumber = (text: string): boolean => {
  if (!PATTERN.test(text)) return false;
  const compact = text.replace(/-/g, '');
  const date = `${compact.slice(2, 6)}-${compact.slice(6, 8)}-${compact.slice(8, 10)}`;
  return isCivilDate(date) && checkCharacter(compact.slice(0, -1)) === compact.slice(-1);
};

/** The day on which a ticket was filed, by its number; undefined for what is written otherwise. */
export const filedOn = (no: string): CivilDate | undefined => {
  const [, year, month, day] = /^[A-Z]{2}(20\d{2})(\d{2})(\d{2})-/.exec(no) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day}`;
};

const TO_LETTER: Record<string, string> = { 0: 'O', 1: 'I', 2: 'Z', 5: 'S', 8: 'B' };
const TO_ALPHABET: Record<string, string> = { O: '0', I: '1', L: '1', Z: '2', S: '5', B: '8', U: 'V' };

/** Characters of the alphabet for those that are taken for them; the text is folded already. */
export const asDrawn = (text: string): string => text.replace(/./g, one => TO_ALPHABET[one] ?? one);

/**
 * The ticket number that somebody typed or dictated: lower case, full-width, other or missing dashes,
 * blanks, and characters taken for their double (O/0, I/1, S/5 …) are corrected.
 * Undefined when that gives no valid number.
 */
export const normaliseTicketNumber = (text: string): string | undefined => {
  if (text.length > 60) return undefined;
  const compact = identifierKey(text).replace(/[^0-9A-Z]/g, '');
  const corrected = compact.replace(
    /./g,
    (character, index: number) => (index < 2 ? TO_LETTER : TO_ALPHABET)[character] ?? character,
  );
  const number = inGroups(corrected);
  return isTicketNumber(number) ? number : undefined;
};

/** A number without its dashes. */
export const numberKey = (no: string): string => no.replace(/-/g, '');

export const reversed = (text: string): string => [...text].reverse().join('');

/** The least of a number that is looked for. */
const SHORTEST_END = 4;
/** Prefix, day, random characters and the check character. */
const NUMBER_LENGTH = 19;

/**
 * The end of a ticket number that somebody typed, corrected as the whole one is and read backwards, or undefined when it
 * can be no end of any: then it is a word.
 */
export const numberEnd = (text: string): string | undefined => {
  const compact = identifierKey(text.slice(0, 60));
  if (!/^[0-9A-Z]+$/.test(compact) || compact.length < SHORTEST_END || compact.length > NUMBER_LENGTH)
    return undefined;
  const prefix = NUMBER_LENGTH - compact.length;
  return reversed(
    compact.replace(
      /./g,
      (character, index: number) => (index + prefix < 2 ? TO_LETTER : TO_ALPHABET)[character] ?? character,
    ),
  );
};

/** Grouped as we group it, it is meant for one, also with a slip in it; digits at its end may begin a phone number. */
const IN_OUR_GROUPS = /^[A-Za-z]{2} ?20\d{6}(?:[ -][0-9A-Za-z]{3}){2}[ -](?=\d{0,2}[A-Za-z])[0-9A-Za-z]{3}$/;

/** Where ticket numbers stand in a folded text, however they are written. */
export const ticketNumberSpans = (folded: string): { start: number; end: number }[] =>
  [...folded.matchAll(/[A-Za-z]{2} ?20\d{6}(?:[ -]?[0-9A-Za-z]{3}){3}(?![0-9A-Za-z])/g)]
    .filter(([text]) => IN_OUR_GROUPS.test(text) || normaliseTicketNumber(text) !== undefined)
    .map(match => ({ start: match.index, end: match.index + match[0].length }));
