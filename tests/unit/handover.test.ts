import { randomUUID } from 'node:crypto';
import type { Actor } from '../../cloudfunctions/domain/engine';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { saveRow } from '../../cloudfunctions/usecases/registers/save-row';
import { actOnTicket } from '../../cloudfunctions/usecases/tickets/act-on-ticket';
import { fileTicket } from '../../cloudfunctions/usecases/tickets/file-ticket';
import { openProcedure } from '../../cloudfunctions/usecases/tickets/open-procedure';
import { handlerOf, leadOf, manager, operator, operatorLead, owner } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** 交接班 (A51, G-2.3c): filled in by itself, signed by who goes, confirmed by who comes; a record stays. */

const at = (moment: string): string => `${moment}:00.000+08:00`;
const stored = (world: Memory, no: string): Ticket => world.get('tickets', no)!.ticket;

const act = (world: Memory, actor: Actor, no: string, name: string, input: Record<string, unknown> = {}) =>
  actOnTicket(world, actor, { no, act: name, version: stored(world, no).version, input });

const file = (world: Memory, more: Record<string, unknown> = {}) =>
  fileTicket(world, owner.id, {
    requestId: randomUUID(),
    kind: 'complaint',
    category: 'business',
    title: '社保卡补办没有回音',
    text: '补办一个月没有回音。',
    serviceId: 'card',
    consent: { policyVersion: '2026-11' },
    ...more,
  });

const handOver = (world: Memory, actor: Actor, input: Record<string, unknown> = {}) =>
  openProcedure(world, actor, { kind: 'handover', requestId: randomUUID(), input });

const itemsOf = (world: Memory, no: string) =>
  (stored(world, no).work?.values['items'] ?? []) as Record<string, string>[];

const onDuty = (world: Memory, actor: Actor, startsAt: string, endsAt: string) =>
  saveRow(world, actor.unitId ? leadOf(actor.unitId) : operatorLead, {
    register: 'rosters',
    values: {
      name: '晚班',
      memberId: actor.id,
      startsAt: at(startsAt),
      endsAt: at(endsAt),
      reach: 'inbox',
      phone: '020-83000000',
    },
  });

test('what is open is put down by the platform: urgent, promised calls, planned results, faults, orders — nothing else', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const handler = handlerOf('hrss');
  await file(world);
  const urgent = await file(world, { urgent: true });
  const called = await file(world);
  await act(world, handler, called.no, 'logCall', { reached: true, callAgainAt: at('2026-11-24T09:00') });
  const asked = await file(world);
  await act(world, handler, asked.no, 'askCitizen', { text: '请补身份证号后四位' });
  const planned = await file(world);
  await act(world, handler, planned.no, 'reply', {
    text: '已列入计划',
    resultType: 'planned',
    plannedOn: '2026-12-10',
  });
  const supervised = await file(world);
  await act(world, manager, supervised.no, 'supervise', { text: '请抓紧' });
  const fault = await openProcedure(world, handler, {
    kind: 'fault',
    requestId: randomUUID(),
    input: { serviceId: 'card', impact: '不能提交申请', instead: '请到窗口办理' },
  });
  const elsewhere = await file(world, { urgent: true, category: 'technical', serviceId: undefined });

  const { no, facts } = await handOver(world, handler, { takerId: leadOf('hrss').id, words: '窗口有人等' });
  const found = Object.fromEntries(itemsOf(world, no).map(one => [one['ticketNo'], one['why']]));
  const order = world.all('tickets').find(({ ticket }) => ticket.kind === 'supervision-order')!._id;
  expect(found).toEqual({
    [urgent.no]: '紧急件',
    [called.no]: '约好 11 月 24 日 周二 09:00 再联系',
    [asked.no]: '已请群众补充，等回复',
    [planned.no]: '计划 12 月 10 日 周四 办成，到时再次答复',
    [order]: '正在办理',
    [fault.no]: '正在办理',
  });
  // A row leads to its ticket, and holds no citizen's words.
  const items = facts?.find(({ name }) => name === 'items');
  expect(items?.columns?.at(-1)).toMatchObject({ name: 'ticketNo', type: 'ticket' });
  expect(JSON.stringify(items)).not.toContain('没有回音');
  // The operator hands over its own, and the faults of all.
  const mine = await handOver(world, operator, { takerId: operatorLead.id });
  expect(itemsOf(world, mine.no).map(one => one['ticketNo'])).toEqual(
    expect.arrayContaining([elsewhere.no, fault.no, order]),
  );
});

