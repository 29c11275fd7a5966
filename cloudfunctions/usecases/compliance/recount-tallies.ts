import { monthOf } from '../../domain/outcomes/rows';
import { listName, oddList, outcomeList } from '../../domain/outcomes/lists';
import { oddSigns, type OddCode } from '../../domain/outcomes/odd';
import { addedTo, talliesOf, tallyId, type OutcomeTally } from '../../domain/outcomes/tally';
import { policies } from '../../domain/procedures';
import { addCounts, type Counts } from '../../domain/ticket/counted';
import { addDays, civilDateOf, type CivilDate } from '../../domain/time';
import type { Work } from '../clock/work';
import { findWhereTheyLie } from '../kernel/archive';
import type { TicketDocument } from '../kernel/documents';
import { PAGE, type Database, type Ports } from '../kernel/ports';
import { procedureFor, type Runtime } from '../kernel/runtime';
import { waitingChange } from '../oversight/count-outcomes';

/**
 * The nightly recount of what became of limits (J-25) and of what is odd (A52): the tallies of this month, the one before and the next,
 * party by party and kind by kind, are compared with the tickets that stand in its lists; after nights that were missed those of the
 * months since too. What differs is looked at once more, corrected and reported. What is said besides of what was late (its reason, and
 * what was waited for) has no list, so once a week the tickets themselves are read.
 */

/** Of one party, month and limit more tickets are not read: such a one is reported and left. */
const MOST_READ = 3000;
/** Nor is more counted. */
const COUNTED_TO = 10_000;

/** What is compared at once, as the keys of tallies begin, and the list in which its tickets stand. */
type Kind = { name: string; list: string; besides?: readonly string[] };

const kinds: ReadonlyMap<string, Kind> = new Map(
  [
    ...policies.flatMap(({ id }): Kind[] => [
      { name: `in|${id}`, list: outcomeList(id, 'inTime') },
      { name: `late|${id}`, list: outcomeList(id, 'late'), besides: [`reasoned|${id}`, `waitedFor|${id}`] },
      { name: `run|${id}`, list: outcomeList(id, 'running') },
    ]),
    ...(Object.keys(oddSigns) as OddCode[]).map((code): Kind => ({
      name: `odd|${code}`,
      list: oddList(code),
    })),
  ].map(kind => [kind.name, kind]),
);

/** Of one kind of a party in a month: what its lists hold. */
type Asked = { month: string; party: string; kind: Kind };

/** How a key of a tally begins: what it counts. */
const nameOf = (key: string): string => key.split('|').slice(0, 2).join('|');

const isKeyOf = ({ name, besides = [] }: Kind, key: string): boolean =>
  name === nameOf(key) || besides.includes(nameOf(key));

/** Wherever they lie: one that is over may be due later than it was archived. */
const ticketsIn = async (
  { database }: { database: Pick<Database, 'find'> },
  asked: Asked,
): Promise<TicketDocument[] | undefined> => {
  const found: TicketDocument[] = [];
  for (let after = ''; found.length < MOST_READ;) {
    const page = await findWhereTheyLie(database, {
      where: {
        limits: listName(asked.kind.list, asked.month, { party: asked.party }),
        ...(after ? { 'keys.newKey': { gt: after } } : {}),
      },
      order: ['keys.newKey', 'asc'],
      limit: PAGE,
    });
    found.push(...page);
    if (page.length < PAGE) return found;
    after = page.at(-1)?.keys.newKey ?? after;
  }
  return undefined;
};

/** The documents of a party and month, its days too, by their ids; confidential ones apart. */
const isOf = ({ month, party }: Omit<Asked, 'kind'>, id: string): boolean => {
  const [period = '', whose] = id.split('|');
  return whose === party && monthOf(period) === month;
};

/** What the tickets come to, by document and key. */
const expected = (documents: readonly TicketDocument[], asked: Asked): Counts => {
  const sum: Counts = {};
  for (const { ticket } of documents)
    for (const [id, counts] of Object.entries(talliesOf(ticket, procedureFor(ticket).limits)))
      if (isOf(asked, id))
        for (const [key, n] of Object.entries(counts))
          if (isKeyOf(asked.kind, key)) addCounts(sum, { [id]: { [key]: n } });
  return sum;
};

