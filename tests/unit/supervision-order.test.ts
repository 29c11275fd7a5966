import { randomUUID } from 'node:crypto';
import type { Actor } from '../../cloudfunctions/domain/engine';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { actOnTicket } from '../../cloudfunctions/usecases/tickets/act-on-ticket';
import { fileTicket } from '../../cloudfunctions/usecases/tickets/file-ticket';
import { listQueue } from '../../cloudfunctions/usecases/tickets/lists/list-queue';
import { openProcedure } from '../../cloudfunctions/usecases/tickets/open-procedure';
import { everybody, handlerOf, leadOf, manager, operator, operatorLead, owner } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { staffOf } from '../support/callers';
import { told } from '../support/checks';
import { plainWork } from '../support/work';

/** 督办单 (A54, G-2.1c): numbered, levelled, answered in writing, struck off by who issued it. */

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

const orders = (world: Memory): Ticket[] =>
  world
    .all('tickets')
    .map(({ ticket }) => ticket)
    .filter(({ kind }) => kind === 'supervision-order');
const numbers = (world: Memory): unknown[] => orders(world).map(({ work }) => work?.values['orderNo']);

const start = async (): Promise<{ world: Memory; no: string }> => {
  const world = memory(at('2026-11-23T10:00'));
  return { world, no: (await file(world)).no };
};

test('督办 by the manager is a numbered order at the unit, answered in writing, struck off by the manager alone', async () => {
  const { world, no } = await start();
  const shown = await act(world, manager, no, 'supervise', { text: '三天内给群众说法' });
  expect(shown.flags).toContain('supervised');
  expect(shown.clocks.find(({ name }) => name === 'supervise')).toMatchObject({ date: '2026-11-25' });
  const [order] = orders(world) as [Ticket];
  expect(shown.links).toContainEqual({
    no: order.no,
    title: '督办〔2026〕1号（督办）：三天内给群众说法',
    relation: 'supervision',
  });
  expect(order).toMatchObject({ state: 'issued', unitId: 'hrss', holder: { role: 'unit', unitId: 'hrss' } });
  expect(order.clocks[0]).toMatchObject({ name: 'supervise', date: '2026-11-25' });

  await expect(
    act(world, handlerOf('hrss'), order.no, 'answerSupervision', { text: '在办' }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await expect(
    act(world, leadOf('hrss'), order.no, 'answerSupervision', { text: '在办', signedOn: '2026-12-01' }),
  ).rejects.toMatchObject({ fields: { signedOn: '签署日期不能在今天以后' } });
  const answered = await act(world, leadOf('hrss'), order.no, 'answerSupervision', {
    text: '已补发，明日答复群众。',
    documentNo: '人社函〔2026〕8号',
  });
  expect(answered).toMatchObject({ state: 'answered', stateLabel: '待销号' });
  expect(answered.facts).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'signedBy', value: 'hrss的负责人' }),
      expect.objectContaining({ name: 'documentNo', value: '人社函〔2026〕8号' }),
    ]),
  );
  // The ticket itself waits for no answer any more.
  expect(stored(world, no).clocks.find(({ name }) => name === 'supervise')?.state).toBe('met');

  for (const other of [operator, operatorLead, leadOf('hrss')])
    await expect(act(world, other, order.no, 'strike')).rejects.toMatchObject({ code: 'forbidden' });
  expect(await act(world, manager, order.no, 'strike', { verdict: '属实' })).toMatchObject({
    state: 'struck',
    ended: true,
  });
  expect(stored(world, no).timeline.at(-1)?.label).toBe('督办已销号');
});

test('what was answered in the ticket, or by the reply to the citizen, reaches the order', async () => {
  const { world, no } = await start();
  await act(world, operator, no, 'press', { text: '请尽快' });
  await expect(act(world, manager, no, 'supervise', { text: '再督办' })).rejects.toMatchObject({
    code: 'wrong-state',
    message: '已在督办中',
  });
  await act(world, leadOf('hrss'), no, 'answerSupervision', { text: '正在补发' });
  expect(orders(world)[0]).toMatchObject({ state: 'answered', work: { values: { answer: '正在补发' } } });

  await act(world, manager, no, 'supervise', { text: '请答复群众' });
  await act(world, handlerOf('hrss'), no, 'reply', { text: '已补发。' });
  expect(orders(world).map(({ state }) => state)).toEqual(['answered', 'answered']);
});

