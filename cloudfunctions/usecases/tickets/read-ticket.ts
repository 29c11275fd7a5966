import { normaliseTicketNumber } from '../../domain/privacy/ticket-number';
import type { Actor } from '../../domain/engine';
import { maySee } from '../../domain/ticket/scope';
import type { TicketDocument } from '../kernel/documents';
import { mergedInto } from '../../domain/ticket/persons';
import { notFound } from '../kernel/failure';
import type { Reader } from '../kernel/ports';

/** The ticket as this actor may see it; missing and another's give the same answer. */
export const readTicket = async (reader: Reader, actor: Actor, no: string): Promise<TicketDocument> => {
  const document = await reader.get('tickets', normaliseTicketNumber(no) ?? no);
  return document && maySee(actor, document.ticket) ? document : notFound();
};

/** Staff read that it lies in the archive; to its person it is what it was. */
export const withPlace = <T extends { stateLabel: string }>(
  shown: T,
  { archived }: Pick<TicketDocument, 'archived'>,
  { role }: Pick<Actor, 'role'>,
): T => (archived && role !== 'citizen' ? { ...shown, stateLabel: `${shown.stateLabel}（已归档）` } : shown);

/** A ticket and those into which it was merged, one after the other (A43); the last is the one that is handled. */
export async function* wayOf(reader: Reader, no: string): AsyncGenerator<TicketDocument> {
  const seen = new Set<string>();
  for (let next: string | undefined = no; next !== undefined && !seen.has(next);) {
    seen.add(next);
    const document: TicketDocument | undefined = await reader.get('tickets', next);
    if (!document) return;
    yield document;
    next = mergedInto(document.ticket);
  }
}

/** The ticket in which it is handled now: itself, or the one into which it was merged. */
export const handledIn = async (reader: Reader, document: TicketDocument): Promise<TicketDocument> => {
  let last = document;
  for await (const one of wayOf(reader, document._id)) last = one;
  return last;
};
