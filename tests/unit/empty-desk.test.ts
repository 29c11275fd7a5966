import type { ShownTicket } from '../../typings/contract';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { offeredActs } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { watchDesks } from '../../cloudfunctions/usecases/clock/watch-desks';
import { dissolveUnit } from '../../cloudfunctions/usecases/catalogue/dissolve-unit';
import { getStaffProfile } from '../../cloudfunctions/usecases/oversight/show-desk';
import { createAddressBook } from '../../cloudfunctions/usecases/people/address-book';
import { inviteMember, revokeMember } from '../../cloudfunctions/usecases/people/manage-members';
import { setStandIn } from '../../cloudfunctions/usecases/people/stand-ins';
import { actOnTicket } from '../../cloudfunctions/usecases/tickets/act-on-ticket';
import { fileTicket } from '../../cloudfunctions/usecases/tickets/file-ticket';
import { listQueue } from '../../cloudfunctions/usecases/tickets/lists/list-queue';
import { openProcedure } from '../../cloudfunctions/usecases/tickets/open-procedure';
import { getTicket } from '../../cloudfunctions/usecases/tickets/show-ticket';
import { staffOf as callerOf } from '../support/callers';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';
import {
  contextOf,
  handlerOf,
  leadOf,
  manager,
  MONDAY,
  open,
  operator,
  operatorLead,
  owner,
  service,
  take,
  without,
} from '../support/domain';

/** Nobody waits at an empty desk (A42). */

const requestId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
let filed = 0;
const file = (world: Memory, more: object = {}): Promise<ShownTicket> =>
  fileTicket(world, owner.id, {
    requestId: requestId((filed += 1)),
    kind: 'complaint',
    category: 'business',
    title: '社保卡补办没有回音',
    text: '补办社保卡一个月没有回音',
    serviceId: service.id,
    consent: { policyVersion: '2026-11' },
    ...more,
  });
const act = async (world: Memory, actor: Actor, no: string, name: string, input: object = {}) => {
  const { version } = await getTicket(world, actor, no);
  return actOnTicket(world, actor, { no, act: name, version, input: input as Record<string, unknown> });
};
const revoke = async (world: Memory, ...ids: string[]): Promise<void> => {
  for (const memberId of ids) await revokeMember(world, manager, { memberId });
};
const staffOf = (unitId: string): string[] => [`${unitId}-handler`, `${unitId}-lead`];
const told = (world: Memory, id: string): string[] =>
  world
    .all('messages')
    .filter(({ to }) => to === (id === owner.id ? id : `openid-${id}`))
    .map(({ text, about }) => `${text} ${about ?? ''}`);
const lines = ({ timeline }: Pick<ShownTicket, 'timeline'>): string[] => timeline.map(({ label }) => label);

const hears = (world: Memory, id: string, no: string): boolean =>
  world.all('messages').some(({ to, about }) => to === `openid-${id}` && about === no);

test('what is for a unit without members goes to the unit above it, and says why; the promise is the same', async () => {
  const world = memory(MONDAY);
  const usual = await file(world, { kind: 'consultation', region: '440100' });
  expect(usual.unit?.id).toBe('gz-hrss');
  await revoke(world, ...staffOf('gz-hrss'));
  const ticket = await file(world, { kind: 'consultation', region: '440100' });
  expect(ticket.unit?.id).toBe('hrss');
  expect(ticket.promise).toMatchObject({ date: usual.promise?.date, confirmed: true });
  expect(lines(ticket)).toContain('市人社局目前无人办理，转由省人社厅办理');
  await deliverOutbox(world, plainWork());
  expect(told(world, owner.id).filter(text => text.includes('市人社局目前无人办理'))).toHaveLength(1);
  expect(hears(world, 'hrss-handler', ticket.no)).toBe(true);
});

test('where nobody is above either, the operator gets it and the promise runs', async () => {
  const world = memory(MONDAY);
  await revoke(world, ...staffOf('hrss'));
  const ticket = await file(world);
  expect(ticket).toMatchObject({ unit: null, state: 'submitted', holder: { role: 'operator' } });
  expect(ticket.promise).toMatchObject({ confirmed: false, broken: false });
  expect(lines(ticket).join()).toContain('省人社厅目前无人办理');
  await deliverOutbox(world, plainWork());
  expect(told(world, owner.id).join()).toContain('省人社厅目前无人办理');
  expect(hears(world, 'op', ticket.no)).toBe(true);

  const dispatched = await act(world, operator, ticket.no, 'dispatch', { unitId: 'gz-hrss' });
  expect(dispatched.unit?.id).toBe('gz-hrss');
  await revoke(world, ...staffOf('psb'));
  const other = await file(world);
  const back = await act(world, operator, other.no, 'dispatch', { unitId: 'psb' });
  expect(back).toMatchObject({ unit: null, state: 'submitted', holder: { role: 'operator' } });
  expect(lines(back).join()).toContain('省公安厅目前无人办理');
});

