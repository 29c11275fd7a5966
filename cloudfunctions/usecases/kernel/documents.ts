import type { AskAnswer } from '../../../typings/contract';
import type { ImportedYear } from '../../domain/calendar';
import type { Member, Region, Service, Unit } from '../../domain/catalogue';
import type { Gate, KnowledgeEntry } from '../../domain/knowledge';
import type { FaqContent, Progress } from '../../domain/knowledge/content/content';
import type { Measured } from '../../domain/knowledge/gate/measure';
import type { RouterMeasured } from '../../domain/routing';
import type { Actor, Counts, Message, OuterChannel } from '../../domain/engine';
import type { PlatformFault, PlatformWindow } from '../../domain/services/platform';
import type { Notice } from '../../domain/notices/notice';
import type { AvailabilityDay, WatchedAddress } from '../../domain/services/probe';
import type { StoredVersion, WholeVersion } from '../../domain/rulesets';
import type { ServiceInput } from '../../domain/services/entry';
import type { TicketKeys } from '../../domain/ticket/scope';
import type { FieldValue, Ticket } from '../../domain/ticket/ticket';
import type { CivilDate, Instant } from '../../domain/time';

/** What is stored, a type for each collection of infra/database/collections.json. */

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

export type FaqDocument = Omit<KnowledgeEntry, 'serviceName'> & {
  _id: string;
  unitId?: string;
  serviceId?: string;
  updatedOn: CivilDate;
  status: 'published' | 'withdrawn';
  /** The version that is, or was last, published. */
  version: number;
};

/** A checked file, or a part of one, whose rows are still written (files/stored-imports.ts). */
export type StoredImport<T> = {
  _id: string;
  at: Instant;
  by: Pick<Actor, 'id' | 'name'>;
  rows: T[];
  /** How many further documents hold rows. */
  parts?: number;
  /** Of a document that only belongs to the one that names the file: which that is. */
  of?: string;
};

/** A file whose rows are all good and still become drafts. */
export type FaqImportDocument = StoredImport<{
  id: string;
  content: FaqContent;
  /** The newest version when the file was checked, 0 = new. */
  base: number;
  /** The columns that the file had: the others stay as they are stored. */
  given?: (keyof FaqContent)[];
}>;

/** Some of the published entries as one text: what an instance loads. */
export type FaqPackDocument = { _id: string; text: string };

/** Every version that was ever saved, with who and when; what is published is copied to `faqs`. */
export type FaqVersionDocument = Progress & {
  /** `F001#000003` */
  _id: string;
  faqId: string;
  version: number;
  content: FaqContent;
  unitId: string | null;
  saved: { id: string; name: string; at: Instant };
  /** `at|_id` of the last step: the key of pages. */
  key: string;
  /** The version whose content this one brought back. */
  restores?: number;
  /** What the timer still has to deliver; `outbox` is missing when there is nothing. */
  outbox?: 'waiting';
  messages?: Message[];
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
  /** Whose matter it is, as far as service or entry tell. */
  unitId: string | null;
  /** The Monday of its week. */
  week: CivilDate;
  /** Nobody's answer has helped yet: asked of proposals. */
  unresolved: boolean;
  /** `at|_id`: the key of pages. */
  key: string;
  /** `week|band|hash`: in this order samples are drawn; the hash of the id is chance that can be repeated. */
  sampleKey: string;
  judged: { right: boolean; gold: string | null; by: string; at: Instant } | null;
};

/** A query with its right entry (none = a person must answer), as staff judged it. */
export type JudgementDocument = {
  /** `ask:…` or `ticket:…`: one judgement for each, the last one counts. */
  _id: string;
  q: string;
  gold: string | null;
  /** The unit that was right for it; null = the operator. */
  unitId: string | null;
  by: string;
  at: Instant;
  key: string;
};

/** A fitted gate; of the accepted ones three are kept, of the refused ones the last. */
export type GateDocument = {
  /** `000003` */
  _id: string;
  version: number;
  at: Instant;
  by: string;
  judged: number;
  /** Of the judged queries and the version of the knowledge base. */
  dataHash: string;
  before: Measured | null;
  after: Measured | null;
  refused: string | null;
  gate: Gate | null;
};

