import type { Actor } from '../../cloudfunctions/domain/engine';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { staffOf } from '../support/callers';
import { act, open, rectifications, refusal, stored, told } from '../support/checks';
import { everybody, handlerOf, leadOf, manager, operator, operatorLead } from '../support/domain';
import { jpegWith } from '../support/file-samples';
import { memory, type Memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';
import { plainWork } from '../support/work';

/** Content and promotion (G-4.x, J-13), support and migration (G-2.3a, J-5), partners (J-15), security (J-20a, J-22, J-23). */

const NOW = '2026-11-23T10:00:00.000+08:00';
const local = everybody.find(({ role }) => role === 'local')!;
const partner = everybody.find(({ role }) => role === 'partner')!;
const hrss = handlerOf('hrss');
const psb = handlerOf('psb');
const units = [{ unitId: 'hrss' }, { unitId: 'psb' }];
const text = expect.any(String) as string;

const sweepAt = async (world: Memory, at: string): Promise<void> => {
  world.at(at);
  await sweepDeadlines(world, plainWork());
};
const hears = async (world: Memory, who: Actor, no: string, words: string): Promise<void> =>
  expect(await told(world, who, no)).toEqual(
    expect.arrayContaining([expect.stringContaining(words) as string]),
  );

describe('consent in writing (A13)', () => {
  const matter = {
    subject: '大规模系统切换',
    sensitiveType: 'major',
    background: '要停办两天。',
    proposal: '先公告，再分批切换。',
    units,
  };

  test('G-4.2.1b: manager and every unit are asked at one time; it is done when all have agreed, and the result is told', async () => {
    const world = memory(NOW);
    const { no } = await open(world, operator, 'sensitive-matter', matter);
    expect(stored(world, no).work?.values['awaiting']).toBe('管理方、省人社厅、省公安厅');
    for (const who of [manager, hrss, psb]) await hears(world, who, no, '请书面表态');
    await act(world, manager, no, 'consent', { documentNo: '函〔2026〕5号' });
    await act(world, hrss, no, 'consent');
    expect(await refusal(act(world, operator, no, 'handle', { result: '办了' }))).toMatchObject({
      code: 'wrong-state',
    });
    expect(await refusal(act(world, hrss, no, 'refuseConsent', { reason: '再想' }))).toMatchObject({
      code: 'forbidden',
    });
    await act(world, psb, no, 'consent');
    expect(stored(world, no)).toMatchObject({
      state: 'consented',
      work: {
        values: {
          consents: [
            { party: '管理方', decision: '同意', documentNo: '函〔2026〕5号', signedBy: manager.name },
            { party: '省人社厅' },
            { party: '省公安厅' },
          ],
        },
      },
    });
    await act(world, operator, no, 'handle', { result: '已切换。' });
    await hears(world, psb, no, '已处理');
  });

  test('G-4.2.4: one refusal ends it, and nobody is waited for any more', async () => {
    const world = memory(NOW);
    const { no } = await open(world, operator, 'channel', {
      name: '地铁灯箱',
      channelType: 'offline',
      ownedBy: '地铁公司',
      use: '宣传社保卡',
      from: '2026-12-01',
      units,
    });
    await act(world, psb, no, 'refuseConsent', { reason: '没有预算' });
    expect(stored(world, no)).toMatchObject({ state: 'refused', endsAt: NOW });
    expect(stored(world, no).clocks.every(({ state }) => state !== 'running')).toBe(true);
    await hears(world, operator, no, '不能使用');
  });

  test('a unit that was dissolved is not asked; its successor says what it had to say', async () => {
    const world = memory(NOW);
    const boss = staffOf(world, manager);
    const { no } = await open(world, operator, 'sensitive-matter', {
      ...matter,
      units: [{ unitId: 'hrss' }, { unitId: 'psb' }],
    });
    await boss.call('unit.dissolve', { unitId: 'psb', successorId: 'hrss', reason: '机构改革' });
    expect(
      await refusal(open(world, operator, 'sensitive-matter', { ...matter, units: [{ unitId: 'psb' }] })),
    ).toMatchObject({ code: 'invalid', fields: { 'units.0.unitId': text } });
    expect(await refusal(act(world, psb, no, 'consent'))).toBeDefined();
    await act(world, hrss, no, 'consent');
    await act(world, manager, no, 'consent');
    expect(stored(world, no).state).toBe('consented');
  });
});

describe('content (G-4.1, G-4.2.2, A53)', () => {
  const topic = { topic: '社保卡补办', medium: 'account', plannedOn: '2026-12-01', units };
  const draft = { headline: '社保卡丢了怎么办', body: '带身份证到窗口。\n当日取卡。' };
  const review = { secrecy: true, personal: true, basis: '保密审查登记 12 号' };

  test('written by one, read by two others, approved by the manager and every unit, published on its day, corrected', async () => {
    const world = memory(NOW);
    const { no } = await open(world, operator, 'content', topic);
    await act(world, operator, no, 'submitDraft', draft);
    expect(await refusal(act(world, operator, no, 'passFirst'))).toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining('同一个人') as string,
    });
    await act(world, operatorLead, no, 'returnDraft', { reason: '写明时间' });
    await act(world, operator, no, 'submitDraft', { ...draft, body: '带身份证到窗口。\n三日取卡。' });
    expect(stored(world, no).work?.values['changes']).toEqual([{ was: '当日取卡。', is: '三日取卡。' }]);
    await act(world, operatorLead, no, 'passFirst');
    expect(await refusal(act(world, operatorLead, no, 'passSecond', review))).toMatchObject({
      code: 'wrong-state',
    });
    await act(world, manager, no, 'passSecond', review);
    for (const who of [manager, hrss]) await act(world, who, no, 'consent');
    expect(stored(world, no).state).toBe('final-review');
    await act(world, psb, no, 'consent');
    expect(stored(world, no)).toMatchObject({ state: 'scheduled', work: { values: { finalBy: psb.name } } });
    expect(stored(world, no).clocks.at(-1)).toMatchObject({ name: 'publish', date: '2026-12-01' });
    await act(world, operator, no, 'publish', { link: 'https://mp.example.cn/s/1', publishedAt: NOW });
    await act(world, hrss, no, 'note', { text: '看过' }).catch(() => undefined);
    await act(world, operator, no, 'correctContent', { what: '地址写错，已改。' });
    expect(stored(world, no)).toMatchObject({
      state: 'published',
      work: { values: { corrections: [{ by: operator.name, what: '地址写错，已改。' }] } },
    });
    await act(world, manager, no, 'withdrawContent', { reason: '政策有变' });
    expect(stored(world, no).state).toBe('withdrawn');
  });

  test('what names a person is refused, wrong and hard words are pointed out', async () => {
    const world = memory(NOW);
    const { no } = await open(world, hrss, 'content', topic);
    expect(
      await refusal(act(world, hrss, no, 'submitDraft', { ...draft, body: '请找张三 13800138000。' })),
    ).toMatchObject({ code: 'invalid', fields: { body: text } });
    await act(world, hrss, no, 'submitDraft', { ...draft, body: '登陆后台服务，截止目前可办。' });
    expect(stored(world, no).work?.values['hints']).toEqual(
      expect.stringMatching(/登陆[\s\S]*截止目前[\s\S]*后台服务/),
    );
  });
});

