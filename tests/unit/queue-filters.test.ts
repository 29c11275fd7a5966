import type { StaffApi } from '../../typings/api';
import type { Actor } from '../../cloudfunctions/domain/engine';
import type { Database, Where } from '../../cloudfunctions/usecases/kernel/ports';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, manager, MONDAY, operatorLead, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** The filters of a queue (contract §5): each narrows the range of its view, and pages go on whatever moves meanwhile. */

const list = async (world: Memory, actor: Actor, input: StaffApi['ticket.queue']['in']): Promise<string[]> =>
  (await staffOf(world, actor).call('ticket.queue', input)).tickets.map(({ title }) => title).sort();

const prepared = async (): Promise<Memory> => {
  const world = memory(MONDAY);
  const citizen = citizenOf(world, 'openid-1');
  const business = { category: 'business', serviceId: service.id } as const;
  await citizen.file({ ...business, title: '广州的', kind: 'consultation', region: '440106' });
  const { no } = await citizen.file({ ...business, title: '省里的' });
  world.at('2026-11-25T10:00:00.000+08:00');
  await citizen.file({ category: 'unsure', title: '周三的' });
  await staffOf(world, handlerOf('hrss')).act(no, 'claim');
  return world;
};

const local = (region: string): Actor => ({ id: `local-${region}`, role: 'local', name: '主管', region });

/** What lists are asked for from now on. */
const watchRows = (world: Memory): Where[] => {
  const asked: Where[] = [];
  const { database } = world.ports;
  const rows: Database['rows'] = (collection, query, fields) => {
    asked.push(query.where);
    return database.rows(collection, query, fields);
  };
  Object.assign(world.ports, { database: { ...database, rows } });
  return asked;
};

test('unit, region, assignee and days of filing, alone and together, in any view', async () => {
  const world = await prepared();
  const all = { view: 'all' } as const;
  expect(await list(world, manager, { ...all, unitId: 'hrss' })).toEqual(['省里的']);
  expect(await list(world, manager, { ...all, unitId: 'gz-hrss' })).toEqual(['广州的']);
  expect(await list(world, manager, { ...all, region: '440100' })).toEqual(['广州的']);
  expect(await list(world, manager, { ...all, assignee: 'hrss-handler' })).toEqual(['省里的']);
  expect(await list(world, manager, { ...all, from: '2026-11-24' })).toEqual(['周三的']);
  expect(await list(world, manager, { ...all, to: '2026-11-23' })).toEqual(['广州的', '省里的'].sort());
  expect(
    await list(world, manager, { ...all, from: '2026-11-23', to: '2026-11-24', kind: 'complaint' }),
  ).toEqual(['省里的']);
  expect(await list(world, operatorLead, { view: 'todo', from: '2026-11-25' })).toEqual(['周三的']);
  expect(await list(world, operatorLead, { view: 'todo', unitId: 'hrss' })).toEqual([]);
  expect(await list(world, handlerOf('hrss'), { view: 'unit', assignee: 'hrss-handler' })).toEqual([
    '省里的',
  ]);
});

test('a rare kind and a region are looked up, not looked for: by the index, the narrowest first', async () => {
  const world = await prepared();
  const asked = watchRows(world);
  const narrow = { kind: 'consultation', region: '440106' };
  expect(await list(world, manager, { view: 'all', ...narrow })).toEqual(['广州的']);
  expect(await list(world, manager, { view: 'all', region: '440000' })).toHaveLength(2);
  expect(await list(world, handlerOf('gz-hrss'), { view: 'unit', ...narrow })).toEqual(['广州的']);
  expect(asked).toEqual([
    { 'keys.tags': { all: ['in|440106', 'kind|consultation', 'seen|manager'] } },
    { 'keys.tags': 'seen|manager', 'ticket.regionPath': '440000' },
    { 'keys.tags': { all: ['desk|unit:gz-hrss', 'in|440106', 'kind|consultation'] } },
  ]);
});

test('what a unit or a region may see of another unit is looked up by both; a unit finds its own among its own', async () => {
  const world = await prepared();
  const hrss = staffOf(world, handlerOf('hrss'));
  const [{ no } = { no: '' }] = (await hrss.call('ticket.queue', { view: 'mine' })).tickets;
  await hrss.act(no, 'accept', {});
  await hrss.act(no, 'assist', { unitId: 'psb', text: '请核实' });
  const asked = watchRows(world);
  const of = (unitId: string) => ({ view: 'all', unitId }) as const;
  expect(await list(world, handlerOf('psb'), of('hrss'))).toEqual(['省里的']);
  expect(await list(world, handlerOf('psb'), { ...of('hrss'), view: 'todo' })).toEqual(['省里的']);
  expect(await list(world, handlerOf('psb'), of('gz-hrss'))).toEqual([]);
  expect(await list(world, local('440100'), of('gz-hrss'))).toEqual(['广州的']);
  expect(await list(world, local('440300'), of('gz-hrss'))).toEqual([]);
  expect(await list(world, local('440000'), of('gz-hrss'))).toEqual(['广州的']);
  expect(await list(world, handlerOf('gz-hrss'), of('gz-hrss'))).toEqual(['广州的']);
  expect(asked.map(where => (where['keys.tags'] as { all: string[] }).all)).toEqual([
    ['seen-of|unit:psb|hrss', 'seen|unit:psb'],
    ['seen-of|unit:psb|hrss', 'todo|unit:psb'],
    ['seen-of|unit:psb|gz-hrss', 'seen|unit:psb'],
    ['seen-of|region:440100|gz-hrss', 'seen|region:440100'],
    ['seen-of|region:440300|gz-hrss', 'seen|region:440300'],
    ['seen|lead:gz-hrss', 'seen|region:440000'],
    ['seen|lead:gz-hrss', 'seen|unit:gz-hrss'],
  ]);
});

