import { unitDesk } from '../../../domain/catalogue/staffing';
import { asksWhom, type Actor, type Context, type Procedure } from '../../../domain/engine';
import { tag } from '../../../domain/ticket/scope';
import type { Ticket } from '../../../domain/ticket/ticket';
import type { Database } from '../ports';
import { readCounters } from './counters';
import type { Snapshot } from './snapshot';

/** A unit with more people assigns by name. */
const MOST = 100;

const deskOf = ({ holder }: Ticket): string => (holder.unitId ? unitDesk(holder.unitId) : 'operator');

/** Who is at the desk of a ticket with how much each holds, from the counters; only where its reader may assign it. */
export const readDesk = async (
  database: Pick<Database, 'find'>,
  { catalogue, directory }: Pick<Snapshot, 'catalogue' | 'directory'>,
  actor: Actor,
  procedure: Procedure,
  ticket: Ticket,
): Promise<Pick<Context, 'desk'>> => {
  if (!asksWhom(procedure, actor, ticket, { catalogue })) return {};
  const members = catalogue
    .staffAt(deskOf(ticket))
    .slice(0, MOST)
    .flatMap(({ id }) => directory.member(id) ?? []);
  const counters = await readCounters(
    database,
    members.map(({ id }) => tag.mine(id)),
  );
  return {
    desk: members.map(({ id, name, role }) => ({ id, name, role, holds: counters.n(tag.mine(id)) })),
  };
};
