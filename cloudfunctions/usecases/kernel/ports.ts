import type { CollectionName, Collections, KeyPrint, TicketRow } from './documents';
import type { TableRow } from '../../domain/tables/csv';
import type { ExportMark } from '../../domain/tables/export-mark';
import type { Awaited } from '../../domain/engine';
import type { Paper, Sheet } from '../../domain/reports/paper';
import type { ProbeResult } from '../../domain/services/probe';
import type { RowFields } from '../../domain/ticket/listed';
import type { Sealed } from '../../domain/ticket/ticket';
import type { Instant } from '../../domain/time';

/** What the use cases need from the outside; infra fills it. */

type Scalar = string | number | boolean | null;
export type Condition =
  Scalar | { in: Scalar[] } | { all: Scalar[] } | { gt?: Scalar; gte?: Scalar; lt?: Scalar; lte?: Scalar };
/** Conditions by field path; a value also matches an array that contains it. */
export type Where = Record<string, Condition>;
export type Query = { where: Where; order?: [field: string, direction: 'asc' | 'desc']; limit?: number };

/** A query with an order; of what it finds, the place in it. */
export type Ordered = Query & { order: NonNullable<Query['order']> };
export type Key = { _id: string; key: string };

/** At most so many documents come from one query. */
export const PAGE = 100;

/** Counts that people see are exact up to 99; this one means "99+" (contract §5). */
export const MANY = 100;

export interface Reader {
  /** A ticket is found by its number wherever it lies (kernel/archive.ts). */
  get<N extends CollectionName>(collection: N, id: string): Promise<Collections[N] | undefined>;
}

/** Where tickets lie, and what goes with it. */
type TicketPlace = 'tickets' | 'archived' | 'archivednumbers';

/** What any use case may write; tickets are written by `commit` alone (design §6). */
export type WritableName = Exclude<CollectionName, TicketPlace>;

export interface Writer extends Reader {
  /** Throws DuplicateKey when the id or a unique key exists. */
  insert<N extends WritableName>(collection: N, document: Collections[N]): Promise<void>;
  /** Writes the whole document, new or not. */
  put<N extends WritableName>(collection: N, document: Collections[N]): Promise<void>;
}

export interface Transaction extends Writer {
  /** Both of kernel/writing/commit.ts alone: with the ticket goes its journal. */
  insertTicket(document: Collections['tickets']): Promise<void>;
  /** `before` = as whoever writes it has read it; without it, it is read again to be counted. */
  putTicket(document: Collections['tickets'], before?: Collections['tickets']): Promise<void>;
  /** Of usecases/archive alone: out of daily use, in the form in which it lies there. */
  archiveTicket(document: Collections['tickets']): Promise<void>;
}

