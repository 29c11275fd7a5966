import { gramCode, TITLE_WEIGHT, visitGrams } from './grams';

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

/** Weights laid out for reading: a table from grams to rows, the rows one after the other, and room to count in. */
type Layout = {
  /** Open addressing: the gram, 0 = free; beside it the number of its row. */
  keys: Int32Array;
  numbers: Int32Array;
  rarity: Float64Array;
  rows: Float64Array;
  counts: Uint16Array;
  met: Int32Array;
};

const placeOf = (keys: Int32Array, gram: number): number => {
  const mask = keys.length - 1;
  let place = (Math.imul(gram, 0x9e3779b1) >>> 12) & mask;
  while (keys[place] !== 0 && keys[place] !== gram) place = (place + 1) & mask;
  return place;
};

const layOut = (weights: RouterWeights): Layout => {
  const grams = Object.entries(weights.grams);
  let size = 1024;
  while (size < 3 * grams.length) size *= 2;
  const layout: Layout = {
    keys: new Int32Array(size),
    numbers: new Int32Array(size),
    rarity: Float64Array.from(grams, ([, row]) => row[0]!),
    rows: Float64Array.from(grams.flatMap(([, row]) => row.slice(1))),
    counts: new Uint16Array(grams.length),
    met: new Int32Array(grams.length),
  };
  grams.forEach(([gram], number) => {
    const place = placeOf(layout.keys, gramCode(gram));
    layout.keys[place] = gramCode(gram);
    layout.numbers[place] = number;
  });
  return layout;
};

/** Weights are laid out once and read for months. */
const layouts = new WeakMap<RouterWeights['grams'], Layout>();

const layoutOf = (weights: RouterWeights): Layout => {
  const known = layouts.get(weights.grams);
  if (known) return known;
  const layout = layOut(weights);
  layouts.set(weights.grams, layout);
  return layout;
};

const scoresOf = (weights: RouterWeights, message: Message): number[] => {
  const { keys, numbers, rarity, rows, counts, met } = layoutOf(weights);
  let size = 0;
  let weight = TITLE_WEIGHT;
  const count = (gram: number): void => {
    const place = placeOf(keys, gram);
    if (keys[place] === 0) return;
    const number = numbers[place]!;
    if (counts[number] === 0) met[size++] = number;
    counts[number]! += weight;
  };
  visitGrams(message.title ?? '', count);
  weight = 1;
  visitGrams(message.text, count);
  const labels = weights.labels.length;
  const sums = new Array<number>(labels).fill(0);
  let square = 0;
  for (let at = 0; at < size; at += 1) {
    const number = met[at]!;
    const value = valueOf(counts[number]!, rarity[number]!);
    counts[number] = 0;
    square += value * value;
    for (let label = 0; label < labels; label += 1) sums[label]! += rows[number * labels + label]! * value;
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
