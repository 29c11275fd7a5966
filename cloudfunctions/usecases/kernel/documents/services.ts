import type { Service } from '../../../domain/catalogue';
import type { Actor, KeptFile } from '../../../domain/engine';
import type { Notice } from '../../../domain/notices/notice';
import type { ServiceInput } from '../../../domain/services/entry';
import type { AvailabilityDay, WatchedAddress } from '../../../domain/services/probe';
import type { FieldValue } from '../../../domain/ticket/ticket';
import type { CivilDate, Instant } from '../../../domain/time';
import type { StoredImport } from './files';

/** Services, their notices and lists of record. */

export type NoticeDocument = Omit<Notice, 'id'> & {
  _id: string;
  /** `endsAt|_id`: the key of pages. */
  endKey: string;
  /** The ticket that issued it; null = written by staff on its own. */
  no: string | null;
  /** When the timer sees to it: those who follow the service are told, and who has not been reviewed in time shows; NEVER = not any more. */
  announceAt: Instant;
  /** The member who wrote what it says now, and the one who published it: neither reviews it (A53). Missing in those of before. */
  hands?: { wrote: string; published?: string };
  /** Who reviewed what it says now. */
  review?: { by: string; name: string; at: Instant };
  /** What was published before it was reviewed has to be reviewed until then. */
  reviewBy?: Instant;
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
  /** What is known of the files that its values name. */
  files?: ({ fileID: string } & KeptFile)[];
  /** What was ordered to be put right from this row, by number, oldest first (J-22). */
  rectifications?: string[];
};

/** Who added or changed a row, when, and what. */
export type RegisterChangeDocument = {
  /** `<row>#000003`: of the version that came of it. */
  _id: string;
  at: Instant;
  by: Pick<Actor, 'id' | 'name' | 'role'>;
  what: string;
};

/** The addresses of one service that are watched (G-2.2b). */
export type ProbeDocument = {
  _id: string;
  /** When the first of them is due; NEVER = none is watched. */
  nextAt: Instant;
  addresses: WatchedAddress[];
};

/** `S001|2026-11-21` */
export type AvailabilityDocument = AvailabilityDay & { _id: string };
