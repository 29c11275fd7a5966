import * as z from 'zod';
import type { ShownAttachment, ShownFact, ShownTicket } from '../../../typings/contract';
import { everyone } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { listed } from '../../domain/ticket/listed';
import { signedBy, waitsForSignatureOf } from '../../domain/ticket/signing';
import { rowsByNumbers } from '../kernel/archive';
import { commit, onlyTicket } from '../kernel/writing/commit';
import type { TicketDocument } from '../kernel/documents';
import { readDesk } from '../kernel/reading/desk-load';
import { neededFor } from '../kernel/reading/needed-context';
import type { Snapshot } from '../kernel/reading/snapshot';
import type { Ports } from '../kernel/ports';
import { contextOfTicket, procedureFor, show, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { maySee } from '../../domain/ticket/scope';
import { handledIn, readTicket, withPlace } from './read-ticket';
import { deliveriesOf, withDeliveries } from './show-deliveries';

export const ticketInput = z.object({
  no: z.string({ error: '请填写工单编号' }).min(1, '请填写工单编号').max(64),
});

const whereOf = ({ fileID, keptID }: ShownAttachment): string => keptID ?? fileID;

/** The files with their links, as far as they may be read. */
export const linkedFiles = async (
  ports: Pick<Ports, 'fileLinks'>,
  files: readonly ShownAttachment[],
): Promise<ShownAttachment[]> => {
  const readable = files.filter(file => file.state !== 'blocked').map(whereOf);
  if (readable.length === 0) return [...files];
  const links = await ports.fileLinks(readable);
  return files.map(file => {
    const url = links.get(whereOf(file));
    return url ? { ...file, url } : file;
  });
};

/** Files lie in a storage that only functions can read: who may see the ticket gets links that expire. */
const withLinks = async (ports: Ports, ticket: ShownTicket): Promise<ShownTicket> => {
  const files = [...ticket.attachments, ...ticket.replies.flatMap(reply => reply.attachments)];
  const found = new Map((await linkedFiles(ports, files)).map(file => [file.fileID, file.url]));
  const linked = (file: ShownAttachment): ShownAttachment => {
    const url = found.get(file.fileID);
    return url ? { ...file, url } : file;
  };
  return {
    ...ticket,
    attachments: ticket.attachments.map(linked),
    replies: ticket.replies.map(reply => ({ ...reply, attachments: reply.attachments.map(linked) })),
  };
};

/** The column that leads from a row to a ticket. */
const namedBy = ({ columns }: ShownFact): string | undefined =>
  columns?.find(({ type }) => type === 'ticket')?.name;

const numbersIn = (fact: ShownFact): string[] => {
  const name = namedBy(fact);
  return name === undefined ? [] : (fact.rows ?? []).flatMap(({ values }) => values[name] ?? []);
};

/** Lists of tickets say what each is about, as far as the reader may see it: a number alone says nothing. */
const withTitles = async (
  { database }: Pick<Ports, 'database'>,
  actor: Actor,
  facts: ShownFact[],
): Promise<ShownFact[]> => {
  const numbers = [...new Set(facts.flatMap(numbersIn))];
  const found = await rowsByNumbers(database, numbers, listed);
  const titles = new Map(
    found.flatMap(({ _id, ticket }) => (maySee(actor, ticket) ? [[_id, ticket.title]] : [])),
  );
  return facts.map(fact => {
    const name = namedBy(fact);
    if (name === undefined || !fact.rows) return fact;
    const rows = fact.rows.map(row => {
      const title = titles.get(row.values[name] ?? '');
      return title === undefined ? row : { ...row, title };
    });
    return { ...fact, rows };
  });
};

/** A ticket with what lies elsewhere: the links to its files, and what its lists name. */
export const completed = async (ports: Ports, actor: Actor, ticket: ShownTicket): Promise<ShownTicket> => {
  const { facts } = ticket;
  const [linked, titled] = await Promise.all([
    withLinks(ports, ticket),
    facts && withTitles(ports, actor, facts),
  ]);
  return titled ? { ...linked, facts: titled } : linked;
};

/** The first of the party that has to act who opens it signs for it (A51). The ticket keeps its version. */
export const sign = async (
  { ports }: Pick<Runtime, 'ports'>,
  snapshot: Snapshot,
  actor: Actor,
  read: TicketDocument,
): Promise<TicketDocument> => {
  if (!waitsForSignatureOf(actor, read.ticket)) return read;
  return ports.database.transaction(async transaction => {
    const before = await transaction.get('tickets', read.ticket.no);
    if (!before || !waitsForSignatureOf(actor, before.ticket)) return before ?? read;
    const context = await contextOfTicket(transaction, snapshot, actor, ports.now(), before.ticket);
    const outcome = onlyTicket(signedBy(before.ticket, actor, context.now));
    return commit(ports, transaction, { before, outcome, context, entry: { type: 'sign', payload: null } });
  });
};

/** The person of a merged ticket reads there too what was answered in the one that is handled (A43). */
const repliesSince = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  document: TicketDocument,
): Promise<ShownTicket['replies']> => {
  if (actor.role !== 'citizen' || document.ticket.state !== 'merged') return [];
  const { _id, ticket } = await handledIn(ports.database, document);
  if (_id === document._id || !maySee(actor, ticket)) return [];
  const snapshot = await snapshots.current();
  return show(snapshot, ticket, await contextOfTicket(ports.database, snapshot, actor, ports.now(), ticket))
    .replies;
};

/** `ticket.get` of both functions. What does not depend on each other is read side by side. */
export const getTicket = async (runtime: Runtime, actor: Actor, no: string): Promise<ShownTicket> => {
  const { ports, snapshots } = runtime;
  const [snapshot, read] = await Promise.all([snapshots.current(), readTicket(ports.database, actor, no)]);
  const [document, context, needed, desk, deliveries, replies] = await Promise.all([
    sign(runtime, snapshot, actor, read),
    contextOfTicket(ports.database, snapshot, actor, ports.now(), read.ticket),
    neededFor(ports, snapshot, procedureFor(read.ticket), read.ticket.serviceId, actor),
    readDesk(ports.database, snapshot, actor, procedureFor(read.ticket), read.ticket),
    read.ticket.work ? deliveriesOf(ports, read.ticket) : [],
    repliesSince(runtime, actor, read),
  ]);
  const shown = await withDeliveries(
    ports,
    withPlace(show(snapshot, document.ticket, { ...context, ...needed, ...desk }), read, actor),
    deliveries,
  );
  return completed(ports, actor, { ...shown, replies: [...shown.replies, ...replies] });
};

export const ticketGet = useCase(ticketInput, everyone, async (runtime, { actor }, { no }) => ({
  ticket: await getTicket(runtime, actor, no),
}));
