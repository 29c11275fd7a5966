import {
  canonical,
  CHAIN_START,
  commit,
  keyedLink,
  sealOf,
  stateDigest,
} from '../../../domain/privacy/chain';
import { systemActor, type Context, type Outcome } from '../../../domain/engine';
import { partOfActor, waitingPersons } from '../../../domain/ticket/persons';
import type { Ticket } from '../../../domain/ticket/ticket';
import { TICKET_SCHEMA } from '../../../domain/ticket/upgrade';
import type { Instant } from '../../../domain/time';
import type { ChainDocument, JournalDocument, TicketDocument } from '../documents';
import type { Ports } from '../ports';

/**
 * The journal: what happened, what is to be sent to whom, what it adds to which counter. An entry is linked by a keyed hash
 * to the one before it over a salted commitment of its payload, so that personal data can be erased later without breaking
 * the chain (J-26), and over a digest of the ticket after it (A47). Each stored document carries a keyed seal of the whole
 * besides. It is written by `commit` only.
 */
export type Entry = {
  type: string;
  payload: unknown;
  /** Given for what carries a requestId; otherwise number and sequence make the id, so nothing happens twice. */
  id?: string;
  digest?: string;
  meter?: string;
};

type Link = Pick<JournalDocument, 'type' | 'at' | 'payload' | 'actor'> & { state: string | null };

type Chained = Pick<Ports, 'secrets'>;

/** The current chain key is always there. */
const keyed = (hash: string | undefined): string => {
  if (hash === undefined) throw new Error('the current chain key is missing');
  return hash;
};

/** The next entry of a chain, of a ticket or of the administration; pure but for the salt. */
export const linked = (
  { secrets: { sha256, randomId, chainKey: key, mac } }: Chained,
  no: string,
  chain: Pick<TicketDocument['chain'], 'seq' | 'head'> | undefined,
  { type, at, actor, payload: entered, state }: Link,
): Pick<
  JournalDocument,
  | '_id'
  | 'no'
  | 'seq'
  | 'at'
  | 'type'
  | 'actor'
  | 'payload'
  | 'salt'
  | 'commitment'
  | 'key'
  | 'state'
  | 'hash'
> => {
  const seq = (chain?.seq ?? 0) + 1;
  const salt = randomId();
  const payload = withoutUndefined(entered ?? null);
  const commitment = commit(payload, salt, sha256);
  const linkedActor = `${actor.role}:${actor.id}`;
  const entry = { no, seq, at, type, actor: linkedActor, unitId: actor.unitId, commitment, state, key };
  const hash = keyed(keyedLink(chain?.head ?? CHAIN_START, entry, mac));
  return { _id: `${no}:${seq}`, no, seq, at, type, actor, payload, salt, commitment, key, state, hash };
};

/** What the seal of an entry is over. */
export const sealedInEntry = ({ seal: _seal, ...entry }: JournalDocument): unknown => entry;

/** What the seal of a ticket's document is over: the ticket itself stands in the digest of its last entry. */
export const sealedInTicket = ({
  ticket: _ticket,
  archived: _archived,
  upgradedFrom: _upgradedFrom,
  asFound: _asFound,
  chain: { seal: _seal, ...chain },
  ...document
}: TicketDocument): unknown => ({ ...document, chain });

/** What the seal of another chain's head is over. */
export const sealedInChain = ({ seal: _seal, ...chain }: ChainDocument): unknown => chain;

/** An entry as it may be stored, also anew: whatever changes in it is sealed again. One from before has no seal. */
export const sealEntry = ({ secrets }: Chained, entry: JournalDocument): JournalDocument =>
  entry.key === undefined
    ? entry
    : { ...entry, seal: keyed(sealOf('entry', sealedInEntry(entry), entry.key, secrets.mac)) };

