import { walkLists } from '../../cloudfunctions/usecases/compliance/list-tickets';
import { Failure } from '../../cloudfunctions/usecases/kernel/failure';
import type { Database, Query } from '../../cloudfunctions/usecases/kernel/ports';
import type { StaffApi } from '../../typings/api';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, MONDAY, operator, owner, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';

/** Supervision by clause (J-24, J-25, A24, A52): from a figure to the tickets behind it, for whoever may see them. */

const PERIOD = { from: '2026-11-01', to: '2027-01-31' };
const REPLY = { ...PERIOD, policy: 'complaint.business.reply' };
const local = { id: 'gz-local', role: 'local' as const, name: '市主管丁', region: '440100' };

const complaint = (world: Memory, more = {}) =>
  citizenOf(world, owner.id).file({ category: 'business', serviceId: service.id, region: '440106', ...more });

/** Three complaints to hrss: one replied to at once, one on the last afternoon, one never; lights go on. */
const lived = async () => {
  const world = memory(MONDAY);
  const [inTime, lastly, never] = [
    await complaint(world),
    await complaint(world),
    await complaint(world, { region: '440300' }),
  ];
  const reply = (no: string) =>
    staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '已经补办，请带身份证到窗口领取新卡。' });
  await reply(inTime.no);
  const { date = '' } = world.get('tickets', lastly.no)!.ticket.clocks.find(({ name }) => name === 'reply')!;
  world.at(`${date}T17:00:00.000+08:00`);
  await runClock(world);
  await reply(lastly.no);
  world.at('2027-01-20T10:00:00.000+08:00');
  await runClock(world);
  return { world, inTime: inTime.no, lastly: lastly.no, never: never.no, date };
};

const rowOf = async (
  world: Memory,
  actor: typeof manager,
  input: Partial<StaffApi['compliance.get']['in']> = {},
) =>
  (await staffOf(world, actor).call('compliance.get', { ...PERIOD, ...input })).rows.find(
    ({ policy }) => policy === REPLY.policy,
  );

test('J-25: what was due in a period, in time, late and open, with its clause and what it means', async () => {
  const { world } = await lived();
  const row = await rowOf(world, manager);
  expect(row).toMatchObject({
    clause: 'G-5.3d',
    due: 3,
    inTime: 2,
    late: 0,
    running: 0,
    runningLate: 1,
    rate: null,
  });
  expect(row?.definition).toContain('按时率＝按时÷到期');
  expect(await rowOf(world, manager, { by: 'unit' })).toMatchObject({ key: 'hrss', keyName: '省人社厅' });
  expect(await rowOf(world, local)).toMatchObject({ due: 2 });
  expect(await rowOf(world, handlerOf('psb'))).toBeUndefined();
  await expect(rowOf(world, handlerOf('psb'), { unitId: 'hrss' })).rejects.toThrow(Failure);
  await expect(rowOf(world, local, { region: '440300' })).rejects.toThrow(Failure);
  await expect(rowOf(world, manager, { from: '2027-02-01' })).rejects.toThrow(Failure);
});

test('J-24: the tickets behind each figure are as many as it says, page by page', async () => {
  const { world, inTime, lastly, never } = await lived();
  const behind = async (outcome: 'inTime' | 'late' | 'runningLate', actor = manager, more = {}) => {
    const found: string[] = [];
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await staffOf(world, actor).call('compliance.tickets', {
        ...REPLY,
        outcome,
        limit: 1,
        ...(cursor === undefined ? {} : { cursor }),
        ...more,
      });
      found.push(...page.tickets.map(({ no }) => no));
      cursor = page.nextCursor;
    }
    return found.sort();
  };
  expect(await behind('inTime')).toEqual([inTime, lastly].sort());
  expect(await behind('late')).toEqual([]);
  expect(await behind('runningLate')).toEqual([never]);
  expect(await behind('runningLate', local as typeof manager)).toEqual([]);
  expect(await behind('inTime', manager, { region: '440100', unitId: 'hrss' })).toHaveLength(2);
  expect(await behind('inTime', handlerOf('psb'))).toEqual([]);
});