test('G-4.2.3, J-13: a campaign is agreed to, reposted by units and regions, and reported after its end', async () => {
  const world = memory(NOW);
  const { no } = await open(world, operator, 'campaign', {
    name: '春节服务月',
    plan: '线上答题',
    from: '2026-11-24',
    until: '2026-11-30',
    units,
    regions: [{ region: '440100' }],
  });
  for (const who of [manager, hrss, psb]) await act(world, who, no, 'consent');
  expect(stored(world, no).clocks.at(-1)).toMatchObject({ name: 'results', date: '2026-12-07' });
  await hears(world, local, no, '请转发');
  await act(world, local, no, 'repost', { where: '广州发布', link: 'https://gz.example.cn/1' });
  await act(world, operator, no, 'reportResult', { result: '三万人参加。' });
  expect(stored(world, no)).toMatchObject({
    state: 'closed',
    work: { values: { reposts: [{ where: '广州发布', party: expect.stringContaining('广州') as string }] } },
  });
});

test('G-2.3a: support within two working days; whoever asked says whether it is solved', async () => {
  const world = memory(NOW);
  const asked = { matter: 'interface', subject: '接口联调', detail: '返回 500。' };
  const { no } = await open(world, hrss, 'support', asked);
  expect(stored(world, no).clocks[0]).toMatchObject({
    name: 'support',
    date: '2026-11-25',
    clause: 'G-2.3a',
  });
  await act(world, operator, no, 'answerSupport', { answer: '证书已换。' });
  await hears(world, hrss, no, '已答复');
  await act(world, leadOf('hrss'), no, 'askAgain', { unsolved: '还是不行。' });
  await act(world, operator, no, 'answerSupport', { answer: '再换了一次。' });
  await sweepAt(world, '2026-12-01T00:05:00.000+08:00');
  expect(stored(world, no).state).toBe('settled');
});