/** A trained router; kept like a gate. */
export type RouterDocument = {
  /** `000003` */
  _id: string;
  version: number;
  at: Instant;
  by: string;
  /** Messages whose unit staff had confirmed. */
  messages: number;
  dataHash: string;
  before: RouterMeasured | null;
  after: RouterMeasured | null;
  refused: string | null;
  /** From this confidence on 97 of 100 were right where it was measured; null = nowhere. */
  dispatchAt: number | null;
  /** The weights as JSON. */
  text: string | null;
};

/** A version of the synonyms and the boilerplate. */
export type WordListDocument = {
  /** `000003` */
  _id: string;
  version: number;
  at: Instant;
  by: string;
  byName: string;
  synonyms: [from: string, to: string][];
  boilerplate: string[];
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
  /** Up to which message reports have been told of in a digest, and the day of the last (A45). */
  reportsUpTo?: string;
  reportsOn?: CivilDate;
  /** The day of the last digest of overdue tickets (A24). */
  digestOn?: CivilDate;
  /** Messages up to this moment were looked at. */
  inboxReadUpTo?: Instant;
  /** Tries to claim a ticket by phone number on one day. */
  claimTries?: { day: CivilDate; n: number };
};

export type NoticeDocument = Omit<Notice, 'id'> & {
  _id: string;
  /** `endsAt|_id`: the key of pages. */
  endKey: string;
  /** The ticket that issued it; null = written by staff on its own. */
  no: string | null;
  /** When those who follow the service are told; NEVER = they have been, or nobody is. */
  announceAt: Instant;
  /** `createdAt|_id`: the key of the editors' list. */
  newKey: string;
  /** When whoever drafted it wants it to be public. */
  publishAt?: Instant;
  /** Who wrote it, and what has been done with it. */
  steps: { at: Instant; by: string; what: string }[];
};

/** What became of a service, when and by which ticket. */
export type ServiceChangeDocument = {
  _id: string;
  serviceId: string;
  /** `at|_id`: the key of pages. */
  key: string;
  at: Instant;
  /** Null = somebody edited the register. */
  no: string | null;
  from: Service['state'];
  to: Service['state'];
  reason: string;
  /** Who edited the register. */
  by?: { id: string; name: string };
};

/**
 * A file of services whose rows are all good and still are written; a document of its own says how many are `done`.
 * Where `given` names columns, the others stay as they are stored.
 */
export type ServiceImportDocument = StoredImport<ServiceInput & { given?: (keyof ServiceInput)[] }> & {
  done?: number;
};

/** A row of a register (domain/registers). */
export type RegisterRowDocument = {
  _id: string;
  register: string;
  version: number;
  values: Record<string, FieldValue>;
  /** The unit whose it is. */
  ownerId: string;
  /** `assets|unit:hrss`: in whose list it stands. */
  scope: string[];
  /** `name|_id`: the key of pages. */
  key: string;
  remindOn: CivilDate | null;
  /** When its owner is told; NEVER = has been, or there is nothing to tell. */
  remindAt: Instant;
  changedAt: Instant;
  changedBy: string;
};

/** Who added or changed a row, when, and what. */
export type RegisterChangeDocument = {
  /** `<row>#000003`: of the version that came of it. */
  _id: string;
  at: Instant;
  by: Pick<Actor, 'id' | 'name' | 'role'>;
  what: string;
};

/** A file that was uploaded and looked into: its copy lies with tickets, the upload itself is gone. */
export type FileDocument = {
  /** Hash of the fileID of the upload. */
  _id: string;
  /** The OPENID of whoever uploaded it. */
  ownerId: string;
  keptID: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
  at: Instant;
};

/** A file that was written for somebody; removed when its link has expired. */
export type ExportDocument = { _id: string; fileID: string; expiresAt: Instant };

/** What somebody was told once, until it is over and happens again. */
export type AlarmDocument = { _id: string; state: string; told: string[] };

/** The addresses of one service that are watched (G-2.2b). */
export type ProbeDocument = {
  _id: string;
  /** When the first of them is due; NEVER = none is watched. */
  nextAt: Instant;
  addresses: WatchedAddress[];
};

/** `S001|2026-11-21` */
export type AvailabilityDocument = AvailabilityDay & { _id: string };

