import type { KnowledgeIndex } from './knowledge-index';
import { countTerms, idfOf, type Postings } from './postings';
import { bigramsOf, isWord, tokensOf } from './text';
import { vocabularyOf, type Vocabulary } from './vocabulary';
import { FUNCTION_CHARACTERS, NEGATION, NUMBERS, QUESTION_KINDS } from './words';

/**
 * What is measured about a query (Q) and a question of the knowledge base (T). Gate files name the features in this
 * order, so a file fitted for other features is refused rather than misread.
 */
export const PAIR_FEATURES = [
  'unigramScore', // of the score that an entry holding all of Q would get
  'bigramScore',
  'answerScore',
  'scoreOfBest', // of the best candidate's score
  'unigramsOfBest',
  'bigramsOfBest',
  'answerOfBest',
  'bigramsOfT', // share of T's bigrams, by rarity, that Q holds
  'unigramsOfT',
  'bigramsOfQ',
  'unigramsOfQ',
  'bigramsOfTInOpening',
  'sequenceOfT', // longest common subsequence
  'sequenceOfQ',
  'runOfT', // longest common run of characters
  'kindClash',
  'negationClash',
  'numbersMissingInQ',
  'numbersMissingInT',
  'same',
  'rarestOfTMissing',
  'rarestOfQMissing',
  'rarityOfTMissing',
  'rarityOfQMissing',
  'countOfTMissing',
  'countOfQMissing',
  'gapOfT', // longest run of tokens that the other side lacks
  'gapOfQ',
  'order',
  'overlap',
  'lengthOfQ',
  'lengthOfT',
  'charactersShorter', // by how much T is shorter than Q, and longer
  'charactersLonger',
  'sameStart',
  'sameEnd',
  'wordsMissingInQ',
  'wordsMissingInT',
  'contentOfT',
  'contentOfQ',
  'place', // by the cheap score
  'secondOfBest', // of its best question's score, what its second best gets: many wordings agree, or one by chance
  'unigramsOfQInEntry', // held by any of its questions
  'bigramsOfQInEntry',
  'unigramsOfQInAll', // by its questions, its answer or the name of its service
  'rarestOfQMissingInAll',
  'usualOfQ', // by how large a share of its questions
] as const;

/** Read from a query once, for all candidates. */
export type Query = {
  text: string;
  unigrams: ReadonlyMap<number, number>;
  bigrams: ReadonlyMap<number, number>;
  /** Tokens of the beginning; long messages say there what they want. */
  head: number[];
  headText: string;
  headSet: ReadonlySet<number>;
  openingBigrams: ReadonlySet<number>;
  /** The scores of an entry that would hold all of the query. */
  unigramSelf: number;
  bigramSelf: number;
  kind: number;
  negated: boolean;
  numbers: string[];
};

export type Candidate = {
  entryNo: number;
  textNo: number;
  score: number;
  unigramScore: number;
  bigramScore: number;
  answerScore: number;
  /** The score of its second best question; 0 where it has but one. */
  secondScore: number;
};

const HEAD_CHARACTERS = 400;
/** A difference in length tells which of two like questions is meant; beyond this it tells no more. */
const LENGTH_GAP = 10;
const OPENING_CHARACTERS = 80;
export const FUNCTION_TOKENS = new Set(tokensOf(FUNCTION_CHARACTERS));

const kindOf = (text: string): number => QUESTION_KINDS.findIndex(kind => kind.test(text));
const numbersOf = (text: string): string[] => text.match(NUMBERS) ?? [];

/** What a term adds when it occurs `count` times in the query. */
export const repeated = (count: number): number => (2 * count) / (1 + count);

export const queryOf = (index: KnowledgeIndex, text: string): Query => {
  const tokens = tokensOf(text);
  const unigrams = countTerms(tokens);
  const bigrams = countTerms(bigramsOf(tokens));
  const headText = text.slice(0, HEAD_CHARACTERS);
  const head = tokensOf(headText);
  let unigramSelf = 0;
  for (const [term, count] of unigrams) unigramSelf += repeated(count) * idfOf(index.unigrams, term);
  let bigramSelf = 0;
  for (const [term, count] of bigrams) bigramSelf += repeated(count) * idfOf(index.bigrams, term);
  return {
    text,
    unigrams,
    bigrams,
    head,
    headText,
    headSet: new Set(head),
    openingBigrams: new Set(bigramsOf(tokensOf(text.slice(0, OPENING_CHARACTERS)))),
    unigramSelf,
    bigramSelf,
    kind: kindOf(headText),
    negated: NEGATION.test(headText),
    numbers: numbersOf(headText),
  };
};

type Held = { has(term: number): boolean };

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

const between = (low: number, value: number, high: number): number => Math.max(low, Math.min(high, value));

/** The share of the terms, by rarity, that `held` holds. */
const coverage = (field: Postings, terms: Iterable<number>, held: Held): number => {
  let all = 0;
  let found = 0;
  for (const term of terms) {
    const idf = idfOf(field, term);
    all += idf;
    if (held.has(term)) found += idf;
  }
  return share(found, all);
};

/** What the other side lacks: the rarest term, the sum of rarities (an unknown term = 1), how many. */
const missing = (field: Postings, terms: Iterable<number>, held: Held): { rarest: number; sum: number } => {
  let rarest = 0;
  let sum = 0;
  for (const term of terms) {
    if (held.has(term)) continue;
    const rarity = idfOf(field, term) / field.unknownIdf;
    rarest = Math.max(rarest, rarity);
    sum += rarity;
  }
  return { rarest, sum };
};

const countMissing = (tokens: readonly number[], held: Held): number =>
  tokens.reduce((count, token) => count + (held.has(token) ? 0 : 1), 0);

