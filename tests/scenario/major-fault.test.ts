import type { ShownTicket } from '../../typings/contract';
import { publicView } from '../support/public-view';
import { outcomes, Refused, running, useSystem } from '../support/system';

/** 重大故障 (J-16c, A7), through the outside contract, under both rule sets. */

const system = useSystem();
const { staff, citizen } = system;
const operator = staff('demo-operator');
const manager = staff('demo-manager');

const calls = (ticket: ShownTicket): string[] =>
  (ticket.facts ?? [])
    .flatMap(({ name, rows }) => (name === 'calls' && rows ? rows : []))
    // Without the mark of the result: `单位值班 姓名 电话：待通知`.
    .map(
      ({ values: { who, phone, result } }) =>
        `${[who, phone].filter(Boolean).join(' ')}：${result?.slice(2)}`,
    );
const { service, noticesOf, texts } = publicView(system);

const recovered = { verifier: '经办甲', evidence: '连续十次提交均成功。' };
const report = { cause: '机房断电。', handling: '切换到备用机房。', prevention: '每季度演练一次切换。' };

const saveUnit = (id: string, region: string, contacts: object[]): Promise<unknown> =>
  staff('demo-operator-lead').call('unit.save', {
    version: 1,
    unit: {
      id,
      name: `人社部门 ${id}`,
      region,
      phone: '12333',
      secondSignature: false,
      duties: [],
      contacts,
    },
  });

beforeAll(async () => {
  system.at('2026-09-23T09:00');
  await saveUnit('hrss', '440000', [
    { duty: 'duty', name: '值班甲', phone: '020-00000001' },
    { duty: 'owner', name: '主任乙', phone: '020-00000002' },
    { duty: 'content', name: '编辑丙', phone: '020-00000003' },
    { duty: 'owner', name: '', phone: '020-00000004' },
  ]);
  await saveUnit('gz-hrss', '440100', []);
});

test('J-16c: a manager without a number: the list says who enters it where, and shows it once it is there', async () => {
  const address = (phone?: string): Promise<unknown> =>
    manager.call('member.address', { email: 'demo-manager@example.invalid', ...(phone ? { phone } : {}) });
  system.at('2026-09-24T10:00');
  await address();
  const opened = await operator.open('major-fault', { serviceId: 'S041', symptom: 'login' });
  const line = (ticket: ShownTicket): string => calls(ticket).find(one => one.includes('管理方演示')) ?? '';
  expect(line(opened)).toMatch(/管理方演示（没有登记电话，请本人到“消息”里的“我的联系方式”登记）：待通知/);
  await address('10000000003');
  const index = String(calls(opened).indexOf(line(opened)) + 1);
  const after = await operator.act(opened.no, 'logCall', { callee: index, reached: false });
  expect(line(after)).toMatch(/管理方演示 10000000003：.*未接通/);
  expect(line(await operator.act(opened.no, 'logCall', { callee: index, reached: true }))).toMatch(/已通知$/);
  await operator.act(opened.no, 'dismiss', { reason: '演练。' });
});

test('J-16c: a unit without a roster: whom the register of services names is rung', async () => {
  const { service } = await manager.call<{
    service: { unitId: string; contacts: { duty: string; name: string }[] };
  }>('service.get', { id: 'S074' });
  const owner = service.contacts.find(({ duty }) => duty === 'owner');
  expect([service.unitId, owner?.name]).toEqual(['gz-hrss', expect.any(String)]);
  const { no } = await operator.open('major-fault', { serviceId: 'S074', symptom: 'login' });
  expect(calls(await operator.get(no)).join()).toContain(`人社部门 gz-hrss负责人 ${owner?.name} `);
  await operator.act(no, 'dismiss', { reason: '演练。' });
});

