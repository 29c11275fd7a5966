import type { InboxMessage } from '../../typings/contract';
import { outcomes, running, useSystem } from '../support/system';

/** 投诉: G-5.3a–d, A16. Filed on Thursday 2026-09-24: 7 WD = 10-12, 20 WD = 10-29 (§1.6). */
const system = useSystem();
const operator = system.staff('demo-operator');
const handler = system.staff('demo-hrss-handler');
const manager = system.staff('demo-manager');

const file = (openid: string, more: object = {}) => {
  system.at('2026-09-24T10:00');
  return system.citizen(openid).file({ kind: 'complaint', serviceId: 'S001', ...more });
};
const refusal = {
  reason: '不属于本单位职责',
  basis: '《行政复议法》第十一条',
  redirect: '请向劳动仲裁委员会申请，电话 12333',
};

const reportsOf = async (openid: string, no: string): Promise<InboxMessage[]> => {
  const { messages } = await system
    .staff(openid)
    .call<{ messages: InboxMessage[] }>('inbox.list', { reports: true });
  return messages.filter(({ about }) => about === no);
};

describe('a business complaint about a service', () => {
  test('goes to the access unit: accepting and replying run side by side, the manager has a report (G-5.3b–d)', async () => {
    const ticket = await file('an', { region: '440106' });
    expect(ticket).toMatchObject({
      state: 'dispatched',
      stateLabel: '待受理',
      unit: { id: 'hrss' },
      promise: { date: '2026-10-29', confirmed: true },
    });
    const seen = await handler.get(ticket.no);
    expect(outcomes(seen, 'accept')).toEqual(['running 2026-10-12']);
    expect(outcomes(seen, 'reply')).toEqual(['running 2026-10-29']);
    await system.run();
    // Nothing for the manager to do: it stands in the list of reports, and in the digest of the next morning (A45).
    expect(system.messages('demo-manager', ticket.no)).toEqual([]);
    expect((await reportsOf('demo-manager', ticket.no)).map(one => one.template)).toEqual([
      'report-to-manager',
    ]);

    system.at('2026-10-10T10:00');
    const accepted = await handler.act(ticket.no, 'accept');
    expect(accepted).toMatchObject({ state: 'accepted', stateLabel: '办理中' });
    expect(outcomes(accepted, 'accept')).toEqual(['met 2026-10-12']);
    expect(outcomes(accepted, 'reply')).toEqual(['running 2026-10-29']);
    expect(await handler.offered(ticket.no)).not.toContain('refuse');

    system.at('2026-10-29T17:00');
    const replied = await handler.act(ticket.no, 'reply', { text: '已督促窗口整改，向您致歉。' });
    expect(replied.state).toBe('replied');
    expect(outcomes(replied, 'reply')).toEqual(['met 2026-10-29']);
    await system.run();
    expect(system.messages('an', ticket.no).at(-1)?.template).toBe('reply');
    for (const who of ['demo-operator', 'demo-manager'])
      expect((await reportsOf(who, ticket.no))[0]?.template).toBe('reply');
  });

  test('a reply before acceptance also meets accept (contract §5)', async () => {
    const ticket = await file('bai');
    const replied = await handler.act(ticket.no, 'reply', { text: '已解决。' });
    expect(outcomes(replied, 'accept')).toEqual(['met 2026-10-12']);
    expect(outcomes(replied, 'reply')).toEqual(['met 2026-10-29']);
  });

  test('what is late stays late, and an overdue clock runs until it is stopped (contract §6)', async () => {
    const ticket = await file('cai');
    system.at('2026-10-13T10:00');
    const overdue = await handler.get(ticket.no);
    expect(running(overdue, 'accept')).toMatchObject({ light: 'red', daysLeft: -1 });
    const accepted = await handler.act(ticket.no, 'accept');
    expect(outcomes(accepted, 'accept')).toEqual(['late 2026-10-12']);
    system.at('2026-10-30T09:00');
    const replied = await handler.act(ticket.no, 'reply', { text: '迟复为歉。' });
    expect(outcomes(replied, 'reply')).toEqual(['late 2026-10-29']);
    expect(replied.flags).toContain('overdue-promise');
    system.at('2026-11-02T09:00');
    await handler.act(ticket.no, 'correctReply', { text: '更正。', reason: '笔误' });
    const later = await system.citizen('cai').get(ticket.no);
    expect(outcomes(later, 'accept')).toEqual(['late 2026-10-12']);
    expect(outcomes(later, 'reply')).toEqual(['late 2026-10-29']);
    expect(later.promise).toMatchObject({ date: '2026-10-29', daysLeft: -1 });
  });

  test('silence is no acceptance: after 7 WD only the light changes (A16b)', async () => {
    const ticket = await file('dai');
    system.at('2026-10-13T09:00');
    await system.run();
    expect(await handler.get(ticket.no)).toMatchObject({ state: 'dispatched', light: 'red' });
    expect(system.messages('demo-manager', ticket.no).map(one => one.template)).toContain('red');
  });
});

