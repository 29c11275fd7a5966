import type { Actor } from '../../cloudfunctions/domain/engine';
import { staffOf } from '../support/callers';
import { act, check, itemsOf, open, rectifications, refusal, stored, told } from '../support/checks';
import { everybody, handlerOf, leadOf, manager, operator } from '../support/domain';
import { memory } from '../support/memory';

/** What a check finds, and how it is put right (G-2.1b2, J-14b, J-16a, J-24). */

const NOW = '2026-11-23T10:00:00.000+08:00';
const local = everybody.find(({ role }) => role === 'local')!;

const finding = (more: Record<string, unknown> = {}) => ({
  source: 'other',
  matter: '安全',
  findings: [{ what: '口令太简单' }],
  unitId: 'hrss',
  ...more,
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
  const wrong = (actor: Actor, more: Record<string, unknown>) =>
    refusal(open(world, actor, 'rectification', finding(more)));
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