describe.each([
  { id: 'gdzw-0001.5-2019', serviceId: 'S001', name: '社会保障卡申领', night: '2026-09-26' },
  { id: 'ganfutong-draft-2025-06', serviceId: 'S002', name: '社会保障卡补办', night: '2026-10-02' },
])('a major fault of a service under $id', ({ id, serviceId, name, night }) => {
  let no = '';
  let opened: ShownTicket;

  beforeAll(async () => {
    system.at(`${night}T01:00`);
    await manager.call('ruleset.activate', { id, version: 1 });
    await citizen('follower').call('notice.subscribe', { serviceId });
    system.at(`${night}T02:20`);
    // At night on a holiday: the 30 minutes run round the clock.
    opened = await staff('demo-hrss-handler').open('major-fault', {
      serviceId,
      symptom: 'submit',
      noticedAt: `${night}T02:00:00+08:00`,
    });
    no = opened.no;
  });

  test('J-16c: one report, and the public notice stands in the same moment, in plain words', async () => {
    expect(opened).toMatchObject({ state: 'handling', holder: { role: 'unit', unitId: 'hrss' } });
    expect(opened.flags).toContain('urgent');
    expect(await service(serviceId)).toMatchObject({
      state: 'fault',
      notice: expect.stringContaining('不能提交办理') as string,
    });
    const [notice] = await noticesOf(serviceId);
    expect(notice).toMatchObject({ kind: 'fault', serviceName: name, instead: expect.any(String) as string });
    expect(notice?.text).toContain('不能提交办理');
  });

  test('J-16c: manager, operator and its leads, units and those who follow the service are told at once', async () => {
    await system.run();
    for (const who of ['demo-manager', 'demo-operator', 'demo-operator-lead', 'demo-hrss-lead'])
      expect(texts(who, no)).toEqual([expect.stringContaining('重大故障')]);
    expect(texts('demo-gz-hrss-handler', no)).toHaveLength(1);
    expect(texts('follower', `GG-${no}`)).toEqual([expect.stringContaining('出现故障')]);
  });

  test('A7: reported within 30 minutes round the clock from when it was noticed; an internal target', () => {
    expect(opened.clocks[0]).toMatchObject({ name: 'report', internal: true, state: 'met', clause: 'J-16c' });
    expect(opened.clocks[0]?.dueAt).toMatch(new RegExp(`^${night}T02:30`));
    expect(running(opened, 'fix')).toBeDefined();
  });

  test('J-16c: the call list by duty roster: those on duty and in charge at the units, the leads, the manager', async () => {
    const list = calls(opened);
    expect(list.slice(0, 2)).toEqual([
      '人社部门 hrss值班 值班甲 020-00000001：待通知',
      '人社部门 hrss负责人 主任乙 020-00000002：待通知',
    ]);
    expect(list.join()).not.toContain('编辑丙');
    expect(list.join()).toMatch(
      /人社部门 gz-hrss（没有登记值班人员，请(管理方|省级主管部门)补上） 12333：待通知/,
    );
    expect(list.at(-2)).toContain('运营演示组长 10000000002');
    expect(list.at(-1)).toContain('管理方演示 10000000003');
    await operator.act(no, 'logCall', { callee: '1', reached: false, text: '占线。' });
    const after = await operator.act(no, 'logCall', { callee: '1', reached: true });
    expect(calls(after)[0]).toMatch(/02:20 已通知$/);
    const [reached, waits] = after.facts?.find(({ name }) => name === 'calls')?.rows ?? [];
    expect(reached).toMatchObject({ done: true });
    expect(reached?.acts).toBeUndefined();
    expect(waits?.acts?.[0]).toEqual({
      act: 'logCall',
      label: '已通知到',
      input: { callee: '2', reached: true },
    });
    await expect(operator.act(no, 'logCall', { callee: '1', reached: true })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(operator.act(no, 'logCall', { callee: '99', reached: true })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('J-16c: another unit is asked to help: told, listed, and it sees the ticket from then on', async () => {
    await expect(staff('demo-psb-lead').get(no)).rejects.toMatchObject({ code: 'not-found' });
    await operator.act(no, 'involve', { involvedUnit: 'psb' });
    await expect(operator.act(no, 'involve', { involvedUnit: 'psb' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await system.run();
    expect(texts('demo-psb-lead', no)).toEqual([expect.stringContaining('请立即参加处置')]);
    expect(calls(await staff('demo-psb-lead').get(no)).at(-1)).toContain('公安厅');
  });

  test('J-16c: updates add to the notice, in words that citizens know', async () => {
    system.at(`${night}T03:00`);
    await expect(operator.act(no, 'update', { text: '数据库正在回滚。' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { text: expect.stringContaining('群众看不懂') as string },
    });
    await operator.act(no, 'update', { text: '预计 5 点前恢复。' });
    const [notice] = await noticesOf(serviceId);
    expect(notice?.text).toMatch(/不能提交办理[\s\S]*03:00 更新：预计 5 点前恢复。/);
  });

  test('a second report for the same service is refused and names the first; foreign units and regions report nothing', async () => {
    const again = { serviceId, symptom: 'closed' };
    await expect(manager.open('major-fault', again)).rejects.toMatchObject({
      fields: { serviceId: expect.stringContaining(no) as string },
    });
    for (const who of ['demo-psb-handler', 'demo-gz-local'])
      await expect(staff(who).open('major-fault', again)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('J-16c: over when verified: the service is online, the notice gone, everybody told once', async () => {
    system.at(`${night}T04:30`);
    await expect(manager.act(no, 'over', recovered)).rejects.toMatchObject({ code: 'forbidden' });
    const over = await staff('demo-hrss-handler').act(no, 'over', recovered);
    expect(over.state).toBe('over');
    expect(await service(serviceId)).toMatchObject({ state: 'online' });
    expect(await noticesOf(serviceId)).toEqual([]);
    await system.run();
    expect(texts('follower', `GG-${no}`).filter(text => text.includes('已恢复'))).toHaveLength(1);
    expect(texts('demo-manager', no).at(-1)).toContain('已恢复');
  });

  test('J-16c: the closing report within its limit; late it shows as late, and only the highest message was sent', async () => {
    const due = running(await operator.get(no), 'filing')?.date ?? '';
    expect(due).toBe(id.startsWith('gdzw') ? '2026-10-09' : '2026-10-13');
    if (id.startsWith('ganfutong')) {
      // The sweep was dead for all that time and runs once.
      system.at('2026-10-16T15:00');
      await system.run();
      const levels = system
        .messages('demo-hrss-handler', no)
        .map(({ template }) => template)
        .filter(template => ['yellow', 'due-day', 'red'].includes(template));
      expect(levels).toEqual(['red']);
    }
    await expect(operator.act(no, 'close', { cause: '机房断电。' })).rejects.toMatchObject({
      code: 'invalid',
    });
    const closed = await staff('demo-hrss-lead').act(no, 'close', report);
    expect(closed.state).toBe('closed');
    expect(outcomes(closed, 'filing')).toEqual([
      id.startsWith('gdzw') ? 'met 2026-10-09' : 'late 2026-10-13',
    ]);
    await system.run();
    for (const who of ['demo-manager', 'demo-operator']) expect(texts(who, no).at(-1)).toContain('处置报告');
  });
});

describe('who reports, and when', () => {
  test('A7: a report later than 30 minutes shows as late; one from the future or of last month is refused', async () => {
    system.at('2026-11-03T10:00');
    const late = await staff('demo-hrss-lead').open('major-fault', {
      serviceId: 'S003',
      symptom: 'login',
      noticedAt: '2026-11-03T09:15:00+08:00',
    });
    expect(late.clocks[0]).toMatchObject({ name: 'report', state: 'late' });
    await expect(
      operator.open('major-fault', { serviceId: 'S004', symptom: 'login', instead: '等待接口恢复' }),
    ).rejects.toMatchObject({ fields: { instead: expect.stringContaining('群众看不懂') as string } });
    for (const noticedAt of ['2026-11-03T10:01:00+08:00', '2026-10-01T10:00:00+08:00'])
      await expect(
        operator.open('major-fault', { serviceId: 'S004', symptom: 'login', noticedAt }),
      ).rejects.toMatchObject({ fields: { noticedAt: expect.any(String) as string } });
    const dismissed = await manager.act(late.no, 'dismiss', { reason: '个别手机的问题。' });
    expect(dismissed.state).toBe('dismissed');
    expect(await noticesOf('S003')).toEqual([]);
    await expect(operator.act(late.no, 'over', recovered)).rejects.toThrow(Refused);
  });

  test('A39: a local authority reports for services of its region, a unit never for the whole platform', async () => {
    // 广州积分制入户; 深圳人才引进申办 is another city's.
    const { no, holder } = await staff('demo-gz-local').open('major-fault', {
      serviceId: 'S074',
      symptom: 'pay',
    });
    expect(holder).toMatchObject({ role: 'unit', unitId: 'gz-hrss' });
    expect(await staff('demo-gz-local').offered(no)).toEqual(expect.arrayContaining(['logCall', 'note']));
    await operator.act(no, 'dismiss', { reason: '演练。' });
    await expect(
      staff('demo-gz-local').open('major-fault', { serviceId: 'S076', symptom: 'pay' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    for (const who of ['demo-hrss-lead', 'demo-gz-local'])
      await expect(staff(who).open('major-fault', { symptom: 'closed' })).rejects.toMatchObject({
        fields: { serviceId: expect.stringContaining('电话告诉运营方') as string },
      });
  });

  test('J-16c: the whole platform: every service shows it, the notice too; it lies with the operator until it is over', async () => {
    system.at('2026-11-04T10:00');
    const { no, holder } = await manager.open('major-fault', { symptom: 'login', level: 'extraordinary' });
    expect(holder.role).toBe('operator');
    expect(await service('S001')).toMatchObject({ state: 'fault' });
    expect((await noticesOf()).some(({ id }) => id === `GG-${no}`)).toBe(true);
    // Another outage of the platform that ends meanwhile does not hide this one.
    const other = await operator.open('fault', { impact: '首页图片显示不出来。' });
    const { no: third } = await operator.open('major-fault', { symptom: 'closed' });
    await operator.act(other.no, 'dismiss', { reason: '个别手机的问题。' });
    expect(await service('S001')).toMatchObject({ state: 'fault' });
    await operator.act(third, 'over', recovered);
    await operator.act(no, 'over', recovered);
    expect(await service('S001')).toMatchObject({ state: 'online' });
    expect((await operator.act(no, 'close', report)).state).toBe('closed');
  });
});
