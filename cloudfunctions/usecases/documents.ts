import type { AskAnswer } from '../../typings/contract';
import type { ImportedYear } from '../domain/calendar';
import type { Member, Region, Service, Unit } from '../domain/catalogue';
import type { KnowledgeEntry } from '../domain/knowledge';
import type { Audience, Counts, Message } from '../domain/procedure';
import type { RuleSet } from '../domain/rulesets';
import type { TicketKeys } from '../domain/ticket/scope';
import type { Ticket } from '../domain/ticket/ticket';
import type { CivilDate, Instant } from '../domain/time';

/** What is stored, a type for each collection of infra/database/collections.json. */

export type TicketDocument = {
  _id: string;
  ticket: Ticket;
  keys: TicketKeys;
  /** Number and hash of the last journal entry. */
  chain: { seq: number; head: string };
  /** So that a repeat of one's own last act is answered with the present ticket. */
  lastAct: { by: string; act: string; version: number; digest: string } | null;
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
  /** New files of the citizen that the platform has to check. */
  files: string[];
  outbox: 'waiting' | 'done';
  messages: Message[];
  counts: Counts;
  /** Counted for daily limits, e.g. `reveal|member|2026-11-21`. */
  meter: string;
};

export type MessageDocument = {
  _id: string;
  to: string;
  channel: 'inbox' | 'subscribe';
  template: string;
  text: string;
  about: string | null;
  at: Instant;
  /** `at|_id`: the key of pages. */
  atKey: string;
  read: boolean;
  /** `sending` is written before an outside channel is called, so that a crash never sends twice. */
  state: 'sending' | 'sent' | 'failed';
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

export type FaqDocument = Omit<KnowledgeEntry, 'serviceName'> & {
  _id: string;
  unitId?: string;
  serviceId?: string;
  updatedOn: CivilDate;
  status: 'published' | 'draft';
};

export type AskDocument = {
  _id: string;
  ownerId: string;
  at: Instant;
  /** Masked. */
  text: string;
  region: string | null;
  serviceId: string | null;
  band: 'answer' | 'choices' | 'handover';
  answers: AskAnswer[];
  solved: boolean | null;
  faqId: string | null;
};

export type ProfileDocument = {
  _id: string;
  region: string | null;
  preferences: { subscribe: boolean; largeText: boolean };
  consents: { policyVersion: string; at: Instant }[];
  /** Subscribe messages that the person still allows, by template. */
  grants: Record<string, number>;
  /** Services whose notices the person wants. */
  subscribed: string[];
  /** Tries to claim a ticket by phone number on one day. */
  claimTries?: { day: CivilDate; n: number };
};

export type NoticeDocument = {
  _id: string;
  kind: 'maintenance' | 'fault' | 'offline' | 'general';
  title: string;
  text: string;
  serviceId: string | null;
  serviceName: string | null;
  region: string | null;
  publishedAt: Instant;
  startsAt: Instant | null;
  endsAt: Instant;
  /** `endsAt|_id`: the key of pages. */
  endKey: string;
  instead: string | null;
};

export type SettingsDocument = {
  _id: 'current';
  /** Raised whenever units, regions, services, rule sets or the calendar change. */
  catalogueVersion: number;
  knowledgeVersion: number;
  policyVersion: string;
  ruleSet: { id: string; version: number };
};

/** A counter is the sum of its shards. */
export type CounterDocument = { _id: string; day: CivilDate; counts: Record<string, number> };

export type LeaseDocument = { _id: string; holder: string; until: Instant };
export type HeartbeatDocument = {
  _id: string;
  startedAt: Instant;
  finishedAt: Instant;
  calendarVersion: string;
  did: Record<string, number>;
};

export type Collections = {
  tickets: TicketDocument;
  journal: JournalDocument;
  messages: MessageDocument;
  mediachecks: MediaCheckDocument;
  members: Member & { _id: string };
  units: Unit & { _id: string };
  regions: Region & { _id: string };
  services: Service & { _id: string; nameKey: string; searchParts: string[] };
  rulesets: RuleSet & { _id: string; key: string };
  calendars: ImportedYear & { _id: string };
  settings: SettingsDocument;
  faqs: FaqDocument;
  asks: AskDocument;
  profiles: ProfileDocument;
  notices: NoticeDocument;
  counters: CounterDocument;
  leases: LeaseDocument;
  heartbeats: HeartbeatDocument;
};
export type CollectionName = keyof Collections;

export type { Audience };
