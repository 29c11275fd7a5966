import type { ShownTicket } from '../../typings/contract';
import { outcomes, running, useSystem } from '../support/system';

/** Working on a ticket: claim, assist (A28), supervise (G-2.1c), extension (A26), urgent, second signature (A35). */
const system = useSystem();
const operator = system.staff('demo-operator');
const manager = system.staff('demo-manager');
const handler = system.staff('demo-hrss-handler');
const lead = system.staff('demo-hrss-lead');

const file = (openid: string, more: object = {}): Promise<ShownTicket> => {
  system.at('2026-09-24T10:00');
  return system.citizen(openid).file({ kind: 'complaint', serviceId: 'S001', ...more });
};

describe('who works on it', () => {
  test('a handler takes it; colleagues read the name, others the unit (contract §6)', async () => {
    const ticket = await file('ai');
    const claimed = await handler.act(ticket.no, 'claim');
    expect(claimed.holder.memberName).toBe('经办演示');
    expect(await handler.queue('mine')).toContain(ticket.no);
    expect((await lead.get(ticket.no)).timeline.at(-1)?.who).toBe('经办演示');
    expect((await operator.get(ticket.no)).timeline.at(-1)?.who).toBe('人力资源和社会保障厅');
    expect((await operator.get(ticket.no)).holder.memberName).toBeUndefined();
    await lead.act(ticket.no, 'assign', { memberId: 'demo-hrss-lead' });
    expect(await handler.queue('mine')).not.toContain(ticket.no);
    expect(await lead.queue('mine')).toContain(ticket.no);
    await expect(lead.act(ticket.no, 'assign', { memberId: 'demo-psb-handler' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { memberId: expect.any(String) as string },
    });
    await system.run();
    expect(system.messages('demo-hrss-lead', ticket.no).map(one => one.template)).toContain('assign');
  });
});

describe('assist (A28)', () => {
  test('has an inner date before the main one; only the main unit replies', async () => {
    const ticket = await file('bian');
    const asked = await handler.act(ticket.no, 'assist', { unitId: 'psb', text: '请核实户籍信息' });
    // 20 WD are left: half of them, 10 WD after 09-24.
    const inner = asked.clocks.filter(one => one.name === 'reply' && one.internal);
    expect(inner).toMatchObject([{ date: '2026-10-15', state: 'running', responsible: '公安厅' }]);
    const psb = system.staff('demo-psb-handler');
    expect(await psb.queue('todo')).toContain(ticket.no);
    const offered = await psb.offered(ticket.no);
    expect(offered).toContain('answerAssist');
    expect(offered).not.toContain('reply');
    await expect(psb.act(ticket.no, 'reply', { text: '我来答' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(handler.act(ticket.no, 'assist', { unitId: 'psb', text: '再问' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await system.run();
    expect(system.messages('demo-psb-handler', ticket.no)).toHaveLength(1);
    const answered = await psb.act(ticket.no, 'answerAssist', { text: '户籍无误' });
    expect(answered.clocks.find(one => one.internal && one.name === 'reply')?.state).toBe('met');
    expect(running(answered, 'reply')?.date).toBe('2026-10-29');
    expect(await psb.queue('todo')).not.toContain(ticket.no);
    await system.run();
    expect(system.messages('demo-hrss-handler', ticket.no).at(-1)?.template).toBe('answerAssist');
    // Nothing of it reaches the citizen.
    const seen = await system.citizen('bian').get(ticket.no);
    expect(JSON.stringify(seen)).not.toContain('户籍');
    expect(seen.clocks.every(one => !one.internal)).toBe(true);
  });

  test('ends with the ticket: after a return nobody waits for help any more', async () => {
    const ticket = await file('bu');
    await handler.act(ticket.no, 'assist', { unitId: 'psb', text: '请核实' });
    await handler.act(ticket.no, 'return', { reason: '不归我们' });
    const psb = system.staff('demo-psb-handler');
    expect(await psb.queue('todo')).not.toContain(ticket.no);
    await operator.act(ticket.no, 'dispatch', { unitId: 'mca' });
    expect(await psb.offered(ticket.no)).not.toContain('answerAssist');
    expect(await psb.queue('todo')).not.toContain(ticket.no);
  });

  test('is no way when the main date is too near', async () => {
    const ticket = await file('chai');
    system.at('2026-10-28T10:00');
    await expect(handler.act(ticket.no, 'assist', { unitId: 'psb', text: '急' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
  });
});

describe('supervise (G-2.1c)', () => {
  test('starts 2 WD for the unit, whose lead answers; the citizen does not see it', async () => {
    const ticket = await file('chang');
    const supervised = await manager.act(ticket.no, 'supervise', { text: '群众多次反映，请优先办理' });
    expect(supervised.flags).toContain('supervised');
    expect(running(supervised, 'supervise')).toMatchObject({ date: '2026-09-29' });
    await expect(manager.act(ticket.no, 'supervise', { text: '再督办' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    await expect(handler.act(ticket.no, 'answerSupervision', { text: '在办' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await system.run();
    for (const who of ['demo-hrss-lead', 'demo-hrss-handler'])
      expect(system.messages(who, ticket.no).map(one => one.template)).toContain('supervise');
    const answered = await lead.act(ticket.no, 'answerSupervision', { text: '已约见群众' });
    expect(answered.flags).not.toContain('supervised');
    expect(outcomes(answered, 'supervise')).toEqual(['met 2026-09-29']);
    const seen = await system.citizen('chang').get(ticket.no);
    expect(seen.flags).not.toContain('supervised');
    expect(outcomes(seen, 'supervise')).toEqual([]);
    expect(JSON.stringify(seen)).not.toContain('多次反映');
  });
});

describe('extension (A26)', () => {
  test('is off in the shipped rule sets', async () => {
    const ticket = await file('che');
    expect(await handler.offered(ticket.no)).not.toContain('requestExtension');
    await expect(
      handler.act(ticket.no, 'requestExtension', { days: 5, reason: '需要鉴定' }),
    ).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('where a version of the rule set switches it on: asked in time, approved by another person, both dates shown', async () => {
    const { ruleSet } = await manager.call<{ ruleSet: { id: string; version: number } }>('ruleset.save', {
      id: 'gdzw-0001.5-2019',
      switches: { extension: true },
    });
    const before = await file('cheng');
    await manager.call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
    const ticket = await file('cong');
    expect(ticket.ruleSet.version).toBe(ruleSet.version);
    // A ticket keeps the rule set under which it was filed.
    expect((await handler.get(before.no)).ruleSet.version).not.toBe(ruleSet.version);
    expect(await handler.offered(before.no)).not.toContain('requestExtension');

    await expect(
      handler.act(ticket.no, 'requestExtension', { days: 11, reason: '久' }),
    ).rejects.toMatchObject({
      code: 'invalid',
      fields: { days: expect.any(String) as string },
    });
    system.at('2026-10-28T10:00');
    await lead.act(ticket.no, 'requestExtension', { days: 5, reason: '需要鉴定' });
    await expect(
      lead.act(ticket.no, 'decideExtension', { approve: true, reason: '同意' }),
    ).rejects.toMatchObject({
      code: 'wrong-state',
    });
    expect(await manager.queue('todo')).toContain(ticket.no);
    const approved = await manager.act(ticket.no, 'decideExtension', { approve: true, reason: '同意' });
    expect(running(approved, 'reply')).toMatchObject({ date: '2026-11-05' });
    expect(approved.promise).toMatchObject({ date: '2026-10-29', extendedTo: '2026-11-05' });
    await expect(handler.act(ticket.no, 'requestExtension', { days: 1, reason: '再' })).rejects.toMatchObject(
      {
        code: 'wrong-state',
      },
    );
    await system.run();
    expect(system.messages('cong', ticket.no).at(-1)?.text).toContain('11 月 5 日');
    system.at('2026-11-05T17:00');
    const seen = await system.citizen('cong').get(ticket.no);
    expect(seen.promise).toMatchObject({ daysLeft: 0 });
    expect(seen.flags).not.toContain('overdue-promise');

    const late = await file('cui');
    system.at('2026-10-29T10:00');
    await expect(handler.act(late.no, 'requestExtension', { days: 3, reason: '晚了' })).rejects.toMatchObject(
      {
        code: 'wrong-state',
      },
    );
    await manager.call('ruleset.activate', { id: ruleSet.id, version: 1 });
  });
});

describe('a reply that needs a second pair of eyes (A35)', () => {
  test('is submitted, returned, submitted again, approved by the lead; the clock stops with the approval', async () => {
    const { units } = await manager.call<{ units: { id: string }[] }>('unit.list');
    const unit = units.find(one => one.id === 'amr');
    await manager.call('unit.save', { unit: { ...unit, secondSignature: true } });
    const amr = system.staff('demo-amr-handler');
    const amrLead = system.staff('demo-amr-lead');
    const ticket = await file('dai', { kind: 'consultation', serviceId: 'S051' });
    await expect(amr.act(ticket.no, 'reply', { text: '直接答' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    await amr.act(ticket.no, 'submitReply', { text: '初稿' });
    expect((await system.citizen('dai').get(ticket.no)).replies).toEqual([]);
    expect(JSON.stringify(await system.citizen('dai').get(ticket.no))).not.toContain('初稿');
    await expect(amr.act(ticket.no, 'approveReply')).rejects.toMatchObject({ code: 'forbidden' });
    await amrLead.act(ticket.no, 'returnReply', { reason: '请写明材料' });
    await system.run();
    expect(system.messages('demo-amr-handler', ticket.no).at(-1)?.template).toBe('returnReply');
    const pending = await amr.act(ticket.no, 'submitReply', { text: '需要身份证和租赁合同。' });
    expect(running(pending, 'reply')).toBeDefined();
    system.at('2026-10-09T23:00');
    const approved = await amrLead.act(ticket.no, 'approveReply');
    expect(approved.state).toBe('replied');
    expect(outcomes(approved, 'reply')).toEqual(['met 2026-10-09']);
    expect((await system.citizen('dai').get(ticket.no)).replies[0]?.text).toBe('需要身份证和租赁合同。');

    // Nobody approves the own reply; a confidential one lies with the lead alone, who answers it.
    const own = await file('dang', { kind: 'consultation', serviceId: 'S051' });
    await amrLead.act(own.no, 'submitReply', { text: '我写的' });
    await expect(amrLead.act(own.no, 'approveReply')).rejects.toMatchObject({ code: 'wrong-state' });
    const secret = await file('dang', { serviceId: 'S051', against: 'staff' });
    expect((await amrLead.act(secret.no, 'reply', { text: '已核查' })).state).toBe('replied');
  });

  test('a correction keeps both texts and tells the citizen', async () => {
    const ticket = await file('dong', { kind: 'consultation' });
    await handler.act(ticket.no, 'reply', { text: '带户口本。' });
    const corrected = await handler.act(ticket.no, 'correctReply', {
      text: '不用带户口本。',
      reason: '政策更新',
    });
    expect(corrected.replies).toMatchObject([
      { text: '带户口本。', corrected: { text: '不用带户口本。', reason: '政策更新' } },
    ]);
    await system.run();
    expect(system.messages('dong', ticket.no).at(-1)?.template).toBe('correctReply');
  });
});

test('a yellow or red light is explained with cause and correction (A24)', async () => {
  const ticket = await file('fei');
  await expect(
    handler.act(ticket.no, 'explainLight', { cause: '忙', correction: '加人' }),
  ).rejects.toMatchObject({
    code: 'wrong-state',
  });
  system.at('2026-10-09T09:00');
  await system.run();
  await handler.act(ticket.no, 'explainLight', { cause: '等待鉴定', correction: '已催' });
  expect(await handler.offered(ticket.no)).not.toContain('explainLight');
  expect(JSON.stringify(await system.citizen('fei').get(ticket.no))).not.toContain('等待鉴定');
});
