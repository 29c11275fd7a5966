import { noticeProblems, type Notice } from '../../cloudfunctions/domain/notices/notice';
import { NEVER } from '../../cloudfunctions/domain/time';
import type { ShownNotice, StaffNotice } from '../../typings/contract';
import { rules } from '../support/domain';
import { useSystem, type Person } from '../support/system';

/** Notices for citizens: drafted by units, published by operator or manager, by time, in plain words (G-3.2.3b, J-11c). */

const system = useSystem();
const { staff, citizen } = system;

const at = (time: string): string => `${time}:00+08:00`;
const draft = {
  kind: 'offline',
  title: '“社会保障卡申领”暂停受理',
  text: '社会保障卡申领自 10 月 12 日起暂停受理新的申请，已提交的继续办理。',
  serviceId: 'S001',
  startsAt: at('2026-10-12T08:00'),
  instead: '急需办卡的，请到社保卡服务网点窗口。',
};

const save = async (who: Person, notice: object): Promise<StaffNotice> =>
  (await who.call<{ notice: StaffNotice }>('notice.save', { notice })).notice;
const publish = async (who: Person, id: string, publishAt?: string): Promise<StaffNotice> =>
  (await who.call<{ notice: StaffNotice }>('notice.publish', { id, ...(publishAt ? { publishAt } : {}) }))
    .notice;
const staffList = async (who: Person, state?: string): Promise<string[]> =>
  (await who.call<{ notices: StaffNotice[] }>('notice.list', state ? { state } : {})).notices.map(
    ({ id }) => id,
  );
const publicList = async (serviceId: string): Promise<string[]> =>
  (await citizen('reader').call<{ notices: ShownNotice[] }>('notice.list', { serviceId })).notices.map(
    ({ id }) => id,
  );
const told = (to: string, id: string): string[] => system.messages(to, id).map(({ text }) => text);

const operator = staff('demo-operator');
const handler = staff('demo-hrss-handler');

