import type { ListedProcedure, ShownNotice } from '../../typings/contract';
import { publicView } from '../support/public-view';
import { outcomes, Refused, running, useSystem, type Person } from '../support/system';

/** 应用异常和暂时下线 (G-3.2.4, G-3.3.1, G-3.3.3, figure A.2), through the outside contract. */

const system = useSystem();
const { staff, citizen } = system;

/** 社会保障卡申领, access unit hrss. */
const SERVICE = 'S001';
const report = {
  serviceId: SERVICE,
  impact: '提交申请时一直转圈，无法提交。',
  instead: '可到社保卡服务网点办理。',
};

const { service, noticesOf, texts } = publicView(system);

const fixed = { cause: '证书过期。', fix: '已更换证书。' };
const verified = { verifier: '运营甲', evidence: '真机提交三次均成功。' };

describe('a fault of a service, fixed within one working day', () => {
  let no = '';
  let mine: { no: string };
  let operator: Person;
  let handler: Person;

  beforeAll(async () => {
    operator = staff('demo-operator');
    handler = staff('demo-hrss-handler');
    system.at('2026-10-08T10:00');
    mine = await citizen('waiting').file({ serviceId: SERVICE, category: 'business' });
    await citizen('follower').call('notice.subscribe', { serviceId: SERVICE });
    no = (await operator.open('fault', { ...report, detectedAt: '2026-10-08T09:40:00+08:00' })).no;
  });

  test('G-3.3.3b: the service shows the fault at once, with the reason and what to do instead', async () => {
    expect(await service(SERVICE)).toMatchObject({ state: 'fault', notice: expect.stringContaining('转圈') });
    const [notice] = await noticesOf(SERVICE);
    expect(notice).toMatchObject({ kind: 'fault', instead: report.instead, serviceName: '社会保障卡申领' });
  });

  test('G-3.3.3a: unit and manager are told at once, within the two service hours of A7', async () => {
    await system.run();
    for (const who of ['demo-hrss-handler', 'demo-hrss-lead', 'demo-manager'])
      expect(texts(who, no)).toEqual([expect.stringContaining('出现异常：社会保障卡申领异常')]);
    const ticket = await operator.get(no);
    expect(outcomes(ticket, 'report')).toEqual(['met ']);
  });

  test('G-3.2.4a: the unit has one working day from the report', async () => {
    const ticket = await handler.get(no);
    expect(running(ticket, 'fix')).toMatchObject({ date: '2026-10-09', clause: 'G-3.2.4a', internal: false });
    expect(ticket.acts.map(({ act }) => act)).toContain('reportFix');
    expect(await handler.queue('todo')).toContain(no);
  });

  test('open tickets about the service are linked to the fault, and those who wait or follow are told once', async () => {
    const ticket = await handler.get(mine.no);
    expect(ticket.flags).toContain('faulty-service');
    expect(ticket.links).toEqual([expect.objectContaining({ no, relation: 'fault' })]);
    expect((await handler.get(no)).openTickets).toEqual([expect.objectContaining({ no: mine.no })]);
    for (const who of ['waiting', 'follower']) expect(texts(who, `GG-${no}`)).toHaveLength(1);
  });

  test('a second report of the same fault is refused, and names the first', async () => {
    await expect(operator.open('fault', report)).rejects.toMatchObject({
      code: 'invalid',
      fields: { serviceId: expect.stringContaining(no) },
    });
  });

  test('G-3.3.3c: it cannot be opened again before the repair is reported and verified', async () => {
    expect(await operator.offered(no)).not.toContain('verify');
    await expect(operator.act(no, 'verify', verified)).rejects.toThrow(Refused);
    await handler.act(no, 'reportFix', fixed);
    expect(await handler.offered(no)).not.toContain('verify');
    await operator.act(no, 'failVerification', { reason: '仍有一个地市不能提交。' });
    await handler.act(no, 'reportFix', fixed);
    await expect(operator.act(no, 'verify', { verifier: '运营甲' })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect((await operator.get(no)).notice?.ended).toBeUndefined();
    await operator.act(no, 'verify', verified);
    expect(await service(SERVICE)).toMatchObject({ state: 'online' });
    expect(await noticesOf(SERVICE)).toEqual([]);
    // Whoever was sent the notice, or comes back to it, reads that it is over; so does whoever looks at the ticket.
    const { notice } = await citizen('someone').call<{ notice: ShownNotice }>('notice.get', {
      id: `GG-${no}`,
    });
    expect(notice.ended).toBe(true);
    expect((await operator.get(no)).notice?.ended).toBe(true);
  });

  test('when it is over one message goes to all who waited', async () => {
    await system.run();
    for (const who of ['waiting', 'follower'])
      expect(texts(who, `GG-${no}`).filter(text => text.includes('已恢复'))).toHaveLength(1);
    expect((await handler.get(mine.no)).flags).not.toContain('faulty-service');
  });

  test('G-3.3.3d: it is closed only with the result, which reaches unit and manager', async () => {
    const closed = await operator.act(no, 'report', { result: '证书过期所致，已更换并加入到期提醒。' });
    expect(closed.state).toBe('closed');
    expect(outcomes(closed, 'fix')).toEqual(['met 2026-10-09']);
    await system.run();
    for (const who of ['demo-hrss-handler', 'demo-manager'])
      expect(texts(who, no).at(-1)).toContain('处理完毕');
  });
});

describe('a fault that is not fixed in time (A4)', () => {
  const late = 'S002';

  test('G-3.2.4b: at the end of the limit the order stands ready, two service hours later it executes itself', async () => {
    system.at('2026-10-12T10:00');
    const operator = staff('demo-operator');
    const { no } = await staff('demo-hrss-lead').open('fault', { ...report, serviceId: late });
    system.at('2026-10-14T00:01');
    await system.run();
    expect((await operator.get(no)).state).toBe('overdue');
    expect(await operator.queue('todo')).toContain(no);
    system.at('2026-10-14T10:59');
    await system.run();
    expect((await operator.get(no)).state).toBe('overdue');
    system.at('2026-10-14T11:00');
    await system.run();
    const ticket = await operator.get(no);
    expect(ticket.state).toBe('offline');
    expect(outcomes(ticket, 'fix')[0]).toBe('late 2026-10-13');
    expect(await service(late)).toMatchObject({ state: 'offline', notice: expect.stringContaining('网点') });
    const offlineAt = expect.stringContaining('2026-10-14T11:00') as string;
    expect((await noticesOf(late))[0]).toMatchObject({
      kind: 'offline',
      startsAt: offlineAt,
      publishedAt: offlineAt,
    });
    const asked = { text: '一直打不开怎么办', serviceId: late };
    expect(await citizen('someone').call('ask', asked)).toMatchObject({
      knownFault: { serviceId: late, text: expect.stringContaining('暂停服务') },
    });
  });

  test('the sweep dead for three days and then run once: the same end state', async () => {
    system.at('2026-10-19T10:00');
    const operator = staff('demo-operator');
    const { no } = await operator.open('fault', { ...report, serviceId: 'S003' });
    system.at('2026-10-23T15:00');
    await system.run();
    const ticket = await operator.get(no);
    expect(ticket.state).toBe('offline');
    // As if it had run on time: offline two service hours after the end of the limit, five working days from then.
    const facts = Object.fromEntries((ticket.facts ?? []).map(({ name, value }) => [name, value]));
    expect(facts['offlineAt']).toContain('10 月 21 日 周三 11:00');
    expect(running(ticket, 'fix')).toMatchObject({ startedOn: '2026-10-21', date: '2026-10-28' });
    const [notice] = await noticesOf('S003');
    expect(notice).toMatchObject({ startsAt: expect.stringContaining('2026-10-21T11:00') });
    const told = system.messages('demo-hrss-handler', no).filter(({ template }) => template === 'red');
    expect(told.length).toBeLessThanOrEqual(1);
  });

  test('the operator may postpone it with a reason that goes to the manager', async () => {
    system.at('2026-10-26T10:00');
    const operator = staff('demo-operator');
    const { no } = await operator.open('fault', { ...report, serviceId: 'S004' });
    system.at('2026-10-28T09:30');
    await system.run();
    await operator.act(no, 'postponeOffline', {
      postponedTo: '2026-10-28T16:00:00+08:00',
      reason: '接入方正在切换，预计一小时恢复。',
    });
    system.at('2026-10-28T12:00');
    await system.run();
    expect((await operator.get(no)).state).toBe('overdue');
    for (const who of ['demo-manager', 'demo-operator', 'demo-hrss-handler'])
      expect(texts(who, no).at(-1)).toMatch(/^暂缓下线：.*，到 .*\d\d:\d\d/);
    system.at('2026-10-28T16:00');
    await system.run();
    expect((await operator.get(no)).state).toBe('offline');
  });
});

describe('the platform’s own outage (A36)', () => {
  test('all services show it until it is verified; it lies with the operator', async () => {
    system.at('2026-11-02T10:00');
    const operator = staff('demo-operator');
    const { no, holder } = await operator.open('fault', { impact: '登录后页面打不开。' });
    expect(holder.role).toBe('operator');
    await system.run();
    expect(texts('demo-manager', no)).toEqual([expect.stringContaining('出现异常：办事平台异常')]);
    expect(await service('S005')).toMatchObject({ state: 'fault' });
    expect(await service(SERVICE)).toMatchObject({
      state: 'fault',
      notice: '登录后页面打不开。 急需办理的，请到线下窗口或者拨打 12345。',
    });
    await operator.act(no, 'reportFix', fixed);
    await operator.act(no, 'verify', verified);
    expect(await service(SERVICE)).toMatchObject({ state: 'online' });
  });

  test('a unit reports its own services only; nobody reports the platform for the operator', async () => {
    const handler = staff('demo-psb-handler');
    await expect(handler.open('fault', report)).rejects.toMatchObject({
      code: 'forbidden',
      fields: { serviceId: '只能为本单位的服务发起' },
    });
    await expect(handler.open('fault', { impact: '登录后页面打不开。' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { serviceId: '请选择出现异常的服务' },
    });
    const asked = async (who: string) => {
      const { procedures: forms } = await staff(who).call<{ procedures: ListedProcedure[] }>(
        'procedure.list',
      );
      return forms.find(({ kind }) => kind === 'fault')?.fields?.filter(({ name }) => name === 'serviceId');
    };
    for (const who of ['demo-psb-handler', 'demo-gz-local'])
      expect(await asked(who)).toEqual([
        expect.objectContaining({ label: '出现异常的服务', required: true }),
      ]);
    expect(await asked('demo-operator')).toEqual([expect.objectContaining({ required: false })]);
  });
});
