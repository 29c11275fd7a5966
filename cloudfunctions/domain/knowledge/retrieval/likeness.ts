import { bigramsOf, tokensOf } from './text';

/** How alike two texts are, for the work on content: by their tokens and neighbouring pairs of tokens. */

/** From here on two questions ask the same thing. */
export const SAME_QUESTION = 0.72;

export type Terms = ReadonlySet<number>;

/** Of a normalised text. Pairs get a sign of their own, so that they never meet a token of the same number. */
export const termsOf = (normalised: string): Terms => {
  const tokens = tokensOf(normalised);
  return new Set([...tokens, ...bigramsOf(tokens).map(pair => -1 - pair)]);
};

/** Dice's coefficient, 0..1, of two sets of these sizes; two texts without terms are not alike. */
export const dice = (both: number, one: number, other: number): number =>
  one + other > 0 ? (2 * both) / (one + other) : 0;

export const likeness = (a: Terms, b: Terms): number => {
  let both = 0;
  for (const term of a) if (b.has(term)) both += 1;
  return dice(both, a.size, b.size);
};

/** The same as `likeness(a, b) >= least`, and soon decided where so much is lacking that it cannot be. */
export const isAlike = (a: Terms, b: Terms, least: number): boolean => {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  const most = small.size - Math.ceil((least * (a.size + b.size)) / 2 - 1e-9);
  let lacking = 0;
  for (const term of small) {
    if (lacking > most) return false;
    if (!large.has(term)) lacking += 1;
  }
  return dice(small.size - lacking, a.size, b.size) >= least;
};
