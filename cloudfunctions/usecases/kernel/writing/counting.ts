import { addCounts, countsOf, type Counts, type Numbers } from '../../../domain/ticket/counted';
import { isAtRest, type TicketKeys } from '../../../domain/ticket/scope';
import type { TicketDocument } from '../documents';
import { meanwhile } from '../meanwhile';
import type { Database, Ports, Transaction } from '../ports';

/**
 * Counters follow every write of a ticket, whoever commits it: what it stood in before is taken from what it stands in now,
 * and the difference is written beside the commit of the transaction, never in it: no trip more, and no two transactions
 * meet in a counter. A process that is killed between the two leaves a wrong counter: the nightly recount mends it.
 */

const keysOf = (document: TicketDocument | undefined): Counts =>
  // One from before migrations may have been found by something else.
  document && (document.keys as TicketKeys | undefined)?.tags ? countsOf(document._id, document.keys) : {};

/** What lies in the archive is in no list of staff. */
const NOWHERE: Counts = {};

/** A transaction that remembers what becomes of the tickets that it writes. */
const remembering = (inner: Transaction, changes: Counts): Transaction => {
  /** Each ticket as it was before this transaction, or as it has left it by now. */
  const known = new Map<string, Counts>();
  const archived = new Set<string>();
  const look = (no: string, document: TicketDocument | undefined): void => {
    if (known.has(no)) return;
    if (document?.archived) archived.add(no);
    known.set(no, document?.archived ? NOWHERE : keysOf(document));
  };
  const wrote = (document: TicketDocument, after: Counts): void => {
    addCounts(changes, after);
    addCounts(changes, known.get(document._id) ?? {}, -1);
    known.set(document._id, after);
  };
  return {
    ...inner,
    get: async (collection, id) => {
      const found = await inner.get(collection, id);
      if (collection === 'tickets') look(id, found as TicketDocument | undefined);
      return found;
    },
    insertTicket: async document => {
      const [, after] = await meanwhile(inner.insertTicket(document), () => keysOf(document));
      wrote(document, after);
    },
    putTicket: async (document, before) => {
      const { _id } = document;
      if (!known.has(_id)) look(_id, before ?? (await inner.get('tickets', _id)));
      const [, after] = await meanwhile(inner.putTicket(document, before), () => keysOf(document));
      if (!isAtRest(document.keys)) archived.delete(_id);
      wrote(document, archived.has(_id) ? NOWHERE : after);
    },
    archiveTicket: async document => {
      await inner.archiveTicket(document);
      archived.add(document._id);
      wrote(document, NOWHERE);
    },
  };
};

/** Those to which the same is added go in one write: mostly what rises is one, and what falls another. */
const together = (changes: Counts): [ids: string[], by: Numbers][] => {
  const groups = new Map<string, [string[], Numbers]>();
  for (const [id, by] of Object.entries(changes)) {
    const same = JSON.stringify(Object.entries(by).sort());
    const group = groups.get(same);
    if (group) group[0].push(id);
    else groups.set(same, [[id], by]);
  }
  return [...groups.values()];
};

/** Adds to counters. Never throws: what is counted has been done, and a wrong counter is mended. */
const count = async (
  { database, log }: { database: Pick<Database, 'raise'>; log: Ports['log'] },
  changes: Counts,
): Promise<void> => {
  const written = await Promise.allSettled(
    together(changes).map(([ids, by]) => database.raise('counters', ids, by)),
  );
  const failed = written.filter(({ status }) => status === 'rejected').length;
  if (failed > 0) log({ event: 'not-counted', failed });
};

const negative = (changes: Counts): Counts => {
  const back: Counts = {};
  addCounts(back, changes, -1);
  return back;
};

/** A database whose transactions keep the counters. */
export const counting = (database: Database, log: Ports['log']): Database => ({
  ...database,
  transaction: (work, beside) => {
    let changes: Counts = {};
    return database.transaction(
      inner => {
        // A transaction that met others runs again from its beginning.
        changes = {};
        return work(remembering(inner, changes));
      },
      {
        write: async () => {
          await Promise.all([count({ database, log }, changes), beside?.write()]);
        },
        undo: async () => {
          await Promise.all([count({ database, log }, negative(changes)), beside?.undo()]);
        },
      },
    );
  },
});
