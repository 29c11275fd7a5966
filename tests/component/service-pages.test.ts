import { callsOf } from '../../miniprogram/services/call-list';
import { sheetOf, windowLines } from '../../miniprogram/services/maintenance';
import { noticeTemplate, writingErrors } from '../../miniprogram/services/notice-writing';
import { entryErrors, entryInput, formOf, limitErrors } from '../../miniprogram/services/service-editing';
import { servicePage } from '../../miniprogram/services/service-view';
import { readLimit } from '../../miniprogram/services/service-words';
import { taskOf } from '../../miniprogram/services/tickets';
import type { ServiceEntry, ShownClock } from '../../typings/contract';
import { mount, openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { ticket } from './samples';

const FORM = 'packages/staff/open/index';
const counts = { todo: 0, mine: 0, unit: 0, overdue: 0, all: 0 };
const called = (page: Mounted, action: string) => page.phone.calls.filter(call => call.action === action);

const fields = [
  { name: 'serviceId', label: '受影响的服务', type: 'service', required: false },
  { name: 'impact', label: '群众遇到什么情况', type: 'longtext', required: true, max: 500 },
  {
    name: 'changes',
    label: '改动类型',
    type: 'select',
    many: true,
    required: false,
    options: [
      { value: 'login', label: '登录方式' },
      { value: 'fix', label: '问题修复' },
    ],
  },
  { name: 'proof', label: '证明材料', type: 'files', required: false },
];
const openings = [
  { kind: 'complaint', label: '投诉', clauses: [], fields },
  { kind: 'fault', label: '应用异常', clauses: ['G-3.3.3a'], fields },
  { kind: 'major-fault', label: '重大故障', clauses: ['J-16c'], fields },
];
const work = ticket({
  no: 'YC1',
  kind: 'fault',
  kindLabel: '应用异常',
  title: '社保卡申领异常',
  text: '',
  service: { id: 'S001', name: '社保卡申领' },
  facts: [
    { name: 'serviceId', label: '出现异常的服务', value: '社保卡申领' },
    { name: 'impact', label: '群众遇到什么情况（会公布）', value: '不能提交。' },
  ],
  notice: {
    id: 'GG-YC1',
    kind: 'fault',
    title: '“社保卡申领”出现异常',
    text: '不能提交。',
    publishedAt: '2026-09-24T10:00:00.000+08:00',
  },
  openTickets: [{ no: 'ZX9', title: '一直提交不了', unitName: '人社厅' }],
});
const script: CloudScript = {
  'staff/procedure.list': () => ok(openings),
  'staff/procedure.open': () => ok({ ticket: work }),
  'staff/ticket.get': () => ok({ ticket: work }),
};

describe('what staff start', () => {
  it('is listed with a sentence each, what cannot wait first; what citizens file is not among it', async () => {
    const page = await openPage('packages/staff/start/index', {}, newPhone(script));
    expect(page.text()).toMatch(/一键报告重大故障.*应用异常.*群众马上看到提示/);
    expect(page.text()).not.toContain('投诉');
    await page.tap('应用异常。服务打不开、办不成：群众马上看到提示，接入方和管理方马上知道');
    expect(page.phone.used('navigateTo')).toEqual([{ url: '/packages/staff/open/index?kind=fault' }]);
  });

  it('says so when a role may start nothing, or there is no network', async () => {
    const nothing = await openPage(
      'packages/staff/start/index',
      {},
      newPhone({ 'staff/procedure.list': () => ok([]) }),
    );
    expect(nothing.text()).toContain('您的角色没有可以发起的事项');
    const phone = newPhone(script);
    phone.setOnline(false);
    const offline = await openPage('packages/staff/start/index', {}, phone);
    expect(offline.text()).toContain('没有连上网络');
  });

  it('is sent as the cloud asked for it, and its ticket opens in place of the form', async () => {
    const page = await openPage(FORM, { kind: 'fault' }, newPhone(script));
    await page.press('提交');
    expect(page.text().match(/请填写群众遇到什么情况/g)).toHaveLength(1);
    expect(page.text()).toContain('有 1 处要填写或更正');
    await page.type('impact', '  不能提交。 ');
    await page.tap('登录方式');
    await page.tap('问题修复');
    await page.press('提交');
    expect(called(page, 'procedure.open').map(call => call.input['input'])).toEqual([
      { impact: '不能提交。', changes: ['login', 'fix'] },
    ]);
    expect(page.phone.used('redirectTo')).toEqual([{ url: '/packages/staff/ticket/index?no=YC1' }]);
    expect([...page.phone.storage.keys()].filter(key => key.startsWith('draft:open'))).toEqual([]);
  });

  it('keeps words and request over a failed sending and a closed page, so that a repeat opens once', async () => {
    const phone = newPhone(script);
    const page = await openPage(FORM, { kind: 'fault' }, phone);
    await page.type('impact', '不能提交。');
    phone.setOnline(false);
    await page.press('提交');
    expect(page.text()).toContain('没有连上网络');
    page.close();
    phone.setOnline(true);
    const again = await openPage(FORM, { kind: 'fault' }, phone);
    expect(again.text()).toContain('上次没有提交的内容还在');
    await again.press('提交');
    const requests = called(again, 'procedure.open').map(call => call.input['requestId']);
    expect(requests).toHaveLength(2);
    expect(new Set(requests).size).toBe(1);
  });

  it('can be begun anew; a request that was opened before becomes another one', async () => {
    const phone = newPhone({ ...script, 'staff/procedure.open': () => failure('conflict', '重复') });
    const page = await openPage(FORM, { kind: 'fault' }, phone);
    await page.type('impact', '不能提交。');
    await page.press('提交');
    expect(page.text()).toContain('刚才那次其实已经提交成功');
    await page.press('提交');
    const [first, second] = called(page, 'procedure.open').map(call => call.input['requestId']);
    expect(second).not.toBe(first);
    page.close();
    const again = await openPage(FORM, { kind: 'fault' }, phone);
    await again.tap('清空重填');
    expect(again.instance.data['draft']).toMatchObject({ values: {} });
  });

  it('puts errors of the cloud at their fields, and waits for files on their way', async () => {
    const phone = newPhone({
      ...script,
      'staff/procedure.open': () =>
        failure('invalid', '有误', { fields: { serviceId: '异常已经报告，见 YC1' } }),
    });
    phone.sheetChoice = 1;
    phone.chatFiles = [
      { path: 'wxfile://chosen/x', name: '申请.pdf', size: 1000 },
      { path: 'wxfile://chosen/y', name: '太大.pdf', size: 30 * 1024 * 1024 },
    ];
    const page = await openPage(FORM, { kind: 'fault' }, phone);
    await page.type('impact', '不能提交。');
    await page.tap('添加证明材料');
    expect(page.text()).toContain('申请.pdf');
    expect(page.text()).not.toContain('太大.pdf');
    await page.press('提交');
    expect(page.text()).toContain('文件还在上传');
    phone.upload.fail();
    await page.settle();
    await page.press('提交');
    expect(page.text()).toContain('有文件没有传上去');
    await page.tap('申请.pdf文件没有传上去，点一下重传');
    phone.upload.finish(1);
    await page.settle();
    await page.press('提交');
    expect(called(page, 'procedure.open')[0]?.input['input']).toMatchObject({
      proof: [expect.stringMatching(/\.pdf$/)],
    });
    expect(page.inner('lookup')[0]?.data['error']).toBe('异常已经报告，见 YC1');
  });

  it('asks three things at once where seconds count, the rest on demand; closed to other roles', async () => {
    const page = await openPage(FORM, { kind: 'major-fault' }, newPhone(script));
    expect(page.text()).not.toContain('证明材料');
    await page.tap('补充更多（选填）');
    expect(page.text()).toContain('证明材料');
    const none = await openPage(FORM, { kind: 'release' }, newPhone(script));
    expect(none.text()).toContain('您的角色不能发起这个事项');
  });
});

describe('the page of what staff started', () => {
  const TICKET = 'components/staff-ticket/index';

  it('shows what was entered, what citizens read, and who waits', async () => {
    const page = await mount(TICKET, { no: 'YC1' }, newPhone(script));
    expect(page.text()).toMatch(/群众遇到什么情况 不能提交。/);
    expect(page.text()).not.toContain('会公布');
    expect(page.text()).not.toContain('未留姓名');
    expect(page.text()).toMatch(/群众看到的公告 “社保卡申领”出现异常/);
    await page.tap('一直提交不了 人社厅');
    expect(page.phone.used('navigateTo')).toEqual([{ url: '/packages/staff/ticket/index?no=ZX9' }]);
  });

  it("leads from a citizen's ticket to the report of a fault, for those who may", async () => {
    const acts = [{ act: 'reply', label: '答复', fields: [] }];
    const asked = ticket({ no: 'ZX9', service: { id: 'S001', name: '社保卡申领' }, acts });
    const phone = newPhone({ ...script, 'staff/ticket.get': () => ok({ ticket: asked }) });
    const page = await mount(TICKET, { no: 'ZX9' }, phone);
    await page.tap('报告这项服务异常');
    expect(phone.used('navigateTo')).toEqual([{ url: '/packages/staff/open/index?kind=fault' }]);
    const manager = newPhone({
      'staff/ticket.get': () => ok({ ticket: asked }),
      'staff/procedure.list': () => ok([]),
    });
    expect((await mount(TICKET, { no: 'ZX9' }, manager)).text()).not.toContain('报告这项服务异常');
  });

  it('says a target in hours to its minute, and calls it by what is to be done', () => {
    const clock: ShownClock = {
      name: 'report',
      label: '第一时间报告',
      clause: 'J-16c',
      responsible: '运营方',
      startedOn: '2026-10-12',
      dueAt: '2026-10-12T10:30:00.000+08:00',
      provisional: false,
      explanation: [],
      state: 'running',
      light: 'green',
      daysLeft: 0,
      internal: true,
    };
    expect(taskOf({ ...work, clocks: [clock] })).toMatchObject({
      first: expect.stringContaining('10 月 12 日 10:30 前：第一时间报告'),
      second: '运营方 · J-16c · 内部目标',
    });
    expect(taskOf({ ...work, clocks: [{ ...clock, light: 'red' }] })?.first).toContain(
      '已超过 10 月 12 日 10:30',
    );
  });

  it('J-16c: rings whom the list names and ticks off what came of it', async () => {
    const logCall = {
      act: 'logCall',
      label: '登记电话通知',
      fields: [
        {
          name: 'callee',
          label: '通知对象',
          type: 'select' as const,
          required: true,
          options: [{ value: '2', label: '乙' }],
        },
      ],
    };
    const facts = [
      { name: 'call1', label: '电话通知 1', value: '人社厅值班 甲 020-83330001：10 月 12 日 10:05 已通知' },
      { name: 'call2', label: '电话通知 2', value: '人社厅负责人 乙 020-83330002：待通知' },
    ];
    expect(callsOf({ facts, acts: [logCall], state: 'handling' })).toEqual([
      {
        callee: '1',
        who: '人社厅值班 甲',
        phone: '020-83330001',
        result: '● 10 月 12 日 10:05 已通知',
        open: false,
      },
      { callee: '2', who: '人社厅负责人 乙', phone: '020-83330002', result: '○ 待通知', open: true },
    ]);
    const phone = newPhone({ 'staff/ticket.act': () => ok({ ticket: work }) });
    const shown = ticket({ no: 'ZD1', state: 'handling', facts, acts: [logCall] });
    const list = await mount('components/call-list/index', { ticket: shown }, phone);
    const done = list.events('done');
    expect(list.text()).toContain('还有 1 人');
    await list.tap('拨打 020-83330002，人社厅负责人 乙');
    expect(phone.used('makePhoneCall')).toMatchObject([{ phoneNumber: '020-83330002' }]);
    await list.tap('已通知到，人社厅负责人 乙');
    expect(phone.calls[0]?.input).toMatchObject({ act: 'logCall', input: { callee: '2', reached: true } });
    expect(done).toHaveLength(1);
    const record = ticket({ no: 'ZD1', state: 'closed', facts, acts: [] });
    const afterwards = await mount('components/call-list/index', { ticket: record }, newPhone({}));
    expect(afterwards.text()).toMatch(/1 人没有通知到 .* ○ 没有打 /);
    expect(afterwards.text()).not.toContain('待通知');
  });
});

const entry: ServiceEntry = {
  id: 'S001',
  name: '社保卡申领',
  unitId: 'hrss',
  unitName: '人社厅',
  state: 'fault',
  notice: '不能提交。',
  aliases: ['办社保卡'],
  region: { code: '440000', name: '广东省' },
  competent: [{ region: '440100', regionName: '广州市', unitId: 'gz-hrss', unitName: '广州市人社局' }],
  statutory: [{ n: 15, unit: 'working-day', stage: 'reply', basis: '社会保险法第 8 条' }],
  items: [{ code: '01', name: '申领', statutory: [] }],
  conditions: [{ no: 'YC1', state: 'fault', reason: '不能提交。', since: '2026-10-12T10:00:00.000+08:00' }],
  windows: [],
  withdrawn: false,
  contacts: [{ duty: 'owner', name: '', phone: '' }],
  interfaces: [
    {
      name: '页面',
      url: 'https://a.example',
      probe: { everyMinutes: 5, expectStatus: 200, timeoutSeconds: 10, failures: 3 },
    },
  ],
  vacant: true,
  availability: [
    {
      day: '2026-10-12',
      up: 100,
      down: 4,
      planned: 0,
      downMinutes: 20,
      percent: 96.15,
      medianMilliseconds: 200,
    },
    { day: '2026-10-11', up: 0, down: 0, planned: 0, downMinutes: 0, percent: 100 },
  ],
  keeping: 'all',
  revision: 'r1',
};

describe('the register of services', () => {
  const register: CloudScript = {
    ...script,
    'staff/service.list': input =>
      ok({ services: [{ ...entry, name: `社保卡申领${String(input['query'] ?? '')}` }] }),
    'staff/service.get': () => ok({ service: entry }),
    'staff/service.history': () =>
      ok({
        steps: [
          {
            at: '2026-10-12T10:00:00.000+08:00',
            no: 'YC1',
            from: 'online',
            to: 'fault',
            reason: '不能提交。',
          },
        ],
      }),
    'staff/service.save': () => ok({ service: entry }),
  };

  it('is searched by words and narrowed by state', async () => {
    const page = await openPage('packages/staff/services/index', {}, newPhone(register));
    expect(page.text()).toContain('■ 有故障');
    await page.tap('维护中');
    const asked = called(page, 'service.list').map(call => call.input['state']);
    expect(asked).toEqual([undefined, 'maintenance']);
  });

  it('J-12b: a service says its state and why, who is missing, and how it was day by day', async () => {
    const page = await openPage('packages/staff/service/index', { id: 'S001' }, newPhone(register));
    expect(page.text()).toMatch(/^■ 有故障 不能提交。/);
    expect(page.text()).toContain('联系人有空缺');
    expect(page.text()).toContain('▲ 空缺');
    expect(page.text()).toContain('每 5 分钟检查一次，10 秒内应返回 200，连续 3 次失败就报异常');
    expect(page.text()).toContain('● 正常 → ■ 有故障，不能提交。');
    const days = servicePage(entry).days.map(day => day.cells);
    expect(days).toEqual([
      ['–', '0', '–'],
      ['96.15%', '4 次，约 20 分钟', '200 毫秒'],
    ]);
    await page.tap('报告异常');
    expect(page.phone.used('navigateTo')).toEqual([{ url: '/packages/staff/open/index?kind=fault' }]);
  });

  it('is edited as a whole: what comes out is what went in, errors lead back to their rows', async () => {
    const form = formOf(entry);
    const { entry: same, names } = entryInput('S001', form);
    const { name, aliases, unitId, statutory, contacts, interfaces, items } = entry;
    expect(same).toEqual({
      id: 'S001',
      name,
      aliases,
      unitId,
      region: '440000',
      statutory,
      contacts,
      interfaces,
      items,
      competent: [{ region: '440100', unitId: 'gz-hrss' }],
    });
    const removed = entryInput('S001', { ...form, rows: { ...form.rows, contacts: [3] } });
    expect(
      entryErrors({ 'service.contacts.0.phone': '不对', 'service.name': '太短' }, removed.names),
    ).toEqual({
      'contacts.3.phone': '不对',
      name: '太短',
    });
    expect(entryErrors({ 'service.interfaces.0.probe.failures': '太多' }, names)).toEqual({
      'interfaces.0.failures': '太多',
    });
    const page = await openPage('packages/staff/service-edit/index', { id: 'S001' }, newPhone(register));
    await page.type('contacts.0.name', '何负责');
    await page.press('保存');
    expect(called(page, 'service.save')[0]?.input).toMatchObject({
      revision: 'r1',
      service: { contacts: [{ duty: 'owner', name: '何负责', phone: '' }] },
    });
  });

  it('says at each field what is wrong, above the button how much, and leads to the first', async () => {
    const page = await openPage('packages/staff/service-edit/index', { id: 'S001' }, newPhone(register));
    await page.type('name', '');
    await page.type('statutory', '答复 20');
    await page.press('保存');
    expect(page.text()).toContain('有 2 处要填写或更正，去看第一处');
    expect(page.text()).toContain('请填写服务名称');
    expect(page.text()).not.toContain('请填写服务名称；');
    expect(called(page, 'service.save')).toHaveLength(0);
    await page.type('name', '社保卡申领');
    expect(page.text()).toContain('有 1 处要填写或更正');
    const refusing = {
      ...register,
      'staff/service.save': () =>
        failure('invalid', '有内容需要补充或更正', { fields: { 'service.unitId': '没有这个接入单位' } }),
    };
    const refused = await openPage('packages/staff/service-edit/index', { id: 'S001' }, newPhone(refusing));
    await refused.press('保存');
    expect(refused.text()).toContain('有 1 处要填写或更正');
    expect(refused.text()).toContain('没有这个接入单位');
  });

  it('hands over contacts and interfaces alone where nothing else is kept, and is closed to others', async () => {
    const own = {
      ...register,
      'staff/service.get': () => ok({ service: { ...entry, keeping: 'contacts' } }),
    };
    const page = await openPage('packages/staff/service-edit/index', { id: 'S001' }, newPhone(own));
    await page.press('保存');
    expect(Object.keys(called(page, 'service.save')[0]?.input['service'] as object).sort()).toEqual([
      'contacts',
      'id',
      'interfaces',
    ]);
    const none = {
      ...register,
      'staff/service.get': () => ok({ service: { ...entry, keeping: 'nothing' } }),
    };
    const closed = await openPage('packages/staff/service-edit/index', { id: 'S001' }, newPhone(none));
    expect(closed.text()).toContain('您的角色不能更改这项登记');
  });

  it('comes in as whole files: every bad row is named, and then nothing comes in; closed where nothing is kept', async () => {
    const keeper = { roles: ['operator-lead'], menu: [], counts };
    const phone = newPhone({
      'staff/me.get': () => ok(keeper),
      'staff/service.import': () =>
        ok({
          imported: 0,
          created: 1,
          changed: 0,
          unchanged: 0,
          waiting: 0,
          bad: [{ row: 3, reason: '没有这个接入单位' }],
          badCount: 1,
          rows: [{ row: 2, name: '社保卡申领', unitName: '人社厅', does: 'create' }],
        }),
    });
    phone.chatFiles = [{ path: 'wxfile://chosen/s', name: '服务.xlsx', size: 10 }];
    const { wx } = globalThis as unknown as { wx: Record<string, unknown> };
    wx['getFileSystemManager'] = () => ({
      readFile: ({ success }: { success: (found: { data: string }) => void }) => success({ data: 'UEsD' }),
    });
    const page = await openPage('packages/staff/knowledge-files/index', { what: 'services' }, phone);
    await page.press('选择文件');
    expect(page.text()).toContain('新建 1 项，改动 0 项，没有变化 0 项，有误 1 行');
    expect(page.text()).toContain('■ 第 3 行 没有这个接入单位');
    expect(page.text()).toContain('现在一项也没有导入');
    expect(called(page, 'service.import').map(call => call.input)).toEqual([
      { format: 'xlsx', file: 'UEsD', dryRun: true },
    ]);
    const reader = newPhone({ 'staff/me.get': () => ok({ ...keeper, roles: ['handler'] }) });
    const closed = await openPage('packages/staff/knowledge-files/index', { what: 'services' }, reader);
    expect(closed.text()).not.toContain('选择文件');
    expect(closed.text()).toContain('导出');
  });

  it('A3: a limit is typed as it is read', () => {
    expect(readLimit('答复 15 工作日 社会保险法第 8 条')).toEqual(entry.statutory[0]);
    expect(readLimit('受理 2 个月 条例')).toMatchObject({ n: 2, unit: 'month', stage: 'accept' });
    expect(readLimit('答复 20')).toBeUndefined();
    expect(limitErrors({ statutory: '答复 20', 'items.0.statutory': '' })).toEqual({
      statutory: expect.stringContaining('“答复 20”读不懂'),
    });
  });
});

describe('the calendar of maintenance', () => {
  const plan = {
    windows: [
      {
        no: 'WH1',
        serviceName: '社保卡申领',
        title: '社保卡申领系统升级',
        startsAt: '2026-10-09T22:00:00.000+08:00',
        endsAt: '2026-10-11T00:00:00.000+08:00',
        state: 'announced',
        stateLabel: '公告已发布，待开始',
        warnings: ['10 月 10 日 周六是调休上班日'],
      },
    ],
    days: [
      { date: '2026-10-07', kind: 'off' as const, name: '国庆节' },
      { date: '2026-10-10', kind: 'make-up' as const, name: '国庆节' },
    ],
  };

  it('marks holidays, make-up days and clashes in words; a window until midnight ends the day before', () => {
    const cells = sheetOf('2026-10-12', plan, '2026-10-12');
    const on = (date: string) => cells.filter(cell => cell.date === date)[0];
    expect(cells.filter(cell => !cell.date)).toHaveLength(3);
    expect(on('2026-10-07')).toMatchObject({ mark: 'rest', spoken: expect.stringContaining('国庆节放假') });
    expect(on('2026-10-10')).toMatchObject({ mark: 'works', off: false, count: 'one', warns: true });
    expect(on('2026-10-10')?.spoken).toContain('国庆节调休上班，1 次维护，有冲突要看');
    expect(on('2026-10-11')).toMatchObject({ count: '', off: true });
    expect(windowLines(plan, '2026-10-11')).toEqual([]);
  });

  it('shows a day that was tapped, and moves by months', async () => {
    const page = await openPage(
      'packages/staff/calendar/index',
      {},
      newPhone({ ...script, 'staff/maintenance.calendar': () => ok(plan) }),
    );
    expect(page.text()).toContain('本月，1 次维护');
    expect(page.text()).toContain('▲ 10 月 10 日 周六是调休上班日');
    await page.tap('下月 ›');
    const asked = called(page, 'maintenance.calendar').map(call => call.input);
    expect(asked).toHaveLength(2);
    expect(asked[1]?.['from']).toMatch(/-01$/);
  });
});

describe('notices of staff', () => {
  const notice = {
    id: 'GG1',
    kind: 'maintenance',
    title: '“社保卡申领”升级维护',
    text: '期间不能申领。',
    serviceId: 'S001',
    serviceName: '社保卡申领',
    startsAt: '2026-11-10T22:00:00.000+08:00',
    endsAt: '2026-11-10T23:00:00.000+08:00',
    instead: '请改在第二天办理。',
    state: 'draft',
    problems: {},
    acts: ['save', 'publish', 'withdraw'],
    steps: [],
  };
  const desk: CloudScript = {
    'staff/me.get': () => ok({ roles: ['operator'], menu: [], counts }),
    'staff/notice.list': input => ok({ notices: input['state'] === 'draft' ? [notice] : [] }),
    'staff/notice.check': () => ok({ problems: { text: '“割接”群众看不懂' } }),
    'staff/notice.save': () => ok({ notice }),
    'staff/notice.publish': () => ok({ notice: { ...notice, state: 'public', acts: ['save', 'withdraw'] } }),
    'staff/notice.withdraw': () => ok({ notice: { ...notice, state: 'ended', acts: [] } }),
  };
  const EDITOR = 'packages/staff/notice/index';

  it('are written from a template that has to be filled in', () => {
    const values = { kind: 'maintenance', startsAt: notice.startsAt, endsAt: notice.endsAt };
    const written = noticeTemplate(values, '社保卡申领');
    expect(written?.title).toBe('“社保卡申领”升级维护');
    expect(written?.text).toMatch(/11 月 10 日 周二 22:00–23:00/);
    expect(Object.keys(writingErrors({ text: written?.text }))).toEqual(['text']);
    expect(noticeTemplate({ kind: 'general' }, '')).toBeUndefined();
  });

  it('are found by state; one that was opened by its address is looked for', async () => {
    const page = await openPage('packages/staff/notices/index', {}, newPhone(desk));
    expect(page.text()).toContain('现在没有公开的公告');
    await page.tap('草稿');
    expect(page.text()).toContain('“社保卡申领”升级维护');
    const editor = await openPage(EDITOR, { id: 'GG1' }, newPhone(desk));
    expect(editor.instance.data['values']).toMatchObject({ title: notice.title, instead: notice.instead });
    const gone = await openPage(EDITOR, { id: 'GG7' }, newPhone(desk));
    expect(gone.text()).toContain('没有这份公告');
  });

  it('say while being written what citizens would not understand', async () => {
    const page = await openPage(EDITOR, { id: 'GG1' }, newPhone(desk));
    await page.type('text', '晚上割接。');
    await new Promise(resolve => setTimeout(resolve, 1300));
    await page.settle();
    expect(page.text()).toContain('“割接”群众看不懂');
    expect(called(page, 'notice.save')).toEqual([]);
  });

  it('are published, and withdrawn with a reason', async () => {
    const page = await openPage(EDITOR, { id: 'GG1' }, newPhone(desk));
    await page.press('发布');
    expect(called(page, 'notice.publish')).toHaveLength(1);
    await page.press('撤下');
    await page.press('确认撤下');
    expect(page.text()).toContain('请写明为什么撤下');
    await page.type('reason', '改期。');
    await page.press('确认撤下');
    expect(called(page, 'notice.withdraw')[0]?.input).toEqual({ id: 'GG1', reason: '改期。' });
    expect(page.text()).toContain('这份公告已结束');
  });

  it('of a ticket are read here and changed there', async () => {
    const bound = { ...notice, state: 'public', no: 'WH1', acts: [] };
    const phone = newPhone({ ...desk, 'staff/notice.list': () => ok({ notices: [bound] }) });
    const page = await openPage(EDITOR, { id: 'GG1' }, phone);
    expect(page.text()).toContain('随工单 WH1 发布和撤下');
    expect(page.inner('ui-button').map(button => button.data['label'])).not.toContain('发布');
  });
});