const daysOf = (month: string): string[] => {
  const days: string[] = [];
  for (let day = `${month}-01`; monthOf(day) === month; day = addDays(day, 1)) days.push(day);
  return days;
};

/** What is stored of it, with what has not been delivered yet. */
const readStored = async (
  ports: Pick<Ports, 'database'>,
  month: string,
  party: string,
): Promise<{ documents: Map<string, OutcomeTally>; waiting: Counts }> => {
  const ids = [month, ...daysOf(month)].flatMap(period => [
    tallyId(period, party),
    tallyId(period, party, true),
  ]);
  const [found, waiting] = await Promise.all([
    ports.database.find('outcomes', { where: { _id: { in: ids } }, limit: PAGE }),
    waitingChange(ports),
  ]);
  return { documents: new Map(found.map(one => [one._id, one])), waiting };
};

/** By how much the documents have to change; nothing = they are right. */
const differences = (should: Counts, { documents, waiting }: Stored, asked: Asked): Counts => {
  const sum: Counts = {};
  addCounts(sum, should);
  const take = (id: string, counts: Readonly<Record<string, number>>): void => {
    if (!isOf(asked, id)) return;
    for (const [key, n] of Object.entries(counts))
      if (isKeyOf(asked.kind, key)) addCounts(sum, { [id]: { [key]: n } }, -1);
  };
  for (const [id, { counts }] of documents) take(id, counts);
  for (const [id, counts] of Object.entries(waiting)) take(id, counts);
  return Object.fromEntries(
    Object.entries(sum)
      .map(
        ([id, counts]) =>
          [id, Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0))] as const,
      )
      .filter(([, counts]) => Object.keys(counts).length > 0),
  );
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Long enough for what is being written at this moment to have been written. */
const SETTLES_MILLISECONDS = 500;

/** Sets right what is as wrong as it was a moment ago; answers whether it was. */
const mend = async (ports: Pick<Ports, 'database' | 'log' | 'sleep'>, asked: Asked): Promise<boolean> => {
  const look = async (): Promise<{ wrong: Counts; documents: Map<string, OutcomeTally> } | undefined> => {
    const stored = await readStored(ports, asked.month, asked.party);
    const documents = await ticketsIn(ports, asked);
    return (
      documents && {
        wrong: differences(expected(documents, asked), stored, asked),
        documents: stored.documents,
      }
    );
  };
  const first = await look();
  if (!first) {
    ports.log({ event: 'tally-too-large', month: asked.month, party: asked.party, kind: asked.kind.name });
    return false;
  }
  if (Object.keys(first.wrong).length === 0) return false;
  await ports.sleep(SETTLES_MILLISECONDS);
  const again = await look();
  if (!again || !same(first.wrong, again.wrong)) return false;
  const done = await ports.database.transaction(async transaction => {
    for (const [_id, by] of Object.entries(again.wrong)) {
      const now = await transaction.get('outcomes', _id);
      // Somebody writes to it just now: the next night looks again.
      if (!same(now?.counts, again.documents.get(_id)?.counts)) return false;
      await transaction.put('outcomes', addedTo(now ?? { _id, counts: {} }, by));
    }
    return true;
  });
  const { month, party, kind } = asked;
  const documents = Object.keys(again.wrong).length;
  if (done) ports.log({ event: 'tally-corrected', month, party, kind: kind.name, documents });
  return done;
};

const monthBefore = (month: string): string => monthOf(addDays(`${month}-01`, -1));
const monthAfter = (month: string): string => monthOf(addDays(`${month}-28`, 7));

type Stored = Awaited<ReturnType<typeof readStored>>;

