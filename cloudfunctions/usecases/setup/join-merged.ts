import { canonical } from '../../domain/privacy/chain';
import { keysOf } from '../../domain/ticket/scope';
import { isOpen, type JoinedTicket, type Ticket } from '../../domain/ticket/ticket';
import { TICKET_SCHEMA } from '../../domain/ticket/upgrade';
import type { Instant } from '../../domain/time';
import { storeAnew } from '../kernel/writing/commit';
import type { TicketDocument } from '../kernel/documents';
import { PAGE, type Transaction } from '../kernel/ports';
import { procedureFor } from '../kernel/runtime';
import { wayOf } from '../tickets/read-ticket';
import type { Pass, Surroundings } from './passes';

/**
 * Tickets that were merged before the remaining one kept them (A43): what a merged one holds is put into those that it
 * was merged into. Until then only its first text and its files had gone along, without a word of whose they were.
 */

/** As the rule joins them now: its own code may move on. */
const partOf = (ticket: Ticket): JoinedTicket => ({
  no: ticket.no,
  title: ticket.title,
  text: ticket.text,
  channel: ticket.channel,
  ...(ticket.externalNo ? { externalNo: ticket.externalNo } : {}),
  ownerId: ticket.ownerId,
  ...(ticket.phoneHash ? { phoneHash: ticket.phoneHash } : {}),
  applicant: ticket.applicant,
  contact: ticket.contact,
  sealed: ticket.sealed,
  anonymous: ticket.anonymous,
  attachments: ticket.attachments,
  timeline: ticket.timeline,
  replies: ticket.replies,
  createdAt: ticket.createdAt,
  joinedAt: ticket.endsAt ?? ticket.updatedAt,
  owes: [],
});

/** The remaining ticket with the merged one in it; undefined when it has it already. */
export const withMerged = (ticket: Ticket, source: Ticket, now: Instant): Ticket | undefined => {
  if (ticket.joined?.some(({ no }) => no === source.no)) return undefined;
  const files = new Set(source.attachments.map(({ fileID }) => fileID));
  const timeline = ticket.timeline.map(entry => {
    if (entry.act !== 'merge' || !entry.label.endsWith(source.no)) return entry;
    const { text: _nowInItsPart, ...line } = entry;
    return { ...line, of: source.no };
  });
  const urgent = isOpen(ticket, now) && source.marks.includes('urgent') && !ticket.marks.includes('urgent');
  return {
    ...ticket,
    joined: [...(ticket.joined ?? []), partOf(source)],
    anonymous: ticket.anonymous || source.anonymous,
    attachments: ticket.attachments.filter(({ fileID }) => !files.has(fileID)),
    timeline,
    ...(urgent ? { marks: [...ticket.marks, 'urgent' as const] } : {}),
    details: { ...ticket.details, urges: [...ticket.details.urges, ...source.details.urges].sort() },
  };
};

/** On the merged ticket of another person the title of the remaining one stands no more. */
const nameLink = async (
  { ports }: Surroundings,
  transaction: Transaction,
  document: TicketDocument,
  target: Ticket,
): Promise<number> => {
  const { ticket } = document;
  if (ticket.ownerId === target.ownerId) return 0;
  const links = ticket.links.map(link =>
    link.relation === 'merged-into' ? { ...link, title: ticket.title } : link,
  );
  if (canonical(links) === canonical(ticket.links)) return 0;
  const upgradedFrom = document.upgradedFrom ?? TICKET_SCHEMA;
  const named = { ...document, ticket: { ...ticket, links }, upgradedFrom };
  await storeAnew(ports, transaction, named, ports.now());
  return 1;
};

/** Puts one merged ticket into all behind it on its way; how many were changed. */
const joinOne = (surroundings: Surroundings, no: string): Promise<number> => {
  const { ports } = surroundings;
  return ports.database.transaction(async transaction => {
    const way: TicketDocument[] = [];
    for await (const document of wayOf(transaction, no)) way.push(document);
    const [source, ...behind] = way;
    if (!source || !behind[0]) return 0;
    let changed = await nameLink(surroundings, transaction, source, behind[0].ticket);
    for (const document of behind) {
      const ticket = withMerged(document.ticket, source.ticket, ports.now());
      if (!ticket) continue;
      const { wakeAt, externalKey } = document.keys;
      const keys = keysOf(ticket, procedureFor(ticket), wakeAt, ports.now(), externalKey);
      const upgradedFrom = document.upgradedFrom ?? TICKET_SCHEMA;
      await storeAnew(ports, transaction, { ...document, ticket, keys, upgradedFrom }, ports.now());
      changed += 1;
    }
    return changed;
  });
};

export const joinMerged: Pass = {
  collection: 'tickets',
  page: async (surroundings, after) => {
    const documents = await surroundings.ports.database.find('tickets', {
      where: { _id: { gt: after } },
      order: ['_id', 'asc'],
      limit: PAGE,
    });
    let changed = 0;
    for (const { _id, ticket } of documents)
      if (ticket.state === 'merged') changed += await joinOne(surroundings, _id);
    return { after: documents.length < PAGE ? undefined : documents.at(-1)?._id, changed, failed: [] };
  },
};