test('J-5: an app that is to come over has a plan, the manager sees it kept and checks that it has come', async () => {
  const world = memory(NOW);
  const { no } = await open(world, local, 'migration', {
    name: '广州办事通',
    form: 'app',
    way: 'move',
    services: '公交、社保',
    plan: '先迁服务，再迁用户。',
    plannedOn: '2027-03-01',
  });
  await hears(world, manager, no, '登记了要迁移的应用');
  await act(world, local, no, 'replan', { plannedOn: '2027-04-01', reason: '等接口' });
  expect(stored(world, no).clocks[0]?.date).toBe('2027-04-01');
  await act(world, local, no, 'complete', { result: '已下架旧应用。' });
  await act(world, manager, no, 'notMoved', { reason: '还能下载' });
  await act(world, local, no, 'complete', { result: '已下架。' });
  await act(world, manager, no, 'confirmMoved');
  expect(stored(world, no).state).toBe('moved');
});

describe('partners (G-2.1b3, J-15a–c, A39)', () => {
  const application = {
    company: '快递公司',
    partnerKind: 'logistics',
    offers: '证照寄递',
    duties: '丢件赔付，投诉当日处理。',
    contactName: '陈经理',
    contactPhone: '020-83331234',
  };
  const agreed = { agreedOn: '2026-11-23', agreementUntil: '2027-01-31' };

  const serving = async (world: Memory): Promise<string> => {
    const { no } = await open(world, partner, 'partner-access', application);
    await act(world, manager, no, 'approveAccess', agreed);
    await act(world, operator, no, 'connect', { connected: '联调通过。' });
    return no;
  };

  test('J-15a: a partner opens this alone and sees nothing else; decided by the manager, with an agreement that ends', async () => {
    const world = memory(NOW);
    const { procedures } = await staffOf(world, partner).call('procedure.list', {});
    expect(procedures.map(({ kind }) => kind)).toEqual(['partner-access']);
    const other = await open(world, operator, 'partner-access', application);
    expect(await refusal(staffOf(world, partner).get(other.no))).toMatchObject({ code: 'not-found' });
    const { no } = await open(world, partner, 'partner-access', application);
    for (const who of [manager, operator]) await hears(world, who, no, '合作方申请接入');
    await act(world, manager, no, 'returnAccess', { reason: '写明赔付标准' });
    const { tickets } = await staffOf(world, partner).call('ticket.queue', { view: 'todo' });
    expect(tickets.map(one => one.no)).toEqual([no]);
    await act(world, partner, no, 'completeAccess', { ...application, duties: '按标准赔付。' });
    await act(world, manager, no, 'approveAccess', agreed);
    expect(world.get('members', 'partner')?.agreementUntil).toBe('2027-01-31');
    await act(world, operator, no, 'connect', { connected: '联调通过。' });
    expect(stored(world, no).state).toBe('serving');
  });

  test('J-15b: contacts and incidents stand with the partner, the operator hears of them', async () => {
    const world = memory(NOW);
    const no = await serving(world);
    await act(world, partner, no, 'reportIncident', { what: '系统故障一小时。' });
    await act(world, partner, no, 'changeContact', { contactName: '李经理', contactPhone: '020-83331235' });
    await act(world, operator, no, 'reportIncident', { what: '丢件三起。' });
    await hears(world, operator, no, '发生问题');
    await hears(world, partner, no, '您的服务有问题');
    expect(stored(world, no).work?.values).toMatchObject({
      contactName: '李经理',
      incidents: [{ by: partner.name }, { by: operator.name }],
    });
  });

  test('an agreement that ends in the middle of an act: nothing is connected, both were reminded, the account is shut', async () => {
    const world = memory(NOW);
    const { no } = await open(world, partner, 'partner-access', application);
    await act(world, manager, no, 'approveAccess', { ...agreed, agreementUntil: '2026-11-25' });
    world.at('2026-11-26T09:00:00.000+08:00');
    expect(await refusal(act(world, operator, no, 'connect', { connected: '好了' }))).toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining('到期') as string,
    });
    await sweepAt(world, '2026-11-26T09:01:00.000+08:00');
    expect(stored(world, no)).toMatchObject({ state: 'ended', work: { values: { endedBy: '协议到期' } } });
    const kept = await serving(world);
    await sweepAt(world, '2027-01-02T09:00:00.000+08:00');
    for (const who of [partner, manager]) await hears(world, who, kept, '快到期');
  });

  test('J-15c: forced out with evidence; people are told, it does nothing any more, and its account ends', async () => {
    const world = memory(NOW);
    const no = await serving(world);
    const { no: exit } = await open(world, manager, 'partner-exit', {
      accessNo: no,
      reason: 'rights',
      facts: '多次丢件。',
      evidence: [uploadsOf(world).upload('openid-mgr', '证据.jpg', jpegWith('1'))],
      publicWords: '证照改到窗口领取。',
      exitOn: '2026-11-23',
    });
    expect(stored(world, no)).toMatchObject({ state: 'ended', work: { values: { endedBy: '强制退出' } } });
    expect(world.get('notices', `GG-${exit}`)?.text).toContain('快递公司不再提供服务');
    await hears(world, operator, exit, '请在');
    await hears(world, partner, exit, '强制退出');
    expect(await refusal(act(world, partner, no, 'reportIncident', { what: '申辩' }))).toMatchObject({
      code: 'wrong-state',
    });
    await act(world, operator, exit, 'takeOff', { taken: '接口和账号已停用。' });
    expect(world.get('members', 'partner')?.state).toBe('revoked');
  });
});

