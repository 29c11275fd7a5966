import type { ShownNotice, ShownTicket } from '../../typings/contract';
import { adjustment, APPROVES, changesOf, done, fact, FILES, verified, withdrawal } from '../support/change';
import { invalid, publicView } from '../support/public-view';
import { outcomes, Refused, running, useSystem } from '../support/system';

/** 服务调整或撤销 (G-3.2.2, J-11a, figure A.1), approved under one rule set, filed under the other (A9). */

const system = useSystem();
const { staff, citizen } = system;

const operator = staff('demo-operator');
const manager = staff('demo-manager');
const handler = staff('demo-hrss-handler');
const lead = staff('demo-hrss-lead');

const { service, noticesOf, texts } = publicView(system);
const { activate, readyToExecute } = changesOf(system);

describe('an adjustment that the manager approves (figure A.1)', () => {
  let no = '';

  beforeAll(async () => {
    await activate(APPROVES);
    system.at('2026-11-02T10:00');
  });

  test('G-3.2.2a: a written application with the sealed letter, to the manager', async () => {
    const ticket = await handler.open('change', { ...adjustment, plannedOn: '2026-11-10' });
    no = ticket.no;
    expect(ticket).toMatchObject({ state: 'review', holder: { role: 'manager' }, unit: { id: 'hrss' } });
    expect(ticket.attachments.map(({ label }) => label)).toEqual(['盖章的书面申请']);
    expect(running(ticket, 'review')).toMatchObject({
      date: '2026-11-05',
      clause: 'G-3.2.2b',
      internal: true,
    });
    expect(await manager.queue('todo')).toContain(no);
    await system.run();
    expect(texts('demo-manager', no)).toEqual([expect.stringContaining('请审核回复')]);
  });

  test.each([
    ['without the sealed letter', { letter: [] }, 'letter'],
    ['without a reason', { reason: ' ' }, 'reason'],
    [
      'without any change',
      { name: '', openType: '', openTarget: '', ownerName: '', ownerPhone: '' },
      'changeType',
    ],
    ['for a day that has come', { plannedOn: '2026-11-02' }, 'plannedOn'],
    ['with an owner who is vacant (J-12b)', { ownerName: '空缺' }, 'ownerName'],
    ['with an address and no way to open it', { openType: '' }, 'openType'],
    ['with words that citizens do not use', { impact: '后端割接，接口升级。' }, 'impact'],
    ['of a service that does not exist', { serviceId: 'S999' }, 'serviceId'],
    ['of no service', { serviceId: '' }, 'serviceId'],
    [
      'as a withdrawal that also changes the name',
      { changeType: 'withdraw', instead: '到窗口办理。' },
      'name',
    ],
  ])('G-3.2.2a: %s it is refused', async (_what, wrong, field) => {
    const input = { ...adjustment, plannedOn: '2026-11-10', ...wrong };
    await expect(handler.open('change', input)).rejects.toMatchObject(invalid(field));
  });

  test('J-11a: a withdrawal says what to do instead', async () => {
    const input = { ...withdrawal, serviceId: 'S001', plannedOn: '2026-11-10', instead: '' };
    await expect(handler.open('change', input)).rejects.toMatchObject(invalid('instead'));
  });

  test('G-3.2.2b: the manager asks for more, reviews, replies and issues a numbered work order', async () => {
    await manager.act(no, 'askCorrection', { decision: '请写明新的负责人。' });
    expect(await handler.queue('todo')).toContain(no);
    const again = await handler.act(no, 'complete', {
      completed: '已写明。',
      ownerName: '黄负责',
      ownerPhone: '020-83330003',
    });
    expect(again.state).toBe('review');
    for (const who of [operator, handler, lead])
      await expect(who.act(no, 'approve')).rejects.toMatchObject({ code: 'forbidden' });
    const ordered = await manager.act(no, 'approve', { conditions: '公告至少提前两天。' });
    expect(ordered).toMatchObject({ state: 'ordered', holder: { role: 'operator' } });
    expect(fact(ordered, 'workOrderNo')).toMatch(/^GD20261102-/);
    expect(fact(ordered, 'conditions')).toBe('公告至少提前两天。');
    expect(running(ordered, 'execute')).toMatchObject({ date: '2026-11-10', clause: 'G-3.2.2c' });
    await system.run();
    for (const who of ['demo-hrss-handler', 'demo-hrss-lead', 'demo-operator'])
      expect(texts(who, no).at(-1)).toContain(fact(ordered, 'workOrderNo'));
    await expect(manager.act(no, 'askCorrection', { decision: '再改。' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
  });

  test('G-3.2.2c: the operator schedules it in the future, not before the planned day, with a notice before it', async () => {
    for (const [wrong, field] of [
      [{ executeAt: '2026-11-02T09:00:00+08:00' }, 'executeAt'],
      [{ executeAt: '2026-11-09T09:00:00+08:00' }, 'executeAt'],
      [{ executeAt: '2029-11-09T09:00:00+08:00' }, 'executeAt'],
      [{ executeAt: '2026-11-10T09:00:00+08:00', publishAt: '2026-11-10T09:00:00+08:00' }, 'publishAt'],
    ] as const)
      await expect(operator.act(no, 'schedule', wrong)).rejects.toMatchObject(invalid(field));
    await expect(operator.act(no, 'execute', done)).rejects.toMatchObject({ code: 'wrong-state' });
    const scheduled = await operator.act(no, 'schedule', {
      executeAt: '2026-11-10T22:00:00+08:00',
      publishAt: '2026-11-06T09:00:00+08:00',
    });
    expect(scheduled.state).toBe('scheduled');
    expect(await noticesOf('S001')).toEqual([]);
  });

  test('J-11a: the notice stands before the execution: executing is refused while no notice is public, and before its time', async () => {
    await expect(operator.act(no, 'execute', done)).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining('公告还没有发布'),
    });
    system.at('2026-11-06T09:00');
    await system.run();
    const [notice] = await noticesOf('S001');
    expect(notice).toMatchObject({ kind: 'general', serviceName: '社会保障卡申领' });
    expect(notice?.text).toContain('11 月 10 日 周二 22:00');
    await expect(operator.act(no, 'execute', done)).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining('还没有到时间'),
    });
    expect((await service('S001', '社会保障卡申领'))?.name).toBe('社会保障卡申领');
  });

  test('G-3.2.2c: executed, the register changes in the same moment, and never twice', async () => {
    system.at('2026-11-10T22:01');
    await expect(handler.act(no, 'execute', done)).rejects.toMatchObject({ code: 'forbidden' });
    await citizen('follower').call('notice.subscribe', { serviceId: 'S001' });
    const { version } = await operator.get(no);
    const executed = await operator.actAt(no, version, 'execute', done);
    expect(executed.state).toBe('executed');
    expect(outcomes(executed, 'execute')).toEqual(['met 2026-11-10']);
    // Found by its new name, and still by the old one.
    for (const query of ['社保卡首次申领', '社会保障卡申领'])
      expect(await service('S001', query)).toMatchObject({
        name: '社保卡首次申领',
        state: 'online',
        open: { type: 'h5', target: 'https://service.banjie.example/first-card' },
      });
    const { steps } = await manager.call<{ steps: object[] }>('service.history', { id: 'S001' });
    expect(steps[0]).toMatchObject({ no, reason: '更改登记：名称、别名、打开方式、联系人' });
    // The same press again changes nothing; another one, and an old page, are refused.
    expect((await operator.actAt(no, version, 'execute', done)).version).toBe(executed.version);
    await expect(staff('demo-operator-lead').act(no, 'execute', done)).rejects.toThrow(Refused);
    await expect(
      staff('demo-operator-lead').actAt(no, version, 'execute', { stepLog: '再做一次。' }),
    ).rejects.toThrow(Refused);
    expect(outcomes(await operator.get(no), 'report')).toHaveLength(1);
    await system.run();
    expect(texts('follower', `GG-${no}`).at(-1)).toContain('已调整');
  });

  test('G-3.2.2c: verified with evidence, then the result goes back to unit and manager, and it is closed', async () => {
    expect(await operator.offered(no)).not.toContain('report');
    await operator.act(no, 'failVerification', { problem: '图标没有更新，已刷新。' });
    await expect(operator.act(no, 'verify', { verifier: '运营甲' })).rejects.toMatchObject(
      invalid('evidence'),
    );
    await operator.act(no, 'verify', verified);
    const closed = await operator.act(no, 'report', { result: '已按工单执行并验证。' });
    expect(closed.state).toBe('closed');
    // What was late is still to be explained (A24).
    expect(closed.acts.map(({ act }) => act)).toEqual(['acknowledgeLight', 'explainLight']);
    expect(outcomes(closed, 'report')).toEqual(['met 2026-11-11']);
    await system.run();
    for (const who of ['demo-hrss-handler', 'demo-hrss-lead', 'demo-manager'])
      expect(texts(who, no).at(-1)).toContain('已办结');
  });
});