test('a confidential complaint waits for no lead who is not there (A34)', async () => {
  const world = memory(MONDAY);
  await revoke(world, 'hrss-lead');
  const ticket = await file(world, { against: 'staff' });
  expect(ticket).toMatchObject({ unit: null, holder: { role: 'operator-lead' } });
});

test('whoever leaves last leaves nothing behind: flag and alarm at once, to-do and one message with the next run', async () => {
  const world = memory(MONDAY);
  const tickets = [await file(world), await file(world)];
  await revoke(world, ...staffOf('hrss'));
  for (const actor of [operator, manager]) {
    expect((await getTicket(world, actor, tickets[0]!.no)).flags).toContain('vacant');
    expect((await getStaffProfile(world, actor, {})).alarms.join()).toContain(
      '“省人社厅”无人办理，有 2 件在办',
    );
  }
  expect((await getTicket(world, owner, tickets[0]!.no)).flags).not.toContain('vacant');
  await watchDesks(world, plainWork());
  for (const actor of [operator, manager]) {
    const { tickets: todo } = await listQueue(world, actor, { view: 'todo', limit: 20 });
    expect(todo.map(({ no }) => no).sort()).toEqual(tickets.map(({ no }) => no).sort());
    expect(told(world, actor.id).filter(text => text.includes('无人办理'))).toHaveLength(1);
  }
  // The version is that of what people do: nobody's open form is refused for it.
  expect(world.get('tickets', tickets[0]!.no)?.ticket.version).toBe(tickets[0]!.version);

  const moved = await act(world, operator, tickets[0]!.no, 'dispatch', { unitId: 'gz-hrss' });
  expect(moved).toMatchObject({ unit: { id: 'gz-hrss' }, state: 'dispatched' });
  expect(moved.flags).not.toContain('vacant');
  const named = await act(world, manager, tickets[1]!.no, 'designate', { unitId: 'psb', reason: '代办' });
  expect(named).toMatchObject({ unit: { id: 'psb' } });
  expect(named.promise?.date).toBe(tickets[1]!.promise?.date);
});

test('an invitation ends it', async () => {
  const world = memory(MONDAY);
  const { no } = await file(world);
  await revoke(world, ...staffOf('hrss'));
  await watchDesks(world, plainWork());
  expect(world.get('tickets', no)?.ticket.emptySince).toBeDefined();
  await inviteMember(world, manager, { openid: 'new', name: '新人', role: 'handler', unitId: 'hrss' });
  expect((await getTicket(world, manager, no)).flags).not.toContain('vacant');
  const noted = { seen: '', noted: 'lead:hrss' };
  await watchDesks(world, { ...plainWork(), marks: () => noted });
  expect(world.get('tickets', no)?.ticket.emptySince).toBeUndefined();
});

test('an agreement that has run out counts like a revocation, and nothing is sent to who may not read it (J-21c)', async () => {
  const world = memory(MONDAY);
  for (const id of staffOf('hrss'))
    world.put('members', { ...world.get('members', id)!, agreementUntil: '2026-11-23' });
  expect((await file(world)).unit?.id).toBe('hrss');
  world.at('2026-11-24T09:00:00.000+08:00');
  const ticket = await file(world);
  expect(ticket.unit).toBeNull();
  const book = createAddressBook(world.ports);
  expect((await book.people({ to: 'unit', unitId: 'hrss' })).map(({ id }) => id)).toEqual(['mgr']);
});

test('a signature that waits for a lead who is gone is given by the manager (A35)', async () => {
  const world = memory(MONDAY);
  const { no } = await file(world, { kind: 'consultation', region: '440100' });
  await revoke(world, 'gz-hrss-lead');
  const pending = await act(world, handlerOf('gz-hrss'), no, 'submitReply', { text: '已办好，请查收' });
  expect(pending.flags).toContain('vacant');
  await deliverOutbox(world, plainWork());
  expect(told(world, 'mgr').some(text => text.includes('待您审核'))).toBe(true);
  expect(told(world, 'op').some(text => text.includes('无人审核'))).toBe(true);
  expect((await act(world, manager, no, 'approveReply')).state).toBe('replied');
});

