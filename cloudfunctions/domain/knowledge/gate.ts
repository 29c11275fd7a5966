import { MARGIN_FEATURES, PAIR_FEATURES } from './features';

/** A linear model: a weight for each feature by name. Unknown names count 0, so that old files stay readable. */
export type Weights = { bias: number; weights: Record<string, number> };

/** How queries of one length class are ranked and judged. */
export type GatePart = {
  /** Orders the candidates. */
  rank: Weights;
  /** The confidence (as log odds) that the first candidate is the right entry. */
  gate: Weights;
  /** Confidence from which the first entry is given as the answer, and from which three are offered. */
  answerAt: number;
  choicesAt: number;
};

/** When to answer, to offer choices, to hand over. Plain JSON. Long queries have weights of their own. */
export type Gate = {
  version: 1;
  /** The share of right answers that `answerAt` was chosen for; none = not fitted. */
  precision?: number;
  short: GatePart;
  long: GatePart;
};

/** Normalised queries longer than this are long ones. */
export const SHORT_QUERY_CHARACTERS = 40;

const untrainedPart = (rank: Record<string, number>): GatePart => ({
  rank: { bias: 0, weights: rank },
  gate: {
    bias: -6.2,
    weights: {
      bigramsOfEntry: 4,
      unigramsOfEntry: 4,
      ratio: 4,
      kindClash: -2,
      negationClash: -2,
      numberClash: -2,
      same: 4,
    },
  },
  answerAt: 0.97,
  choicesAt: 0.35,
});

/** The gate before anybody has judged anything: coverage of the entry's question and distance to the second. */
export const untrainedGate: Gate = {
  version: 1,
  short: untrainedPart({ score: 4, unigramsOfEntry: 1, sequenceOfEntry: 1, same: 2 }),
  long: untrainedPart({ score: 4, bigramsOfEntry: 1, unigramsOfEntry: 1, answer: 1, same: 2 }),
};

const NAMES: readonly string[] = [...PAIR_FEATURES, ...MARGIN_FEATURES];

/** The linear sum of a row of features (PAIR_FEATURES, then MARGIN_FEATURES where given). */
export const weigh = (model: Weights, features: readonly number[]): number =>
  features.reduce((sum, value, at) => sum + value * (model.weights[NAMES[at]!] ?? 0), model.bias);

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
