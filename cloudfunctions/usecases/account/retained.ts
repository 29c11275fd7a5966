import { retainedUntil } from '../../domain/procedures/common/retention';
import type { Ticket } from '../../domain/ticket/ticket';
import { civilDateOf, startOfDay, type CivilDate, type Instant } from '../../domain/time';
import type { ErasureDocument } from '../kernel/documents';
import { DuplicateKey, PAGE, type Ports } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/reading/snapshot';

/** Retention by kind wins over an erasure (A54): what has to be kept, until when and why, and the wishes that wait. */

export type Retained = { no: string; until: CivilDate; why: string };

type Kept = Pick<Ticket, 'no' | 'kind' | 'endsAt' | 'assigned' | 'ruleSet'>;

/** Whether a ticket has to be kept today, and until when. */
export const retainedIn = (snapshot: Snapshot, ticket: Kept, today: CivilDate): Retained | undefined => {
  const { id, version } = ticket.ruleSet;
  const ruleSets = [snapshot.ruleSet(id, version), snapshot.activeRuleSet];
  const retained = retainedUntil(ticket, ruleSets, today);
  return retained && { no: ticket.no, ...retained };
};

/** Those of a person's closed tickets that have to be kept for now, and when each may be erased. */
export const retainedOf = async (
  { ports, snapshots }: Runtime,
  closed: readonly Kept[],
): Promise<(Retained & { at: Instant })[]> => {
  const snapshot = await snapshots.current();
  const today = civilDateOf(ports.now());
  return closed
    .flatMap(ticket => retainedIn(snapshot, ticket, today) ?? [])
    .map(retained => ({ ...retained, at: startOfDay(retained.until) }));
};

/** The wish of a person that these be erased, each from a time on. */
export const queueErasures = async (
  { database, secrets, now }: Pick<Ports, 'database' | 'secrets' | 'now'>,
  ownerId: string,
  wishes: readonly Pick<ErasureDocument, 'no' | 'at' | 'until'>[],
): Promise<void> => {
  const documents = wishes.map(({ no, at, until }): ErasureDocument => ({
    _id: secrets.keyedHash(`erase|${ownerId}|${no ?? ''}`),
    ownerId,
    no,
    at,
    ...(until === undefined ? {} : { until }),
  }));
  for (let from = 0; from < documents.length; from += PAGE) {
    const page = documents.slice(from, from + PAGE);
    const where = { _id: { in: page.map(({ _id }) => _id) } };
    const found = await database.find('erasures', { where, limit: PAGE });
    const known = new Map(found.map(one => [one._id, one.at]));
    const isElsewhen = (before: Instant | undefined, at: Instant): boolean =>
      before !== undefined && before !== at && before > now();
    // What was wished before keeps its turn, unless it waits for another day by now.
    const changed = page.filter(({ _id, at }) => isElsewhen(known.get(_id), at));
    for (const document of changed) await database.put('erasures', document);
    const fresh = page.filter(({ _id }) => !known.has(_id));
    try {
      if (fresh.length > 0) await database.insertAll('erasures', fresh);
    } catch (error) {
      // The same wish came twice at the same time.
      if (!(error instanceof DuplicateKey)) throw error;
      for (const document of fresh) await database.put('erasures', document);
    }
  }
};
