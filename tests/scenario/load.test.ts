import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Board, Checked, QueuePage } from '../../typings/api';
import type { Cloud } from '../../local/cloud';
import { buildFunctions } from '../../tools/build';
import { call } from '../../tools/call';
import { startSystem } from '../../tools/local-system';

/** `--seed load:N` in the running system (contract §1): staff find it, and the audit finds nothing. */

const SIZE = 200;
const NOW = '2026-11-24T10:00:00.000+08:00';

let folder: string;
let cloud: Cloud;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'banjie-scenario-load-'));
  const functions = join(folder, 'functions');
  await buildFunctions(functions);
  cloud = await startSystem({
    dataDir: join(folder, 'data'),
    seed: `load:${SIZE}`,
    demoTickets: false,
    now: NOW,
    timers: false,
    flush: false,
    functions,
  });
});
afterAll(async () => {
  await cloud?.close();
  rmSync(folder, { recursive: true, force: true });
});

const queue = (as: string, input: object): Promise<QueuePage> =>
  call(cloud, 'staff', as, { action: 'ticket.queue', limit: 50, ...input });

test('every ticket is in the lists of those who may see it, and is found by its number and its title', async () => {
  const all = [];
  for (let cursor: string | undefined, page = 0; page < 9; page += 1) {
    const { tickets, nextCursor } = await queue('demo-manager', { view: 'all', ...(cursor ? { cursor } : {}) });
    all.push(...tickets);
    cursor = nextCursor;
    if (!cursor) break;
  }
  // What has long been over lies in the archive, and is still found by its number.
  const archived = cloud.bulk.all('archived').map(({ _id }) => String(_id));
  expect(new Set([...all.map(({ no }) => no), ...archived]).size).toBe(SIZE);
  const [old] = archived;
  expect((await queue('demo-manager', { view: 'all', query: old })).tickets[0]?.no).toBe(old);
  const { no, title } = all[20]!;
  expect((await queue('demo-manager', { view: 'all', query: no })).tickets[0]?.no).toBe(no);
  const found = await queue('demo-manager', { view: 'all', query: title });
  expect(found.tickets.map(one => one.no)).toContain(no);
  const { tickets, counts } = await queue('demo-hrss-handler', { view: 'todo' });
  expect(tickets.length).toBeGreaterThan(0);
  // Of two hundred a page holds all that one desk has to do: the counters say the same.
  expect(counts.todo).toBe(tickets.length);
}); // prettier-ignore

test('the board counts what the journal holds', async () => {
  const board = await call<Board>(cloud, 'staff', 'demo-manager', { action: 'board.get', weeks: 26 });
  expect(board.weeks.reduce((sum, { filed }) => sum + filed, 0)).toBeGreaterThan(SIZE / 10);
});

test('the audit of everything, the ledger included, finds nothing (J-26, A47)', async () => {
  let checked = 0;
  for (let cursor: string | undefined = undefined; ;) {
    const page: Checked = await call<Checked>(cloud, 'staff', 'demo-manager', {
      action: 'audit.check',
      ...(cursor ? { cursor } : {}),
    });
    expect(page.broken).toEqual([]);
    checked += page.checked;
    cursor = page.nextCursor;
    if (!cursor) break;
  }
  expect(checked).toBeGreaterThanOrEqual(SIZE);
});

test('the timer has nothing left to do with it', async () => {
  const { result } = (await cloud.control.runTimer('clock')) as { result: { data?: { did?: object } } };
  // A job that is not due says nothing.
  expect({ steps: 0, delivered: 0, ...result.data?.did }).toMatchObject({
    steps: 0,
    delivered: 0,
    failed: 0,
  });
});
