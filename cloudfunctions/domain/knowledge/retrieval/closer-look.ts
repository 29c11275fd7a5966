import { FUNCTION_TOKENS, type Candidate, type Query } from './features';
import { GIST_FEATURES, gistFeatures, gistOf } from './gist';
import type { KnowledgeIndex } from './knowledge-index';
import { idfOf, type Postings } from './postings';
import { bigramsOf, tokensOf } from './text';

/**
 * What is measured of the first candidate only, before it is given as the answer: what query (Q) and question (T) say in
 * one another's place, and how much of what is rare they share. Masses are sums of rarity, an unknown term = 1.
 */
export const LOOK_FEATURES = [
  'exchangedMost', // where Q says one thing and T another in its place: the mass that both have at least
  'exchangedSum',
  'exchangedParts',
  'addedInT', // where T says something and Q nothing
  'addedInQ',
  'sequenceMassOfT', // of the longest common subsequence
  'sequenceMassOfQ',
  'cosineOfUnigrams',
  'cosineOfBigrams',
  'rarestShared',
  'rarestSharedPair',
  'longestRun',
  'longestRunMass',
  'contentOfTMissing', // of the mass without words of grammar
  'contentOfQMissing',
  ...GIST_FEATURES,
] as const;

/** Long messages say in their beginning what they want. */
const LOOKED_AT = 120;

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);

export const closerLook = (
  index: KnowledgeIndex,
  query: Query,
  { textNo }: Pick<Candidate, 'textNo'>,
): number[] => {
  const text = index.texts[textNo]!;
  const tokens = tokensOf(text);
  const set = new Set(tokens);
  const bigrams = new Set(bigramsOf(tokens));
  const head = query.head.slice(0, LOOKED_AT);
  const rarity = (term: number): number => idfOf(index.unigrams, term) / index.unigrams.unknownIdf;
  const mass = (terms: Iterable<number>): number => sum([...terms].map(rarity));
  const missing = (from: ReadonlySet<number>, held: ReadonlySet<number>): number => {
    const content = [...from].filter(token => !FUNCTION_TOKENS.has(token));
    return share(mass(content.filter(token => !held.has(token))), mass(content));
  };
  const { both, parts } = aligned(head, tokens);
  const exchanged = parts
    .filter(({ ofQ, ofT }) => ofQ.length > 0 && ofT.length > 0)
    .map(({ ofQ, ofT }) => Math.min(mass(ofQ), mass(ofT)));
  const added = (one: 'ofQ' | 'ofT', other: 'ofQ' | 'ofT'): number =>
    sum(parts.filter(part => part[other].length === 0).map(part => mass(part[one])));
  const shared = [...set].filter(token => query.headSet.has(token)).map(rarity);
  const sharedPairs = [...bigrams]
    .filter(pair => query.bigrams.has(pair))
    .map(pair => idfOf(index.bigrams, pair) / index.bigrams.unknownIdf);
  const runs = commonRuns(text, query.text);
  return [
    Math.max(0, ...exchanged),
    sum(exchanged),
    exchanged.length,
    added('ofT', 'ofQ'),
    Math.min(20, added('ofQ', 'ofT')),
    share(mass(both), mass(tokens)),
    share(mass(both), mass(head)),
    cosine(index.unigrams, query.unigrams, set),
    cosine(index.bigrams, query.bigrams, bigrams),
    Math.max(0, ...shared),
    Math.max(0, ...sharedPairs),
    Math.max(0, ...runs.map(run => run.length)),
    Math.max(0, ...runs.map(run => mass(tokensOf(run)))),
    missing(set, query.headSet),
    missing(query.headSet, set),
    ...gistFeatures(gistOf(query.headText), gistOf(text), rarity),
  ];
};

type Part = { ofQ: number[]; ofT: number[] };

/** The longest common subsequence, and what stands between its terms on either side. */
const aligned = (q: readonly number[], t: readonly number[]): { both: number[]; parts: Part[] } => {
  const width = t.length + 1;
  // The length of the common subsequence of what follows.
  const rest = new Uint16Array((q.length + 1) * width);
  for (let i = q.length - 1; i >= 0; i -= 1)
    for (let j = t.length - 1; j >= 0; j -= 1)
      rest[i * width + j] =
        q[i] === t[j]
          ? rest[(i + 1) * width + j + 1]! + 1
          : Math.max(rest[(i + 1) * width + j]!, rest[i * width + j + 1]!);
  const both: number[] = [];
  const parts: Part[] = [];
  let part: Part = { ofQ: [], ofT: [] };
  const close = (): void => {
    if (part.ofQ.length + part.ofT.length > 0) parts.push(part);
    part = { ofQ: [], ofT: [] };
  };
  for (let i = 0, j = 0; i < q.length || j < t.length;) {
    if (i < q.length && j < t.length && q[i] === t[j]) {
      close();
      both.push(q[i]!);
      i += 1;
      j += 1;
    } else if (j >= t.length || (i < q.length && rest[(i + 1) * width + j]! >= rest[i * width + j + 1]!)) {
      part.ofQ.push(q[i]!);
      i += 1;
    } else {
      part.ofT.push(t[j]!);
      j += 1;
    }
  }
  close();
  return { both, parts };
};

const cosine = (field: Postings, q: ReadonlyMap<number, number>, t: ReadonlySet<number>): number => {
  let [ofQ, ofT, both] = [0, 0, 0];
  for (const term of q.keys()) {
    const weight = idfOf(field, term) ** 2;
    ofQ += weight;
    if (t.has(term)) both += weight;
  }
  for (const term of t) ofT += idfOf(field, term) ** 2;
  return share(both, Math.sqrt(ofQ * ofT));
};

/** At each place of a text the longest run of characters that the other one holds too. */
const commonRuns = (text: string, whole: string): string[] =>
  Array.from({ length: text.length }, (_, at) => {
    let length = 0;
    while (at + length < text.length && whole.includes(text.slice(at, at + length + 1))) length += 1;
    return text.slice(at, at + length);
  });
