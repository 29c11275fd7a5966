import type { CivilDate, Instant, Page } from '../contract-basics';
import type { DeskLights } from '../contract-people';
import type { TicketSummary } from '../contract-tickets';
import type { Paged } from './common';

/** How it goes, and whether the records hold (contract §5). */

/** What lies where now, and numbers by week from the counters; a unit sees its own, the manager all. */
export type Board = {
  now: { overdue: number; today: number; open: number };
  /** The worst first. */
  desks: DeskLights[];
  weeks: { from: CivilDate; filed: number; inTime: number; late: number }[];
  units: { unitId: string; name: string; inTime: number; late: number }[];
  /** What documents assigned in these weeks, apart from the rest (A54); a cloud of an earlier version does not say. */
  assigned?: { filed: number; inTime: number; late: number };
  /** 首次解决 in these weeks (A48), of calls and visitors that were taken down; below 20 there is no rate. */
  firstContact?: { solved: number; calls: number; rate: number | null; definition: string };
  /** What people say of it in these weeks: whether it was solved, and whether they are content (A49). */
  opinions: Opinions & {
    /** What is counted, in words. */
    definitions: { solved: string; satisfied: string };
    /** In the order of the catalogue: no unit is ranked (A55). */
    units: ({ unitId: string; name: string } & Opinions)[];
  };
};

export type Opinions = { solved: Opinion; satisfied: Opinion };

/** `yes` of those who answered, of those who were asked; below 20 there is no rate, as chance would be read as merit. */
export type Opinion = {
  yes: number;
  answers: number;
  asked: number;
  /** Both from 0 to 1. */
  rate: number | null;
  response: number | null;
};

/** What stands in the journal of a ticket: who did what when, not what was written. */
export type JournalEntry = {
  seq: number;
  at: Instant;
  type: string;
  label: string;
  role: string;
  roleLabel: string;
  actorId: string;
  hash: string;
  /** Of an administrative act: who, to what, and what in a few words (A47). */
  actorName?: string;
  about?: string;
  what?: string;
  /** Around a security event: of which ticket, and what it is. */
  no?: string;
  sort?: 'access' | 'export' | 'change';
};

/**
 * What does not hold (A47): of which ticket (or of `administration`, `ledger`, an anchor), at which entry, and how. `head`: last
 * entries are gone or all was rewritten; `key`: the chain key is not there; `state`: the ticket is not as its last entry says;
 * `keys`: it is not as it was sealed; `erased`: emptied without an erasure; `gone`: there are entries and no ticket;
 * `unsealed`: no keyed entry; `unlisted`: not in the ledger; `ledger`: the ledger itself; `anchor`: not as it was then.
 */
export type BrokenJournal = {
  no: string;
  seq: number;
  why:
    | 'changed'
    | 'missing'
    | 'head'
    | 'key'
    | 'state'
    | 'keys'
    | 'erased'
    | 'gone'
    | 'unsealed'
    | 'unlisted'
    | 'ledger'
    | 'anchor';
};
export type Checked = { checked: number; broken: BrokenJournal[]; nextCursor?: string };

/** The last check of everything that the timer has made, the one that it makes now, and what was mailed to be kept. */
export type AuditState = {
  last: {
    startedAt: Instant;
    finishedAt: Instant | null;
    checked: number;
    /** How many findings; the first of them. */
    found: number;
    broken: BrokenJournal[];
  } | null;
  running: { startedAt: Instant; checked: number; found: number } | null;
  /** The newest first. */
  anchors: { day: CivilDate; text: string }[];
  /** How it stands with the keys, a line each. */
  keys: string[];
  /** What the last month's comparison with the register of data use has found. */
  dataUse: DataUseState | null;
};

/** What was looked at, taken out or given on in a month without an entry of the register that covers it, and entries without use (J-21a). */
export type DataUseState = {
  /** `2026-10` */
  month: string;
  finishedAt: Instant;
  accesses: number;
  uncovered: number;
  lines: {
    label: string;
    party: string;
    recipient?: string;
    count: number;
    first: Instant;
    last: Instant;
    no?: string;
  }[];
  unusedCount: number;
  unused: { id: string; name: string; party: string }[];
};

/** A document that a party must have: in force, on its way, run out or missing. */
export type HeldDocument = {
  type: string;
  label: string;
  clause: string;
  state: 'in-force' | 'coming' | 'expired' | 'missing';
  stateLabel: string;
  no?: string;
};

/** What a party must have in writing (G-3.2.1, J-7, J-12b, J-18a, J-20a, J-21a, J-22, J-23). */
export type PartyDocuments = { id: string; name: string; inForce: number; documents: HeldDocument[] };

/** Actions of the function `staff` for board and journal. */
/** The timer: how each of its jobs goes, and what it has put off or set aside. */
export type ShownJob = {
  name: string;
  label: string;
  /** When it last came to its end; null = never yet. */
  succeededAt: string | null;
  /** Runs in a row that broke off. */
  failures: number;
  errorNo?: string;
  /** Before then it is not looked at again; null = whenever there is something to do. */
  nextAt: string | null;
  /** How many single things wait for another try, or are set aside. */
  waiting: number;
  /** What it found when it last came to its end. */
  note?: string;
};

export type ShownAside = {
  id: string;
  /** What was to be done, and about what. */
  label: string;
  about: string | null;
  tries: number;
  since: string;
  errorNo: string;
  /** It may have been done: trying it again may do it twice. */
  unknown?: true;
  /** When it is tried again by itself; null = set aside. */
  nextAt: string | null;
};

