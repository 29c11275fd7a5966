import { isFailed, type Figures } from './measure';
import { ofTickets, type Size } from './sizes';
import type { Result } from './table';

/**
 * What a year on CloudBase costs, from the calls that were counted: reads, writes, GB-seconds and bytes a ticket and an
 * act. Nothing here is reckoned by hand; prices and what people do are the assumptions below.
 */

/** Prices of CloudBase (see docs/performance.md): yuan. */
const PRICE = { read: 0.015 / 10_000, write: 0.05 / 10_000, gbSecond: 0.00011108, gbDay: 0.07 };
const GB = 2 ** 30;
/** Of every function (config.json). */
const MEMORY_GB = 0.5;
/** What an index entry takes beside its key: where the document lies, and the page that is not full. */
const ENTRY_OVERHEAD = 24;

/** A year of a province: a million tickets, 5,000 staff; ten millions have ten times as many of both. */
const YEAR = { tickets: 1_000_000, staff: 5000, workdays: 250, hours: 8 };
/** What is called how often: by ticket … */
const PER_TICKET: readonly { what: string; of: RegExp; times: number }[] = [
  { what: 'filed by the citizen', of: /^file$/, times: 0.8 },
  { what: 'registered', of: /^register$/, times: 0.2 },
  { what: 'acts (accepted, replied, one more)', of: /^act/, times: 3 },
  { what: 'ticket pages of staff', of: /^ticket page/, times: 5 },
  { what: 'queue pages', of: /^queue .* first$/, times: 5 },
  { what: 'searches', of: /^search/, times: 0.5 },
  { what: 'own lists and pages of citizens', of: /^own/, times: 5 },
];
/** … and by member of staff and working day. */
const PER_STAFF_DAY: readonly { what: string; of: RegExp; times: number }[] = [
  { what: 'first screens', of: /^first screen/, times: 4 },
  { what: 'boards', of: /^board/, times: 0.5 },
];
/** The busiest minute over the mean of working hours. */
const PEAK = 5;

/** What bounds a deployment (see docs/performance.md): so many a second, or at a time. */
const LIMITS: readonly { what: string; most: number; of: (cost: Cost) => number }[] = [
  { what: 'a plan of 500 calls a second', most: 500, of: ({ calls }) => calls },
  { what: 'a plan of 1,000 calls a second', most: 1000, of: ({ calls }) => calls },
  { what: '1,000 instances of a function at a time', most: 1000, of: ({ seconds }) => seconds },
];
/** Messages that an entry of the journal sends, where it sends any: what the one timer has to hand over. */
const MESSAGES = 2;

type Cost = { reads: number; writes: number; calls: number; seconds: number };

const READS = ['getDocument', 'calculateDocument', 'aggregateDocuments'];
const WRITES = ['insertDocument', 'modifyDocument', 'removeDocument'];

const countOf = (calls: Readonly<Record<string, number>>, names: readonly string[]): number =>
  names.reduce((sum, name) => sum + (calls[`database.${name}`] ?? 0), 0);

const all = (calls: Readonly<Record<string, number>>): number =>
  Object.values(calls).reduce((sum, n) => sum + n, 0);

/** The mean of all calls of a kind. */
const costOf = (figures: readonly Figures[], of: RegExp): Cost => {
  const own = figures.filter(({ name }) => of.test(name));
  const mean = (pick: (one: Figures) => number): number =>
    own.reduce((sum, one) => sum + pick(one), 0) / Math.max(1, own.length);
  return {
    reads: mean(one => countOf(one.calls, READS)),
    writes: mean(one => countOf(one.calls, WRITES)),
    calls: 1 + mean(one => all(one.calls)),
    seconds: mean(one => one.functionMs) / 1000,
  };
};

const times = (cost: Cost, n: number): Cost => ({
  reads: cost.reads * n,
  writes: cost.writes * n,
  calls: cost.calls * n,
  seconds: cost.seconds * n,
});
const sum = (costs: readonly Cost[]): Cost =>
  costs.reduce(
    (one, other) => ({
      reads: one.reads + other.reads,
      writes: one.writes + other.writes,
      calls: one.calls + other.calls,
      seconds: one.seconds + other.seconds,
    }),
    { reads: 0, writes: 0, calls: 0, seconds: 0 },
  );

const yuanOf = ({ reads, writes, seconds }: Cost): number =>
  reads * PRICE.read + writes * PRICE.write + seconds * MEMORY_GB * PRICE.gbSecond;

const big = (n: number): string =>
  n >= 1e6 ? `${(n / 1e6).toFixed(1)} M` : n >= 1e4 ? `${(n / 1e3).toFixed(0)} k` : n.toFixed(n < 10 ? 2 : 0);

export type Counted = {
  result: Result;
  sizes: readonly Size[];
  /** Tickets in the folder, the archive included. */
  tickets: number;
  /** Calls of the SDK that a piece of the timer's work makes, and pieces a ticket. */
  pieces: Readonly<Record<string, Record<string, number>>>;
};

