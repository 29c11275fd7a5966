import { type KnowledgeEntry, regionDepth } from './entry';
import { buildPostings, type Postings } from './postings';
import { normalise, termsOf } from './text';

/** Only the beginning of an answer is searched: it restates the question, the rest dilutes it. */
const ANSWER_CHARACTERS = 600;

/** A knowledge base ready to be asked. Built once per published version; holds everything that `answer` reads. */
export type KnowledgeIndex = {
  entries: readonly KnowledgeEntry[];
  /** The normalised ways to ask: the question and the similar ones of all entries, entry by entry. */
  texts: string[];
  /** Which entry a text belongs to. */
  entryOfText: Int32Array;
  bigrams: Postings;
  unigrams: Postings;
  /** Answers and service names, by entry. */
  answers: Postings;
  /** Entries whose question another entry of the same region has as well: nobody can tell which one is right. */
  ambiguous: Set<number>;
};

/** Builds the index. Entries without any searchable character stay unfindable; nothing throws. */
export const buildIndex = (entries: readonly KnowledgeEntry[]): KnowledgeIndex => {
  const texts: string[] = [];
  const owners: number[] = [];
  entries.forEach((entry, entryNo) => {
    for (const text of new Set([entry.question, ...entry.similar].map(normalise))) {
      texts.push(text);
      owners.push(entryNo);
    }
  });
  const terms = texts.map(termsOf);
  return {
    entries,
    texts,
    entryOfText: Int32Array.from(owners),
    bigrams: buildPostings(
      terms.map(each => each.bigrams),
      0.5,
    ),
    unigrams: buildPostings(
      terms.map(each => each.unigrams),
      0.5,
    ),
    answers: buildPostings(answerTerms(entries), 0.6),
    ambiguous: ambiguousEntries(entries, texts, owners),
  };
};

function* answerTerms(entries: readonly KnowledgeEntry[]): Generator<number[]> {
  for (const { serviceName = '', answer = '' } of entries)
    yield termsOf(normalise(`${serviceName} ${answer.slice(0, ANSWER_CHARACTERS)}`)).bigrams;
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
    holders.set(key, [...(holders.get(key) ?? []), entryNo]);
  });
  return new Set([...holders.values()].filter(group => group.length > 1).flat());
};

/** True when `a` is made for a narrower region than `b` and asks the same. */
export const isCloserVersion = (a: KnowledgeEntry, b: KnowledgeEntry): boolean =>
  regionDepth(a.region) > regionDepth(b.region) && normalise(a.question) === normalise(b.question);
