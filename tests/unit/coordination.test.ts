import { randomUUID } from 'node:crypto';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { actOnTicket } from '../../cloudfunctions/usecases/tickets/act-on-ticket';
import { fileTicket } from '../../cloudfunctions/usecases/tickets/file-ticket';
import { openProcedure } from '../../cloudfunctions/usecases/tickets/open-procedure';
import type { Actor } from '../../cloudfunctions/domain/engine';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { handlerOf, leadOf, manager, operator, operatorLead, owner } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** 疑难件协调会 (G-2.1c, A27, A50): what units dispute is decided by the manager, and the decision binds. */

const at = (moment: string): string => `${moment}:00.000+08:00`;

const stored = (world: Memory, no: string): Ticket => world.get('tickets', no)!.ticket;

const act = (world: Memory, actor: Actor, no: string, name: string, input: Record<string, unknown> = {}) =>
  actOnTicket(world, actor, { no, act: name, version: stored(world, no).version, input });

const open = (world: Memory, actor: Actor, input: Record<string, unknown>) =>
  openProcedure(world, actor, { kind: 'coordination', requestId: randomUUID(), input });

/** Returned twice, then refused by both once more in words: it lies with the manager. */
const disputed = async (): Promise<{ world: Memory; no: string }> => {
  const world = memory(at('2026-11-23T10:00'));
  const { no } = await fileTicket(world, owner.id, {
    requestId: randomUUID(),
    kind: 'complaint',
    category: 'business',
    title: '门牌号变更没有人管',
    text: '两个单位都说不归自己。',
    serviceId: 'card',
    consent: { policyVersion: '2026-11' },
  });
  await act(world, handlerOf('hrss'), no, 'return', { reason: '属公安' });
  world.at(at('2026-11-24T10:00'));
  await act(world, operator, no, 'dispatch', { unitId: 'psb' });
  await act(world, handlerOf('psb'), no, 'return', { reason: '属人社' });
  return { world, no };
};

const form = (no?: string) => ({
  subject: '门牌号变更由谁办',
  background: '两个单位都说不归自己。',
  parties: [{ unitId: 'hrss' }, { unitId: 'psb' }],
  ...(no ? { ticketNo: no } : {}),
});

test('opened by the operator about a disputed ticket: both units speak, the manager decides, the ticket goes there for good', async () => {
  const { world, no } = await disputed();
  const meeting = await open(world, operator, form(no));
  expect(stored(world, no).links).toContainEqual({ no: meeting.no, title: meeting.title, relation: 'about' });
  await act(world, leadOf('psb'), meeting.no, 'state', { text: '三定方案写明归人社。' });
  await act(world, handlerOf('hrss'), meeting.no, 'state', { text: '门牌属公安。' });
  await act(world, handlerOf('hrss'), meeting.no, 'state', { text: '门牌属公安，有文件。' });
  await expect(act(world, operatorLead, meeting.no, 'decide', {})).rejects.toMatchObject({
    code: 'forbidden',
  });
  const ruling = { decision: '由公安办理。', minutes: '会议一致同意。' };
  await expect(act(world, manager, meeting.no, 'decide', ruling)).rejects.toMatchObject({
    fields: { unitId: '请选择由哪个单位办理' },
  });
  world.at(at('2026-11-25T09:00'));
  const decided = await act(world, manager, meeting.no, 'decide', { ...ruling, unitId: 'psb' });
  expect(decided).toMatchObject({ state: 'decided', ended: true });
  expect(decided.facts?.find(({ name }) => name === 'statements')?.rows).toHaveLength(2);
  expect(decided.facts?.find(({ name }) => name === 'minutes')?.value).toBe('会议一致同意。');

  const ticket = stored(world, no);
  expect(ticket).toMatchObject({ state: 'dispatched', unitId: 'psb', details: { designated: true } });
  // The unit had returned it: its old clocks go on (A50).
  expect(ticket.clocks.find(one => one.name === 'reply' && one.state === 'running')).toMatchObject({
    responsible: { unitId: 'psb' },
    date: '2026-12-22',
  });
  expect(ticket.details.dutyProposal).toMatchObject({ unitId: 'psb', by: 'mgr' });
  await expect(act(world, handlerOf('psb'), no, 'return', { reason: '不收' })).rejects.toMatchObject({
    code: 'wrong-state',
  });
  const told = world.all('journal').flatMap(({ messages }) => messages);
  expect(told.find(({ audience }) => audience.to === 'citizen')).toBeDefined();
  expect(told.filter(({ text }) => text.startsWith('协调会决定')).map(({ audience }) => audience)).toEqual([
    { to: 'unit', unitId: 'psb' },
  ]);
});

