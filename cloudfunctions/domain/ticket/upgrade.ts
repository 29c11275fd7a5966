import { canonical } from '../privacy/chain';
import type { Instant } from '../time';
import type { Ticket } from './ticket';
import { othersAsRows } from './upgrades/listing-list';
import { callsAsRows } from './upgrades/major-fault-calls';

/**
 * A ticket outlives the code that wrote it. Each change of its stored form is one step in this list, never taken out
 * or changed afterwards; a ticket says in `schema` which steps it has behind it (missing = 1: none). It is brought to
 * the newest form whenever it is read, so that no rule ever meets an old one (design §6: the stored form is changed with an
 * entry of its own in the journal). A step is pure, leaves alone what is already new, and throws at nothing.
 */
type StoredTicket = Omit<Ticket, 'work'> & {
  work?: Omit<NonNullable<Ticket['work']>, 'values'> & { values: Record<string, unknown> };
};
type Step = (ticket: StoredTicket) => StoredTicket;

/** A step that touches only what was entered in the forms of one kind. */
const valuesOf =
  (
    kind: Ticket['kind'],
    change: (values: Record<string, unknown>, createdAt: Instant) => Record<string, unknown>,
  ): Step =>
  ticket => {
    if (ticket.kind !== kind || !ticket.work) return ticket;
    const values = change(ticket.work.values, ticket.createdAt);
    const same = canonical(values) === canonical(ticket.work.values);
    return same ? ticket : { ...ticket, work: { ...ticket.work, values } };
  };

/** The first leads from schema 1 to 2. */
const steps: readonly Step[] = [valuesOf('major-fault', callsAsRows), valuesOf('listing', othersAsRows)];

/** The schema of the tickets that this code writes. */
export const TICKET_SCHEMA = steps.length + 1;

/** The schema of a ticket as it was stored. */
export const schemaOf = ({ schema = 1 }: Pick<Ticket, 'schema'>): number => schema;

/** The ticket in the newest form; the same object where no step changes anything, so that nothing has to be written. */
export const upgradeTicket = (stored: Ticket): Ticket => {
  const upgraded = steps
    .slice(schemaOf(stored) - 1)
    .reduce<StoredTicket>((ticket, step) => step(ticket), stored);
  return upgraded === stored ? stored : ({ ...upgraded, schema: TICKET_SCHEMA } as Ticket);
};