/** In the form in which it stands in docs/performance.md. */
export const modelOf = ({ result, sizes, tickets, pieces }: Counted): string => {
  const figures = result.lines.filter(line => !isFailed(line)) as Figures[];
  const entriesOfSystem = 2;
  const piece = (name: string): Cost => {
    const calls = pieces[name] ?? {};
    return {
      reads: countOf(calls, READS),
      writes: countOf(calls, WRITES),
      calls: all(calls),
      seconds: all(calls) * 0.002,
    };
  };
  const rows = [
    ...PER_TICKET.map(({ what, of, times: n }) => ({ what, n, cost: costOf(figures, of) })),
    { what: 'messages and counts of its entries (outbox)', n: 6, cost: piece('message') },
    { what: 'reminders and other due steps', n: entriesOfSystem, cost: piece('due step with its messages') },
  ];
  const staff = PER_STAFF_DAY.map(({ what, of, times: n }) => ({ what, n, cost: costOf(figures, of) }));
  const aTicket = sum(rows.map(({ cost, n }) => times(cost, n)));
  const aDay = sum(staff.map(({ cost, n }) => times(cost, n)));
  const minute = costOf(figures, /^timer/);
  const line = (what: string, n: number, cost: Cost): string =>
    `| ${what} | ${n} | ${cost.reads.toFixed(1)} | ${cost.writes.toFixed(1)} | ${cost.calls.toFixed(1)} | ${(cost.seconds * MEMORY_GB).toFixed(4)} | ${(yuanOf(cost) * 1000).toFixed(3)} |`;
  const stored = ofTickets(sizes);
  const bytes = stored.reduce((total, one) => total + one.documents * one.bytes, 0) / tickets;
  const indexBytes =
    stored.reduce(
      (total, one) => total + one.documents * (one.entryBytes + one.entries * ENTRY_OVERHEAD),
      0,
    ) / tickets;
  /** A ticket with its share of what staff look at, every second of the busiest minute of a year of so many tickets. */
  const busiest = (n: number): Cost => {
    const staffShare = (YEAR.staff * YEAR.workdays) / YEAR.tickets;
    const working = YEAR.workdays * YEAR.hours * 3600;
    return times(sum([aTicket, times(aDay, staffShare)]), (PEAK * n) / working);
  };
  const reached = (most: number, each: number): string => big(most / each);
  const entries = (sizes.find(({ collection }) => collection === 'journal')?.documents ?? 0) / tickets;
  const messageRate = result.rates['messages a second'] ?? 0;
  const stepRate = result.rates['due steps with their messages a second'] ?? 0;
  const perWorkday = 1 / YEAR.workdays;
  const limits = [
    ...LIMITS.map(
      ({ what, most, of }) => `| ${what}, in the busiest minute | ${reached(most, of(busiest(1)))} |`,
    ),
    `| the one timer hands over all messages of a working day within its hours (${messageRate.toFixed(0)} a second measured) | ${reached(messageRate * YEAR.hours * 3600, entries * MESSAGES * perWorkday)} |`,
    `| the one timer takes all due steps of a morning within half an hour (${stepRate.toFixed(0)} a second measured) | ${reached(stepRate * 1800, entriesOfSystem * perWorkday)} |`,
  ];
  const year = (factor: number): string => {
    const n = YEAR.tickets * factor;
    const cost = sum([
      times(aTicket, n),
      times(aDay, YEAR.staff * factor * YEAR.workdays),
      times(minute, 365 * 24 * 60),
    ]);
    const gb = (n * (bytes + indexBytes)) / GB;
    const seconds = YEAR.workdays * YEAR.hours * 3600;
    const storage = gb * PRICE.gbDay * 365;
    return [
      `| ${big(n)} tickets a year`,
      `${big(cost.reads)}`,
      `${big(cost.writes)}`,
      `${big(cost.calls / 12)}`,
      `${big(cost.seconds * MEMORY_GB)}`,
      `${gb.toFixed(0)} GB`,
      `${(yuanOf(cost) / 1000).toFixed(1)} k`,
      `${(storage / 1000).toFixed(1)} k`,
      `${((PEAK * cost.calls) / seconds).toFixed(0)}`,
      `${((PEAK * cost.writes) / seconds).toFixed(0)}`,
      `${((PEAK * cost.seconds) / seconds).toFixed(1)} |`,
    ].join(' | ');
  };
  return [
    `MODEL, from what was counted at ${result.size}`,
    '',
    '| what | how often | reads | writes | calls in all | GB-s | yuan/1000 each |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ what, n, cost }) => line(what, n, cost)),
    line('**a ticket, all together**', 1, aTicket),
    ...staff.map(({ what, n, cost }) => line(`${what}, a member and day`, n, cost)),
    line('a run of the timer, nothing due', 1, minute),
    '',
    `Stored a ticket: ${bytes.toFixed(0)} bytes of documents, ${indexBytes.toFixed(0)} bytes of index (keys and ${ENTRY_OVERHEAD} bytes an entry).`,
    '',
    '| a year | reads | writes | calls a month | GB-s | added | calls, yuan | storage at its end, yuan a year | calls a second at peak | writes a second at peak | instances busy at peak |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    year(1),
    year(3),
    year(10),
    '',
    '| what bounds it | reached at so many tickets a year |',
    '| --- | --- |',
    ...limits,
  ].join('\n');
};
