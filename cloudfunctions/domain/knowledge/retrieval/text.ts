import { DEFAULT_WORDS, type WordLists } from './words';

/** Longer texts are cut: what a message is about stands in its first pages. */
const MAX_CHARACTERS = 3000;

const SPECIAL = /[.*+?^${}()|[\]\\]/g;
const anyOf = (words: readonly string[]): RegExp =>
  // Longest first; `(?!)` matches nothing when a list is empty.
  new RegExp(
    [...words]
      .sort((a, b) => b.length - a.length)
      .map(word => word.replace(SPECIAL, '\\$&'))
      .join('|') || '(?!)',
    'g',
  );

export type Normalise = (text: string) => string;

/** The gate is fitted on this form: it is the model's own and not that of `domain/typed`. */
const fold = (text: string): string =>
  text
    .slice(0, 2 * MAX_CHARACTERS)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, MAX_CHARACTERS);

/**
 * Makes the function that brings texts to the form in which they are compared: NFKC, lower case, letters, digits and
 * Han characters (anything else is one space), boilerplate away, synonyms rewritten. A text that is nothing but
 * boilerplate keeps it.
 */
export const normaliser = (words: WordLists = DEFAULT_WORDS): Normalise => {
  const synonym = new Map(words.synonyms.map(([from, to]) => [fold(from), fold(to)]));
  const synonyms = anyOf([...synonym.keys()].filter(Boolean));
  const boilerplate = anyOf(words.boilerplate.map(fold).filter(Boolean));
  return text => {
    const plain = fold(text);
    const left = plain.replace(boilerplate, ' ');
    const bare = left === plain ? plain : left.replace(/ +/g, ' ').trim();
    return (bare || plain).replace(synonyms, word => synonym.get(word) ?? word);
  };
};

const isLetter = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/** Latin words and numbers get codes above those of single characters. */
const FIRST_WORD = 0x10000;
const WORDS = 0x100000;

/**
 * Writes the tokens of a normalised text into a list, as many as fit: each Han character, each Latin word, each
 * number. Returns how many.
 */
const readTokens = (normalised: string, list: Int32Array): number => {
  let size = 0;
  for (let at = 0; at < normalised.length && size < list.length; at += 1) {
    const code = normalised.charCodeAt(at);
    const same = isLetter(code) ? isLetter : isDigit(code) ? isDigit : undefined;
    if (!same) {
      if (code !== 32) list[size++] = code;
      continue;
    }
    let word = code;
    while (at + 1 < normalised.length && same(normalised.charCodeAt(at + 1))) {
      at += 1;
      word = (Math.imul(word, 31) + normalised.charCodeAt(at)) >>> 0;
    }
    list[size++] = FIRST_WORD + (word % WORDS);
  }
  return size;
};

/** The tokens of a normalised text as numbers. */
export const tokensOf = (normalised: string): number[] => {
  const list = new Int32Array(normalised.length);
  const tokens = new Array<number>(readTokens(normalised, list));
  for (let at = 0; at < tokens.length; at += 1) tokens[at] = list[at]!;
  return tokens;
};

/**
 * Neighbouring tokens as a number of 30 bits, which engines handle without boxing. Two pairs in a million share a
 * number by chance; a knowledge base does not notice.
 */
const pairOf = (first: number, second: number): number =>
  (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 2;

export const bigramsOf = (tokens: readonly number[]): number[] => {
  const bigrams = new Array<number>(Math.max(0, tokens.length - 1));
  for (let at = 0; at + 1 < tokens.length; at += 1) bigrams[at] = pairOf(tokens[at]!, tokens[at + 1]!);
  return bigrams;
};

/** Writes the pairs of a normalised text into a list, as many as fit; returns how many. */
export const readBigrams = (normalised: string, list: Int32Array): number => {
  const size = Math.max(0, readTokens(normalised, list) - 1);
  for (let at = 0; at < size; at += 1) list[at] = pairOf(list[at]!, list[at + 1]!);
  return size;
};

/** True for Latin words and numbers, which citizens rarely paraphrase. */
export const isWord = (token: number): boolean => token >= FIRST_WORD;

/** The parts of `b` that `a` holds too, longest first: at least two characters, at most `limit` parts. */
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
