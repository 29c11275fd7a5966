import { BOILERPLATE, SYNONYMS } from './words';

/** Longer texts are cut: what a message is about stands in its first pages. */
const MAX_CHARACTERS = 3000;

const longestFirst = (words: readonly string[]): string[] => [...words].sort((a, b) => b.length - a.length);
const anyOf = (words: readonly string[]): RegExp => new RegExp(longestFirst(words).join('|'), 'g');

const SYNONYM = new Map(SYNONYMS);
const SYNONYM_PATTERN = anyOf([...SYNONYM.keys()]);
const BOILERPLATE_PATTERN = anyOf(BOILERPLATE);

/**
 * A text as it is compared: NFKC, lower case, letters, digits and Han characters only (everything else is one
 * space), boilerplate away, synonyms rewritten. A text that is nothing but boilerplate keeps it.
 */
export const normalise = (text: string): string => {
  const plain = text
    .slice(0, MAX_CHARACTERS * 2)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, MAX_CHARACTERS);
  const bare = plain.replace(BOILERPLATE_PATTERN, ' ').replace(/ +/g, ' ').trim();
  return (bare || plain).replace(SYNONYM_PATTERN, word => SYNONYM.get(word) ?? word);
};

const isWordCharacter = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 97 && code <= 122);
const SPACE = 32;
const BIGRAM = 0x10000;
const WORD = 2 ** 33;

/**
 * The terms of a normalised text as numbers: `unigrams` holds Han characters and whole Latin or digit words,
 * `bigrams` neighbouring characters (not across a space). Repeated terms appear repeatedly.
 */
export type Terms = { unigrams: number[]; bigrams: number[] };

export const termsOf = (normalised: string): Terms => {
  const unigrams: number[] = [];
  const bigrams: number[] = [];
  let word = 0;
  let inWord = false;
  for (let at = 0; at < normalised.length; at += 1) {
    const code = normalised.charCodeAt(at);
    const next = at + 1 < normalised.length ? normalised.charCodeAt(at + 1) : SPACE;
    if (code !== SPACE && next !== SPACE) bigrams.push(code * BIGRAM + next);
    if (isWordCharacter(code)) {
      word = (Math.imul(inWord ? word : 17, 31) + code) >>> 0;
      inWord = true;
      if (!isWordCharacter(next)) {
        unigrams.push(WORD + word);
        inWord = false;
      }
    } else if (code !== SPACE) unigrams.push(code);
  }
  return { unigrams, bigrams };
};

/** The parts of two normalised texts that agree, longest first: at least two characters, at most `limit` parts. */
export const commonParts = (a: string, b: string, limit = 5): string[] => {
  const parts: string[] = [];
  for (let at = 0; at < b.length;) {
    let length = 0;
    while (at + length < b.length && b[at + length] !== ' ' && a.includes(b.slice(at, at + length + 1)))
      length += 1;
    if (length >= 2) parts.push(b.slice(at, at + length));
    at += Math.max(1, length);
  }
  return [...new Set(parts)].sort((x, y) => y.length - x.length).slice(0, limit);
};
