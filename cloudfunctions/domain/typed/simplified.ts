import { PAIRS } from './traditional';

const SIMPLIFIED = new Map<string, string>();
for (let at = 0; at < PAIRS.length; at += 2) SIMPLIFIED.set(PAIRS.charAt(at), PAIRS.charAt(at + 1));

const TRADITIONAL = new RegExp(`[${[...SIMPLIFIED.keys()].join('')}]`, 'g');

/** Traditional characters as simplified ones, to compare; never to store or show. */
export const simplified = (text: string): string =>
  text.replace(TRADITIONAL, character => SIMPLIFIED.get(character) ?? character);
