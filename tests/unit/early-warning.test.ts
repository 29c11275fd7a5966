import { numbersOf } from '../../cloudfunctions/domain/procedures/early-warning';
import { findBursts, type Filed } from '../../cloudfunctions/domain/procedures/early-warning/bursts';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { oddOf } from '../../cloudfunctions/domain/outcomes/odd';
import { addMinutes } from '../../cloudfunctions/domain/time';
import { followUp } from '../../cloudfunctions/usecases/clock/follow-up';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { getTicket } from '../../cloudfunctions/usecases/tickets/show-ticket';
import { watchBursts } from '../../cloudfunctions/usecases/oversight/watch-bursts';
import { citizenOf, staffOf } from '../support/callers';
import { act, open, refusal, stored, told } from '../support/checks';
import { handlerOf, manager, operator, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { countTrips } from '../support/trips';
import { plainWork } from '../support/work';

/** 未诉先办 (J-17): bursts of like tickets. */

const NOW = '2026-11-23T10:00:00.000+08:00';
const rules = { minutes: 60, inCity: 3, anywhere: 5, isKnown: () => false };
const path = (city: string): string[] => [`${city}06`, `${city}00`, '440000'];

let count = 0;
const filed = (more: Partial<Filed> = {}): Filed => {
  count += 1;
  return {
    no: `T${count}`,
    title: '社保卡补办页面打不开',
    text: '点进去一直转圈。',
    regionPath: path('4401'),
    ownerId: `person-${count}`,
    createdAt: addMinutes(NOW, count),
    ...more,
  };
};
const many = (n: number, more: Partial<Filed> = {}): Filed[] => [...Array(n).keys()].map(() => filed(more));
const find = (recent: readonly Filed[], warnings: Parameters<typeof findBursts>[2] = [], more = {}) =>
  findBursts(recent, new Set(recent.map(({ no }) => no)), warnings, { ...rules, ...more });

describe('J-17: a burst', () => {
  test('is what many say within the time about one service, or in like words, in a city or anywhere', () => {
    const others = many(3, { title: '公积金提取要什么材料', text: '想问问。', regionPath: path('4403') });
    expect(find(many(2)).bursts).toEqual([]);
    const same = many(3);
    expect(find([...others.slice(0, 2), ...same]).bursts).toMatchObject([
      { by: 'words', region: '440100', words: '社保卡补办页面打不开', cases: same.map(({ no }) => no) },
    ]);
    const ofService = [1, 2, 3, 4, 5].map(n =>
      filed({
        serviceId: 'S1',
        title: `问题${n}`,
        text: '甲乙丙丁戊'.charAt(n - 1),
        regionPath: path(`440${n}`),
      }),
    );
    expect(find(ofService).bursts).toMatchObject([{ by: 'service', serviceId: 'S1' }]);
    expect(find(ofService).bursts[0]).not.toHaveProperty('region');
  });

  test('is none by one person, over a longer time, under titles that say nothing, or of a fault that is known', () => {
    expect(find(many(5, { ownerId: 'one' })).bursts).toEqual([]);
    const slowly = [0, 50, 100, 150].map(after => filed({ createdAt: addMinutes(NOW, after) }));
    expect(find(slowly).bursts).toEqual([]);
    const vague = ['办证找谁', '孩子上学要哪些材料', '医保断缴怎么补', '路灯不亮', '噪音扰民'];
    expect(find(vague.map(text => filed({ title: '投诉', text }))).bursts).toEqual([]);
    expect(find(many(5, { serviceId: 'S1' }), [], { isKnown: () => true }).bursts).toEqual([]);
  });

  test('is warned of once: what comes later goes to the open warning, and counts anew when that is over', () => {
    const [before, after] = [many(3), many(3)];
    const warned = { no: 'YJ1', isFull: false, cases: before.map(({ no }) => no), region: '440100' };
    const fresh = new Set(after.map(({ no }) => no));
    const all = [...before, ...after];
    expect(findBursts(all, fresh, [{ ...warned, isOpen: true }], rules)).toMatchObject({
      bursts: [],
      growths: new Map([['YJ1', after.map(({ no }) => no)]]),
    });
    expect(findBursts(all, fresh, [{ ...warned, isOpen: false }], rules).bursts).toMatchObject([
      { cases: after.map(({ no }) => no) },
    ]);
    expect(find([...before, ...after]).bursts).toMatchObject([{ cases: all.map(({ no }) => no) }]);
    // What a city was warned of is counted for no other place: a few more from elsewhere are none.
    const elsewhere = ['4403', '4404', '4405'].map(city => filed({ regionPath: path(city) }));
    expect(find([...before, ...elsewhere]).bursts).toMatchObject([{ region: '440100' }]);
  });

  test('that goes on for hours raises no second warning: one that is full lists no more, and knows its words by a case long past', () => {
    const [first, ...others] = many(3);
    const cases = [first, ...others].flatMap(one => one?.no ?? []);
    const full = { no: 'YJ1', isOpen: true, isFull: true, cases, region: '440100', like: first };
    const hoursLater = many(6, { createdAt: addMinutes(NOW, 300) });
    expect(find(hoursLater, [full])).toEqual({ bursts: [], growths: new Map() });
    expect(find(hoursLater, [{ ...full, like: undefined }]).bursts).toHaveLength(1);
    const other = many(3, {
      title: '公积金提取页面白屏',
      text: '按了没有反应。',
      createdAt: addMinutes(NOW, 300),
    });
    expect(find(other, [full]).bursts).toHaveLength(1);
  });
});

const lived = async (): Promise<{ world: Memory; filed: string[]; look: () => Promise<string[]> }> => {
  const world = memory(NOW);
  let marks: Record<string, string> = {};
  const work = {
    ...plainWork(),
    marks: () => marks,
    remember: (more: Record<string, string>) => (marks = more),
  };
  const look = async (): Promise<string[]> => {
    await watchBursts(world, work);
    return world
      .all('tickets')
      .filter(({ ticket }) => ticket.kind === 'early-warning')
      .map(({ _id }) => _id);
  };
  const numbers: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const { no } = await citizenOf(world, `citizen-${n}`).file({
      category: 'business',
      serviceId: service.id,
      title: '社保卡补办页面打不开',
      region: '440106',
    });
    numbers.push(no);
    world.pass(60_000);
    if (n < 4) expect(await look()).toEqual([]);
  }
  return { world, filed: numbers, look };
};

