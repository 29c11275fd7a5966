import { type Circumstances, mayShow, regionDepth } from '../entry';
import { closerLook } from './closer-look';
import { bestOf, type Candidate, pairFeatures, type Query, queryOf } from './features';
import { type GatePart, rankOf, SHORT_QUERY_CHARACTERS } from '../gate/gate';
import type { KnowledgeIndex } from './knowledge-index';
import { addScores } from './postings';

/** How many entries the cheap score hands to the exact comparison. */
const CANDIDATES = 12;

/** What each field adds to the cheap score. In short queries characters tell most, in long ones pairs do. */
const SHORT_FIELDS = { unigrams: 1, bigrams: 0.15, answers: 0.05 };
const LONG_FIELDS = { unigrams: 0.15, bigrams: 1, answers: 0.3 };

export type RankedEntry = Candidate & { features: number[]; rank: number; look: () => number[] };

/**
 * The entries that may be shown, best first: at most CANDIDATES, and at least three where there are as many; `isLeftOut`
 * asks a knowledge base that lacks some.
 */
export const rankEntries = (
  index: KnowledgeIndex,
  text: string,
  part: Pick<GatePart, 'rank'>,
  circumstances: Circumstances,
  isLeftOut: (id: string) => boolean = () => false,
): RankedEntry[] => {
  const query = queryOf(index, text);
  const found = findCandidates(index, query, circumstances, isLeftOut);
  const nearest = nearestRegions(index, found);
  const isSuperseded = (each: Candidate): boolean =>
    depthOf(index, each) < nearest.get(index.texts[each.textNo]!)!;
  const candidates = [...found.filter(each => !isSuperseded(each)), ...found.filter(isSuperseded)];
  const best = bestOf(candidates);
  const ranked = candidates.map((candidate, place) => {
    const features = pairFeatures(index, query, candidate, best, place);
    const look = once(() => closerLook(index, query, candidate));
    return { ...candidate, features, rank: rankOf(part, features), look };
  });
  return ranked.sort(
    (a, b) =>
      Number(isSuperseded(a)) - Number(isSuperseded(b)) ||
      Number(isWordForWord(index, text, b)) - Number(isWordForWord(index, text, a)) ||
      b.rank - a.rank ||
      a.entryNo - b.entryNo,
  );
};

/** Measured when first asked for, and only then. */
export const once = <T>(measure: () => T): (() => T) => {
  let value: T | undefined;
  return () => (value ??= measure());
};

/** True when staff published an answer to a question in the query's very words. */
export const isWordForWord = (index: KnowledgeIndex, text: string, each: Candidate): boolean =>
  text.length > 1 && index.texts[each.textNo] === text && !!index.entries[each.entryNo]!.answer?.trim();

const depthOf = (index: KnowledgeIndex, each: Candidate): number =>
  regionDepth(index.entries[each.entryNo]!.region);

/**
 * How near to the reader each question is answered. An entry for the whole province steps back where the reader's own
 * city or county has one with the same question.
 */
const nearestRegions = (index: KnowledgeIndex, found: readonly Candidate[]): Map<string, number> => {
  const nearest = new Map<string, number>();
  for (const each of found) {
    const text = index.texts[each.textNo]!;
    nearest.set(text, Math.max(nearest.get(text) ?? 0, depthOf(index, each)));
  }
  return nearest;
};

const findCandidates = (
  index: KnowledgeIndex,
  query: Query,
  circumstances: Circumstances,
  isLeftOut: (id: string) => boolean,
): Candidate[] => {
  const fields = query.text.length > SHORT_QUERY_CHARACTERS ? LONG_FIELDS : SHORT_FIELDS;
  const unigramScores = new Float32Array(index.texts.length);
  const bigramScores = new Float32Array(index.texts.length);
  const answerScores = new Float32Array(index.entries.length);
  addScores(index.unigrams, query.unigrams, unigramScores);
  addScores(index.bigrams, query.bigrams, bigramScores);
  addScores(index.answers, query.bigrams, answerScores);
  const best: Candidate[] = [];
  const offer = (entryNo: number, textNo: number, score: number, secondScore: number): void => {
    if (best.length === CANDIDATES && score <= best[CANDIDATES - 1]!.score) return;
    const entry = index.entries[entryNo]!;
    if (!mayShow(entry, circumstances) || isLeftOut(entry.id)) return;
    let place = best.length;
    while (place > 0 && best[place - 1]!.score < score) place -= 1;
    best.splice(place, 0, {
      entryNo,
      textNo,
      score,
      unigramScore: unigramScores[textNo]!,
      bigramScore: bigramScores[textNo]!,
      answerScore: answerScores[entryNo]!,
      secondScore,
    });
    if (best.length > CANDIDATES) best.pop();
  };
  const texts = index.entryOfText.length;
  for (let textNo = 0; textNo < texts;) {
    // The texts of an entry stand together; the best of them counts.
    const entryNo = index.entryOfText[textNo]!;
    let bestText = textNo;
    let bestScore = -1;
    let secondScore = 0;
    for (; textNo < texts && index.entryOfText[textNo] === entryNo; textNo += 1) {
      const score = fields.unigrams * unigramScores[textNo]! + fields.bigrams * bigramScores[textNo]!;
      if (score > bestScore) [bestText, bestScore, secondScore] = [textNo, score, Math.max(0, bestScore)];
      else if (score > secondScore) secondScore = score;
    }
    offer(entryNo, bestText, bestScore + fields.answers * answerScores[entryNo]!, secondScore);
  }
  return best;
};
