/**
 * An inverted index over one field: for each term the documents that hold it and what the term adds to their
 * score there (BM25, computed once when the index is built). Typed arrays keep 10,000 entries small.
 */
export type Postings = {
  termId: Map<number, number>;
  /** Rarity of each term; what an unknown term would get is `unknownIdf`. */
  idf: Float32Array;
  unknownIdf: number;
  /** Where the postings of term `t` begin; those of `t + 1` follow. */
  start: Int32Array;
  doc: Int32Array;
  impact: Float32Array;
};

/** How a field is weighed: `b` holds long documents back (0 = not at all), `k1` lets repeats count (0 = never). */
export type FieldShape = { k1: number; b: number };

/** Builds the index of a field. */
export const buildPostings = (documents: Iterable<number[]>, { k1, b }: FieldShape): Postings => {
  const termId = new Map<number, number>();
  const lastDoc: number[] = [];
  const lastAt: number[] = [];
  const terms: number[] = [];
  const docs: number[] = [];
  const counts: number[] = [];
  const lengths: number[] = [];
  for (const document of documents) {
    const docNo = lengths.push(document.length) - 1;
    for (const term of document) {
      let id = termId.get(term);
      if (id === undefined) {
        id = lastDoc.push(-1) - 1;
        lastAt.push(-1);
        termId.set(term, id);
      }
      if (lastDoc[id] === docNo) counts[lastAt[id]!]! += 1;
      else {
        lastDoc[id] = docNo;
        lastAt[id] = terms.push(id) - 1;
        docs.push(docNo);
        counts.push(1);
      }
    }
  }
  const total = lengths.length;
  const meanLength = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, total));
  const start = new Int32Array(termId.size + 1);
  for (const id of terms) start[id + 1]! += 1;
  for (let id = 0; id < termId.size; id += 1) start[id + 1]! += start[id]!;
  const idfOf = (count: number): number => Math.log(1 + (total - count + 0.5) / (count + 0.5));
  const idf = new Float32Array(termId.size);
  for (let id = 0; id < termId.size; id += 1) idf[id] = idfOf(start[id + 1]! - start[id]!);
  const doc = new Int32Array(terms.length);
  const impact = new Float32Array(terms.length);
  const next = start.slice();
  for (let at = 0; at < terms.length; at += 1) {
    const id = terms[at]!;
    const place = next[id]!++;
    const count = counts[at]!;
    doc[place] = docs[at]!;
    impact[place] =
      (idf[id]! * count * (k1 + 1)) / (count + k1 * (1 - b + (b * lengths[docs[at]!]!) / meanLength));
  }
  return { termId, idf, unknownIdf: idfOf(0), start, doc, impact };
};

/** Rarity of a term in this field. */
export const idfOf = (postings: Postings, term: number): number => {
  const id = postings.termId.get(term);
  return id === undefined ? postings.unknownIdf : postings.idf[id]!;
};

/** How often each term occurs. */
export const countTerms = (terms: readonly number[]): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
};

/** Adds to `scores` what each document gets for the query's terms; a repeated term counts less each time. */
export const addScores = (
  postings: Postings,
  query: ReadonlyMap<number, number>,
  scores: Float32Array,
): void => {
  for (const [term, count] of query) {
    const id = postings.termId.get(term);
    if (id === undefined) continue;
    const factor = (2 * count) / (1 + count);
    for (let at = postings.start[id]!; at < postings.start[id + 1]!; at += 1)
      scores[postings.doc[at]!]! += factor * postings.impact[at]!;
  }
};
