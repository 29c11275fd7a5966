import { monthOf, type OutcomeRow } from '../../domain/outcomes/rows';
import { listName, outcomeList } from '../../domain/outcomes/lists';
import { addedTo, talliesOf, tallyId, type OutcomeTally } from '../../domain/outcomes/tally';
import { policies } from '../../domain/procedures';
import { addCounts, type Counts } from '../../domain/ticket/counted';
import { addDays, civilDateOf } from '../../domain/time';
import type { Work } from '../clock/work';
import type { TicketDocument } from '../kernel/documents';
import { PAGE, type Database, type Ports } from '../kernel/ports';
import { procedureFor, type Runtime } from '../kernel/runtime';
import { waitingChange } from '../oversight/count-outcomes';

/**
 * The nightly recount of what became of limits (J-25): the tallies of this month, the one before and the next, party by party and limit
 * by limit, are compared with the tickets that stand in its lists. What differs is looked at once more, corrected and reported.
 */

/** Of one party, month and limit more tickets are not read: such a one is reported and left. */
const MOST_READ = 3000;
/** Nor is more counted. */
const COUNTED_TO = 10_000;

type State = OutcomeRow['state'];
const states: readonly State[] = ['inTime', 'late', 'running'];
const prefix: Record<State, string> = { inTime: 'in', late: 'late', running: 'run' };

/** Of one limit of a party in a month: what its lists hold. */
type Asked = { month: string; party: string; policy: string; state: State };

const keysStart = ({ state, policy }: Asked): string => `${prefix[state]}|${policy}|`;

