import type { BrokenJournal } from '../../../../typings/api';
import type { Service } from '../../../domain/catalogue';
import type { Counts, Message, OuterChannel } from '../../../domain/engine';
import type { Counts as TallyCounts, StoredCounter } from '../../../domain/ticket/counted';
import type { UseSort } from '../../../domain/privacy/data-use';
import type { ListedTicket } from '../../../domain/ticket/listed';
import type { TicketKeys } from '../../../domain/ticket/scope';
import type { Sealed, Ticket, TimelineEntry } from '../../../domain/ticket/ticket';
import type { CivilDate, Instant } from '../../../domain/time';

/** Tickets and what follows from them. */

export type TicketDocument = {
  _id: string;
  ticket: Ticket;
  keys: TicketKeys;
  /** The lists in which it stands by limits, lights and what is odd (domain/outcomes/lists.ts); missing = not counted yet. */
  limits?: string[];
  /** Counted in what lies with whom (domain/outcomes/stock.ts); missing = not yet. */
  stock?: true;
  /** Number and hash of the last journal entry. */
  chain: TicketChain;
  /** So that a repeat of one's own last act is answered with the present ticket. */
  lastAct: { by: string; act: string; version: number; digest: string } | null;
  /** Never stored: it lies in the archive. */
  archived?: true;
  /** Never stored: the schema in which the ticket still lies there (upgrade-on-read.ts). */
  upgradedFrom?: number;
  /** Never stored, with it: the ticket as it still lies there, of which the chain holds the digest. */
  asFound?: Ticket;
};

/** A ticket as lists and searches read it, or less of it (domain/ticket/listed.ts): nothing that could be stored. */
export type TicketRow<T = ListedTicket> = Pick<TicketDocument, '_id' | 'archived'> & {
  ticket: T;
  keys: Pick<TicketKeys, 'newKey' | 'dueKey' | 'externalKey'>;
};

/** The number of another system, by which an archived ticket is still unique (A14). */
export type ArchivedNumberDocument = { _id: string; no: string };

/** `salt` of the digest of the ticket, `seal` of the document under chain key `key`; missing = from before A47. */
export type TicketChain = { seq: number; head: string; salt?: string; key?: string; seal?: string };

/** What happened, what is to be sent to whom, what it adds to which counter: outbox, counters and audit in one. */
export type JournalDocument = {
  _id: string;
  no: string;
  seq: number;
  at: Instant;
  type: string;
  actor: { id: string; role: string; unitId: string | null };
  /** Erasable: what was entered, with the salt of its commitment. */
  payload: unknown;
  salt: string | null;
  commitment: string;
  /** Under this chain key it is linked, `state` is the digest of the ticket after it; missing = from before A47. */
  key?: string;
  state?: string | null;
  hash: string;
  /** Keyed hash of the whole entry as it is stored; computed anew at each rewriting. */
  seal?: string;
  /** The page of the ledger on which it stands, since it was delivered. */
  page?: number;
  /** Digest of what was filed with this requestId. */
  digest: string | null;
  /** The citizen who is told; erased with the account. */
  ownerId: string | null;
  /** Whose tickets were merged into it: they are told too; erased with the account. */
  others?: string[];
  /** New files of the citizen that the platform has to check. */
  files: string[];
  outbox: 'waiting' | 'done';
  messages: Message[];
  counts: Counts;
  /** Under what a figure of a report finds it (domain/reports/counted.ts); missing where it adds nothing. */
  counted?: string[];
  /** Counted for daily limits, e.g. `reveal|member|2026-11-21`. */
  meter: string;
  /** The ticket is found otherwise since (write-searchable.ts). */
  searched?: true;
  /** By how much it changes the tallies of outcomes (domain/outcomes/tally.ts). */
  outcomes?: TallyCounts;
  /** The state of a service that changed with it. */
  service?: { id: string; from: Service['state']; to: Service['state']; withdrawn?: true };
};

