import { LOOK_FEATURES } from '../retrieval/closer-look';
import { PAIR_FEATURES } from '../retrieval/features';
import { sumOfTrees, type Tree } from './trees';

/** How queries of one length class are ranked and judged. */
export type GatePart = {
  /** Orders the candidates: a weight per feature of PAIR_FEATURES. */
  rank: number[];
  /** The log odds that the first candidate is the right entry: a start, weights and trees over the gate's features. */
  start: number;
  weights: number[];
  trees: Tree[];
  /** Turns the log odds into the share that was right on queries not fitted on: slope and offset. */
  calibration: [slope: number, offset: number];
  /** Confidence from which the first entry is given as the answer, and from which three are offered. */
  answerAt: number;
  choicesAt: number;
  /**
   * What tells that the right entry is among the first three, which of them may stay open: trees over `nearFeatures`. None
   * = the confidence of the first one tells it.
   */
  near?: { features: string[]; start: number; trees: Tree[] };
  /** From how much of it the first three are still shown when a person has to answer; none = NEAR_UNFITTED. */
  nearAt?: number;
};

/** Of a gate that nobody has fitted for this. */
export const NEAR_UNFITTED = 0.1;

/** When to answer, to offer choices, to hand over. Plain JSON. Long queries have weights of their own. */
export type Gate = {
  version: 1;
  /** The features that the weights stand for, in order. */
  features: string[];
  /** The share of right answers that `answerAt` was chosen for; none = not fitted. */
  precision?: number;
  short: GatePart;
  long: GatePart;
};

/** Normalised queries longer than this are long ones. */
export const SHORT_QUERY_CHARACTERS = 30;

/** What is measured about the first candidate against the next ones; stands behind its own features. */
const MARGIN_FEATURES = [
  'marginToSecond',
  'marginToThird',
  'scoreRatio',
  ...[
    'bigramsOfT',
    'unigramsOfT',
    'unigramsOfQ',
    'sequenceOfT',
    'unigramScore',
    'bigramScore',
    'answerScore',
  ].map(name => `more:${name}`),
  'second:unigramsOfT',
  'second:bigramsOfT',
];
/** By how many scores it is the first one, and how far the ranking leaves the others behind. */
const STANDING_FEATURES = ['firstBy', 'shareOfRanks', 'rivals'];
/** What is measured first keeps its place: a gate that was fitted before the rest was measured is read as it is. */
export const GATE_FEATURES: readonly string[] = [
  ...PAIR_FEATURES,
  ...MARGIN_FEATURES,
  ...STANDING_FEATURES,
  ...LOOK_FEATURES,
];

const COMPARED = MARGIN_FEATURES.flatMap(name => (name.startsWith('more:') ? [placeOf(name.slice(5))] : []));
const OF_SECOND = MARGIN_FEATURES.flatMap(name =>
  name.startsWith('second:') ? [placeOf(name.slice(7))] : [],
);

const SCORES = [
  'unigramScore',
  'bigramScore',
  'answerScore',
  'bigramsOfT',
  'unigramsOfT',
  'sequenceOfT',
  'usualOfQ',
].map(placeOf);

function placeOf(name: string): number {
  return (PAIR_FEATURES as readonly string[]).indexOf(name);
}

export type Ranked = {
  features: readonly number[];
  rank: number;
  score: number;
  /** The values of LOOK_FEATURES; asked of the first one only. */
  look: () => readonly number[];
};

/** The values of GATE_FEATURES for candidates in their order, best first. */
export const gateFeatures = (ranked: readonly Ranked[]): number[] => [
  ...againstNext(ranked),
  ...standing(ranked),
  ...ranked[0]!.look(),
];

const standing = ([first, ...others]: readonly Ranked[]): number[] => {
  const leads = (score: number): boolean =>
    others.every(each => each.features[score]! <= first!.features[score]!);
  const likelihoods = others.map(each => Math.exp(each.rank - first!.rank));
  return [
    SCORES.filter(leads).length,
    1 / likelihoods.reduce((sum, each) => sum + each, 1),
    likelihoods.filter(each => each > Math.exp(-1)).length,
  ];
};

/** The first one's own features and its distance to the next ones; a missing second counts as far behind. */
const againstNext = (ranked: readonly Ranked[]): number[] => {
  const [first, second, third] = ranked as [Ranked, Ranked?, Ranked?];
  const of = (each: Ranked | undefined, feature: number): number => each?.features[feature] ?? 0;
  const behind = first.rank - (second?.rank ?? first.rank - 3);
  return [
    ...first.features,
    behind,
    third ? first.rank - third.rank : behind + 1,
    first.score > 0 ? 1 - (second?.score ?? 0) / first.score : 0,
    ...COMPARED.map(feature => of(first, feature) - of(second, feature)),
    ...OF_SECOND.map(feature => of(second, feature)),
  ];
};

