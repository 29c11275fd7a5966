import { comparable } from '../typed/words';

/** What tickets are found by: runs of two characters of their texts, in plain forms and in simplified characters. */

const BETWEEN = /[^\p{L}\p{N}]+/gu;
/** 1.11.0 is one word: its parts stand everywhere. */
const DOTS = /(?<=\d)\.(?=\d)/g;

/** A text as it is compared: letters and digits only, so that a blank or a comma within a word does not matter. */
export const plainOf = (text: string): string => comparable(text).replace(BETWEEN, '');

/** The words of a query; single characters next to each other are one word with blanks in it (社 保 卡). */
export const wordsOf = (query: string): string[] => {
  const words: string[] = [];
  let single = false;
  for (const word of comparable(query).replace(DOTS, '').split(BETWEEN).filter(Boolean)) {
    const isSingle = [...word].length === 1;
    if (isSingle && single) words.push(`${words.pop() ?? ''}${word}`);
    else words.push(word);
    single = isSingle;
  }
  return [...new Set(words)];
};

/** The distinct runs of two characters of a plain text. */
export const pairsOf = (plain: string): string[] => {
  const characters = [...plain];
  return [...new Set(characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`))];
};

/** Little words stand in every text: what holds one of them tells nothing, and is a fifth of an index. */
const LITTLE = /[的了是我在和就也很你着吗吧呢啊他她它们把被]/;
export const tells = (pair: string): boolean => !LITTLE.test(pair);

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-';
const TERM_LENGTH = 5;

/**
 * The term of a pair (or of anything else to be found by) among those of a range of readers: 30 bits of a hash, as the index
 * holds hundreds of them a ticket. Two that are alike by chance cost a look: what was found is compared with the texts.
 */
export const termOf = (range: string, what: string): string => {
  let hash = 0x811c9dc5;
  for (const character of `${range}|${what}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) ^ (hash >>> 16);
  let term = '';
  for (let at = 0; at < TERM_LENGTH; at += 1) term += ALPHABET.charAt((hash >>> (at * 6)) & 63);
  return term;
};
