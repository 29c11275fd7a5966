import * as z from 'zod';
import type { ReportLine, ReportReceipt, ShownReport } from '../../../typings/contract';
import { operators, platformStaff, ticketReaders } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { known } from '../../domain/procedures/report/known';
import { sectionsOf } from '../../domain/reports/figures';
import { everyOf, isOver, reportPeriod, reportTypes, type ReportType } from '../../domain/reports/periods';
import { listOf, readerOf } from '../../domain/reports/readers';
import { maySee } from '../../domain/ticket/scope';
import type { Ticket } from '../../domain/ticket/ticket';
import type { ReportDocument } from '../kernel/documents';
import { fail, notFound } from '../kernel/failure';
import { DuplicateKey, PAGE, type Database } from '../kernel/ports';
import { cutPage, PAGE_SIZE } from '../kernel/reading/paging';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { administrative } from '../kernel/writing/administer';
import { digestOfFigures, newestReport, newReport, showLine } from './report-document';

/** Reports as their readers see them (contract §9): each has own lists, and nobody reads another's figures. */

const type = z.enum(reportTypes, { error: '请选择周报、月报或通报' });
const period = z.string({ error: '请选择期间' }).max(8);
const party = { unitId: z.string().max(64).optional(), region: z.string().max(12).optional() };

const listInput = z.object({
  type: type.optional(),
  period: period.optional(),
  ...party,
  cursor: z.string().max(200).optional(),
});

/** A bulletin is the manager’s own; what is due every week and month the operator’s (G-3.3.1c). */
const offersOf = ({ role }: Actor): ReportType[] => {
  if (role === 'manager') return ['bulletin'];
  return operators.includes(role) ? ['weekly', 'monthly'] : [];
};

/** Keys begin with the last day of the period; what is no period has none. */
const keysOfPeriod = (id: string | undefined): { gt: string; lt: string } => {
  if (id === undefined) return { gt: '', lt: '~' };
  const last = (reportPeriod('weekly', id) ?? reportPeriod('monthly', id))?.last ?? '';
  return { gt: `${last}|`, lt: `${last}|~` };
};

/** `report.list`: newest first. Those of the platform see the whole ones, of a unit or region when they ask for it. */
export const listReports = async (
  { ports: { database } }: Runtime,
  actor: Actor,
  input: z.infer<typeof listInput>,
): Promise<{ reports: ReportLine[]; nextCursor?: string; offers: ReportType[] }> => {
  const reader = readerOf(actor) ?? fail('forbidden', '您的角色没有报告');
  const { unitId, region } = input;
  const part = unitId !== undefined ? `unit:${unitId}` : region !== undefined ? `region:${region}` : '';
  const within = keysOfPeriod(input.period);
  const before = input.cursor !== undefined && input.cursor < within.lt ? input.cursor : within.lt;
  const found = await database.find('reports', {
    where: {
      scope: listOf(reader, part === reader ? '' : part, input.type),
      key: { gt: within.gt, lt: before },
    },
    order: ['key', 'desc'],
    limit: PAGE_SIZE + 1,
  });
  const { page, next } = cutPage(found, PAGE_SIZE, one => one.key);
  // A week and a month may end on one day.
  const wanted = page.filter(one => input.period === undefined || one.period === input.period);
  return { reports: wanted.map(showLine), ...next, offers: offersOf(actor) };
};

export const reportList = useCase(listInput, ticketReaders, (runtime, { actor }, input) =>
  listReports(runtime, actor, input),
);

/** A report that this member may read, with its ticket once there is one. */
export const readReport = async (
  database: Pick<Database, 'get'>,
  actor: Actor,
  id: string,
): Promise<{ document: ReportDocument; ticket: Ticket | undefined }> => {
  const reader = readerOf(actor);
  const document = await database.get('reports', id);
  const mine = document?.scope.some(list => list.startsWith(`${reader ?? ''}|`)) ?? false;
  if (!document || reader === undefined || !mine) return notFound('报告');
  const ticket = document.no === null ? undefined : (await database.get('tickets', document.no))?.ticket;
  return ticket && !maySee(actor, ticket) ? notFound('报告') : { document, ticket };
};

/** So many receipts come with a report. */
const MOST_RECEIPTS = PAGE;

/** To whom it was sent, and who has acknowledged it. */
const receiptsOf = async (
  database: Pick<Database, 'find'>,
  document: ReportDocument,
  ticket: Ticket | undefined,
): Promise<ReportReceipt[]> => {
  const editions =
    document.main === null
      ? await database.find('reports', {
          where: { main: document._id, _id: { gt: '' } },
          order: ['_id', 'asc'],
          limit: MOST_RECEIPTS,
        })
      : [];
  const numbers = editions.flatMap(({ no }) => no ?? []);
  const tickets =
    numbers.length > 0
      ? await database.find('tickets', { where: { _id: { in: numbers } }, limit: PAGE })
      : [];
  const ofNo = new Map(tickets.map(one => [one._id, one.ticket]));
  const receipt = (one: ReportDocument, of: Ticket | undefined): ReportReceipt[] => {
    const { sentAt, readAt, readBy } = of ? known.of(of) : {};
    if (one.no === null || sentAt === undefined) return [];
    const acknowledged = readAt === undefined ? {} : { acknowledged: { by: readBy ?? '', at: readAt } };
    return [{ id: one._id, no: one.no, whose: one.whose, sentAt, ...acknowledged }];
  };
  return [
    ...receipt(document, ticket),
    ...editions.flatMap(one => receipt(one, one.no === null ? undefined : ofNo.get(one.no))),
  ];
};

