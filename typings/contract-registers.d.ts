import type { Instant, CivilDate } from './contract-basics';
import type { FormField, RowValue, ShownAttachment } from './contract-tickets';

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

/** What was ordered to be put right from a row, newest first; `fields`: the form of the next, for whoever may order it. */
export type RowRectifications = {
  list: {
    no: string;
    title: string;
    stateLabel: string;
    ended: boolean;
    due?: CivilDate;
    /** Whether this reader may open it. */
    opens: boolean;
  }[];
  fields?: FormField[];
};

/** A file behind a link that expires. */
export type ExportedFile = { url: string; name: string; expiresAt: Instant };
