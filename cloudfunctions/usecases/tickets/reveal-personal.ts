import * as z from 'zod';
import type { Personal, ShownTicket } from '../../../typings/contract';
import { partsOfPerson } from '../../domain/ticket/persons';
import type { Ticket } from '../../domain/ticket/ticket';
import type { Ports } from '../kernel/ports';

const part = z.object({
  name: z.string().optional(),
  phone: z.string().optional(),
  creditCode: z.string().optional(),
  onBehalfOf: z.string().optional(),
  identifiers: z.array(z.object({ kind: z.string(), value: z.string() })).optional(),
});

/** What was masked, unsealed: only for the holder after `reveal`, and for the person's own export (J-21b). */
export const personalOf = (ports: Pick<Ports, 'secrets'>, ticket: Pick<Ticket, 'sealed'>): Personal => {
  const parts = ticket.sealed.map(sealed => part.parse(ports.secrets.unseal(sealed)));
  const first = parts.find(one => one.identifiers === undefined);
  return {
    ...(first?.name ? { name: first.name } : {}),
    ...(first?.phone ? { phone: first.phone } : {}),
    ...(first?.creditCode ? { creditCode: first.creditCode } : {}),
    ...(first?.onBehalfOf ? { onBehalfOf: first.onBehalfOf } : {}),
    identifiers: parts.flatMap(one => one.identifiers ?? []).map(one => one.value),
  };
};

/** To whoever holds the ticket: of all persons of it (A43). */
export const revealedOf = (
  ports: Pick<Ports, 'secrets'>,
  ticket: Pick<Ticket, 'sealed' | 'joined'>,
): NonNullable<ShownTicket['personal']> => {
  const merged = (ticket.joined ?? [])
    .filter(({ anonymous }) => !anonymous)
    .map(part => ({ no: part.no, ...personalOf(ports, part) }));
  return { ...personalOf(ports, ticket), ...(merged.length > 0 ? { merged } : {}) };
};

/** To one of its persons: what that person gave. */
export const ownPersonalOf = (ports: Pick<Ports, 'secrets'>, ticket: Ticket, id: string): Personal => {
  const numbers = partsOfPerson(ticket, id).map(({ no }) => no);
  const own = [ticket, ...(ticket.joined ?? [])].filter(({ no }) => numbers.includes(no));
  return personalOf(ports, { sealed: own.flatMap(({ sealed }) => sealed) });
};