test('what a unit may see of a kind or in a region is looked up by both; what waits is few', async () => {
  const world = await prepared();
  const asked = watchRows(world);
  const handler = handlerOf('gz-hrss');
  expect(await list(world, handler, { view: 'all', region: '440106' })).toEqual(['广州的']);
  expect(await list(world, handler, { view: 'all', region: '440100', kind: 'consultation' })).toEqual([
    '广州的',
  ]);
  expect(await list(world, handler, { view: 'all', kind: 'complaint' })).toEqual([]);
  expect(await list(world, handler, { view: 'overdue', region: '440300' })).toEqual([]);
  expect(await list(world, handler, { view: 'todo', region: '440106' })).toEqual(['广州的']);
  expect(await list(world, local('440100'), { view: 'all', region: '440106' })).toEqual(['广州的']);
  expect(asked.map(where => (where['keys.tags'] as { all: string[] }).all)).toEqual([
    ['seen-in|unit:gz-hrss|440106', 'seen|unit:gz-hrss'],
    ['seen-in|unit:gz-hrss|440100', 'seen-as|unit:gz-hrss|consultation', 'seen|unit:gz-hrss'],
    ['seen-as|unit:gz-hrss|complaint', 'seen|unit:gz-hrss'],
    ['seen-in|unit:gz-hrss|440300', 'seen|unit:gz-hrss'],
    ['todo|unit:gz-hrss', 'in|440106'],
    ['seen|region:440100', 'in|440106'],
  ]);
});

test('what is over has no light, and no search for lights goes through it', async () => {
  const world = await prepared();
  const [own] = world.all('tickets').filter(({ ticket }) => ticket.title === '广州的');
  await citizenOf(world, 'openid-1').act(own!._id, 'withdraw', { reason: '不办了' });
  const asked = watchRows(world);
  expect(await list(world, manager, { view: 'all', light: 'green' })).not.toContain('广州的');
  expect(await list(world, manager, { view: 'all', light: 'yellow' })).not.toContain('广州的');
  expect(await list(world, manager, { view: 'all', light: 'red' })).not.toContain('广州的');
  expect(asked.map(where => where['keys.tags'])).toEqual(['open|manager', 'open|manager', 'open|manager']);
  world.at('2027-02-01T10:00:00.000+08:00');
  expect(await list(world, manager, { view: 'all', light: 'red' })).toEqual(['周三的', '省里的'].sort());
});

test('J-17: what is open of a kind lies before whoever sees it, at whose desk it may be; what staff started is looked up', async () => {
  const world = await prepared();
  const [own] = world.all('tickets').filter(({ ticket }) => ticket.title === '广州的');
  await citizenOf(world, 'openid-1').act(own!._id, 'withdraw', { reason: '不办了' });
  await staffOf(world, operatorLead).call('procedure.open', {
    kind: 'fault',
    requestId: '00000000-0000-4000-8000-000000009001',
    input: { serviceId: service.id, impact: '页面打不开' },
  });
  const asked = watchRows(world);
  const open = { view: 'all', open: true } as const;
  expect(await list(world, manager, { ...open, kind: 'complaint' })).toEqual(['周三的', '省里的'].sort());
  expect(await list(world, manager, { ...open, kind: 'consultation' })).toEqual([]);
  expect(await list(world, local('440000'), { ...open, kind: 'complaint' })).toEqual(['省里的']);
  expect(await list(world, handlerOf('hrss'), { ...open, kind: 'complaint' })).toEqual(['省里的']);
  expect(await list(world, manager, { ...open, kind: 'fault' })).toHaveLength(1);
  expect(await list(world, handlerOf('hrss'), { ...open, kind: 'fault' })).toHaveLength(1);
  expect(await list(world, handlerOf('psb'), { ...open, kind: 'fault' })).toEqual([]);
  expect(asked.map(where => (where['keys.tags'] as { all: string[] }).all)).toEqual([
    ['kind|complaint', 'open|manager'],
    ['kind|consultation', 'open|manager'],
    ['open|region:440000', 'kind|complaint'],
    ['open|unit:hrss', 'kind|complaint'],
    ['running|fault', 'open|manager'],
    ['running|fault', 'open|unit:hrss'],
    ['running|fault', 'open|unit:psb'],
  ]);
  expect(await list(world, manager, { ...open, query: '广州的' })).toEqual([]);
});

test('pages go on behind their cursor when what stood there has moved: each other once', async () => {
  const world = memory(MONDAY);
  for (let n = 0; n < 7; n += 1) {
    world.pass(60_000);
    await citizenOf(world, 'openid-1').file({
      category: 'business',
      serviceId: service.id,
      title: `第 ${n} 件`,
    });
  }
  const { call } = staffOf(world, handlerOf('hrss'));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await call('ticket.queue', { view: 'todo', limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.tickets.map(({ no }) => no));
    cursor = page.nextCursor;
    const last = page.tickets.at(-1);
    if (last) await citizenOf(world, 'openid-1').act(last.no, 'withdraw', { reason: '不办了' });
  } while (cursor && seen.length < 20);
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
});