export interface Database extends Writer {
  /** Every shape of query has its index in collections.json; without `limit` at most 100 documents. */
  find<N extends CollectionName>(collection: N, query: Query): Promise<Collections[N][]>;
  /** Of tickets what is `listed`, for a fifth of the bytes, `searched`, or a few fields alone. */
  rows<T>(collection: 'tickets' | 'archived', query: Query, fields: RowFields<T>): Promise<TicketRow<T>[]>;
  /**
   * Of what matches, in order: ids and the values of the field that it is ordered by, and no documents; behind the first
   * `skip` of them.
   */
  keys(collection: CollectionName, query: Ordered & { skip?: number }): Promise<Key[]>;
  /** How many match, counted no further than `most`: that many means "so many or more". */
  count(collection: CollectionName, where: Where, most: number): Promise<number>;
  remove(collection: WritableName, id: string): Promise<void>;
  /**
   * Adds to numbers by their paths (`n`, `due.2026-11-27T15:04`) in all documents of these ids, at once and whoever else
   * does; one that is missing is made. Of kernel/writing/counting.ts and the recount alone.
   */
  raise(collection: 'counters', ids: readonly string[], by: Readonly<Record<string, number>>): Promise<void>;
  /**
   * Writes new documents of one collection with one call. Throws DuplicateKey when one is there already: then those
   * before it may have been written.
   */
  insertAll<N extends WritableName>(collection: N, documents: readonly Collections[N][]): Promise<void>;
  /** Sets fields, by their paths, of a document in which others still are as given; false = they are not, nothing is set. */
  update(
    collection: WritableName,
    id: string,
    still: Record<string, Scalar>,
    fields: Record<string, unknown>,
  ): Promise<boolean>;
  /** Runs again on a conflict, so the work must have no other effects; throws Busy when it keeps conflicting. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, beside?: Beside): Promise<T>;
}

/** What only follows from a transaction: written at the same time as its commit; `undo` where that fails. Neither throws. */
export type Beside = { write(): Promise<void>; undo(): Promise<void> };

export class DuplicateKey extends Error {}
export class Busy extends Error {}

export type Secrets = {
  seal(value: unknown): Sealed;
  /** Throws a Failure `unavailable` when the key is not there or the value was changed. */
  unseal(sealed: Sealed): unknown;
  /** True when another key is current by now. */
  needsReseal(sealed: Sealed): boolean;
  /** The keys that this instance has; `current` seals. */
  keyRing: {
    current: string;
    algorithm: NonNullable<Sealed['algorithm']>;
    sealing: KeyPrint[];
    chain: KeyPrint[];
    phone: string;
  };
  phoneHash(phone: string): string;
  keyedHash(text: string): string;
  /** In hexadecimal, of a text as UTF-8 or of bytes. */
  sha256(content: string | Uint8Array): string;
  /** The id of the chain key under which new entries are linked (A47). */
  chainKey: string;
  /** Keyed hash under a chain key; undefined when that key is not there. */
  mac(key: string, text: string): string | undefined;
  randomId(): string;
  /** A whole number from 0 up to and without `max`. */
  random(max: number): number;
};

/** One look at a registered address. */
export type ProbeRequest = {
  url: string;
  /** Hosts with their port, as in a URL, that may be asked: where redirects may lead to. */
  hosts: readonly string[];
  expectStatus: number;
  expectText?: string;
  /** For the whole exchange, from the name server to the last byte. */
  timeoutSeconds: number;
};

/**
 * What became of a message that leaves the product: taken over by the other side, refused for good, not reached (it may
 * be tried again), or unknown (it may have been sent, so it is not).
 */
export type Sent =
  | { state: 'sent' }
  | { state: 'not-configured' }
  | { state: 'refused' | 'unreachable' | 'unknown'; why: string };

/** What became of a change that was sent to the hotline (contract §10): only what is taken is not sent again. */
export type HotlineSent =
  | { state: 'taken' | 'not-configured' | 'gone' }
  | { state: 'busy'; seconds?: number }
  | { state: 'refused' | 'unreachable'; why: string };

/** A file of an order that was asked for at its address; why it did not come, in words for its reader. */
export type FetchedFile =
  { state: 'got'; bytes: Uint8Array } | { state: 'refused' | 'unreachable'; why: string };

/** Whether another unit of work may begin. */
export type HasTime = () => boolean | Promise<boolean>;

export type Ports = {
  now(): Instant;
  /** Real milliseconds that only grow, for caches and time budgets. */
  elapsed(): number;
  sleep(milliseconds: number): Promise<void>;
  database: Database;
  secrets: Secrets;
  /** The platform's content check of a citizen's text. */
  checkText(openid: string, text: string): Promise<'pass' | 'review' | 'risky'>;
  /** Links to stored files that expire, after so many seconds; files that are gone have none. */
  fileLinks(fileIDs: string[], seconds?: number): Promise<Map<string, string>>;
  /** Stores a file at a path that nobody else has; its id. */
  storeFile(path: string, bytes: Uint8Array): Promise<string>;
  /** What is in a stored file; undefined when it is gone or cannot be read. */
  readFile(fileID: string): Promise<Uint8Array | undefined>;
  /** Removes a stored file that is needed no longer. Never throws. */
  removeFile(fileID: string): Promise<void>;
  /** The texts of the first sheet of a spreadsheet that is shown. Throws UnreadableTable. */
  readSheet(bytes: Uint8Array): TableRow[];
  /** A spreadsheet of one sheet of texts, the first row frozen as the head; at most 26 columns. Another sheet and the pages carry the mark. */
  writeSheet(name: string, rows: readonly string[][], mark: ExportMark): Uint8Array;
  /** A spreadsheet of some sheets of texts, numbers and shares, with the mark on a sheet of its own and on the pages. */
  writeWorkbook(sheets: readonly Sheet[], mark: ExportMark): Promise<Uint8Array>;
  /** Puts a document on paper as a PDF at this path; the id of the file. */
  writePaper(path: string, paper: Paper): Promise<string>;
  /** Starts the check of a stored picture; the trace of it, or undefined when it could not be started. */
  checkMedia(openid: string, fileID: string): Promise<string | undefined>;
  /** The templates of subscribe messages that the owner has, by what they are for. */
  templates: Readonly<Partial<Record<Awaited, string>>>;
  /** Sends a subscribe message, its fields cut to their length; false when the platform did not take it. */
  sendSubscribe(message: {
    to: string;
    template: string;
    says: string;
    title: string;
    about: string | null;
    at: Instant;
  }): Promise<boolean>;
  /** Asks a registered address once; never throws, never asks an inner address that is not allowed (G-3.3.1a). */
  probe(request: ProbeRequest): Promise<ProbeResult>;
  /** Sends an e-mail to a member of staff (G-3.2.3a). Never throws. */
  sendEmail(message: { id: string; to: string; subject: string; text: string }): Promise<Sent>;
  /** Sends a short message of a registered template, chosen by what it is about. Never throws. */
  sendSms(message: { id: string; to: string; template: string; words: string[] }): Promise<Sent>;
  /** Sends a change to the hotline, signed, under the same id at each try. Never throws. */
  sendHotline(message: { id: string; body: string }): Promise<HotlineSent>;
  /** Asks for a file of an order, at a host that the owner allows. Never throws. */
  fetchHotlineFile(url: string): Promise<FetchedFile>;
  /**
   * Tells whoever watches the product from outside, where the owner has named an address: that the timer lives, or that it
   * does not. Numbers and our own words alone, never a person's. Never throws.
   */
  callOutside(what: 'heartbeat' | 'alarm', body: Readonly<Record<string, unknown>>): Promise<void>;
  /** For the operators' log: codes and ids only, never a person's data or words. */
  log(entry: { event: string; [detail: string]: string | number | undefined }): void;
};
