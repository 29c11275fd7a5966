import type { CivilDate } from '../../time';
import { likeness, SAME_QUESTION, termsOf, type Terms } from '../retrieval/likeness';
import type { KnowledgeIndex } from '../retrieval/knowledge-index';
import { samePlace, sameTime } from './compare-entries';
import { contradiction } from './contradiction';

/** Published entries that ask nearly the same: one of them is enough. */

/** `one` comes before `other` in the knowledge base; `differs`: why their answers cannot both stand. */
export type SamePair = {
  one: string;
  other: string;
  asked: string;
  meets: string;
  alike: number;
  differs?: string;
};

/** More than anybody merges in a day; those who have merged some see the next ones. */
const MOST_PAIRS = 200;
/** Of a larger knowledge base only the questions themselves are compared: no call takes longer than seconds. */
const MOST_TEXTS = 40_000;

/**
 * Two texts with a likeness (Dice) of `s` share at least this part of the terms of each. So one of the rarest terms of
 * the one, as many as may be missing and one more, is among those of the other.
 */
const LEAST_SHARED = SAME_QUESTION / (2 - SAME_QUESTION);

type Text = { entryNo: number; text: string; terms: Terms; rarest: number[] };

const textsOf = (index: KnowledgeIndex): Text[] => {
  const all = index.texts.map((text, at) => ({ entryNo: index.entryOfText[at]!, text }));
  const compared =
    all.length <= MOST_TEXTS
      ? all
      : all.filter(({ entryNo }, at) => at === 0 || all[at - 1]!.entryNo !== entryNo);
  const texts = compared.map(each => ({ ...each, terms: termsOf(each.text) }));
  const held = new Map<number, number>();
  for (const { terms } of texts) for (const term of terms) held.set(term, (held.get(term) ?? 0) + 1);
  return texts.map(each => {
    const ordered = [...each.terms].sort((a, b) => held.get(a)! - held.get(b)! || a - b);
    return {
      ...each,
      rarest: ordered.slice(0, ordered.length - Math.ceil(LEAST_SHARED * ordered.length) + 1),
    };
  });
};

/**
 * Pairs of entries for the same place and time of which a way to ask meets one of the other's, the most alike first.
 * Deterministic.
 */
export const samePairs = (index: KnowledgeIndex, today: CivilDate): SamePair[] => {
  const texts = textsOf(index);
  const holders = new Map<number, number[]>();
  const found = new Map<string, { a: Text; b: Text; alike: number }>();
  for (const [at, b] of texts.entries()) {
    const seen = new Set<number>();
    for (const term of b.rarest) {
      const before = holders.get(term);
      for (const other of before ?? []) seen.add(other);
      if (before) before.push(at);
      else holders.set(term, [at]);
    }
    for (const other of seen) {
      const a = texts[other]!;
      if (a.entryNo === b.entryNo || !mayMeet(index, a.entryNo, b.entryNo, today)) continue;
      const alike = likeness(a.terms, b.terms);
      const key = `${a.entryNo}|${b.entryNo}`;
      if (alike >= SAME_QUESTION && alike > (found.get(key)?.alike ?? 0)) found.set(key, { a, b, alike });
    }
  }
  return [...found.values()]
    .sort((x, y) => y.alike - x.alike || x.a.entryNo - y.a.entryNo || x.b.entryNo - y.b.entryNo)
    .slice(0, MOST_PAIRS)
    .map(({ a, b, alike }) => {
      const [one, other] = [index.entries[a.entryNo]!, index.entries[b.entryNo]!];
      const differs = contradiction(one.answer ?? '', other.answer ?? '', index);
      return {
        one: one.id,
        other: other.id,
        asked: a.text,
        meets: b.text,
        alike,
        ...(differs ? { differs } : {}),
      };
    });
};

const mayMeet = (index: KnowledgeIndex, a: number, b: number, today: CivilDate): boolean => {
  const [one, other] = [index.entries[a]!, index.entries[b]!];
  const isOver = ({ validUntil }: { validUntil?: CivilDate }): boolean => !!validUntil && validUntil < today;
  return samePlace(one.region, other.region) && sameTime(one, other) && !isOver(one) && !isOver(other);
};

/**
 * The ways to ask of an entry that takes in another: its own, then what the other adds. A wording that one of them has
 * already but for a word or two is left out, and what is more than `most`.
 */
export const mergedQuestions = (
  index: Pick<KnowledgeIndex, 'normalise'>,
  keep: { question: string; similar: readonly string[] },
  other: { question: string; similar: readonly string[] },
  most: number,
): string[] => {
  const similar = [...keep.similar];
  const known = [keep.question, ...similar].map(text => termsOf(index.normalise(text)));
  for (const text of [other.question, ...other.similar]) {
    if (similar.length >= most) break;
    const terms = termsOf(index.normalise(text));
    // The other's own question always comes along: by it people and staff knew the entry.
    const isKnown = known.some(
      each => likeness(each, terms) >= (text === other.question ? 1 : NEARLY_A_COPY),
    );
    if (isKnown) continue;
    similar.push(text);
    known.push(terms);
  }
  return similar;
};

const NEARLY_A_COPY = 0.9;
