/**
 * An inverted index over one field: for each term the documents that hold it and what the term adds to their
 * score there (BM25, computed once when the index is built). Four bytes a posting keep 10,000 entries small.
 */
export type Postings = {
  terms: TermTable;
  /** Rarity of each term; what an unknown term would get is `unknownIdf`. */
  idf: Float32Array;
  unknownIdf: number;
  /** Where the postings of term `t` begin; those of `t + 1` follow. */
  start: Int32Array;
  doc: Uint16Array | Int32Array;
  /** What the term adds to the score there, in units of `unit`. */
  impact: Uint16Array;
  unit: number;
};

/** How a field is weighed: `b` holds long documents back (0 = not at all), `k1` lets repeats count (0 = never). */
export type FieldShape = {
  k1: number;
  b: number;
  /** Terms that a larger share of the documents holds are left out: they cost most and tell least. */
  commonest?: number;
};

const UINT16 = 0x10000;

/** Builds the index of a field. Each document is read before the next one is asked for. */
export const buildPostings = (
  documents: Iterable<ArrayLike<number>>,
  { k1, b, commonest = 1 }: FieldShape,
): Postings => {
  const rows = readRows(documents);
  const { terms, lengths } = rows;
  const total = lengths.length;
  const meanLength = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, total));
  const held = new Int32Array(terms.size);
  for (let at = 0; at < rows.size; at += 1) held[rows.term[at]!]! += 1;
  const rarity = (count: number): number => Math.log(1 + (total - count + 0.5) / (count + 0.5));
  const idf = new Float32Array(terms.size);
  const start = new Int32Array(terms.size + 1);
  for (let id = 0; id < terms.size; id += 1) {
    idf[id] = rarity(held[id]!);
    start[id + 1] = start[id]! + (held[id]! > commonest * total ? 0 : held[id]!);
  }
  const size = start[terms.size]!;
  const doc = total <= UINT16 ? new Uint16Array(size) : new Int32Array(size);
  const impact = new Uint16Array(size);
  // Nothing can add more than a term of one document that holds it without end.
  const unit = Math.max(1e-9, (rarity(1) * (k1 + 1)) / (UINT16 - 1));
  const next = start.slice();
  for (let docNo = 0, at = 0; docNo < total; docNo += 1) {
    const saturation = k1 * (1 - b + (b * lengths[docNo]!) / meanLength);
    for (const end = rows.ends[docNo]!; at < end; at += 1) {
      const id = rows.term[at]!;
      if (start[id] === start[id + 1]) continue;
      const place = next[id]!++;
      const count = rows.count[at]!;
      doc[place] = docNo;
      impact[place] = (idf[id]! * count * (k1 + 1)) / (count + saturation) / unit + 0.5;
    }
  }
  return { terms, idf, unknownIdf: rarity(0), start, doc, impact, unit };
};

/** One row per term and document, document by document. */
const readRows = (documents: Iterable<ArrayLike<number>>) => {
  const terms = new TermTable();
  const rows = new Rows();
  const lengths: number[] = [];
  const ends: number[] = [];
  /** Where the latest row of a term stands. */
  let latest = new Int32Array(1024).fill(-1);
  let begin = 0;
  for (const document of documents) {
    lengths.push(document.length);
    for (let at = 0; at < document.length; at += 1) {
      const id = terms.add(document[at]!);
      if (id >= latest.length) latest = widened(latest);
      if (latest[id]! >= begin) rows.count[latest[id]!]! += 1;
      else latest[id] = rows.add(id);
    }
    begin = rows.size;
    ends.push(begin);
  }
  return { terms, lengths, ends, size: rows.size, term: rows.term, count: rows.count };
};

const widened = (list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const wider = new Int32Array(2 * list.length).fill(-1);
  wider.set(list);
  return wider;
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

/** Two growing columns of numbers. */
class Rows {
  size = 0;
  term = new Int32Array(4096);
  count = new Uint16Array(4096);

  add(term: number): number {
    const at = this.size;
    if (at === this.term.length) this.grow();
    this.term[at] = term;
    this.count[at] = 1;
    this.size += 1;
    return at;
  }

  private grow(): void {
    const wider = Math.ceil(1.5 * this.size);
    const [term, count] = [new Int32Array(wider), new Uint16Array(wider)];
    term.set(this.term);
    count.set(this.count);
    [this.term, this.count] = [term, count];
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

/** Adds to `scores` what each document gets for the query's terms; a repeated term counts less each time. */
export const addScores = (
  { terms, start, doc, impact, unit }: Postings,
  query: ReadonlyMap<number, number>,
  scores: Float32Array,
): void => {
  for (const [term, count] of query) {
    const id = terms.find(term);
    if (id < 0) continue;
    const factor = ((2 * count) / (1 + count)) * unit;
    const end = start[id + 1]!;
    for (let at = start[id]!; at < end; at += 1) scores[doc[at]!]! += factor * impact[at]!;
  }
};