/** What the operator has said, in the fixed sections behind the figures. */
const wordSections = (
  ticket: Ticket | undefined,
  { type: of, period: id }: Pick<ReportDocument, 'type' | 'period'>,
): ShownReport['sections'] => {
  if (!ticket) return [];
  const { analysis, openIssues, nextPlan, forUnits, instructions } = known.of(ticket);
  const texts = [
    ['analysis', '情况分析', analysis],
    ['openIssues', '遗留问题', openIssues],
    ['nextPlan', everyOf(of, id) === 'week' ? '下周计划' : '下月计划', nextPlan],
    ['forUnits', '致各单位', forUnits],
    ['instructions', '管理方批示', instructions],
  ] as const;
  return texts.flatMap(([key, label, text]) =>
    text === undefined ? [] : [{ key, label, text, figures: [] }],
  );
};

const getInput = z.object({ id: z.string({ error: '请选择报告' }).min(1).max(120) });

/** `report.get`. */
export const getReport = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  id: string,
): Promise<ShownReport> => {
  const { database } = ports;
  const { document, ticket } = await readReport(database, actor, id);
  const snapshot = await snapshots.current();
  const { first, last, figures, parties, changes, digest } = document;
  const ruleSet = ticket
    ? snapshot.ruleSet(ticket.ruleSet.id, ticket.ruleSet.version)
    : snapshot.activeRuleSet;
  const { signedBy, signedOn, documentNo } = ticket ? known.of(ticket) : {};
  const altered = digest !== '' && digestOfFigures(ports, document) !== digest;
  return {
    ...showLine(document),
    from: first,
    to: last,
    ruleSet: { name: ruleSet.name, draft: ruleSet.draft },
    figures,
    parties,
    sections: [...sectionsOf(figures), ...wordSections(ticket, document)],
    sentTo: await receiptsOf(database, document, ticket),
    ...(changes ? { changes } : {}),
    ...(signedBy === undefined ? {} : { signedBy }),
    ...(signedOn === undefined ? {} : { signedOn }),
    ...(documentNo === undefined ? {} : { documentNo }),
    ...(altered ? { altered } : {}),
  };
};

export const reportGet = useCase(getInput, ticketReaders, async (runtime, { actor }, { id }) => ({
  report: await getReport(runtime, actor, id),
}));

const buildInput = z.object({ type, period, ...party });

const unknownParty = async (
  { snapshots }: Pick<Runtime, 'snapshots'>,
  { unitId, region }: { unitId?: string | undefined; region?: string | undefined },
): Promise<Record<string, string> | undefined> => {
  const { catalogue } = await snapshots.current();
  if (unitId !== undefined && region !== undefined) return { region: '单位和地区只选一个' };
  if (unitId !== undefined && !catalogue.unit(unitId)) return { unitId: '没有这个单位，请重新选择' };
  if (region !== undefined && !catalogue.region(region)) return { region: '没有这个地区，请重新选择' };
  return undefined;
};

const mayBuild = (actor: Actor, wanted: ReportType): boolean =>
  (wanted === 'bulletin') === (actor.role === 'manager') ||
  (actor.role === 'manager' && wanted !== 'bulletin');

/**
 * `report.build`: has a report drafted that the timer has not, or a bulletin; of a period whose report has been sent, a new
 * version that says what is different. What is being built or is a draft already is not built again.
 */
export const buildReport = async (
  runtime: Runtime,
  actor: Actor,
  { type: wanted, period: id, unitId, region }: z.infer<typeof buildInput>,
): Promise<{ id: string; state: ReportDocument['state'] }> => {
  const { ports, snapshots } = runtime;
  if (!mayBuild(actor, wanted)) return fail('forbidden', '通报由管理方发布');
  const of =
    reportPeriod(wanted, id) ??
    fail('invalid', '期间不对', { period: '须是 2026-W39 或 2026-09 这样的期间' });
  if (!isOver(of, ports.now())) fail('invalid', '期间不对', { period: '这个期间还没有结束' });
  const whose = { ...(unitId ? { unitId } : {}), ...(region ? { region } : {}) };
  const wrong = await unknownParty(runtime, whose);
  if (wrong) fail('invalid', '有内容需要补充或更正', wrong);
  const newest = await newestReport(ports.database, wanted, id, whose);
  // An edition that was not sent is a part of the report that is completed and signed.
  if (newest && newest.state !== 'sent') return { id: newest.main ?? newest._id, state: newest.state };
  const version = (newest?.version ?? 0) + 1;
  const document = newReport(await snapshots.current(), wanted, of, version, whose, ports.now());
  try {
    await ports.database.insert('reports', document);
  } catch (error) {
    if (!(error instanceof DuplicateKey)) throw error;
  }
  return { id: document._id, state: document.state };
};

export const reportBuild = administrative(
  'report.build',
  ({ type: wanted, period: id }) => ({ about: id, what: wanted }),
  useCase(buildInput, platformStaff, (runtime, { actor }, input) => buildReport(runtime, actor, input)),
);