const longestGap = (tokens: readonly number[], held: Held): number => {
  let longest = 0;
  let gap = 0;
  for (const token of tokens) {
    gap = held.has(token) ? 0 : gap + 1;
    longest = Math.max(longest, gap);
  }
  return longest;
};

const contentShare = (tokens: readonly number[], held: Held): number => {
  const content = tokens.filter(token => !FUNCTION_TOKENS.has(token));
  return share(content.length - countMissing(content, held), content.length);
};

const commonSequence = (a: readonly number[], b: readonly number[]): number => {
  let above = new Uint16Array(b.length + 1);
  let row = new Uint16Array(b.length + 1);
  for (const token of a) {
    for (let at = 1; at <= b.length; at += 1)
      row[at] = token === b[at - 1] ? above[at - 1]! + 1 : Math.max(above[at]!, row[at - 1]!);
    [above, row] = [row, above];
  }
  return above[b.length]!;
};

const longestRun = (part: string, whole: string): number => {
  let longest = 0;
  for (let at = 0; at + longest < part.length; at += 1)
    while (at + longest < part.length && whole.includes(part.slice(at, at + longest + 1))) longest += 1;
  return longest;
};

const sameStart = (a: string, b: string): number => {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length += 1;
  return length;
};

const sameEnd = (a: string, b: string): number => {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[a.length - 1 - length] === b[b.length - 1 - length])
    length += 1;
  return length;
};

/** The best value of each score among the candidates. */
export type Best = Pick<Candidate, 'score' | 'unigramScore' | 'bigramScore' | 'answerScore'>;

/** How usual the query's terms are in the questions of an entry, by rarity. */
const usualness = (field: Postings, terms: Iterable<number>, { counts, questions }: Vocabulary): number => {
  let all = 0;
  let found = 0;
  for (const term of terms) {
    const idf = idfOf(field, term);
    all += idf;
    found += (idf * (counts.get(term) ?? 0)) / questions;
  }
  return share(found, all);
};

export const bestOf = (candidates: readonly Candidate[]): Best => {
  const highest = (pick: (each: Candidate) => number): number => Math.max(0, ...candidates.map(pick));
  return {
    score: highest(each => each.score),
    unigramScore: highest(each => each.unigramScore),
    bigramScore: highest(each => each.bigramScore),
    answerScore: highest(each => each.answerScore),
  };
};

/** The values of PAIR_FEATURES, in that order. All finite, whatever the texts. */
export const pairFeatures = (
  index: KnowledgeIndex,
  query: Query,
  candidate: Candidate,
  best: Best,
  place: number,
): number[] => {
  const text = index.texts[candidate.textNo]!;
  const tokens = tokensOf(text);
  const set = new Set(tokens);
  const bigrams = new Set(bigramsOf(tokens));
  const { head, headSet, headText, unigrams } = query;
  const sequence = commonSequence(head, tokens);
  const both = [...set].filter(token => headSet.has(token)).length;
  const kind = kindOf(text);
  const vocabulary = vocabularyOf(index, candidate.entryNo);
  const ofT = missing(index.unigrams, set, unigrams);
  const ofQ = missing(index.unigrams, headSet, set);
  const wordsMissing = (from: readonly number[], held: Held): number =>
    countMissing(from.filter(isWord), held);
  return [
    share(candidate.unigramScore, query.unigramSelf),
    share(candidate.bigramScore, query.bigramSelf),
    share(candidate.answerScore, query.bigramSelf),
    share(candidate.score, best.score),
    share(candidate.unigramScore, best.unigramScore),
    share(candidate.bigramScore, best.bigramScore),
    share(candidate.answerScore, best.answerScore),
    coverage(index.bigrams, bigrams, query.bigrams),
    coverage(index.unigrams, set, unigrams),
    coverage(index.bigrams, query.bigrams.keys(), bigrams),
    coverage(index.unigrams, unigrams.keys(), set),
    coverage(index.bigrams, bigrams, query.openingBigrams),
    share(sequence, tokens.length),
    share(sequence, head.length),
    share(longestRun(text, query.text), text.length),
    kind >= 0 && query.kind >= 0 && kind !== query.kind ? 1 : 0,
    NEGATION.test(text) !== query.negated ? 1 : 0,
    numbersOf(text).filter(each => !query.text.includes(each)).length,
    Math.min(4, query.numbers.filter(each => !text.includes(each)).length),
    text === query.text ? 1 : 0,
    ofT.rarest,
    ofQ.rarest,
    ofT.sum,
    Math.min(8, ofQ.sum),
    countMissing(tokens, unigrams),
    Math.min(30, countMissing(head, set)),
    longestGap(tokens, unigrams),
    Math.min(15, longestGap(head, set)),
    share(sequence, both),
    share(both, headSet.size + set.size - both),
    Math.min(200, head.length),
    tokens.length,
    between(0, query.text.length - text.length, LENGTH_GAP),
    between(0, text.length - query.text.length, LENGTH_GAP),
    share(sameStart(headText, text), text.length),
    share(sameEnd(query.text, text), text.length),
    wordsMissing(tokens, unigrams),
    Math.min(4, wordsMissing(head, set)),
    contentShare(tokens, unigrams),
    contentShare(head, set),
    place,
    share(candidate.secondScore, candidate.score),
    coverage(index.unigrams, unigrams.keys(), vocabulary.counts),
    coverage(index.bigrams, query.bigrams.keys(), vocabulary.bigrams),
    coverage(index.unigrams, unigrams.keys(), vocabulary.all),
    missing(index.unigrams, headSet, vocabulary.all).rarest,
    usualness(index.unigrams, unigrams.keys(), vocabulary),
  ];
};
