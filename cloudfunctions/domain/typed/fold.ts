/** A folded text: character `i` of it was written from `starts[i]` to `ends[i]` (exclusive) of the text. */
export type Folded = { text: string; starts: number[]; ends: number[] };

/** Marks of direction, joiners, soft hyphens, selectors, keycaps, strokes and accents: they carry no text. */
const CARRIES_NOTHING =
  /^(?:[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Me}\u0300-\u036F\u20D0-\u20F0]|(?![\t\n\v\f\r\x85])\p{Cc})$/u;
/** With the long mark of Japanese, minus, bullet and the lines of drawn boxes, all written for a dash. */
const DASH = /^[\p{Pd}\u2212\u30FC\u2043\u2500\u2501]$/u;
const BLANK = /^[\t\p{Zs}\u2800]$/u;
const LINE_END = /^[\n\v\f\r\x85\u2028\u2029]$/;
/** Digits in circles that Unicode does not call a 1, 2, 3: the first of each row, and its value. */
const CIRCLED_ROWS = [
  [0x2776, 1],
  [0x2780, 1],
  [0x278a, 1],
  [0x24f5, 1],
  [0x24eb, 11],
] as const;
const CIRCLED_ZEROS = [0x24ff, 0x1f10b, 0x1f10c];

/** Of a row of ten digits in whatever script. */
const valueOfDigit = (code: number): string => {
  let zero = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
};

const foldCharacter = (character: string, next: string | undefined): string => {
  const code = character.codePointAt(0) ?? 0;
  if ((code > 0x20 && code < 0x7f) || (code >= 0x4e00 && code <= 0x9fff)) return character;
  if (character === '\r' && next === '\n') return '';
  if (LINE_END.test(character)) return '\n';
  if (CARRIES_NOTHING.test(character)) return '';
  if (DASH.test(character)) return '-';
  if (BLANK.test(character)) return ' ';
  if (CIRCLED_ZEROS.includes(code)) return '0';
  const row = CIRCLED_ROWS.find(([first]) => code >= first && code < first + 10);
  if (row) return String(code - row[0] + row[1]);
  // Taken apart, freed of accents and put together again: Korean and Japanese syllables stay what they were.
  const plain = character
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .normalize('NFKC');
  return /^\p{Nd}$/u.test(plain) && plain > '9' ? valueOfDigit(plain.codePointAt(0) ?? 0) : plain;
};

/**
 * What people type in one form, with the way back to the text: every digit, letter and sign in its plain form, every
 * dash as `-`, every blank as a space, every line end as `\n`, and nothing that carries no text. Letters keep their case.
 */
export const foldWithPlaces = (text: string): Folded => {
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    const plain = foldCharacter(character, text[end]);
    for (let index = 0; index < plain.length; index += 1) {
      starts.push(start);
      ends.push(end);
    }
    folded += plain;
    start = end;
  }
  return { text: folded, starts, ends };
};

/** What is not plain already: mostly the signs between words. */
const NOT_PLAIN = /[^\x21-\x7E\u4E00-\u9FFF]/gu;

/** The folded text alone. */
export const fold = (text: string): string =>
  text.replace(NOT_PLAIN, (character, at: number) => foldCharacter(character, text[at + character.length]));
