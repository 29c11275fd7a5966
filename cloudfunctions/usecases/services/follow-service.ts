import { systemActor } from '../../domain/engine';
import { personsOf } from '../../domain/ticket/persons';
import { tag } from '../../domain/ticket/scope';
import type { Ticket } from '../../domain/ticket/ticket';
import type { JournalDocument, TicketDocument } from '../kernel/documents';
import { commit, onlyTicket } from '../kernel/writing/commit';
import { PAGE, type Ports } from '../kernel/ports';
import { contextOfTicket, type Runtime } from '../kernel/runtime';

/** Who is concerned by what happens to a service: citizens with an open ticket about it, and those who follow it. */

/** Open tickets of citizens about a service, newest first, page by page; those without an answer when so tagged. */
export async function* openTicketsAbout(
  { database }: Pick<Ports, 'database'>,
  serviceId: string,
  tagOf: (serviceId: string) => string = tag.about,
): AsyncGenerator<TicketDocument> {
  let before: string | undefined;
  for (;;) {
    const page: TicketDocument[] = await database.find('tickets', {
      where: {
        'keys.tags': tagOf(serviceId),
        ...(before === undefined ? {} : { 'keys.newKey': { lt: before } }),
      },
      order: ['keys.newKey', 'desc'],
      limit: PAGE,
    });
    yield* page;
    if (page.length < PAGE) return;
    before = page.at(-1)?.keys.newKey;
  }
}

/** Everybody who follows a service or waits for an answer about it, each once. */
export async function* followersOf(
  ports: Pick<Ports, 'database' | 'now'>,
  serviceId: string,
): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const { ticket } of openTicketsAbout(ports, serviceId)) {
    for (const person of personsOf(ticket)) {
      if (seen.has(person)) continue;
      seen.add(person);
      yield person;
    }
  }
  let after = '';
  for (;;) {
    const page = await ports.database.find('profiles', {
      where: { subscribed: serviceId, _id: { gt: after } },
      order: ['_id', 'asc'],
      limit: PAGE,
    });
    for (const { _id } of page) if (!seen.has(_id)) yield _id;
    if (page.length < PAGE) return;
    after = page.at(-1)?._id ?? '';
  }
}

const isDown = (state: string): boolean => state === 'fault' || state === 'offline';

/**
 * Marks the open tickets of citizens when their service breaks down, linked to the ticket of the fault, and takes
 * the mark away when it is over, or never will be since the service is withdrawn (G-3.3.3b). Run twice, the second run finds nothing to do.
 */
export const markTicketsOf = async (
  runtime: Runtime,
  { id, from, to, withdrawn }: NonNullable<JournalDocument['service']>,
  no: string,
): Promise<void> => {
  const down = isDown(to) && !withdrawn;
  if (isDown(from) === down) return;
  const { ports, snapshots } = runtime;
  for await (const { _id } of openTicketsAbout(ports, id)) {
    await ports.database.transaction(async transaction => {
      const document = await transaction.get('tickets', _id);
      const changed = document && marked(document.ticket, down, no);
      if (!changed) return;
      const context = await contextOfTicket(
        transaction,
        await snapshots.current(),
        systemActor,
        ports.now(),
        changed,
      );
      const entry = { type: 'linkFault', payload: { fault: no, down } };
      await commit(ports, transaction, { before: document, outcome: onlyTicket(changed), context, entry });
    });
  }
};

/** The ticket with or without the mark, or undefined when it is so already. */
const marked = (ticket: Ticket, down: boolean, no: string): Ticket | undefined => {
  const has = ticket.marks.includes('faulty-service');
  const linked = ticket.links.some(link => link.no === no);
  if (has === down && (linked || !down)) return undefined;
  const marks = ticket.marks.filter(mark => mark !== 'faulty-service');
  const links = linked
    ? ticket.links
    : [...ticket.links, { no, title: '所涉服务的异常', relation: 'fault' as const }];
  return {
    ...ticket,
    version: ticket.version + 1,
    marks: down ? [...marks, 'faulty-service'] : marks,
    links: down ? links : ticket.links,
  };
};
