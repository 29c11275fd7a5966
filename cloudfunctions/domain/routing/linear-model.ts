import { countGrams } from './grams';

/** A message as the router reads it. */
export type Message = { title?: string; text: string };

/** The trained router as plain JSON: integer weights of characters and pairs of characters, no text beyond that. */
export type RouterWeights = {
  version: 1;
  labels: string[];
  /** For each gram its rarity (in tenths), then its weight for each label, in the order of `labels`. */
  grams: Record<string, number[]>;
  bias: number[];
  /** What one unit of a weight is worth. */
  unit: number;
  /** Divides the scores, so that the confidence is the share that is right on texts not trained on. */
  temperature: number;
  /** Confidence from which 97 of 100 unseen messages are right; none = never dispatch without a person. */
  dispatchAt?: number;
};

export type Classified = { label: string; confidence: number; top: { label: string; confidence: number }[] };

/**
 * The likeliest labels of a message, best first (three where there are as many). The confidences of all labels sum
 * to 1. A text without a known gram speaks for no label more than for another.
 */
export const classify = (weights: RouterWeights, message: Message): Classified => {
  const scores = scoresOf(weights, message);
  const top = softmax(scores.map(score => score / weights.temperature))
    .map((confidence, at) => ({ label: weights.labels[at]!, confidence }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, 3);
  return { label: top[0]?.label ?? '', confidence: top[0]?.confidence ?? 0, top };
};

/** What a gram adds that occurs `count` times, before the message's length is taken out. */
export const valueOf = (count: number, rarity: number): number => ((1 + Math.log(count)) * rarity) / 10;

const scoresOf = (weights: RouterWeights, message: Message): number[] => {
  const sums = new Array<number>(weights.labels.length).fill(0);
  let square = 0;
  for (const [gram, count] of countGrams(message)) {
    const row = Object.hasOwn(weights.grams, gram) ? weights.grams[gram]! : undefined;
    if (!row) continue;
    const value = valueOf(count, row[0]!);
    square += value * value;
    for (let at = 0; at < sums.length; at += 1) sums[at]! += row[at + 1]! * value;
  }
  if (square === 0) return sums;
  const scale = weights.unit / Math.sqrt(square);
  return sums.map((sum, at) => sum * scale + weights.bias[at]! * weights.unit);
};

export const softmax = (scores: readonly number[]): number[] => {
  const highest = Math.max(...scores);
  const powers = scores.map(score => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map(power => power / sum);
};

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);

/** True for weights of this version whose rows fit their labels. */
export const isRouterWeights = (value: unknown): value is RouterWeights => {
  const { version, labels, grams, bias, unit, temperature } = (value ?? {}) as Partial<RouterWeights>;
  return (
    version === 1 &&
    Array.isArray(labels) &&
    labels.length > 0 &&
    Array.isArray(bias) &&
    bias.length === labels.length &&
    bias.every(isNumber) &&
    isNumber(unit) &&
    isNumber(temperature) &&
    typeof grams === 'object' &&
    grams !== null &&
    Object.values(grams).every(
      row => Array.isArray(row) && row.length === labels.length + 1 && row.every(isNumber),
    )
  );
};
