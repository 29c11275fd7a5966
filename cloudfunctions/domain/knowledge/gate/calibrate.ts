import {
  type Gate,
  GATE_FEATURES,
  calibrated,
  gateFeatures,
  NEAR_FEATURES,
  NEAR_UNFITTED,
  nearFeatures,
  nearnessOf,
  type GatePart,
  rankOf,
  rawOdds,
  sigmoid,
  SHORT_QUERY_CHARACTERS,
} from './gate';
import type { KnowledgeIndex } from '../retrieval/knowledge-index';
import { closerLook } from '../retrieval/closer-look';
import { queryOf } from '../retrieval/features';
import { once, rankEntries } from '../retrieval/rank-entries';
import { fitRankWeights } from '../retrieval/rank-model';
import { fitLogistic } from './logistic';
import { ownQuestions } from './own-questions';
import { type IsRight, type Judged, rightIn } from './right-entry';
import { type Example, fitTrees } from './trees';

type Candidate = { right: boolean; features: number[]; score: number; look: () => number[] };
/** A judged query with its candidates, ready for fitting. */
type Case = {
  answerable: boolean;
  fold: number;
  candidates: Candidate[];
  /** What is found when the knowledge base lacks every right entry; empty where none is right anyway. */
  bereft: Candidate[];
  own?: true;
};
/** How a case came out under a part that was not fitted on it. */
type Outcome = {
  odds: number;
  right: boolean;
  amongThree: boolean;
  answerable: boolean;
  /** That the right one is among three (0..1), without trees for it nothing but what the odds say. */
  nearness: (confidence: number) => number;
};

const FOLDS = 5;
/** From so many judged queries of a length class on, ranking and gate are fitted anew; below, only the calibration is. */
const ENOUGH = 300;
/** What a query counts for when it is asked of a knowledge base without its entry: shows how unanswerable ones look. */
const BEREFT_WEIGHT = 0.5;
/**
 * Of the queries that nothing answers at most this many times 1 - precision may get a plain answer. Long messages are told
 * apart better than short questions, so more is asked of them.
 */
const FALSE_ANSWERS = { short: 1.2, long: 0.6 };
const FEWEST_ANSWERS = 20;
/** What a query counts for that nothing answers, when it is learned what is near: they are few beside wordings of entries. */
const UNANSWERABLE_WEIGHT = 2;
/** Choices are offered where the right entry is among three in this share of so many neighbouring cases. */
const CHOICES_SHARE = 0.6;
const NEIGHBOURS = 60;

/** The ranking is learned from the order of all candidates, so that it must see them in the cheap score's order. */
const NO_RANK = { rank: [] };

/**
 * Fits a gate to judged queries such that of the plain answers at least `precision` (0..1) are right on queries not
 * seen before; measured across folds, never on the queries fitted on. A length class with few judged queries keeps
 * the weights of `base` and gets its own thresholds; one with almost none stays as it is. Weights are also fitted to the
 * entries' own similar questions, each asked of a knowledge base without it; thresholds never. Deterministic.
 */
export const calibrate = (
  index: KnowledgeIndex,
  judged: readonly Judged[],
  options: { precision: number; base: Gate },
): Gate => calibrateEach(index, judged, { precisions: [options.precision], base: options.base })[0]!;

/** As `calibrate`, for several precisions at the price of one fit. */
export const calibrateEach = (
  index: KnowledgeIndex,
  judged: readonly Judged[],
  { precisions, base }: { precisions: readonly number[]; base: Gate },
): Gate[] => {
  const cases = { short: [] as Case[], long: [] as Case[] };
  const isRight = rightIn(index);
  const add = (asked: KnowledgeIndex, each: Judged, own?: true): void => {
    const text = index.normalise(each.q);
    const one = caseOf(asked, text, each, isRight);
    cases[text.length > SHORT_QUERY_CHARACTERS ? 'long' : 'short'].push(own ? { ...one, own } : one);
  };
  for (const each of judged) add(index, each);
  if (judged.length >= ENOUGH) {
    const own = ownQuestions(index);
    for (const each of own.questions) add(own.index, each, true);
  }
  const short = fitPart(cases.short, base.short, precisions, FALSE_ANSWERS.short);
  const long = fitPart(cases.long, base.long, precisions, FALSE_ANSWERS.long);
  return precisions.map((precision, at) => ({
    version: 1,
    features: [...GATE_FEATURES],
    precision,
    short: short[at]!,
    long: long[at]!,
  }));
};

