import type { KnowledgeIndex } from './knowledge-index';
import { answerText } from './knowledge-index';
import { bigramsOf, tokensOf } from './text';

/** All words of an entry: what one of its wordings lacks another one may have. */
export type Vocabulary = {
  /** By how many of its questions a token is held. */
  counts: ReadonlyMap<number, number>;
  questions: number;
  bigrams: ReadonlySet<number>;
  /** The tokens of its questions, its answer and the name of its service. */
  all: ReadonlySet<number>;
};

/** Entries that are asked again and again are read once; with all of them an instance would hold hundreds of MB. */
const MOST_KEPT = 400;
const kept = new WeakMap<KnowledgeIndex, Map<number, Vocabulary>>();

export const vocabularyOf = (index: KnowledgeIndex, entryNo: number): Vocabulary => {
  const ofIndex = kept.get(index) ?? new Map<number, Vocabulary>();
  kept.set(index, ofIndex);
  const known = ofIndex.get(entryNo) ?? read(index, entryNo);
  if (ofIndex.size >= MOST_KEPT) ofIndex.clear();
  ofIndex.set(entryNo, known);
  return known;
};

const read = (index: KnowledgeIndex, entryNo: number): Vocabulary => {
  const counts = new Map<number, number>();
  const bigrams = new Set<number>();
  const [from, to] = [index.firstText[entryNo]!, index.firstText[entryNo + 1]!];
  for (let textNo = from; textNo < to; textNo += 1) {
    const tokens = tokensOf(index.texts[textNo]!);
    for (const token of new Set(tokens)) counts.set(token, (counts.get(token) ?? 0) + 1);
    for (const pair of bigramsOf(tokens)) bigrams.add(pair);
  }
  const all = new Set(counts.keys());
  for (const token of tokensOf(index.normalise(answerText(index.entries[entryNo]!)))) all.add(token);
  return { counts, questions: Math.max(1, to - from), bigrams, all };
};
