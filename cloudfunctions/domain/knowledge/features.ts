import type { KnowledgeIndex } from './knowledge-index';
import { countTerms, idfOf, type Postings } from './postings';
import { termsOf } from './text';
import { NEGATIONS, QUESTION_KINDS } from './words';

/** What is measured about a query and one entry; every value lies in 0..1 unless said otherwise. */
export const PAIR_FEATURES = [
  'score',
  'bigramsOfEntry',
  'unigramsOfEntry',
  'bigramsOfQuery',
  'unigramsOfQuery',
  'answer',
  'sequenceOfEntry',
  'sequenceOfQuery',
  'run',
  'kindClash',
  'negationClash',
  'numberClash',
  'length',
  'same',
] as const;
/** What is measured about the first entry against the second. */
export const MARGIN_FEATURES = ['margin', 'ratio'] as const;

export type Query = {
  text: string;
  unigrams: Map<number, number>;
  bigrams: Map<number, number>;
  /** The score of an entry that would hold all terms of the query once. */
  selfScore: number;
};

export const UNIGRAM_WEIGHT = { short: 0.5, long: 0.15 };
export const ANSWER_WEIGHT = 0.3;

const repeated = (count: number): number => (2 * count) / (1 + count);

export const queryOf = (index: KnowledgeIndex, text: string, unigramWeight: number): Query => {
  const terms = termsOf(text);
  const unigrams = countTerms(terms.unigrams);
  const bigrams = countTerms(terms.bigrams);
  let selfScore = 0;
  for (const [term, count] of bigrams) selfScore += repeated(count) * idfOf(index.bigrams, term);
  for (const [term, count] of unigrams)
    selfScore += unigramWeight * repeated(count) * idfOf(index.unigrams, term);
  return { text, unigrams, bigrams, selfScore };
};

/** The share of `inner`'s terms, by rarity, that `outer` holds. */
const coverage = (
  field: Postings,
  inner: ReadonlyMap<number, number>,
  outer: ReadonlyMap<number, number>,
): number => {
  let all = 0;
  let held = 0;
  for (const term of inner.keys()) {
    const idf = idfOf(field, term);
    all += idf;
    if (outer.has(term)) held += idf;
  }
  return all > 0 ? held / all : 0;
};

/** Length of the longest common subsequence and of the longest common run of two texts. */
const common = (a: string, b: string): { sequence: number; run: number } => {
  const width = b.length + 1;
  let above = new Uint16Array(width);
  let row = new Uint16Array(width);
  let runsAbove = new Uint16Array(width);
  let runs = new Uint16Array(width);
  let run = 0;
  for (let i = 0; i < a.length; i += 1) {
    const code = a.charCodeAt(i);
    for (let j = 1; j < width; j += 1) {
      if (code === b.charCodeAt(j - 1)) {
        row[j] = above[j - 1]! + 1;
        runs[j] = runsAbove[j - 1]! + 1;
        if (runs[j]! > run) run = runs[j]!;
      } else {
        row[j] = Math.max(above[j]!, row[j - 1]!);
        runs[j] = 0;
      }
    }
    [above, row] = [row, above];
    [runsAbove, runs] = [runs, runsAbove];
  }
  return { sequence: above[b.length]!, run };
};

const kindOf = (text: string): number =>
  QUESTION_KINDS.findIndex(words => words.some(word => text.includes(word)));
const isNegated = (text: string): boolean => NEGATIONS.some(word => text.includes(word));
const numbersOf = (text: string): string[] =>
  text.match(/[a-z]*\d+[a-z\d]*|[一二三四五六七八九十百千万两]+/g) ?? [];

/** Longer queries are compared by their beginning where the cost grows with both lengths. */
const COMPARED_CHARACTERS = 400;

/** The values of PAIR_FEATURES, in that order. */
export const pairFeatures = (
  index: KnowledgeIndex,
  query: Query,
  candidate: { textNo: number; score: number; answerScore: number },
): number[] => {
  const text = index.texts[candidate.textNo]!;
  const terms = termsOf(text);
  const unigrams = countTerms(terms.unigrams);
  const bigrams = countTerms(terms.bigrams);
  const head = query.text.slice(0, COMPARED_CHARACTERS);
  const { sequence, run } = common(head, text);
  const kind = kindOf(text);
  const queryKind = kindOf(head);
  const numbers = numbersOf(text);
  const self = query.selfScore || 1;
  return [
    Math.min(1, candidate.score / self),
    coverage(index.bigrams, bigrams, query.bigrams),
    coverage(index.unigrams, unigrams, query.unigrams),
    coverage(index.bigrams, query.bigrams, bigrams),
    coverage(index.unigrams, query.unigrams, unigrams),
    Math.min(1, candidate.answerScore / self),
    text ? sequence / text.length : 0,
    head ? sequence / head.length : 0,
    text ? run / text.length : 0,
    kind >= 0 && queryKind >= 0 && kind !== queryKind ? 1 : 0,
    isNegated(text) !== isNegated(head) ? 1 : 0,
    numbers.length > 0 ? numbers.filter(each => !query.text.includes(each)).length / numbers.length : 0,
    Math.min(1, text.length / 40),
    text === query.text ? 1 : 0,
  ];
};