test('with a lead there the manager does not sign', () => {
  const ticket = open({ kind: 'consultation', region: '440100' }, { service });
  const pending = take(ticket, 'submitReply', { text: '答' }, contextOf(handlerOf('gz-hrss'))).ticket;
  const acts = (more: object) =>
    offeredActs(procedureOf('consultation'), pending, contextOf(manager, MONDAY, more)).map(one => one.act);
  expect(acts({})).not.toContain('approveReply');
  expect(acts({ catalogue: without('gz-hrss-lead') })).toContain('approveReply');
});

test('a bad rating and an upheld objection find somebody, though the unit has gone', () => {
  const gone = { catalogue: without(...staffOf('gz-hrss')), service };
  const ticket = open({ kind: 'consultation', region: '440100', category: 'business' }, { service });
  const pending = take(ticket, 'submitReply', { text: '答' }, contextOf(handlerOf('gz-hrss'))).ticket;
  const replied = take(pending, 'approveReply', {}, contextOf(leadOf('gz-hrss'))).ticket;
  const rated = take(replied, 'rate', { level: 1 }, contextOf(owner, MONDAY, gone)).ticket;
  expect(rated).toMatchObject({ state: 'rectifying', unitId: 'hrss', holder: { unitId: 'hrss' } });
  expect(rated.clocks.filter(one => one.state === 'running').map(one => one.responsible.unitId)).toEqual([
    'hrss',
    'hrss',
  ]);
});

test('nobody is asked to assist, and nothing is passed down, where nobody is', () => {
  const gone = { catalogue: without(...staffOf('psb'), ...staffOf('gz-hrss')) };
  const ticket = open({}, { service });
  expect(() =>
    take(ticket, 'assist', { unitId: 'psb', text: '请核' }, contextOf(handlerOf('hrss'), MONDAY, gone)),
  ).toThrow('目前无人办理');
  expect(() =>
    take(ticket, 'dispatch', { unitId: 'gz-hrss' }, contextOf(handlerOf('hrss'), MONDAY, gone)),
  ).toThrow('目前无人办理');
});

test('what staff report about the service of an empty unit is seen by operator and manager, who name another', async () => {
  const world = memory(MONDAY);
  await revoke(world, ...staffOf('hrss'));
  const fault = await openProcedure(world, operator, {
    kind: 'fault',
    requestId: requestId(9001),
    input: { serviceId: service.id, impact: '页面打不开' },
  });
  expect(fault.flags).toContain('vacant');
  const named = await act(world, manager, fault.no, 'designate', { unitId: 'gz-hrss' });
  expect(named).toMatchObject({ unit: { id: 'gz-hrss' } });
  expect(named.clocks.some(one => one.state === 'running' && one.responsible === '市人社局')).toBe(true);
});

test('a unit is dissolved: its people leave, each open ticket goes to the successor, dates of filing and promises stay', async () => {
  const world = memory(MONDAY);
  const tickets = [await file(world), await file(world, { against: 'staff' })];
  await act(world, handlerOf('hrss'), tickets[0]!.no, 'accept');
  await expect(dissolveUnit(world, manager, { unitId: 'hrss', reason: '机构改革' })).rejects.toMatchObject({
    code: 'invalid',
    fields: { successorId: expect.stringContaining('1 项服务') as string },
  });
  const { moved, unit } = await dissolveUnit(world, manager, {
    unitId: 'hrss',
    successorId: 'psb',
    reason: '机构改革',
  });
  expect(moved).toBe(2);
  expect(unit.ended).toMatchObject({ on: '2026-11-23', successorId: 'psb' });
  for (const { no, promise } of tickets) {
    const now = await getTicket(world, manager, no);
    expect(now).toMatchObject({ unit: { id: 'psb' }, state: 'dispatched' });
    expect(now.promise?.date).toBe(promise?.date);
    expect(lines(now)).toContain('省人社厅已撤销，转由省公安厅办理');
  }
  expect(world.all('members').filter(one => one.unitId === 'hrss' && one.state === 'active')).toEqual([]);
  expect(world.get('services', service.id)?.unitId).toBe('psb');
  expect((await file(world)).unit?.id).toBe('psb');
  await deliverOutbox(world, plainWork());
  expect(told(world, owner.id).filter(text => text.includes('省人社厅已撤销'))).toHaveLength(2);
  await expect(
    dissolveUnit(world, manager, { unitId: 'hrss', successorId: 'psb', reason: '再来' }),
  ).rejects.toMatchObject({ code: 'wrong-state' });
});