test('a technical complaint is answered by the operator in 2 WD (G-5.3a)', async () => {
  const ticket = await file('deng', { category: 'technical', serviceId: undefined });
  expect(ticket).toMatchObject({ holder: { role: 'operator' }, unit: null, promise: { date: '2026-09-29' } });
  const seen = await operator.get(ticket.no);
  expect(running(seen, 'reply')).toMatchObject({ clause: 'G-5.3a', date: '2026-09-29' });
  expect(running(seen, 'accept')).toBeUndefined();
  await expect(operator.act(ticket.no, 'accept')).rejects.toMatchObject({ code: 'forbidden' });
});

test('without a service the promise is 1 + 20 and the dispatch is reported to the manager (G-5.3b)', async () => {
  const ticket = await file('ding', { serviceId: undefined });
  expect(ticket).toMatchObject({ state: 'submitted', promise: { date: '2026-10-30', confirmed: false } });
  system.at('2026-09-28T10:00');
  const sent = await operator.act(ticket.no, 'dispatch', { unitId: 'psb' });
  expect(sent.promise).toMatchObject({ date: '2026-10-30', confirmed: true, broken: false });
  expect(outcomes(sent, 'accept')).toEqual(['running 2026-10-13']);
  expect(outcomes(sent, 'reply')).toEqual(['running 2026-10-30']);
  await system.run();
  expect((await reportsOf('demo-manager', ticket.no))[0]?.text).toContain('公安厅');
});

