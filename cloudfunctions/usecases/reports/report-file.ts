import * as z from 'zod';
import type { ExportedFile } from '../../../typings/contract';
import { ticketReaders } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { labelOf } from '../../domain/procedures';
import { casePaper } from '../../domain/reports/case-paper';
import { reportPaper, reportSheets } from '../../domain/reports/report-paper';
import { markExport } from '../files/mark-export';
import { storeExport, storePaper } from '../files/stored-exports';
import { countExport } from '../kernel/meters';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { administrative } from '../kernel/writing/administer';
import { wholeTicket } from '../tickets/read-on';
import { ticketInput } from '../tickets/show-ticket';
import { ticketSheet } from './report-tickets';
import { getReport } from './show-reports';

/** Reports and cases as files, behind a link that expires; who took one out stands on each page and in the journal (J-26). */

const fileInput = z.object({
  id: z.string({ error: '请选择报告' }).min(1).max(120),
  format: z.enum(['pdf', 'xlsx'], { error: '请选择 PDF 或 XLSX' }),
});

/** `report.file`. */
export const fileReport = async (
  runtime: Runtime,
  actor: Actor,
  { id, format }: z.infer<typeof fileInput>,
): Promise<ExportedFile> => {
  const { ports } = runtime;
  const report = await getReport(runtime, actor, id);
  await countExport(runtime, actor);
  const mark = await markExport(runtime, actor);
  const name = `${report.title}.${format}`;
  if (format === 'xlsx') {
    const sheets = [...reportSheets(report), await ticketSheet(runtime, actor, report)];
    return storeExport(ports, name, await ports.writeWorkbook(sheets, mark));
  }
  return storePaper(ports, name, reportPaper(report, ports.now(), mark.words));
};

export const reportFile = administrative(
  'report.file',
  ({ id, format }) => ({ about: id, what: format }),
  useCase(fileInput, ticketReaders, (runtime, { actor }, input) => fileReport(runtime, actor, input)),
);

/** `ticket.file`: one case as one file (一件一档, A54), as its reader sees it; personal data stay masked. */
export const fileCase = async (runtime: Runtime, actor: Actor, no: string): Promise<ExportedFile> => {
  const { ports } = runtime;
  const ticket = await wholeTicket(runtime, actor, no);
  await countExport(runtime, actor);
  const { words } = await markExport(runtime, actor);
  const paper = casePaper(ticket, ticket.timeline, labelOf(ticket.kind), ports.now(), words);
  return storePaper(ports, `${labelOf(ticket.kind)}案卷-${ticket.no}.pdf`, paper);
};

export const ticketFile = administrative(
  'ticket.file',
  ({ no }) => ({ about: no, what: 'pdf' }),
  useCase(ticketInput, ticketReaders, (runtime, { actor }, { no }) => fileCase(runtime, actor, no)),
);
