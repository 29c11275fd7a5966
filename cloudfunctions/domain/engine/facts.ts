import type { Ticket } from '../ticket/ticket';
import type { Change } from './change';
import type { Fields, ValuesOf } from './fields';

/**
 * What tickets of a procedure know, by name and type: what its forms were given, and what its acts note themselves. A
 * field of a form is kept when it is one of them. Shown in this order.
 */
export type Facts<F extends Fields = Fields> = {
  fields: F;
  /** What a ticket holds of them. */
  of(ticket: Pick<Ticket, 'work'>): Readonly<ValuesOf<F>>;
  /** Notes some of them on the ticket; `undefined` takes one away. */
  note(change: Change, values: ValuesOf<F>): void;
};

export const facts = <const F extends Fields>(fields: F): Facts<F> => ({
  fields,
  // What is stored was read by these very fields, or noted by `note`; older tickets are brought up when they are read.
  of: ({ work }) => (work?.values ?? {}) as ValuesOf<F>,
  note: (change, values) => change.keep(values),
});