test('both confirm: the giver signs with what has come meanwhile, the taker sends back what is missing, then confirms', async () => {
  const world = memory(at('2026-11-23T17:00'));
  const [giver, taker] = [handlerOf('hrss'), leadOf('hrss')];
  const { no } = await handOver(world, giver, { takerId: taker.id, words: '无' });
  const urgent = await file(world, { urgent: true });
  await expect(act(world, taker, no, 'confirm')).rejects.toMatchObject({ code: 'wrong-state' });
  await act(world, giver, no, 'sign', { words: '窗口有人等' });
  expect(itemsOf(world, no).map(one => one['ticketNo'])).toEqual([urgent.no]);
  await expect(act(world, giver, no, 'confirm')).rejects.toMatchObject({ code: 'forbidden' });
  await act(world, taker, no, 'sendBack', { missing: '没写联系电话' });
  expect(stored(world, no)).toMatchObject({ state: 'drawn', holder: { memberId: giver.id } });
  await act(world, giver, no, 'sign', { words: '电话 020-83000000' });
  world.at(at('2026-11-23T17:10'));
  const done = await act(world, taker, no, 'confirm');
  expect(done).toMatchObject({ state: 'done', ended: true });
  expect(stored(world, no).work?.values).toMatchObject({
    giver: giver.name,
    taker: taker.name,
    signedAt: at('2026-11-23T17:00'),
    confirmedAt: at('2026-11-23T17:10'),
  });
});

test('the successor comes from the roster; another one is said to differ; none of another party, not oneself', async () => {
  const world = memory(at('2026-11-23T17:00'));
  const giver = handlerOf('hrss');
  await expect(handOver(world, giver)).rejects.toMatchObject({
    fields: { takerId: '值班表上没有下一班，请选择接班人' },
  });
  for (const [takerId, wrong] of [
    [giver.id, '不能交给自己'],
    [handlerOf('psb').id, '没有这位人员，请重新选择'],
    [operator.id, '没有这位人员，请重新选择'],
  ])
    await expect(handOver(world, giver, { takerId })).rejects.toMatchObject({ fields: { takerId: wrong } });
  await onDuty(world, leadOf('hrss'), '2026-11-23T18:00', '2026-11-24T08:00');
  const ticket = await handOver(world, giver);
  expect(ticket.title).toBe(`省人社厅交接班：${giver.name}交给${leadOf('hrss').name}`);
  world.put('members', { ...world.get('members', giver.id)!, _id: 'third', id: 'third', name: '第三人' });
  const other = await handOver(world, giver, { takerId: 'third' });
  expect(other.timeline.find(({ label }) => label === '接班人与值班表不一致')?.text).toContain(
    leadOf('hrss').name,
  );
});

test('not confirmed in time: the lead is told, and may name somebody else', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const { no } = await handOver(world, operator, { takerId: operatorLead.id });
  await act(world, operator, no, 'sign');
  expect(stored(world, no).clocks.at(-1)).toMatchObject({ dueAt: at('2026-11-23T10:30') });
  world.at(at('2026-11-23T10:31'));
  await sweepDeadlines(world, plainWork());
  const told = world
    .all('journal')
    .filter(one => one.no === no)
    .flatMap(({ messages }) => messages)
    .filter(({ template }) => template === 'red');
  expect(told.map(({ audience }) => audience.to)).toContain('operator-lead');
  world.put('members', {
    ...world.get('members', operator.id)!,
    _id: 'op-2',
    id: 'op-2',
    name: '运营庚',
  });
  await act(world, operatorLead, no, 'appoint', { takerId: 'op-2', reason: '临时有事' });
  // Its name says who takes it now, and who had been asked hears that it is another one.
  expect(stored(world, no)).toMatchObject({
    state: 'signed',
    holder: { memberId: 'op-2' },
    title: expect.stringMatching(/交接班：运营甲交给运营庚$/) as string,
  });
  const messages = world.all('journal').flatMap(one => (one.type === 'appoint' ? one.messages : []));
  expect(messages.map(({ audience, says }) => [audience, says])).toEqual([
    [{ to: 'member', memberId: operatorLead.id }, '已改由别人接班，您不用接'],
    [{ to: 'member', memberId: 'op-2' }, expect.stringContaining('请接班') as string],
  ]);
});

test('A34: of confidential tickets the handover says only how many', async () => {
  const world = memory(at('2026-11-23T10:00'));
  await file(world, { against: 'staff', urgent: true });
  const { no } = await handOver(world, leadOf('hrss'), { takerId: handlerOf('hrss').id });
  expect(itemsOf(world, no)).toEqual([]);
  expect(stored(world, no).work?.values['besides']).toBe('保密件 1 件，请当面交接');
});
