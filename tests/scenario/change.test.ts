import type { ShownNotice, ShownTicket } from '../../typings/contract';
import { invalid, publicView } from '../support/public-view';
import { outcomes, Refused, running, useSystem, type Person } from '../support/system';

/** 服务调整或撤销 (G-3.2.2, J-11a, figure A.1), approved under one rule set, filed under the other (A9). */

const system = useSystem();
const { staff, citizen } = system;

const operator = staff('demo-operator');
const manager = staff('demo-manager');
const handler = staff('demo-hrss-handler');
const lead = staff('demo-hrss-lead');

const activate = (id: string): Promise<unknown> => manager.call('ruleset.activate', { id, version: 1 });
const APPROVES = 'gdzw-0001.5-2019';
const FILES = 'ganfutong-draft-2025-06';

const letter = ['cloud://demo/letter-with-seal.pdf'];
const adjustment = {
  serviceId: 'S001',
  changeType: 'adjust',
  reason: '按照新的办事指南调整。',
  impact: '名称改为“社保卡首次申领”，办理步骤不变。',
  name: '社保卡首次申领',
  openType: 'h5',
  openTarget: 'https://service.banjie.example/first-card',
  ownerName: '何负责',
  ownerPhone: '020-83330002',
  letter,
};
const withdrawal = {
  changeType: 'withdraw',
  reason: '政策到期。',
  impact: '不再受理新的申请。',
  instead: '可到当地人社窗口办理。',
  letter,
};
const done = { stepLog: '1. 核对工单；2. 修改登记；3. 检查显示。' };
const verified = { verifier: '运营甲', evidence: '真机查看三处，显示一致。' };

const { service, noticesOf, texts } = publicView(system);
const fact = ({ facts = [] }: ShownTicket, name: string): string | undefined =>
  facts.find(one => one.name === name)?.value;

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
    expect(ticket.attachments.map(({ name }) => name)).toEqual(['盖章的书面申请']);
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
    expect(closed).toMatchObject({ state: 'closed', acts: [] });
    expect(outcomes(closed, 'report')).toEqual(['met 2026-11-11']);
    await system.run();
    for (const who of ['demo-hrss-handler', 'demo-hrss-lead', 'demo-manager'])
      expect(texts(who, no).at(-1)).toContain('已办结');
  });
});

/** From the application to the moment in which it can be executed. */
const readyToExecute = async (input: object, unit: Person, day: string): Promise<string> => {
  const { no, state } = await unit.open('change', input);
  if (state === 'review') await manager.act(no, 'approve');
  await operator.act(no, 'schedule', { executeAt: `${day}T20:00:00+08:00` });
  system.at(`${day}T20:30`);
  return no;
};

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

describe('an application that becomes another one', () => {
  test('J-11a: an adjustment that was returned comes back as a withdrawal; what was to be adjusted is dropped', async () => {
    system.at('2026-12-09T10:00');
    const { no } = await lead.open('change', { ...adjustment, serviceId: 'S006', plannedOn: '2026-12-15' });
    await manager.act(no, 'askCorrection', { decision: '这项服务是否应当撤销？' });
    const wrong = { completed: '改为撤销。', changeType: 'withdraw' };
    await expect(lead.act(no, 'complete', wrong)).rejects.toMatchObject(invalid('instead'));
    const right = { ...wrong, instead: '请到窗口办理。' };
    await expect(lead.act(no, 'complete', { ...right, name: '新名称' })).rejects.toMatchObject(
      invalid('name'),
    );
    const again = await lead.act(no, 'complete', right);
    expect(again).toMatchObject({ state: 'review', title: expect.stringContaining('撤销') });
    expect(fact(again, 'changeType')).toBe('撤销');
    for (const name of Object.keys(adjustment).filter(each => /^(name|open|owner)/.test(each)))
      expect(fact(again, name)).toBeUndefined();
    await lead.act(no, 'cancelApplication', { cancelReason: '演示。' });
  });
});

describe('two applications to withdraw one service', () => {
  const input = { ...withdrawal, serviceId: 'S006', plannedOn: '2026-12-16' };
  let first = '';

  test('G-3.2.2a: in the same moment one of them is taken', async () => {
    system.at('2026-12-09T10:00');
    const both = await Promise.allSettled([handler.open('change', input), lead.open('change', input)]);
    const taken = both.flatMap(one => (one.status === 'fulfilled' ? [one.value.no] : []));
    expect(taken).toHaveLength(1);
    first = taken[0] ?? '';
  });

  test('G-3.2.2a, G-3.2.2b: given up or refused, it makes room for another; the register says so', async () => {
    await handler.act(first, 'cancelApplication', { cancelReason: '材料不齐。' });
    const second = await lead.open('change', input);
    await manager.act(second.no, 'reject', { decision: '还有群众在用。' });
    const third = await lead.open('change', input);
    await lead.act(third.no, 'cancelApplication', { cancelReason: '演示。' });
    const { steps } = await manager.call<{ steps: { no?: string; reason: string }[] }>('service.history', {
      id: 'S006',
    });
    const said = steps.map(({ no, reason }) => `${reason} ${no ?? ''}`);
    for (const no of [first, second.no, third.no])
      expect(said).toEqual(expect.arrayContaining([`申请撤销 ${no}`, `撤销申请没有继续 ${no}`]));
  });
});

