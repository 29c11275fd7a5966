import { duePeriods, periodOf, type Period } from '../../domain/engine/recurrence';
import { figureInWords, isQuiet } from '../../domain/reports/figures';
import { listsOf, sentReaders } from '../../domain/reports/readers';
import type { ReportType } from '../../domain/reports/periods';
import { SENDING, spread } from '../../domain/procedures/report';
import { inner, known } from '../../domain/procedures/report/known';
import type { Ticket } from '../../domain/ticket/ticket';
import { NEVER, addDays, civilDateOf } from '../../domain/time';
import { takeStep } from '../clock/follow-up';
import { restIsOver, whenStirred, type Due } from '../clock/look';
import type { Work } from '../clock/work';
import type { ReportDocument, ReportProgress } from '../kernel/documents';
import { DuplicateKey, PAGE, type Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import type { Runtime } from '../kernel/runtime';
import { openAutomatically } from '../tickets/open-procedure';
import { draftReport } from './draft-figures';
import { readWaiting } from './read-counted';
import { newReport, reportId } from './report-document';
import { nextMinutes, noProgress } from './watched-minutes';

/**
 * The job that drafts what is due (G-3.3.1c, A10) and sends what was signed: in small steps, each of which can be repeated.
 * However often and however late it runs, there is one report for a period.
 */

const recurring: readonly { type: ReportType; every: 'week' | 'month' }[] = [
  { type: 'weekly', every: 'week' },
  { type: 'monthly', every: 'month' },
];

/** The period that has ended last before the product first ran: reports begin with the one after it. */
const lastEnded = (every: 'week' | 'month', now: string): string =>
  periodOf(every, addDays(periodOf(every, civilDateOf(now)).first, -1)).id;

const dueOf = (
  { every, type }: (typeof recurring)[number],
  marks: Readonly<Record<string, string>> | undefined,
  now: string,
  calendar: Parameters<typeof duePeriods>[3],
): Period[] => duePeriods({ every, when: 'after' }, marks?.[type] ?? lastEnded(every, now), now, calendar);

/** Whether a period is over, a report is being built or was signed, or anything may have happened to one. */
export const reportsWait: Due = (look, beat, snapshot) =>
  restIsOver(look, beat, snapshot) ||
  whenStirred(look, beat, snapshot) ||
  recurring.some(one => dueOf(one, beat?.marks, look.now, snapshot.calendar).length > 0);

const begin = async ({ ports, snapshots }: Runtime, type: ReportType, period: Period): Promise<void> => {
  const document = newReport(await snapshots.current(), type, period, 1, {}, ports.now());
  try {
    await ports.database.insert('reports', document);
  } catch (error) {
    // Somebody has had it built already.
    if (!(error instanceof DuplicateKey)) throw error;
  }
};

const beginDue = async (runtime: Runtime, work: Work): Promise<number> => {
  const { ports, snapshots } = runtime;
  const { calendar } = await snapshots.current();
  let begun = 0;
  for (const one of recurring) {
    const { type, every } = one;
    if (work.marks()[type] === undefined)
      work.remember({ ...work.marks(), [type]: lastEnded(every, ports.now()) });
    for (const period of dueOf(one, work.marks(), ports.now(), calendar)) {
      await begin(runtime, type, period);
      begun += 1;
      work.remember({ ...work.marks(), [type]: period.id });
    }
  }
  return begun;
};

/** The form with which the ticket of a report is opened. */
const openingOf = (document: ReportDocument): Record<string, unknown> => {
  const { _id, type, period, last, whose, version, unitId, region, digest, figures, changes } = document;
  return {
    reportId: _id,
    reportType: type,
    periodId: period,
    periodEnd: last,
    whose,
    edition: version,
    digest,
    ...(unitId === null ? {} : { unitId }),
    ...(region === null ? {} : { region }),
    ...(changes ? { changes: changesInWords(changes) } : {}),
    figures: figures
      .filter(figure => !isQuiet(figure))
      .map(figure => ({
        label: figure.label,
        now: figureInWords(figure),
        before: `上期 ${figureInWords(figure.before)}，上年同期 ${figureInWords(figure.yearBefore)}`,
      })),
  };
};

const changesInWords = ({ lines }: NonNullable<ReportDocument['changes']>): string =>
  lines.length > 0 ? lines.join('\n') : '数字没有变化';

/**
 * One report: another step of what is watched, or its figures, its editions and its ticket. False = it goes on in a later run:
 * the time was over, or much of what has happened in its period is not counted yet.
 */
const build = async (
  runtime: Runtime,
  document: ReportDocument,
  mayGoOn: () => Promise<boolean>,
): Promise<boolean> => {
  const { ports, snapshots } = runtime;
  const { database } = ports;
  const snapshot = await snapshots.current();
  let progress = document.progress ?? noProgress();
  while (progress.after !== null) {
    progress = await nextMinutes(database, snapshot, document, progress);
    await database.put('reports', { ...document, progress });
    if (progress.after !== null && !(await mayGoOn())) return false;
  }
  const main = document.digest === '' ? await freeze(runtime, document, progress) : document;
  if (!main) return false;
  const ticket = await openAutomatically(runtime, 'report', openingOf(main), `report:${main._id}`);
  await database.put('reports', { ...main, state: 'draft', no: ticket.no, nextAt: NEVER });
  return true;
};

/**
 * From here on its figures, and those of its editions, stay as they are: also when the run breaks off. Undefined = not yet:
 * after a time in which the timer stood still the counters do not hold what the journal does.
 */
const freeze = async (
  { ports, snapshots }: Runtime,
  document: ReportDocument,
  progress: ReportProgress,
): Promise<ReportDocument | undefined> => {
  const { database } = ports;
  const waiting = await readWaiting(ports, document.last);
  if (!waiting) return undefined;
  const { type, period, version } = document;
  const replaced =
    version > 1
      ? await database.get('reports', reportId(type, period, version - 1, whoseOf(document)))
      : undefined;
  const snapshot = await snapshots.current();
  const { main, editions } = await draftReport(ports, snapshot, document, progress, replaced, waiting);
  const apart = await builtApart(ports, editions);
  for (const edition of editions)
    if (!apart.has(edition._id)) await database.put('reports', { ...edition, state: 'draft', nextAt: NEVER });
  await database.put('reports', main);
  return main;
};

/** What somebody has had built for a unit or region alone is a report with a ticket of its own: no edition takes its place. */
const builtApart = async (
  { database }: Pick<Ports, 'database'>,
  editions: readonly ReportDocument[],
): Promise<ReadonlySet<string>> => {
  const apart = new Set<string>();
  for (let at = 0; at < editions.length; at += PAGE) {
    const ids = editions.slice(at, at + PAGE).map(({ _id }) => _id);
    const found = await database.find('reports', { where: { _id: { in: ids } }, limit: PAGE });
    for (const { _id, main } of found) if (main === null) apart.add(_id);
  }
  return apart;
};

const whoseOf = ({ unitId, region }: ReportDocument): { unitId?: string; region?: string } => ({
  ...(unitId === null ? {} : { unitId }),
  ...(region === null ? {} : { region }),
});

/** What failed too often is shown as failed to whoever waits for it; the manager can have it tried again. */
const markFailed = (ports: Ports, { _id }: ReportDocument): Promise<boolean> =>
  ports.database.update('reports', _id, { state: 'building' }, { state: 'failed' });

const buildWaiting = async (runtime: Runtime, work: Work): Promise<{ built: number; putOff: number }> => {
  const { ports } = runtime;
  let built = 0;
  let putOff = 0;
  for await (const document of queueOf(ports.database, 'reports', 'nextAt', { until: ports.now() })) {
    if (!(await work.hasTime())) break;
    const done = await work.attempt(
      document._id,
      async () => {
        if (await build(runtime, document, () => work.hasTime())) built += 1;
        else putOff += 1;
      },
      document._id,
    );
    if (!done) await markFailed(ports, document);
  }
  return { built, putOff };
};

/** The words and the signature of a signed report, as every edition carries them. */
const wordsOf = (ticket: Ticket): Record<string, unknown> => {
  const { analysis, openIssues, nextPlan, forUnits, signedBy, signedOn, documentNo } = known.of(ticket);
  const { reportType } = inner.of(ticket);
  // What the operator says to the manager may name other units; a bulletin is for everybody.
  const forAll = reportType === 'bulletin' ? { analysis, openIssues, nextPlan } : {};
  return { ...forAll, forUnits, signedBy, signedOn, documentNo };
};

const given = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const sendEdition = async (runtime: Runtime, main: Ticket, edition: ReportDocument): Promise<void> => {
  const { ports } = runtime;
  const input = { ...openingOf(edition), ...given(wordsOf(main)), main: main.no };
  const { no } = await openAutomatically(runtime, 'report', input, `report:${edition._id}`);
  const scope = listsOf(sentReaders(edition), edition);
  await ports.database.put('reports', { ...edition, state: 'sent', no, scope });
};

/** Sends the editions of one signed report, as many as there is time for; true = all are sent. */
const send = async (runtime: Runtime, work: Work, ticket: Ticket): Promise<boolean> => {
  const { database } = runtime.ports;
  const { reportId: id = '' } = inner.of(ticket);
  const document = await database.get('reports', id);
  if (!document) throw new Error(`the figures of ${ticket.no} are not stored`);
  let editions = 0;
  for (let after = ''; ;) {
    const page = await database.find('reports', {
      where: { main: id, _id: { gt: after } },
      order: ['_id', 'asc'],
      limit: PAGE,
    });
    for (const edition of page) {
      if (!(await work.hasTime())) return false;
      if (edition.state !== 'sent') await sendEdition(runtime, ticket, edition);
      editions += 1;
    }
    if (page.length < PAGE) break;
    after = page.at(-1)?._id ?? after;
  }
  const scope = listsOf(sentReaders(document), document);
  await database.put('reports', { ...document, state: 'sent', scope });
  await takeStep(runtime, { no: ticket.no, act: spread, input: { editions } });
  return true;
};

const sendSigned = async (runtime: Runtime, work: Work): Promise<number> => {
  const signed = await runtime.ports.database.find('tickets', {
    where: { 'keys.tags': SENDING },
    order: ['keys.newKey', 'desc'],
    limit: PAGE,
  });
  let sent = 0;
  for (const { ticket } of signed) {
    if (!(await work.hasTime())) break;
    await work.attempt(ticket.no, async () => {
      if (await send(runtime, work, ticket)) sent += 1;
    });
  }
  return sent;
};

export const buildReports = async (
  runtime: Runtime,
  work: Work,
): Promise<{ begun: number; built: number; sent: number }> => {
  const begun = await beginDue(runtime, work);
  const { built, putOff } = await buildWaiting(runtime, work);
  const sent = await sendSigned(runtime, work);
  // Anything else leaves an entry in the journal, or a period that is over.
  if (putOff === 0 && (await work.hasTime())) work.rest();
  return { begun, built, sent };
};
