import type { ReportFigure, ReportParty, ReportState } from '../../../../typings/contract';
import type { Minutes } from '../../../domain/reports/figures';
import type { ReportType } from '../../../domain/reports/periods';
import type { CivilDate, Instant } from '../../../domain/time';

/** By unit, how many minutes its services answered. */
export type MinutesOfUnits = Record<string, Minutes>;

/** What has been added up so far of the services that are watched. */
export type ReportProgress = {
  /** The last service that was looked at; null = all have been. */
  after: string | null;
  now: MinutesOfUnits;
  before: MinutesOfUnits;
  yearBefore: MinutesOfUnits;
};

/** A report, or the edition of it for one unit or region. Once it is drafted its figures do not change any more. */
export type ReportDocument = {
  /** `weekly-2026-W39`, `weekly-2026-W39-v2`, `weekly-2026-W39-unit-hrss` */
  _id: string;
  type: ReportType;
  period: string;
  first: CivilDate;
  last: CivilDate;
  version: number;
  state: ReportState;
  /** For whom, in words as they were then. */
  whose: string;
  unitId: string | null;
  region: string | null;
  /** Of an edition: the report that was signed. */
  main: string | null;
  /** Its ticket. */
  no: string | null;
  /** Whose lists it stands in, and its place there. */
  scope: string[];
  key: string;
  /** When the timer goes on with it; NEVER = it is settled. */
  nextAt: Instant;
  at: Instant;
  progress?: ReportProgress;
  figures: ReportFigure[];
  parties: ReportParty[];
  /** Of figures and parties, as the ticket notes it too. */
  digest: string;
  changes: { replaces: string; lines: string[] } | null;
};