describe('refused', () => {
  test('with reason, basis and another way, as a notice; all three are required (A16)', async () => {
    const ticket = await file('fan');
    await expect(handler.act(ticket.no, 'refuse', { reason: '不属于本单位' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { basis: expect.any(String) as string, redirect: expect.any(String) as string },
    });
    system.at('2026-09-28T10:00');
    const refused = await handler.act(ticket.no, 'refuse', refusal);
    expect(refused).toMatchObject({ state: 'refused', stateLabel: '不予受理', promise: null });
    expect(outcomes(refused, 'accept')).toEqual(['met 2026-10-12']);
    expect(outcomes(refused, 'reply')).toEqual(['cancelled 2026-10-29']);
    const fan = system.citizen('fan');
    expect((await fan.get(ticket.no)).refusal).toEqual({
      ...refusal,
      remedies: expect.stringContaining('行政复议') as string,
      objectUntil: '2026-10-05',
    });
    // Open while it can be objected to, closed afterwards (contract §4).
    const listed = async (state: string) =>
      (await fan.call<{ tickets: { no: string }[] }>('ticket.list', { state })).tickets.map(one => one.no);
    expect(await listed('open')).toContain(ticket.no);
    system.at('2026-10-05T23:50');
    expect(await listed('open')).toContain(ticket.no);
    expect(await fan.offered(ticket.no)).toContain('object');
    system.at('2026-10-06T00:00');
    expect(await listed('open')).not.toContain(ticket.no);
    expect(await listed('closed')).toContain(ticket.no);
    await expect(fan.act(ticket.no, 'object', { text: '不服' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
  });

  test('upheld: accepted by order, 15 WD for the answer, the old clock counts as late (A16)', async () => {
    const ticket = await file('feng');
    system.at('2026-09-28T10:00');
    await handler.act(ticket.no, 'refuse', refusal);
    system.at('2026-09-29T10:00');
    const feng = system.citizen('feng');
    const objected = await feng.act(ticket.no, 'object', { text: '就是贵单位的职责。' });
    expect(objected).toMatchObject({ state: 'refused', holder: { role: 'manager' } });
    expect(running(objected, 'objection')).toMatchObject({ date: '2026-10-12', clause: 'A16' });
    await expect(feng.act(ticket.no, 'object', { text: '再次' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    await expect(handler.actAt(ticket.no, objected.version, 'decideObjection', {})).rejects.toMatchObject({
      code: 'forbidden',
    });
    await system.run();
    expect(system.messages('demo-manager', ticket.no).at(-1)?.template).toBe('object');

    system.at('2026-10-08T10:00');
    const decided = await manager.act(ticket.no, 'decideObjection', { uphold: true, reason: '属其职责' });
    expect(decided).toMatchObject({ state: 'accepted', unit: { id: 'hrss' }, holder: { role: 'unit' } });
    expect(outcomes(decided, 'objection')).toEqual(['met 2026-10-12']);
    // 15 WD after 10-08: 10-09, the make-up Saturday 10-10, …
    expect(outcomes(decided, 'reply')).toEqual(['late 2026-10-29', 'running 2026-10-28']);
    expect(decided.promise).toMatchObject({ date: '2026-10-28', confirmed: true });
    await expect(handler.act(ticket.no, 'refuse', refusal)).rejects.toMatchObject({ code: 'wrong-state' });
    const replied = await handler.act(ticket.no, 'reply', { text: '已办。' });
    expect(outcomes(replied, 'reply')).toEqual(['late 2026-10-29', 'met 2026-10-28']);
  });

  test('not upheld: it stays refused, closed, and the unit keeps it (A16)', async () => {
    const ticket = await file('fu');
    await handler.act(ticket.no, 'refuse', refusal);
    const fu = system.citizen('fu');
    await fu.act(ticket.no, 'object', { text: '不服' });
    const decided = await manager.act(ticket.no, 'decideObjection', { uphold: false, reason: '理由成立' });
    expect(decided).toMatchObject({ state: 'refused', unit: { id: 'hrss' } });
    expect(outcomes(decided, 'reply')).toEqual(['cancelled 2026-10-29']);
    const { tickets } = await fu.call<{ tickets: { no: string }[] }>('ticket.list', { state: 'closed' });
    expect(tickets.map(one => one.no)).toContain(ticket.no);
    await system.run();
    expect(system.messages('fu', ticket.no).at(-1)?.text).toContain('未获支持');
    await expect(
      manager.act(ticket.no, 'decideObjection', { uphold: true, reason: '再议' }),
    ).rejects.toMatchObject({
      code: 'wrong-state',
    });
  });
});

test('counted from acceptance where the rule set says so; the promise holds both limits (A30)', async () => {
  const { ruleSet } = await manager.call<{ ruleSet: { id: string; version: number } }>('ruleset.save', {
    id: 'gdzw-0001.5-2019',
    switches: { replyCountsFrom: 'acceptance' },
  });
  await manager.call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
  const ticket = await file('gan');
  expect(outcomes(ticket, 'reply')).toEqual([]);
  system.at('2026-09-28T10:00');
  const accepted = await handler.act(ticket.no, 'accept');
  expect(outcomes(accepted, 'reply')).toEqual(['running 2026-10-30']);
  expect(accepted.promise?.broken).toBe(false);
  await manager.call('ruleset.activate', { id: ruleSet.id, version: 1 });
});
