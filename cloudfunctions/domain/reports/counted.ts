import { CONFIDENTIAL, type Counts } from '../engine';
import { flowsIn } from '../outcomes/stock';
import { policies, procedureOf } from '../procedures';
import type { Counts as TallyCounts } from '../ticket/counted';
import { civilDateOf, type Instant } from '../time';
import { specs, type Spec, type Term } from './specs';

/** From a figure back to what was counted for it: by the names under which each journal entry says what it added. */

/** What an entry of the journal says of numbers. */
type Entry = { at: Instant; counts: Counts; outcomes?: TallyCounts | undefined };

type Added = { measure: string; kind: string; party: string };

/** A key of what an entry adds to the counters of its day. */
const partsOf = (key: string) => {
  const [, measure = '', kind = '', party = '', apart] = key.split('|');
  return { measure, kind, party, apart };
};

/** A flow of what is open, as figures call it. */
const STOCK = 'stock.';

/** To the counters of days, and to what came to a party and left it; a number of what is confidential would tell of it (A34). */
const addedBy = ({ at, counts, outcomes = {} }: Entry): Added[] => [
  ...Object.entries(counts)
    .filter(([, n]) => n > 0)
    .map(([key]) => partsOf(key))
    .filter(({ apart }) => apart !== CONFIDENTIAL),
  ...flowsIn(outcomes, civilDateOf(at)).map(({ flow, kind, party }) => ({
    measure: `${STOCK}${flow}`,
    kind,
    party,
  })),
];

/** Under what an entry is found: each measure, and each with its party. */
export const countedNames = (entry: Entry): string[] => [
  ...new Set(addedBy(entry).flatMap(({ measure, party }) => [measure, `${measure}|${party}`])),
];

/** The clocks of some kinds, or of all: what those of others say of very many cases need not be looked through. */
const clocksOf = ({ kinds }: Term): string[] => {
  const limits = kinds ? kinds.flatMap(kind => procedureOf(kind).limits) : policies;
  return [...new Set(limits.map(({ clock }) => clock))];
};

/** The measures of a figure; `*` stands for every clock. */
const measuresOf = (term: Term): string[] =>
  term.measures.flatMap(one =>
    one.includes('*') ? clocksOf(term).map(clock => one.replace('*', clock)) : [one],
  );

export type Part = 'numerator' | 'denominator';

/** What one part of a figure counts, of the whole or of a unit or region; undefined = there is no such part. */
const termOf = (spec: Spec, part: Part, isOfPart: boolean): Term | undefined =>
  part === 'denominator' ? spec.per : isOfPart ? (spec.ofUnit ?? spec.of) : spec.of;

/** The parties whose numbers are meant; undefined = all. */
type Parties = ReadonlySet<string> | undefined;

/** So many names are asked for at once: each is a range of the index. */
const MOST_NAMES = 40;

/** Of a party by its own names, so that what is little is found among very much; of very many by those of all. */
const namesOf = (measures: readonly string[], parties: Parties): string[] => {
  if (!parties?.size || parties.size * measures.length > MOST_NAMES) return [...measures];
  return measures.flatMap(measure => [...parties].map(party => `${measure}|${party}`));
};

export type Sought = {
  /** Any of these names. */
  names: string[];
  /** Whether an entry with one of them really was counted. */
  isCounted: (entry: Entry) => boolean;
};

/** What entries to look for. */
export const soughtFor = (key: string, part: Part, parties: Parties): Sought | undefined => {
  const spec = specs.find(one => one.key === key);
  const term = spec && termOf(spec, part, parties !== undefined);
  if (!term) return undefined;
  const measures = measuresOf(term);
  return {
    names: namesOf(measures, parties),
    isCounted: entry =>
      addedBy(entry).some(
        ({ measure, kind, party }) =>
          measures.includes(measure) &&
          (!term.kinds || term.kinds.includes(kind)) &&
          (!parties || parties.has(party)),
      ),
  };
};

/** Figures that say how much was open at a moment: no entry adds to them. */
const OPEN = ['stock.start', 'stock.end'];
export const isOpenFigure = (key: string): boolean => OPEN.includes(key);

const LEAVING = ['closed', 'away'] as const;
const ALL_FLOWS = ['new', 'back', 'came', ...LEAVING] as const;

/** What tells whether a ticket was open with these parties at a moment. */
export type Standing = {
  /** The names of what takes a ticket from them: those that were open at the moment and are not now have had such an entry since. */
  leaving: string[];
  /** Whether an entry changes what lies with them. */
  concerns: (entry: Entry) => boolean;
  /** Whether the ticket was open with them before it: whoever has none since is as before. */
  wasOpenBefore: (entry: Entry) => boolean;
};

export const standingWith = (parties: Parties): Standing => {
  const of = (entry: Entry): string[] =>
    addedBy(entry)
      .filter(({ party }) => !parties || parties.has(party))
      .map(({ measure }) => measure);
  const has = (entry: Entry, flows: readonly string[]): boolean =>
    of(entry).some(measure => flows.some(flow => measure === `${STOCK}${flow}`));
  return {
    leaving: namesOf(
      LEAVING.map(flow => `${STOCK}${flow}`),
      parties,
    ),
    concerns: entry => has(entry, ALL_FLOWS),
    // One that comes answered, or is over at once, has come and left in one.
    wasOpenBefore: entry => has(entry, LEAVING) && !has(entry, ['new']),
  };
};
