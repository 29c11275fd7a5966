import type { PlatformFault, PlatformWindow } from '../../../domain/services/platform';
import type { Limit } from '../../../domain/deadline';
import type { CivilDate, Instant } from '../../../domain/time';

/** How the product runs: settings, migrations, the timer. */

export type SettingsDocument = {
  _id: 'current';
  /** Raised with every change, also to `versions` of the counters: the one thing that a call looks at. */
  version?: number;
  /** Raised whenever units, regions, services, rule sets or the calendar change. */
  catalogueVersion: number;
  /** Raised whenever a published entry or the gate changes. */
  knowledgeVersion: number;
  /** Raised whenever the state of a service changes. */
  servicesVersion?: number;
  /** Raised whenever a member is written, who keeps it as `changed`. */
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
  ruleSet: RuleSetId;
  /** The one that takes its place at the beginning of this day (J-28). */
  plannedRuleSet?: RuleSetId & { from: CivilDate };
};

type RuleSetId = { id: string; version: number };

/** How far the stored data have been brought (usecases/setup). */
export type SchemaDocument = {
  _id: 'schema';
  /** The number of the last migration that has ended; 0 = none. */
  version: number;
  /** Where the one that runs goes on. */
  running: MigrationCursor | null;
  /** What has been done, oldest first. */
  history: { number: number; at: Instant; changed: number; failed: string[] }[];
  /** Hashes of the one-time tokens of `setup` that have done their work. */
  usedTokens?: string[];
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

/** How a job of the timer went in its last run. */
export type Beat = {
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
  /** It has nothing to do before; missing = whenever the timer runs. */
  nextAt?: Instant;
};

/** The timer as one document: who runs it, how that goes, and what each of its jobs keeps. */
export type TimerDocument = {
  _id: 'timer';
  /** Raised by whoever takes or lets go of the lease; 0 = it has never been stored. */
  revision: number;
  /** Which run works now; empty = none. One that was killed still stands here. */
  holder: string;
  until: Instant;
  startedAt: Instant;
  /** When a run came to its end last, a quiet one every few minutes; empty = never. */
  finishedAt: Instant;
  /** When that was said outside of this document last (usecases/health/last-run.ts); missing = never. */
  saidAt?: Instant;
  did: Record<string, number>;
  /** While it is looked for what killed the run before: the job that is being run. */
  running: string;
  /** The last run has done something: what came meanwhile may not have been seen by all of its jobs. */
  stirred: boolean;
  /** What was put off, by job, and how much of it is set aside: the desk of the manager asks for no more. */
  aside?: { waiting: Record<string, number>; stuck: number };
  jobs: Record<string, Beat>;
};

/** As the timer was kept before, a document for it (`clock`) and one for each job; and the week in which it has learned (`refit`). */
export type HeartbeatDocument = Beat & {
  _id: string;
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

/** A person's wish that a ticket be erased which has to be kept for now (A54); `at` = when the timer looks again. */
export type ErasureDocument = {
  _id: string;
  ownerId: string;
  /** Null: what is about no ticket, of the time up to `until`. */
  no: string | null;
  at: Instant;
  until?: Instant;
};

/** The last number that was given to a document of a kind in a year (A54), or to one of its sorts; the id is `kind|year` or `kind|sort|year`. */
export type DocumentNumberDocument = { _id: string; n: number };

/** A counter against abuse; its id is a keyed hash of what is counted (A46). `secret`: of the day, see meters.ts. */
export type MeterDocument = { _id: string; n: number; expiresAt: Instant; secret?: string };

/** Which build of a function has started last, and when it did first. */
export type FunctionDocument = { _id: string; build: string; since: Instant };

/** A key by its id, and by what tells it from another one without telling anything of it. */
export type KeyPrint = { id: string; print: string };

/**
 * Which keys stored data need (usecases/keys): by id and print, never more. What is missing here of those that an instance
 * has keeps it from working.
 */
export type KeyRingDocument = {
  _id: 'current';
  sealing: KeyPrint[];
  chain: KeyPrint[];
  phone: string;
  /** Sealing keys that nothing needs any more. */
  retired: { id: string; at: Instant }[];
};

/** What limits would have made of the tickets of a period: how far it has been counted (usecases/compliance/try-out.ts). */
export type TryOutDocument = {
  /** The member's: another try-out takes its place. */
  _id: string;
  id: string;
  from: CivilDate;
  to: CivilDate;
  limits: Record<string, Limit>;
  state: 'running' | 'done';
  /** Which of its lists, and behind which key of it, is read next. */
  list: number;
  after: string;
  done: number;
  total: number;
  /** By policy and party: late as it was, and as it would have been. */
  sums: Record<string, [before: number, after: number]>;
};