/** What waits to go out, up to 100, and when the first of it happened or is tried. */
export type ShownQueue = { label: string; waiting: number; since?: string; nextAt?: string };

/** A function as it has started last; `same` = built together with the one that answers. */
export type ShownBuild = { name: string; label: string; build: string; since: string; same: boolean };

/** How far the stored data are; `failed` = documents that no migration could bring over. */
export type ShownData = {
  version: number;
  newest: number;
  running: { number: number; changed: number } | null;
  failed: number;
  at: string | null;
};

export type ShownTimer = {
  silent: boolean;
  finishedAt: string | null;
  jobs: ShownJob[];
  aside: ShownAside[];
  queues: ShownQueue[];
  builds: ShownBuild[];
  data: ShownData;
  /** How it stands with the keys, a line each. */
  keys?: string[];
};

/** Of which days, both inclusive, and whose. */
type Supervised = { from: CivilDate; to: CivilDate; unitId?: string; region?: string };

/** What became of one limit in a period; `key` of what it is parted by. */
export type ComplianceRow = {
  policy: string;
  clause: string;
  label: string;
  /** An internal target. */
  internal?: true;
  key?: string;
  keyName?: string;
  due: number;
  inTime: number;
  late: number;
  running: number;
  runningLate: number;
  /** Of those late: with a reason on record where 原则上 allows for one (A3). */
  reasoned?: number;
  /** Of those late: in time but for the days on which it was waited for the citizen (A25). */
  waitedFor?: number;
  /** From 0 to 1; null below 20 due. */
  rate: number | null;
  definition: string;
};
export type ComplianceOutcome = 'inTime' | 'late' | 'running' | 'runningLate';

/** A light that went on, with what was said of it (A24). */
export type ShownLight = {
  no: string;
  title: string;
  level: 'yellow' | 'red';
  at: Instant;
  clock: string;
  clause: string;
  /** Who has to keep the limit, and as `unitId` asks for it. */
  party: string;
  partyId: string;
  /** The limit has ended since. */
  isOver: boolean;
  /** Working days left, below zero = over; of a limit that has ended as it was then. */
  daysLeft: number;
  /** Who of the party has the ticket in hand. */
  holder?: string;
  /** Who of the party knows of it, and since when. */
  acknowledged?: { at: Instant; by?: string };
  /** Who was told that nobody of the party knows of it. */
  escalated?: ('lead' | 'manager')[];
  explained?: { at: Instant; by?: string; cause: string; correction: string };
};

/** How often something odd was done (A52). */
export type OddCode =
  | 'against-warning'
  | 'same-words'
  | 'last-hours'
  | 'accept-last-day'
  | 'return-last-day'
  | 'reclassified'
  | 'asked-unreachable'
  | 'assist-late'
  | 'same-explanation';
export type OddRow = { unitId: string; unitName: string; code: OddCode; label: string; n: number };

/** What a changed limit would have made of the tickets of a period; `rows` when it is done. */
export type TryOut = {
  id: string;
  state: 'running' | 'done';
  done: number;
  total: number;
  rows?: {
    policy: string;
    clause: string;
    label: string;
    lateBefore: number;
    lateAfter: number;
    byUnit: { unitId: string; lateBefore: number; lateAfter: number }[];
  }[];
};

export type OversightApi = {
  /** With `id` it goes on, and says how far it has come. */
  'ruleset.tryOut': {
    in: {
      id?: string;
      changes?: {
        limits?: Record<string, unknown>;
        switches?: Record<string, unknown>;
        windows?: Record<string, unknown>;
      };
      from?: CivilDate;
      to?: CivilDate;
    };
    out: TryOut;
  };
  'compliance.get': {
    in: Supervised & { by?: 'unit' | 'region' | 'month' };
    out: { rows: ComplianceRow[] };
  };
  'compliance.tickets': {
    in: Supervised & Paged & { policy: string; outcome: ComplianceOutcome; limit?: number };
    out: Page<'tickets', TicketSummary>;
  };
  /** With `redNow` what is red now, the longest first, whenever it began; else the lights that went on in a period. */
  'light.list': {
    in: Partial<Supervised> & Paged & { limit?: number; redNow?: true };
    out: Page<'lights', ShownLight>;
  };
  /** With `code` the tickets behind one of the counts. */
  'odd.list': {
    in: Supervised & Paged & { code?: OddCode; limit?: number };
    out: { rows: OddRow[] } & Page<'tickets', TicketSummary>;
  };
  /** What each party must have in writing, and how it stands; page by page of units. */
  'document.held': { in: Paged; out: Page<'parties', PartyDocuments> };
  'board.get': { in: { weeks?: number }; out: Board };
  'clock.get': { in: Record<never, never>; out: ShownTimer };
  'clock.retry': { in: { id?: string }; out: { retried: number } };
  /** Without `no` the administrative acts, newest first. */
  'audit.list': {
    in: Paged & {
      no?: string;
      /** A security event: what members did in its time and so many days before, the oldest first (J-26). */
      event?: string;
      daysBefore?: number;
      what?: 'access' | 'export' | 'change';
    };
    out: Page<'entries', JournalEntry> & { from?: Instant; until?: Instant };
  };
  /** `anchors`: as they were mailed, to be compared with the ledger; bounded: goes on at `nextCursor`. */
  'audit.check': { in: Paged & { no?: string; anchors?: string[] }; out: Checked };
  /** Under a security event of something classified: the words and files of a ticket go everywhere (J-21d). */
  'ticket.purge': { in: { no: string; event: string }; out: { no: string } };
  'audit.state': { in: Record<never, never>; out: AuditState };
};