/** What the tallies of a party come to in a month, and in its days, by kind. */
const sumsOf = (asked: Omit<Asked, 'kind'>, { documents, waiting }: Stored) => {
  const sums: Counts = {};
  const add = (id: string, counts: Readonly<Record<string, number>>): void => {
    const whole = id.split('|')[0] === asked.month ? 'month' : 'days';
    for (const [key, n] of Object.entries(counts)) addCounts(sums, { [whole]: { [nameOf(key)]: n } });
  };
  for (const [id, { counts }] of documents) add(id, counts);
  for (const [id, counts] of Object.entries(waiting)) if (isOf(asked, id)) add(id, counts);
  return (name: string) => ({ ofMonth: sums['month']?.[name] ?? 0, ofDays: sums['days']?.[name] ?? 0 });
};

/** What runs is kept in months alone. */
const isInDays = ({ name }: Kind): boolean => !name.startsWith('run|');

/** Where a list and its tally come to another number, as a cheap look tells: one count of the index, no ticket. */
const isSuspect = async (
  { database }: Pick<Ports, 'database'>,
  { month, party, kind }: Asked,
  stored: Stored,
  withReasons: boolean,
): Promise<boolean> => {
  const sums = sumsOf({ month, party }, stored);
  const { besides = [] } = kind;
  const differs = (name: string): boolean => sums(name).ofMonth !== sums(name).ofDays;
  if (isInDays(kind) && [kind.name, ...besides].some(differs)) return true;
  const { ofMonth } = sums(kind.name);
  if (besides.some(name => sums(name).ofMonth < 0 || sums(name).ofMonth > ofMonth)) return true;
  if (ofMonth >= COUNTED_TO) return false;
  if (withReasons && besides.length > 0 && ofMonth > 0 && ofMonth < MOST_READ) return true;
  const list = listName(kind.list, month, { party });
  return (await database.count('tickets', { limits: list }, COUNTED_TO)) !== ofMonth;
};

/** What stands in the tallies of a party at all, by kind. */
const kindsIn = ({ documents, waiting }: Stored): string[] => [
  ...new Set(
    [...[...documents.values()].map(({ counts }) => counts), ...Object.values(waiting)].flatMap(counts =>
      Object.keys(counts).flatMap(key =>
        [...kinds.values()].flatMap(kind => (isKeyOf(kind, key) ? [kind.name] : [])),
      ),
    ),
  ),
];

/** Of these kinds of a month those of which there is any ticket; mostly there is none, which one look for all tells. */
const anyOf = async (
  database: Pick<Database, 'count'>,
  month: string,
  asked: readonly Kind[],
): Promise<string[]> => {
  const found: string[] = [];
  for (let at = 0; at < asked.length; at += PAGE) {
    const some = asked.slice(at, at + PAGE);
    const lists = some.map(({ list }) => listName(list, month, 'all'));
    if ((await database.count('tickets', { limits: { in: lists } }, 1)) === 0) continue;
    for (const { name, list } of some)
      if ((await database.count('tickets', { limits: listName(list, month, 'all') }, 1)) > 0)
        found.push(name);
  }
  return found;
};

/** What a night goes through: parties with a tally, and kinds of which something is missing at some party. */
type Round = { parties: string[]; missing: string[] };

/**
 * Of a month the parties that have tallies, its days too, and the kinds of which all lists together hold more than all
 * tallies: something is missing at some party.
 */
const roundOf = async ({ database }: Pick<Ports, 'database'>, month: string): Promise<Round> => {
  const sums = new Map<string, number>();
  const parties = new Set<string>();
  for (let after = month; ;) {
    const page = await database.find('outcomes', {
      where: { _id: { gt: after, lt: `${month}~` } },
      order: ['_id', 'asc'],
      limit: PAGE,
    });
    for (const { _id, counts } of page) {
      const [period, party = ''] = _id.split('|');
      parties.add(party);
      if (period !== month) continue;
      for (const [key, n] of Object.entries(counts)) sums.set(nameOf(key), (sums.get(nameOf(key)) ?? 0) + n);
    }
    if (page.length < PAGE) break;
    after = page.at(-1)?._id ?? after;
  }
  const countedOf = ({ name }: Kind): number => sums.get(name) ?? 0;
  const all = [...kinds.values()];
  const missing = await anyOf(
    database,
    month,
    all.filter(kind => countedOf(kind) <= 0),
  );
  for (const kind of all.filter(one => countedOf(one) > 0 && countedOf(one) < COUNTED_TO)) {
    const list = listName(kind.list, month, 'all');
    if ((await database.count('tickets', { limits: list }, COUNTED_TO)) > countedOf(kind))
      missing.push(kind.name);
  }
  return { parties: [...parties], missing };
};