describe('what a unit that ends leaves besides its tickets', () => {
  const entry = (unitId: string, question: string) => ({
    question,
    answer: '带身份证到窗口。',
    similar: [],
    unitId,
  });
  /** Two entries, one of them published, and a row of a register, all of the province's bureau; a city bureau below. */
  const left = async (world: Memory) => {
    const handler = callerOf(world, handlerOf('hrss'));
    const { faq } = await handler.call('faq.save', { entry: entry('hrss', '社保卡怎么补办') });
    const draft = await handler.call('faq.save', { entry: entry('hrss', '社保卡怎么挂失') });
    const of = { id: faq.id, version: faq.version };
    await handler.call('faq.submit', of);
    for (const actor of [leadOf('hrss'), manager])
      await callerOf(world, actor).call('faq.review', { ...of, approve: true });
    await callerOf(world, leadOf('hrss')).call('faq.publish', { ...of, confirmed: [] });
    const { row } = await callerOf(world, leadOf('hrss')).call('register.save', {
      register: 'assets',
      values: {
        name: '短信网关',
        kind: 'software',
        project: '移动政务服务平台',
        acquiredOn: '2026-01-05',
        state: 'in-use',
      },
    });
    return { published: faq.id, draft: draft.faq.id, row: row.id };
  };
  const dissolve = (world: Memory, more: object = {}) =>
    dissolveUnit(world, manager, { unitId: 'hrss', reason: '机构改革', ...more });

  test('is not left to nobody: without a successor it is said what there is', async () => {
    const world = memory(MONDAY);
    await left(world);
    await expect(dissolve(world)).rejects.toMatchObject({
      fields: {
        successorId: expect.stringMatching(/1 项服务、1 条知识条目、1 行台账/) as string,
      },
    });
  });

  test.each(['in the call', 'by the timer, a step at a time'])('goes to the successor, %s', async how => {
    const world = memory(MONDAY);
    const { published, draft, row } = await left(world);
    world.put('units', { ...world.get('units', 'hrss')!, duties: ['社会保障卡'] });
    if (how === 'in the call') await dissolve(world, { successorId: 'psb' });
    else {
      // As a call left it that was broken off behind its first transaction.
      const ended = { on: '2026-11-23', reason: '机构改革', by: 'mgr', successorId: 'psb' };
      world.put('units', { ...world.get('units', 'hrss')!, ended });
      const settings = world.get('settings', 'current')!;
      world.put('settings', { ...settings, catalogueVersion: settings.catalogueVersion + 1 });
      for (let runs = 0; runs < 15; runs += 1) {
        let left = 1;
        await watchDesks(
          world,
          plainWork(() => left-- > 0),
        );
      }
    }
    expect(world.get('faqs', published)).toMatchObject({ unitId: 'psb', status: 'published' });
    const versions = world.all('faqversions').map(({ unitId, content }) => [unitId, content.unitId]);
    expect(versions).toEqual(versions.map(() => ['psb', 'psb']));
    // The new unit works on them: what was a draft is its draft.
    const { faqs } = await callerOf(world, leadOf('psb')).call('faq.list', { view: 'draft' });
    expect(faqs.map(({ id }) => id)).toEqual([draft]);
    const { rows } = await callerOf(world, leadOf('psb')).call('register.list', { register: 'assets' });
    expect(rows).toMatchObject([{ id: row, ownerId: 'psb', values: { unitId: 'psb' } }]);
    const { steps } = await callerOf(world, leadOf('psb')).call('register.history', {
      register: 'assets',
      id: row,
    });
    expect(steps[0]?.what).toBe('省人社厅已撤销，转由省公安厅登记');
    expect(world.all('units').filter(one => one.parentId === 'hrss' && !one.ended)).toEqual([]);
    expect(world.get('services', service.id)?.unitId).toBe('psb');
    if (how === 'in the call') expect(world.get('units', 'psb')?.duties).toContain('社会保障卡');
  });
});

test('without a successor open tickets go to the unit above, else back to the operator', async () => {
  const world = memory(MONDAY);
  world.put('services', { ...world.get('services', service.id)!, competent: [] });
  const ticket = await file(world, { serviceId: undefined });
  await act(world, operator, ticket.no, 'dispatch', { unitId: 'gz-hrss' });
  await dissolveUnit(world, manager, { unitId: 'gz-hrss', reason: '机构改革' });
  expect(await getTicket(world, manager, ticket.no)).toMatchObject({ unit: { id: 'hrss' } });

  const other = await file(world, { serviceId: undefined });
  await act(world, operator, other.no, 'dispatch', { unitId: 'psb' });
  await dissolveUnit(world, manager, { unitId: 'psb', reason: '机构改革' });
  expect(await getTicket(world, manager, other.no)).toMatchObject({ unit: null, state: 'submitted' });
});

