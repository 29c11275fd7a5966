import { addMinutes, NEVER } from '../../cloudfunctions/domain/time';
import { systemActor, wordsOn } from '../../cloudfunctions/domain/engine';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { getClock } from '../../cloudfunctions/usecases/clock/show-clock';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { Busy } from '../../cloudfunctions/usecases/kernel/ports';
import { commit } from '../../cloudfunctions/usecases/kernel/writing/commit';
import { contextOf, open, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { countTrips, type Trips } from '../support/trips';
import { plainWork } from '../support/work';

/** How often the timer asks the database: nothing when nothing is due, little for each of many. */

const FILED = '2026-11-23T10:00:00.000+08:00';
/** A Wednesday; tickets of FILED have been due for days. */
const NOW = '2026-12-09T10:00:00.000+08:00';

const numberOf = (n: number): string => `TS20261123-000-${String(n).padStart(3, '0')}-0`;

/** Complaints of one day about one thing; each tells its owner and its unit. */
const filed = async (world: Memory, most: number): Promise<void> => {
  for (let n = 0; n < most; n += 1) {
    const ticket = open({ no: numberOf(n), ownerId: `openid-owner-${n}` });
    await world.ports.database.transaction(async transaction => {
      const context = contextOf(systemActor, FILED, { service });
      const words = wordsOn(`“${ticket.title}”`, '已收到，请等候办理');
      const messages = [
        { audience: { to: 'citizen' } as const, template: 'filed', ...words, key: `${ticket.no}:1` },
        { audience: { to: 'operator' } as const, template: 'open', ...words, key: `${ticket.no}:1` },
      ];
      const outcome = { ticket, messages, counts: { '2026-11-23|filed|complaint|-': 1 } };
      await commit(world.ports, transaction, {
        before: undefined,
        outcome,
        context,
        entry: { type: 'file', payload: null },
      });
    });
  }
};

/** Runs until nothing is left to do. */
const atRest = async (now = NOW): Promise<Memory> => {
  const world = memory(now);
  for (let run = 0; run < 4; run += 1) {
    await runClock(world);
    world.pass(60_000);
  }
  return world;
};

describe('a run with nothing to do', () => {
  test('asks at most seven times, once one after another; each fifth writes that it is well', async () => {
    const world = await atRest();
    const trips = countTrips(world);
    const seen: Trips[] = [];
    for (let minute = 0; minute < 12; minute += 1) {
      const before = world.get('leases', 'timer')!.revision;
      const one = await trips(() => runClock(world));
      const writes = world.get('leases', 'timer')!.revision - before;
      const due = writes > 1;
      // Questions are added up each five minutes.
      if (!due) seen.push(one);
      expect(writes).toBeLessThanOrEqual(2);
      world.pass(60_000);
    }
    expect(seen.length).toBeGreaterThanOrEqual(9);
    for (const { inRow, inAll } of seen) {
      expect(inAll).toBeLessThanOrEqual(7);
      expect(inRow).toBeLessThanOrEqual(2);
    }
    expect((await getClock(world)).silent).toBe(false);
  });

  test('what anybody does makes the jobs due that wait for it, in the next run', async () => {
    const world = await atRest();
    world.put('notices', {
      _id: 'GG1',
      kind: 'general',
      title: '公告',
      text: '公告。',
      serviceId: service.id,
      serviceName: service.name,
      region: null,
      publishedAt: NOW,
      startsAt: null,
      endsAt: NEVER,
      instead: null,
      endKey: `${NEVER}|GG1`,
      no: null,
      announceAt: addMinutes(NOW, 30),
      newKey: `${NOW}|GG1`,
      steps: [],
    });
    await filed(world, 1);
    await runClock(world);
    expect(world.get('notices', 'GG1')?.announceAt).not.toBe(NEVER);
    // Its time is known now: it is announced then, though nothing happens.
    world.at(addMinutes(NOW, 29));
    await runClock(world);
    expect(world.get('notices', 'GG1')?.announceAt).not.toBe(NEVER);
    world.at(addMinutes(NOW, 30));
    await runClock(world);
    expect(world.get('notices', 'GG1')?.announceAt).toBe(NEVER);
  });
});

describe('a clock that is set', () => {
  test('back by months: what rests until then is looked at again', async () => {
    const world = await atRest('2027-03-10T10:00:00.000+08:00');
    world.at(NOW);
    const rested = (): string[] =>
      Object.values(world.get('leases', 'timer')!.jobs).flatMap(({ nextAt }) => nextAt ?? []);
    expect(rested().every(at => at > '2027')).toBe(true);
    await runClock(world);
    expect(rested().every(at => at < '2027')).toBe(true);
    expect((await getClock(world)).silent).toBe(false);
  });

  test('a rest further ahead than any can be is none', async () => {
    const world = await atRest();
    const timer = world.get('leases', 'timer')!;
    const { media } = timer.jobs;
    world.put('leases', { ...timer, jobs: { ...timer.jobs, media: { ...media!, nextAt: NEVER } } });
    world.put('mediachecks', {
      _id: 'check',
      no: 'TS1',
      fileID: 'cloud://a/b.jpg',
      ownerId: 'openid-owner',
      traceId: '',
      tries: 0,
      nextAt: NOW,
    });
    await runClock(world);
    expect(world.get('mediachecks', 'check')?.traceId).toBe('trace');
  });

  test('two instances a minute apart: the lease of one that works is not taken, and nothing is done twice', async () => {
    const world = memory(NOW);
    const ahead = { ...world, ports: { ...world.ports, now: () => addMinutes(world.ports.now(), 1) } };
    const did: string[] = [];
    const job = (name: string, run: () => Promise<void>) => ({
      name,
      label: name,
      budget: 600,
      run: async (_runtime: unknown, work: { hasTime(): Promise<boolean> }) => {
        for (let step = 0; step < 10 && (await work.hasTime()); step += 1) await run();
        return {};
      },
    });
    const other = job('other', async () => void did.push('other'));
    await runClock(world, [
      job('first', async () => {
        did.push('first');
        world.pass(5_000);
        // By its clock the lease has run out, but it sees that it is renewed.
        const second = runClock(ahead, [other]);
        for (let tick = 0; tick < 5; tick += 1) await new Promise(resolve => setImmediate(resolve));
        void second;
      }),
    ]);
    expect(did.filter(one => one === 'first')).toHaveLength(10);
    expect(did.indexOf('other') === -1 || did.indexOf('other') > did.lastIndexOf('first')).toBe(true);
  });
});

describe('the sweep', () => {
  const reminded = (world: Memory): number =>
    world.all('journal').filter(({ type }) => type === 'remind').length;

  test('takes at most three calls for a ticket that is due', async () => {
    const world = memory(NOW);
    await filed(world, 60);
    await world.snapshots.current();
    const { inAll } = await countTrips(world)(() => sweepDeadlines(world, plainWork()));
    expect(reminded(world)).toBe(60);
    expect(inAll / 60).toBeLessThanOrEqual(3);
  });

  test('one that meets another writer too often keeps none of its nine from being settled', async () => {
    const world = memory(NOW);
    await filed(world, 10);
    const { database } = world.ports;
    const { transaction } = database;
    let busy = 1;
    database.transaction = async work => {
      if (busy-- > 0) throw new Busy('the transaction met other writers too often');
      return transaction(work);
    };
    const { did } = (await runClock(world)) as { did: Record<string, number> };
    expect(did).toMatchObject({ failed: 0, steps: 10 });
    expect(reminded(world)).toBe(10);
  });
});

describe('the outbox', () => {
  test('takes at most 1.21 calls for a message of the inbox, and counts and chains each entry once', async () => {
    const world = memory(NOW);
    await filed(world, 90);
    await world.snapshots.current();
    const { inAll } = await countTrips(world)(() => deliverOutbox(world, plainWork()));
    const messages = world.all('messages');
    expect(messages.filter(({ to }) => to.startsWith('openid-owner-'))).toHaveLength(90);
    // A transaction writes one document more since what is open is counted (G-3.3.1c).
    expect(inAll / messages.length).toBeLessThanOrEqual(1.21);
    expect(world.all('ledger').flatMap(({ rows }) => rows)).toHaveLength(90);
    const counted = world
      .all('counters')
      .map(one => ('counts' in one ? (one.counts['filed|complaint|-'] ?? 0) : 0));
    expect(counted.reduce((sum, n) => sum + n, 0)).toBe(90);
  });

  test('what is told at one moment is read in the order in which it happened', async () => {
    const world = memory(NOW);
    await filed(world, 12);
    await deliverOutbox(world, plainWork());
    const told = world.all('messages').filter(({ to }) => !to.startsWith('openid-owner-'));
    const [to] = told.map(one => one.to);
    const own = told.filter(one => one.to === to).sort((one, other) => (one.atKey < other.atKey ? -1 : 1));
    expect(new Set(own.map(({ at }) => at)).size).toBe(1);
    expect(own.map(({ about }) => about)).toEqual(Array.from({ length: 12 }, (_, n) => numberOf(n)));
  });

  test('a run whose time is over goes on where it was, and nobody is told twice', async () => {
    const world = memory(NOW);
    await filed(world, 100);
    let left = 3;
    await deliverOutbox(
      world,
      plainWork(() => left-- > 0),
    );
    const first = world.all('messages').map(({ _id }) => _id);
    expect(first.length).toBeGreaterThan(0);
    expect(world.all('journal').filter(({ outbox }) => outbox === 'waiting').length).toBeGreaterThan(0);
    await deliverOutbox(world, plainWork());
    expect(world.all('journal').every(({ outbox }) => outbox === 'done')).toBe(true);
    const all = world.all('messages').map(({ to, about }) => `${to} ${about}`);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(first.length);
  });

  test('a run that was killed between telling and settling: told once, counted once', async () => {
    const world = memory(NOW);
    await filed(world, 20);
    world.onWrite = name => {
      if (name === 'ledger') throw new Error('killed');
    };
    await deliverOutbox(world, plainWork()).catch(() => undefined);
    world.onWrite = () => undefined;
    expect(world.all('messages').length).toBeGreaterThan(0);
    await deliverOutbox(world, plainWork());
    const told = world.all('messages').map(({ to, about }) => `${to} ${about}`);
    expect(new Set(told).size).toBe(told.length);
    expect(told).toHaveLength(2 * 20);
    expect(world.all('ledger').flatMap(({ rows }) => rows)).toHaveLength(20);
  });
});
