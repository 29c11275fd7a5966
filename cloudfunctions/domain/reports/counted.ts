import { CONFIDENTIAL, type Counts } from '../engine';
import { policies } from '../procedures';
import { specs, type Spec, type Term } from './specs';

/** From a figure back to what was counted for it: by the names under which each journal entry says what it added. */

/** A key of what an entry adds to the counters of its day. */
const partsOf = (key: string) => {
  const [, measure = '', kind = '', party = '', apart] = key.split('|');
  return { measure, kind, party, apart };
};
const added = (counts: Counts) =>
  Object.entries(counts)
    .filter(([, n]) => n > 0)
    .map(([key]) => partsOf(key))
    // A number of what is confidential would tell of it (A34).
    .filter(({ apart }) => apart !== CONFIDENTIAL);

/** Under what an entry is found: each measure, and each with its party. */
export const countedNames = (counts: Counts): string[] => [
  ...new Set(added(counts).flatMap(({ measure, party }) => [measure, `${measure}|${party}`])),
];

const clocks = [...new Set(policies.map(({ clock }) => clock))];

/** The measures of a figure; `*` stands for every clock. */
const measuresOf = ({ measures }: Term): string[] =>
  measures.flatMap(one => (one.includes('*') ? clocks.map(clock => one.replace('*', clock)) : [one]));

export type Part = 'numerator' | 'denominator';

/** What one part of a figure counts, of the whole or of a unit or region; undefined = there is no such part. */
const termOf = (spec: Spec, part: Part, isOfPart: boolean): Term | undefined =>
  part === 'denominator' ? spec.per : isOfPart ? (spec.ofUnit ?? spec.of) : spec.of;

export type Sought = {
  /** Any of these names. */
  names: string[];
  /** Whether an entry with one of them really was counted. */
  isCounted: (counts: Counts) => boolean;
};

/** What entries to look for; `units` = the parties whose numbers are meant, undefined = all. */
export const soughtFor = (
  key: string,
  part: Part,
  units: ReadonlySet<string> | undefined,
): Sought | undefined => {
  const spec = specs.find(one => one.key === key && !one.unlisted);
  const term = spec && termOf(spec, part, units !== undefined);
  if (!term) return undefined;
  const measures = measuresOf(term);
  const [only] = units?.size === 1 ? units : [];
  return {
    names: only === undefined ? measures : measures.map(measure => `${measure}|${only}`),
    isCounted: counts =>
      added(counts).some(
        ({ measure, kind, party }) =>
          measures.includes(measure) &&
          (!term.kinds || term.kinds.includes(kind)) &&
          (!units || units.has(party)),
      ),
  };
};
