import { isFoundOtherwise } from '../../../domain/search/searchable';
import { listsOf } from '../../../domain/outcomes/lists';
import { isStock, stockChange, stockHistory } from '../../../domain/outcomes/stock';
import { tallyChange } from '../../../domain/outcomes/tally';
import { countedNames } from '../../../domain/reports/counted';
import { addCounts } from '../../../domain/ticket/counted';
import { wakeAt, type Context, type Outcome } from '../../../domain/engine';
import { ordersOf } from '../../../domain/ticket/hotline';
import { keysOf } from '../../../domain/ticket/scope';
import type { Ticket } from '../../../domain/ticket/ticket';
import { TICKET_SCHEMA } from '../../../domain/ticket/upgrade';
import type { Instant } from '../../../domain/time';
import type { JournalDocument, TicketDocument } from '../documents';
import { meanwhile } from '../meanwhile';
import { bySystem, journalEntry, migrated, sealEntry, sealTicket, stateOf, type Entry } from './journal';
import type { Ports, Transaction } from '../ports';
import { procedureFor, waits } from '../runtime';
import { openFurther, writeEffects } from './write-effects';
import { writeHotlineChanges } from './write-hotline';

/**
 * The only way in which a ticket is written (design §6): what a procedure decided is taken as a whole, and ticket, journal
 * entry, other tickets, services, notices and settings are written in the transaction of the caller, all or nothing.
 */

export type Commit = {
  /** The ticket as the transaction has read it; undefined = it is opened. */
  before: TicketDocument | undefined;
  /** As the engine gives it: nobody picks effects out of it. */
  outcome: Outcome;
  /** Who acts, and when. */
  context: Context;
  entry: Entry;
  /** The act that a repeat is told by; left out, the one before stays. */
  lastAct?: TicketDocument['lastAct'];
};

/** An outcome of nothing but the changed ticket. */
export const onlyTicket = (ticket: Ticket): Outcome => ({ ticket, messages: [], counts: {} });

/** A ticket that was read in a newer form than it lies there: storing that is an entry of its own, before any other. */
const inNewForm = (
  ports: Pick<Ports, 'secrets'>,
  before: TicketDocument | undefined,
  at: Instant,
): { stored: TicketDocument | undefined; migration?: JournalDocument } => {
  if (before?.upgradedFrom === undefined) return { stored: before };
  const { document, entry } = migrated(ports, before, at);
  return { stored: document, migration: entry };
};

/** What an entry says of the numbers and the search that follow from it. */
const followsFrom = (
  written: JournalDocument,
  before: TicketDocument | undefined,
  after: Ticket,
  now: Instant,
): Pick<JournalDocument, 'counted' | 'searched' | 'outcomes'> => {
  const policies = procedureFor(after).limits;
  const searched = isFoundOtherwise(before?.ticket, after);
  // One from before outcomes were counted is counted as a whole with what comes first.
  const outcomes = tallyChange(before?.limits && before.ticket, after, policies);
  if (before && !before.stock) addCounts(outcomes, stockHistory(before.ticket, waits));
  addCounts(outcomes, stockChange(before?.ticket, after, now, waits));
  const names = countedNames({ ...written, outcomes });
  return {
    ...(names.length > 0 ? { counted: names } : {}),
    ...(searched ? { searched } : {}),
    ...(Object.keys(outcomes).length > 0 ? { outcomes } : {}),
  };
};

