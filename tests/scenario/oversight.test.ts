import type { ListedPlan, MissedPeriod, ShownTicket } from '../../typings/contract';
import { useSystem } from '../support/system';

/** What must be done again and again, what is found and who mends it, through the outside contract (contract §9). */
const system = useSystem('demo');
const manager = system.staff('demo-manager');
const operator = system.staff('demo-operator');
const handler = system.staff('demo-hrss-handler');

const plan = (title: string, kind: string, topic: string, period: string, party: object) =>
  manager.call<{ plan: ListedPlan }>('plan.save', { kind, topic, title, period, party, from: '2026-11-02' });
const found = async (who: typeof operator, kind: string): Promise<ShownTicket[]> => {
  const { tickets } = await who.call<{ tickets: ShownTicket[] }>('ticket.queue', { view: 'todo', kind });
  return Promise.all(tickets.map(({ no }) => who.get(no)));
};
type Row = { item: string; threshold?: string };
const rowsOf = ({ acts }: ShownTicket): Row[] =>
  (acts.find(({ act }) => act === 'record')?.fields.find(({ name }) => name === 'items')?.value ??
    []) as Row[];

test('planned, opened, measured, recorded and reported in the week; what failed is mended and checked again; what was missed shows', async () => {
  system.at('2026-11-02T09:30');
  await plan('每周巡检', 'inspection', 'weekly', 'weekly', { role: 'operator' });
  await plan('服务自查自检', 'inspection', 'self-check', 'monthly', { role: 'unit', unitId: 'hrss' });
  for (const topic of ['log-check', 'security-check', 'middleware', 'database', 'training'])
    await plan(`例行 ${topic}`, 'duty', topic, 'monthly', { role: 'operator' });
  await system.run();
  await system.run();
  const [inspection, ...more] = await found(operator, 'inspection');
  expect(more).toEqual([]);
  expect(inspection?.clocks[0]).toMatchObject({ date: '2026-11-06', clause: 'G-3.3.2.1' });
  expect(await found(operator, 'duty')).toHaveLength(5);
  expect((await found(handler, 'inspection')).map(({ title }) => title)).toEqual([
    expect.stringContaining('服务自查自检'),
  ]);

  // G-3.3.2.1c: what monitoring measured stands in the form beside the threshold of the plan.
  const no = inspection?.no ?? '';
  await operator.act(no, 'fill', { data: '[{"metric":"服务器磁盘使用率","host":"app-1","value":91}]' });
  const rows = rowsOf(await operator.get(no));
  expect(rows).toContainEqual({
    item: '服务器磁盘使用率（app-1）',
    threshold: '≤80%',
    value: '91',
    result: 'fail',
  });
  await operator.act(no, 'record', {
    items: rows.map(row => ({
      result: 'pass',
      ...(row.threshold ? { value: row.threshold.startsWith('≥') ? '100' : '50' } : {}),
      ...row,
      ...(row.item.includes('磁盘') ? { note: '日志没有清理。', unitId: 'hrss' } : {}),
    })),
  });
  await system.run();
  expect(system.messages('demo-manager', no).map(({ text }) => text)).toContainEqual(
    expect.stringContaining('1 项不通过'),
  );

  const [mending] = await found(handler, 'rectification');
  await handler.act(mending?.no ?? '', 'mend', { measure: '已清理并定期轮转。' });
  await operator.act(mending?.no ?? '', 'pass', { verdict: '已复查。' });
  expect(await operator.get(mending?.no ?? '')).toMatchObject({ state: 'rectified' });

  // A month later nobody has looked at the rest.
  system.at('2026-12-01T09:30');
  await system.run();
  const { missed } = await manager.call<{ missed: MissedPeriod[] }>('plan.missed', {
    from: '2026-11-01',
    to: '2026-11-30',
  });
  expect(missed.map(({ title, period, due }) => [title, period, due])).toContainEqual([
    '例行 log-check',
    '2026-11',
    '2026-11-30',
  ]);
  expect(missed.some(({ title, period }) => title === '每周巡检' && period === '2026-W45')).toBe(false);
});

