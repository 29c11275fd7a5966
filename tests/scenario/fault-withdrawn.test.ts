import type { ShownNotice } from '../../typings/contract';
import { publicView } from '../support/public-view';
import { running, useSystem } from '../support/system';

/** A service that is withdrawn for good while people wait for the end of its fault (J-11a, G-3.3.3b). */

const system = useSystem();
const { staff, citizen } = system;
const operator = staff('demo-operator');
const manager = staff('demo-manager');
const handler = staff('demo-hrss-handler');
const { service, texts } = publicView(system);

const [ID, NAME] = ['S003', '电子社保卡签发'];
const INSTEAD = '可到当地人社窗口办理。';
const verified = { verifier: '运营甲', evidence: '真机提交成功。' };

let no = '';
let change = '';
let mine = '';

beforeAll(async () => {
  system.at('2026-11-16T10:00');
  await manager.call('ruleset.activate', { id: 'ganfutong-draft-2025-06', version: 1 });
  await citizen('waiting').call('notice.subscribe', { serviceId: ID });
  change = (
    await handler.open('change', {
      serviceId: ID,
      changeType: 'withdraw',
      reason: '政策到期。',
      impact: '不再受理新的申请。',
      instead: INSTEAD,
      plannedOn: '2026-11-20',
      letter: ['cloud://demo/letter-with-seal.pdf'],
    })
  ).no;
  mine = (await citizen('asking').file({ serviceId: ID, category: 'technical' })).no;
  await operator.act(mine, 'reply', { text: '请更新微信后再试。' });
  await operator.act(change, 'schedule', { executeAt: '2026-11-20T20:00:00+08:00' });
  system.at('2026-11-20T19:00');
  no = (await handler.open('fault', { serviceId: ID, impact: '打不开。', instead: INSTEAD })).no;
  await system.run();
  system.at('2026-11-20T20:30');
  await operator.act(change, 'execute', { stepLog: '已停止。' });
});

test('G-3.3.3b: those who wait for its return are told once that it does not come back, and what to do instead', async () => {
  await system.run();
  await system.run();
  const told = texts('waiting', `GG-${change}`).filter(text => text.includes('已撤销'));
  expect(told).toEqual([`已撤销：${NAME}，不再恢复。${INSTEAD}`]);
});

test('G-3.3.3b: a ticket that is still open is marked while the fault lasts, not for a service that is no more', async () => {
  const ticket = await operator.get(mine);
  expect(ticket.flags).not.toContain('faulty-service');
  expect(ticket.links).toEqual([expect.objectContaining({ no, relation: 'fault' })]);
});

test('G-2.1b1: everybody reads that it is withdrawn for good; nobody is promised a message when it is back', async () => {
  expect(await service(ID, NAME)).toMatchObject({ state: 'offline', withdrawn: true });
  expect(await service('S001', '社会保障卡申领')).not.toHaveProperty('withdrawn');
  await expect(citizen('late').call('notice.subscribe', { serviceId: ID })).rejects.toMatchObject({
    code: 'wrong-state',
    message: expect.stringMatching(/已撤销.*人社窗口.*不再恢复/),
  });
  const { notice } = await citizen('late').call<{ notice: ShownNotice }>('notice.get', {
    id: `GG-${change}`,
  });
  expect(notice.serviceWithdrawn).toBe(true);
  await citizen('waiting').call('notice.unsubscribe', { serviceId: ID });
});

test('G-3.3.3c: its fault is neither repaired nor verified any more, and nobody hears that it works again', async () => {
  for (const [who, act, input] of [
    [handler, 'reportFix', { cause: '证书过期。', fix: '已更换。' }],
    [operator, 'verify', verified],
    [operator, 'takeOffline', { reason: '未解决。' }],
    [operator, 'dismiss', { reason: '不是异常。' }],
  ] as const)
    await expect(who.act(no, act, input)).rejects.toMatchObject({ code: 'wrong-state' });
  expect(await operator.offered(no)).toEqual(['settleWithdrawn', 'note']);
});

test('J-11a: the sweep ends the fault by itself, unit and manager are told, the notice of the fault goes', async () => {
  expect(running(await operator.get(no), 'fix')).toBeDefined();
  system.at('2026-11-24T09:00');
  await system.run();
  const ticket = await operator.get(no);
  expect(ticket).toMatchObject({ state: 'withdrawn', stateLabel: '服务已撤销' });
  for (const who of ['demo-hrss-handler', 'demo-manager'])
    expect(texts(who, no).at(-1)).toContain('服务已撤销');
  expect(texts('waiting', `GG-${no}`).filter(text => text.includes('恢复'))).toEqual([]);
  expect((await service(ID, NAME))?.state).toBe('offline');
});

test('a fault of a withdrawn service is not reported any more', async () => {
  const report = { serviceId: ID, impact: '打不开。' };
  await expect(handler.open('fault', report)).rejects.toMatchObject({
    fields: { serviceId: expect.stringContaining('已经撤销') },
  });
  await expect(handler.open('major-fault', { serviceId: ID, symptom: 'closed' })).rejects.toMatchObject({
    fields: { serviceId: expect.stringContaining('已经撤销') },
  });
});
