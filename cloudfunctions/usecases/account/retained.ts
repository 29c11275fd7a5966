import { retainedUntil } from '../../domain/procedures/common/retention';
import type { Ticket } from '../../domain/ticket/ticket';
import { civilDateOf, startOfDay, type CivilDate } from '../../domain/time';
import type { Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/reading/snapshot';

/** Retention by kind wins over an erasure (A54): what has to be kept, until when and why, and the wish that waits. */

export type Retained = { no: string; until: CivilDate; why: string };

/** Whether a ticket has to be kept today, and until when. */
export const retainedIn = (snapshot: Snapshot, ticket: Ticket, today: CivilDate): Retained | undefined => {
  const { id, version } = ticket.ruleSet;
  const ruleSets = [snapshot.ruleSet(id, version), snapshot.activeRuleSet];
  const retained = retainedUntil(ticket, ruleSets, today);
  return retained && { no: ticket.no, ...retained };
};

/** Those of a person's closed tickets that have to be kept for now, each with the wish that it be erased after that. */
export const keepRetained = async (
  { ports, snapshots }: Runtime,
  ownerId: string,
  closed: readonly Ticket[],
): Promise<Retained[]> => {
  const snapshot = await snapshots.current();
  const today = civilDateOf(ports.now());
  const retained = closed.flatMap(ticket => retainedIn(snapshot, ticket, today) ?? []);
  for (const { no, until } of retained)
    await ports.database.put('erasures', {
      _id: ports.secrets.keyedHash(`erase|${ownerId}|${no}`),
      ownerId,
      no,
      at: startOfDay(until),
    });
  return retained;
};