test('J-17: is opened once, tells operator, unit and manager, and costs a few looks however much there is', async () => {
  const { world, filed: numbers, look } = await lived();
  const trips = countTrips(world);
  const { inAll } = await trips(() => watchBursts(world, plainWork()));
  expect(inAll).toBeLessThan(60);
  const [no = '', ...more] = await look();
  expect(more).toEqual([]);
  expect(await look()).toEqual([no]);
  expect(stored(world, no)).toMatchObject({
    title: '“社保卡申领”集中反映（5 件）',
    holder: { role: 'operator' },
    work: { values: { by: 'service', cases: numbers.map(ticketNo => ({ ticketNo })) } },
  });
  for (const actor of [operator, handlerOf('hrss'), manager])
    expect(await told(world, actor, no)).toEqual([expect.stringContaining('多人集中反映')]);
  const next = await citizenOf(world, 'citizen-9').file({
    serviceId: service.id,
    category: 'business',
    region: '440106',
  });
  await look();
  expect(stored(world, no).work?.values['cases']).toHaveLength(6);
  expect(stored(world, no).work?.values['cases']).toContainEqual({ ticketNo: next.no });
});

test('J-17: its page says what each case is about, to those who may see the case', async () => {
  const { world, filed: numbers, look } = await lived();
  const [no = ''] = await look();
  const titlesFor = async (actor: Actor): Promise<(string | undefined)[]> => {
    const { facts = [] } = await getTicket(world, actor, no);
    return facts.flatMap(({ name, rows = [] }) => (name === 'cases' ? rows.map(({ title }) => title) : []));
  };
  expect(await titlesFor(operator)).toEqual(numbers.map(() => '社保卡补办页面打不开'));
  // A unit that has not been given the case does not see it.
  await act(world, handlerOf('hrss'), numbers[0] ?? '', 'return', { reason: '不归我们办。' });
  await act(world, operator, numbers[0] ?? '', 'dispatch', { unitId: 'psb' });
  expect(await titlesFor(handlerOf('hrss'))).toEqual([
    undefined,
    ...numbers.slice(1).map(() => '社保卡补办页面打不开'),
  ]);
  const grouped = await act(world, operator, no, 'group', { handling: '改好以后一起答复。' });
  expect(grouped.facts?.find(({ name }) => name === 'cases')?.rows?.[1]?.title).toBe('社保卡补办页面打不开');
});

test('J-17: once it is one matter, one reply may go to all of its cases (A29), which is nothing odd (A52)', async () => {
  const { world, filed: numbers, look } = await lived();
  const [no = ''] = await look();
  await act(world, operator, no, 'group', { handling: '今天改好，请一起答复。' });
  await followUp(world, plainWork());
  const items = numbers.map(one => ({ no: one, version: stored(world, one).version }));
  const input = { text: '页面今天已经恢复，请重新提交；仍然不行的请到大厅窗口办理。' };
  await staffOf(world, handlerOf('hrss')).call('ticket.bulk', { items, act: 'reply', input });
  for (const one of numbers) {
    expect(stored(world, one).state).toBe('replied');
    expect(oddOf(stored(world, one))).toEqual([]);
  }
});

