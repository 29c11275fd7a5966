import { idfOf, type Postings } from './postings';
import { bigramsOf, tokensOf } from './text';

/** How alike two texts are, for the work on content: single tokens and neighbouring pairs, rare ones count more. */

export type Terms = ReadonlySet<number>;

/** Pairs get the sign of their own, so that they never meet a token of the same number. */
export const termsOf = (normalised: string): Terms => {
  const tokens = tokensOf(normalised);
  return new Set([...tokens, ...bigramsOf(tokens).map(pair => -1 - pair)]);
};

/** Share of the terms that both hold (Dice), 0..1; two texts without terms are not alike. */
export const likeness = (a: Terms, b: Terms, weigh: (term: number) => number = () => 1): number => {
  let [all, both] = [0, 0];
  for (const term of a) {
    const weight = weigh(term);
    all += weight;
    if (b.has(term)) both += 2 * weight;
  }
  for (const term of b) all += weigh(term);
  return all > 0 ? both / all : 0;
};

/** Weighs terms by their rarity in an index. */
export const byRarity =
  (index: { unigrams: Postings; bigrams: Postings }) =>
  (term: number): number =>
    term < 0 ? idfOf(index.bigrams, -1 - term) : idfOf(index.unigrams, term);
