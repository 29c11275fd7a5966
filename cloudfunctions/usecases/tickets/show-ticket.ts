import * as z from 'zod';
import type { ShownAttachment, ShownTicket } from '../../../typings/contract';
import { everyone } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { neededFor } from '../kernel/needed-context';
import type { Ports } from '../kernel/ports';
import { contextOfTicket, procedureFor, show, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { readTicket } from './read-ticket';
import { withDeliveries } from './show-deliveries';

export const ticketInput = z.object({
  no: z.string({ error: '请填写工单编号' }).min(1, '请填写工单编号').max(64),
});

const whereOf = ({ fileID, keptID }: ShownAttachment): string => keptID ?? fileID;

/** Files lie in a storage that only functions can read: who may see the ticket gets links that expire. */
export const withLinks = async (ports: Ports, ticket: ShownTicket): Promise<ShownTicket> => {
  const files = [...ticket.attachments, ...ticket.replies.flatMap(reply => reply.attachments)];
  const readable = files.filter(file => file.state !== 'blocked').map(whereOf);
  if (readable.length === 0) return ticket;
  const links = await ports.fileLinks(readable);
  const linked = (file: ShownAttachment): ShownAttachment => {
    const url = links.get(whereOf(file));
    return url ? { ...file, url } : file;
  };
  return {
    ...ticket,
    attachments: ticket.attachments.map(linked),
    replies: ticket.replies.map(reply => ({ ...reply, attachments: reply.attachments.map(linked) })),
  };
};

/** `ticket.get` of both functions. */
export const getTicket = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  no: string,
): Promise<ShownTicket> => {
  const snapshot = await snapshots.current();
  const { ticket } = await readTicket(ports.database, actor, no);
  const needed = await neededFor(ports, snapshot, procedureFor(ticket), ticket.serviceId);
  const context = await contextOfTicket(ports.database, snapshot, actor, ports.now(), ticket, needed);
  return withLinks(ports, await withDeliveries(ports, ticket, show(snapshot, ticket, context)));
};

export const ticketGet = useCase(ticketInput, everyone, async (runtime, { actor }, { no }) => ({
  ticket: await getTicket(runtime, actor, no),
}));
