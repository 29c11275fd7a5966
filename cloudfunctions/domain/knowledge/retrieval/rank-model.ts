/** One query's candidates, and which of them is the right one. */
export type RankList = { rows: readonly (readonly number[])[]; right: number };

const CAUTION = 50;
const ROUNDS = 400;

/**
 * Fits weights such that the right candidate of each list scores highest (softmax over the list, quadratic penalty on
 * standardised weights). Returns one weight per feature, to be multiplied with raw features.
 */
export const fitRankWeights = (lists: readonly RankList[]): number[] => {
  const rows = lists.flatMap(list => list.rows);
  const width = rows[0]?.length ?? 0;
  const { mean, spread } = standard(rows, width);
  // One row behind the other: the rounds walk through all of them hundreds of times.
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, no) => {
    for (let at = 0; at < width; at += 1) values[no * width + at] = (row[at]! - mean[at]!) / spread[at]!;
  });
  const sizes = lists.map(list => ({ rows: list.rows.length, right: list.right }));
  const weights = new Float64Array(width);
  const momentum = new Float64Array(width);
  const energy = new Float64Array(width);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const slope = slopeOf(sizes, values, weights);
    for (let at = 0; at < width; at += 1) {
      const step = (slope[at]! + CAUTION * weights[at]!) / rows.length;
      momentum[at] = 0.9 * momentum[at]! + 0.1 * step;
      energy[at] = 0.99 * energy[at]! + 0.01 * step * step;
      const rate = 0.05 * (1 - (0.9 * round) / ROUNDS);
      const direction = momentum[at]! / (1 - 0.9 ** round);
      weights[at]! -= (rate * direction) / (Math.sqrt(energy[at]! / (1 - 0.99 ** round)) + 1e-9);
    }
  }
  return Array.from(weights, (weight, at) => Math.round((weight / spread[at]!) * 1e5) / 1e5);
};

const standard = (
  rows: readonly (readonly number[])[],
  width: number,
): { mean: number[]; spread: number[] } => {
  const mean = new Array<number>(width).fill(0);
  const square = new Array<number>(width).fill(0);
  for (const row of rows)
    for (let at = 0; at < width; at += 1) {
      mean[at]! += row[at]! / rows.length;
      square[at]! += row[at]! ** 2 / rows.length;
    }
  // A feature that never varies gets no weight: its slope is zero whatever it is divided by.
  return { mean, spread: square.map((value, at) => Math.sqrt(Math.max(0, value - mean[at]! ** 2)) || 1) };
};

const slopeOf = (
  lists: readonly { rows: number; right: number }[],
  values: Float64Array,
  weights: Float64Array,
): Float64Array => {
  const width = weights.length;
  const slope = new Float64Array(width);
  let from = 0;
  for (const { rows, right } of lists) {
    const chances = chancesOf(values, from, rows, weights);
    for (let place = 0; place < rows; place += 1) {
      const error = chances[place]! - (place === right ? 1 : 0);
      for (let at = 0; at < width; at += 1) slope[at]! += error * values[from + at]!;
      from += width;
    }
  }
  return slope;
};

/** The chance of each row of a list, whose first value stands at `from`: softmax of their scores. */
const chancesOf = (values: Float64Array, from: number, rows: number, weights: Float64Array): Float64Array => {
  const width = weights.length;
  const chances = new Float64Array(rows);
  let highest = -Infinity;
  for (let place = 0; place < rows; place += 1) {
    const begin = from + place * width;
    let score = 0;
    for (let at = 0; at < width; at += 1) score += values[begin + at]! * weights[at]!;
    chances[place] = score;
    highest = Math.max(highest, score);
  }
  let sum = 0;
  for (let place = 0; place < rows; place += 1) {
    chances[place] = Math.exp(chances[place]! - highest);
    sum += chances[place]!;
  }
  for (let place = 0; place < rows; place += 1) chances[place]! /= sum;
  return chances;
};
