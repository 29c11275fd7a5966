import { listed } from '../../cloudfunctions/domain/ticket/listed';
import { unzipSync } from 'fflate';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { buildReports } from '../../cloudfunctions/usecases/reports/build-reports';
import { MOST_ROWS, ticketSheet } from '../../cloudfunctions/usecases/reports/report-tickets';
import { writeWorkbook } from '../../cloudfunctions/infra/files/write-workbook';
import type { ShownReport } from '../../typings/contract';
import { citizenOf, deliverAll, staffOf } from '../support/callers';
import { handlerOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { MARK } from '../support/export-mark';
import { reportWork } from '../support/report-timer';
import { plainWork } from '../support/work';

/** Reports over very many tickets (G-3.3.1c): bounded in memory and in calls, whatever their number. */

const START = '2026-09-21T09:00:00.000+08:00';
const MONDAY = '2026-09-28T09:00:00.000+08:00';
/** The periods that were reported on before. */
const BEFORE = { weekly: '2026-W38', monthly: '2026-08' };

const file = (world: Memory, who: string) =>
  citizenOf(world, who).file({ serviceId: 'card', category: 'business' });

const figure = (world: Memory, id: string, key: string) =>
  world.get('reports', id)?.figures.find(one => one.key === key);

describe('100,000 tickets in a month', () => {
  test('are drafted from what was counted: as many looks as for one ticket, and at no ticket', async () => {
    const looks = async (n: number): Promise<string[]> => {
      const world = memory(START);
      await file(world, 'a');
      await deliverOutbox(world, plainWork());
      world.put('counters', {
        _id: '2026-09-22#0',
        day: '2026-09-22',
        counts: { 'filed|complaint|online': n, 'replied|complaint|hrss': n },
      } as never);
      world.at(MONDAY);
      const asked: string[] = [];
      const { database } = world.ports;
      const ports = {
        ...world.ports,
        database: {
          ...database,
          find: ((name, query) => {
            asked.push(name);
            return database.find(name, query);
          }) as typeof database.find,
        },
      };
      await buildReports({ ...world, ports }, reportWork(BEFORE));
      expect(figure(world, 'weekly-2026-W39', 'received')?.numerator).toBe(n + 1);
      return asked.sort();
    };
    const one = await looks(0);
    expect(await looks(100_000)).toEqual(one);
    expect(one.filter(name => name === 'tickets').length).toBeLessThanOrEqual(1);
    expect(one.length).toBeLessThan(120);
  });

  test('bug 8: ten times as many tickets cost as many looks and as much memory, to draft it and to open it', async () => {
    const cost = async (n: number) => {
      const world = memory(START);
      for (let one = 0; one < n; one += 1) {
        const { no } = await file(world, `c${one}`);
        await staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '已经办好，请查看。' });
      }
      await deliverAll(world);
      world.at(MONDAY);
      const read = { looks: 0, bytes: 0 };
      const { database } = world.ports;
      const measured =
        <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
        async (...args: A): Promise<T> => {
          const found = await call(...args);
          read.looks += 1;
          read.bytes += JSON.stringify(found ?? null).length;
          return found;
        };
      const runtime = {
        ...world,
        ports: {
          ...world.ports,
          database: {
            ...database,
            find: measured(database.find as never) as typeof database.find,
            rows: measured(database.rows),
            keys: measured(database.keys),
            get: measured(database.get as never) as typeof database.get,
          },
        },
      };
      await buildReports(runtime, reportWork(BEFORE));
      const drafting = { ...read };
      expect(figure(world, 'weekly-2026-W39', 'replied')?.numerator).toBe(n);
      await staffOf(runtime, operator).call('report.get', { id: 'weekly-2026-W39' });
      return { drafting, both: read };
    };
    const [few, many] = [await cost(6), await cost(60)];
    expect(many.drafting.looks).toBe(few.drafting.looks);
    expect(many.both.looks).toBe(few.both.looks);
    // Numbers have more digits, and nothing else is longer.
    expect(many.both.bytes).toBeLessThan(few.both.bytes * 1.05);
  });

  test('of the tickets behind it a file holds so many, read a page at a time, and says that there are more', async () => {
    const world = memory(START);
    const { no } = await file(world, 'a');
    const [row] = await world.ports.database.rows('tickets', { where: { _id: no } }, listed);
    let pages = 0;
    const rows = async () => {
      pages += 1;
      return Array.from({ length: 100 }, (_, n) => ({
        ...row!,
        keys: { ...row!.keys, newKey: `2026-09-21|${1e9 - pages * 100 - n}` },
      }));
    };
    const runtime = {
      ...world,
      ports: { ...world.ports, database: { ...world.ports.database, rows } },
    } as unknown as Memory;
    const report = { from: '2026-09-21', to: '2026-09-27' } as ShownReport;
    const sheet = await ticketSheet(runtime, manager, report);
    let written = 0;
    let last: readonly unknown[] = [];
    for await (const cells of sheet.rows) {
      written += 1;
      last = cells;
      // Nothing is read ahead of what is written.
      expect(pages).toBe(Math.floor((Math.min(written, MOST_ROWS + 1) - 1) / 99) + 1);
    }
    expect(written).toBe(MOST_ROWS + 1);
    expect(last[3]).toContain('只列出 10000 件');
  });

  test('a sheet is packed as its rows come, and every row is there', async () => {
    const rows = async function* () {
      for (let n = 1; n <= 5000; n += 1) yield ['本期', `TS${n}`, n] as const;
    };
    const sheets = [{ name: '工单', head: ['列入原因', '编号', '数'], widths: [10, 20, 8], rows: rows() }];
    const bytes = await writeWorkbook(sheets, MARK);
    const sheet = new TextDecoder().decode(unzipSync(bytes)['xl/worksheets/sheet1.xml']);
    expect(sheet.match(/<row /g)).toHaveLength(5001);
    expect(sheet).toContain('<autoFilter ref="A1:C5001"/>');
  });
});
