import { countGrams, gramText } from './grams';
import { classify, type Message, type RouterWeights, valueOf } from './linear-model';
import { type Sparse, solveMargins } from './margins';

/** One judged message: where it really went. */
export type TrainingRow = Message & { label: string };

export type TrainOptions = {
  /** Names that belong to a label (of its tree, of services, of duties): help most while messages are few. */
  names?: readonly { label: string; name: string }[];
};

/** 97 % are promised (design: dispatch without a person); a threshold loses some on other texts, so more is aimed at. */
export const DISPATCH_PROMISE = 0.97;
const DISPATCH_ACCURACY = 0.99;
const FEWEST_DISPATCHED = 20;
const ENOUGH_TO_HOLD_OUT = 100;
const MESSAGES_PER_NAME = 10;

/**
 * Trains a linear model on judged messages (squared hinge, one label against the rest, on characters and pairs,
 * together with the log odds of a naive Bayes model). Titles are learned a second time alone, and pieces of the text
 * with little weight, so that a few words by themselves are understood. A fifth of the rows is first held out to learn
 * how far the confidence can be trusted and from where on 99 % are right; then all rows are used. The same rows give
 * the same model.
 */
export const train = (rows: readonly TrainingRow[], options: TrainOptions = {}): RouterWeights => {
  if (rows.length < ENOUGH_TO_HOLD_OUT) return fit(rows, options);
  const held = rows.filter((_, at) => at % 5 === 4);
  const trial = fit(
    rows.filter((_, at) => at % 5 !== 4),
    options,
  );
  const temperature = fitTemperature(trial, held);
  const judged = held.map(row => {
    const { label, confidence } = classify({ ...trial, temperature }, row);
    return { confidence, right: label === row.label };
  });
  return { ...fit(rows, options), temperature, dispatchAt: thresholdFor(judged, DISPATCH_ACCURACY) };
};

/** How many grams the model keeps, and how many numbers: its document must stay below 1 MB. */
const MOST_GRAMS = 25000;
const MOST_NUMBERS = 200_000;
/** Weights are whole numbers up to this: finer ones measure the same and take a third more room. */
const LARGEST_WEIGHT = 255;

/** What is learned from: the grams of a message or of a part of it, how much it counts, the number of its label. */
type Counted = { counts: Map<number, number>; target: number; weight: number; piece: boolean };
/** Grams with their number and rarity (in tenths). */
type Vocabulary = Map<number, { id: number; rarity: number }>;

/** Pieces of a text that stand for the titles it might have had: where each starts, how long, what it counts for. */
const PIECES = [0, 30];
const PIECE_CHARACTERS = 40;
const PIECE_WEIGHT = 0.2;

const fit = (rows: readonly TrainingRow[], options: TrainOptions): RouterWeights => {
  const { names = [] } = options;
  const labels = [...new Set([...rows, ...names].map(row => row.label))].sort();
  const labelNo = new Map(labels.map((label, at) => [label, at]));
  const counted: Counted[] = [];
  const add = (message: Message, label: string, piece = false): void => {
    const weight = piece ? PIECE_WEIGHT : 1;
    counted.push({ counts: countGrams(message), target: labelNo.get(label)!, weight, piece });
  };
  for (const row of rows) {
    add(row, row.label);
    if (!row.title || !row.text) continue;
    add({ text: row.title }, row.label);
    const text = row.text.trim();
    for (const start of PIECES.filter(each => each < text.length))
      add({ text: text.slice(start, start + PIECE_CHARACTERS) }, row.label, true);
  }
  // With messages enough, names only blur what the messages say.
  if (rows.length < MESSAGES_PER_NAME * names.length)
    for (const { name, label } of names) add({ text: name }, label);
  // Pieces are parts of messages: counted again, they would make words of beginnings look common.
  const vocabulary = vocabularyOf(counted.filter(({ piece }) => !piece));
  const every = counted.map(each => sparse(each, vocabulary));
  const { weights, bias } = solveMargins(every, labels.length, vocabulary.size);
  const whole = every.filter((_, at) => !counted[at]!.piece);
  addBayes(weights, whole, vocabulary.size, labels.length);
  const kept = Math.min(MOST_GRAMS, Math.floor(MOST_NUMBERS / (labels.length + 1)));
  let largest = 1e-9;
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
  const unit = largest / LARGEST_WEIGHT;
  const grams: Record<string, number[]> = {};
  for (const [gram, { id, rarity }] of strongestOf(vocabulary, every, weights, labels.length, kept))
    grams[gramText(gram)] = [
      rarity,
      ...labels.map((_, at) => Math.round(weights[id * labels.length + at]! / unit)),
    ];
  return {
    version: 1,
    labels,
    grams,
    bias: bias.map(value => Math.round(value / unit)),
    unit,
    temperature: 0.3,
  };
};

