import { canonical, CHAIN_START, commit, link } from '../../domain/privacy/chain';
import {
  systemActor,
  wakeAt,
  type Context,
  type Counts,
  type Message,
  type Outcome,
} from '../../domain/engine';
import { keysOf } from '../../domain/ticket/scope';
import type { Ticket } from '../../domain/ticket/ticket';
import { TICKET_SCHEMA } from '../../domain/ticket/upgrade';
import type { Instant } from '../../domain/time';
import type { JournalDocument, TicketDocument } from './documents';
import type { Ports, Transaction } from './ports';
import { writeEffects } from './write-effects';
import { procedureFor } from './runtime';

/**
 * The only way in which a ticket is written: the ticket and one journal entry, in one transaction (design §6). The
 * entry is linked by hash to the one before it over a salted commitment of its payload, so that personal data can
 * be erased later without breaking the chain (J-26).
 */
export type Entry = {
  type: string;
  payload: unknown;
  messages: Message[];
  counts: Counts;
  /** Given for what carries a requestId; otherwise number and sequence make the id, so nothing happens twice. */
  id?: string;
  digest?: string;
  meter?: string;
  /** What it does besides to the register of services and to the public notices. */
  effects?: Effects;
};

export type Effects = Pick<Outcome, 'service' | 'registered' | 'notice' | 'platformFault' | 'platformWindow'>;
export const effectsOf = ({
  service,
  registered,
  notice,
  platformFault,
  platformWindow,
}: Outcome): Effects => ({
  service,
  ...(registered ? { registered } : {}),
  notice,
  platformFault,
  platformWindow,
});
export type Written = {
  document: TicketDocument;
  entry: JournalDocument;
  effects: Effects;
  /** The entry that goes before it when the ticket still lay there in an old form. */
  migration?: JournalDocument;
};

type Link = Pick<JournalDocument, 'type' | 'at' | 'payload'> & { actor: JournalDocument['actor'] };

/** The next entry of a ticket's chain; pure but for the salt. */
const linked = (
  { secrets: { sha256, randomId } }: Pick<Ports, 'secrets'>,
  no: string,
  chain: TicketDocument['chain'] | undefined,
  { type, at, actor, payload: entered }: Link,
): Pick<
  JournalDocument,
  '_id' | 'no' | 'seq' | 'at' | 'type' | 'actor' | 'payload' | 'salt' | 'commitment' | 'hash'
> => {
  const seq = (chain?.seq ?? 0) + 1;
  const salt = randomId();
  const payload = withoutUndefined(entered ?? null);
  const commitment = commit(payload, salt, sha256);
  const entry = { no, seq, at, type, actor: `${actor.role}:${actor.id}`, commitment };
  const hash = link(chain?.head ?? CHAIN_START, entry, sha256);
  return { _id: `${no}:${seq}`, no, seq, at, type, actor, payload, salt, commitment, hash };
};

/**
 * A ticket that was read in a newer form than it is stored in, with the entry that says so (design §6). Nobody is told and
 * nothing is counted; who looks at it in a form keeps its version.
 */
export const migrated = (
  ports: Pick<Ports, 'secrets'>,
  { upgradedFrom, ...document }: TicketDocument,
  at: Instant,
): { document: TicketDocument; entry: JournalDocument } => {
  const link = linked(ports, document._id, document.chain, {
    type: 'migrate',
    at,
    actor: { id: systemActor.id, role: systemActor.role, unitId: null },
    payload: { from: upgradedFrom, to: TICKET_SCHEMA },
  });
  return {
    document: { ...document, chain: { seq: link.seq, head: link.hash } },
    entry: {
      ...link,
      digest: null,
      ownerId: document.ticket.ownerId,
      files: [],
      outbox: 'done',
      messages: [],
      counts: {},
      meter: '',
    },
  };
};

/** Documents for a changed ticket; pure but for the salt. */
export const compose = (
  ports: Pick<Ports, 'secrets'>,
  stored: TicketDocument | undefined,
  changed: Ticket,
  context: Context,
  entry: Entry,
  lastAct: TicketDocument['lastAct'],
): Written => {
  const migration = stored?.upgradedFrom === undefined ? undefined : migrated(ports, stored, context.now);
  const before = migration?.document ?? stored;
  const ticket: Ticket = { ...changed, schema: TICKET_SCHEMA };
  const { role, unitId } = context.actor;
  // Only the owner acts as a citizen on a ticket, so that no OPENID has to stand in the chain (J-21b).
  const id = role === 'citizen' ? 'owner' : context.actor.id;
  const link = linked(ports, ticket.no, before?.chain, {
    type: entry.type,
    at: context.now,
    actor: { id, role, unitId: unitId ?? null },
    payload: entry.payload,
  });
  const procedure = procedureFor(ticket);
  return {
    document: {
      _id: ticket.no,
      ticket,
      keys: keysOf(ticket, procedure, wakeAt(procedure, ticket, context)),
      chain: { seq: link.seq, head: link.hash },
      lastAct,
    },
    entry: {
      ...link,
      _id: entry.id ?? link._id,
      digest: entry.digest ?? null,
      ownerId: ticket.ownerId,
      files: newFiles(before?.ticket, ticket),
      outbox: 'waiting',
      messages: entry.messages,
      counts: entry.counts,
      meter: entry.meter ?? '',
    },
    effects: entry.effects ?? {},
    ...(migration ? { migration: migration.entry } : {}),
  };
};

const newFiles = (before: Ticket | undefined, ticket: Ticket): string[] => {
  const known = new Set(before?.attachments.map(file => file.fileID));
  return ticket.attachments
    .filter(file => file.state === 'pending' && !known.has(file.fileID))
    .map(file => file.fileID);
};

export const write = async (
  transaction: Transaction,
  { document, entry, effects, migration }: Written,
): Promise<void> => {
  if (migration) await transaction.insert('journal', migration);
  await (document.chain.seq === 1
    ? transaction.insert('tickets', document)
    : transaction.put('tickets', document));
  const service = await writeEffects(transaction, entry, effects);
  await transaction.insert('journal', { ...entry, ...(service ? { service } : {}) });
};

/** A stable digest of an input, to tell a repeat from another content. */
export const digestOf = (ports: Pick<Ports, 'secrets'>, value: unknown): string =>
  ports.secrets.sha256(canonical(withoutUndefined(value)));

/** As the database keeps it: undefined members are absent. */
const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