export type SettingsDocument = {
  _id: 'current';
  /** Raised whenever units, regions, services, rule sets or the calendar change. */
  catalogueVersion: number;
  /** Raised whenever a published entry or the gate changes. */
  knowledgeVersion: number;
  /** Raised whenever the state of a service changes. */
  servicesVersion?: number;
  /** Raised whenever a member comes or goes. */
  membersVersion?: number;
  /** Outages of the platform itself: every service shows them (A36). */
  platformFaults?: PlatformFault[];
  /** Maintenance of the platform itself, coming or running. */
  platformWindows?: PlatformWindow[];
  /** The gate in use; 0 or missing = the one that the product is shipped with. */
  gateVersion?: number;
  /** The trained router in use; 0 or missing = none. */
  routerVersion?: number;
  /** The synonyms and boilerplate in use; 0 or missing = the shipped ones. */
  wordsVersion?: number;
  policyVersion: string;
  ruleSet: { id: string; version: number };
};

/** A counter is the sum of its shards. */
export type CounterDocument = { _id: string; day: CivilDate; counts: Record<string, number> };

/** How far the stored data have been brought (usecases/setup). */
export type SchemaDocument = {
  _id: 'schema';
  /** The number of the last migration that has ended; 0 = none. */
  version: number;
  /** Where the one that runs goes on. */
  running: MigrationCursor | null;
  /** What has been done, oldest first. */
  history: { number: number; at: Instant; changed: number; failed: string[] }[];
};
export type MigrationCursor = {
  number: number;
  /** Place in the list of its passes. */
  pass: number;
  /** The last id that has been looked at. */
  after: string;
  changed: number;
  /** Documents that could not be brought over: they stay as they are. */
  failed: string[];
};

export type LeaseDocument = { _id: string; holder: string; until: Instant };
/** Of the timer as a whole (`clock`) and of each of its jobs (`job:outbox`): when it ran last, and how that went. */
export type HeartbeatDocument = {
  _id: string;
  startedAt: Instant;
  finishedAt: Instant;
  did: Record<string, number>;
  /** Missing = never. */
  succeededAt?: Instant;
  /** Runs in a row that broke off with an error, the last with this one. */
  failures?: number;
  error?: { code: string; errorNo: string };
  /** What a job keeps from run to run, e.g. the last period of each procedure that recurs. */
  marks?: Record<string, string>;
  /** Of the timer: its jobs in the order in which it takes them. */
  order?: string[];
  /** Of the timer before its jobs had heartbeats: by which calendar clocks were counted last. */
  calendarVersion?: string;
};

/** What a job of the timer could not do: put off with growing delay, then set aside until the manager wants it tried again. */
export type AsideDocument = {
  /** `outbox|TS20260924-7K3-F9Q-4XM:3` */
  _id: string;
  job: string;
  item: string;
  /** The ticket, service or entry that it is about, for its reader. */
  about: string | null;
  tries: number;
  /** When it is tried again; NEVER = set aside. */
  nextAt: Instant;
  since: Instant;
  lastAt: Instant;
  code: string;
  errorNo: string;
  /** It may have been done: trying it again may do it twice. */
  unknown?: true;
  /** Who wanted it tried again. */
  retried?: { by: string; at: Instant };
};

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

export type Collections = {
  tickets: TicketDocument;
  chains: ChainDocument;
  journal: JournalDocument;
  messages: MessageDocument;
  mediachecks: MediaCheckDocument;
  members: Member & { _id: string };
  units: Unit & { _id: string };
  regions: Region & { _id: string };
  services: Service & {
    _id: string;
    nameKey: string;
    searchParts: string[];
    /** A place without a person (J-12b). */
    vacant: boolean;
  };
  serviceimports: ServiceImportDocument;
  alarms: AlarmDocument;
  servicechanges: ServiceChangeDocument;
  registers: RegisterRowDocument;
  registerchanges: RegisterChangeDocument;
  files: FileDocument;
  exports: ExportDocument;
  probes: ProbeDocument;
  availability: AvailabilityDocument;
  /** Versions that have not shipped with the code; as wholes until the migration has come by. */
  rulesets: (StoredVersion | WholeVersion) & { _id: string; key: string };
  calendars: ImportedYear & { _id: string };
  settings: SettingsDocument;
  faqs: FaqDocument;
  faqimports: FaqImportDocument;
  faqpacks: FaqPackDocument;
  faqversions: FaqVersionDocument;
  asks: AskDocument;
  judgements: JudgementDocument;
  gates: GateDocument;
  routers: RouterDocument;
  wordlists: WordListDocument;
  profiles: ProfileDocument;
  notices: NoticeDocument;
  counters: CounterDocument;
  leases: LeaseDocument;
  migrations: SchemaDocument;
  heartbeats: HeartbeatDocument;
  asides: AsideDocument;
  exemptions: ExemptionDocument;
};
export type CollectionName = keyof Collections;