/** The candidates of a judged query, by the cheap score. */
const caseOf = (index: KnowledgeIndex, text: string, judged: Judged, isRight: IsRight): Case => {
  const right = (id: string): boolean => isRight(judged, id);
  const found = (isLeftOut?: (id: string) => boolean): Candidate[] =>
    rankEntries(index, text, NO_RANK, {}, isLeftOut).map(({ entryNo, textNo, features, score }) => ({
      right: right(index.entries[entryNo]!.id),
      features,
      score,
      // The query is read once more: all that was read of long ones would fill the memory of an instance.
      look: once(() => closerLook(index, queryOf(index, text), { textNo })),
    }));
  const answerable = judged.gold !== null;
  return {
    answerable,
    // All queries of one entry share a fold, so that nothing about an entry is carried over.
    fold: hash(judged.gold ?? text) % FOLDS,
    candidates: found(),
    bereft: answerable ? found(right) : [],
  };
};

const hash = (text: string): number => {
  let value = 2166136261;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 16777619) >>> 0;
  return value;
};

const fitPart = (
  all: readonly Case[],
  base: GatePart,
  precisions: readonly number[],
  falseAnswers: number,
): GatePart[] => {
  const cases = all.filter(each => each.candidates.length > 1);
  const judged = cases.filter(each => !each.own);
  if (judged.length < FEWEST_ANSWERS) return precisions.map(() => base);
  const anew = judged.length >= ENOUGH;
  const outcomes = anew ? outcomesAcrossFolds(cases) : judged.map(each => outcomeOf(base, each));
  const part = anew ? fitWeights(cases) : base;
  const calibration = fitCalibration(outcomes);
  return precisions.map(precision => ({
    ...part,
    calibration,
    ...thresholds(part, outcomes, calibration, precision, falseAnswers),
  }));
};

const outcomesAcrossFolds = (cases: readonly Case[]): Outcome[] =>
  Array.from({ length: FOLDS }, (_, fold) => {
    const part = fitWeights(cases.filter(each => each.fold !== fold));
    return cases.filter(each => each.fold === fold && !each.own).map(each => outcomeOf(part, each));
  }).flat();

const UNFITTED = { weights: [], calibration: [1, 0] as [number, number], answerAt: 1, choicesAt: 1 };

/** Ranking and gate from cases; the thresholds are still open. */
const fitWeights = (cases: readonly Case[]): GatePart => {
  const lists = cases.flatMap(({ candidates }) => {
    const right = candidates.findIndex(each => each.right);
    return right < 0 ? [] : [{ rows: candidates.map(each => each.features), right }];
  });
  const rank = fitRankWeights(lists);
  const part: GatePart = { ...UNFITTED, rank, start: 0, trees: [] };
  const examples: Example[] = [];
  const ofThree: Example[] = [];
  for (const { answerable, candidates, bereft } of cases) {
    const ordered = order(part, candidates);
    ofThree.push({
      features: nearFeatures(ordered),
      right: isAmongThree(ordered),
      weight: answerable ? 1 : UNANSWERABLE_WEIGHT,
    });
    examples.push({ features: gateFeatures(ordered), right: ordered[0]!.right, weight: 1 });
    if (bereft.length > 1)
      examples.push({ features: gateFeatures(order(part, bereft)), right: false, weight: BEREFT_WEIGHT });
  }
  const start = 1;
  const near = { features: [...NEAR_FEATURES], start, trees: fitTrees(ofThree, start) };
  return { ...part, ...meanOf(fitLogistic(examples), { start, trees: fitTrees(examples, start) }), near };
};

const round5 = (value: number): number => Math.round(value * 1e5) / 1e5;

/** The mean of both odds, as one sum: each errs where the other does not (docs/knowledge.md). */
const meanOf = (
  line: { start: number; weights: number[] },
  steps: Pick<GatePart, 'start' | 'trees'>,
): Pick<GatePart, 'start' | 'weights' | 'trees'> => ({
  start: round5((line.start + steps.start) / 2),
  weights: line.weights.map(weight => round5(weight / 2)),
  trees: steps.trees.map(tree => ({ ...tree, adds: tree.adds.map(each => round5(each / 2)) })),
});

const isAmongThree = (ordered: readonly Candidate[]): boolean => ordered.slice(0, 3).some(each => each.right);

const order = (part: GatePart, candidates: readonly Candidate[]): (Candidate & { rank: number })[] =>
  candidates.map(each => ({ ...each, rank: rankOf(part, each.features) })).sort((a, b) => b.rank - a.rank);

const outcomeOf = (part: GatePart, { answerable, candidates }: Case): Outcome => {
  const ordered = order(part, candidates);
  return {
    odds: rawOdds(part, gateFeatures(ordered)),
    right: ordered[0]!.right,
    answerable,
    amongThree: isAmongThree(ordered),
    nearness: confidence => nearnessOf(part, ordered, confidence),
  };
};

/** How strongly slope and offset are held at 1 and 0 while there is little to learn from. */
const CALIBRATION_PRIOR = 0.5;

