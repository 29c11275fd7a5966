import fitted from './learned.json';

/**
 * What no sign names: characters and pairs of them that stand in dangers more often than in everyday questions. Fitted
 * to wordings of people by `tools/seed/fit-danger.ts`; numbers only.
 */
export type Learned = {
  /** Dangers against what is harmless, and despair against the other dangers: a weight per character or pair. */
  danger: Readonly<Record<string, number>>;
  despair: Readonly<Record<string, number>>;
};

/** Measured on wordings of others (docs/knowledge.md): lower finds little more and rings on many an everyday question. */
const SOUNDS_LIKE_ONE = 3.5;

/** Characters and neighbouring pairs of a plain text, each once; signs that part are none. */
export const gramsOf = (plain: string): Set<string> => {
  const characters = [...plain].filter(each => !/[\s,。!?;]/.test(each));
  return new Set([...characters, ...characters.slice(1).map((each, at) => `${characters[at]!}${each}`)]);
};

/** How much more a text sounds like the one than like the other, whatever its length. */
export const leaning = (weights: Readonly<Record<string, number>>, plain: string): number => {
  const grams = [...gramsOf(plain)];
  const sum = grams.reduce((total, gram) => total + (weights[gram] ?? 0), 0);
  return sum / Math.sqrt(grams.length + 1);
};

const learned: Learned = fitted;

/** Whether a short text sounds like a danger of people, and of which kind. */
export const soundsLike = (plain: string): 'self-harm' | 'hazard' | undefined => {
  if (leaning(learned.danger, plain) < SOUNDS_LIKE_ONE) return undefined;
  return leaning(learned.despair, plain) > 0 ? 'self-harm' : 'hazard';
};
