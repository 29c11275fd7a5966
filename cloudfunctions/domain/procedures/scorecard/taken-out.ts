import { daysBetween, type CivilDate } from '../../time';
import { lineOf, type Line } from '../assessment/score';

/**
 * What was taken out of figures (A55): each with its basis, the figure before and after. A longer assessment counts anew, so what
 * was taken out in the times within it is taken out of it too: a year is the sum of its quarters.
 */

export type TakenOut = {
  label: string;
  part: number;
  whole: number;
  basis: string;
  under: string;
  /** The card on which it was decided, where that is an earlier one. */
  cardNo: string | undefined;
};

type Corrected = TakenOut & { before: string; after: string };

/** The lines without it, never below nothing, and what became of each; what no line counts is left aside. */
export const takeOut = (
  lines: readonly Line[],
  taken: readonly TakenOut[],
): { lines: Line[]; corrected: Corrected[] } => {
  const left = new Map(lines.map(line => [line.label, line]));
  const corrected = taken.flatMap(one => {
    const before = left.get(one.label);
    if (!before) return [];
    const numerator = Math.max(0, before.numerator - one.part);
    const after = lineOf({
      ...before,
      numerator,
      denominator: Math.max(numerator, before.denominator - one.whole),
    });
    left.set(one.label, after);
    return [{ ...one, before: before.now, after: after.now }];
  });
  return { lines: [...left.values()], corrected };
};

/** A settled card of the same unit or region, and its time. */
export type Earlier = { no: string; from: CivilDate; to: CivilDate; taken: readonly TakenOut[] };

/**
 * What earlier cards have taken out that counts for a time too. Of cards whose times overlap the longest one counts: it holds what
 * those within it had taken out.
 */
export const carriedInto = (
  { from, to }: { from: CivilDate; to: CivilDate },
  cards: readonly Earlier[],
): TakenOut[] => {
  const longestFirst = cards
    .filter(card => card.from >= from && card.to <= to)
    .sort((one, other) => daysBetween(other.from, other.to) - daysBetween(one.from, one.to));
  const chosen: Earlier[] = [];
  for (const card of longestFirst)
    if (chosen.every(one => card.to < one.from || card.from > one.to)) chosen.push(card);
  return chosen
    .sort((one, other) => (one.from < other.from ? -1 : 1))
    .flatMap(({ no, taken }) => taken.map(one => ({ ...one, cardNo: one.cardNo ?? no })));
};
