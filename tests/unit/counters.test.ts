import { createHash, randomBytes } from 'node:crypto';
import { loadSecrets } from '../../cloudfunctions/infra/secrets';
import {
  addCounts,
  asCounter,
  counterOf,
  countsOf,
  dueAt,
  tagsOfCounter,
  totalOf,
  type Counts,
} from '../../cloudfunctions/domain/ticket/counted';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { NEVER } from '../../cloudfunctions/domain/time';
import type { CounterDocument, NumberDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { Failure } from '../../cloudfunctions/usecases/kernel/failure';
import { jobs } from '../../cloudfunctions/usecases/clock/jobs';
import { counterNames, recount, recountSome } from '../../cloudfunctions/usecases/clock/recount';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { getClock } from '../../cloudfunctions/usecases/clock/show-clock';
import type { Database } from '../../cloudfunctions/usecases/kernel/ports';
import { migrate } from '../../cloudfunctions/usecases/setup/migrate';
import { listQueue } from '../../cloudfunctions/usecases/tickets/lists/list-queue';
import { plainWork } from '../support/work';
import { actOnTicket } from '../../cloudfunctions/usecases/tickets/act-on-ticket';
import { countViews } from '../../cloudfunctions/usecases/tickets/lists/count-views';
import { getTicket } from '../../cloudfunctions/usecases/tickets/show-ticket';
import { citizenOf, staffOf } from '../support/callers';
import {
  everybody,
  handlerOf,
  leadOf,
  manager,
  MONDAY,
  operator,
  operatorLead,
  owner,
  rules,
  service,
} from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { countTrips } from '../support/trips';
import { inputsFor } from '../support/walk';

/** Counters follow the one way to commit; what they say is what a full count says. */

const isNumber = (one: CounterDocument): one is NumberDocument => 'n' in one;

/** What the counters of a world hold, by counter; without what is zero. */
const kept = (world: Memory): Counts => {
  const sum: Counts = {};
  for (const { _id, n, due = {} } of world.all('counters').filter(isNumber)) {
    if (tagsOfCounter(_id) === undefined) continue;
    const numbers = { n, ...Object.fromEntries(Object.entries(due).map(([at, m]) => [`due.${at}`, m])) };
    addCounts(sum, { [counterOf(_id)]: numbers });
  }
  return sum;
};

/** What they should hold. */
const counted = (world: Memory): Counts => {
  const sum: Counts = {};
  for (const { _id, keys } of world.all('tickets'))
    for (const [id, numbers] of Object.entries(countsOf(_id, keys)))
      addCounts(sum, { [counterOf(id)]: numbers });
  return sum;
};

/** The same numbers and ids in every world of a seed. */
const keys = {
  BANJIE_KEYS: JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } }),
  BANJIE_PHONE_KEY: randomBytes(32).toString('base64'),
  BANJIE_CHAIN_KEYS: JSON.stringify({ current: 'c1', keys: { c1: randomBytes(32).toString('base64') } }),
};
const chanceOf = (seed: number) => {
  let n = 0;
  return (below: number): number =>
    createHash('sha256')
      .update(`${seed} ${(n += 1)}`)
      .digest()
      .readUInt32BE(0) % below;
};
const worldOf = (seed: number): Memory => {
  const chance = chanceOf(seed);
  const secrets = {
    ...loadSecrets(keys),
    random: (max: number) => chance(max),
    randomId: () =>
      chance(2 ** 31)
        .toString(16)
        .padStart(32, '0'),
  };
  return memory(MONDAY, { secrets });
};

const staff = everybody.filter(({ role }) => role !== 'citizen');

