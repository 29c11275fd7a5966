import { publicView } from '../support/public-view';
import { outcomes, running, useSystem, type Person } from '../support/system';

/**
 * A repair that waits for its verification (G-3.2.4a, G-3.2.4b, G-3.3.3c, A4): the unit's working day ends with its
 * report, the operator's time begins. Under both rule sets.
 */

const system = useSystem();
const { staff } = system;
const operator = staff('demo-operator');
const manager = staff('demo-manager');
const handler = staff('demo-hrss-handler');
const { service, texts } = publicView(system);

const report = { impact: '提交申请时一直转圈，无法提交。', instead: '可到社保卡服务网点办理。' };
const fixed = { cause: '证书过期。', fix: '已更换证书。' };
const verified = { verifier: '运营甲', evidence: '真机提交三次均成功。' };

const overdue = async (who: Person): Promise<string[]> => {
  const { tickets } = await who.call<{ tickets: { no: string }[] }>('ticket.queue', { view: 'overdue' });
  return tickets.map(({ no }) => no);
};

describe.each([
  { ruleSet: 'gdzw-0001.5-2019', id: 'S001', name: '社会保障卡申领' },
  { ruleSet: 'ganfutong-draft-2025-06', id: 'S002', name: '社会保障卡补办' },
])('reported as repaired within the working day, under $ruleSet', ({ ruleSet, id, name }) => {
  let no = '';

  beforeAll(async () => {
    system.at('2026-10-12T09:00');
    await manager.call('ruleset.activate', { id: ruleSet, version: 1 });
    system.at('2026-10-12T10:00');
    no = (await handler.open('fault', { ...report, serviceId: id })).no;
    system.at('2026-10-13T15:00');
    await handler.act(no, 'reportFix', fixed);
  });

  test('G-3.2.4a: the unit has nothing more to do; the operator has, within two service hours', async () => {
    const ticket = await operator.get(no);
    expect(ticket).toMatchObject({
      state: 'fixed',
      stateLabel: '已修复，待验证',
      holder: { role: 'operator' },
    });
    expect(running(ticket, 'fix')).toMatchObject({ date: '2026-10-13', paused: true, light: 'yellow' });
    expect(running(ticket, 'review')).toMatchObject({ own: true, internal: true });
    expect(running(ticket, 'review')?.dueAt).toContain('2026-10-13T17:00');
    expect(await operator.queue('todo')).toContain(no);
    expect(await handler.queue('todo')).not.toContain(no);
  });

  test('G-3.2.4b: the operator is silent over the end of the day: the service does not go offline for that', async () => {
    system.at('2026-10-14T15:00');
    await system.run();
    const ticket = await handler.get(no);
    expect(ticket.state).toBe('fixed');
    expect(running(ticket, 'fix')).toMatchObject({ light: 'yellow', daysLeft: 0 });
    expect((await service(id, name))?.state).toBe('fault');
    for (const who of ['demo-hrss-handler', 'demo-hrss-lead'])
      expect(system.messages(who, no).map(({ template }) => template)).not.toContain('red');
  });

  test('A7, A24: the operator is late instead, its lead and the manager are told once', async () => {
    for (const who of ['demo-operator', 'demo-operator-lead', 'demo-manager']) {
      const red = system.messages(who, no).filter(({ template }) => template === 'red');
      expect(red.map(({ text }) => text)).toEqual([expect.stringContaining('验证修复')]);
    }
    expect(await overdue(operator)).toContain(no);
  });

  test('G-3.3.3c: not verified, the unit goes on with what was left: the days of waiting are not counted', async () => {
    const ticket = await operator.act(no, 'failVerification', { reason: '仍有一个地市不能提交。' });
    expect(ticket).toMatchObject({ state: 'fixing', holder: { role: 'unit', unitId: 'hrss' } });
    const fix = running(ticket, 'fix');
    expect(fix).toMatchObject({ date: '2026-10-14', daysLeft: 0 });
    expect(fix?.explanation).toEqual([
      { date: '2026-10-13', counted: true, why: expect.stringContaining('第 1 个工作日') },
      { date: '2026-10-14', counted: false, why: '等待验证，不计入' },
    ]);
    await system.run();
    expect(texts('demo-hrss-handler', no).join()).toContain('请在 10 月 14 日 周三 24:00 前修复');
    expect(await handler.queue('todo')).toContain(no);
  });

  test('G-3.2.4a: verified at last, it counts as repaired when the repair was reported', async () => {
    system.at('2026-10-14T18:00');
    await handler.act(no, 'reportFix', fixed);
    system.at('2026-10-16T10:00');
    await system.run();
    const ticket = await operator.act(no, 'verify', verified);
    expect(outcomes(ticket, 'fix')).toEqual(['met 2026-10-14']);
    expect(outcomes(ticket, 'review')).toEqual(['late ', 'late ']);
    expect((await service(id, name))?.state).toBe('online');
  });
});