const ticketsIn = async (
  { database }: { database: Pick<Database, 'find'> },
  asked: Asked,
): Promise<TicketDocument[] | undefined> => {
  const found: TicketDocument[] = [];
  for (let after = ''; found.length < MOST_READ;) {
    const page = await database.find('tickets', {
      where: {
        limits: listName(outcomeList(asked.policy, asked.state), asked.month, { party: asked.party }),
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
const isOf = ({ month, party }: Asked, id: string): boolean => {
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
          if (key.startsWith(keysStart(asked))) addCounts(sum, { [id]: { [key]: n } });
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
const differences = (
  should: Counts,
  { documents, waiting }: Awaited<ReturnType<typeof readStored>>,
  asked: Asked,
): Counts => {
  const sum: Counts = {};
  addCounts(sum, should);
  const take = (id: string, counts: Readonly<Record<string, number>>): void => {
    if (!isOf(asked, id)) return;
    for (const [key, n] of Object.entries(counts))
      if (key.startsWith(keysStart(asked))) addCounts(sum, { [id]: { [key]: n } }, -1);
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
    ports.log({ event: 'tally-too-large', ...asked });
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
  if (done) ports.log({ event: 'tally-corrected', ...asked, documents: Object.keys(again.wrong).length });
  return done;
};

const monthBefore = (month: string): string => monthOf(addDays(`${month}-01`, -1));
const monthAfter = (month: string): string => monthOf(addDays(`${month}-28`, 7));

/** Where a list and its tally come to another number, as a cheap look tells: one count of the index, no ticket. */
const isSuspect = async (
  { database }: Pick<Ports, 'database'>,
  asked: Asked,
  { documents, waiting }: Awaited<ReturnType<typeof readStored>>,
): Promise<boolean> => {
  const sums: Counts = {};
  for (const [id, { counts }] of documents) addCounts(sums, { [id]: counts });
  for (const [id, counts] of Object.entries(waiting)) if (isOf(asked, id)) addCounts(sums, { [id]: counts });
  let [ofMonth, ofDays] = [0, 0];
  for (const [id, counts] of Object.entries(sums))
    for (const [key, n] of Object.entries(counts)) {
      if (!key.startsWith(keysStart(asked))) continue;
      if (id.split('|')[0] === asked.month) ofMonth += n;
      else ofDays += n;
    }
  if (asked.state !== 'running' && ofMonth !== ofDays) return true;
  if (ofMonth >= COUNTED_TO) return false;
  const list = listName(outcomeList(asked.policy, asked.state), asked.month, { party: asked.party });
  return (await database.count('tickets', { limits: list }, COUNTED_TO)) !== ofMonth;
};

/** Every limit and what can become of it, as one word. */
const kinds = policies.flatMap(({ id }) => states.map(state => `${prefix[state]}|${id}`));

const kindOf = (kind: string): Pick<Asked, 'policy' | 'state'> => {
  const [start, policy = ''] = kind.split('|');
  return { policy, state: states.find(state => prefix[state] === start) ?? 'running' };
};

/** What stands in the tallies of a party at all, by limit. */
const kindsIn = ({ documents, waiting }: Awaited<ReturnType<typeof readStored>>): string[] => [
  ...new Set(
    [...[...documents.values()].map(({ counts }) => counts), ...Object.values(waiting)].flatMap(counts =>
      Object.keys(counts).map(key => key.split('|').slice(0, 2).join('|')),
    ),
  ),
];

/** Of these limits of a month those of which there is any ticket; mostly there is none, which one look for all tells. */
const anyOf = async (
  database: Pick<Database, 'count'>,
  month: string,
  asked: readonly string[],
): Promise<string[]> => {
  const listOf = (kind: string): string => {
    const { policy, state } = kindOf(kind);
    return listName(outcomeList(policy, state), month, 'all');
  };
  const found: string[] = [];
  for (let at = 0; at < asked.length; at += PAGE) {
    const some = asked.slice(at, at + PAGE);
    if ((await database.count('tickets', { limits: { in: some.map(listOf) } }, 1)) === 0) continue;
    for (const kind of some)
      if ((await database.count('tickets', { limits: listOf(kind) }, 1)) > 0) found.push(kind);
  }
  return found;
};

/** What a night goes through: parties with a tally, and limits of which something is missing at some party. */
type Round = { parties: string[]; missing: string[] };

/**
 * Of a month the parties that have tallies, its days too, and the limits of which all lists together hold more than all
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
      for (const [key, n] of Object.entries(counts)) {
        const kind = key.split('|').slice(0, 2).join('|');
        sums.set(kind, (sums.get(kind) ?? 0) + n);
      }
    }
    if (page.length < PAGE) break;
    after = page.at(-1)?._id ?? after;
  }
  const countedOf = (kind: string): number => sums.get(kind) ?? 0;
  const missing = await anyOf(
    database,
    month,
    kinds.filter(kind => countedOf(kind) <= 0),
  );
  for (const kind of kinds.filter(one => countedOf(one) > 0 && countedOf(one) < COUNTED_TO)) {
    const { policy, state } = kindOf(kind);
    const list = listName(outcomeList(policy, state), month, 'all');
    if ((await database.count('tickets', { limits: list }, COUNTED_TO)) > countedOf(kind)) missing.push(kind);
  }
  return { parties: [...parties], missing };
};

const recountParty = async (
  ports: Pick<Ports, 'database' | 'log' | 'sleep'>,
  month: string,
  party: string,
  missing: readonly string[],
): Promise<number> => {
  const stored = await readStored(ports, month, party);
  let wrong = 0;
  for (const kind of new Set([...kindsIn(stored), ...missing])) {
    if (!kinds.includes(kind)) continue;
    const asked = { month, party, ...kindOf(kind) };
    if ((await isSuspect(ports, asked, stored)) && (await mend(ports, asked))) wrong += 1;
  }
  return wrong;
};

const wordsOf = (text = ''): string[] => text.split(' ').filter(Boolean);

/** Once a day through all parties; `counted` marks the day that is done, `lastWrong` how many were wrong then. */
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
  const months = [monthBefore(monthOf(day)), monthOf(day), monthAfter(monthOf(day))] as const;
  const kept = work.marks();
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
        const corrected = await recountParty(ports, month, party, missing);
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
    lastWrong: String(wrong),
    round: '',
    after: '',
    missing: '',
    parties: '',
  });
  return did;
};
