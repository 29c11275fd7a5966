import { citizenKindNames } from '../ticket/citizen-kinds';
import { addCounts, type Counts } from '../ticket/counted';
import type { Holder, Ticket } from '../ticket/ticket';
import { civilDateOf, type CivilDate, type Instant } from '../time';
import { monthOf, partyOf } from './rows';
import { isConfidential, tallyId, type OutcomeTally } from './tally';

/**
 * How many tickets of citizens wait for an answer with whom, day by day (G-3.3.1c): what came to a party and what left it. What has happened
 * stays counted on its day, also when the ticket is taken up again later, so that what was open at the start of a period, with
 * what came and without what left, is always what is open at its end.
 */

/** Filed; taken up again; came from another party or went to one; answered, or over without an answer. */
export const flows = ['new', 'back', 'came', 'away', 'closed'] as const;
export type Flow = (typeof flows)[number];

const sign: Record<Flow, 1 | -1> = { new: 1, back: 1, came: 1, away: -1, closed: -1 };

/** The documents of months, `open|2026-11`, that hold by how much each party has more or less: one write, whoever they are. */
export const STOCK = 'open';
/** The keys of flows in the document of a month: `flow|closed|complaint|05`. */
export const FLOW = 'flow';

/** With whom a ticket lies, and as what. */
type Stand = { kind: string; party: string; confidential: boolean };

/** Whether it still has to be answered; its procedure says so. */
export type IsOpen = (ticket: Ticket) => boolean;

/** Those of citizens; what staff start has limits of its own. */
export const isStock = ({ kind }: Pick<Ticket, 'kind'>): boolean =>
  (citizenKindNames as string[]).includes(kind);

const standOf = ({ kind, holder, marks }: Ticket): Stand => ({
  kind,
  party: partyOf(holder),
  confidential: marks.includes('confidential'),
});

const isSame = (one: Stand, other: Stand): boolean =>
  one.kind === other.kind && one.party === other.party && one.confidential === other.confidential;

const add = (sum: Counts, { kind, party, confidential }: Stand, flow: Flow, day: CivilDate): void =>
  addCounts(sum, {
    [tallyId(monthOf(day), party, confidential)]: { [`${FLOW}|${flow}|${kind}|${day.slice(8)}`]: 1 },
    [tallyId(STOCK, monthOf(day), confidential)]: { [`${party}|${kind}`]: sign[flow] },
  });

/** What a write of a ticket changes; `before` undefined = it is filed. */
export const stockChange = (
  before: Ticket | undefined,
  after: Ticket,
  now: Instant,
  isOpen: IsOpen,
): Counts => {
  const sum: Counts = {};
  if (!isStock(after)) return sum;
  const today = civilDateOf(now);
  const is = standOf(after);
  const wasOpen = before !== undefined && isOpen(before);
  // One that comes answered, or is over at once, has come all the same.
  if (!before) add(sum, is, 'new', today);
  else if (!wasOpen && isOpen(after)) add(sum, is, 'back', today);
  else if (wasOpen && !isSame(standOf(before), is)) {
    add(sum, standOf(before), 'away', today);
    add(sum, is, 'came', today);
  }
  if ((wasOpen || !before) && !isOpen(after)) add(sum, is, 'closed', today);
  return sum;
};

/** What a change of the tallies says of a day, without what is confidential (A34): which flows, of what, with whom. */
export const flowsIn = (change: Counts, day: CivilDate): { flow: Flow; kind: string; party: string }[] =>
  Object.entries(change).flatMap(([id, counts]) => {
    const [month, party = ''] = id.split('|');
    if (month !== monthOf(day) || isConfidential(id)) return [];
    return Object.entries(counts).flatMap(([key, n]) => {
      const [mark, name, kind = '', date] = key.split('|');
      const flow = flows.find(one => one === name);
      return mark === FLOW && flow && date === day.slice(8) && n > 0 ? [{ flow, kind, party }] : [];
    });
  });

/** Who held it from when on, each once. */
const holdersOf = ({
  custody,
  holder,
  createdAt,
  updatedAt,
}: Ticket): { from: Instant; holder: Holder }[] => {
  const known: { from: Instant; holder: Holder }[] = [];
  for (const { from, holder: held } of [...custody, { from: updatedAt, holder }]) {
    const last = known.at(-1);
    if (last && partyOf(last.holder) === partyOf(held)) continue;
    if (last?.from === from) known.pop();
    known.push({ from: known.length === 0 ? createdAt : from, holder: held });
  }
  return known;
};

/** When it was answered, or over without an answer. */
const answeredAt = ({ replies, details, endsAt, updatedAt }: Ticket): Instant =>
  replies.at(-1)?.at ?? details.refusal?.at ?? endsAt ?? updatedAt;

/** Of a ticket from before this was counted: what its story tells, without what was taken up again in between. */
export const stockHistory = (ticket: Ticket, isOpen: IsOpen): Counts => {
  const sum: Counts = {};
  if (!isStock(ticket)) return sum;
  const until = isOpen(ticket) ? undefined : answeredAt(ticket);
  let held: Stand | undefined;
  for (const { from, holder } of holdersOf(ticket)) {
    // Who had it after the answer is of no matter.
    if (held && until !== undefined && from > until) break;
    const next: Stand = { ...standOf(ticket), party: partyOf(holder) };
    if (held) add(sum, held, 'away', civilDateOf(from));
    add(sum, next, held ? 'came' : 'new', civilDateOf(from));
    held = next;
  }
  if (held && until !== undefined) add(sum, held, 'closed', civilDateOf(until));
  return sum;
};

/** Sums of a party by what they are, `stock.start|complaint`, `stock.closed|complaint`, `stock.end|complaint`. */
export type StockSums = Record<string, number>;

const addTo = (sums: StockSums, what: string, kind: string, n: number): void => {
  const key = `stock.${what}|${kind}`;
  sums[key] = (sums[key] ?? 0) + n;
};

type Days = { first: CivilDate; last: CivilDate };

/** By how much parties had more or less in a month that was over when the period began. */
const addMonth = (
  of: (party: string) => StockSums,
  month: string,
  { counts }: OutcomeTally,
  { first }: Days,
) => {
  if (month >= monthOf(first)) return;
  for (const [key, n] of Object.entries(counts)) {
    const [party = '', kind = ''] = key.split('|');
    addTo(of(party), 'start', kind, n);
    addTo(of(party), 'end', kind, n);
  }
};

/** What came and left in a month that the period touches. */
const addFlows = (sums: StockSums, month: string, { counts }: OutcomeTally, { first, last }: Days): void => {
  for (const [key, n] of Object.entries(counts)) {
    const [mark, flow, kind = '', date = ''] = key.split('|');
    const known = flows.find(one => one === flow);
    const day = `${month}-${date}`;
    if (mark !== FLOW || !known || day > last) continue;
    if (day >= first) addTo(sums, known, kind, n);
    else addTo(sums, 'start', kind, n * sign[known]);
    addTo(sums, 'end', kind, n * sign[known]);
  }
};

/** What the tallies of all months before and of those of a period say of it, by party. */
export const stockOf = (tallies: readonly OutcomeTally[], days: Days): Map<string, StockSums> => {
  const parties = new Map<string, StockSums>();
  const of = (party: string): StockSums => {
    const sums = parties.get(party) ?? {};
    parties.set(party, sums);
    return sums;
  };
  for (const tally of tallies) {
    const [period = '', rest = ''] = tally._id.split('|');
    if (period === STOCK) addMonth(of, rest, tally, days);
    else addFlows(of(rest), period, tally, days);
  }
  return parties;
};
