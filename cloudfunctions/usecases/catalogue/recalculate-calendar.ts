import { recalculateClock, confirmEarlier } from '../../domain/deadline';
import { type Context, systemActor } from '../../domain/engine';
import { confirmEarlierPromise, recalculatePromise } from '../../domain/ticket/promise';
import { tag } from '../../domain/ticket/scope';
import type { Ticket } from '../../domain/ticket/ticket';
import type { TicketDocument } from '../kernel/documents';
import { commit, onlyTicket } from '../kernel/commit';
import { PAGE, type Where } from '../kernel/ports';
import { contextOfTicket, type Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/snapshot';

/**
 * When a year is published, running clocks are counted anew: later by itself, earlier only when the manager confirms
 * (A32). Each change is an entry of the journal.
 */

type Rewrite = (ticket: Ticket, context: Context) => Ticket | undefined;

const hoursOf = (context: Context, unitId: string | undefined) => ({
  calendar: context.calendar,
  serviceHours: unitId ? context.catalogue.unit(unitId)?.serviceHours : undefined,
});

const recalculate: Rewrite = (ticket, context) => {
  const clocks = ticket.clocks.map(
    clock => recalculateClock(clock, context.now, hoursOf(context, clock.responsible.unitId)).clock,
  );
  const promise = ticket.promise && recalculatePromise(ticket.promise, context.calendar);
  const same = JSON.stringify([clocks, promise]) === JSON.stringify([ticket.clocks, ticket.promise]);
  return same ? undefined : { ...ticket, clocks, promise };
};

const confirm: Rewrite = (ticket, context) => {
  const clocks = ticket.clocks.map(clock =>
    confirmEarlier(clock, context.now, hoursOf(context, clock.responsible.unitId)),
  );
  return {
    ...ticket,
    clocks,
    promise: ticket.promise && confirmEarlierPromise(ticket.promise, context.calendar),
  };
};

const rewriteOne = async (
  { ports }: Runtime,
  snapshot: Snapshot,
  no: string,
  rewrite: Rewrite,
  type: string,
  actor: Context['actor'],
): Promise<boolean> => {
  return ports.database.transaction(async transaction => {
    const document = await transaction.get('tickets', no);
    if (!document) return false;
    const context = await contextOfTicket(transaction, snapshot, actor, ports.now(), document.ticket);
    const ticket = rewrite(document.ticket, context);
    if (!ticket) return false;
    const dates = ticket.clocks.map(({ id, date, pendingDate }) => ({ id, date, pendingDate }));
    const entry = { type, payload: { dates } };
    await commit(ports, transaction, { before: document, outcome: onlyTicket(ticket), context, entry });
    return true;
  });
};

/** Walks tickets in pages by their creation. */
const each = async (
  runtime: Runtime,
  where: Where,
  work: (document: TicketDocument) => Promise<boolean>,
): Promise<number> => {
  let changed = 0;
  let after = '';
  for (;;) {
    const documents = await runtime.ports.database.find('tickets', {
      where: { ...where, 'keys.newKey': { gt: after } },
      order: ['keys.newKey', 'asc'],
      limit: PAGE,
    });
    for (const document of documents) if (await work(document)) changed += 1;
    if (documents.length < PAGE) return changed;
    after = documents.at(-1)?.keys.newKey ?? after;
  }
};

/** Counts the running clocks of all open tickets anew. */
export const recalculateOpenTickets = async (runtime: Runtime): Promise<number> => {
  const now = runtime.ports.now();
  const snapshot = await runtime.snapshots.current();
  return each(runtime, {}, async ({ _id, keys }) =>
    keys.endsAt > now
      ? rewriteOne(runtime, snapshot, _id, recalculate, 'calendarPublished', systemActor)
      : false,
  );
};

/** How many tickets wait for the manager because a date became earlier. */
export const countPendingDates = ({ ports }: Runtime): Promise<number> =>
  ports.database.count('tickets', { 'keys.tags': tag.pendingDate });

/** The manager confirms the earlier dates. */
export const confirmEarlierDates = async (runtime: Runtime, actor: Context['actor']): Promise<number> => {
  const snapshot = await runtime.snapshots.current();
  return each(runtime, { 'keys.tags': tag.pendingDate }, ({ _id }) =>
    rewriteOne(runtime, snapshot, _id, confirm, 'calendarConfirmed', actor),
  );
};
