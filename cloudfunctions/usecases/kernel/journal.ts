import { canonical, CHAIN_START, commit, link } from '../../domain/privacy/chain';
import type { Context, Outcome } from '../../domain/engine';
import type { Ticket } from '../../domain/ticket/ticket';
import type { JournalDocument, TicketDocument } from './documents';
import type { Ports } from './ports';

/**
 * The journal: what happened, what is to be sent to whom, what it adds to which counter. An entry is linked by hash to the
 * one before it over a salted commitment of its payload, so that personal data can be erased later without breaking the
 * chain (J-26). It is written by `commit` only.
 */
export type Entry = {
  type: string;
  payload: unknown;
  /** Given for what carries a requestId; otherwise number and sequence make the id, so nothing happens twice. */
  id?: string;
  digest?: string;
  meter?: string;
};

/** The entry of a change of a ticket; pure but for the salt. */
export const journalEntry = (
  { secrets }: Pick<Ports, 'secrets'>,
  before: TicketDocument | undefined,
  ticket: Ticket,
  { messages, counts }: Pick<Outcome, 'messages' | 'counts'>,
  context: Pick<Context, 'actor' | 'now'>,
  entry: Entry,
): JournalDocument => {
  const { sha256, randomId } = secrets;
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
  return {
    _id: entry.id ?? `${ticket.no}:${seq}`,
    no: ticket.no,
    seq,
    at: context.now,
    type: entry.type,
    actor: { id: actorId, role, unitId: unitId ?? null },
    payload,
    salt,
    commitment,
    hash: link(before?.chain.head ?? CHAIN_START, linked, sha256),
    digest: entry.digest ?? null,
    ownerId: ticket.ownerId,
    files: newFiles(before?.ticket, ticket),
    outbox: 'waiting',
    messages,
    counts,
    meter: entry.meter ?? '',
  };
};

const newFiles = (before: Ticket | undefined, ticket: Ticket): string[] => {
  const known = new Set(before?.attachments.map(file => file.fileID));
  return ticket.attachments
    .filter(file => file.state === 'pending' && !known.has(file.fileID))
    .map(file => file.fileID);
};

/** A stable digest of an input, to tell a repeat from another content. */
export const digestOf = (ports: Pick<Ports, 'secrets'>, value: unknown): string =>
  ports.secrets.sha256(canonical(withoutUndefined(value)));

/** As the database keeps it: undefined members are absent. */
const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