describe('competent units and access unit', () => {
  test('G-3.2.2c: after the execution new tickets go where the change says; the new units see why', async () => {
    system.at('2026-12-09T10:00');
    const input = {
      serviceId: 'S005',
      changeType: 'adjust',
      reason: '职责调整。',
      impact: '广州的咨询改由省里统一答复。',
      competent: ['hrss', 'sz-hrss'],
      accessUnitId: 'general',
      letter,
      plannedOn: '2026-12-16',
    };
    const no = await readyToExecute(input, handler, '2026-12-16');
    const before = await citizen('a').file({ serviceId: 'S005', region: '440100', category: 'business' });
    expect(before.unit?.id).toBe('gz-hrss');
    await operator.act(no, 'execute', done);
    const after = await citizen('b').file({ serviceId: 'S005', region: '440100', category: 'business' });
    expect(after.unit?.id).toBe('hrss');
    const complaint = await citizen('c').file({ kind: 'complaint', serviceId: 'S005', category: 'system' });
    expect(complaint.unit?.id).toBe('general');
    await system.run();
    expect(texts('demo-general-handler', no)).toEqual([expect.stringContaining('以后由贵单位承办')]);
    expect((await staff('demo-general-handler').get(no)).state).toBe('executed');
  });
});

describe.each([APPROVES, FILES])('who may, under %s', ruleSet => {
  const approves = ruleSet === APPROVES;
  const city = {
    ...adjustment,
    serviceId: approves ? 'S074' : 'S075',
    name: approves ? '积分入户申请' : '公租房年度审核',
  };
  const [start, late, planned] = approves
    ? ['2026-12-17T10:00', '2026-12-24T10:00', '2027-01-20']
    : ['2026-12-25T10:00', '2027-01-04T10:00', '2027-01-20'];

  beforeAll(async () => {
    system.at(start);
    await activate(ruleSet);
  });
  afterAll(() => activate(APPROVES));

  test('A39: the local authority applies for services of its region, not for those above it', async () => {
    const local = staff('demo-gz-local');
    await expect(local.open('change', { ...adjustment, plannedOn: planned })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      staff('demo-th-local').open('change', { ...city, plannedOn: planned }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const { no, unit } = await local.open('change', { ...city, plannedOn: planned });
    expect(unit?.id).toBe(approves ? 'gz-hrss' : 'gz-hurd');
    expect(await local.offered(no)).toContain('cancelApplication');
    expect((await local.act(no, 'cancelApplication', { cancelReason: '计划改变。' })).state).toBe(
      'cancelled',
    );
    await system.run();
    expect(texts('demo-manager', no).at(-1)).toContain('已撤回');
  });

  test('only the access unit applies: no competent unit, no foreign unit, no operator, manager or partner', async () => {
    const input = { ...adjustment, serviceId: 'S006', plannedOn: planned };
    for (const who of ['demo-gz-hrss-lead', 'demo-psb-lead', 'demo-operator', 'demo-manager', 'demo-partner'])
      await expect(staff(who).open('change', input)).rejects.toMatchObject({ code: 'forbidden' });
    const { no } = await lead.open('change', input);
    await expect(staff('demo-psb-lead').get(no)).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      staff('demo-psb-lead').act(no, 'cancelApplication', { cancelReason: '试' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(citizen('nosy').get(no)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('the sweep dead for days and then run once: the same state, only the highest level sent', async () => {
    const who = approves ? 'demo-manager' : 'demo-operator';
    const input = { ...adjustment, serviceId: 'S007', plannedOn: approves ? planned : '2026-12-28' };
    const { no, state } = await handler.open('change', input);
    await system.run();
    const before = system.messages(who, no).length;
    system.at(late);
    await system.run();
    const told = system.messages(who, no).slice(before);
    expect(new Set(told.map(({ template }) => template))).toEqual(new Set(['red']));
    const ticket = await staff(who).get(no);
    expect(ticket).toMatchObject({ state, light: 'red' });
    expect(await staff(who).queue('overdue')).toContain(no);
  });
});
