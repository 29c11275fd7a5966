import type { CivilDate, Page } from '../contract-basics';
import type { ExportedFile } from '../contract-registers';
import type { ReportLine, ReportState, ReportType, ShownReport } from '../contract-reports';
import type { TicketSummary } from '../contract-tickets';
import type { Paged } from './common';

/** Actions of the function `staff` for reports and bulletins (contract §9). */
export type ReportApi = {
  'report.list': {
    in: Paged & { type?: ReportType; period?: string; unitId?: string; region?: string };
    /** `offers` = what this member has drafted from here. */
    out: Page<'reports', ReportLine> & { offers: ReportType[] };
  };
  'report.get': { in: { id: string }; out: { report: ShownReport } };
  'report.build': {
    in: { type: ReportType; period: string; unitId?: string; region?: string };
    out: { id: string; state: ReportState };
  };
  /** The cases counted for a figure, or for what it is a part of. */
  'report.tickets': {
    in: Paged & {
      figure: string;
      of?: 'numerator' | 'denominator';
      from: CivilDate;
      to: CivilDate;
      unitId?: string;
      region?: string;
      limit?: number;
    };
    out: Page<'tickets', TicketSummary>;
  };
  'report.file': { in: { id: string; format: 'pdf' | 'xlsx' }; out: ExportedFile };
  'ticket.file': { in: { no: string }; out: ExportedFile };
};
