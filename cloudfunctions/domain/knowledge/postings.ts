/**
 * An inverted index over one field: for each term the documents that hold it and what the term adds to their
 * score there (BM25, computed once when the index is built). Typed arrays keep 10,000 entries small.
 */
export type Postings = {
  terms: TermTable;
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
export const buildPostings = (documents: Iterable<readonly number[]>, { k1, b }: FieldShape): Postings => {
  const terms = new TermTable();
  const lastDoc: number[] = [];
  const lastAt: number[] = [];
  // One row per term and document, in the order in which they are met.
  const rows = new Rows();
  const lengths: number[] = [];
  for (const document of documents) {
    const docNo = lengths.push(document.length) - 1;
    for (const term of document) {
      const id = terms.add(term);
      if (id === lastDoc.length) {
        lastDoc.push(-1);
        lastAt.push(-1);
      }
      if (lastDoc[id] === docNo) rows.count[lastAt[id]!]! += 1;
      else {
        lastDoc[id] = docNo;
        lastAt[id] = rows.add(id, docNo);
      }
    }
  }
  const total = lengths.length;
  const meanLength = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, total));
  const start = new Int32Array(terms.size + 1);
  for (let at = 0; at < rows.size; at += 1) start[rows.term[at]! + 1]! += 1;
  for (let id = 0; id < terms.size; id += 1) start[id + 1]! += start[id]!;
  const rarity = (count: number): number => Math.log(1 + (total - count + 0.5) / (count + 0.5));
  const idf = new Float32Array(terms.size);
  for (let id = 0; id < terms.size; id += 1) idf[id] = rarity(start[id + 1]! - start[id]!);
  const doc = new Int32Array(rows.size);
  const impact = new Float32Array(rows.size);
  const next = start.slice();
  for (let at = 0; at < rows.size; at += 1) {
    const id = rows.term[at]!;
    const place = next[id]!++;
    const count = rows.count[at]!;
    const long = lengths[rows.doc[at]!]! / meanLength;
    doc[place] = rows.doc[at]!;
    impact[place] = (idf[id]! * count * (k1 + 1)) / (count + k1 * (1 - b + b * long));
  }
  return { terms, idf, unknownIdf: rarity(0), start, doc, impact };
};

/** Numbers terms (0..2^30) in the order in which they come; open addressing, several times faster than a Map. */
class TermTable {
  size = 0;
  /** Each term plus one; 0 = free. */
  private keys = new Int32Array(1024);
  private ids = new Int32Array(1024);

  /** The number of a term, or -1. */
  find(term: number): number {
    const place = this.placeOf(term);
    return this.keys[place] === 0 ? -1 : this.ids[place]!;
  }

  /** The number of a term, a new one when it has none yet. */
  add(term: number): number {
    const place = this.placeOf(term);
    if (this.keys[place] !== 0) return this.ids[place]!;
    this.keys[place] = term + 1;
    this.ids[place] = this.size;
    this.size += 1;
    if (2 * this.size > this.keys.length) this.widen();
    return this.size - 1;
  }

  private placeOf(term: number): number {
    const mask = this.keys.length - 1;
    let place = Math.imul(term, 0x9e3779b1) >>> 7;
    for (place &= mask; this.keys[place] !== 0 && this.keys[place] !== term + 1;) place = (place + 1) & mask;
    return place;
  }

  private widen(): void {
    const { keys, ids } = this;
    this.keys = new Int32Array(2 * keys.length);
    this.ids = new Int32Array(2 * keys.length);
    keys.forEach((key, at) => {
      if (key === 0) return;
      const place = this.placeOf(key - 1);
      this.keys[place] = key;
      this.ids[place] = ids[at]!;
    });
  }
}

/** Three growing columns of numbers. */
class Rows {
  size = 0;
  term = new Int32Array(1024);
  doc = new Int32Array(1024);
  count = new Uint16Array(1024);

  add(term: number, doc: number): number {
    const at = this.size;
    if (at === this.term.length) this.grow();
    this.term[at] = term;
    this.doc[at] = doc;
    this.count[at] = 1;
    this.size += 1;
    return at;
  }

  private grow(): void {
    const wider = 2 * this.size;
    const [term, doc, count] = [new Int32Array(wider), new Int32Array(wider), new Uint16Array(wider)];
    term.set(this.term);
    doc.set(this.doc);
    count.set(this.count);
    [this.term, this.doc, this.count] = [term, doc, count];
  }
}

/** Rarity of a term in this field. */
export const idfOf = (postings: Postings, term: number): number => {
  const id = postings.terms.find(term);
  return id < 0 ? postings.unknownIdf : postings.idf[id]!;
};

/** How often each term occurs. */
export const countTerms = (terms: readonly number[]): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
};

/**
 * Adds to `scores` what each document gets for the query's terms; a repeated term counts less each time. Terms that
 * more than `commonest` of the documents hold are passed over: they cost most and tell least.
 */
export const addScores = (
  postings: Postings,
  query: ReadonlyMap<number, number>,
  scores: Float32Array,
  commonest = 1,
): void => {
  const { start, doc, impact } = postings;
  for (const [term, count] of query) {
    const id = postings.terms.find(term);
    if (id < 0) continue;
    const end = start[id + 1]!;
    if (end - start[id]! > commonest * scores.length) continue;
    const factor = (2 * count) / (1 + count);
    for (let at = start[id]!; at < end; at += 1) scores[doc[at]!]! += factor * impact[at]!;
  }
};
