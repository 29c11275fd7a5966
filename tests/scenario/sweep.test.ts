import { cpSync, rmSync } from 'node:fs';
import type { Cloud } from '../../local/cloud';
import { startSystem } from '../../tools/local-system';
import { builtFunctions, filing, freshData, Person, type Message } from '../support/system';

/** The sweep absent for three days, run twice, run in parallel: the same end state, no message twice (design §4). */

type World = { cloud: Cloud; dataDir: string };
const worlds: World[] = [];

const open = async (dataDir: string): Promise<World> => {
  const functions = await builtFunctions();
  const world = {
    dataDir,
    cloud: await startSystem({
      dataDir,
      seed: 'demo',
      timers: false,
      flush: false,
      demoTickets: false,
      functions,
    }),
  };
  worlds.push(world);
  return world;
};

afterAll(async () => {
  for (const { cloud, dataDir } of worlds) {
    await cloud.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

const person = (world: World, openid: string, desk: 'citizen' | 'staff'): Person =>
  new Person(() => world.cloud.url, openid, desk);

/** Runs the timer by `POST /control/run-timer/clock`; answers how many messages it had in hand. */
const run = async (world: World): Promise<number> => {
  const response = await fetch(`${world.cloud.url}/control/run-timer/clock`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(200);
  const { result } = (await response.json()) as { result: { data: { did?: { delivered?: number } } } };
  // Nothing was left to do, or another run was not over within ten seconds.
  return result.data.did?.delivered ?? 0;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);

const DAYS = ['2026-10-08', '2026-10-09', '2026-10-10', '2026-10-12'];
const END = '2026-10-12T10:00:00+08:00';

/** Tickets that will be yellow, due, red, closed by themselves or sent on by silence in the days to come. */
const prepare = async (): Promise<{ dataDir: string; numbers: string[] }> => {
  const world = await open(await freshData());
  world.cloud.control.setNow('2026-09-24T10:00:00+08:00');
  const numbers: string[] = [];
  for (const [openid, input] of [
    ['s1', { serviceId: 'S001' }],
    ['s2', { serviceId: 'S012', kind: 'complaint' }],
    ['s3', { category: 'technical' }],
    ['s4', { title: '没有选服务' }],
    ['s5', { serviceId: 'S030' }],
  ] as const)
    numbers.push((await person(world, openid, 'citizen').file({ ...filing(), ...input })).no);
  const answered = numbers[4] ?? '';
  world.cloud.control.setNow('2026-10-02T10:00:00+08:00');
  await person(world, 'demo-mca-handler', 'staff').act(answered, 'reply', { text: '答' });
  await run(world);
  await world.cloud.close();
  return { dataDir: world.dataDir, numbers };
};

const copyOf = async (dataDir: string): Promise<World> => {
  const copy = `${dataDir}-${worlds.length}`;
  cpSync(dataDir, copy, { recursive: true });
  return open(copy);
};

/** What there is at the end: states, clocks with their lights, who was told what. */
const endOf = async (world: World, numbers: string[]) => {
  const manager = person(world, 'demo-manager', 'staff');
  const tickets = [];
  for (const no of numbers) {
    const { state, clocks, promise, light, flags } = await manager.get(no);
    tickets.push({ no, state, clocks, promise, light, flags });
  }
  const { broken } = await manager.call<{ broken: unknown[] }>('audit.check');
  expect(broken).toEqual([]);
  expect(world.cloud.control.warnings()).toEqual([]);
  return tickets;
};

const told = (world: World): Message[] => world.cloud.control.messages() as Message[];
/**
 * Who was told what about which ticket; the digest counts all that is overdue and may say it once a day. The line by which
 * the chain can be compared is sent on each day that the timer runs, and who has no roster is told in each week (`unit/rosters`). Reports that the timer drafts have numbers of their own in
 * each world (`unit/reports` proves that each is drafted once).
 */
const keys = (messages: Message[]): string[] =>
  messages
    .filter(({ template, about }) => !['anchor', 'roster-day'].includes(template) && !about?.startsWith('BG'))
    .map(
      ({ to, template, about, at }) =>
        `${to} ${template} ${about} ${template === 'digest' ? at.slice(0, 10) : ''}`,
    )
    .sort();

test('late, twice and at once end as on time; nobody is told the same twice', async () => {
  const { dataDir, numbers } = await prepare();

  const onTime = await copyOf(dataDir);
  for (const day of DAYS)
    for (const hour of ['00:00', '09:00', '12:00', '13:30', '16:00', '23:59']) {
      const at = `${day}T${hour}:00+08:00`;
      if (at > END) continue;
      onTime.cloud.control.setNow(at);
      await run(onTime);
    }
  onTime.cloud.control.setNow(END);
  await run(onTime);
  const expected = await endOf(onTime, numbers);
  expect(expected.map(one => one.state)).toEqual([
    'dispatched',
    'dispatched',
    'dispatched',
    'submitted',
    'closed',
  ]);
  const onTimeKeys = keys(told(onTime));
  expect(new Set(onTimeKeys).size).toBe(onTimeKeys.length);

  // Absent for days, then once; again, and four at once.
  const absent = await copyOf(dataDir);
  absent.cloud.control.setNow(END);
  const inHand = await run(absent);
  expect(await endOf(absent, numbers)).toEqual(expected);
  const absentKeys = keys(told(absent));
  expect(new Set(absentKeys).size).toBe(absentKeys.length);
  // Of the levels that were missed the highest is told: nothing that on time would not have been told.
  for (const key of absentKeys.filter(one => !one.includes(' digest '))) expect(onTimeKeys).toContain(key);
  expect(absentKeys.some(key => key.startsWith('demo-hrss-lead red'))).toBe(true);

  // A report is drafted in one run and told of in the next.
  const later = sum([
    await run(absent),
    ...(await Promise.all([run(absent), run(absent), run(absent), run(absent)])),
  ]);
  expect(keys(told(absent))).toEqual(absentKeys);
  expect(await endOf(absent, numbers)).toEqual(expected);

  const parallel = await copyOf(dataDir);
  parallel.cloud.control.setNow(END);
  const inHands = await Promise.all([run(parallel), run(parallel), run(parallel), run(parallel)]);
  // One after the other: what the first has done is not taken up by the others.
  expect(sum(inHands) + (await run(parallel))).toBe(inHand + later);
  expect(await endOf(parallel, numbers)).toEqual(expected);
  const parallelKeys = keys(told(parallel));
  expect(parallelKeys).toEqual(absentKeys);
}, 180_000);
