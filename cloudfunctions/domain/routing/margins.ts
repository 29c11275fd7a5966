/** A row to learn from: its features with their values, the number of its label, and how much it counts. */
export type Sparse = { ids: Int32Array; values: Float64Array; target: number; weight: number };

/** For each feature its weight for each label, one feature after the other; for each label a bias. */
export type Dense = { weights: Float64Array; bias: number[] };

/** What a row may pull: more follows the rows more closely. */
const COST = 0.4;
const ROUNDS = 20;

/**
 * A linear model that puts each row on its label's side: squared hinge loss and quadratic penalty, one label against
 * the rest, solved in the dual, one row at a time (Hsieh et al. 2008). Rare labels pull as much as common ones. Rows are
 * visited in a fixed order that mixes them, so the same rows give the same model.
 */
export const solveMargins = (rows: readonly Sparse[], labels: number, features: number): Dense => {
  const weights = new Float64Array(features * labels);
  const bias = new Array<number>(labels).fill(0);
  const pulls = new Float64Array(rows.length * labels);
  const scores = new Float64Array(labels);
  const steps = new Float64Array(labels);
  const totals = new Array<number>(labels).fill(0);
  for (const { target } of rows) totals[target]! += 1;
  const present = totals.filter(total => total > 0).length;
  const rareness = totals.map(total => rows.length / (present * Math.max(1, total)));
  // The bias is one more feature of value 1.
  const squares = rows.map(({ values }) => values.reduce((sum, value) => sum + value * value, 1));
  const stride = strideFor(rows.length);
  for (let step = 0; step < rows.length * ROUNDS; step += 1) {
    const at = (step * stride + Math.floor(step / rows.length)) % rows.length;
    const { ids, values, target, weight } = rows[at]!;
    scores.set(bias);
    for (let k = 0; k < ids.length; k += 1) {
      const row = ids[k]! * labels;
      const value = values[k]!;
      for (let label = 0; label < labels; label += 1) scores[label]! += weights[row + label]! * value;
    }
    let moved = false;
    for (let label = 0; label < labels; label += 1) {
      const side = label === target ? 1 : -1;
      const give = 1 / (2 * COST * weight * (side > 0 ? rareness[label]! : 1));
      const before = pulls[at * labels + label]!;
      const slope = side * scores[label]! - 1 + give * before;
      const after = Math.max(0, before - slope / (squares[at]! + give));
      pulls[at * labels + label] = after;
      steps[label] = side * (after - before);
      bias[label]! += steps[label]!;
      moved ||= after !== before;
    }
    for (let k = 0; moved && k < ids.length; k += 1) {
      const row = ids[k]! * labels;
      const value = values[k]!;
      for (let label = 0; label < labels; label += 1) weights[row + label]! += steps[label]! * value;
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