describe('security (J-20a, J-22, J-23, G-2.3b)', () => {
  const officer = everybody.find(({ role }) => role === 'security')!;
  const event = { subject: '页面被篡改', eventKind: 'tampering', level: 'major', detail: '首页出现广告。' };

  test('J-20a, J-22: anyone reports, those in charge are called at once; contained, concluded, put right; the officer sees no other ticket', async () => {
    const world = memory(NOW);
    const { no } = await open(world, hrss, 'security-event', event);
    expect(stored(world, no)).toMatchObject({ marks: ['urgent'], clocks: [{ date: '2026-11-24' }] });
    for (const who of [manager, officer, operatorLead]) await hears(world, who, no, '发生安全事件');
    const { no: other } = await open(world, hrss, 'support', {
      matter: 'use',
      subject: '怎么用',
      detail: '不会用。',
    });
    expect(await refusal(staffOf(world, officer).get(other))).toMatchObject({ code: 'not-found' });
    await act(world, officer, no, 'contain', { measure: '已下线页面。' });
    await act(world, operator, no, 'rectify', { what: '补漏洞', unitId: 'hrss' });
    await act(world, officer, no, 'conclude', {
      cause: '弱口令',
      damage: '没有数据外泄',
      prevention: '换口令',
    });
    expect(stored(world, no)).toMatchObject({ state: 'closed', links: [{ relation: 'about' }] });
  });

  test('J-23: a plan is started at once, people are told, and afterwards it is reviewed; only a plan that is in force', async () => {
    const world = memory(NOW);
    const start = { reason: '机房断电', level: 'two', publicWords: '请稍后再办理。', units };
    await staffOf(world, operatorLead).call('register.save', {
      register: 'rosters',
      values: {
        name: '夜班',
        memberId: operator.id,
        startsAt: '2026-11-01T00:00:00.000+08:00',
        endsAt: '2026-11-30T00:00:00.000+08:00',
        reach: 'sms',
        phone: '020-83331234',
      },
    });
    const { no } = await open(world, manager, 'contingency', start);
    // The call list opens with it: who is on duty, who answers for each unit, who leads.
    const calls = (stored(world, no).work?.values['calls'] ?? []) as { who: string; phone: string }[];
    expect(calls).toContainEqual({ who: `运营方值班 ${operator.name}`, phone: '020-83331234' });
    expect(calls.map(({ who }) => who).join()).toContain(manager.name);
    for (const who of [leadOf('hrss'), leadOf('psb'), operatorLead]) await hears(world, who, no, '马上到位');
    expect(world.get('notices', `GG-${no}`)?.text).toContain('请稍后再办理');
    await act(world, manager, no, 'standDown', { handling: '已恢复供电。' });
    expect(world.get('notices', `GG-${no}`)?.endsAt).toBe(NOW);
    await act(world, manager, no, 'evaluate', { lessons: '补充备用电源。' });
    expect(await refusal(open(world, manager, 'contingency', { ...start, planNo: no }))).toMatchObject({
      fields: { planNo: text },
    });
  });

  test('J-23: what a drill has shown is a rectification of whoever is in charge', async () => {
    const world = memory(NOW);
    const { no } = await open(world, local, 'drill', {
      name: '断网演练',
      drillForm: 'live',
      scenario: '专线中断。',
      heldOn: '2026-12-10',
    });
    expect(stored(world, no).clocks[0]?.date).toBe('2026-12-10');
    await act(world, local, no, 'recordDrill', {
      process: '二十分钟恢复。',
      findings: [
        { what: '电话不通', unitId: 'gz-hrss' },
        { what: '没有备用线路', unitId: 'gz-hrss' },
      ],
    });
    const [found] = rectifications(world);
    expect(found).toMatchObject({
      holder: { unitId: 'gz-hrss' },
      work: { values: { findings: { length: 2 } } },
    });
  });
});
