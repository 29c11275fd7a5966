import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOutside } from '../../cloudfunctions/infra/platform/outside';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { getClock } from '../../cloudfunctions/usecases/clock/show-clock';
import { noteBuild } from '../../cloudfunctions/usecases/health/note-build';
import { newestState } from '../../cloudfunctions/usecases/setup/migrate';
import { answerTo } from '../support/access';
import { citizenOf } from '../support/callers';
import { MONDAY } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** How the product runs, as the manager sees it, and that a timer that stands still is noticed by others (issue 17, point 5). */

type Called = [what: string, body: Readonly<Record<string, unknown>>];

const watched = () => {
  const called: Called[] = [];
  const world = memory(MONDAY, { callOutside: async (...call) => void called.push(call) });
  return { world, called };
};
const minutes = (world: Memory, n: number): void => world.pass(n * 60_000);
const anybody = (world: Memory) =>
  answerTo(world, 'staff', { openid: 'openid-hrss-handler' }, { action: 'me.get' });
const told = (world: Memory) => world.all('messages').filter(({ template }) => template === 'timer-silent');

describe('a timer that stands still', () => {
  test('is noticed by any call of staff, which tells the manager and whoever watches from outside, once', async () => {
    const { world, called } = watched();
    await runClock(world);
    minutes(world, 14);
    await anybody(world);
    minutes(world, 1);
    await anybody(world);
    // The next run may be on its way.
    expect(told(world)).toEqual([]);
    minutes(world, 2);
    expect((await anybody(world)).ok).toBe(true);
    await anybody(world);
    minutes(world, 30);
    await anybody(world);
    expect(told(world)).toMatchObject([
      { to: 'openid-mgr', channel: 'inbox', text: expect.stringContaining('计时任务停了') as string },
    ]);
    expect(called.filter(([what]) => what === 'alarm')).toEqual([
      [
        'alarm',
        { msgtype: 'text', text: { content: expect.stringContaining('办结：计时任务停了') as string } },
      ],
    ]);

    // It runs again and stops again: that is another time.
    await runClock(world);
    minutes(world, 16);
    await anybody(world);
    minutes(world, 2);
    await anybody(world);
    expect(told(world)).toHaveLength(2);
  });

  test('is none while it runs, however quiet it is, nor where it has never been seen', async () => {
    const { world } = watched();
    await anybody(world);
    for (let hour = 0; hour < 3; hour += 1) {
      for (let minute = 0; minute < 60; minute += 5) {
        minutes(world, 5);
        await runClock(world);
      }
      await anybody(world);
    }
    expect(told(world)).toEqual([]);
    expect(world.all('counters').filter(({ _id }) => _id === 'timer-missed')).toEqual([]);
  });

  test('keeps no call from being answered, not even when nothing can be written', async () => {
    const { world } = watched();
    await runClock(world);
    minutes(world, 20);
    world.onWrite = () => {
      throw new Error('cannot be written');
    };
    expect((await anybody(world)).ok).toBe(true);
    expect(world.logged).toContainEqual(expect.objectContaining({ event: 'timer-silence-not-told' }));
  });
});

test('the timer says to the outside that it lives, each five minutes, with numbers alone', async () => {
  const { world, called } = watched();
  await citizenOf(world, 'chen').file({ category: 'business', serviceId: 'card' });
  for (let minute = 0; minute < 10; minute += 1) {
    await runClock(world);
    minutes(world, 1);
  }
  expect(called.map(([what]) => what)).toEqual(['heartbeat', 'heartbeat']);
  expect(called[0]).toEqual(['heartbeat', { at: expect.any(String), failing: 0, stuck: 0 }]);
});

test('the manager sees what waits, which functions are of another build, how far the data are, and when jobs are due', async () => {
  const { world } = watched();
  world.put('migrations', { ...newestState(), version: 3 });
  await noteBuild(world.ports, 'staff', 'b')();
  await noteBuild(world.ports, 'events', 'a')();
  await citizenOf(world, 'chen').file({ category: 'business', serviceId: 'card' });
  expect(await getClock(world)).toMatchObject({
    queues: [{ label: '办件消息', waiting: 1, since: MONDAY }, { waiting: 0 }, {}, {}, {}],
    builds: [
      { name: 'staff', build: 'b', same: true },
      { name: 'events', label: '平台消息推送', build: 'a', same: false },
    ],
    data: { version: 3, newest: newestState().version, running: null, failed: 0, at: null },
  });
  for (let run = 0; run < 4; run += 1) {
    await runClock(world);
    minutes(world, 1);
  }
  const shown = await getClock(world);
  expect(shown.queues[0]).toEqual({ label: '办件消息', waiting: 0 });
  expect(shown.jobs.find(({ name }) => name === 'meters')?.nextAt).toMatch(/^2026-/);
});

test('a build is noted when it is another one than before, and what cannot be noted keeps nobody from working', async () => {
  const { world } = watched();
  const start = (build: string): Promise<void> => noteBuild(world.ports, 'citizen', build)();
  await start('a');
  minutes(world, 5);
  await start('a');
  expect(world.all('functions')).toEqual([{ _id: 'citizen', build: 'a', since: MONDAY }]);
  await start('b');
  expect(world.all('functions')).toMatchObject([{ build: 'b' }]);
  world.onWrite = () => {
    throw new Error('cannot be written');
  };
  await start('c');
  expect(world.logged).toContainEqual(expect.objectContaining({ event: 'build-not-noted' }));
});

test('without an address nobody is called; one that does not answer keeps nothing waiting', async () => {
  const got: string[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/silent') return;
    request.on('data', (part: Buffer) => got.push(part.toString()));
    request.on('end', () => response.writeHead(request.url === '/wrong' ? 500 : 204).end());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const logged: unknown[] = [];
  try {
    const call = (env: NodeJS.ProcessEnv, patience?: number): Promise<void> =>
      createOutside(env, entry => void logged.push(entry), patience)('heartbeat', { failing: 0 });
    await call({ BANJIE_ALARM_URL: `${at}/alarm` });
    await call({ BANJIE_HEARTBEAT_URL: `${at}/` });
    expect([got, logged]).toEqual([['{"failing":0}'], []]);
    await call({ BANJIE_HEARTBEAT_URL: `${at}/wrong` });
    await call({ BANJIE_HEARTBEAT_URL: `${at}/silent` }, 50);
    expect(logged).toEqual([
      { event: 'heartbeat-not-taken', status: 500 },
      { event: 'heartbeat-not-sent', error: 'TimeoutError' },
    ]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
