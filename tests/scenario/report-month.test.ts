import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StaffApi } from '../../typings/api';
import type { ExportedFile, ReportLine, ShownReport } from '../../typings/contract';
import type { Cloud } from '../../local/cloud';
import { buildFunctions } from '../../tools/build';
import { call } from '../../tools/call';
import { startSystem } from '../../tools/local-system';
import { compare, type Stored } from '../../tools/recount';

/**
 * A month of very many tickets, reported in the running system (G-3.3.1c): its figures counted again by other means, what lies behind
 * them page by page, its files, its correction. docs/performance.md has the same with 100,000.
 */

const SIZE = 4000;
/** What is over of the load was filed 70 to 100 days before: from the first to the last day of August. */
const NOW = '2026-11-09T10:00:00.000+08:00';
const ID = 'monthly-2026-08';
/** So many calls of the database one request may make, whatever the number of tickets. */
const MOST_TRIPS = 250;

let folder: string;
let cloud: Cloud;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'banjie-scenario-month-'));
  const functions = join(folder, 'functions');
  await buildFunctions(functions);
  cloud = await startSystem({
    dataDir: join(folder, 'data'),
    seed: `load:${SIZE}:31`,
    demoTickets: false,
    now: NOW,
    timers: false,
    flush: false,
    functions,
  });
}, 300_000);
afterAll(async () => {
  await cloud?.close();
  rmSync(folder, { recursive: true, force: true });
});

const staff = async <T>(as: string, event: { action: string } & Record<string, unknown>): Promise<T> => {
  const answer = await call<T>(cloud, 'staff', as, event);
  const trips = cloud.control
    .invocations(3)
    .filter(one => one.function !== 'clock')
    .map(({ databaseCalls }) => databaseCalls);
  expect([event.action, Math.max(...trips) <= MOST_TRIPS]).toEqual([event.action, true]);
  return answer;
};

/** The timer, minute by minute, until the report is drafted. */
const drafted = async (id: string): Promise<ReportLine> => {
  for (let minute = 0; minute < 30; minute += 1) {
    cloud.control.setNow(new Date(Date.parse(cloud.control.now()) + 60_000).toISOString());
    await cloud.control.runTimer('clock');
    const { reports } = await staff<{ reports: ReportLine[] }>('demo-operator', { action: 'report.list' });
    const found = reports.find(one => one.id === id);
    if (found?.state === 'draft') return found;
  }
  throw new Error(`${id} was not drafted`);
};

const stored = (): Stored => {
  const all = (name: string) => cloud.bulk.all(name) as never[];
  const documents = [...all('tickets'), ...all('archived')] as (Stored['odd'][number] & {
    ticket: Stored['tickets'][number];
  })[];
  return {
    reports: all('reports'),
    tickets: documents.map(({ ticket }) => ticket),
    odd: documents,
    availability: all('availability'),
    services: all('services'),
    units: all('units'),
    regions: all('regions'),
  };
};

test('it is drafted with an edition for each reader, and every number is the same when it is counted again', async () => {
  await staff('demo-operator', { action: 'report.build', type: 'monthly', period: '2026-08' });
  await drafted(ID);
  const all = stored();
  const own = all.reports.filter(({ period }) => period === '2026-08');
  expect(own.length).toBeGreaterThan(10);
  expect(own.flatMap(report => compare(all, report).differences)).toEqual([]);
});

/** Which tickets ended in August, and how often: one that is taken up again may end twice. */
const ended = (): string[] =>
  (cloud.bulk.all('journal') as { no: string; outcomes?: Record<string, Record<string, number>> }[]).flatMap(
    ({ no, outcomes = {} }) =>
      Object.entries(outcomes).flatMap(([tally, counts]) =>
        /^2026-08\|[^|]+$/.test(tally) && Object.keys(counts).some(key => key.startsWith('flow|closed|'))
          ? [no]
          : [],
      ),
  );

test('each figure leads to the tickets that it counts, a page a call', async () => {
  const { report } = await staff<{ report: ShownReport }>('demo-operator', { action: 'report.get', id: ID });
  const said = report.figures.filter(
    ({ key, query }) => query && ['received', 'stock.start', 'stock.end', 'stock.closed'].includes(key),
  );
  expect(said.find(({ key }) => key === 'received')?.numerator).toBeGreaterThan(SIZE * 0.7);
  for (const { key, numerator, query } of said) {
    const found = new Set<string>();
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page: StaffApi['report.tickets']['out'] = await staff('demo-operator', {
        action: 'report.tickets',
        ...query!.input,
        limit: 50,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { no } of page.tickets) found.add(no);
      cursor = page.nextCursor;
    }
    const counted = key === 'stock.closed' ? ended() : [];
    expect([key, counted.length || found.size]).toEqual([key, numerator]);
    if (counted.length > 0) expect([...found].sort()).toEqual([...new Set(counted)].sort());
  }
});

test('it goes on paper and into a spreadsheet, and a correction is a new version that says what changed', async () => {
  for (const format of ['pdf', 'xlsx']) {
    const { url } = await staff<ExportedFile>('demo-operator', { action: 'report.file', id: ID, format });
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBeGreaterThan(20_000);
  }
  const { no } = await drafted(ID);
  const act = async (as: string, name: string, input: object): Promise<void> => {
    const { ticket } = await staff<StaffApi['ticket.get']['out']>(as, { action: 'ticket.get', no });
    await staff(as, { action: 'ticket.act', no, act: name, version: ticket.version, input });
  };
  await act('demo-operator', 'complete', { analysis: '整体平稳。', openIssues: '无。', nextPlan: '继续。' });
  await act('demo-operator-lead', 'sign', { documentNo: '运报〔2026〕8号' });
  for (let minute = 0; minute < 5; minute += 1) await cloud.control.runTimer('clock');
  await staff('demo-operator', { action: 'report.build', type: 'monthly', period: '2026-08' });
  const again = await drafted(`${ID}-v2`);
  const { report } = await staff<{ report: ShownReport }>('demo-operator', {
    action: 'report.get',
    id: again.id,
  });
  expect(report.changes).toEqual({ replaces: ID, lines: [] });
});
