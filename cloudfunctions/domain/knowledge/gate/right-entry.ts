import type { KnowledgeIndex } from '../retrieval/knowledge-index';
import { isAlike, SAME_QUESTION, termsOf, type Terms } from '../retrieval/likeness';

/** A query with the entry that answers it, as staff judged it; `null` = none does, a person must answer. */
export type Judged = {
  q: string;
  gold: string | null;
  /** Others that answer it as well. */
  also?: readonly string[];
};

/** Says whether an entry is right for a judged query. */
export type IsRight = (judged: Judged, id: string) => boolean;

/**
 * Entries of one region that ask nearly the same count as one answer: which of them is shown is a matter for those who
 * merge duplicates, and no error of the machine.
 */
export const rightIn = (index: KnowledgeIndex): IsRight => {
  const byId = new Map(index.entries.map(entry => [entry.id, entry]));
  const terms = new Map<string, Terms[]>();
  const termsOfEntry = (id: string): Terms[] => {
    const { question, similar } = byId.get(id)!;
    const known = terms.get(id) ?? [question, ...similar].map(each => termsOf(index.normalise(each)));
    terms.set(id, known);
    return known;
  };
  const pairs = new Map<string, boolean>();
  const alike = (a: string, b: string): boolean => {
    const [one, other] = [byId.get(a), byId.get(b)];
    if (!one || !other || one.region !== other.region) return false;
    const pair = a < b ? `${a}|${b}` : `${b}|${a}`;
    const known =
      pairs.get(pair) ?? termsOfEntry(a).some(x => termsOfEntry(b).some(y => isAlike(x, y, SAME_QUESTION)));
    pairs.set(pair, known);
    return known;
  };
  return ({ gold, also = [] }, id) => gold !== null && (id === gold || also.includes(id) || alike(gold, id));
};
