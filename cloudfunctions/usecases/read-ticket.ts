import { normaliseTicketNumber } from '../domain/privacy/ticket-number';
import type { Actor } from '../domain/procedure';
import { maySee } from '../domain/ticket/scope';
import type { TicketDocument } from './documents';
import { notFound } from './failure';
import type { Reader } from './ports';

/** The ticket as this actor may see it; missing and another's give the same answer. */
export const readTicket = async (reader: Reader, actor: Actor, no: string): Promise<TicketDocument> => {
  const document = await reader.get('tickets', normaliseTicketNumber(no) ?? no);
  return document && maySee(actor, document.ticket) ? document : notFound();
};
