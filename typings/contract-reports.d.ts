import type { CivilDate, Instant } from './contract-basics';

/** Reports and bulletins, cases as files, and what is made public (contract §9). */

export type ReportType = 'weekly' | 'monthly' | 'bulletin';

/** Behind which list the cases of a figure are found. */
export type FigureQuery = {
  action: 'ticket.queue' | 'compliance.tickets' | 'report.tickets';
  input: Record<string, string | boolean>;
};

/** A number of a period: of so many (`denominator`) so many. `rate` is null below 20, and where it is a mere count. */
export type FigureValue = { numerator: number; denominator: number | null; rate: number | null };

export type ReportFigure = FigureValue & {
  key: string;
  label: string;
  /** What is counted, in words: it stands beside the number. */
  definition: string;
  query: FigureQuery | null;
  before: FigureValue;
  yearBefore: FigureValue;
};

export type ReportSection = { key: string; label: string; text?: string; figures: string[] };

/** The numbers of one party of the report, in the order of the catalogue: nobody is ranked (A55). */
export type ReportParty = { unitId: string; name: string; figures: (FigureValue & { key: string })[] };

export type ReportState = 'building' | 'draft' | 'sent' | 'failed';

export type ReportLine = {
  id: string;
  /** The number of its ticket; none while it is built. */
  no: string | null;
  title: string;
  type: ReportType;
  period: string;
  version: number;
  state: ReportState;
  done?: number;
  total?: number;
  unitId?: string;
  region?: string;
  /** For whom it is, in words. */
  whose: string;
};

/** What the manager has made public of a report, in plain words (J-18a). */
export type PublicReport = {
  id: string;
  period: string;
  text: string;
  publishedOn: CivilDate;
  figures: { label: string; words: string; definition: string }[];
};

export type ReportReceipt = {
  id: string;
  no: string;
  whose: string;
  sentAt: Instant;
  /** Who has acknowledged it, when; missing = nobody yet. */
  acknowledged?: { by: string; at: Instant };
};

export type ShownReport = ReportLine & {
  from: CivilDate;
  to: CivilDate;
  ruleSet: { name: string; draft: boolean };
  figures: ReportFigure[];
  parties: ReportParty[];
  sections: ReportSection[];
  /** What a new version corrects, in words, and which one it takes the place of. */
  changes?: { replaces: string; lines: string[] };
  signedBy?: string;
  signedOn?: CivilDate;
  documentNo?: string;
  /** Its figures are not as they were when it was drafted. */
  altered?: boolean;
  sentTo: ReportReceipt[];
};
