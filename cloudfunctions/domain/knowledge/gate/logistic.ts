import type { Example } from './trees';

/** Holds standardised weights back that rest on little. */
const CAUTION = 5;
const ROUNDS = 8;
/** Newton's steps overshoot where nearly all examples agree. */
const LONGEST_STEP = 2;

/**
 * Fits a start and one weight per feature to the log odds that an example is right: logistic regression with a quadratic
 * penalty on standardised weights, by Newton's method. Weights are for raw features. Deterministic.
 */
export const fitLogistic = (examples: readonly Example[]): { start: number; weights: number[] } => {
  const width = examples[0]?.features.length ?? 0;
  const { mean, spread } = standard(examples, width);
  // The last one stands for the start.
  const rows = examples.map(({ features }) =>
    Float64Array.from({ length: width + 1 }, (_, at) =>
      at === width ? 1 : (features[at]! - mean[at]!) / spread[at]!,
    ),
  );
  const fitted = new Float64Array(width + 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { slope, curve } = derivatives(examples, rows, fitted);
    solve(curve, slope).forEach((step, at) => {
      fitted[at]! -= Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step));
    });
  }
  const weights = Array.from(mean, (_, at) => fitted[at]! / spread[at]!);
  const start = mean.reduce((sum, each, at) => sum - each * weights[at]!, fitted[width]!);
  return { start, weights };
};

const standard = (
  examples: readonly Example[],
  width: number,
): { mean: Float64Array; spread: Float64Array } => {
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (const { features } of examples)
    features.forEach((value, at) => {
      mean[at]! += value / examples.length;
    });
  for (const { features } of examples)
    features.forEach((value, at) => {
      square[at]! += (value - mean[at]!) ** 2 / examples.length;
    });
  // A feature that never varies gets no weight: its slope is zero whatever it is divided by.
  return { mean, spread: square.map(value => (value > 1e-12 ? Math.sqrt(value) : 1)) };
};

/** First and second derivatives of the penalised loss; of the symmetric second ones the lower half. */
const derivatives = (
  examples: readonly Example[],
  rows: readonly Float64Array[],
  fitted: Float64Array,
): { slope: Float64Array; curve: Float64Array[] } => {
  const width = fitted.length;
  const slope = new Float64Array(width);
  const curve = Array.from({ length: width }, () => new Float64Array(width));
  for (let at = 0; at < width; at += 1) {
    // The start may be what it likes.
    const caution = at === width - 1 ? 1e-6 : CAUTION;
    slope[at] = caution * fitted[at]!;
    curve[at]![at] = caution;
  }
  examples.forEach(({ right, weight }, example) => {
    const row = rows[example]!;
    let odds = 0;
    for (let at = 0; at < width; at += 1) odds += fitted[at]! * row[at]!;
    const chance = 1 / (1 + Math.exp(-odds));
    const error = weight * (chance - (right ? 1 : 0));
    const bend = weight * Math.max(1e-4, chance * (1 - chance));
    for (let at = 0; at < width; at += 1) {
      slope[at]! += error * row[at]!;
      const [scaled, line] = [bend * row[at]!, curve[at]!];
      for (let other = 0; other <= at; other += 1) line[other]! += scaled * row[other]!;
    }
  });
  return { slope, curve };
};

/** Solves `matrix · x = right` for a symmetric positive matrix given by its lower half, which is overwritten (Cholesky). */
const solve = (matrix: Float64Array[], right: Float64Array): Float64Array => {
  const size = right.length;
  const x = right.slice();
  for (let at = 0; at < size; at += 1) {
    const row = matrix[at]!;
    for (let other = 0; other <= at; other += 1) {
      let left = row[other]!;
      for (let k = 0; k < other; k += 1) left -= row[k]! * matrix[other]![k]!;
      row[other] = other === at ? Math.sqrt(Math.max(1e-9, left)) : left / matrix[other]![other]!;
    }
    for (let k = 0; k < at; k += 1) x[at]! -= row[k]! * x[k]!;
    x[at]! /= row[at]!;
  }
  for (let at = size - 1; at >= 0; at -= 1) {
    for (let k = at + 1; k < size; k += 1) x[at]! -= matrix[k]![at]! * x[k]!;
    x[at]! /= matrix[at]![at]!;
  }
  return x;
};