test('the disputed ticket is given on under its own rules, not under those of the meeting', async () => {
  const { world, no } = await disputed();
  const draft = shippedRuleSets[1]!;
  const version = { id: draft.id, version: 7, basedOn: 1 };
  const overrides = { limits: { 'complaint.business.reply': { n: 9, unit: 'working-day' as const } } };
  world.put('rulesets', { _id: `${draft.id}@7`, key: `${draft.id}@7`, ...version, overrides });
  const settings = world.get('settings', 'current')!;
  world.put('settings', { ...settings, catalogueVersion: 9, ruleSet: { id: draft.id, version: 7 } });
  const meeting = await open(world, manager, form(no));
  expect(stored(world, meeting.no).ruleSet.id).toBe(draft.id);
  await act(world, manager, meeting.no, 'decide', {
    unitId: 'gz-hrss',
    decision: '归市局。',
    minutes: '同意。',
  });
  const given = stored(world, no);
  expect(given).toMatchObject({ unitId: 'gz-hrss', ruleSet: { id: shippedRuleSets[0]!.id } });
  expect(given.clocks.find(one => one.name === 'reply' && one.state === 'running')?.date).toBe('2026-12-22');
});

test('what is answered, confidential or no citizen’s ticket is not put before a meeting; a meeting needs none', async () => {
  const { world, no } = await disputed();
  const meeting = await open(world, manager, form());
  await expect(open(world, manager, form(meeting.no))).rejects.toMatchObject({ code: 'invalid' });
  await expect(open(world, manager, form('TS20261123-nobody'))).rejects.toMatchObject({ code: 'invalid' });
  const decided = await act(world, manager, meeting.no, 'decide', {
    decision: '以后按此办理。',
    minutes: '同意。',
  });
  expect(decided.state).toBe('decided');
  await act(world, manager, no, 'designate', { unitId: 'hrss', reason: '三定' });
  await act(world, handlerOf('hrss'), no, 'reply', { text: '已办。' });
  await expect(open(world, manager, form(no))).rejects.toMatchObject({
    fields: { ticketNo: '这件已答复或办结' },
  });
});

test('units may not open one, and a third unit has no say in it', async () => {
  const { world, no } = await disputed();
  await expect(open(world, leadOf('hrss'), form(no))).rejects.toMatchObject({ code: 'forbidden' });
  const meeting = await open(world, operator, form(no));
  await expect(
    act(world, handlerOf('th-hrss'), meeting.no, 'state', { text: '我也说' }),
  ).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('a duty that is adopted stands in the catalogue, and the router reads it from there', async () => {
  const { world, no } = await disputed();
  await act(world, manager, no, 'designate', { unitId: 'psb', reason: '三定' });
  await act(world, operatorLead, no, 'adoptDuty', { duty: '门牌号变更' });
  expect(world.get('units', 'psb')?.duties).toEqual(['门牌号变更']);
  expect((await world.snapshots.current()).catalogue.unit('psb')?.duties).toEqual(['门牌号变更']);
  expect(stored(world, no).details.dutyProposal?.settled).toMatchObject({
    by: 'op-lead',
    duty: '门牌号变更',
  });
});