describe('from a draft to the public and back', () => {
  let id = '';

  beforeAll(async () => {
    system.at('2026-10-08T10:00');
    await citizen('follower').call('notice.subscribe', { serviceId: 'S001' });
    await citizen('lost-interest').call('notice.subscribe', { serviceId: 'S001' });
    await citizen('lost-interest').call('notice.unsubscribe', { serviceId: 'S001' });
    await citizen('lost-interest').call('notice.unsubscribe', { serviceId: 'S001' });
  });

  test('who follows a service finds it in the own account and in its copy, on any phone', async () => {
    type Me = { subscribed: string[] };
    const followed = async (who: string) => (await citizen(who).call<Me>('me.get')).subscribed;
    expect(await followed('follower')).toEqual(['S001']);
    expect(await followed('lost-interest')).toEqual([]);
    expect(await followed('reader')).toEqual([]);
    const { url } = await citizen('follower').call<{ url: string }>('me.export');
    const { profile } = (await (await fetch(url)).json()) as { profile: Me };
    expect(profile.subscribed).toEqual(['S001']);
  });

  test('J-11c: a unit drafts for its own service; the draft is nobody else’s and not public', async () => {
    const notice = await save(handler, { ...draft, publishAt: at('2026-10-12T07:00') });
    id = notice.id;
    expect(notice).toMatchObject({ state: 'draft', acts: ['save', 'withdraw'], problems: {} });
    expect(await staffList(handler, 'draft')).toContain(id);
    expect(await staffList(staff('demo-psb-handler'), 'draft')).not.toContain(id);
    expect(await publicList('S001')).not.toContain(id);
    await expect(citizen('reader').call('notice.get', { id })).rejects.toMatchObject({ code: 'not-found' });
    await expect(save(staff('demo-psb-handler'), draft)).rejects.toMatchObject({ code: 'invalid' });
    await expect(save(staff('demo-psb-handler'), { ...draft, id })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(save(handler, { ...draft, serviceId: null })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('a unit does not publish; the operator does, for the time that the unit has named', async () => {
    await expect(publish(handler, id)).rejects.toMatchObject({ code: 'forbidden' });
    const notice = await publish(operator, id);
    expect(notice).toMatchObject({ state: 'scheduled', publishedAt: '2026-10-12T07:00:00.000+08:00' });
    await expect(save(handler, { ...draft, id })).rejects.toMatchObject({ code: 'wrong-state' });
    expect(await staffList(operator, 'scheduled')).toContain(id);
    await system.run();
    expect(await publicList('S001')).not.toContain(id);
    expect(told('follower', id)).toEqual([]);
  });

  test('it becomes public by time, without the timer; those who follow are told once', async () => {
    system.at('2026-10-12T07:00');
    expect(await publicList('S001')).toContain(id);
    await system.run();
    await system.run();
    expect(told('follower', id)).toEqual([expect.stringMatching(/10 月 12 日 .*：.*网点窗口/)]);
    expect(told('lost-interest', id)).toEqual([]);
  });

  test('what is public stays right: the operator corrects it, but not into something that citizens do not understand', async () => {
    await expect(
      save(operator, { ...draft, id, text: '后端接口割接，社会保障卡申领暂停。' }),
    ).rejects.toMatchObject({
      code: 'invalid',
      fields: { 'notice.text': expect.stringContaining('看不懂') },
    });
    await save(operator, { ...draft, id, instead: '请到就近的社保卡服务网点。' });
    const { notice } = await citizen('reader').call<{ notice: ShownNotice }>('notice.get', { id });
    expect(notice.instead).toContain('就近');
    await system.run();
    expect(told('follower', id)).toHaveLength(1);
  });

  test('it is withdrawn with a reason, at once; who did what stays with it', async () => {
    await expect(operator.call('notice.withdraw', { id })).rejects.toMatchObject({ code: 'invalid' });
    await operator.call('notice.withdraw', { id, reason: '已恢复受理。' });
    expect(await publicList('S001')).not.toContain(id);
    const { notices } = await operator.call<{ notices: StaffNotice[] }>('notice.list', { state: 'ended' });
    const ended = notices.find(one => one.id === id);
    expect(ended?.steps.map(({ what }) => what)).toEqual(['起草', '排期发布', '修改', '撤下：已恢复受理。']);
    expect(ended?.acts).toEqual([]);
    await expect(operator.call('notice.withdraw', { id, reason: '再撤' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
  });
});

describe('what can go wrong', () => {
  test('withdrawn before its time it is never public and told to nobody', async () => {
    system.at('2026-10-13T10:00');
    const { id } = await save(operator, { ...draft, startsAt: at('2026-10-20T08:00') });
    await publish(operator, id, at('2026-10-19T08:00'));
    await operator.call('notice.withdraw', { id, reason: '不需要了。' });
    system.at('2026-10-20T10:00');
    await system.run();
    await expect(citizen('reader').call('notice.get', { id })).rejects.toMatchObject({ code: 'not-found' });
    expect(told('follower', id)).toEqual([]);
  });

  test('an unfinished draft is kept, and published only when it says all', async () => {
    const { id, problems } = await save(operator, { kind: 'fault', title: '故障', text: '出错了' });
    expect(Object.keys(problems).sort()).toEqual(['instead', 'serviceId', 'startsAt', 'text']);
    await expect(publish(operator, id)).rejects.toMatchObject({ code: 'invalid' });
    await expect(publish(operator, id, at('2020-01-01T08:00'))).rejects.toMatchObject({ code: 'invalid' });
  });

  test('G-3.2.3b: the notice of a ticket is changed through its procedure only', async () => {
    const { no } = await operator.open('fault', { serviceId: 'S020', impact: '提交申请时一直转圈。' });
    const id = `GG-${no}`;
    expect(await staffList(operator, 'public')).toContain(id);
    for (const change of [
      () => save(operator, { ...draft, id, serviceId: 'S020' }),
      () => publish(operator, id),
      () => operator.call('notice.withdraw', { id, reason: '撤' }),
    ])
      await expect(change()).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('the list goes on page by page, the newest first', async () => {
    for (let n = 0; n < 22; n += 1)
      await save(operator, { kind: 'general', title: `系统使用提示 ${n}`, text: '请及时更新小程序。' });
    const first = await operator.call<{ notices: StaffNotice[]; nextCursor?: string }>('notice.list', {
      state: 'draft',
    });
    expect(first.notices).toHaveLength(20);
    const second = await operator.call<{ notices: StaffNotice[] }>('notice.list', {
      state: 'draft',
      cursor: first.nextCursor,
    });
    const ids = [...first.notices, ...second.notices].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(second.notices.length).toBeGreaterThanOrEqual(3);
  });
});

describe('plain words', () => {
  const now = '2026-10-08T10:00:00.000+08:00';
  const notice: Notice = {
    id: 'GG1',
    kind: 'maintenance',
    title: '“社保卡申领”升级维护',
    text: '“社保卡申领”自 10 月 12 日 22:00 至 10 月 13 日 02:00，期间不能提交申请。',
    serviceId: 'S001',
    serviceName: '社保卡申领',
    region: null,
    publishedAt: NEVER,
    startsAt: '2026-10-12T22:00:00.000+08:00',
    endsAt: '2026-10-13T02:00:00.000+08:00',
    instead: '请改天办理，或者用手机 App 查询，见 www.example.gov.cn。',
  };
  test.each<[string, Partial<Notice>, string[]]>([
    ['is right', {}, []],
    ['names a service in letters', { serviceName: 'EMS 邮寄', title: '“EMS 邮寄”升级维护' }, []],
    ['does not name the service', { title: '升级', text: '期间暂时不能提交申请，请谅解。' }, ['title']],
    ['does not say what to do instead', { instead: ' ' }, ['instead']],
    ['speaks of machines', { text: `${notice.text}数据库扩容。` }, ['text']],
    ['speaks in letters', { title: '“社保卡申领”API 升级' }, ['title']],
    ['has one endless sentence', { text: `${notice.text}${'请大家注意'.repeat(21)}` }, ['text']],
    ['does not end', { endsAt: NEVER }, ['endsAt']],
    ['ends before it starts', { endsAt: '2026-10-12T21:00:00.000+08:00' }, ['endsAt']],
    ['lasts too long', { endsAt: '2026-11-13T02:00:00.000+08:00' }, ['endsAt']],
    ['is over', { endsAt: '2026-10-08T09:00:00.000+08:00' }, ['endsAt']],
  ])('G-3.2.3b: a notice that %s', (_what, change, fields) => {
    expect(Object.keys(noticeProblems({ ...notice, ...change }, { now, ruleSet: rules }))).toEqual(fields);
  });
});