/** What any of the first three has of the query, and all of them together, speaks for the matter being known at all. */
const OF_THREE = [
  'unigramsOfQInAll',
  'unigramsOfQInEntry',
  'bigramsOfQInEntry',
  'usualOfQ',
  'rarestOfQMissingInAll',
].map(name => ({ name, place: placeOf(name) }));
export const NEAR_FEATURES: readonly string[] = [
  ...PAIR_FEATURES,
  ...MARGIN_FEATURES,
  ...OF_THREE.map(({ name }) => `most:${name}`),
  ...OF_THREE.map(({ name }) => `three:${name}`),
  ...STANDING_FEATURES,
  ...LOOK_FEATURES,
];

/** The values of NEAR_FEATURES for candidates in their order. */
export const nearFeatures = (ranked: readonly Ranked[]): number[] => {
  const three = ranked.slice(0, 3);
  const values = OF_THREE.map(({ place }) => three.map(({ features }) => features[place] ?? 0));
  return [
    ...againstNext(ranked),
    ...values.map(each => Math.max(...each)),
    ...values.map(each => each.reduce((sum, value) => sum + value, 0)),
    ...standing(ranked),
    ...ranked[0]!.look(),
  ];
};

/** How likely (0..1) the right entry is among the first three; `confidence` is that of the first. */
export const nearnessOf = (
  part: Pick<GatePart, 'near'>,
  ranked: readonly Ranked[],
  confidence: number,
): number =>
  part.near ? sigmoid(part.near.start + sumOfTrees(part.near.trees, nearFeatures(ranked))) : confidence;

const dot = (weights: readonly number[], values: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (values[at] ?? 0), 0);

export const rankOf = (part: Pick<GatePart, 'rank'>, features: readonly number[]): number =>
  dot(part.rank, features);

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The log odds that the first candidate is right, before calibration. */
export const rawOdds = (part: GatePart, features: readonly number[]): number =>
  part.start + dot(part.weights, features) + sumOfTrees(part.trees, features);

/** The chance (0..1, never quite 1) that the first candidate is right. */
export const confidenceOf = (part: GatePart, features: readonly number[]): number =>
  calibrated(part.calibration, rawOdds(part, features));

export const calibrated = ([slope, offset]: [number, number], odds: number): number =>
  Math.min(0.9999, sigmoid(slope * odds + offset));

export const partFor = (gate: Gate, text: string): GatePart =>
  text.length > SHORT_QUERY_CHARACTERS ? gate.long : gate.short;

const row = (names: readonly string[], weights: Record<string, number>): number[] =>
  names.map(name => weights[name] ?? 0);

const untrainedPart = (rank: Record<string, number>): GatePart => ({
  rank: row(PAIR_FEATURES, rank),
  start: -6.2,
  weights: row(GATE_FEATURES, {
    bigramsOfT: 4,
    unigramsOfT: 4,
    scoreRatio: 4,
    kindClash: -2,
    negationClash: -2,
    numbersMissingInQ: -2,
    same: 4,
  }),
  trees: [],
  calibration: [1, 0],
  answerAt: 0.97,
  choicesAt: 0.35,
});

/** The gate before anybody has judged anything: coverage of the entry's question and distance to the second. */
export const untrainedGate: Gate = {
  version: 1,
  features: [...GATE_FEATURES],
  short: untrainedPart({ scoreOfBest: 4, unigramsOfT: 1, sequenceOfT: 1, same: 2 }),
  long: untrainedPart({ scoreOfBest: 4, bigramsOfT: 1, unigramsOfT: 1, answerOfBest: 0.5, same: 2 }),
};

const isNumbers = (value: unknown, length?: number): boolean =>
  Array.isArray(value) &&
  value.every(each => typeof each === 'number' && Number.isFinite(each)) &&
  (length === undefined || value.length === length);

const isTree = (value: unknown): boolean => {
  const { feature, upTo, left, adds } = (value ?? {}) as Partial<Tree>;
  return isNumbers(feature) && [upTo, left, adds].every(list => isNumbers(list, feature!.length));
};

/** Fitted for what is measured now, or for what was measured before the last features came. */
const isBeginOf = (names: readonly string[], features: unknown): boolean =>
  Array.isArray(features) && features.length > 0 && features.every((name, at) => name === names[at]);

const isNear = ({ features, start, trees }: Partial<NonNullable<GatePart['near']>>): boolean =>
  isBeginOf(NEAR_FEATURES, features) && isNumbers([start]) && Array.isArray(trees) && trees.every(isTree);

const isPart = (value: unknown): boolean => {
  const part = (value ?? {}) as Partial<GatePart>;
  return (
    isNumbers(part.rank) &&
    isNumbers(part.weights) &&
    isNumbers(part.calibration, 2) &&
    isNumbers([part.start, part.answerAt, part.choicesAt, part.nearAt ?? 0]) &&
    Array.isArray(part.trees) &&
    part.trees.every(isTree) &&
    (part.near === undefined || isNear(part.near))
  );
};

/** True for a gate of this version, fitted for features that are measured now. */
export const isGate = (value: unknown): value is Gate => {
  const gate = (value ?? {}) as Partial<Gate>;
  const known = isBeginOf(GATE_FEATURES, gate.features);
  return gate.version === 1 && known && isPart(gate.short) && isPart(gate.long);
};