describe.each([APPROVES, FILES])('a withdrawal, under %s', ruleSet => {
  const approves = ruleSet === APPROVES;
  const [id, name] = approves ? ['S002', '社会保障卡补办'] : ['S003', '电子社保卡签发'];
  const [start, day] = approves ? ['2026-11-12T10:00', '2026-11-20'] : ['2026-11-23T10:00', '2026-12-01'];
  let no = '';
  let mine: ShownTicket;

  beforeAll(async () => {
    system.at(start);
    await activate(ruleSet);
    mine = await citizen(`waiting-${id}`).file({ serviceId: id, category: 'business', region: '440100' });
    const input = { ...withdrawal, serviceId: id, plannedOn: day };
    no = await readyToExecute(input, handler, day);
  });
  afterAll(() => activate(APPROVES));

  test('G-3.2.2c: who waits or follows reads at once when it ends and what to do instead', async () => {
    await system.run();
    const told = texts(`waiting-${id}`, `GG-${no}`);
    expect(told).toEqual([expect.stringContaining('停止服务')]);
    expect(told[0]).toContain('可到当地人社窗口办理');
    // The notice goes after a month; the service does not come back then.
    const { notice } = await citizen('reader').call<{ notice: ShownNotice }>('notice.get', {
      id: `GG-${no}`,
    });
    expect(notice).toMatchObject({ startsAt: expect.stringContaining(day) });
    expect(notice).not.toHaveProperty('endsAt');
    for (const who of ['demo-hrss-handler', 'demo-manager'])
      expect(texts(who, no).some(text => text.includes('定于'))).toBe(true);
  });

  test('G-3.2.2a: a service is withdrawn by one application at a time; a second one is refused with its number', async () => {
    const second = { ...withdrawal, serviceId: id, plannedOn: '2026-12-21' };
    const refused = { code: 'invalid', fields: { changeType: expect.stringContaining(no) } };
    await expect(lead.open('change', second)).rejects.toMatchObject(refused);
    // To adjust it until then is another matter, and does not become a second withdrawal.
    const other = await lead.open('change', { ...adjustment, serviceId: id, plannedOn: '2026-12-21' });
    await manager.act(other.no, 'askCorrection', { decision: '是不是要撤销？' });
    await expect(
      lead.act(other.no, 'complete', { completed: '是。', changeType: 'withdraw', instead: '请到窗口。' }),
    ).rejects.toMatchObject(refused);
    await lead.act(other.no, 'cancelApplication', { cancelReason: '演示。' });
  });

  test('open tickets of citizens are listed, and it is not executed until each has the answer of its unit', async () => {
    const ticket = await operator.get(no);
    expect(ticket.notYet).toContain('答复后才能撤销');
    expect(ticket.openTickets).toEqual([
      expect.objectContaining({ no: mine.no, unitName: expect.any(String) }),
    ]);
    expect(ticket.acts.map(({ act }) => act)).not.toContain('execute');
    await expect(operator.act(no, 'execute', done)).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining(mine.no),
    });
    expect((await service(id, name))?.state).toBe('online');
    const owner = staff('demo-gz-hrss-handler');
    const answering = await owner.offered(mine.no);
    if (answering.includes('reply')) await owner.act(mine.no, 'reply', { text: '您可以到窗口办理。' });
    else {
      await owner.act(mine.no, 'submitReply', { text: '您可以到窗口办理。' });
      await staff('demo-gz-hrss-lead').act(mine.no, 'approveReply');
    }
    // It is still open, so that it can be rated, but it has its answer.
    expect((await citizen(`waiting-${id}`).get(mine.no)).state).toBe('replied');
    const free = await operator.get(no);
    expect(free.openTickets).toEqual([]);
    expect(free).not.toHaveProperty('notYet');
  });

  test('G-3.2.2c: withdrawn, it stays in the register as offline with the reason and what to do instead', async () => {
    // Two operators press at the same moment: one executes, the other is refused.
    const { version } = await operator.get(no);
    const presses = await Promise.allSettled([
      operator.actAt(no, version, 'execute', done),
      staff('demo-operator-lead').actAt(no, version, 'execute', { stepLog: '同时执行。' }),
    ]);
    expect(presses.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await operator.get(no)).timeline.filter(({ label }) => label === '执行工单')).toHaveLength(1);
    const withdrawn = await service(id, name);
    expect(withdrawn).toMatchObject({ state: 'offline', notice: expect.stringContaining('已撤销') });
    expect(withdrawn?.notice).toContain('可到当地人社窗口办理');
    expect(withdrawn?.open).toBeUndefined();
    expect((await noticesOf(id))[0]).toMatchObject({ kind: 'offline', instead: '可到当地人社窗口办理。' });
    await operator.act(no, 'verify', verified);
    await operator.act(no, 'report', { result: '已撤销。' });
    expect((await service(id, name))?.state).toBe('offline');
  });

  test('what is withdrawn is withdrawn: neither changed nor withdrawn again', async () => {
    for (const more of [withdrawal, { ...adjustment }])
      await expect(
        handler.open('change', { ...more, serviceId: id, plannedOn: '2026-12-20' }),
      ).rejects.toMatchObject(invalid('serviceId'));
  });
});