describe('stand-ins', () => {
  const until = '2026-11-30';
  const invite = async (world: Memory, openid: string, more: object) =>
    (await inviteMember(world, manager, { openid, name: openid, role: 'handler', unitId: 'hrss', ...more }))
      .member;

  test('are followed along a chain, without loops', async () => {
    const world = memory(MONDAY);
    const [b, c] = [await invite(world, 'b', {}), await invite(world, 'c', {})];
    const as = (id: string): Actor => ({ ...handlerOf('hrss'), id });
    await setStandIn(world, as('hrss-handler'), { memberId: b.id, until });
    await setStandIn(world, as(b.id), { memberId: c.id, until });
    await setStandIn(world, as(c.id), { memberId: 'hrss-handler', until });
    const book = createAddressBook(world.ports);
    const people = await book.people({ to: 'member', memberId: 'hrss-handler' });
    expect(people.map(({ openid }) => openid)).toEqual(['openid-hrss-handler', 'b', 'c']);
  });

  test('are of the same side and the same region', async () => {
    const world = memory(MONDAY);
    const local = await invite(world, 'th', { role: 'local', unitId: undefined, region: '440106' });
    const gz: Actor = { id: 'gz-local', role: 'local', name: '市主管丁', region: '440100' };
    for (const memberId of [local.id, 'op', 'security'])
      await expect(setStandIn(world, gz, { memberId, until })).rejects.toMatchObject({ code: 'invalid' });
    const second = await invite(world, 'gz2', { role: 'local', unitId: undefined, region: '440100' });
    await expect(setStandIn(world, gz, { memberId: second.id, until })).resolves.toBeDefined();
  });

  test('hear nothing of what they may not open, nor does anybody else (A34)', async () => {
    const world = memory(MONDAY);
    await setStandIn(world, leadOf('hrss'), { memberId: 'hrss-handler', until });
    const { no } = await file(world, { against: 'staff' });
    await deliverOutbox(world, plainWork());
    expect(hears(world, 'hrss-lead', no)).toBe(true);
    expect(hears(world, 'hrss-handler', no)).toBe(false);
    const usual = await file(world);
    await deliverOutbox(world, plainWork());
    expect(hears(world, 'hrss-handler', usual.no)).toBe(true);
  });
});

test('the only operator’s lead gone: what is confidential shows to the manager', async () => {
  const world = memory(MONDAY);
  const { no } = await file(world, { against: 'operator' });
  await revoke(world, operatorLead.id);
  expect((await getTicket(world, manager, no)).flags).toContain('vacant');
  await watchDesks(world, plainWork());
  expect(told(world, 'mgr').some(text => text.includes('无人办理'))).toBe(true);
});

describe('a unit of more people than one query gives', () => {
  const MANY = 130;
  const crowded = (): Memory => {
    const world = memory(MONDAY);
    const one = world.get('members', 'hrss-handler')!;
    for (let n = 0; n < MANY; n += 1) {
      const id = `hrss-${String(n).padStart(3, '0')}`;
      world.put('members', { ...one, _id: id, id, openid: `openid-${id}` });
    }
    return world;
  };

  test('all of them hear of what comes to it', async () => {
    const world = crowded();
    const { no } = await file(world);
    await deliverOutbox(world, plainWork());
    const heard = world
      .all('messages')
      .filter(({ to, about }) => about === no && to.startsWith('openid-hrss-'));
    expect(new Set(heard.map(({ to }) => to)).size).toBe(MANY + 1);
  });

  test('all of them leave with it', async () => {
    const world = crowded();
    await dissolveUnit(world, manager, { unitId: 'hrss', successorId: 'psb', reason: '机构改革' });
    expect(world.all('members').filter(one => one.unitId === 'hrss' && one.state === 'active')).toEqual([]);
  });
});

test('hundreds of units without anybody cost one look at the desk no more than twenty counts', async () => {
  const world = memory(MONDAY);
  const { _id, ...unit } = world.get('units', 'psb')!;
  for (let n = 0; n < 60; n += 1)
    world.put('units', { ...unit, _id: `new-${n}`, id: `new-${n}`, name: `新单位${n}` });
  const alarms = (await getStaffProfile(world, manager, {})).alarms;
  expect(alarms.join()).toMatch(/另有 \d+ 个单位没有人员/);
  expect(alarms.filter(text => text.includes('无人办理')).length).toBeLessThanOrEqual(20);
});
