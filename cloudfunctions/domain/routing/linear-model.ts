import { countGrams, gramsOf } from './grams';

/** One judged message: where it really went. */
export type TrainingRow = { text: string; label: string };

/** The trained router as plain JSON: integer weights of characters and pairs of characters, no text beyond that. */
export type RouterWeights = {
  version: 1;
  labels: string[];
  /** Each gram with its weight for each label, in the order of `labels`. */
  grams: Record<string, number[]>;
  bias: number[];
  /** What one unit of a weight is worth. */
  unit: number;
  /** Divides the log odds, so that the confidence is the share that is right on texts not trained on. */
  temperature: number;
  /** Confidence from which 97 of 100 unseen messages were right; none = never dispatch without a person. */
  dispatchAt?: number;
};

export type Classified = { label: string; confidence: number; top: { label: string; confidence: number }[] };

type Prepared = { ids: number[]; values: number[] };

/**
 * The likeliest labels of a text, best first (three where there are as many). Confidence 0..1 sums to 1 over all
 * labels. A text without a known gram gets the labels by their frequency.
 */
export const classify = (weights: RouterWeights, text: string): Classified => {
  const scores = weights.bias.map(value => value * weights.unit);
  const counts = countGrams(gramsOf(text));
  let norm = 0;
  const known: [number[], number][] = [];
  for (const [gram, count] of counts) {
    const row = Object.hasOwn(weights.grams, gram) ? weights.grams[gram] : undefined;
    if (!row) continue;
    const value = 1 + Math.log(count);
    norm += value * value;
    known.push([row, value]);
  }
  const scale = weights.unit / Math.sqrt(norm || 1);
  for (const [row, value] of known)
    for (let at = 0; at < scores.length; at += 1) scores[at]! += row[at]! * value * scale;
  const top = softmax(scores.map(score => score / weights.temperature))
    .map((confidence, at) => ({ label: weights.labels[at]!, confidence }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, 3);
  return { label: top[0]?.label ?? '', confidence: top[0]?.confidence ?? 0, top };
};

export type TrainOptions = { epochs?: number; grams?: number };

const DISPATCH_ACCURACY = 0.97;

/**
 * Trains a linear model on judged messages (softmax regression on characters and pairs). A fifth of the rows is first
 * held out to learn how far the confidence can be trusted; then all rows are used. The same rows give the same model.
 */
export const train = (rows: readonly TrainingRow[], options: TrainOptions = {}): RouterWeights => {
  const held = rows.filter((_, at) => at % 5 === 4);
  const rest = rows.filter((_, at) => at % 5 !== 4);
  const trial = fit(held.length >= 20 ? rest : rows, options);
  const temperature = held.length >= 20 ? fitTemperature(trial, held) : 1;
  const judged = held.map(row => {
    const { label, confidence } = classify({ ...trial, temperature }, row.text);
    return { confidence, right: label === row.label };
  });
  return { ...fit(rows, options), temperature, dispatchAt: thresholdFor(judged, DISPATCH_ACCURACY) };
};

const fit = (
  rows: readonly TrainingRow[],
  { epochs = 12, grams: kept = 9000 }: TrainOptions,
): RouterWeights => {
  const labels = [...new Set(rows.map(row => row.label))].sort();
  const labelNo = new Map(labels.map((label, at) => [label, at]));
  const counted = rows.map(row => countGrams(gramsOf(row.text)));
  const vocabulary = commonGrams(counted);
  const prepared = counted.map(counts => prepare(counts, vocabulary));
  const targets = rows.map(row => labelNo.get(row.label)!);
  const first = descend(prepared, targets, labels.length, vocabulary.size, epochs);
  const strongest = strongestGrams(vocabulary, first, labels.length, kept);
  const again = counted.map(counts => prepare(counts, strongest));
  const model = descend(again, targets, labels.length, strongest.size, epochs);
  const unit = Math.max(1e-9, ...model.weights.map(Math.abs)) / 999;
  const grams: Record<string, number[]> = {};
  for (const [gram, id] of strongest)
    grams[gram] = labels.map((_, at) => Math.round(model.weights[id * labels.length + at]! / unit));
  return {
    version: 1,
    labels,
    grams,
    bias: model.bias.map(value => Math.round(value / unit)),
    unit,
    temperature: 1,
  };
};

const commonGrams = (counted: readonly Map<string, number>[]): Map<string, number> => {
  const messages = new Map<string, number>();
  for (const counts of counted)
    for (const gram of counts.keys()) messages.set(gram, (messages.get(gram) ?? 0) + 1);
  const least = counted.length > 1000 ? 3 : 1;
  const vocabulary = new Map<string, number>();
  for (const [gram, count] of messages) if (count >= least) vocabulary.set(gram, vocabulary.size);
  return vocabulary;
};

const prepare = (counts: ReadonlyMap<string, number>, vocabulary: ReadonlyMap<string, number>): Prepared => {
  const ids: number[] = [];
  const values: number[] = [];
  let norm = 0;
  for (const [gram, count] of counts) {
    const id = vocabulary.get(gram);
    if (id === undefined) continue;
    const value = 1 + Math.log(count);
    ids.push(id);
    values.push(value);
    norm += value * value;
  }
  const length = Math.sqrt(norm || 1);
  return { ids, values: values.map(value => value / length) };
};

type Dense = { weights: Float64Array; bias: number[] };

/** AdaGrad on the softmax loss; rows are visited in a fixed order that mixes them. */
const descend = (
  rows: Prepared[],
  targets: number[],
  labels: number,
  size: number,
  epochs: number,
): Dense => {
  const weights = new Float64Array(size * labels);
  const seen = new Float64Array(size * labels).fill(1e-6);
  const bias = new Array<number>(labels).fill(0);
  const biasSeen = new Array<number>(labels).fill(1);
  const RATE = 0.3;
  const stride = strideFor(rows.length);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (let step = 0; step < rows.length; step += 1) {
      const at = (step * stride + epoch) % rows.length;
      const { ids, values } = rows[at]!;
      const scores = bias.slice();
      for (let k = 0; k < ids.length; k += 1)
        for (let label = 0; label < labels; label += 1)
          scores[label]! += weights[ids[k]! * labels + label]! * values[k]!;
      const chances = softmax(scores);
      for (let label = 0; label < labels; label += 1) {
        const error = chances[label]! - (label === targets[at] ? 1 : 0);
        biasSeen[label]! += error * error;
        bias[label]! -= (0.1 * error) / Math.sqrt(biasSeen[label]!);
        for (let k = 0; k < ids.length; k += 1) {
          const place = ids[k]! * labels + label;
          const slope = error * values[k]!;
          seen[place]! += slope * slope;
          weights[place]! -= (RATE * slope) / Math.sqrt(seen[place]!);
        }
      }
    }
  }
  return { weights, bias };
};