/** Writes all that an outcome holds; answers the ticket as it is stored now. */
export const commit = async (
  ports: Pick<Ports, 'secrets'>,
  transaction: Transaction,
  { before, outcome, context, entry, lastAct = before?.lastAct ?? null }: Commit,
): Promise<TicketDocument> => {
  const { ticket: decided, messages, counts, related, opens = [], ...effects } = outcome;
  // Opened before it is written, as it names them.
  const { ticket, further } = await openFurther(ports, transaction, decided, opens, context);
  const { stored, migration } = inNewForm(ports, before, context.now);
  const after: Ticket = { ...ticket, schema: TICKET_SCHEMA };
  const { state, salt } = stateOf(ports, after);
  const written = journalEntry(ports, stored, ticket, state, { messages, counts }, context, entry);
  const document = sealTicket(ports, {
    _id: ticket.no,
    ticket: after,
    keys: keysFor(ticket, context, before),
    limits: listsOf(after, procedureFor(after).limits),
    ...(isStock(after) ? { stock: true } : {}),
    chain: { seq: written.seq, head: written.hash, salt, key: ports.secrets.chainKey },
    lastAct,
  });
  if (migration) await transaction.insert('journal', migration);
  // Before the ticket: what they answer stands in the entry, which is made ready while the ticket is being written.
  const service = await writeEffects(transaction, written, effects);
  const writing = before ? transaction.putTicket(document, before) : transaction.insertTicket(document);
  const [, sealed] = await meanwhile(writing, () =>
    sealEntry(ports, {
      ...written,
      ...(service ? { service } : {}),
      ...followsFrom(written, before, after, context.now),
    }),
  );
  if (ordersOf(after).length > 0) await writeHotlineChanges(transaction, before?.ticket, after, context.now);
  await transaction.insert('journal', sealed);
  if (related) await commitRelated(ports, transaction, related, ticket.no, context, entry.type);
  for (const one of further)
    await commit(ports, transaction, {
      before: undefined,
      ...one,
      entry: { type: 'open', payload: { from: ticket.no } },
    });
  return document;
};

/** The other ticket of a merge or link; a repeat of its own last act is none any more. */
const commitRelated = async (
  ports: Pick<Ports, 'secrets'>,
  transaction: Transaction,
  related: NonNullable<Outcome['related']>,
  from: string,
  context: Context,
  type: string,
): Promise<void> => {
  const before = await transaction.get('tickets', related.ticket.no);
  if (!before) throw new Error(`the other ticket ${related.ticket.no} is not stored`);
  const entry = { type, payload: { from } };
  await commit(ports, transaction, { before, outcome: related, context, entry, lastAct: null });
};

const keysFor = (
  ticket: Ticket,
  context: Context,
  before: TicketDocument | undefined,
): TicketDocument['keys'] => {
  const procedure = procedureFor(ticket);
  const wake = wakeAt(procedure, ticket, context);
  return keysOf(ticket, procedure, wake, context.now, before?.keys.externalKey);
};

/** Nothing has happened to the ticket: it is stored in its newest form, and with what it is found by now. */
export const storeAnew = async (
  ports: Pick<Ports, 'secrets'>,
  transaction: Transaction,
  document: TicketDocument,
  at: Instant,
  before?: TicketDocument,
): Promise<void> => {
  const { stored = document, migration } = inNewForm(ports, document, at);
  if (migration) await transaction.insert('journal', migration);
  await transaction.putTicket(migration ? stored : sealTicket(ports, stored), before);
};

/** Nobody but the platform has changed it, or nothing has: the entry says why it is written (A47). */
export const storeBySystem = async (
  ports: Pick<Ports, 'secrets'>,
  transaction: Transaction,
  before: TicketDocument,
  at: Instant,
  type: 'migrate' | 'reseal',
  payload: unknown,
  change: (ticket: Ticket) => Ticket = ticket => ticket,
): Promise<void> => {
  const { stored = before, migration } = inNewForm(ports, before, at);
  if (migration) await transaction.insert('journal', migration);
  const changed = { ...stored, ticket: change(stored.ticket) };
  const { document, entry } = bySystem(ports, changed, at, type, payload);
  await transaction.insert('journal', entry);
  await transaction.putTicket(document);
};

/** Calendar or hours have changed: only the alarm of the ticket is set anew. Answers it. */
export const setAlarm = async (
  ports: Pick<Ports, 'secrets'>,
  transaction: Transaction,
  document: TicketDocument,
  context: Context,
): Promise<Instant> => {
  const keys = keysFor(document.ticket, context, document);
  await storeAnew(ports, transaction, { ...document, keys }, context.now, document);
  return keys.wakeAt;
};