const recountParty = async (
  ports: Pick<Ports, 'database' | 'log' | 'sleep'>,
  month: string,
  party: string,
  missing: readonly string[],
  withReasons: boolean,
): Promise<number> => {
  const stored = await readStored(ports, month, party);
  let wrong = 0;
  for (const name of new Set([...kindsIn(stored), ...missing])) {
    const kind = kinds.get(name);
    if (!kind) continue;
    const asked = { month, party, kind };
    if ((await isSuspect(ports, asked, stored, withReasons)) && (await mend(ports, asked))) wrong += 1;
  }
  return wrong;
};

const wordsOf = (text = ''): string[] => text.split(' ').filter(Boolean);

/** Of more months that were missed the newest. */
const MOST_MONTHS = 12;

/** From the month before the last night, at the latest before this one, to the next month. */
const monthsFrom = (last: CivilDate, day: CivilDate): string[] => {
  const months = [monthAfter(monthOf(day)), monthOf(day)];
  for (let month = monthBefore(monthOf(day)); months.length < MOST_MONTHS; month = monthBefore(month)) {
    months.push(month);
    if (month < monthOf(last)) break;
  }
  return months.reverse();
};

/** After so many days the reasons are looked at again. */
const REASONS_DAYS = 7;

/**
 * Once a day through all parties; `counted` marks the day that is done, `lastWrong` how many were wrong then, `reasons` the day on
 * which reasons were looked at last.
 */
export const recountTallies = async (
  { ports, snapshots }: Runtime,
  work: Work,
): Promise<{ recounted: number; corrected: number }> => {
  const day = civilDateOf(ports.now());
  const did = { recounted: 0, corrected: 0 };
  const { catalogue } = await snapshots.current();
  const parties = [
    ...catalogue.units().map(({ id }) => id),
    ...['@operator', '@manager', '@security', '@partner'],
    ...catalogue.regions().map(({ code }) => `@local:${code}`),
  ].sort();
  const kept = work.marks();
  const months = monthsFrom(kept['counted'] ?? day, day);
  const withReasons = kept['reasons'] === undefined || addDays(kept['reasons'], REASONS_DAYS) <= day;
  const isOn = kept['round'] === day && kept['parties'] !== undefined;
  const rounds: Round[] = isOn
    ? [{ parties: wordsOf(kept['parties']), missing: wordsOf(kept['missing']) }]
    : await Promise.all(months.map(month => roundOf(ports, month)));
  const missing = [...new Set(rounds.flatMap(round => round.missing))];
  const tallied = [...new Set(rounds.flatMap(round => round.parties))];
  // Who has no tally has none that is wrong, unless something is missing: that may be anybody's.
  const asked = missing.length > 0 ? parties : parties.filter(one => tallied.includes(one));
  let [after, wrong] = isOn ? [kept['after'] ?? '', Number(kept['wrong'] ?? 0)] : ['', 0];
  const keep = (): void =>
    work.remember({
      ...work.marks(),
      round: day,
      after,
      wrong: String(wrong),
      missing: missing.join(' '),
      parties: tallied.join(' '),
    });
  for (const party of asked.filter(one => one > after)) {
    if (!(await work.hasTime())) return did;
    for (const month of months)
      await work.attempt(`${month}|${party}`, async () => {
        const corrected = await recountParty(ports, month, party, missing, withReasons);
        wrong += corrected;
        did.corrected += corrected;
      });
    did.recounted += 1;
    after = party;
    keep();
  }
  work.remember({
    ...work.marks(),
    counted: day,
    reasons: withReasons ? day : (kept['reasons'] ?? day),
    lastWrong: String(wrong),
    round: '',
    after: '',
    missing: '',
    parties: '',
  });
  return did;
};