/** People file, and do whatever is offered to them; what is refused is refused in every world. */
const live = async (world: Memory, seed: number, steps: number): Promise<void> => {
  const chance = chanceOf(seed + 1000);
  const pick = <T>(all: readonly T[]): T => all[chance(all.length)] as T;
  const filed: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    world.pass(chance(3) * 3_600_000 + chance(90_000));
    if (filed.length < 4 || chance(8) === 0) {
      const { no } = await citizenOf(world, `openid-${chance(3)}`).file({
        requestId: `00000000-0000-4000-8000-${String(seed * 1000 + step).padStart(12, '0')}`,
        kind: pick(['complaint', 'consultation', 'suggestion'] as const),
        category: pick(['technical', 'business', 'unsure'] as const),
        ...(chance(2) ? { serviceId: service.id } : {}),
        ...(chance(2) ? { region: pick(['440100', '440106']) } : {}),
        ...(chance(5) === 0 ? { against: 'staff' as const, kind: 'complaint' as const } : {}),
      });
      filed.push(no);
      continue;
    }
    const no = pick(filed);
    const { ticket } = world.get('tickets', no)!;
    const actor: Actor = chance(4) ? pick(staff) : { ...owner, id: ticket.ownerId ?? owner.id };
    try {
      const shown = await getTicket(world, actor, no);
      const offered = shown.acts.map(one => one.act).filter(act => !['merge', 'link'].includes(act));
      if (offered.length === 0) continue;
      const act = pick(offered);
      const variants = inputsFor(act, ticket, world.ports.now(), rules);
      if (variants.length === 0) continue;
      const { input } = pick(variants);
      await actOnTicket(world, actor, { no, act, version: shown.version, input });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
};

const SEEDS = [1, 2, 3];

describe('counters follow what is committed', () => {
  test.each(SEEDS)('after random acts they are what a full count says (%i)', async seed => {
    const world = worldOf(seed);
    await live(world, seed, 60);
    expect(world.all('journal').length).toBeGreaterThan(20);
    expect(kept(world)).toEqual(counted(world));
  });

  test('the same acts leave the same tickets with and without counters', async () => {
    const [one, other] = [worldOf(7), worldOf(7)];
    other.onWrite = name => {
      if (name === 'counters') throw new Error('no counters');
    };
    await live(one, 7, 40);
    await live(other, 7, 40);
    const tickets = (world: Memory) =>
      world
        .all('tickets')
        .map(({ ticket: { sealed: _sealed, ...ticket }, keys: found }) => ({ ticket, found }));
    expect(tickets(other)).toEqual(tickets(one));
    expect(kept(other)).toEqual({});
    // No person and no words in the log.
    expect(other.logged.filter(({ event }) => event === 'not-counted')[0]).toEqual({
      event: 'not-counted',
      failed: expect.any(Number),
    });
  });

  test("a member's own act shows at once", async () => {
    const world = memory(MONDAY);
    const { no } = await citizenOf(world, owner.id).file({ category: 'business', serviceId: service.id });
    const handler = handlerOf(world.get('tickets', no)!.ticket.unitId!);
    expect(await countViews(world, handler)).toMatchObject({ todo: 1, unit: 1, mine: 0, all: 1 });
    await staffOf(world, handler).act(no, 'claim');
    expect(await countViews(world, handler)).toMatchObject({ todo: 1, unit: 1, mine: 1, all: 1 });
    await staffOf(world, handler).act(no, 'accept');
    await staffOf(world, handler).act(no, 'reply', { text: '已经补办，请带身份证到窗口领取新卡。' });
    expect(await countViews(world, handler)).toMatchObject({ todo: 0, mine: 1, all: 1 });
  });

  test('what falls back with a failed transaction is not counted', async () => {
    const world = memory(MONDAY);
    world.onWrite = name => {
      if (name === 'journal') throw new Error('no room left');
    };
    await expect(citizenOf(world, owner.id).file()).rejects.toThrow('no room left');
    expect(kept(world)).toEqual({});
  });
});

describe('what a counter says', () => {
  test('is never below zero, and the sum of its documents', () => {
    expect(totalOf('todo|manager', [asCounter('todo|manager#0', { n: -3 })]).n).toBe(0);
    expect(
      totalOf('todo|manager', [asCounter('todo|manager#0', { n: 2 }), asCounter('todo|manager#3', { n: 5 })])
        .n,
    ).toBe(7);
  });

  test('is overdue from the minute on in which the lists say so', () => {
    const counter = asCounter('desk|lead:hrss', {
      n: 4,
      'due.2026-11-24T00:00': 2,
      'due.2026-11-23T15:05': 1,
      'due.2026-11-20T00:00': -1,
    });
    const at = (time: string) => dueAt(counter, `2026-11-${time}+08:00`);
    expect(at('23T15:04:59.999')).toEqual({ overdue: 0, today: 3 });
    expect(at('23T15:05:00.000')).toEqual({ overdue: 1, today: 2, oldest: '2026-11-23' });
    expect(at('24T00:00:00.000')).toEqual({ overdue: 3, today: 0, oldest: '2026-11-23' });
  });

  test('desks are counted for the eyes of whoever does not see all of them', () => {
    const of = (tags: string[]) =>
      Object.keys(countsOf('TS20261123-AAA-AAA-A', { tags, dueKey: `${NEVER}|x` }));
    expect(of(['desk|lead:hrss', 'open|manager', 'seen|manager', 'owner|x', 'assigned'])).toEqual([
      'desk|lead:hrss',
      expect.stringMatching(/^open\|manager#[0-3]$/),
      expect.stringMatching(/^seen\|manager#[0-3]$/),
    ]);
    expect(
      of(['desk|lead:hrss', 'open|operator', 'open|unit:hrss', 'open|unit:psb', 'open|region:440100']),
    ).toEqual(
      expect.arrayContaining([
        'desk|lead:hrss@operator',
        'desk|lead:hrss@unit:hrss',
        'desk|lead:hrss@region:440100',
      ]),
    );
  });
});

describe('the board', () => {
  test('says of every desk what a full count says, to everybody', async () => {
    const world = worldOf(11);
    await live(world, 11, 60);
    world.pass(12 * 24 * 3_600_000);
    const now = world.ports.now();
    for (const actor of [manager, operatorLead, operator, leadOf('hrss'), handlerOf('hrss')]) {
      const key = actor.unitId ? `${actor.role === 'lead' ? 'lead' : 'unit'}:${actor.unitId}` : actor.role;
      const board = await staffOf(world, actor).call('board.get', {});
      expect(board.desks.length).toBeGreaterThan(0);
      for (const { desk, open, overdue, today } of board.desks) {
        const lying = world
          .all('tickets')
          .filter(({ keys: { tags } }) => tags.includes(`desk|${desk}`) && tags.includes(`open|${key}`));
        const over = lying.filter(({ keys: { dueKey } }) => dueKey <= `${now}|~`);
        const due = lying.filter(one => !over.includes(one) && one.keys.dueKey <= `${now.slice(0, 10)}T24`);
        expect([actor.id, desk, open, overdue, today]).toEqual([
          actor.id,
          desk,
          lying.length,
          over.length,
          due.length,
        ]);
      }
    }
  });
});

/** Those that somebody may read: what a region below that of a unit sees of it is read by nobody, and not mended. */
const readable = (world: Memory, counts: Counts): Counts => {
  const names = new Set(
    counterNames(
      world.all('units'),
      world.all('regions'),
      world.all('members').map(({ _id }) => _id),
    ),
  );
  return Object.fromEntries(Object.entries(counts).filter(([name]) => names.has(name)));
};

const job = jobs.filter(({ name }) => name === 'recount');
const runRecount = async (world: Memory): Promise<void> => {
  for (let run = 0; run < 5; run += 1) await runClock(world, job);
};
const shownJob = async (world: Memory) => (await getClock(world)).jobs.find(({ name }) => name === 'recount');

describe('the nightly recount', () => {
  test('a process that was killed between the ticket and its counters: never below zero, then corrected and reported', async () => {
    const world = memory(MONDAY);
    const handler = handlerOf('hrss');
    const { no } = await citizenOf(world, owner.id).file({ category: 'business', serviceId: service.id });
    await runRecount(world);
    expect((await shownJob(world))?.note).toBe('上次核对全部相符');
    world.onWrite = name => {
      if (name === 'counters') throw new Error('killed');
    };
    await citizenOf(world, owner.id).file({ category: 'business', serviceId: service.id, title: '另一件' });
    world.onWrite = () => undefined;
    expect(await countViews(world, handler)).toMatchObject({ todo: 1 });
    // The other way round: less than nothing is shown as nothing.
    const [counter] = world.all('counters').filter(({ _id }) => _id === 'seen|unit:hrss');
    world.put('counters', { ...counter!, n: -3 } as NumberDocument);
    expect(await countViews(world, handler)).toMatchObject({ all: 0 });
    world.pass(24 * 3_600_000);
    await runRecount(world);
    expect(kept(world)).toEqual(counted(world));
    expect(await countViews(world, handler)).toMatchObject({ todo: 2, all: 2 });
    expect((await shownJob(world))?.note).toMatch(/^上次核对有 \d+ 项不符，已改正$/);
    // What lies at the desk, and when it falls due.
    const board = await staffOf(world, manager).call('board.get', {});
    expect(board.desks.find(({ desk }) => desk === 'lead:hrss')).toMatchObject({ open: 2 });
    expect(world.get('tickets', no)).toBeDefined();
  });

  test.each(SEEDS)('whatever the counters say, after it they are a full count (%i)', async seed => {
    const world = worldOf(seed);
    await live(world, seed, 40);
    const chance = chanceOf(seed + 50);
    for (const one of world.all('counters').filter(isNumber)) {
      if (tagsOfCounter(one._id) === undefined || chance(3) > 0) continue;
      if (chance(2)) world.put('counters', { ...one, n: one.n + chance(5) - 2 });
      else await world.ports.database.remove('counters', one._id);
    }
    for (const one of world.all('counters').filter(isNumber))
      if (one.due && chance(2)) world.put('counters', { ...one, due: { '2026-01-01T00:00': 2, ...one.due } });
    await runRecount(world);
    expect(readable(world, kept(world))).toEqual(readable(world, counted(world)));
  });

  test('goes on where its time was over, and takes away what nobody reads any more', async () => {
    const world = memory(MONDAY);
    await citizenOf(world, owner.id).file({ category: 'business', serviceId: service.id });
    world.put('counters', { _id: 'todo|unit:dissolved', n: 4 });
    let asked = 0;
    const marks: Record<string, string> = {};
    const work = {
      ...plainWork(() => (asked += 1) % 2 !== 0),
      marks: () => marks,
      remember: (more: Record<string, string>) => void Object.assign(marks, more),
    };
    let runs = 0;
    while (marks['counted'] === undefined && runs < 200) {
      runs += 1;
      await recount(world, work);
    }
    expect(runs).toBeGreaterThan(2);
    expect(marks).toMatchObject({ counted: MONDAY.slice(0, 10), lastWrong: '1' });
    expect(world.get('counters', 'todo|unit:dissolved')).toBeUndefined();
    expect(kept(world)).toEqual(counted(world));
    // Once a day.
    expect(await recount(world, work)).toEqual({ recounted: 0, corrected: 0 });
  });

  test('a counter that is being written to is left alone', async () => {
    const world = memory(MONDAY);
    await citizenOf(world, owner.id).file({ category: 'business', serviceId: service.id });
    world.put('counters', { _id: 'todo|unit:hrss', n: 5 });
    const { database } = world.ports;
    let reads = 0;
    const busy: Database = {
      ...database,
      count: (collection, where, most) => {
        if ((reads += 1) === 1) void database.raise('counters', ['todo|unit:hrss'], { n: 1 });
        return database.count(collection, where, most);
      },
    };
    expect(await recountSome({ database: busy }, ['todo|unit:hrss'])).toEqual([]);
    expect(world.get('counters', 'todo|unit:hrss')).toMatchObject({ n: 6 });
    expect(await recountSome(world.ports, ['todo|unit:hrss'])).toEqual(['todo|unit:hrss']);
    expect(world.get('counters', 'todo|unit:hrss')).toMatchObject({ n: 1 });
  });

  test('an existing folder gets its counters with the migration, also when it is broken off', async () => {
    const world = worldOf(21);
    await live(world, 21, 40);
    for (const { _id } of world.all('counters').filter(one => tagsOfCounter(one._id)))
      await world.ports.database.remove('counters', _id);
    world.put('migrations', { _id: 'schema', version: 9, running: null, history: [] });
    let turns = 0;
    for (let done = false; !done; turns += 1) {
      let asked = 0;
      ({ done } = await migrate(world.ports, () => (asked += 1) < 2));
    }
    expect(turns).toBeGreaterThan(2);
    expect(readable(world, kept(world))).toEqual(readable(world, counted(world)));
  });
});

test('a night in which nobody has a ticket takes two looks for each page of counters, not one for each', async () => {
  const world = memory(MONDAY);
  const { catalogue, directory } = await world.snapshots.current();
  const known = counterNames(
    catalogue.units(),
    catalogue.regions(),
    directory.members.map(({ id }) => id),
  );
  const trips = countTrips(world);
  const first = known.filter(name => /^(seen|mine)\|/.test(name)).length;
  expect((await trips(() => recount(world, plainWork()))).inAll).toBeLessThan(first);
});

test('50,000 tickets at one desk: nothing is counted beyond what is shown', async () => {
  const world = memory(MONDAY);
  await citizenOf(world, owner.id).file({ category: 'business', serviceId: service.id });
  world.put('counters', { _id: 'desk|unit:hrss', n: 50_000 });
  const asked: number[] = [];
  const { database } = world.ports;
  const counting = {
    ...world,
    ports: {
      ...world.ports,
      database: {
        ...database,
        count: ((collection, where, most) => {
          asked.push(most);
          return database.count(collection, where, most);
        }) as Database['count'],
        find: ((collection, query) => {
          asked.push(query.limit ?? 100);
          return database.find(collection, query);
        }) as Database['find'],
        rows: ((collection, query, fields) => {
          asked.push(query.limit ?? 100);
          return database.rows(collection, query, fields);
        }) as Database['rows'],
      },
    },
  };
  const { counts } = await listQueue(counting, handlerOf('hrss'), { view: 'unit', limit: 20 });
  expect(counts.unit).toBe(100);
  expect(Math.max(...asked)).toBeLessThanOrEqual(100);
  // The counters, what is overdue, and the page.
  expect(asked).toHaveLength(3);
});