/** Whether an entry is as it was sealed; what is from before has no seal. */
export const brokenSeal = ({ secrets }: Chained, entry: JournalDocument): 'key' | 'changed' | undefined => {
  if (entry.key === undefined) return undefined;
  const wanted = sealOf('entry', sealedInEntry(entry), entry.key, secrets.mac);
  if (wanted === undefined) return 'key';
  return wanted === entry.seal ? undefined : 'changed';
};

/** A ticket's document as it may be stored; one whose last entry is from before has no seal. */
export const sealTicket = ({ secrets }: Chained, document: TicketDocument): TicketDocument => {
  if (document.chain.key === undefined) return document;
  const current: TicketDocument = { ...document, chain: { ...document.chain, key: secrets.chainKey } };
  const seal = keyed(sealOf('ticket', sealedInTicket(current), secrets.chainKey, secrets.mac));
  return { ...current, chain: { ...current.chain, seal } };
};

/** The head of another chain as it may be stored. */
export const sealChain = ({ secrets }: Chained, chain: ChainDocument): ChainDocument => {
  const current = { ...chain, key: secrets.chainKey };
  return {
    ...current,
    seal: keyed(sealOf('chain', sealedInChain(current), secrets.chainKey, secrets.mac)),
  };
};

/** Digest and salt of a ticket as it is going to lie there. */
export const stateOf = (
  { secrets: { sha256, randomId } }: Chained,
  ticket: Ticket,
): { state: string; salt: string } => {
  const salt = randomId();
  return { state: stateDigest(ticket, salt, sha256), salt };
};

/**
 * A ticket that was read in a newer form than it is stored in, with the entry that says so (design §6). Nobody is told and
 * nothing is counted; who looks at it in a form keeps its version.
 */
export const migrated = (
  ports: Chained,
  { upgradedFrom, asFound: _asFound, ...document }: TicketDocument,
  at: Instant,
): { document: TicketDocument; entry: JournalDocument } => {
  const payload = { from: upgradedFrom, to: TICKET_SCHEMA };
  const { document: stored, entry } = bySystem(ports, document, at, 'migrate', payload);
  // A new form may be found otherwise.
  return { document: stored, entry: sealEntry(ports, { ...entry, searched: true }) };
};

/** A ticket with an entry that nobody but the platform has caused. */
export const bySystem = (
  ports: Chained,
  document: TicketDocument,
  at: Instant,
  type: 'migrate' | 'reseal',
  payload: unknown,
): { document: TicketDocument; entry: JournalDocument } => {
  const { state, salt } = stateOf(ports, document.ticket);
  const link = linked(ports, document._id, document.chain, {
    type,
    at,
    actor: { id: systemActor.id, role: systemActor.role, unitId: null },
    payload,
    state,
  });
  const chain = { seq: link.seq, head: link.hash, salt, key: ports.secrets.chainKey };
  return {
    document: sealTicket(ports, { ...document, chain }),
    entry: sealEntry(ports, { ...link, ...silent, ownerId: document.ticket.ownerId }),
  };
};

/** Nobody is told of it and nothing is counted; the timer takes it into the ledger like every entry. */
export const silent = {
  digest: null,
  ownerId: null,
  files: [],
  outbox: 'waiting',
  messages: [],
  counts: {},
  meter: '',
} satisfies Partial<JournalDocument>;

/** Only its persons act as citizens on a ticket, so that no OPENID has to stand in the chain (J-21b). */
export const personInChain = (ticket: Ticket, id: string): string => {
  const no = partOfActor(ticket, id);
  return no === undefined ? 'owner' : `owner:${no}`;
};

/** The entry of a change of a ticket, whose digest after it is `state`; pure but for the salt. */
export const journalEntry = (
  ports: Chained,
  before: TicketDocument | undefined,
  ticket: Ticket,
  state: string,
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
    state,
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
  // What comes from outside can be anything: as it would be stored, no number is none.
  ports.secrets.sha256(canonical(withoutUndefined(value)));

/** As the database keeps it: undefined members are absent. */
const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
