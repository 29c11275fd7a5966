import { type Circumstances, type KnowledgeEntry, mayShow, regionDepth } from './entry';
import { ANSWER_WEIGHT, pairFeatures, type Query, queryOf, UNIGRAM_WEIGHT } from './features';
import { type Gate, type GatePart, SHORT_QUERY_CHARACTERS, sigmoid, untrainedGate, weigh } from './gate';
import { isCloserVersion, type KnowledgeIndex } from './knowledge-index';
import { addScores } from './postings';
import { commonParts, normalise } from './text';

export type Band = 'answer' | 'choices' | 'handover';
export type Found = { id: string; confidence: number; matched: string[] };
export type Answer = { band: Band; top: Found[] };

export type AnswerOptions = Circumstances & {
  gate?: Gate;
  /** How many entries `top` holds where there are as many; 3 unless told. */
  limit?: number;
  /** Judges bare questions as if each had an answer: for measuring on lists of questions only. */
  withoutAnswers?: boolean;
};

/** How many entries the cheap score hands to the exact comparison. */
const CANDIDATES = 12;

type Candidate = { entryNo: number; textNo: number; score: number; answerScore: number };
export type Ranked = Candidate & { features: number[]; rank: number };

/**
 * Which entry answers a query. `answer`: the first of `top` is sure enough to be given alone; `choices`: the right
 * one is likely among `top`; `handover`: a person must look. `confidence` is the chance (0..1) that the entry is the
 * right one; `matched` names the parts of its question found in the query. Never throws, whatever the text.
 */
export const answer = (index: KnowledgeIndex, query: string, options: AnswerOptions = {}): Answer => {
  const text = normalise(query);
  const part = partFor(options.gate ?? untrainedGate, text);
  const ranked = rankEntries(index, text, part, options);
  const confidence = confidenceOf(ranked, part);
  const top = ranked.slice(0, options.limit ?? 3).map((each, at) => ({
    id: index.entries[each.entryNo]!.id,
    confidence: at === 0 ? confidence : confidence * sigmoid(each.rank - ranked[0]!.rank),
    matched: commonParts(text, index.texts[each.textNo] ?? ''),
  }));
  return { band: bandOf(index, text, ranked[0], confidence, part, options), top };
};

export const partFor = (gate: Gate, text: string): GatePart =>
  text.length > SHORT_QUERY_CHARACTERS ? gate.long : gate.short;

/** All that may be shown, best first: at most CANDIDATES, and three where the knowledge base has them. */
export const rankEntries = (
  index: KnowledgeIndex,
  text: string,
  part: GatePart,
  circumstances: Circumstances,
): Ranked[] => {
  const unigramWeight = text.length > SHORT_QUERY_CHARACTERS ? UNIGRAM_WEIGHT.long : UNIGRAM_WEIGHT.short;
  const query = queryOf(index, text, unigramWeight);
  const ranked = candidates(index, query, unigramWeight, circumstances).map(candidate => {
    const features = pairFeatures(index, query, candidate);
    return { ...candidate, features, rank: weigh(part.rank, features) };
  });
  ranked.sort((a, b) => b.rank - a.rank || b.score - a.score || a.entryNo - b.entryNo);
  return preferCloserRegion(index, ranked);
};

const candidates = (
  index: KnowledgeIndex,
  query: Query,
  unigramWeight: number,
  circumstances: Circumstances,
): Candidate[] => {
  const textScores = new Float32Array(index.texts.length);
  addScores(index.bigrams, query.bigrams, 1, textScores);
  addScores(index.unigrams, query.unigrams, unigramWeight, textScores);
  const answerScores = new Float32Array(index.entries.length);
  addScores(index.answers, query.bigrams, 1, answerScores);
  const best: Candidate[] = [];
  let entryNo = -1;
  let current: Candidate | undefined;
  const offer = (): void => {
    if (!current) return;
    current.score += ANSWER_WEIGHT * current.answerScore;
    if (best.length === CANDIDATES && current.score <= best[CANDIDATES - 1]!.score) return;
    if (!mayShow(index.entries[current.entryNo]!, circumstances)) return;
    let place = best.length;
    while (place > 0 && best[place - 1]!.score < current.score) place -= 1;
    best.splice(place, 0, current);
    if (best.length > CANDIDATES) best.pop();
  };
  for (let textNo = 0; textNo < textScores.length; textNo += 1) {
    const score = textScores[textNo]!;
    if (index.entryOfText[textNo] === entryNo) {
      if (score > current!.score) Object.assign(current!, { textNo, score });
      continue;
    }
    offer();
    entryNo = index.entryOfText[textNo]!;
    current = { entryNo, textNo, score, answerScore: answerScores[entryNo]! };
  }
  offer();
  return best;
};

/** Of two entries with the same question the one made for the reader's own city or county comes first. */
const preferCloserRegion = (index: KnowledgeIndex, ranked: Ranked[]): Ranked[] => {
  const entryOf = (each: Ranked): KnowledgeEntry => index.entries[each.entryNo]!;
  const [first] = ranked;
  if (!first || !ranked.some(each => isCloserVersion(entryOf(each), entryOf(first)))) return ranked;
  const same = ranked.filter(each => each === first || isCloserVersion(entryOf(each), entryOf(first)));
  same.sort((a, b) => regionDepth(entryOf(b).region) - regionDepth(entryOf(a).region));
  return [...same, ...ranked.filter(each => !same.includes(each))];
};

/** The features of the gate: those of the first candidate and its distance to the second. */
export const gateFeatures = (ranked: readonly Ranked[]): number[] => {
  const [first, second] = ranked;
  if (!first) return [];
  const ratio = second && first.score > 0 ? Math.max(0, 1 - second.score / first.score) : 1;
  return [...first.features, second ? first.rank - second.rank : 1, ratio];
};

const confidenceOf = (ranked: readonly Ranked[], part: GatePart): number =>
  ranked[0] && ranked[0].score > 0 ? sigmoid(weigh(part.gate, gateFeatures(ranked))) : 0;

const bandOf = (
  index: KnowledgeIndex,
  text: string,
  first: Ranked | undefined,
  confidence: number,
  part: GatePart,
  options: AnswerOptions,
): Band => {
  // One entry gives nothing to compare with, one character nothing to compare.
  if (!first || index.entries.length < 2 || text.length < 2 || index.ambiguous.has(first.entryNo))
    return 'handover';
  if (confidence < part.choicesAt) return 'handover';
  const entry = index.entries[first.entryNo]!;
  const local = regionDepth(entry.region) > 2 && !options.region;
  const silent = !entry.answer?.trim() && !options.withoutAnswers;
  if (silent) return 'handover';
  return confidence >= part.answerAt && !local ? 'answer' : 'choices';
};
