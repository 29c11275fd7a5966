import { countGrams, gramText } from './grams';
import { classify, type Message, type RouterWeights, valueOf } from './linear-model';

/** One judged message: where it really went. */
export type TrainingRow = Message & { label: string };

export type TrainOptions = {
  /** Names that belong to a label (of its tree, of services, of duties): help most while messages are few. */
  names?: readonly { label: string; name: string }[];
  epochs?: number;
  /** How many grams the model keeps; 9,000 make about 400 KB. */
  grams?: number;
};

/** 97 % are promised (design: dispatch without a person); a threshold loses some on other texts, so more is aimed at. */
export const DISPATCH_PROMISE = 0.97;
const DISPATCH_ACCURACY = 0.99;
const FEWEST_DISPATCHED = 20;
const ENOUGH_TO_HOLD_OUT = 100;
const MESSAGES_PER_NAME = 10;

/**
 * Trains a linear model on judged messages (squared hinge, one label against the rest, on characters and pairs,
 * together with the log odds of a naive Bayes model). Titles are learned a second time alone, so that a title by
 * itself is understood. A fifth of the rows is first held out to learn how far the confidence can be trusted and
 * from where on 99 % are right; then all rows are used. The same rows give the same model.
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

type Sparse = { ids: Int32Array; values: Float64Array };
type Counted = { counts: Map<number, number>; target: number };
/** Grams with their number and rarity (in tenths). */
type Vocabulary = Map<number, { id: number; rarity: number }>;

const fit = (rows: readonly TrainingRow[], options: TrainOptions): RouterWeights => {
  const { names = [], epochs = 7, grams: kept = 9000 } = options;
  const labels = [...new Set([...rows, ...names].map(row => row.label))].sort();
  const labelNo = new Map(labels.map((label, at) => [label, at]));
  const counted: Counted[] = [];
  const add = (message: Message, label: string): void => {
    counted.push({ counts: countGrams(message), target: labelNo.get(label)! });
  };
  for (const row of rows) {
    add(row, row.label);
    if (row.title && row.text) add({ text: row.title }, row.label);
  }
  // With messages enough, names only blur what the messages say.
  if (rows.length < MESSAGES_PER_NAME * names.length)
    for (const { name, label } of names) add({ text: name }, label);
  const all = vocabularyOf(counted);
  const first = descend(
    counted.map(({ counts }) => sparse(counts, all)),
    counted,
    labels.length,
    all.size,
    epochs,
  );
  const strongest = strongestOf(all, first.weights, labels.length, kept);
  const model = descend(
    counted.map(({ counts }) => sparse(counts, strongest)),
    counted,
    labels.length,
    strongest.size,
    epochs,
  );
  addBayes(model.weights, counted, strongest, labels.length);
  let largest = 1e-9;
  for (const weight of model.weights) largest = Math.max(largest, Math.abs(weight));
  const unit = largest / 999;
  const grams: Record<string, number[]> = {};
  for (const [gram, { id, rarity }] of strongest)
    grams[gramText(gram)] = [
      rarity,
      ...labels.map((_, at) => Math.round(model.weights[id * labels.length + at]! / unit)),
    ];
  return {
    version: 1,
    labels,
    grams,
    bias: model.bias.map(value => Math.round(value / unit)),
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

const sparse = (counts: ReadonlyMap<number, number>, vocabulary: Vocabulary): Sparse => {
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
  return { ids: Int32Array.from(ids), values: Float64Array.from(values, value => value / length) };
};

type Dense = { weights: Float64Array; bias: number[] };

const RATE = 0.1;
const BIAS_RATE = 0.1;

/** AdaGrad on the squared hinge loss; rows are visited in a fixed order that mixes them. */
const descend = (
  rows: readonly Sparse[],
  counted: readonly Counted[],
  labels: number,
  size: number,
  epochs: number,
): Dense => {
  const weights = new Float64Array(size * labels);
  const seen = new Float64Array(size * labels).fill(1e-4);
  const bias = new Array<number>(labels).fill(0);
  const biasSeen = new Array<number>(labels).fill(1);
  const scores = new Float64Array(labels);
  const stride = strideFor(rows.length);
  for (let step = 0; step < rows.length * epochs; step += 1) {
    const at = (step * stride + Math.floor(step / rows.length)) % rows.length;
    const { ids, values } = rows[at]!;
    scores.set(bias);
    for (let k = 0; k < ids.length; k += 1) {
      const row = ids[k]! * labels;
      const value = values[k]!;
      for (let label = 0; label < labels; label += 1) scores[label]! += weights[row + label]! * value;
    }
    for (let label = 0; label < labels; label += 1) {
      const side = label === counted[at]!.target ? 1 : -1;
      const lack = 1 - side * scores[label]!;
      if (lack <= 0) continue;
      // Bounded, so that one odd message cannot tear the weights.
      const error = -side * Math.min(1, lack);
      biasSeen[label]! += error * error;
      bias[label]! -= (BIAS_RATE * error) / Math.sqrt(biasSeen[label]!);
      for (let k = 0; k < ids.length; k += 1) {
        const place = ids[k]! * labels + label;
        const slope = error * values[k]!;
        seen[place]! += slope * slope;
        weights[place]! -= (RATE * slope) / Math.sqrt(seen[place]!);
      }
    }
  }
  return { weights, bias };
};

/** A step that visits every row once and keeps neighbours apart. */
const strideFor = (count: number): number => {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let stride = Math.max(1, Math.floor(count * 0.618));
  while (divisor(stride, count) > 1) stride += 1;
  return stride;
};

const strongestOf = (
  vocabulary: Vocabulary,
  weights: Float64Array,
  labels: number,
  kept: number,
): Vocabulary => {
  const strength = (id: number): number =>
    weights.subarray(id * labels, (id + 1) * labels).reduce((sum, weight) => sum + weight * weight, 0);
  const grams = [...vocabulary].map(([gram, { id, rarity }]) => ({ gram, rarity, strength: strength(id) }));
  grams.sort((a, b) => b.strength - a.strength);
  return new Map(grams.slice(0, kept).map(({ gram, rarity }, id) => [gram, { id, rarity }]));
};

const BAYES_WEIGHT = 0.3;
const BAYES_PRIOR = 0.3;

/** Adds to the weights how much likelier each gram is under a label than under the others. */
const addBayes = (
  weights: Float64Array,
  counted: readonly Counted[],
  vocabulary: Vocabulary,
  labels: number,
): void => {
  const masses = new Float64Array(weights.length).fill(BAYES_PRIOR);
  const totals = new Array<number>(labels).fill(BAYES_PRIOR * vocabulary.size);
  for (const { counts, target } of counted)
    for (const [gram, count] of counts) {
      const known = vocabulary.get(gram);
      if (!known) continue;
      const mass = 1 + Math.log(count);
      masses[known.id * labels + target]! += mass;
      totals[target]! += mass;
    }
  const total = totals.reduce((sum, each) => sum + each, 0);
  for (const { id, rarity } of vocabulary.values()) {
    const row = masses.subarray(id * labels, (id + 1) * labels);
    const all = row.reduce((sum, mass) => sum + mass, 0);
    for (let label = 0; label < labels && labels > 1; label += 1) {
      const under = row[label]! / totals[label]!;
      const elsewhere = (all - row[label]!) / (total - totals[label]!);
      weights[id * labels + label]! += (BAYES_WEIGHT * Math.log(under / elsewhere) * 10) / rarity;
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
