import { canonical, CHAIN_START, commit, link } from '../../domain/privacy/chain';
import { systemActor, type Context, type Outcome } from '../../domain/engine';
import { partOfActor, waitingPersons } from '../../domain/ticket/persons';
import type { Ticket } from '../../domain/ticket/ticket';
import { TICKET_SCHEMA } from '../../domain/ticket/upgrade';
import type { Instant } from '../../domain/time';
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

type Link = Pick<JournalDocument, 'type' | 'at' | 'payload'> & { actor: JournalDocument['actor'] };

/** The next entry of a chain, of a ticket or of the administration; pure but for the salt. */
export const linked = (
  { secrets: { sha256, randomId } }: Pick<Ports, 'secrets'>,
  no: string,
  chain: Pick<TicketDocument['chain'], 'seq' | 'head'> | undefined,
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

/** Only its persons act as citizens on a ticket, so that no OPENID has to stand in the chain (J-21b). */
export const personInChain = (ticket: Ticket, id: string): string => {
  const no = partOfActor(ticket, id);
  return no === undefined ? 'owner' : `owner:${no}`;
};

/** The entry of a change of a ticket; pure but for the salt. */
export const journalEntry = (
  ports: Pick<Ports, 'secrets'>,
  before: TicketDocument | undefined,
  ticket: Ticket,
  { messages, counts }: Pick<Outcome, 'messages' | 'counts'>,
  context: Pick<Context, 'actor' | 'now'>,
  entry: Entry,
): JournalDocument => {
  const { role, unitId } = context.actor;
  const id = role === 'citizen' ? personInChain(ticket, context.actor.id) : context.actor.id;
  const others = waitingPersons(ticket).filter(person => person !== ticket.ownerId);
  const next = linked(ports, ticket.no, before?.chain, {
    type: entry.type,
    at: context.now,
    actor: { id, role, unitId: unitId ?? null },
    payload: entry.payload,
  });
  return {
    ...next,
    _id: entry.id ?? next._id,
    digest: entry.digest ?? null,
    ownerId: ticket.ownerId,
    ...(others.length > 0 ? { others } : {}),
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
