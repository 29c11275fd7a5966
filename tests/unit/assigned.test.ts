import { randomUUID } from 'node:crypto';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { foldDocumentNo } from '../../cloudfunctions/domain/ticket/assigned';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { getBoard } from '../../cloudfunctions/usecases/oversight/board/show-board';
import { actOnTicket } from '../../cloudfunctions/usecases/tickets/act-on-ticket';
import { registerInput, registerTicket } from '../../cloudfunctions/usecases/tickets/file-ticket';
import { listQueue } from '../../cloudfunctions/usecases/tickets/lists/list-queue';
import { listProcedures, openProcedure } from '../../cloudfunctions/usecases/tickets/open-procedure';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { handlerOf, leadOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** 交办件 (A54): what a document assigns has its number, its own day, and the manager's signature; it is counted apart. */

const at = (moment: string): string => `${moment}:00.000+08:00`;
const stored = (world: Memory, no: string): Ticket => world.get('tickets', no)!.ticket;

const act = (world: Memory, actor: Actor, no: string, name: string, input: Record<string, unknown> = {}) =>
  actOnTicket(world, actor, { no, act: name, version: stored(world, no).version, input });

const register = (world: Memory, actor: Actor, more: Record<string, unknown> = {}) =>
  registerTicket(
    world,
    actor,
    registerInput.parse({
      requestId: randomUUID(),
      channel: 'assigned',
      externalNo: '粤府督〔2026〕12号',
      origin: 'inspection',
      dueOn: '2026-12-05',
      kind: 'complaint',
      category: 'business',
      title: '社保卡补办超时',
      text: '督查发现补办超时。',
      serviceId: 'card',
      ...more,
    }),
  );

test('the day of the document is promise and limit, also on a day off, and the explanation says so', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const ticket = await register(world, operator);
  // 5 December 2026 is a Saturday.
  expect(ticket.promise).toMatchObject({ date: '2026-12-05', confirmed: true, provisional: false });
  expect(ticket.promise?.explanation.at(-1)).toEqual({
    date: '2026-12-05',
    counted: true,
    why: '督查交办文件要求的日期',
  });
  const reply = () => stored(world, ticket.no).clocks.filter(({ name }) => name === 'reply');
  expect(reply()).toMatchObject([{ date: '2026-12-05', responsible: { unitId: 'hrss' } }]);
  expect(ticket.flags).toContain('assigned');
  expect(ticket).toMatchObject({
    channel: 'assigned',
    assigned: { origin: '督查', documentNo: '粤府督〔2026〕12号', dueOn: '2026-12-05' },
  });
  // Whoever holds it, the day stays.
  await act(world, handlerOf('hrss'), ticket.no, 'return', { reason: '属公安' });
  await act(world, manager, ticket.no, 'approveReply');
  await act(world, operator, ticket.no, 'dispatch', { unitId: 'psb' });
  expect(reply().at(-1)).toMatchObject({ date: '2026-12-05', responsible: { unitId: 'psb' } });
  expect(stored(world, ticket.no).promise).toMatchObject({ date: '2026-12-05', broken: false });
});

test('the manager signs the reply, whatever the unit wants; nobody else, and nothing without it', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const { no } = await register(world, manager);
  await expect(act(world, handlerOf('hrss'), no, 'reply', { text: '已办' })).rejects.toMatchObject({
    code: 'wrong-state',
    message: '交办件的答复由管理方签发，请提交审核',
  });
  await act(world, handlerOf('hrss'), no, 'submitReply', { text: '已补办。' });
  const waiting = await listQueue(world, manager, { view: 'todo', limit: 20 });
  expect(waiting.tickets.map(one => one.no)).toEqual([no]);
  await expect(act(world, leadOf('hrss'), no, 'approveReply')).rejects.toMatchObject({ code: 'forbidden' });
  const signed = await act(world, manager, no, 'approveReply');
  expect(signed).toMatchObject({ state: 'replied', replies: [{ text: '已补办。' }] });
});

test('what is technical lies with the operator and is signed by the manager too', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const { no } = await register(world, manager, { category: 'technical', serviceId: undefined });
  expect(stored(world, no)).toMatchObject({ holder: { role: 'operator' } });
  expect(stored(world, no).clocks).toMatchObject([{ name: 'reply', date: '2026-12-05' }]);
  await expect(act(world, operator, no, 'reply', { text: '已修' })).rejects.toMatchObject({
    code: 'wrong-state',
  });
  await act(world, operator, no, 'submitReply', { text: '已修复。' });
  await act(world, manager, no, 'returnReply', { reason: '写明时间' });
  await act(world, operator, no, 'submitReply', { text: '11 月 23 日已修复。' });
  expect(await act(world, manager, no, 'approveReply')).toMatchObject({ state: 'replied' });
});

