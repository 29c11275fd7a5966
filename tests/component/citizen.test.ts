import { forget, profile as ask } from '../../miniprogram/model/account/session';
import { mount, openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { profile, summary, ticket } from './samples';

const me: CloudScript = { 'citizen/me.get': () => ok(profile()) };
const called = (page: Mounted, action: string) => page.phone.calls.filter(call => call.action === action);

describe('我的件', () => {
  const LIST = 'pages/tickets/index';
  const many = (from: number) =>
    Array.from({ length: 20 }, (_, index) => summary({ no: `ZX${from + index}` }));

  it('pages without end and without doubles', async () => {
    const phone = newPhone({
      'citizen/ticket.list': input =>
        ok(
          input['cursor']
            ? { tickets: [...many(19), summary({ no: 'last' })] }
            : { tickets: many(0), nextCursor: 'c' },
        ),
    });
    const page = await openPage(LIST, {}, phone);
    expect(page.inner('ticket-card')).toHaveLength(20);
    await (page.instance['onReachBottom'] as () => Promise<void>).call(page.instance);
    await page.settle();
    const numbers = page.inner('ticket-card').map(card => (card.data['ticket'] as { no: string }).no);
    expect(numbers).toHaveLength(40);
    expect(new Set(numbers).size).toBe(40);
    expect(page.text()).toContain('没有更多了');
  });

  it('shows what waits for me before everything else', async () => {
    const tickets = [
      summary({ no: 'TS1' }),
      summary({ no: 'TS2', flags: ['awaiting-citizen'] }),
      summary({ no: 'TS3' }),
    ];
    const page = await openPage(LIST, {}, newPhone({ 'citizen/ticket.list': () => ok({ tickets }) }));
    const shown = page.inner('ticket-card').map(card => (card.data['ticket'] as { no: string }).no);
    expect(shown).toEqual(['TS2', 'TS1', 'TS3']);
  });

  it('has its empty, error and offline states, and gets out of them', async () => {
    const phone = newPhone({ 'citizen/ticket.list': () => ok({ tickets: [] }) });
    const page = await openPage(LIST, {}, phone);
    expect(page.text()).toContain('没有办理中的件');
    phone.script['citizen/ticket.list'] = () => failure('internal', '出错了，请重试。', { errorNo: 'E-42' });
    await page.tap('已办结');
    expect(page.text()).toContain('出错了，请重试。');
    expect(page.text()).toContain('E-42');
    phone.setOnline(false);
    await page.press('重试');
    expect(page.text()).toContain('没有连上网络');
    phone.setOnline(true);
    phone.script['citizen/ticket.list'] = () => ok({ tickets: [summary()] });
    await page.press('重试');
    expect(page.inner('ticket-card')).toHaveLength(1);
  });

  it('makes a ticket that was taken by phone the caller’s own', async () => {
    const phone = newPhone({
      'citizen/ticket.list': () => ok({ tickets: [] }),
      'citizen/ticket.claim': () => ok({ ticket: ticket({ no: 'ZX7' }) }),
    });
    const page = await openPage(LIST, {}, phone);
    await page.tap('打电话登记过？用工单号认领');
    await page.press('认领');
    expect(page.text()).toContain('请填写工单号');
    await page.type('no', ' zx7 ');
    await page.type('phone', '13800138000');
    await page.press('认领');
    expect(page.text()).toContain('请填写登记时的姓名，或者认领码');
    await page.type('name', ' 王芳 ');
    await page.press('认领');
    expect(called(page, 'ticket.claim')[0]?.input).toEqual({
      no: 'ZX7',
      phone: '13800138000',
      name: '王芳',
    });
    expect(phone.used('navigateTo')).toEqual([{ url: '/packages/citizen/ticket/index?no=ZX7' }]);
  });
});

describe('a ticket as its citizen sees it', () => {
  const TICKET = 'packages/citizen/ticket/index';
  const acts = [
    {
      act: 'urge',
      label: '催一催',
      place: 'main' as const,
      control: 'tap' as const,
      done: '已转告承办单位',
      fields: [],
    },
    {
      act: 'supplement',
      label: '补充',
      place: 'next' as const,
      fields: [{ name: 'text', label: '补充内容', type: 'longtext' as const, required: true }],
    },
    { act: 'withdraw', label: '撤回', place: 'beside' as const, fields: [] },
  ];

  it('says first when one hears, and why it is that day', async () => {
    const page = await openPage(
      TICKET,
      { no: 'TS1' },
      newPhone({ 'citizen/ticket.get': () => ok({ ticket: ticket() }) }),
    );
    expect(page.text()).toMatch(/最迟答复您 .*10 月 30 日 周五/);
    expect(page.text()).not.toContain('自动分办');
    await page.tap('为什么是这天 ›');
    expect(page.text()).toContain('数满 2 个工作日；中间有 1 天不算在内。当天 24:00 前都算按时');
    expect(page.text()).toContain('不算：国庆节');
    expect(page.text()).toContain('第 2 个工作日（调休上班）');
  });

  it('urges with one tap and withdraws only after asking', async () => {
    const phone = newPhone({
      'citizen/ticket.get': () => ok({ ticket: ticket({ acts }) }),
      'citizen/ticket.act': input =>
        ok({ ticket: ticket({ acts: acts.filter(act => act.act !== input['act']), version: 4 }) }),
    });
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    await page.press('催一催');
    expect(called(page, 'ticket.act')[0]?.input).toMatchObject({ no: 'TS1', act: 'urge', version: 3 });
    await expect(page.press('催一催')).rejects.toThrow();
    // What is only done besides is no big button.
    await page.press('更多');
    await page.tap('撤回');
    expect(called(page, 'ticket.act')).toHaveLength(1);
    expect(page.text()).toContain('确定要“撤回”吗');
  });

  it('G-3.3.3b: says that the service it is about is out of order, and where to read what to do instead', async () => {
    const about = { service: { id: 's1', name: '社保卡申领' }, flags: ['faulty-service' as const] };
    const open = (more: object) =>
      openPage(
        TICKET,
        { no: 'TS1' },
        newPhone({ 'citizen/ticket.get': () => ok({ ticket: ticket({ ...about, ...more }) }) }),
      );
    const page = await open({});
    expect(page.text()).toContain('“社保卡申领”现在有故障，正在处理，恢复后会通知您');
    await page.tap('看公告：现在可以怎么办');
    expect(page.phone.used('navigateTo')).toEqual([{ url: '/packages/citizen/notices/index' }]);
    expect((await open({ flags: [] })).text()).not.toContain('有故障');
    expect(
      (
        await open({
          headline: { line: '已办结', below: [], explanation: [], counting: '', provisional: false },
        })
      ).text(),
    ).not.toContain('现在有故障');
  });

  it('asks for messages once more after what one waits for again, before anything is sent, and only then (A45)', async () => {
    const say = { name: 'text', label: '内容', type: 'longtext' as const, required: true };
    const level = {
      name: 'level',
      label: '评价',
      type: 'number' as const,
      required: true,
      options: [
        { value: '1', label: '很不满意' },
        { value: '5', label: '很满意' },
      ],
    };
    const offered = [
      { act: 'supplement', label: '补充', place: 'main' as const, waits: true as const, fields: [say] },
      {
        act: 'rate',
        label: '评价',
        place: 'next' as const,
        waits: { field: 'level', is: ['1', '2'] },
        fields: [level],
      },
    ];
    const phone = newPhone({
      'citizen/me.get': () =>
        ok(
          profile({
            templates: [
              { id: 'T-reply', for: ['reply'] },
              { id: 'T-question', for: ['question'] },
              { id: 'T-end', for: ['end'] },
              { id: 'T-notice', for: ['notice'] },
            ],
          }),
        ),
      'citizen/ticket.get': () => ok({ ticket: ticket({ acts: offered }) }),
      'citizen/ticket.act': () => ok({ ticket: ticket({ acts: offered, version: 4 }) }),
    });
    forget();
    await ask();
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    const asked = () => phone.used('requestSubscribeMessage');
    await page.press('补充');
    await page.press('确认补充');
    expect(asked()).toEqual([]);
    await page.type('text', '补充的话');
    await page.press('确认补充');
    expect(asked()).toEqual([{ tmplIds: ['T-reply', 'T-question', 'T-end'] }]);
    for (const [label, times] of [
      ['很满意', 1],
      ['很不满意', 2],
    ] as const) {
      await page.press('评价');
      await page.tap(label);
      await page.press('确认评价');
      expect([label, asked().length]).toEqual([label, times]);
    }
    expect(called(page, 'ticket.act')).toHaveLength(3);
  });

  it('says aloud what came of an act, at the top of the page', async () => {
    const phone = newPhone({
      'citizen/ticket.get': () => ok({ ticket: ticket({ acts }) }),
      'citizen/ticket.act': () => ok({ ticket: ticket({ acts: acts.slice(1), version: 4 }) }),
    });
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    await page.press('催一催');
    expect(page.text()).toMatch(/^已转告承办单位 /);
    expect(phone.used('pageScrollTo')).toMatchObject([{ scrollTop: 0 }]);
  });

  it('says who has it now, and nothing twice that was written once', async () => {
    const words = '社保卡补办三次被拒';
    const page = await openPage(
      TICKET,
      { no: 'TS1' },
      newPhone({
        'citizen/ticket.get': () =>
          ok({
            ticket: ticket({ title: words, text: `${words}。` }),
          }),
      }),
    );
    expect(page.text()).toContain('待受理 · 人力资源和社会保障厅');
    expect(page.text().split(words)).toHaveLength(2);
  });

  it('shows the newest state when somebody else was faster', async () => {
    const phone = newPhone({
      'citizen/ticket.get': () => ok({ ticket: ticket({ acts }) }),
      'citizen/ticket.act': () => failure('wrong-state', '这件已经答复。'),
    });
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    phone.script['citizen/ticket.get'] = () =>
      ok({
        ticket: ticket({
          headline: { line: '已答复', below: [], explanation: [], counting: '', provisional: false },
          replies: [
            {
              at: '2026-10-20T10:00:00.000+08:00',
              unitName: '人社厅',
              text: '请到网点领卡。',
              attachments: [],
            },
          ],
        }),
      });
    await page.press('催一催');
    expect(page.text()).toContain('请到网点领卡。');
    expect(page.text()).toContain('已答复');
  });

  it('shows a refusal as a notice that can be copied', async () => {
    const refusal = {
      reason: '不属于本单位',
      basis: '条例第三条',
      redirect: '向医保局反映',
      remedies: '可提出异议',
      objectUntil: '2026-10-30',
    };
    const page = await openPage(
      TICKET,
      { no: 'TS1' },
      newPhone({
        'citizen/ticket.get': () =>
          ok({ ticket: ticket({ state: 'refused', stateLabel: '不予受理', refusal }) }),
      }),
    );
    await page.press('复制全文');
    expect(page.phone.used('setClipboardData')[0]).toMatchObject({
      data: expect.stringContaining('条例第三条'),
    });
  });

  it('keeps what was read when the network goes, and gives nothing of another person’s', async () => {
    const phone = newPhone({ 'citizen/ticket.get': () => ok({ ticket: ticket() }) });
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    phone.setOnline(false);
    (page.instance['onShow'] as () => void).call(page.instance);
    await page.settle();
    expect(page.text()).toContain('社保卡补办三次被拒');
    expect(page.text()).toContain('没有连上网络');
    phone.setOnline(true);
    phone.script['citizen/ticket.get'] = () => failure('not-found', '没有找到这个工单，请核对编号');
    await page.tap('重试');
    expect(page.text()).not.toContain('社保卡补办三次被拒');
    expect(page.text()).toContain('没有找到这个工单');
  });
});

describe('the regions', () => {
  it('are the ones that the cloud knows; the chosen one is sent by its code', async () => {
    const phone = newPhone({ ...me });
    const picker = await mount('components/region-picker/index', { label: '在哪里', value: '440100' }, phone);
    await picker.settle();
    expect(picker.instance.data['names']).toEqual(['不限', '广东省', '广东省广州市']);
    expect(picker.instance.data['at']).toBe(2);
  });
});

describe('我的', () => {
  it('saves region and reminders, and takes back what could not be saved', async () => {
    const phone = newPhone({
      ...me,
      'citizen/inbox.list': () =>
        ok({
          messages: [{ id: 'm', at: '2026-10-09T10:00:00.000+08:00', template: 't', text: 'x', read: false }],
          unread: 1,
        }),
      'citizen/me.save': () => ok(profile({ region: '440100' })),
    });
    const page = await openPage('pages/mine/index', {}, phone);
    expect(page.text()).toContain('1 条没看');
    await page.fire('region-picker', 'region', 'change', { name: 'region', value: '440100' });
    expect(called(page, 'me.save')[0]?.input).toEqual({ region: '440100' });
    phone.script['citizen/me.save'] = () => failure('internal', '没有保存成功。');
    await page.tap('微信消息提醒');
    expect(page.text()).toContain('没有保存成功。');
    expect(page.instance.data['subscribe']).toBe(false);
  });

  it('makes letters larger at once', async () => {
    const phone = newPhone({
      ...me,
      'citizen/inbox.list': () => ok({ messages: [], unread: 0 }),
      'citizen/me.save': () => ok(profile()),
    });
    const page = await openPage('pages/mine/index', {}, phone);
    expect(page.instance.data['fs']).toBe('--fs:1');
    await page.tap('大字');
    expect(page.instance.data['fs']).toBe('--fs:1.3');
  });

  const erased = {
    ...{ erased: 1, kept: ['TS1', 'TS2'], open: 2, retainedInAll: 0, going: 0, isDone: true },
    stays: ['操作记录：不少于六个月'],
  };

  it('of very many it says what goes on by itself, and how many more have to be kept', async () => {
    const retained = [{ no: 'TS3', until: '2029-11-24', why: '投诉办结后须保存 3 年' }];
    const many = { ...erased, retained, open: 9000, retainedInAll: 4, going: 870, isDone: false };
    const phone = newPhone({ ...me, 'citizen/me.erase': () => ok(many) });
    const page = await openPage('packages/citizen/privacy/index', {}, phone);
    await page.press('删除我的信息');
    expect(page.text()).toContain('已开始删除，还有 870 件正在删除，系统会接着删完，不用再来。');
    expect(page.text()).toContain('TS3：投诉办结后须保存 3 年');
    expect(page.text()).toContain('另有 3 件也须保存，期满后自动删除');
  });

  it('erases the account with everything that lay on the phone', async () => {
    const phone = newPhone({ ...me, 'citizen/me.erase': () => ok(erased) });
    phone.storage.set('draft:file', { at: Date.now(), value: { text: 'x' } });
    phone.storage.set('cache:home', { notices: [] });
    phone.storage.set('look:large', true);
    phone.confirmModals = false;
    const page = await openPage('packages/citizen/privacy/index', {}, phone);
    // Before the act it is said what goes, and what stays and for how long.
    expect(page.text()).toContain('姓名和电话');
    expect(page.text()).toContain('操作记录：不少于六个月');
    await page.press('删除我的信息');
    expect(called(page, 'me.erase')).toHaveLength(0);
    phone.confirmModals = true;
    await page.press('删除我的信息');
    expect(called(page, 'me.erase')).toHaveLength(1);
    expect(page.text()).toContain('已删除。');
    expect(page.text()).toContain('还有 2 件没有办结，办结后请再来删一次');
    // The names of regions, kinds and templates are nobody's personal data and come back with the next `me.get`.
    expect([...phone.storage.keys()]).toEqual([
      'look:large',
      'session:regions',
      'session:kinds',
      'session:templates',
    ]);
  });
});

describe('the tab bar', () => {
  it('shows staff a fifth tab, from the first frame on where it was known', async () => {
    const phone = newPhone();
    expect((await mount('custom-tab-bar/index', {}, phone)).text()).toBe('首页 问一问 我的件 我的');
    phone.storage.set('session:staff', true);
    expect((await mount('custom-tab-bar/index', {}, phone)).text()).toContain('工作台');
  });
});
