import { mount, openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { profile, summary, ticket } from './samples';

const WORKBENCH = 'pages/workbench/index';
const counts = { todo: 2, mine: 1, unit: 31, overdue: 1, all: 99 };
const late = summary({
  no: 'ZX1',
  title: '失业金一直审核中',
  light: 'red',
  next: { name: 'reply', label: '答复', date: '2026-11-19', daysLeft: -1 },
});
const today = summary({ no: 'TS1' });
const acts = [
  {
    act: 'refuse',
    label: '不予受理',
    fields: [{ name: 'reason', label: '理由', type: 'longtext' as const, required: true }],
  },
  { act: 'accept', label: '受理', fields: [] },
];
const script: CloudScript = {
  'staff/me.get': () =>
    ok({
      memberId: 'm',
      name: '张三',
      roles: ['handler'],
      roleLabel: '经办人',
      unit: { id: 'hrss', name: '省人社厅' },
      menu: [],
      counts,
    }),
  'staff/ticket.queue': () => ok({ tickets: [late, today], counts }),
  'staff/ticket.get': input => ok({ ticket: ticket({ no: String(input['no']), acts }) }),
  'citizen/me.get': () => ok(profile({ staff: { roles: ['handler'] } })),
};
const called = (page: Mounted, action: string) => page.phone.calls.filter(call => call.action === action);

describe('the workbench', () => {
  it('says what is overdue, due soon and in hand, and lists tickets with their lights', async () => {
    const page = await openPage(WORKBENCH, {}, newPhone(script));
    expect(page.text()).toContain('省人社厅 经办人');
    expect(page.text()).toMatch(/1 待办超期 1 今明到期 31 本单位在办/);
    expect(page.text()).toContain('■ 超 1 个工作日 · 答复');
    expect(page.text()).toContain('▲ 今天到期 · 受理');
    await page.tap('我经手 1');
    expect(called(page, 'ticket.queue').map(call => call.input['view'])).toEqual(['todo', 'mine']);
  });

  it('opens a ticket on its own on a phone, beside the list in a wide window', async () => {
    const narrow = await openPage(WORKBENCH, {}, newPhone(script));
    await narrow.tap('社保卡补办三次被拒');
    expect(narrow.phone.used('navigateTo')).toEqual([{ url: '/packages/staff/ticket/index?no=TS1' }]);
    const phone = newPhone(script);
    phone.windowWidth = 1280;
    const wide = await openPage(WORKBENCH, {}, phone);
    expect(wide.inner('staff-ticket').map(each => each.data['no'])).toEqual(['ZX1']);
    expect(phone.used('navigateTo')).toEqual([]);
  });

  it('is worked by keyboard: j and k move, a digit starts an act, Enter opens', async () => {
    const phone = newPhone(script);
    phone.windowWidth = 1280;
    const page = await openPage(WORKBENCH, {}, phone);
    phone.press('j');
    await page.settle();
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('TS1');
    phone.press('k');
    await page.settle();
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('ZX1');
    phone.press('2');
    await page.settle();
    expect(page.inner('act-form')[0]?.data).toMatchObject({ show: true, act: { act: 'refuse' } });
    phone.press('j');
    await page.settle();
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('ZX1');
    await page.tap('关闭');
    phone.press('Enter');
    expect(phone.used('navigateTo')).toEqual([{ url: '/packages/staff/ticket/index?no=ZX1' }]);
  });

  it('takes letters for text while a field has the focus', async () => {
    const phone = newPhone(script);
    phone.windowWidth = 1280;
    const page = await openPage(WORKBENCH, {}, phone);
    await page.focus('query', true);
    phone.press('j');
    phone.press('1');
    await page.settle();
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('ZX1');
    expect(page.inner('act-form')[0]?.data['show']).toBe(false);
    await page.focus('query', false);
    phone.press('j');
    await page.settle();
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('TS1');
  });

  it('folds what is wrong around the work into one line that says how much and what first', async () => {
    const alarms = ['计时任务超过 10 分钟没有完成', '有 38 项服务没有登记负责人', '省人社厅没有登记负责人'];
    const phone = newPhone({
      ...script,
      'staff/me.get': () =>
        ok({
          memberId: 'm',
          name: '王五',
          roles: ['manager'],
          roleLabel: '管理方',
          menu: [],
          counts,
          alarms,
        }),
    });
    const page = await openPage(WORKBENCH, {}, phone);
    expect(page.text()).toContain(`■ 3 项提醒：${alarms[0]}`);
    expect(page.text()).not.toContain('38 项服务');
    await page.tap(`展开 3 项提醒：${alarms[0]}`);
    for (const alarm of alarms) expect(page.text()).toContain(alarm);
    await page.tap('收起 3 项提醒');
    expect(page.text()).not.toContain('38 项服务');
    const calm = await openPage(WORKBENCH, {}, newPhone(script));
    expect(calm.text()).not.toContain('项提醒');
  });

  it('shows nothing of the tickets any more when the role was revoked meanwhile', async () => {
    const phone = newPhone(script);
    phone.storage.set('session:staff', true);
    const page = await openPage(WORKBENCH, {}, phone);
    phone.script['staff/ticket.queue'] = () => failure('forbidden', '您的工作人员身份已收回。');
    phone.script['citizen/me.get'] = () => ok(profile());
    (page.instance['onShow'] as () => void).call(page.instance);
    await page.settle();
    expect(page.text()).toContain('您的工作人员身份已收回。');
    expect(page.text()).not.toContain('失业金一直审核中');
    expect(phone.storage.get('session:staff')).toBe(false);
  });

  it('keeps the list when the network goes', async () => {
    const phone = newPhone(script);
    const page = await openPage(WORKBENCH, {}, phone);
    phone.setOnline(false);
    (page.instance['onShow'] as () => void).call(page.instance);
    await page.settle();
    expect(page.text()).toContain('失业金一直审核中');
    expect(page.text()).toContain('没有连上网络');
  });
});

describe('a ticket as staff handle it', () => {
  const TICKET = 'packages/staff/ticket/index';

  it('says first what to do by when under which clause; the likely act is filled, the next outlined', async () => {
    const page = await openPage(TICKET, { no: 'TS1' }, newPhone(script));
    expect(page.text()).toMatch(/^今天 24:00 前：决定是否受理 人力资源和社会保障厅 · G-5.3c · 7 个工作日/);
    const buttons = page
      .inner('ui-button')
      .filter(button => ['受理', '不予受理'].includes(String(button.data['label'])));
    expect(buttons.map(button => [button.data['label'], button.data['kind']])).toEqual(
      expect.arrayContaining([
        ['受理', 'main'],
        ['不予受理', 'second'],
      ]),
    );
  });

  it('tells internal from external, and why each date is that date', async () => {
    const page = await openPage(TICKET, { no: 'TS1' }, newPhone(script));
    expect(page.text()).toContain('自动分办');
    await page.tap('内部批注 1 条');
    expect(page.text()).not.toContain('自动分办');
    await page.tap('为什么是这天 ›');
    expect(page.text()).toContain('第 7 个工作日');
  });

  it('keeps a half-written form when a colleague was faster, and offers what is possible now', async () => {
    const phone = newPhone({
      ...script,
      'staff/ticket.act': () => failure('conflict', '李四刚刚改派了这件。'),
    });
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    await page.press('不予受理');
    await page.type('reason', '不属于本单位职责');
    phone.script['staff/ticket.get'] = () => ok({ ticket: ticket({ acts: [acts[0]!], version: 8 }) });
    await page.press('确认不予受理');
    expect(page.text()).toContain('李四刚刚改派了这件。');
    expect(page.inner('act-form')[0]?.data).toMatchObject({
      show: true,
      version: 8,
      values: { reason: '不属于本单位职责' },
    });
  });

  it('offers the likely units with their reasons where the ticket is routed', async () => {
    const dispatch = {
      act: 'dispatch',
      label: '分办',
      fields: [{ name: 'unitId', label: '单位', type: 'unit' as const, required: true }],
    };
    const suggestions = [{ unitId: 'hrss', unitName: '人社厅', reason: '与“社保卡”最像', confidence: 0.8 }];
    const phone = newPhone({
      ...script,
      'staff/ticket.get': () => ok({ ticket: ticket({ acts: [dispatch], suggestions }) }),
      'staff/ticket.act': () => ok({ ticket: ticket() }),
    });
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    await page.press('分办');
    await page.tap('选 人社厅，与“社保卡”最像');
    await page.press('确认分办');
    expect(called(page, 'ticket.act')[0]?.input).toMatchObject({
      act: 'dispatch',
      input: { unitId: 'hrss' },
    });
  });

  it.each([
    [{ unit: null, holder: { role: 'operator' }, holderName: '平台运营机构' }, '平台运营机构'],
    [{ holder: { role: 'unit', unitId: 'hrss', memberName: '张三' } }, '人力资源和社会保障厅 · 张三'],
    [
      { holder: { role: 'manager' }, holderName: '省级主管部门' },
      '人力资源和社会保障厅负责，现在由省级主管部门办理',
    ],
    [{ ended: true, holder: { role: 'operator' }, holderName: '平台运营机构' }, '人力资源和社会保障厅'],
  ])('names who has it now as the rule set does: %j', async (held, words) => {
    const phone = newPhone({ ...script, 'staff/ticket.get': () => ok({ ticket: ticket(held) }) });
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    expect(page.text()).toContain(`提交 · 待受理 ${words} `);
  });

  it('gives nothing of a ticket that is not ours', async () => {
    const page = await openPage(
      TICKET,
      { no: 'TS1' },
      newPhone({ 'staff/ticket.get': () => failure('not-found', '没有找到这个工单') }),
    );
    expect(page.text()).toContain('没有找到这个工单');
  });
});

describe('a field that points to something', () => {
  it('finds it by typing, and takes it back', async () => {
    const phone = newPhone({
      'citizen/service.list': input =>
        ok({ services: [{ id: 's1', name: `社保卡补办${input['query'] as string}`, unitName: '人社厅' }] }),
    });
    const lookup = await mount(
      'components/lookup/index',
      { name: 'serviceId', label: '哪个服务', source: 'service' },
      phone,
    );
    const changes = lookup.events('change');
    await lookup.tap('哪个服务，点这里选');
    await lookup.tap('社保卡补办 人社厅');
    expect(changes).toEqual([{ name: 'serviceId', value: 's1', label: '社保卡补办' }]);
  });
});

describe('a field that points to a colleague', () => {
  const person = (n: number, name = `人员${n}`) => ({ id: `m${n}`, name });
  /** 120 colleagues, 40 a page. */
  const members: CloudScript = {
    'staff/member.list': ({ cursor }) => {
      const from = Number(cursor ?? 0);
      const page = Array.from({ length: 40 }, (_, n) => person(from + n));
      if (from < 80) return ok({ members: page, nextCursor: String(from + 40) });
      return ok({ members: [...page.slice(1), person(999, '欧阳明')] });
    },
  };
  const field = { name: 'memberId', label: '谁', source: 'member' };
  const search = async (lookup: Mounted, words: string) => {
    await lookup.tap('谁，点这里选');
    await lookup.type('', words);
    await new Promise(resolve => setTimeout(resolve, 350));
    await lookup.settle();
  };

  it('finds somebody on the last page, and does not read on once there are enough to choose from', async () => {
    const lookup = await mount('components/lookup/index', field, newPhone(members));
    const changes = lookup.events('change');
    await lookup.tap('谁，点这里选');
    expect(called(lookup, 'member.list').map(call => call.input['cursor'])).toEqual([undefined, '40']);
    await lookup.tap('关闭');
    await search(lookup, '欧阳');
    await lookup.tap('欧阳明');
    expect(changes).toEqual([{ name: 'memberId', value: 'm999', label: '欧阳明' }]);
  });

  it('says so when a page does not come, instead of passing a part for the whole', async () => {
    const first = members['staff/member.list']!;
    const phone = newPhone({
      'staff/member.list': input =>
        input['cursor'] === '80' ? failure('internal', '出错了。') : first(input),
    });
    const lookup = await mount('components/lookup/index', field, phone);
    await search(lookup, '人员1');
    expect(lookup.text()).toContain('出错了。');
    expect(lookup.text()).not.toContain('人员1 ');
  });
});

describe('the board', () => {
  const nowhere = { now: { overdue: 0, today: 0, open: 0 }, desks: [] };

  it('shows the units in order of what is overdue, with shape and words, and leads to their tickets (G-2.1c)', async () => {
    const desk = (name: string, overdue: number, today: number, open: number, longest: number) => ({
      desk: `lead:${name}`,
      name,
      overdue,
      today,
      open,
      longest,
    });
    const desks = [desk('住建厅', 4, 1, 19, 3), desk('公安厅', 0, 2, 27, 0), desk('人社厅', 0, 0, 31, 0)];
    const page = await openPage(
      'packages/staff/board/index',
      {},
      newPhone({
        'staff/board.get': () => ok({ ...nowhere, desks, weeks: [], units: [] }),
        'staff/ticket.queue': () => ok({ tickets: [late], counts: { overdue: 4 } }),
      }),
    );
    expect(page.text()).toMatch(
      /住建厅 ■ 4 件超期 › ▲ 1 件今天到期 · 最长超 3 个工作日 · 在办 19 件 公安厅 ▲ 2 件今天到期 › 在办 27 件 人社厅 ● 没有超期 › 在办 31 件/,
    );
    await page.tap('住建厅 ■ 4 件超期 › ▲ 1 件今天到期 · 最长超 3 个工作日 · 在办 19 件');
    expect(page.phone.used('switchTab')).toMatchObject([{ url: '/pages/workbench/index' }]);
    const { take } = jest.requireActual<typeof import('../../miniprogram/services/handoff')>(
      '../../miniprogram/services/handoff',
    );
    expect(take('queue')).toEqual({ view: 'overdue', desk: 'lead:住建厅', words: '住建厅超期的件' });
  });

  it('says first where it burns, then this week, the weeks and the units', async () => {
    const board = {
      ...nowhere,
      weeks: [
        { from: '2026-11-09', filed: 10, inTime: 4, late: 1 },
        { from: '2026-11-16', filed: 40, inTime: 29, late: 1 },
      ],
      units: [
        { unitId: 'hrss', name: '人社厅', inTime: 20, late: 0 },
        { unitId: 'psb', name: '公安厅', inTime: 13, late: 2 },
      ],
    };
    const late = summary({
      next: { name: 'reply', label: '答复', date: '2026-10-12', daysLeft: -6 },
      holderName: '公安厅',
    });
    const phone = newPhone({
      'staff/board.get': () => ok(board),
      'staff/ticket.queue': () => ok({ tickets: [late], counts: { overdue: 13 } }),
    });
    const page = await openPage('packages/staff/board/index', {}, phone);
    expect(page.text()).toMatch(
      /^现在 13 件超期，最长超 6 个工作日 看全部超期的件 › 96.7% 本周按时答复 40 本周新增 1 本周超期/,
    );
    expect(page.text()).toContain('公安厅 · 王**');
    expect(page.text()).toMatch(/近 \d 周公安厅超期答复 2 件/);
    expect(page.text().indexOf('公安厅 ●')).toBeLessThan(page.text().indexOf('人社厅 ●'));
    phone.script['staff/board.get'] = () => failure('forbidden', '您的角色没有看板');
    (page.instance['onShow'] as () => void).call(page.instance);
    await page.settle();
    expect(page.text()).not.toContain('公安厅');
  });

  it('has nothing to divide by where nothing was answered', async () => {
    const phone = newPhone({
      'staff/board.get': () =>
        ok({ ...nowhere, weeks: [{ from: '2026-11-16', filed: 0, inTime: 0, late: 0 }], units: [] }),
      'staff/ticket.queue': () => ok({ tickets: [], counts: { overdue: 0 } }),
    });
    const page = await openPage('packages/staff/board/index', {}, phone);
    expect(page.text()).toContain('– 本周按时答复');
    expect(page.text()).toContain('现在没有超期的件');
    expect(page.text()).toContain('没有超期答复');
  });
});

describe('roles without tickets', () => {
  const deskFor = (role: string, menu: object[]): CloudScript => ({
    ...script,
    'citizen/me.get': () => ok(profile({ staff: { roles: [role] } })),
    'staff/me.get': () =>
      ok({ memberId: 'm', name: '张三', roles: [role], roleLabel: '某角色', menu, counts }),
  });

  it.each([
    ['security', [{ key: 'audit', label: '核对办理记录' }], '核对办理记录'],
    ['partner', [], '接收与贵方服务有关的消息'],
  ])('%s is told what the account is for, and asked for no tickets', async (role, menu, words) => {
    const page = await openPage(WORKBENCH, {}, newPhone(deskFor(role, menu)));
    expect(page.text()).toContain(words);
    expect(page.text()).not.toContain('待办超期');
    expect(called(page, 'ticket.queue')).toEqual([]);
    await page.tap('消息');
    expect(page.phone.used('navigateTo')).toEqual([{ url: '/packages/citizen/inbox/index?staff=1' }]);
  });
});

describe('checking the journal (J-26)', () => {
  const AUDIT = 'packages/staff/audit/index';

  it('goes through all tickets part by part, and after a failure on from where it stood', async () => {
    const cursors: unknown[] = [];
    const phone = newPhone({
      'staff/audit.check': ({ cursor }) => {
        cursors.push(cursor);
        if (cursor === undefined) return ok({ checked: 100, broken: [], nextCursor: 'b' });
        if (cursors.length === 2) return failure('internal', '出错了。');
        const broken = [{ no: 'TS9', seq: 3, why: 'changed' }];
        return ok({ checked: 7, broken });
      },
    });
    const page = await openPage(AUDIT, {}, phone);
    await page.press('开始核对');
    expect(page.text()).toContain('出错了。（错误编号 E-1）');
    await page.press('继续核对');
    expect(cursors).toEqual([undefined, 'b', 'b']);
    expect(page.text()).toContain('■ 核对了 107 件，1 件的记录不完整');
    expect(page.text()).toContain('TS9 第 3 条：内容被改动过');
  });

  it('shows the journal of one ticket, newest first, and says when there is none', async () => {
    const entry = (seq: number, label: string) => ({
      seq,
      at: '2026-09-24T10:00:00.000+08:00',
      label,
      roleLabel: '群众',
      actorId: 'owner',
      hash: 'abcdef0123456789abcdef',
    });
    const phone = newPhone({
      'staff/audit.check': ({ no }) => ok({ checked: no === 'TS1' ? 1 : 0, broken: [] }),
      'staff/audit.list': ({ no }) =>
        ok({ entries: no === 'TS1' ? [entry(1, '提交'), entry(2, '催一催')] : [] }),
    });
    const page = await openPage(AUDIT, {}, phone);
    await page.press('查看记录');
    expect(page.text()).toContain('请填写工单号');
    await page.type('no', ' ts1 ');
    await page.press('查看记录');
    expect(page.text()).toMatch(
      /● 记录完整，共 2 条 2\. 催一催 .*10:00 · 群众 校验码 abcdef0123456789 1\. 提交/,
    );
    await page.type('no', 'TS2');
    await page.press('查看记录');
    expect(page.text()).toContain('没有这个号码的件');
  });
});

describe('registering a call', () => {
  const REGISTER = 'packages/staff/register/index';
  const calls: CloudScript = {
    ...script,
    'staff/faq.list': () =>
      ok({ faqs: [{ id: 'f1', question: '社保卡怎么补办？', answer: '到任一网点。' }] }),
    'staff/ticket.register': () => ok({ ticket: ticket({ no: 'ZX20260924-GGGGGG' }) }),
  };
  const wait = () => new Promise(resolve => setTimeout(resolve, 600));

  it('needs the number and the words alone, shows earlier tickets and known answers beside the form', async () => {
    const page = await openPage(REGISTER, {}, newPhone(calls));
    await page.type('phone', '13800138000');
    await wait();
    await page.type('text', '社保卡丢了怎么补。');
    await wait();
    await page.settle();
    expect(called(page, 'ticket.queue')[0]?.input).toMatchObject({ view: 'all', query: '13800138000' });
    expect(page.text()).toContain('这个号码以前的件');
    await page.tap('社保卡怎么补办？');
    expect(page.text()).toContain('到任一网点。');
    await page.press('登记');
    expect(called(page, 'ticket.register')[0]?.input).toMatchObject({
      channel: 'phone',
      kind: 'consultation',
      category: 'unsure',
      title: '社保卡丢了怎么补',
      contact: { phone: '13800138000' },
      consent: { policyVersion: '2026-01' },
    });
    expect(page.text()).toContain('ZX20260924-GGGGGG');
    expect(page.text()).toMatch(/最迟 .*10 月 30 日 周五 答复/);
  });

  it('keeps the call when it could not be sent', async () => {
    const phone = newPhone(calls);
    const page = await openPage(REGISTER, {}, phone);
    await page.press('登记');
    expect(page.text()).toContain('请记下对方说的事');
    expect(page.text()).toContain('请填来电号码');
    await page.type('phone', '13800138000');
    await page.type('text', '电梯坏了');
    phone.setOnline(false);
    await page.press('登记');
    expect(page.text()).toContain('没有连上网络');
    page.close();
    const again = await openPage(REGISTER, {}, phone);
    expect(again.instance.data['call']).toMatchObject({ phone: '13800138000', text: '电梯坏了' });
  });

  it('says what could not be looked up, keeps the form usable, and looks again when asked', async () => {
    const phone = newPhone({
      ...script,
      'staff/ticket.queue': () => failure('internal', '出错了。'),
      'staff/faq.list': () => failure('internal', '出错了。'),
    });
    const page = await openPage(REGISTER, {}, phone);
    await page.type('phone', '13800138000');
    await page.type('text', '收不到验证码');
    await wait();
    await page.settle();
    expect(page.text()).toContain('没有查到这个号码以前的件。出错了。');
    expect(page.text()).toContain('没有查到知识库。出错了。');
    phone.script['staff/ticket.queue'] = () => ok({ tickets: [late], counts });
    phone.script['staff/faq.list'] = () => ok({ faqs: [] });
    await page.tap('再查以前的件');
    await page.tap('再查知识库');
    expect(page.text()).toContain('失业金一直审核中');
    expect(page.text()).not.toContain('没有查到');
  });
});
