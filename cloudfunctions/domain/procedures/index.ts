import type { Procedure } from '../procedure';
import type { Ticket } from '../ticket/ticket';
import { complaint } from './complaint';
import { consultation } from './consultation';
import { suggestion } from './suggestion';

export { openTicket, type Opening } from './open-ticket';

/** Every procedure of the product; adding one is one file and one line here. */
export const procedures: readonly Procedure[] = [consultation, complaint, suggestion];

export const procedureOf = (kind: Ticket['kind']): Procedure => {
  const found = procedures.find(procedure => procedure.kind === kind);
  if (!found) throw new Error(`no procedure of kind ${kind}`);
  return found;
};
