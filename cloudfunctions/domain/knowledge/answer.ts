import { type Circumstances, regionDepth } from './entry';
import { leavesFigureOpen } from './gate/asked-figure';
import { defaultGate } from './gate/default-gate';
import {
  confidenceOf,
  type Gate,
  gateFeatures,
  type GatePart,
  NEAR_UNFITTED,
  nearnessOf,
  partFor,
  SHORT_QUERY_CHARACTERS,
  sigmoid,
} from './gate/gate';
import type { KnowledgeIndex } from './retrieval/knowledge-index';
import { isWordForWord, rankEntries, type RankedEntry } from './retrieval/rank-entries';
import { likeness, SAME_QUESTION, termsOf } from './retrieval/likeness';
import { commonParts } from './retrieval/text';
import { contradiction } from './content/contradiction';

export type Band = 'answer' | 'choices' | 'handover';
export type Found = { id: string; confidence: number; matched: string[] };
/** `near`: handed over, but what was meant may be among the first three of `top`. */
export type Answer = { band: Band; top: Found[]; near: boolean };

export type AnswerOptions = Circumstances & {
  gate?: Gate;
  /** How many entries `top` holds where there are as many; 3 unless told, at most 12. */
  limit?: number;
  /** Judges bare questions as if each had an answer: for measuring on lists of questions only. */
  withoutAnswers?: boolean;
};

/**
 * Which entry answers a query. `answer`: the first of `top` is sure enough to be given alone; `choices`: the right
 * one is likely among `top`; `handover`: a person must look. `confidence` is the chance (0..1) that the entry is the
 * right one; `matched` names the parts of its question found in the query. Never throws, whatever the text.
 * Entries of another region, not valid today or not verified never appear (G-5.2b).
 */
export const answer = (index: KnowledgeIndex, query: string, options: AnswerOptions = {}): Answer => {
  const text = index.normalise(query);
  const part = partFor(options.gate ?? defaultGate, text);
  const ranked = rankEntries(index, text, part, options);
  const first = ranked[0];
  const fitted = first && first.score > 0 ? confidenceOf(part, gateFeatures(withoutTwins(index, ranked))) : 0;
  const confidence = first && isWordForWord(index, text, first) ? Math.max(fitted, WORD_FOR_WORD) : fitted;
  const top = ranked.slice(0, options.limit ?? 3).map((each, at) => ({
    id: index.entries[each.entryNo]!.id,
    // The others share what is left, by their distance to the first.
    confidence:
      at === 0 ? confidence : Math.min(confidence, 1 - confidence) * sigmoid(each.rank - first!.rank),
    matched: commonParts(text, index.texts[each.textNo]!),
  }));
  const band = bandOf(index, text, first, confidence, part, options);
  const isNear = (): boolean => nearnessOf(part, ranked, confidence) >= (part.nearAt ?? NEAR_UNFITTED);
  const near = band === 'handover' && text.length > 1 && fitted > 0 && isNear();
  return { band, top, near };
};

/**
 * What the first entry has to be told apart from. Another one of the place that asks nearly the same and answers it alike
 * is no rival: whichever is given, the answer is right.
 */
const withoutTwins = (index: KnowledgeIndex, ranked: readonly RankedEntry[]): RankedEntry[] => {
  const [first, ...others] = ranked as [RankedEntry, ...RankedEntry[]];
  const one = index.entries[first.entryNo]!;
  const terms = termsOf(index.texts[first.textNo]!);
  const isTwin = (each: RankedEntry): boolean => {
    const other = index.entries[each.entryNo]!;
    if (!one.answer || !other.answer || one.region !== other.region) return false;
    if (likeness(terms, termsOf(index.texts[each.textNo]!)) < SAME_QUESTION) return false;
    return contradiction(one.answer, other.answer, index) === undefined;
  };
  return [first, ...others.filter(each => !isTwin(each))];
};

/** How sure a question is that staff published with an answer in these very words. */
const WORD_FOR_WORD = 0.99;

const bandOf = (
  index: KnowledgeIndex,
  text: string,
  first: RankedEntry | undefined,
  confidence: number,
  part: GatePart,
  options: AnswerOptions,
): Band => {
  // One entry gives nothing to compare with, one character nothing to compare.
  if (!first || index.entries.length < 2 || text.length < 2) return 'handover';
  if (confidence < part.choicesAt || index.ambiguous.has(first.entryNo)) return 'handover';
  const entry = index.entries[first.entryNo]!;
  if (!entry.answer?.trim() && !options.withoutAnswers) return 'handover';
  // Where the reader is is unknown: what holds in one city only is offered, with its region, but not given as true.
  const elsewhere = regionDepth(entry.region) > 2 && !options.region;
  // In a long message a figure is one of many things asked.
  const open = text.length <= SHORT_QUERY_CHARACTERS && leavesFigureOpen(text, entry);
  const figureMissing = open && !options.withoutAnswers && !isWordForWord(index, text, first);
  return confidence >= part.answerAt && !elsewhere && !figureMissing ? 'answer' : 'choices';
};