const vocabularyOf = (counted: readonly Counted[]): Vocabulary => {
  const messages = new Map<number, number>();
  for (const { counts } of counted)
    for (const gram of counts.keys()) messages.set(gram, (messages.get(gram) ?? 0) + 1);
  const least = counted.length > 1000 ? 3 : 1;
  const vocabulary: Vocabulary = new Map();
  for (const [gram, count] of messages)
    if (count >= least)
      vocabulary.set(gram, {
        id: vocabulary.size,
        rarity: Math.round(10 * (1 + Math.log(counted.length / count))),
      });
  return vocabulary;
};

const sparse = ({ counts, target, weight }: Counted, vocabulary: Vocabulary): Sparse => {
  const ids: number[] = [];
  const values: number[] = [];
  let square = 0;
  for (const [gram, count] of counts) {
    const known = vocabulary.get(gram);
    if (!known) continue;
    const value = valueOf(count, known.rarity);
    ids.push(known.id);
    values.push(value);
    square += value * value;
  }
  const length = Math.sqrt(square || 1);
  return {
    ids: Int32Array.from(ids),
    values: Float64Array.from(values, value => value / length),
    target,
    weight,
  };
};

/** The grams that move the scores most: their weights, and how much of the messages they make up. */
const strongestOf = (
  vocabulary: Vocabulary,
  rows: readonly Sparse[],
  weights: Float64Array,
  labels: number,
  kept: number,
): Vocabulary => {
  const strength = new Float64Array(vocabulary.size);
  for (const { ids, values, weight } of rows)
    ids.forEach((id, at) => (strength[id]! += weight * values[at]! ** 2));
  const squares = (id: number): number =>
    weights.subarray(id * labels, (id + 1) * labels).reduce((sum, weight) => sum + weight * weight, 0);
  const grams = [...vocabulary];
  for (const [, { id }] of grams) strength[id]! *= squares(id);
  grams.sort(([, a], [, b]) => strength[b.id]! - strength[a.id]!);
  return new Map(grams.slice(0, kept));
};

const BAYES_WEIGHT = 0.02;
const BAYES_PRIOR = 0.006;

/**
 * Adds to the weights how much likelier each gram is under a label than under the others. Each row counts for its
 * length of 1, so that a title says as much as a long message.
 */
const addBayes = (weights: Float64Array, rows: readonly Sparse[], features: number, labels: number): void => {
  const masses = new Float64Array(weights.length).fill(BAYES_PRIOR);
  const totals = new Array<number>(labels).fill(BAYES_PRIOR * features);
  for (const { ids, values, target } of rows)
    for (let at = 0; at < ids.length; at += 1) {
      masses[ids[at]! * labels + target]! += values[at]!;
      totals[target]! += values[at]!;
    }
  const total = totals.reduce((sum, each) => sum + each, 0);
  for (let id = 0; id < features && labels > 1; id += 1) {
    const row = masses.subarray(id * labels, (id + 1) * labels);
    const all = row.reduce((sum, mass) => sum + mass, 0);
    for (let label = 0; label < labels; label += 1) {
      const under = row[label]! / totals[label]!;
      const elsewhere = (all - row[label]!) / (total - totals[label]!);
      weights[id * labels + label]! += BAYES_WEIGHT * Math.log(under / elsewhere);
    }
  }
};

const fitTemperature = (weights: RouterWeights, held: readonly TrainingRow[]): number => {
  const loss = (temperature: number): number =>
    held.reduce((sum, row) => {
      const found = classify({ ...weights, temperature }, row).top.find(each => each.label === row.label);
      return sum - Math.log(Math.max(1e-4, found?.confidence ?? 0));
    }, 0);
  const grid = [0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2];
  return grid.map(each => [each, loss(each)] as const).sort((a, b) => a[1] - b[1])[0]![0];
};

/** The lowest confidence from which `share` of the judged are right; none when it is never reached on 20 or more. */
export const thresholdFor = (
  judged: readonly { confidence: number; right: boolean }[],
  share: number,
): number | undefined => {
  let right = 0;
  let threshold: number | undefined;
  [...judged]
    .sort((a, b) => b.confidence - a.confidence)
    .forEach((each, at) => {
      right += each.right ? 1 : 0;
      if (at + 1 >= FEWEST_DISPATCHED && right / (at + 1) >= share) threshold = each.confidence;
    });
  return threshold;
};