test('numbers run through the year without gap or twin, whoever issues at the same time', async () => {
  const { world } = await start();
  const filed = await Promise.all(Array.from({ length: 5 }, () => file(world)));
  await Promise.all([
    ...filed.map(({ no }) => act(world, manager, no, 'supervise', { text: '请办理' })),
    // What comes to nothing takes no number.
    expect(
      openProcedure(world, leadOf('psb'), {
        kind: 'supervision-order',
        requestId: randomUUID(),
        input: { ticketNo: filed[0]!.no, text: '不是本单位的件' },
      }),
    ).rejects.toMatchObject({ code: 'invalid' }),
  ]);
  expect(numbers(world).sort()).toEqual([1, 2, 3, 4, 5].map(n => `督办〔2026〕${n}号`));
  world.at(at('2027-01-04T10:00'));
  const later = await file(world);
  await act(world, manager, later.no, 'supervise', { text: '请办理' });
  expect(numbers(world)).toContain('督办〔2027〕1号');
});

test('without an answer on its day it climbs, and the next above is told; its number stays', async () => {
  const { world, no } = await start();
  await act(world, operator, no, 'press', { text: '请尽快' });
  const { no: orderNo } = orders(world)[0]!;
  world.at(at('2026-11-26T09:00'));
  await sweepDeadlines(world, plainWork());
  expect(stored(world, orderNo)).toMatchObject({
    state: 'issued',
    title: '督办〔2026〕1号（督办）：请尽快',
    work: { values: { level: 'supervise', orderNo: '督办〔2026〕1号' } },
  });
  const told = world.all('journal').filter(({ type }) => type === 'climb');
  expect(told[0]?.messages.map(({ audience }) => audience.to)).toEqual(['lead', 'operator', 'manager']);
  expect(told[0]?.messages[0]?.says).toMatch(/^到期没有答复，已升为督办/);
  world.at(at('2026-12-08T09:00'));
  await sweepDeadlines(world, plainWork());
  expect(stored(world, orderNo).work?.values['level']).toBe('escalate');
  expect(stored(world, orderNo).clocks.map(({ state }) => state)).toEqual(['late', 'late', 'running']);
});

test('who may issue which level; a day of the order goes before the rule, never a day that is over', async () => {
  const { world, no } = await start();
  const issue = (actor: Actor, input: Record<string, unknown>) =>
    openProcedure(world, actor, {
      kind: 'supervision-order',
      requestId: randomUUID(),
      input: { ticketNo: no, text: '请办理', ...input },
    });
  await expect(issue(operator, { level: 'supervise' })).rejects.toMatchObject({
    fields: { level: '您不能签发这个级别' },
  });
  await expect(issue(leadOf('hrss'), { level: 'escalate' })).rejects.toMatchObject({
    fields: { level: '您不能签发这个级别' },
  });
  await expect(issue(manager, { dueOn: '2026-11-20' })).rejects.toMatchObject({
    fields: { dueOn: '答复日期不能在今天以前' },
  });
  const order = await issue(manager, { level: 'escalate', dueOn: '2026-11-27' });
  expect(order.clocks[0]).toMatchObject({ date: '2026-11-27' });
  expect(stored(world, no).clocks.find(({ name }) => name === 'supervise')).toMatchObject({
    date: '2026-11-27',
    state: 'running',
  });
});

test('A42: where nobody is left of the party that issued it, the manager strikes it off', async () => {
  const { world, no } = await start();
  await act(world, leadOf('hrss'), no, 'supervise', { text: '请本单位抓紧' });
  const { no: orderNo } = orders(world)[0]!;
  await act(world, leadOf('hrss'), orderNo, 'answerSupervision', { text: '已办' });
  await expect(act(world, manager, orderNo, 'strike')).rejects.toMatchObject({ code: 'forbidden' });
  const lead = world.get('members', 'hrss-lead')!;
  world.put('members', { ...lead, state: 'revoked' });
  world.put('settings', { ...world.get('settings', 'current')!, membersVersion: 2, catalogueVersion: 2 });
  world.pass(60_000);
  expect(await act(world, manager, orderNo, 'strike')).toMatchObject({ state: 'struck' });
});

test('A27: a supervision that a rule wants is an order as well, the manager’s to strike off', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const { no } = await fileTicket(world, owner.id, {
    requestId: randomUUID(),
    kind: 'complaint',
    category: 'business',
    title: '社保卡补办没有回音',
    text: '补办一个月没有回音。',
    consent: { policyVersion: '2026-11' },
  });
  world.at(at('2026-12-01T10:00'));
  await act(world, operator, no, 'dispatch', { unitId: 'hrss' });
  expect(stored(world, no).promise?.broken).toBe(true);
  expect(orders(world)[0]).toMatchObject({
    state: 'issued',
    unitId: 'hrss',
    work: { values: { orderNo: '督办〔2026〕1号', issuerRole: 'manager' } },
  });
});