export type MessageDocument = {
  _id: string;
  to: string;
  /** `report`: what stands in the list of reports alone, until the digest of the next morning tells how many (A45). */
  channel: 'inbox' | 'subscribe' | 'report' | OuterChannel;
  template: string;
  text: string;
  /** As in the message: without the title, and the title. Missing in what was written before, and without a ticket. */
  says?: string;
  title?: string;
  about: string | null;
  at: Instant;
  /** `at|_id`: the key of pages. */
  atKey: string;
  /** `sending` is written before an outside channel is called, so that a crash never sends twice. */
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'unknown' | 'not-configured';
  /** When the timer takes it up; missing = it is settled. */
  retryAt?: Instant;
  /** Tries that did not reach the mail server or the provider of short messages. */
  tries?: number;
  /** What the other side said: a code, never an address or a text. */
  why?: string;
};

export type MediaCheckDocument = {
  _id: string;
  no: string;
  fileID: string;
  ownerId: string;
  traceId: string;
  tries: number;
  nextAt: Instant;
};

/** What happened on a day; a counter is the sum of its shards. */
export type DayCountsDocument = { _id: string; day: CivilDate; counts: Record<string, number> };

/**
 * A number that is kept with the writes. `versions`: the version of the settings (kernel/writing/put-settings.ts); all others
 * of tickets (domain/ticket/counted.ts), also by when they fall due.
 */
export type NumberDocument = StoredCounter;

export type CounterDocument = DayCountsDocument | NumberDocument;

/** The head of a chain that is no ticket's (A47), sealed like a ticket's. */
export type ChainDocument = { _id: string; seq: number; head: string; key?: string; seal?: string };

/**
 * A page of the ledger: all entries of all chains in the order in which the timer has delivered them (A47). `hash` runs
 * over the rows, from that of the page before, so that one hash stands for all that happened until then.
 */
export type LedgerDocument = {
  /** `0000001` */
  _id: string;
  rows: LedgerRow[];
  /** The hash of the page before; empty for the first. */
  from: string;
  key: string;
  hash: string;
};
/** An entry, with its id where number and sequence do not make it. */
export type LedgerRow = { no: string; seq: number; hash: string; id?: string };

/** What the security officer is given each day to keep elsewhere; `text` is checked against the ledger. */
export type AnchorDocument = { _id: CivilDate; text: string; at: Instant };

/** A check of everything that the timer makes in steps: `round` is the one that runs, `last` the last that has ended. */
export type AuditDocument = {
  _id: 'round' | 'last';
  startedAt: Instant;
  /** Where it goes on; null = it has ended. */
  cursor: string | null;
  finishedAt: Instant | null;
  checked: number;
  /** How many findings; the first of them. */
  found: number;
  broken: BrokenJournal[];
};

/** What was looked at, taken out and given on in a month, held against the register of data use (J-21a). */
export type DataUseCheckDocument = {
  /** `2026-10` */
  _id: string;
  /** The moment of the last entry that was looked at. */
  cursor: Instant;
  finishedAt: Instant | null;
  looked: number;
  /** How often personal data were looked at, taken out or given on, and how often without an entry. */
  accesses: number;
  uncovered: number;
  /** The latter by sort and party; `party` as owners of rows. */
  lines: {
    sort: UseSort;
    party: string;
    recipient?: string;
    count: number;
    first: Instant;
    last: Instant;
    /** The ticket of the first. */
    no?: string;
  }[];
  /** Rows under which something fell, and those in force all month under which nothing did. */
  used: string[];
  unused: { id: string; name: string; party: string }[];
  unusedCount: number;
};

/** A period for which a procedure that recurs was not opened, and why: shown where its tickets are listed (A8). */
export type ExemptionDocument = {
  /** `inspection:2026-W08` */
  _id: string;
  kind: string;
  first: CivilDate;
  last: CivilDate;
  /** Both in words. */
  period: string;
  why: string;
  at: Instant;
};

/** What a member is writing for an act: `member|ticket|act`. `version` = of the ticket that its writer had in sight. */
export type DraftDocument = {
  _id: string;
  no: string;
  version: number;
  savedAt: Instant;
  sealed: Sealed;
  expiresAt: Instant;
};

/** At which ticket a member is, and for which act they write; one of each member, by their id. */
export type PresenceDocument = {
  _id: string;
  no: string;
  act: string | null;
  by: TimelineEntry['by'];
  since: Instant;
  seenAt: Instant;
};
