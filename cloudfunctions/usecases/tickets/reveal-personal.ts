import * as z from 'zod';
import type { ShownTicket } from '../../../typings/contract';
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
export const personalOf = (
  ports: Pick<Ports, 'secrets'>,
  ticket: Pick<Ticket, 'sealed'>,
): NonNullable<ShownTicket['personal']> => {
  const parts = ticket.sealed.map(sealed => part.parse(ports.secrets.unseal(sealed)));
  const first = parts.find(one => one.identifiers === undefined);
  return {
    ...(first?.name ? { name: first.name } : {}),
    ...(first?.phone ? { phone: first.phone } : {}),
    ...(first?.creditCode ? { creditCode: first.creditCode } : {}),
    identifiers: parts.flatMap(one => one.identifiers ?? []).map(one => one.value),
  };
};