test('A34: an order about a confidential ticket stays with the leads; it is a row of the queue with number, level, state, days', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const { no } = await file(world, { against: 'staff' });
  await act(world, manager, no, 'supervise', { text: '请核实' });
  const [order] = orders(world) as [Ticket];
  expect(order).toMatchObject({ marks: ['confidential'], holder: { role: 'lead', unitId: 'hrss' } });
  const kind = 'supervision-order';
  const seen = async (actor: Actor) =>
    (await listQueue(world, actor, { view: 'all', kind, limit: 20 })).tickets.map(one => one.no);
  expect(await seen(handlerOf('hrss'))).toEqual([]);
  expect(await seen(operator)).toEqual([]);
  expect(await seen(leadOf('hrss'))).toEqual([order.no]);
  const [row] = (await listQueue(world, manager, { view: 'all', kind, limit: 20 })).tickets;
  expect(row).toMatchObject({
    title: '督办〔2026〕1号（督办）：请核实',
    stateLabel: '待答复',
    next: { label: '答复督办', daysLeft: 2 },
  });
});

/** An article of a unit that stands on the official account. */
const article = async (world: Memory, author: Actor): Promise<string> => {
  const { no } = await openProcedure(world, author, {
    kind: 'content',
    requestId: randomUUID(),
    input: { topic: '社保卡补办', medium: 'account', plannedOn: '2026-12-01', units: [{ unitId: 'psb' }] },
  });
  await act(world, author, no, 'submitDraft', { headline: '社保卡丢了怎么办', body: '带身份证到窗口。' });
  await act(world, operator, no, 'passFirst');
  // Whoever has written it reads it in no place.
  const second = author === operatorLead ? manager : operatorLead;
  await act(world, second, no, 'passSecond', { secrecy: true, personal: true, basis: '登记 12 号' });
  for (const who of [manager, handlerOf('psb')]) await act(world, who, no, 'consent');
  const link = 'https://mp.example.cn/s/1';
  await act(world, operator, no, 'publish', { link, publishedAt: world.ports.now() });
  return no;
};

test('G-2.1c: what is published is put under supervision from the item itself: a numbered order at whoever wrote it', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const no = await article(world, handlerOf('gz-hrss'));
  const offered = async (actor: Actor) =>
    (await staffOf(world, actor).call('ticket.get', { no })).ticket.acts.map(one => one.act);
  for (const who of [manager, operator, leadOf('gz-hrss')]) expect(await offered(who)).toContain('supervise');
  for (const who of [handlerOf('gz-hrss'), leadOf('psb')])
    expect(await offered(who)).not.toContain('supervise');

  await act(world, manager, no, 'supervise', { demand: 'correct', text: '收费标准写错' });
  const [order] = orders(world) as [Ticket];
  expect(order).toMatchObject({
    title: '督办〔2026〕1号（督办）：更正：收费标准写错',
    state: 'issued',
    holder: { role: 'unit', unitId: 'gz-hrss' },
    links: [{ no, relation: 'about' }],
  });
  expect(order.clocks[0]).toMatchObject({ name: 'supervise', date: '2026-11-25' });
  await expect(
    act(world, manager, no, 'supervise', { demand: 'withdraw', text: '再来' }),
  ).rejects.toMatchObject({ fields: { text: expect.stringContaining('督办单') as string } });

  // What was wanted is done in the item, and read in the order.
  await act(world, handlerOf('gz-hrss'), no, 'correctContent', { what: '收费标准已改。' });
  expect(stored(world, order.no).timeline.at(-1)).toMatchObject({
    label: '内容已更正',
    text: '收费标准已改。',
  });
  expect(await told(world, manager, order.no)).toContainEqual(expect.stringContaining('内容已更正'));
  await act(world, leadOf('gz-hrss'), order.no, 'answerSupervision', { text: '已更正。' });
  await act(world, manager, order.no, 'strike');
  await act(world, manager, no, 'supervise', { demand: 'withdraw', text: '请撤下' });
  expect(numbers(world)).toHaveLength(2);
});

test('G-2.1c: the operator urges units, answers for its own, and a region answers itself', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const own = await article(world, operatorLead);
  await expect(
    act(world, operator, own, 'supervise', { demand: 'correct', text: '改' }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await act(world, manager, own, 'supervise', { demand: 'explain', text: '说明来源' });
  expect(orders(world)[0]).toMatchObject({ holder: { role: 'operator-lead' } });
  const ofUnit = await article(world, handlerOf('hrss'));
  await act(world, operator, ofUnit, 'supervise', { demand: 'correct', text: '改错字' });
  expect(orders(world).map(({ title }) => title)).toContain('督办〔2026〕2号（催办）：更正：改错字');
  const local = everybody.find(({ role }) => role === 'local')!;
  const ofRegion = await article(world, local);
  await act(world, manager, ofRegion, 'supervise', { demand: 'withdraw', text: '有误' });
  const order = orders(world).find(({ holder }) => holder.region === '440100')!;
  await act(world, local, ofRegion, 'withdrawContent', { reason: '有误，撤下' });
  await act(world, local, order.no, 'answerSupervision', { text: '已撤下。' });
  expect(stored(world, order.no).state).toBe('answered');
});