test('J-17: what many say in like words goes to one open warning also when all of its cases have left the window', async () => {
  const world = memory(NOW);
  const file = async (n: number): Promise<void> => {
    await citizenOf(world, `citizen-${n}`).file({ title: '小区门口的路灯整排不亮', region: '440106' });
    world.pass(60_000);
    await watchBursts(world, plainWork());
  };
  for (let n = 0; n < 5; n += 1) await file(n);
  world.pass(3 * 60 * 60_000);
  for (let n = 5; n < 10; n += 1) await file(n);
  const warnings = world.all('tickets').filter(({ ticket }) => ticket.kind === 'early-warning');
  expect(warnings.map(({ ticket }) => numbersOf(ticket).length)).toEqual([10]);
});

test('J-17: becomes a fault of the service, and each case says so', async () => {
  const { world, filed: numbers, look } = await lived();
  const [no = ''] = await look();
  await act(world, operator, no, 'toFault', { impact: '补办页面打不开，我们正在处理。' });
  const fault = world.all('tickets').find(({ ticket }) => ticket.kind === 'fault')?.ticket;
  expect(fault).toMatchObject({ serviceId: service.id, unitId: 'hrss', state: 'fixing' });
  expect(world.get('services', service.id)?.state).toBe('fault');
  await followUp(world, plainWork());
  for (const one of numbers)
    expect(stored(world, one).links).toContainEqual(expect.objectContaining({ no, relation: 'same-matter' }));
  expect(stored(world, no).state).toBe('turned');
});

test('J-17: becomes a notice in plain words, one matter, or nothing', async () => {
  const { world, filed: numbers, look } = await lived();
  const [no = ''] = await look();
  expect(
    await refusal(act(world, operator, no, 'toNotice', { impact: '接口宕机。', publicUntil: '2026-11-30' })),
  ).toMatchObject({ fields: { impact: expect.stringContaining('看不懂') } });
  // What the notice is called and who gets it is said before it is published.
  const { acts } = await staffOf(world, operator).get(no);
  const said = acts.find(one => one.act === 'toNotice')?.shows?.map(({ text }) => text);
  await act(world, operator, no, 'toNotice', {
    impact: '今天补办的人多，页面打开得慢。',
    instead: '请过一小时再试。',
    publicUntil: '2026-11-30',
  });
  expect(world.all('notices')).toMatchObject([
    { kind: 'general', text: '今天补办的人多，页面打开得慢。', endsAt: '2026-12-01T00:00:00.000+08:00' },
  ]);
  expect(said).toEqual([world.all('notices')[0]?.title, '广州市的群众']);
  world.at('2026-12-01T09:00:00.000+08:00');
  await sweepDeadlines(world, plainWork());
  expect(stored(world, no)).toMatchObject({
    state: 'closed',
    clocks: [{}, { name: 'notice', state: 'met' }],
  });
  const cases = numbers.slice(0, 2).map(ticketNo => ({ ticketNo }));
  const other = await open(world, operator, 'early-warning', { cases });
  await act(world, operator, other.no, 'group', { handling: '统一答复补办的办法。' });
  await followUp(world, plainWork());
  expect(stored(world, numbers[0]!).links).toHaveLength(2);
  const last = await open(world, operator, 'early-warning', { cases });
  await act(world, operator, last.no, 'dismiss', { reason: '各是各的事。' });
  expect(stored(world, last.no)).toMatchObject({ state: 'dismissed' });
  expect(
    await refusal(open(world, operator, 'early-warning', { cases: [...cases, ...cases] })),
  ).toMatchObject({ fields: { 'cases.2.ticketNo': '这件已经列入' } });
});

test('J-17: what was filed beyond one look is looked through in the same run, as long as there is time', async () => {
  const looked = async (hasTime: boolean): Promise<number> => {
    const world = memory(NOW);
    for (let n = 0; n < 130; n += 1) {
      await citizenOf(world, `citizen-${n}`).file({ title: `第 ${n} 件`, serviceId: service.id });
      world.pass(1000);
    }
    let rests = 0;
    let marks: Record<string, string> = {};
    await watchBursts(world, {
      ...plainWork(() => hasTime),
      marks: () => marks,
      remember: more => void (marks = more),
      rest: () => void (rests += 1),
    });
    return rests;
  };
  expect([await looked(true), await looked(false)]).toEqual([1, 0]);
});