describe('what is left when verification fails is little or much', () => {
  afterAll(() => manager.call('ruleset.activate', { id: 'gdzw-0001.5-2019', version: 1 }));

  test('G-3.2.4a: repaired and refused on the day of the report, the next working day is still the unit’s', async () => {
    system.at('2026-09-30T10:00');
    const { no } = await handler.open('fault', { ...report, serviceId: 'S003' });
    await handler.act(no, 'reportFix', fixed);
    system.at('2026-09-30T16:00');
    const ticket = await operator.act(no, 'failVerification', { reason: '仍不能提交。' });
    // Over National Day to Thursday 8 October.
    expect(running(ticket, 'fix')).toMatchObject({ date: '2026-10-08', provisional: false });
    await operator.act(no, 'dismiss', { reason: '核实为个别手机的问题。' });
  });

  test('G-3.3.3b: what is not repaired by then goes offline as ever, also when the sweep comes late', async () => {
    system.at('2026-10-19T10:00');
    const { no } = await handler.open('fault', { ...report, serviceId: 'S004' });
    system.at('2026-10-20T23:59');
    await handler.act(no, 'reportFix', fixed);
    system.at('2026-10-21T09:00');
    await operator.act(no, 'failVerification', { reason: '仍不能提交。' });
    system.at('2026-10-26T09:00');
    await system.run();
    const ticket = await operator.get(no);
    expect(ticket.state).toBe('offline');
    expect(outcomes(ticket, 'fix')[0]).toBe('late 2026-10-21');
  });

  test('A4: reported after the limit, the order stands, and the operator hears until when it can be verified', async () => {
    system.at('2026-10-26T10:00');
    const { no } = await handler.open('fault', { ...report, serviceId: 'S005' });
    system.at('2026-10-28T09:30');
    await system.run();
    await handler.act(no, 'reportFix', fixed);
    await system.run();
    expect(texts('demo-operator', no).at(-1)).toContain(
      '请在 10 月 28 日 周三 11:00 前验证，否则到时自动暂时下线',
    );
    system.at('2026-10-28T11:00');
    await system.run();
    const offline = await operator.get(no);
    // Offline, but the five days for the way back are not the unit's while its repair waits.
    expect(offline).toMatchObject({ state: 'offline', holder: { role: 'operator' } });
    expect(running(offline, 'fix')).toMatchObject({ paused: true });
    expect(await handler.queue('todo')).not.toContain(no);
    const back = await operator.act(no, 'failVerification', { reason: '仍不能提交。' });
    expect(back.holder).toMatchObject({ role: 'unit', unitId: 'hrss' });
    expect(await handler.queue('todo')).toContain(no);
  });

  test('A4: reported in the minutes in which the sweep was late, it is as if the sweep had been on time', async () => {
    system.at('2026-11-02T10:00');
    const { no } = await handler.open('fault', { ...report, serviceId: 'S006' });
    system.at('2026-11-04T00:30');
    expect((await handler.act(no, 'reportFix', fixed)).state).toBe('fixing');
    await system.run();
    expect((await operator.get(no)).state).toBe('overdue');
    await operator.act(no, 'verify', verified);
    expect(outcomes(await operator.get(no), 'fix')).toEqual(['late 2026-11-03']);
  });
});