test.each([
  ['without its number', { externalNo: undefined }, { externalNo: '请填写文号' }],
  ['without an origin', { origin: undefined }, { origin: '请选择交办来源' }],
  ['without a day', { dueOn: undefined }, { dueOn: '请填写文件要求办结的日期' }],
  ['for a day that is over', { dueOn: '2026-11-20' }, { dueOn: '文件要求的日期不能在今天以前' }],
  ['for a day too far', { dueOn: '2036-11-20' }, { dueOn: '日期太远，请核对' }],
  ['a call with a day of its own', { channel: 'phone' }, { origin: '只有交办件填交办来源' }],
])('refused %s', async (_what, more, fields) => {
  const world = memory(at('2026-11-23T10:00'));
  await expect(register(world, operator, more)).rejects.toMatchObject({
    code: 'invalid',
    fields: expect.objectContaining(fields) as object,
  });
  expect(world.all('tickets')).toEqual([]);
});

test('one document of one origin is registered once, however its number is written', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const first = await register(world, operator);
  for (const externalNo of ['粤府督[2026]12号', '粤府督（２０２６）第012号', ' 粤府督 〔2026〕 12号'])
    await expect(register(world, manager, { externalNo })).rejects.toMatchObject({
      code: 'conflict',
      message: `这个文号已登记为 ${first.no}，请在那一件里办理`,
    });
  await register(world, manager, { origin: 'petition' });
  await register(world, manager, { externalNo: '粤府督〔2026〕121号' });
  expect(foldDocumentNo('粤府督〔2026〕100号')).not.toBe(foldDocumentNo('粤府督〔2026〕10号'));
  const { tickets } = await listQueue(world, operator, {
    view: 'all',
    query: '粤府督【2026】12号',
    limit: 9,
  });
  expect(tickets.map(({ no }) => no)).toContain(first.no);
});

test('it is not merged, which would cost it its day and its signature', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const one = await register(world, operator);
  const other = await register(world, operator, { externalNo: '粤府督〔2026〕13号' });
  await expect(act(world, operator, one.no, 'merge', { into: other.no })).rejects.toMatchObject({
    fields: { into: '交办件单独办理，请用“关联”' },
  });
});

test('operator and manager register it; the manager nothing else, units not at all; the form offers what each may', async () => {
  const world = memory(at('2026-11-23T10:00'));
  await expect(register(world, handlerOf('hrss'))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(
    register(world, manager, { channel: 'phone', origin: undefined, dueOn: undefined }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  const channels = async (actor: Actor) =>
    (await listProcedures(world, actor)).procedures
      .find(({ kind }) => kind === 'complaint')
      ?.fields?.[0]?.options?.map(({ value }) => value);
  expect(await channels(manager)).toEqual(['assigned']);
  expect(await channels(operator)).toEqual(['phone', 'counter', '12345', 'assigned']);
  expect(await channels(handlerOf('hrss'))).toEqual(['phone', 'counter', '12345']);
  const opened = await openProcedure(world, manager, {
    kind: 'consultation',
    requestId: randomUUID(),
    input: {
      channel: 'assigned',
      externalNo: '批〔2026〕3号',
      origin: 'instruction',
      dueOn: '2026-11-30',
      category: 'business',
      title: '请研究回复',
      text: '请研究回复来信人。',
    },
  });
  expect(opened).toMatchObject({ kind: 'consultation', assigned: { origin: '领导批示' } });
});

test('a filter of the queue of its own, and counted apart on the board', async () => {
  const world = memory(at('2026-11-23T10:00'));
  const { no } = await register(world, operator);
  await register(world, operator, {
    channel: 'phone',
    externalNo: undefined,
    origin: undefined,
    dueOn: undefined,
  });
  const { tickets } = await listQueue(world, handlerOf('hrss'), {
    view: 'all',
    channel: 'assigned',
    limit: 20,
  });
  expect(tickets.map(one => one.no)).toEqual([no]);
  await act(world, handlerOf('hrss'), no, 'submitReply', { text: '已补办。' });
  await act(world, manager, no, 'approveReply');
  await deliverOutbox(world, plainWork());
  expect((await getBoard(world, manager, { weeks: 1 })).assigned).toEqual({ filed: 1, inTime: 1, late: 0 });
  expect((await getBoard(world, leadOf('hrss'), { weeks: 1 })).assigned).toEqual({
    filed: 1,
    inTime: 1,
    late: 0,
  });
  expect((await getBoard(world, leadOf('psb'), { weeks: 1 })).assigned).toEqual({
    filed: 0,
    inTime: 0,
    late: 0,
  });
});
