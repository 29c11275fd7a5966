import { schemaOf, upgradeTicket } from '../../../domain/ticket/upgrade';
import type { CollectionName, Collections, TicketDocument } from '../documents';

const holdsTickets = (collection: CollectionName): boolean =>
  collection === 'tickets' || collection === 'archived';

/**
 * Stored documents as the code knows them. The database port passes each one through here, so that no use case can
 * forget it and nothing waits for the end of a migration.
 */
export const asRead = <N extends CollectionName>(collection: N, stored: Collections[N]): Collections[N] =>
  holdsTickets(collection) ? (ticketAsRead(stored as TicketDocument) as Collections[N]) : stored;

const ticketAsRead = (stored: TicketDocument): TicketDocument => {
  const ticket = upgradeTicket(stored.ticket);
  return ticket === stored.ticket
    ? stored
    : { ...stored, ticket, upgradedFrom: schemaOf(stored.ticket), asFound: stored.ticket };
};

/** What may be stored: a ticket in a new form never without its entry in the journal, which journal.ts writes (design §6). */
export const asStored = <N extends CollectionName>(
  collection: N,
  document: Collections[N],
): Collections[N] => {
  if (holdsTickets(collection) && (document as TicketDocument).upgradedFrom !== undefined)
    throw new Error(`ticket ${document._id} has a new form: it is written through the journal`);
  return document;
};
