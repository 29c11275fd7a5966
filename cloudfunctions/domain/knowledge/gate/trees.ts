/**
 * Small regression trees, boosted: the model of the gate. A tree is four lists over its nodes: which feature is asked
 * (-1 = leaf), up to which value the answer is "left", where the left child stands (the right one follows it), and
 * what a leaf adds.
 */
export type Tree = { feature: number[]; upTo: number[]; left: number[]; adds: number[] };

export type Example = { features: readonly number[]; right: boolean; weight: number };

/** The sum of what all trees add for a row of features. */
export const sumOfTrees = (trees: readonly Tree[], features: readonly number[]): number => {
  let sum = 0;
  for (const { feature, upTo, left, adds } of trees) {
    let node = 0;
    while (feature[node]! >= 0) node = left[node]! + (features[feature[node]!]! <= upTo[node]! ? 0 : 1);
    sum += adds[node]!;
  }
  return sum;
};

const TREES = 80;
const DEPTH = 3;
const RATE = 0.08;
/** Holds leaves back that rest on little. */
const CAUTION = 3;
const LEAST_IN_LEAF = 15;
const STEPS = 48;
/** The share of examples that each tree sees. */
const SEEN = 0.7;

/** Fits trees to the log odds that an example is right, starting from `start`. The same examples give the same trees. */
export const fitTrees = (examples: readonly Example[], start: number): Tree[] => {
  const width = examples[0]?.features.length ?? 0;
  const steps = Array.from({ length: width }, (_, feature) => stepsOf(examples, feature));
  // By feature: each split looks at one feature of many examples.
  const binned = steps.map((edges, feature) =>
    Uint8Array.from(examples, ({ features }) => binOf(edges, features[feature]!)),
  );
  const sums = new Float64Array(examples.length).fill(start);
  const slope = new Float64Array(examples.length);
  const curve = new Float64Array(examples.length);
  const trees: Tree[] = [];
  for (let round = 0; round < TREES; round += 1) {
    examples.forEach(({ right, weight }, at) => {
      const chance = 1 / (1 + Math.exp(-sums[at]!));
      slope[at] = weight * (chance - (right ? 1 : 0));
      curve[at] = Math.max(1e-6, weight * chance * (1 - chance));
    });
    const tree = growTree(binned, steps, slope, curve, sample(examples.length, round));
    trees.push(tree);
    examples.forEach(({ features }, at) => (sums[at]! += sumOfTrees([tree], features)));
  }
  return trees;
};

/** The values at which a feature may be split: at most STEPS, evenly filled. */
const stepsOf = (examples: readonly Example[], feature: number): number[] => {
  const values = Float64Array.from(examples, each => each.features[feature]!).sort();
  const steps: number[] = [];
  for (let step = 1; step < STEPS; step += 1) {
    const value = values[Math.floor((step * values.length) / STEPS)]!;
    if (steps.length === 0 || value > steps[steps.length - 1]!) steps.push(value);
  }
  return steps;
};

const binOf = (steps: readonly number[], value: number): number => {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > steps[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** A fixed pseudo-random choice of examples for each round. */
const sample = (count: number, round: number): number[] => {
  let seed = round * 7919 + 13;
  const chosen: number[] = [];
  for (let at = 0; at < count; at += 1) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    if ((seed >>> 8) / 2 ** 24 < SEEN) chosen.push(at);
  }
  return chosen;
};

type Split = { gain: number; feature: number; bin: number };

const growTree = (
  binned: readonly Uint8Array[],
  steps: readonly number[][],
  slope: Float64Array,
  curve: Float64Array,
  all: number[],
): Tree => {
  const tree: Tree = { feature: [-1], upTo: [0], left: [0], adds: [0] };
  const grow = (node: number, rows: number[], depth: number): void => {
    const g = rows.reduce((sum, row) => sum + slope[row]!, 0);
    const h = rows.reduce((sum, row) => sum + curve[row]!, 0);
    tree.adds[node] = round5((-g / (h + CAUTION)) * RATE);
    const split = depth > 0 ? bestSplit(binned, steps, slope, curve, rows, g, h) : undefined;
    if (!split) return;
    const left = tree.feature.length;
    for (let child = 0; child < 2; child += 1) {
      tree.feature.push(-1);
      tree.upTo.push(0);
      tree.left.push(0);
      tree.adds.push(0);
    }
    tree.feature[node] = split.feature;
    tree.upTo[node] = steps[split.feature]![split.bin]!;
    tree.left[node] = left;
    tree.adds[node] = 0;
    grow(
      left,
      rows.filter(row => binned[split.feature]![row]! <= split.bin),
      depth - 1,
    );
    grow(
      left + 1,
      rows.filter(row => binned[split.feature]![row]! > split.bin),
      depth - 1,
    );
  };
  grow(0, all, DEPTH);
  return tree;
};

const round5 = (value: number): number => Math.round(value * 1e5) / 1e5;

const bestSplit = (
  binned: readonly Uint8Array[],
  steps: readonly number[][],
  slope: Float64Array,
  curve: Float64Array,
  rows: readonly number[],
  g: number,
  h: number,
): Split | undefined => {
  let best: Split | undefined;
  const slopes = Float64Array.from(rows, row => slope[row]!);
  const curves = Float64Array.from(rows, row => curve[row]!);
  steps.forEach((edges, feature) => {
    const bins = binned[feature]!;
    const gs = new Float64Array(edges.length + 1);
    const hs = new Float64Array(edges.length + 1);
    const counts = new Int32Array(edges.length + 1);
    for (let at = 0; at < rows.length; at += 1) {
      const bin = bins[rows[at]!]!;
      gs[bin]! += slopes[at]!;
      hs[bin]! += curves[at]!;
      counts[bin]! += 1;
    }
    let gLeft = 0;
    let hLeft = 0;
    let left = 0;
    for (let bin = 0; bin < edges.length; bin += 1) {
      gLeft += gs[bin]!;
      hLeft += hs[bin]!;
      left += counts[bin]!;
      if (left < LEAST_IN_LEAF || rows.length - left < LEAST_IN_LEAF) continue;
      const gRight = g - gLeft;
      const gain =
        gLeft ** 2 / (hLeft + CAUTION) + gRight ** 2 / (h - hLeft + CAUTION) - g ** 2 / (h + CAUTION);
      if (gain > (best?.gain ?? 1e-6)) best = { gain, feature, bin };
    }
  });
  return best;
};
