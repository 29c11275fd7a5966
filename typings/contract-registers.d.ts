import type { Instant, CivilDate } from './contract-basics';
import type { RowValue, ShownAttachment } from './contract-tickets';

/** Lists of record (contract §9). */

export type ListedRegister = { register: string; label: string; purpose: string };

export type RegisterRow = {
  id: string;
  version: number;
  /** What it is called. */
  name: string;
  values: Record<string, string | number | boolean | string[] | RowValue[]>;
  /** The values as they are read, by field. */
  words: Record<string, string>;
  /** The unit whose it is. */
  ownerId?: string;
  /** The day on which its owner is reminded. */
  remindOn?: CivilDate;
  /** The files that its values name. */
  files?: ShownAttachment[];
};

/** What became of a row. */
export type RegisterStep = { at: Instant; by: string; what: string };

/** A file behind a link that expires. */
export type ExportedFile = { url: string; name: string; expiresAt: Instant };
