import type { CitizenProfile, ShownTicket } from '../../../typings/contract';
import { everyone } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { PAGE } from '../kernel/ports';
import { contextOfTicket, show, type Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { ownTickets } from '../tickets/list-own-tickets';
import { personalOf } from '../tickets/reveal-personal';
import { getProfile } from './profile';

/** `me.export`: everything that is stored about the person, readable. */
export const exportAccount = async (
  runtime: Runtime,
  actor: Actor,
): Promise<{
  profile: CitizenProfile;
  tickets: ShownTicket[];
  questions: { at: string; text: string }[];
}> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const now = ports.now();
  const documents = await ownTickets(ports, actor.id);
  const tickets = await Promise.all(
    documents.map(async ({ ticket }) => ({
      ...show(snapshot, ticket, await contextOfTicket(ports.database, snapshot, actor, now, ticket)),
      personal: personalOf(ports, ticket),
    })),
  );
  const asks = await ports.database.find('asks', {
    where: { ownerId: actor.id },
    order: ['at', 'desc'],
    limit: PAGE,
  });
  return {
    profile: await getProfile(runtime, actor.id),
    tickets,
    questions: asks.map(({ at, text }) => ({ at, text })),
  };
};

export const meExport = useCase(nothing, everyone, (runtime, { actor }) => exportAccount(runtime, actor));
