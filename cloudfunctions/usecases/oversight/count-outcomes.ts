import { addedTo, type OutcomeTally } from '../../domain/outcomes/tally';
import { addCounts, type Counts } from '../../domain/ticket/counted';
import type { Collections, JournalDocument } from '../kernel/documents';
import { PAGE, type Database, type Ports, type Transaction } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import { readToWrite } from '../kernel/reading/to-write';

/**
 * Outcomes are counted by the delivery of the journal. Each entry holds by how much it changes the tallies. The transaction that
 * marks some as delivered writes down what they change together, in one document; those of many are then added to the tallies, each
 * part taken out of them by the transaction that adds it. So a tally is written once for many entries, and a run that is killed, a
 * repeat and two runs at once come to the same. They are not written beside the commit as counters are, since nothing would
 * tell which were lost on the way; what has not come so far yet is added by whoever reads.
 */

const sumOf = (all: readonly Counts[]): Counts => {
  const sum: Counts = {};
  for (const changes of all) addCounts(sum, changes);
  return sum;
};

const changesOf = (entries: readonly Pick<JournalDocument, 'outcomes'>[]): Counts =>
  sumOf(entries.map(({ outcomes = {} }) => outcomes));

/** Adds to tallies; of a transaction that has read something already. */
export const addToTallies = async (
  database: Pick<Database, 'find'>,
  transaction: Transaction,
  sums: Counts,
): Promise<void> => {
  const ids = Object.keys(sums);
  for (let at = 0; at < ids.length; at += PAGE) {
    const some = ids.slice(at, at + PAGE);
    const stored = await readToWrite(database, transaction, 'outcomes', some);
    const known = new Map(stored.map(one => [one._id, one]));
    for (const _id of some) {
      const tally: OutcomeTally = known.get(_id) ?? { _id, counts: {} };
      await transaction.put('outcomes', addedTo(tally, sums[_id] ?? {}));
    }
  }
};

/** Writes down what these entries change; of the transaction that marks them as delivered. */
export const noteOutcomes = async (
  { secrets, now }: Pick<Ports, 'secrets' | 'now'>,
  transaction: Transaction,
  entries: readonly JournalDocument[],
): Promise<void> => {
  const changes = changesOf(entries);
  if (Object.keys(changes).length === 0) return;
  await transaction.insert('outcomechanges', { _id: secrets.randomId(), at: now(), changes });
};

type Changes = Collections['outcomechanges'];

/** So many are added together, to so many tallies at a time: a small transaction writes both. */
export const CHANGES_TOGETHER = 6;
const TALLIES_TOGETHER = 14;

const without = ({ changes, ...rest }: Changes, ids: readonly string[]): Changes => ({
  ...rest,
  changes: Object.fromEntries(Object.entries(changes).filter(([id]) => !ids.includes(id))),
});

/** Moves what these documents hold for these tallies into them. */
const move = ({ database }: Pick<Ports, 'database'>, from: readonly string[], ids: readonly string[]) =>
  database.transaction(async transaction => {
    const stored = await readToWrite(database, transaction, 'outcomechanges', from);
    const sums = sumOf(stored.map(({ changes }) => changes));
    const parts = ids.flatMap(id => (sums[id] ? [[id, sums[id]] as const] : []));
    await addToTallies(database, transaction, Object.fromEntries(parts));
    for (const one of stored) await transaction.put('outcomechanges', without(one, ids));
  });

const addSome = async (ports: Pick<Ports, 'database'>, some: readonly Changes[]): Promise<void> => {
  const from = some.map(({ _id }) => _id);
  const ids = Object.keys(sumOf(some.map(({ changes }) => changes)));
  for (let at = 0; at < ids.length; at += TALLIES_TOGETHER)
    await move(ports, from, ids.slice(at, at + TALLIES_TOGETHER));
  // They hold nothing any more, and nothing comes into them again.
  await Promise.all(from.map(id => ports.database.remove('outcomechanges', id)));
};

/** Adds to the tallies what has been written down, until nothing is left or the time is over; answers how much it was. */
export const countOutcomes = async (
  ports: Pick<Ports, 'database'>,
  hasTime: () => Promise<boolean>,
): Promise<number> => {
  for (let counted = 0; ;) {
    if (!(await hasTime())) return counted;
    const some = await ports.database.find('outcomechanges', {
      where: {},
      order: ['at', 'asc'],
      limit: CHANGES_TOGETHER,
    });
    if (some.length === 0) return counted;
    await addSome(ports, some);
    counted += some.length;
  }
};

/** Of what waits so much is added by whoever reads; more than that waits while the timer stands still. */
export const MOST_WAITING = 10 * PAGE;

/** A timer that comes late writes many in one run, and what it writes last counts like the first. */
const waitingEntries = async (database: Pick<Database, 'find'>): Promise<JournalDocument[]> => {
  const where = { outbox: 'waiting' };
  const page = await database.find('journal', { where, order: ['at', 'asc'], limit: PAGE });
  if (page.length < PAGE) return page;
  const all: JournalDocument[] = [];
  for await (const entry of queueOf(database, 'journal', 'at', { where }))
    if (all.push(entry) === MOST_WAITING) break;
  return all;
};

/** By how much the tallies are going to change with what has not been delivered, or not been added to them, yet. */
export const waitingChange = async ({ database }: Pick<Ports, 'database'>): Promise<Counts> => {
  const [entries, noted] = await Promise.all([
    waitingEntries(database),
    database.find('outcomechanges', { where: {}, order: ['at', 'asc'], limit: PAGE }),
  ]);
  return sumOf([changesOf(entries), ...noted.map(({ changes }) => changes)]);
};
