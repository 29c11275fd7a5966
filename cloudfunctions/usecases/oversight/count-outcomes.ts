import { addedTo, type OutcomeTally } from '../../domain/outcomes/tally';
import { addCounts, type Counts } from '../../domain/ticket/counted';
import type { JournalDocument } from '../kernel/documents';
import { PAGE, type Database, type Ports, type Transaction } from '../kernel/ports';
import { readToWrite } from '../kernel/reading/to-write';

/**
 * Outcomes are counted by the delivery of the journal. Each entry holds by how much it changes the tallies, and adds that in
 * the transaction that marks it as delivered: a run that is killed, a repeat and two runs at once come to the same. They are
 * not written beside the commit as counters are, since nothing would tell which were lost on the way; what has not been
 * delivered yet is added by whoever reads.
 */

const changesOf = (entries: readonly Pick<JournalDocument, 'outcomes'>[]): Counts => {
  const sum: Counts = {};
  for (const { outcomes = {} } of entries) addCounts(sum, outcomes);
  return sum;
};

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

/** How many tallies these entries change. */
export const talliesOf = (entries: readonly JournalDocument[]): number =>
  Object.keys(changesOf(entries)).length;

/** What these entries have changed. */
export const countOutcomes = (
  { database }: Pick<Ports, 'database'>,
  transaction: Transaction,
  entries: readonly JournalDocument[],
): Promise<void> => addToTallies(database, transaction, changesOf(entries));

/** Of what waits so much is added by whoever reads; more than that waits while the timer stands still. */
const MOST_WAITING = PAGE;

/** By how much the tallies are going to change with what has not been delivered yet. */
export const waitingChange = async ({ database }: Pick<Ports, 'database'>): Promise<Counts> =>
  changesOf(
    await database.find('journal', {
      where: { outbox: 'waiting' },
      order: ['at', 'asc'],
      limit: MOST_WAITING,
    }),
  );
