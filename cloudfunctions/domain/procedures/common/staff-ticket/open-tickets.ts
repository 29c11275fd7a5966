import type { Lookup, Subject, TicketReference } from '../../../engine';
import { tag } from '../../../ticket/scope';

/** So many are read and listed at most. */
export const MOST_LISTED = 100;

/** Open tickets of citizens about the service, or those among them without an answer: who is concerned by a change. */
export const openTicketsAbout = async (
  lookup: Lookup,
  { serviceId, catalogue, ruleSet }: Subject,
  tagOf: (serviceId: string) => string = tag.about,
): Promise<TicketReference[]> => {
  if (serviceId === undefined) return [];
  const tickets = await lookup.tickets(tagOf(serviceId), { most: MOST_LISTED });
  return tickets.map(ticket => ({
    no: ticket.no,
    // Whoever reads the list may be whom a confidential complaint concerns (A34).
    title: ticket.marks.includes('confidential') ? '保密件' : ticket.title,
    unitName: ticket.unitId ? (catalogue.unit(ticket.unitId)?.name ?? '') : ruleSet.roleNames.operator,
  }));
};
