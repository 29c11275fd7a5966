import { keysOf } from '../../domain/ticket/scope';
import { isOpen, type JoinedTicket, type Ticket } from '../../domain/ticket/ticket';
import { TICKET_SCHEMA } from '../../domain/ticket/upgrade';
import type { Instant } from '../../domain/time';
import { storeAnew } from '../kernel/commit';
import type { TicketDocument } from '../kernel/documents';
import { PAGE } from '../kernel/ports';
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

/** Puts one merged ticket into all behind it on its way; how many were changed. */
const joinOne = ({ ports }: Surroundings, no: string): Promise<number> =>
  ports.database.transaction(async transaction => {
    let source: Ticket | undefined;
    const behind: TicketDocument[] = [];
    for await (const document of wayOf(transaction, no)) {
      if (source) behind.push(document);
      source ??= document.ticket;
    }
    let changed = 0;
    for (const document of behind) {
      const ticket = source && withMerged(document.ticket, source, ports.now());
      if (!ticket) continue;
      const keys = keysOf(ticket, procedureFor(ticket), document.keys.wakeAt);
      const upgradedFrom = document.upgradedFrom ?? TICKET_SCHEMA;
      await storeAnew(ports, transaction, { ...document, ticket, keys, upgradedFrom }, ports.now());
      changed += 1;
    }
    return changed;
  });

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
