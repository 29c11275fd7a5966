import type { Service } from '../../../domain/catalogue';
import type { Counts, Message, OuterChannel } from '../../../domain/engine';
import type { TicketKeys } from '../../../domain/ticket/scope';
import type { Ticket } from '../../../domain/ticket/ticket';
import type { CivilDate, Instant } from '../../../domain/time';

/** Tickets and what follows from them. */

export type TicketDocument = {
  _id: string;
  ticket: Ticket;
  keys: TicketKeys;
  /** Number and hash of the last journal entry. */
  chain: { seq: number; head: string };
  /** So that a repeat of one's own last act is answered with the present ticket. */
  lastAct: { by: string; act: string; version: number; digest: string } | null;
  /** Never stored: the schema in which the ticket still lies there (upgrade-on-read.ts). */
  upgradedFrom?: number;
};

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
  hash: string;
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
  /** Counted for daily limits, e.g. `reveal|member|2026-11-21`. */
  meter: string;
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

/** A counter is the sum of its shards. */
export type CounterDocument = { _id: string; day: CivilDate; counts: Record<string, number> };

/** The head of a chain that is no ticket's (A47). */
export type ChainDocument = { _id: string; seq: number; head: string };

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
