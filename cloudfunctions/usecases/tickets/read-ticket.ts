import { normaliseTicketNumber } from '../../domain/privacy/ticket-number';
import type { Actor } from '../../domain/engine';
import { maySee } from '../../domain/ticket/scope';
import type { TicketDocument } from '../kernel/documents';
import { notFound } from '../kernel/failure';
import type { Reader } from '../kernel/ports';

/** The ticket as this actor may see it; missing and another's give the same answer. */
export const readTicket = async (reader: Reader, actor: Actor, no: string): Promise<TicketDocument> => {
  const document = await reader.get('tickets', normaliseTicketNumber(no) ?? no);
  return document && maySee(actor, document.ticket) ? document : notFound();
};