test('documents, content, consents, support, migration, partners and security go their way, and whoever has to know is told', async () => {
  system.at('2026-11-16T09:30');
  const head = system.staff('demo-operator-lead');
  const local = system.staff('demo-gz-local');
  const partner = system.staff('demo-partner');
  const officer = system.staff('demo-security');
  const units = [{ unitId: 'hrss' }];
  const plan = { name: '运行管理办法', body: '第一条 及时处理。', effectiveOn: '2026-12-01', units };
  const matter = { background: '要停办两天。', proposal: '先公告。', sensitiveType: 'major' };
  const period = { from: '2026-11-16', until: '2026-11-20' };
  const review = { secrecy: true, personal: true, basis: '登记 3 号' };
  const contact = { contactName: '陈经理', contactPhone: '020-83331234' };
  const agreed = { agreedOn: '2026-11-16', agreementUntil: '2027-11-16' };
  type Step = [who: typeof operator, act: string, input?: object];
  const both: Step[] = [
    [manager, 'consent'],
    [handler, 'consent'],
  ];
  const parties = ['demo-manager', 'demo-hrss-handler'];
  const stories: { no: string; told: string[] }[] = [];
  /** Opened and taken step by step until it stands so; who has to be told. */
  const way = async (
    [who, kind, state, told]: [typeof operator, string, string, string[]],
    input: object,
    steps: Step[],
  ): Promise<string> => {
    const { no } = await who.open(kind, input);
    for (const [by, act, given] of steps) await by.act(no, act, given ?? {});
    expect((await who.get(no)).state).toBe(state);
    stories.push({ no, told });
    return no;
  };

  // G-2.1a, G-4.2.1a, J-10a, G-5.1c
  await way([manager, 'rule-document', 'in-force', parties], { docType: 'management', ...plan }, [
    [head, 'passReview'],
    [manager, 'approve', { effectiveOn: '2026-12-01', basis: '会议纪要' }],
    [operator, 'publish'],
    [handler, 'acknowledge'],
  ]);
  // G-4.1, G-4.2.2
  await way(
    [operator, 'content', 'published', parties],
    { topic: '补卡', medium: 'account', plannedOn: '2026-11-20', units },
    [
      [operator, 'submitDraft', { headline: '怎样补卡', body: '带身份证到窗口。' }],
      [head, 'passFirst'],
      [manager, 'passSecond', review],
      ...both,
      [operator, 'publish', { link: 'https://mp.example.cn/1', publishedAt: '2026-11-16T09:30:00+08:00' }],
    ],
  );
  // G-4.2.3, J-13, G-4.2.4, G-4.2.1b
  await way([operator, 'campaign', 'closed', parties], { name: '服务月', plan: '答题', ...period, units }, [
    ...both,
    [handler, 'repost', { where: '人社发布', link: 'https://a.example.cn' }],
    [operator, 'reportResult', { result: '三万人参加。' }],
  ]);
  const poster = {
    name: '灯箱',
    channelType: 'offline',
    ownedBy: '地铁',
    use: '宣传',
    from: '2026-11-16',
    units,
  };
  await way([operator, 'channel', 'in-use', parties], poster, both);
  await way([operator, 'sensitive-matter', 'handled', parties], { subject: '系统切换', ...matter, units }, [
    ...both,
    [operator, 'handle', { result: '已切换。' }],
  ]);
  // G-2.3a, J-5
  await way(
    [handler, 'support', 'settled', ['demo-hrss-handler']],
    { matter: 'use', subject: '怎样导出', detail: '找不到。' },
    [
      [operator, 'answerSupport', { answer: '在台账里。' }],
      [handler, 'confirmSolved'],
    ],
  );
  const app = { name: '广州办事通', form: 'app', way: 'move', services: '公交', plan: '分两步' };
  await way([local, 'migration', 'moved', ['demo-manager']], app, [
    [local, 'complete', { result: '已下架。' }],
    [manager, 'confirmMoved'],
  ]);
  // G-2.3b, J-20a, J-22, J-23
  await way(
    [officer, 'security-event', 'closed', parties],
    { subject: '弱口令', eventKind: 'account', level: 'general', unitId: 'hrss', detail: '被试出。' },
    [
      [officer, 'contain', { measure: '已停用账号。' }],
      [officer, 'conclude', { cause: '口令简单', damage: '没有', prevention: '换口令' }],
    ],
  );
  await way([manager, 'contingency', 'closed', ['demo-manager']], { reason: '断电', level: 'two' }, [
    [manager, 'standDown', { handling: '已恢复。' }],
    [manager, 'evaluate', { lessons: '补电源。' }],
  ]);
  // G-2.1b3, J-15a–c
  const company = {
    company: '快递公司',
    partnerKind: 'logistics',
    offers: '寄递',
    duties: '赔付',
    ...contact,
  };
  const access = await way([partner, 'partner-access', 'serving', ['demo-manager']], company, [
    [manager, 'approveAccess', agreed],
    [operator, 'connect', { connected: '联调通过。' }],
    [partner, 'reportIncident', { what: '系统故障。' }],
  ]);
  const exit = {
    accessNo: access,
    reason: 'rights',
    facts: '多次丢件。',
    evidence: ['cloud://demo/evidence.pdf'],
    exitOn: '2026-11-16',
    publicWords: '证照改到窗口领取。',
  };
  await way([manager, 'partner-exit', 'exited', ['demo-manager']], exit, [
    [operator, 'takeOff', { taken: '已停用。' }],
  ]);
  await system.run();
  for (const { no, told } of stories)
    expect([no, parties.filter(one => system.messages(one, no).length > 0)]).toEqual([no, told]);
  expect((await operator.get(access)).state).toBe('ended');
  await expect(partner.call('me.get')).rejects.toMatchObject({ code: 'forbidden' });
});
