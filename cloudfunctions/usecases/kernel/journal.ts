import { canonical, CHAIN_START, commit, link } from '../../domain/privacy/chain';
import { wakeAt, type Context, type Counts, type Message, type Outcome } from '../../domain/engine';
import { keysOf } from '../../domain/ticket/scope';
import type { Ticket } from '../../domain/ticket/ticket';
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
export type Written = { document: TicketDocument; entry: JournalDocument; effects: Effects };

/** Documents for a changed ticket; pure but for the salt. */
export const compose = (
  ports: Pick<Ports, 'secrets'>,
  before: TicketDocument | undefined,
  ticket: Ticket,
  context: Context,
  entry: Entry,
  lastAct: TicketDocument['lastAct'],
): Written => {
  const { sha256, randomId } = ports.secrets;
  const seq = (before?.chain.seq ?? 0) + 1;
  const salt = randomId();
  const { role, unitId } = context.actor;
  // Only the owner acts as a citizen on a ticket, so that no OPENID has to stand in the chain (J-21b).
  const actorId = role === 'citizen' ? 'owner' : context.actor.id;
  const payload = withoutUndefined(entry.payload ?? null);
  const commitment = commit(payload, salt, sha256);
  const linked = {
    no: ticket.no,
    seq,
    at: context.now,
    type: entry.type,
    actor: `${role}:${actorId}`,
    commitment,
  };
  const hash = link(before?.chain.head ?? CHAIN_START, linked, sha256);
  const procedure = procedureFor(ticket);
  return {
    document: {
      _id: ticket.no,
      ticket,
      keys: keysOf(ticket, procedure, wakeAt(procedure, ticket, context)),
      chain: { seq, head: hash },
      lastAct,
    },
    entry: {
      _id: entry.id ?? `${ticket.no}:${seq}`,
      no: ticket.no,
      seq,
      at: context.now,
      type: entry.type,
      actor: { id: actorId, role, unitId: unitId ?? null },
      payload,
      salt,
      commitment,
      hash,
      digest: entry.digest ?? null,
      ownerId: ticket.ownerId,
      files: newFiles(before?.ticket, ticket),
      outbox: 'waiting',
      messages: entry.messages,
      counts: entry.counts,
      meter: entry.meter ?? '',
    },
    effects: entry.effects ?? {},
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
  { document, entry, effects }: Written,
): Promise<void> => {
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
