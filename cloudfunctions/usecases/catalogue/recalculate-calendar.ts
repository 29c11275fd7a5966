import type { Calendar } from '../../domain/calendar';
import { recalculateClock, confirmEarlier } from '../../domain/deadline';
import { type Context, systemActor } from '../../domain/engine';
import {
  confirmEarlierPromise,
  recalculatePromise,
} from '../../domain/procedures/common/citizen-ticket/promise';
import { tag } from '../../domain/ticket/scope';
import type { Ticket } from '../../domain/ticket/ticket';
import type { TicketDocument } from '../kernel/documents';
import { commit, onlyTicket } from '../kernel/writing/commit';
import { MANY, PAGE, type HasTime, type Where } from '../kernel/ports';
import type { Work } from '../clock/work';
import { contextOfTicket, type Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/reading/snapshot';

/**
 * When a year is published, running clocks are counted anew: later by itself, earlier only when the manager confirms
 * (A32). Each change is an entry of the journal.
 */

type Rewrite = (ticket: Ticket, context: Context) => Ticket | undefined;

const hoursOf = (context: Pick<Context, 'calendar' | 'catalogue'>, unitId: string | undefined) => ({
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

/** Walks tickets in pages by their creation, from a key on; false = the time was over. */
const each = async (
  { ports }: Runtime,
  where: Where,
  work: (document: TicketDocument) => Promise<void>,
  { from = '', hasTime = () => true, reached }: Walk = {},
): Promise<boolean> => {
  for (let after = from; ;) {
    if (!(await hasTime())) return false;
    const documents = await ports.database.find('tickets', {
      where: { ...where, 'keys.newKey': { gt: after } },
      order: ['keys.newKey', 'asc'],
      limit: PAGE,
    });
    for (const document of documents) await work(document);
    if (documents.length < PAGE) return true;
    after = documents.at(-1)?.keys.newKey ?? after;
    reached?.(after);
  }
};
/** Where a walk begins, and what is told how far it has come. */
type Walk = { from?: string; hasTime?: HasTime; reached?: (key: string) => void };

/**
 * Counts the running clocks of all open tickets anew, once for each version of the calendar; goes on where the run before
 * had no more time.
 * `finished` = this run has come to the end.
 */
export const recalculateOpenTickets = async (
  runtime: Runtime,
  work: Work,
): Promise<{ recalculated: number; finished: boolean }> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const { version } = snapshot.calendar;
  const { counted = version, towards, reached: from = '' } = work.marks();
  let recalculated = 0;
  const recalculateOne = async (no: string): Promise<void> => {
    if (await rewriteOne(runtime, snapshot, no, recalculate, 'calendarPublished', systemActor))
      recalculated += 1;
  };
  for (const no of work.again) await work.attempt(no, () => recalculateOne(no));
  if (counted === version) {
    if (work.marks()['counted'] !== version) work.remember({ counted: version });
    return { recalculated, finished: false };
  }
  const now = ports.now();
  const finished = await each(
    runtime,
    {},
    async ({ _id, keys }) => {
      if (keys.endsAt > now) await work.attempt(_id, () => recalculateOne(_id));
    },
    {
      // Another calendar came meanwhile: from the beginning.
      from: towards === version ? from : '',
      hasTime: work.hasTime,
      reached: key => work.remember({ counted, towards: version, reached: key }),
    },
  );
  if (finished) work.remember({ counted: version });
  return { recalculated, finished };
};

/** Running dates that a calendar would move: those of clocks, and promises to citizens. */
export type Moves = { later: number; earlier: number };

const movesOf = ({ clocks, promise }: Ticket, context: Pick<Context, 'calendar' | 'catalogue' | 'now'>) => {
  const changes = clocks.map(
    clock => recalculateClock(clock, context.now, hoursOf(context, clock.responsible.unitId)).change,
  );
  if (!promise) return changes;
  const { date, pendingDate } = recalculatePromise(promise, context.calendar);
  const waits = pendingDate !== undefined && pendingDate !== promise.pendingDate;
  return [...changes, waits ? 'earlier' : date > promise.date ? 'later' : 'none'];
};

/** How many running dates of open tickets a calendar would move, and which way (A41); nothing is written. */
export const countMoves = async (runtime: Runtime, calendar: Calendar): Promise<Moves> => {
  const { catalogue } = await runtime.snapshots.current();
  const now = runtime.ports.now();
  const moves: Moves = { later: 0, earlier: 0 };
  await each(runtime, {}, async ({ keys, ticket }) => {
    if (keys.endsAt <= now) return;
    for (const change of movesOf(ticket, { calendar, catalogue, now }))
      if (change === 'later' || change === 'earlier') moves[change] += 1;
  });
  return moves;
};

/** How many tickets wait for the manager because a date became earlier. */
export const countPendingDates = ({ ports }: Runtime): Promise<number> =>
  ports.database.count('tickets', { 'keys.tags': tag.pendingDate }, MANY);

/** The manager confirms the earlier dates. */
export const confirmEarlierDates = async (runtime: Runtime, actor: Context['actor']): Promise<number> => {
  const snapshot = await runtime.snapshots.current();
  let confirmed = 0;
  await each(runtime, { 'keys.tags': tag.pendingDate }, async ({ _id }) => {
    if (await rewriteOne(runtime, snapshot, _id, confirm, 'calendarConfirmed', actor)) confirmed += 1;
  });
  return confirmed;
};