/** Slope and offset that make the confidence the share of right ones (logistic regression on the odds). */
const fitCalibration = (outcomes: readonly Outcome[]): [number, number] => {
  let slope = 1;
  let offset = 0;
  for (let round = 0; round < 50; round += 1) {
    let [gs, go] = [CALIBRATION_PRIOR * (slope - 1), CALIBRATION_PRIOR * offset];
    let [ss, so, oo] = [CALIBRATION_PRIOR, 0, CALIBRATION_PRIOR];
    for (const { odds, right } of outcomes) {
      const chance = sigmoid(slope * odds + offset);
      const error = chance - (right ? 1 : 0);
      const curve = chance * (1 - chance);
      gs += error * odds;
      go += error;
      ss += curve * odds * odds;
      so += curve * odds;
      oo += curve;
    }
    const determinant = ss * oo - so * so;
    slope -= bounded((oo * gs - so * go) / determinant);
    offset -= bounded((ss * go - so * gs) / determinant);
    // The order of confidences must stay that of the odds.
    slope = Math.max(0.05, slope);
  }
  return [slope, offset];
};

/** Newton's steps overshoot where nearly all outcomes agree. */
const bounded = (step: number): number => Math.max(-0.5, Math.min(0.5, step));

/**
 * A threshold loses precision on texts it was not chosen on: up to two points at .95, little where hardly any
 * error is allowed (docs/knowledge.md). So a higher one is aimed at: .95 → .966, .98 → .981.
 */
const aimedAt = (precision: number): number => precision + Math.min(0.02, 128 * (1 - precision) ** 3);

/** However good the sum looks, no single answer may be four times as likely wrong as is promised for all. */
const leastConfidence = (precision: number): number => 1 - 4 * (1 - precision);

const thresholds = (
  { near }: Pick<GatePart, 'near'>,
  outcomes: readonly Outcome[],
  calibration: [number, number],
  precision: number,
  falseAnswers: number,
): Pick<GatePart, 'answerAt' | 'choicesAt' | 'nearAt'> => {
  const sorted = outcomes
    .map(each => ({ ...each, confidence: calibrated(calibration, each.odds) }))
    .sort((a, b) => b.confidence - a.confidence);
  // 1 is never reached: without a threshold that keeps its promise nothing is answered.
  const from = lowest(sorted, aimedAt(precision), falseAnswers * (1 - precision));
  const answerAt = Math.max(from ?? 1, leastConfidence(precision));
  const choicesAt = Math.min(answerAt, choicesFrom(sorted));
  const nearAt = nearFrom(sorted);
  // Without trees of its own it is the confidence, of which less is wanted than for choices.
  return { answerAt, choicesAt, nearAt: near ? nearAt : Math.min(choicesAt, nearAt) };
};

/**
 * Of the judged queries that nothing answers so many are shown nothing. Most of the others ask about a matter that
 * entries are near to, which is worth a look; what has nothing to do with any of them lies lower: of such texts three
 * of four are shown nothing (docs/knowledge.md). A few tell nothing about it.
 */
const SHOWN_NOTHING = 0.4;
const FEWEST_UNANSWERABLE = 20;

/** The nearness below which most of the queries lie that nothing answers: from here on entries are shown. */
const nearFrom = (sorted: readonly (Outcome & { confidence: number })[]): number => {
  const unanswerable = sorted
    .flatMap(each => (each.answerable ? [] : [each.nearness(each.confidence)]))
    .sort((a, b) => a - b);
  if (unanswerable.length < FEWEST_UNANSWERABLE) return NEAR_UNFITTED;
  return unanswerable[Math.floor(SHOWN_NOTHING * unanswerable.length)]! + 1e-6;
};

/** The lowest confidence at which the right entry is still among three often enough: worth a citizen's look. */
const choicesFrom = (sorted: readonly (Outcome & { confidence: number })[]): number => {
  const ascending = [...sorted].reverse();
  const from = ascending.findIndex((_, at) => {
    const next = ascending.slice(at, at + NEIGHBOURS);
    return next.filter(each => each.amongThree).length >= CHOICES_SHARE * next.length;
  });
  return ascending[from]?.confidence ?? 1;
};

/**
 * The lowest confidence from which at least `share` of the outcomes are right and at most `falsely` of the unanswerable
 * ones are answered; none below FEWEST_ANSWERS of them.
 */
const lowest = (
  sorted: readonly (Outcome & { confidence: number })[],
  share: number,
  falsely: number,
): number | undefined => {
  const unanswerable = sorted.filter(each => !each.answerable).length;
  let good = 0;
  let bad = 0;
  let threshold: number | undefined;
  sorted.forEach((each, at) => {
    good += each.right ? 1 : 0;
    bad += each.answerable ? 0 : 1;
    const keeps = good >= share * (at + 1) && bad <= falsely * unanswerable;
    if (at + 1 >= FEWEST_ANSWERS && keeps) threshold = each.confidence;
  });
  return threshold;
};
