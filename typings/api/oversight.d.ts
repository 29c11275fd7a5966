import type { CivilDate, Instant } from '../contract-basics';
import type { DeskLights } from '../contract-people';
import type { Paged } from './common';

/** How it goes, and whether the records hold (contract §5). */

/** What lies where now, and numbers by week from the counters; a unit sees its own, the manager all. */
export type Board = {
  now: { overdue: number; today: number; open: number };
  /** The worst first. */
  desks: DeskLights[];
  weeks: { from: CivilDate; filed: number; inTime: number; late: number }[];
  units: { unitId: string; name: string; inTime: number; late: number }[];
};

/** What stands in the journal of a ticket: who did what when, not what was written. */
export type JournalEntry = {
  seq: number;
  at: Instant;
  label: string;
  roleLabel: string;
  actorId: string;
  hash: string;
};

/** A journal whose chain does not hold, with the entry at which it breaks. */
export type BrokenJournal = { no: string; seq: number; why: 'changed' | 'missing' | 'head' };
export type Checked = { checked: number; broken: BrokenJournal[]; nextCursor?: string };

/** Actions of the function `staff` for board and journal. */
export type OversightApi = {
  'board.get': { in: { weeks?: number }; out: Board };
  'audit.list': { in: { no: string }; out: { entries: JournalEntry[] } };
  'audit.check': { in: Paged & { no?: string }; out: Checked };
};
