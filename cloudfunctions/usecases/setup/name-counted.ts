import { countedNames } from '../../domain/reports/counted';
import { canonical } from '../../domain/privacy/chain';
import { inSmallTransactions } from '../kernel/each';
import type { JournalDocument } from '../kernel/documents';
import { PAGE } from '../kernel/ports';
import { readToWrite } from '../kernel/reading/to-write';
import { brokenSeal, sealEntry } from '../kernel/writing/journal';
import type { PageDone, Pass, Surroundings } from './passes';

/**
 * Entries from before they said under which figures they are found (G-3.3.1c) get the names of what they added. Nothing else in them
 * changes: links, payload and place in the ledger stay, only the seal of the whole is made anew. One whose seal does not hold is left
 * as it is, so that what was changed behind the back of the platform goes on to be found (A47).
 *
 * There are millions: as the seal is over the whole entry, one that still has the seal that was read is what was read, and its names
 * are set by one call without a transaction, some side by side.
 */

/** The entry as it would be written now; the same one where it is so already. */
const named = (entry: JournalDocument): JournalDocument => {
  // What is of before counters has none.
  const { counts = {}, at, outcomes }: Partial<JournalDocument> & Pick<JournalDocument, 'at'> = entry;
  const names = countedNames({ at, counts, outcomes });
  return canonical(names) === canonical(entry.counted ?? []) ? entry : { ...entry, counted: names };
};

/** So many calls at a time: what a plan of the platform allows in a second. */
const AT_ONCE = 8;
/** So many pages between two times that it is written down how far it has come, which costs as much as a page. */
const PAGES = 5;

const nameSealed = (
  ports: Surroundings['ports'],
  entry: JournalDocument & { seal: string },
): Promise<boolean> => {
  const { counted = [], seal } = sealEntry(ports, named(entry));
  return ports.database.update('journal', entry._id, { seal: entry.seal }, { counted, seal });
};

const isSealed = (entry: JournalDocument): entry is JournalDocument & { seal: string } =>
  entry.key !== undefined && entry.seal !== undefined;

const isOld = (entry: JournalDocument): boolean => named(entry) !== entry;

const namePage = async ({ ports }: Surroundings, after: string): Promise<PageDone> => {
  const { database } = ports;
  const entries = await database.find('journal', {
    where: { _id: { gt: after } },
    order: ['_id', 'asc'],
    limit: PAGE,
  });
  const old = entries.filter(isOld);
  const broken = old.filter(entry => brokenSeal(ports, entry) !== undefined);
  const failed = broken.map(({ _id }) => `journal/${_id}`);
  for (const { _id: id } of broken)
    ports.log({ event: 'not-migrated', collection: 'journal', id, error: 'seal' });
  const nameSome = (ids: readonly string[]): Promise<number> =>
    database.transaction(async transaction => {
      // Meanwhile it may have been delivered, or erased.
      const found = await readToWrite(database, transaction, 'journal', ids);
      const wanted = found.filter(entry => isOld(entry) && brokenSeal(ports, entry) === undefined);
      for (const entry of wanted) await transaction.put('journal', sealEntry(ports, named(entry)));
      return wanted.length;
    });
  let changed = 0;
  const whole = old.filter(entry => !broken.includes(entry));
  // Those from before seals, and what was written to in this moment.
  const others = whole.filter(entry => !isSealed(entry));
  const sealed = whole.filter(isSealed);
  for (let at = 0; at < sealed.length; at += AT_ONCE) {
    const some = sealed.slice(at, at + AT_ONCE);
    const done = await Promise.all(some.map(entry => nameSealed(ports, entry)));
    others.push(...some.filter((_entry, index) => !done[index]));
    changed += done.filter(Boolean).length;
  }
  for (const group of inSmallTransactions(others, ({ length }) => length))
    changed += await nameSome(group.map(({ _id }) => _id));
  return { after: entries.length < PAGE ? undefined : entries.at(-1)?._id, changed, failed };
};

export const nameCounted: Pass = {
  collection: 'journal',
  page: async (surroundings, after) => {
    const sum: PageDone = { after, changed: 0, failed: [] };
    for (let pages = 0; pages < PAGES && sum.after !== undefined; pages += 1) {
      const done = await namePage(surroundings, sum.after);
      sum.after = done.after;
      sum.changed += done.changed;
      sum.failed.push(...done.failed);
    }
    return sum;
  },
};