/** A step that visits every row once and keeps neighbours apart. */
const strideFor = (count: number): number => {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let stride = Math.max(1, Math.floor(count * 0.618));
  while (gcd(stride, count) !== 1) stride += 1;
  return stride;
};

const strongestGrams = (
  vocabulary: ReadonlyMap<string, number>,
  { weights }: Dense,
  labels: number,
  kept: number,
): Map<string, number> => {
  const strength = (id: number): number => {
    let sum = 0;
    for (let label = 0; label < labels; label += 1) sum += weights[id * labels + label]! ** 2;
    return sum;
  };
  const grams = [...vocabulary].map(([gram, id]) => [gram, strength(id)] as const);
  grams.sort((a, b) => b[1] - a[1]);
  return new Map(grams.slice(0, kept).map(([gram], at) => [gram, at]));
};

const fitTemperature = (weights: RouterWeights, held: readonly TrainingRow[]): number => {
  const loss = (temperature: number): number =>
    held.reduce((sum, row) => {
      const found = classify({ ...weights, temperature }, row.text).top.find(
        each => each.label === row.label,
      );
      return sum - Math.log(Math.max(1e-6, found?.confidence ?? 0));
    }, 0);
  const grid = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2, 2.5, 3, 4];
  return grid.map(t => [t, loss(t)] as const).sort((a, b) => a[1] - b[1])[0]![0];
};

/** The lowest confidence from which the judged share is right; none when it is never reached on 20 or more. */
export const thresholdFor = (
  judged: { confidence: number; right: boolean }[],
  share: number,
): number | undefined => {
  const sorted = [...judged].sort((a, b) => b.confidence - a.confidence);
  let right = 0;
  let threshold: number | undefined;
  sorted.forEach(({ confidence, right: isRight }, at) => {
    right += isRight ? 1 : 0;
    if (at >= 19 && right / (at + 1) >= share) threshold = confidence;
  });
  return threshold;
};

const softmax = (scores: readonly number[]): number[] => {
  const highest = Math.max(...scores);
  const powers = scores.map(score => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map(power => power / sum);
};
