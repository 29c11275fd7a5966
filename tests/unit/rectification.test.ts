import { randomUUID } from 'node:crypto';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { readThreshold } from '../../cloudfunctions/domain/plans/threshold';
import {
  countVerdicts,
  rowErrors,
  type CheckedRow,
} from '../../cloudfunctions/domain/procedures/common/checking/verdict';
import { probeReadings, readReadings } from '../../cloudfunctions/domain/procedures/common/checking/readings';
import { drawSample } from '../../cloudfunctions/domain/procedures/sample/draw';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox';
import { openProcedure } from '../../cloudfunctions/usecases/tickets/open-procedure';
import { registered, staffOf } from '../support/callers';
import { everybody, handlerOf, leadOf, manager, operator, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';
import { plainWork } from '../support/work';

/** Checks by list and what follows from them (G-3.3.2.1 a–c, G-2.1b2, J-14b, J-16a, J-24, A38). */

const NOW = '2026-11-23T10:00:00.000+08:00';
const stored = (world: Memory, no: string): Ticket => world.get('tickets', no)!.ticket;
const local = everybody.find(({ role }) => role === 'local')!;

const open = (world: Memory, actor: Actor, kind: string, input: Record<string, unknown>) =>
  openProcedure(world, actor, { kind, requestId: randomUUID(), input });
const act = (world: Memory, actor: Actor, no: string, name: string, input: object = {}) =>
  staffOf(world, actor).act(no, name, input);
const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const told = async (world: Memory, actor: Actor, no: string): Promise<string[]> => {
  await deliverOutbox(world, plainWork());
  return world
    .all('messages')
    .filter(({ to, about, channel }) => to === `openid-${actor.id}` && about === no && channel === 'inbox')
    .map(({ text }) => text);
};
const rectifications = (world: Memory): Ticket[] =>
  world
    .all('tickets')
    .map(({ ticket }) => ticket)
    .filter(({ kind }) => kind === 'rectification');

const finding = (more: Record<string, unknown> = {}) => ({
  source: 'other',
  matter: '安全',
  findings: [{ what: '口令太简单' }],
  unitId: 'hrss',
  ...more,
});

describe('the list of a check', () => {
  const planned = [{ item: '磁盘', threshold: '≤80%' }, { item: '公告' }];
  const row = (item: string, result: CheckedRow['result'], more: Partial<CheckedRow> = {}): CheckedRow => ({
    item,
    result,
    ...more,
  });

  test('lesson 6: nothing passes that was not looked at: a value with a threshold is asked for, every item is', () => {
    expect(rowErrors([row('磁盘', 'pass'), row('公告', 'pass')], planned)).toEqual({
      'items.0.value': '请填写实测值（阈值 ≤80%）',
    });
    expect(rowErrors([row('磁盘', 'pass', { value: '50' })], planned)).toEqual({
      items: '还有没有检查的：公告',
    });
    expect(rowErrors([row('磁盘', 'na'), row('公告', 'na')], planned)).toBeUndefined();
  });

  test('lesson 7: value, threshold and direction are kept, and the verdict follows from them', () => {
    const wrong = (value: string, result: CheckedRow['result'] = 'pass', threshold?: string) =>
      rowErrors([row('磁盘', result, { value, threshold }), row('公告', 'pass')], planned)?.[
        'items.0.result'
      ];
    expect(wrong('80')).toBeUndefined();
    expect(wrong('80.1%')).toContain('不符合阈值 ≤80%');
    expect(wrong('91', 'fail')).toBeUndefined();
    // The threshold of the plan counts, whatever was typed.
    expect(wrong('91', 'pass', '≤99%')).toContain('≤80%');
    expect(readThreshold('不低于 99.9')).toEqual({ atMost: false, n: 99.9, measure: '' });
    expect(['不多', '80', '≤', '≤八十', ''].map(readThreshold)).toEqual(Array(5).fill(undefined));
    expect(rowErrors([row('磁盘', 'pass', { value: '很多' }), row('公告', 'pass')], planned)).toEqual({
      'items.0.value': '实测值要是数字，如 80%',
    });
  });

  test('lesson 9: results are counted from the rows', () => {
    expect(countVerdicts([row('a', 'pass'), row('b', 'fail'), row('c', 'na'), row('d', 'pass')])).toEqual({
      pass: 2,
      fail: 1,
      na: 1,
    });
  });

  test('G-3.3.2.1c: what monitoring exports is read as JSON or lines, or said to be wrong', () => {
    expect(readReadings('[{"metric":"磁盘","host":"app-1","value":91.5}]')).toEqual({
      readings: [{ item: '磁盘', host: 'app-1', value: '91.5' }],
    });
    expect(readReadings('{"磁盘": 40}')).toEqual({ readings: [{ item: '磁盘', value: '40' }] });
    expect(readReadings('磁盘,app-1,91\n磁盘,app-2,40\n')).toMatchObject({
      readings: [{}, { host: 'app-2' }],
    });
    expect(readReadings('[1]')).toEqual({ wrong: expect.stringContaining('第 1 项看不懂') });
    expect(readReadings('磁盘很满')).toEqual({ wrong: expect.stringContaining('第 1 项看不懂') });
  });
});

const check = async (world: Memory, actor: Actor, more: Record<string, unknown> = {}) =>
  open(world, actor, 'inspection', { topic: 'weekly', ...more });

const itemsOf = (world: Memory, no: string, more: Record<string, object> = {}) =>
  (stored(world, no).work?.values['checklist'] as { item: string; threshold?: string }[]).map(one => ({
    item: one.item,
    result: 'pass',
    ...(one.threshold ? { value: one.threshold.startsWith('≥') ? '100%' : '50%' } : {}),
    ...more[one.item],
  }));

test('lesson 8: no way to the end leaves an item out, by one act or by many at once', async () => {
  const world = memory(NOW);
  const { no, version } = await check(world, operator);
  const items = itemsOf(world, no).slice(1);
  expect(await refusal(act(world, operator, no, 'record', { items }))).toMatchObject({
    fields: { items: '还有没有检查的：小程序升级' },
  });
  const { results } = await staffOf(world, operator).call('ticket.bulk', {
    items: [{ no, version }],
    act: 'record',
    input: { items: items as never },
  });
  expect(results[0]).toMatchObject({ ok: false });
  expect(stored(world, no).state).toBe('toCheck');
});

test('A38: a photo only where it failed, words by all means there', async () => {
  const world = memory(NOW);
  const { no } = await check(world, operator);
  const record = (one: object) =>
    refusal(act(world, operator, no, 'record', { items: itemsOf(world, no, { 小程序升级: one }) }));
  expect(await record({ result: 'pass', photo: ['cloud://x/y.jpg'] })).toMatchObject({
    fields: { 'items.0.photo': '这种情况不填照片' },
  });
  expect(await record({ result: 'fail' })).toMatchObject({ fields: { 'items.0.note': '请填写情况' } });
  // A photo that is missing is said at its row, and nothing is written.
  expect(await record({ result: 'fail', note: '闪退', photo: ['cloud://gone/missing.jpg'] })).toMatchObject({
    fields: { 'items.0.photo': expect.any(String) },
  });
  expect(stored(world, no).state).toBe('toCheck');
});

test('G-3.3.2.1c: measured values of hosts stand in the form, each host with a row and the threshold of the plan', async () => {
  const world = memory(NOW);
  const { no } = await check(world, operator);
  expect(await refusal(act(world, operator, no, 'fill', { data: '温度,30' }))).toMatchObject({
    fields: { data: '检查清单里没有：温度' },
  });
  await act(world, operator, no, 'fill', {
    measured: [{ item: '服务器磁盘使用率', host: 'app-1', value: '91' }],
  });
  const ticket = await act(world, operator, no, 'fill', { data: '服务器磁盘使用率,app-2,40' });
  const form = ticket.acts.find(one => one.act === 'record')!.fields.find(({ name }) => name === 'items')!;
  const rows = (form.value as { item: string }[]).filter(({ item }) => item.startsWith('服务器磁盘'));
  expect(rows).toEqual([
    { item: '服务器磁盘使用率（app-1）', threshold: '≤80%', value: '91', result: 'fail' },
    { item: '服务器磁盘使用率（app-2）', threshold: '≤80%', value: '40', result: 'pass' },
  ]);
});

test('G-3.3.2.1c: values come from a spreadsheet and from the probes too', async () => {
  const world = memory(NOW);
  const { upload } = uploadsOf(world);
  world.put('services', {
    ...world.get('services', service.id)!,
    interfaces: [{ url: 'https://a.example', probe: true }],
  } as never);
  const { no } = await check(world, operator);
  const sheet = [
    ['检查项', '主机', '数值'],
    ['服务器内存使用率', 'app-1', '66'],
  ];
  const fileID = upload('openid-op', '监控.xlsx', world.ports.writeSheet('监控', sheet));
  await act(world, operator, no, 'fill', { sheet: [fileID], probes: true });
  expect(stored(world, no).work?.values['readings']).toMatchObject([
    { item: '服务器内存使用率', host: 'app-1', value: '66' },
    { item: '监测网址正常率', value: '100%' },
  ]);
  expect(probeReadings({ services: 3, faulty: 1 })).toEqual([{ item: '监测网址正常率', value: '66.6%' }]);
});

test('J-16a: what failed is a rectification of whoever is in charge; several findings of one cause are one', async () => {
  const world = memory(NOW);
  const { no } = await check(world, operator);
  const failed = (note: string, more: object) => ({ result: 'fail', note, ...more });
  await act(world, operator, no, 'record', {
    items: itemsOf(world, no, {
      小程序升级: failed('闪退', { unitId: 'hrss', cause: '证书过期' }),
      小程序公告: failed('打不开', { unitId: 'hrss', cause: '证书过期' }),
      小程序查询功能: failed('很慢', { unitId: 'psb' }),
      服务器磁盘使用率: { result: 'fail', value: '91%', note: '日志没有清理' },
    }),
  });
  const found = rectifications(world);
  expect(
    found
      .map(({ holder, work }) => [
        holder.unitId ?? holder.role,
        (work?.values['findings'] as unknown[]).length,
      ])
      .sort(),
  ).toEqual([
    ['hrss', 2],
    ['operator', 1],
    ['psb', 1],
  ]);
  const [one] = found.filter(({ unitId }) => unitId === 'hrss');
  expect(one!.links).toMatchObject([{ no, relation: 'about' }]);
  expect(stored(world, no).links).toHaveLength(3);
  expect(await told(world, handlerOf('hrss'), one!.no)).toEqual([expect.stringContaining('请整改')]);
  expect(await told(world, manager, no)).toEqual([expect.stringContaining('4 项不通过')]);
});

test('J-16a: mended with evidence, checked again by whoever found it, sent back, closed', async () => {
  const world = memory(NOW);
  const unit = handlerOf('hrss');
  const { no } = await open(world, manager, 'rectification', finding());
  expect(await refusal(act(world, operator, no, 'mend', { measure: '改了' }))).toMatchObject({
    code: 'forbidden',
  });
  await act(world, manager, no, 'urge', { text: '请抓紧' });
  expect(stored(world, no).timeline.at(-1)).toMatchObject({ act: 'urge', text: '请抓紧' });
  await act(world, unit, no, 'mend', { measure: '已更换口令' });
  expect(stored(world, no)).toMatchObject({ state: 'mended', holder: { role: 'manager' } });
  // Who mends does not judge it, and neither does anybody else.
  for (const actor of [unit, operator])
    expect(await refusal(act(world, actor, no, 'pass'))).toMatchObject({ code: 'forbidden' });
  await act(world, manager, no, 'sendBack', { reason: '还有两个账号' });
  expect(stored(world, no)).toMatchObject({ state: 'ordered', holder: { role: 'unit', unitId: 'hrss' } });
  await act(world, unit, no, 'mend', { measure: '全部更换' });
  await act(world, manager, no, 'pass', { verdict: '已核对' });
  expect(stored(world, no).state).toBe('rectified');
  expect(await told(world, unit, no)).toEqual([
    expect.stringContaining('请整改'),
    expect.stringContaining('请尽快整改'),
    expect.stringContaining('复查不通过'),
    expect.stringContaining('复查通过'),
  ]);
});

test('J-16a: who is not in charge gives it back, and whoever found it names another one', async () => {
  const world = memory(NOW);
  const { no } = await open(world, operator, 'rectification', finding());
  await act(world, handlerOf('hrss'), no, 'objectToFinding', { objection: '不归我们' });
  expect(stored(world, no)).toMatchObject({ state: 'disputed', holder: { role: 'operator' } });
  await act(world, operator, no, 'assignMender', { unitId: 'psb', reason: '核对过' });
  expect(stored(world, no)).toMatchObject({ state: 'ordered', holder: { unitId: 'psb' } });
});

test('J-16a: one of the same cause is joined into another of the same unit, and its findings go on there', async () => {
  const world = memory(NOW);
  const [one, other, foreign] = [
    await open(world, manager, 'rectification', finding()),
    await open(world, manager, 'rectification', finding({ findings: [{ what: '没有备份' }] })),
    await open(world, manager, 'rectification', finding({ unitId: 'psb' })),
  ];
  expect(await refusal(act(world, manager, other.no, 'join', { into: foreign.no }))).toMatchObject({
    fields: { into: '只能并入同一责任方的整改' },
  });
  await act(world, manager, other.no, 'join', { into: one.no });
  expect(stored(world, other.no)).toMatchObject({ state: 'joined' });
  expect(stored(world, one.no).work?.values['findings']).toMatchObject([
    { what: '口令太简单' },
    { what: '没有备份' },
  ]);
  expect(await told(world, handlerOf('hrss'), one.no)).toEqual([
    expect.stringContaining('请整改'),
    expect.stringContaining('增加了同一原因的问题'),
  ]);
});

test('J-24: what comes back at one unit shows as such, and its lead and the manager hear of it', async () => {
  const world = memory(NOW);
  const first = await open(world, manager, 'rectification', finding());
  const second = await open(world, operator, 'rectification', finding());
  const otherKind = await open(world, manager, 'rectification', finding({ matter: '信息内容' }));
  const otherUnit = await open(world, manager, 'rectification', finding({ unitId: 'psb' }));
  const times = (no: string) => stored(world, no).work?.values['times'];
  expect(times(second.no)).toBe('同一责任方同类问题今年第 2 次');
  expect([first, otherKind, otherUnit].map(({ no }) => times(no))).toEqual([undefined, undefined, undefined]);
  for (const actor of [leadOf('hrss'), manager])
    expect(await told(world, actor, second.no)).toContainEqual(expect.stringContaining('同类问题又发生'));
});

test('J-14b: a unit checks itself, mends what it found, and operator and manager can follow it', async () => {
  const world = memory(NOW);
  const unit = leadOf('hrss');
  const { no } = await open(world, unit, 'inspection', { topic: 'self-check' });
  await act(world, unit, no, 'record', {
    items: itemsOf(world, no, { 办事指南是否准确: { result: 'fail', note: '电话已换' } }),
  });
  const [one] = rectifications(world);
  expect(one).toMatchObject({ holder: { role: 'unit', unitId: 'hrss' } });
  for (const actor of [operator, manager])
    expect((await staffOf(world, actor).get(one!.no)).title).toContain('整改');
  expect(await told(world, manager, no)).toEqual([expect.stringContaining('1 项不通过')]);
});

test('G-2.1b2, A39: a unit orders for itself and below, an authority in its region, nobody for strangers', async () => {
  const world = memory(NOW);
  const wrong = (actor: Actor, more: Record<string, unknown>) => refusal(open(world, actor, 'rectification', finding(more)));
  expect(await wrong(leadOf('hrss'), { unitId: 'psb' })).toMatchObject({ code: 'invalid' });
  expect(await wrong(local, { unitId: 'hrss' })).toMatchObject({ code: 'invalid' });
  const { no } = await open(world, local, 'rectification', finding({ unitId: 'gz-hrss' }));
  await act(world, handlerOf('gz-hrss'), no, 'mend', { measure: '已改' });
  await act(world, local, no, 'pass');
  expect(stored(world, no).state).toBe('rectified');
  const byManager = await open(
    world,
    manager,
    'rectification',
    finding({ unitId: undefined, region: '440100' }),
  );
  expect(await told(world, local, byManager.no)).toEqual([expect.stringContaining('请整改')]);
  await act(world, local, byManager.no, 'mend', { measure: '已改' });
});

describe('J-24: a random sample', () => {
  const tickets = [...Array(60).keys()].map(n => ({ no: `T${n}`, unitId: n < 40 ? 'hrss' : n < 58 ? 'psb' : null }));
  const numbers = (size: number, seed = 's') => drawSample(tickets, size, seed).map(({ no }) => no);

  test('is drawn by its seed: the same one again, whatever the order; another seed draws others', () => {
    expect(drawSample([...tickets].reverse(), 12, 's').map(({ no }) => no)).toEqual(numbers(12));
    expect(numbers(12, 't')).not.toEqual(numbers(12));
  });

  test('is stratified by unit, none without one; larger than what there is it is all of it', () => {
    const byUnit = (size: number) => {
      const drawn = drawSample(tickets, size, 's');
      return ['hrss', 'psb', null].map(unitId => drawn.filter(one => one.unitId === unitId).length);
    };
    expect(byUnit(12)).toEqual([8, 3, 1]);
    expect(byUnit(3)).toEqual([1, 1, 1]);
    expect(byUnit(100)).toEqual([40, 18, 2]);
    expect(numbers(0)).toEqual([]);
  });

  test('is judged case by case, says how it was drawn, and what is wrong is a rectification of its unit', async () => {
    const world = memory('2026-11-20T10:00:00.000+08:00');
    const filed: string[] = [];
    for (const unitId of ['hrss', 'hrss', 'psb']) {
      const { no } = await registered(world, operator);
      await act(world, operator, no, 'dispatch', { unitId });
      await act(world, handlerOf(unitId), no, 'reply', { text: '已经补办，请到窗口领取。' });
      filed.push(no);
    }
    world.at(NOW);
    const days = { from: '2026-11-20', to: '2026-11-20' };
    expect(await refusal(open(world, manager, 'sample', { ...days, to: '2026-11-23', size: 2 }))).toMatchObject({
      fields: { to: '须在今天以前' },
    });
    expect(
      await refusal(open(world, manager, 'sample', { from: '2026-11-01', to: '2026-11-02', size: 2 })),
    ).toMatchObject({ fields: { from: '这段时间没有答复过的件' } });
    const { no } = await open(world, manager, 'sample', { ...days, size: 9, seed: '2026-11' });
    expect(stored(world, no).work?.values['drawn']).toBe(
      '种子 2026-11，从 3 件答复过的件里按单位分层抽 3 件',
    );
    const good = { answered: 'yes', right: 'yes', plain: 'yes', inTime: 'yes' };
    const judged = filed.map(ticketNo => ({ ...good, ticketNo, ...(ticketNo === filed[2] ? { plain: 'no' } : {}) }));
    expect(await refusal(act(world, manager, no, 'judge', { judged: judged.slice(1) }))).toMatchObject({
      fields: { judged: expect.stringContaining(filed[0]!) },
    });
    await act(world, manager, no, 'judge', { judged });
    expect(stored(world, no).work?.values['conclusion']).toBe('抽查 3 件，有问题 1 件');
    expect(rectifications(world)).toMatchObject([{ holder: { unitId: 'psb' }, work: { values: { source: 'sample' } } }]);
  });
});

test('J-24: a service is walked through as a citizen does; the step that fails is mended', async () => {
  const world = memory(NOW);
  const { no } = await open(world, manager, 'simulation', { topic: 'service', scope: '社保卡申领', unitId: 'hrss' });
  await act(world, manager, no, 'record', {
    items: itemsOf(world, no, { 提交成功: { result: 'fail', note: '一直转圈' } }),
  });
  expect(rectifications(world)).toMatchObject([{ holder: { unitId: 'hrss' }, work: { values: { source: 'simulation' } } }]);
  expect(await told(world, handlerOf('hrss'), no)).toEqual([expect.stringContaining('检查已有结果')]);
});
