import type { KnowledgeEntry } from '../entry';
import { buildPostings, type Postings } from './postings';
import { bigramsOf, type Normalise, normaliser, readBigrams, tokensOf } from './text';
import type { WordLists } from './words';

/** Only the beginning of an answer is searched: it restates the question, the rest dilutes it. */
const ANSWER_CHARACTERS = 600;
const QUESTIONS = { k1: 0.6, b: 0.5 };
/** Pairs that more than a tenth of the answers hold are phrases of office (您好, 回复如下). */
const ANSWERS = { k1: 1.2, b: 0.6, commonest: 0.1 };

/** A knowledge base ready to be asked. Built once per published version; holds everything that `answer` reads. */
export type KnowledgeIndex = {
  entries: readonly KnowledgeEntry[];
  normalise: Normalise;
  /** The normalised ways to ask: the question and the similar ones of all entries, entry by entry. */
  texts: string[];
  /** Which entry a text belongs to. */
  entryOfText: Int32Array;
  /** Where the texts of an entry begin; those of the next one follow. */
  firstText: Int32Array;
  bigrams: Postings;
  unigrams: Postings;
  /** Service names and the beginnings of answers, by entry. */
  answers: Postings;
  /** Entries whose question another entry of the same region has as well: nobody can tell which one is right. */
  ambiguous: Set<number>;
};

/** Builds the index. Entries without any searchable character stay unfindable; nothing throws. */
export const buildIndex = (
  entries: readonly KnowledgeEntry[],
  options: { words?: WordLists } | { normalise: Normalise } = {},
): KnowledgeIndex => {
  const normalise = 'normalise' in options ? options.normalise : normaliser(options.words);
  const texts: string[] = [];
  const owners: number[] = [];
  const firstText = new Int32Array(entries.length + 1);
  entries.forEach((entry, entryNo) => {
    for (const text of new Set([entry.question, ...entry.similar].map(normalise))) {
      texts.push(text);
      owners.push(entryNo);
    }
    firstText[entryNo + 1] = texts.length;
  });
  const tokens = texts.map(tokensOf);
  return {
    entries,
    normalise,
    texts,
    entryOfText: Int32Array.from(owners),
    firstText,
    bigrams: buildPostings(tokens.map(bigramsOf), QUESTIONS),
    unigrams: buildPostings(tokens, QUESTIONS),
    answers: buildPostings(answerTerms(entries, normalise), ANSWERS),
    ambiguous: ambiguousEntries(entries, texts, owners),
  };
};

/** What is searched of an entry besides its questions. */
export const answerText = ({
  serviceName = '',
  answer = '',
}: Pick<KnowledgeEntry, 'serviceName' | 'answer'>): string =>
  `${serviceName} ${answer.slice(0, ANSWER_CHARACTERS)}`;

/** Written into one list again and again: the answers of 10,000 entries hold millions of pairs. */
function* answerTerms(entries: readonly KnowledgeEntry[], normalise: Normalise): Generator<Int32Array> {
  const list = new Int32Array(2 * ANSWER_CHARACTERS);
  for (const { serviceName = '', answer = '' } of entries) {
    const text = normalise(answerText({ serviceName, answer }));
    yield list.subarray(0, readBigrams(text, list));
  }
}

const ambiguousEntries = (
  entries: readonly KnowledgeEntry[],
  texts: string[],
  owners: number[],
): Set<number> => {
  const holders = new Map<string, number[]>();
  texts.forEach((text, at) => {
    const entryNo = owners[at]!;
    const key = `${entries[entryNo]!.region ?? ''} ${text}`;
    const holder = holders.get(key);
    if (holder) holder.push(entryNo);
    else holders.set(key, [entryNo]);
  });
  return new Set([...holders.values()].filter(group => group.length > 1).flat());
};
