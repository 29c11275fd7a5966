import type { Actor } from '../../../domain/engine';
import type { Instant } from '../../../domain/time';

/** Files that come in and go out. */

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