test('J-24: of a long list of which few are wanted one call looks at some hundred, not at as many as a page shows', async () => {
  const list = Array.from({ length: 1000 }, (_, n) => `2026-11-${String(n).padStart(4, '0')}`);
  const calls: number[] = [];
  const find = async (collection: string, { where = {}, limit = 0 }: Query) => {
    if (collection !== 'tickets') return [];
    calls.push(limit);
    const { gt = '' } = (where['keys.newKey'] ?? {}) as { gt?: string };
    return list
      .filter(key => key > gt)
      .slice(0, limit)
      .map(newKey => ({ _id: newKey, keys: { newKey } }));
  };
  const walk = (wanted: number, cursor?: string) =>
    walkLists(
      { database: { find } as unknown as Database },
      'any',
      { from: '2026-11-01', to: '2026-11-30', confidential: true },
      { cursor, limit: 20 },
      ({ keys }) => keys.newKey === list[wanted],
    );
  expect((await walk(400)).found.map(({ _id }) => _id)).toEqual([list[400]]);
  expect(calls).toEqual([21, 100, 100, 100, 100]);
  const far = await walk(900);
  expect(far.found).toEqual([]);
  expect((await walk(900, (await walk(900, far.nextCursor)).nextCursor)).found).toHaveLength(1);
});

test('A24: each light is a record with its cause and what was done, by unit', async () => {
  const { world, never } = await lived();
  const lights = async (actor = manager) =>
    (await staffOf(world, actor).call('light.list', PERIOD)).lights.filter(({ no }) => no === never);
  expect((await lights()).map(({ level }) => level)).toEqual(expect.arrayContaining(['yellow', 'red']));
  await staffOf(world, leadOf('hrss')).act(never, 'explainLight', {
    cause: '人手不足',
    correction: '已增派人手',
  });
  expect(await lights(leadOf('hrss'))).toContainEqual(
    expect.objectContaining({
      level: 'red',
      clause: 'G-5.3d',
      party: '省人社厅',
      explained: expect.objectContaining({ cause: '人手不足', correction: '已增派人手' }),
    }),
  );
  expect(await lights(handlerOf('psb'))).toEqual([]);
});

test('A52: what is odd stands with the tickets behind it, in the order of the units, without a score', async () => {
  const { world, lastly, date } = await lived();
  const odd = await staffOf(world, operator).call('odd.list', { ...PERIOD, code: 'last-hours' });
  expect(odd.rows).toEqual([
    { unitId: 'hrss', unitName: '省人社厅', code: 'last-hours', label: '期限最后两小时内才答复', n: 1 },
  ]);
  expect(odd.tickets.map(({ no }) => no)).toEqual([lastly]);
  const before = await staffOf(world, operator).call('odd.list', { from: '2026-11-01', to: '2026-11-30' });
  expect(before.rows.map(({ n }) => n)).toEqual(date < '2026-12-01' ? [1] : []);
});

test('the try-out says what a limit would have made of the tickets, by unit, by the same engine, and changes nothing', async () => {
  const { world } = await lived();
  const asked = { changes: { limits: { [REPLY.policy]: { n: 8, unit: 'working-day' } } }, ...PERIOD };
  const before = JSON.stringify(world.all('tickets'));
  let tried = await staffOf(world, manager).call('ruleset.tryOut', asked);
  for (let calls = 0; tried.state === 'running' && calls < 20; calls += 1)
    tried = await staffOf(world, manager).call('ruleset.tryOut', { id: tried.id });
  expect(tried).toMatchObject({ state: 'done', done: 3, total: 3 });
  // Late was the one that nobody replied to; under eight days also the one of the last afternoon.
  expect(tried.rows).toMatchObject([
    {
      policy: REPLY.policy,
      clause: 'G-5.3d',
      lateBefore: 1,
      lateAfter: 2,
      byUnit: [{ unitId: 'hrss', lateBefore: 1, lateAfter: 2 }],
    },
  ]);
  expect(JSON.stringify(world.all('tickets'))).toBe(before);
  await expect(staffOf(world, manager).call('ruleset.tryOut', { id: 'another' })).rejects.toMatchObject({
    code: 'not-found',
  });
  const wrong = { ...asked, changes: { limits: { [REPLY.policy]: { n: 0, unit: 'working-day' } } } };
  await expect(staffOf(world, manager).call('ruleset.tryOut', wrong)).rejects.toMatchObject({
    code: 'invalid',
  });
});
