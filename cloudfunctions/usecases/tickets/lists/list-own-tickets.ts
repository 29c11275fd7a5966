import * as z from 'zod';
import type { TicketSummary } from '../../../../typings/contract';
import { everyone } from '../../../domain/catalogue/roles';
import { tag } from '../../../domain/ticket/scope';
import { seenBy } from '../../../domain/views/seen';
import type { TicketDocument } from '../../kernel/documents';
import { cutPage, ticketPaging } from '../../kernel/reading/paging';
import { findInUse, findWhereTheyLie } from '../../kernel/archive';
import { PAGE, type Ports, type Query, type Where } from '../../kernel/ports';
import { citizenActor, showSummary, type Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';

export const ownListInput = z.object({ state: z.enum(['open', 'closed']).optional(), ...ticketPaging });

/** `ticket.list`: the citizen's own tickets, newest first. */
export const listOwnTickets = async (
  { ports, snapshots }: Runtime,
  openid: string,
  input: z.infer<typeof ownListInput>,
): Promise<{ tickets: TicketSummary[]; nextCursor?: string }> => {
  const now = ports.now();
  const actor = citizenActor(openid);
  const where: Where = {
    'keys.tags': input.state === 'open' ? tag.ownOpen(openid) : tag.owner(openid),
    ...(input.cursor ? { 'keys.newKey': { lt: input.cursor } } : {}),
    // To the minute: one that is over by itself has its tag until the timer comes by.
    ...(input.state === 'open'
      ? { 'keys.endsAt': { gt: now } }
      : input.state === 'closed'
        ? { 'keys.endsAt': { lte: now } }
        : {}),
  };
  const find = input.state === 'open' ? findInUse : findWhereTheyLie;
  const [snapshot, documents] = await Promise.all([
    snapshots.current(),
    find(ports.database, { where, order: ['keys.newKey', 'desc'], limit: input.limit + 1 }),
  ]);
  const { page, next } = cutPage(documents, input.limit, ({ keys }) => keys.newKey);
  return {
    tickets: page.map(({ ticket }) => showSummary(snapshot, seenBy(ticket, actor), actor, now)),
    ...next,
  };
};

export const ticketList = useCase(ownListInput, everyone, (runtime, { openid }, input) =>
  listOwnTickets(runtime, openid, input),
);

/** All tickets of one person, wherever they lie. */
export const ownTickets = async (
  { database }: Pick<Ports, 'database'>,
  openid: string,
): Promise<TicketDocument[]> => {
  const all: TicketDocument[] = [];
  for (;;) {
    const last = all.at(-1);
    const where: Where = {
      'keys.tags': tag.owner(openid),
      ...(last ? { 'keys.newKey': { lt: last.keys.newKey } } : {}),
    };
    const query: Query = { where, order: ['keys.newKey', 'desc'], limit: PAGE };
    const documents = await findWhereTheyLie(database, query);
    all.push(...documents);
    if (documents.length < PAGE) return all;
  }
};