describe('where the change is filed (A9)', () => {
  const input = { ...adjustment, serviceId: 'S004', name: '参保证明查询打印', plannedOn: '2026-12-08' };
  let no = '';

  beforeAll(async () => {
    system.at('2026-12-02T10:00');
    await activate(FILES);
    no = (await lead.open('change', input)).no;
  });
  afterAll(() => activate(APPROVES));

  test('J-11a: the filing is recorded, the manager told, the work order issued; no approval is asked for', async () => {
    const ticket = await operator.get(no);
    expect(ticket).toMatchObject({ state: 'ordered', ruleSet: { id: FILES } });
    expect(fact(ticket, 'filedAt')).toContain('12 月 2 日');
    expect(fact(ticket, 'workOrderNo')).toMatch(/^GD/);
    expect(await manager.offered(no)).not.toContain('approve');
    await system.run();
    expect(texts('demo-manager', no)).toEqual([expect.stringContaining('已报备')]);
    expect(texts('demo-operator', no)).toEqual([expect.stringContaining('工单')]);
  });

  test('J-11a: the manager may ask for a correction until it is executed; the notice is taken back', async () => {
    await operator.act(no, 'schedule', { executeAt: '2026-12-08T20:00:00+08:00' });
    expect(await noticesOf('S004')).toHaveLength(1);
    await manager.act(no, 'askCorrection', { decision: '名称与其他服务相近。' });
    system.at('2026-12-02T10:10');
    expect(await noticesOf('S004')).toEqual([]);
    await expect(operator.act(no, 'execute', done)).rejects.toMatchObject({ code: 'wrong-state' });
    const again = await lead.act(no, 'complete', { completed: '已改名。', name: '参保证明下载' });
    expect(again.state).toBe('ordered');
    system.at('2026-12-08T20:01');
    await expect(operator.act(no, 'execute', done)).rejects.toMatchObject({ code: 'wrong-state' });
    await operator.act(no, 'schedule', { executeAt: '2026-12-08T21:00:00+08:00' });
    system.at('2026-12-08T21:00');
    await operator.act(no, 'execute', done);
    expect(await service('S004', '参保证明下载')).toMatchObject({ name: '参保证明下载' });
  });
});
