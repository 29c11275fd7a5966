import type { OfferedAct } from '../../typings/contract';
import { openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript, type Phone } from './phone';
import { asStaff, member, noOpinions, profile, summary, ticket } from './samples';

const WORKBENCH = 'pages/workbench/index';
const TICKET = 'packages/staff/tickets/ticket/index';
const counts = { todo: 2, mine: 1, unit: 31, overdue: 13, all: 99 };
const desk = (id: string, name: string, overdue: number, today: number) => ({
  desk: `lead:${id}`,
  name,
  overdue,
  today,
  open: 9,
  longest: overdue,
});
const called = (page: Mounted, action: string) =>
  page.phone.calls.filter(call => call.action === action).map(call => call.input);

/** The desk of a role whose messages and board are scripted. */
const deskFor = (role: string, more: CloudScript = {}): CloudScript => ({
  'citizen/me.get': () => ok(profile({ staff: asStaff(role) })),
  'citizen/inbox.list': () => ok({ messages: [], unread: 7 }),
  'staff/me.get': () => ok(member([role], { roleLabel: '某角色', counts })),
  'staff/ticket.queue': () => ok({ tickets: [summary({ no: 'TS1' })], counts }),
  'staff/board.get': () =>
    ok({
      weeks: [],
      units: [],
      now: { overdue: 13, today: 2, open: 63 },
      opinions: noOpinions,
      desks: [desk('hurd', '住建厅', 4, 0), desk('psb', '公安厅', 0, 2), desk('hrss', '人社厅', 0, 0)],
    }),
  ...more,
});
const wideWindow = (phone: Phone): Phone => Object.assign(phone, { windowWidth: 1180 });

describe('the workbench of those who answer for others', () => {
  it('shows beside the own work what is overdue and due today in the province, each with its list', async () => {
    const page = await openPage(WORKBENCH, {}, newPhone(deskFor('manager')));
    expect(page.text()).toMatch(/31 管理方在办 13 全省超期 › 2 今天到期 › 63 全省在办/);
    await page.tap('13 全省超期 ›');
    await page.tap('2 今天到期 ›');
    expect(called(page, 'ticket.queue').slice(1)).toEqual([
      { view: 'overdue', limit: 40 },
      { view: 'all', limit: 40, due: 'today' },
    ]);
    expect(page.text()).toContain('只看今天到期的件');
    await page.tap('不限');
    expect(called(page, 'ticket.queue').pop()).toEqual({ view: 'all', limit: 40 });
    expect(page.text()).not.toContain('只看');
  });

  it('shows the list behind a number of another page, whatever was chosen here before', async () => {
    const phone = newPhone(deskFor('manager'));
    const kind = { value: 'consultation', label: '咨询' };
    const filter = { values: { region: '440100' }, labels: { region: '广州市' } };
    phone.storage.set('desk:scope', { queue: 'overdue', kind, narrowed: { words: '' }, filter });
    const page = await openPage(WORKBENCH, {}, phone);
    const { leave } = jest.requireActual<typeof import('../../miniprogram/model/handoff')>(
      '../../miniprogram/model/handoff',
    );
    leave('queue', { view: 'all', kind: 'complaint', open: true, words: '在办的投诉' });
    await (page.instance['onShow'] as () => Promise<void>).call(page.instance);
    await page.settle();
    const lists = called(page, 'ticket.queue');
    expect(lists[0]).toEqual({ view: 'overdue', limit: 40, kind: 'consultation', region: '440100' });
    expect(lists.pop()).toEqual({ view: 'all', limit: 40, kind: 'complaint', open: true });
    expect(page.text()).toContain('只看在办的投诉');
    // Whoever picks another kind there has left that list.
    (page.instance['pickKind'] as (event: object) => void).call(page.instance, { detail: { value: 0 } });
    await page.settle();
    expect(called(page, 'ticket.queue').pop()).toEqual({ view: 'all', limit: 40 });
    expect(page.text()).not.toContain('只看');
  });

  it('leads from an empty installation to its pages, and asks again while something is missing', async () => {
    const steps = [
      { key: 'regions', label: '建地区', hint: '单位和服务按地区归口', done: true },
      { key: 'units', label: '建承办单位', hint: '写明职责', done: false },
      { label: '收到第一件', hint: '可以试着提交一件', done: false },
    ];
    const me = () => ok(member(['manager'], { counts, steps }));
    const page = await openPage(WORKBENCH, {}, newPhone(deskFor('manager', { 'staff/me.get': me })));
    expect(page.text()).toMatch(/开始使用：还有 2 步[^]*✓ 建地区[^]*○ 建承办单位/);
    await page.tap('还没有办：建承办单位，写明职责');
    expect(page.phone.used('navigateTo').pop()).toMatchObject({ url: '/packages/staff/people/units/index' });
    const asked = called(page, 'me.get').length;
    await page.tap('13 全省超期 ›');
    expect(called(page, 'me.get').length).toBeGreaterThan(asked);
  });

  it('names the units where something is due, the worst first, and shows the tickets of one', async () => {
    const page = await openPage(WORKBENCH, {}, newPhone(deskFor('manager')));
    expect(page.text()).toMatch(/住建厅 ■ 4 件超期 公安厅 ▲ 2 件今天到期 全部单位 ›/);
    await page.tap('住建厅 ■ 4 件超期');
    expect(called(page, 'ticket.queue').pop()).toEqual({ view: 'overdue', limit: 40, desk: 'lead:hurd' });
    expect(page.text()).toContain('只看住建厅超期的件');
    await page.tap('全部单位 ›');
    expect(page.phone.used('navigateTo')).toMatchObject([{ url: '/packages/staff/desk/board/index' }]);
  });

  it('says when those numbers did not come, and asks nobody else for them', async () => {
    const phone = newPhone(deskFor('local', { 'staff/board.get': () => failure('internal', '出错了。') }));
    const page = await openPage(WORKBENCH, {}, phone);
    expect(page.text()).toContain('– 本地区超期');
    expect(page.text()).toContain('出错了。');
    const handler = await openPage(WORKBENCH, {}, newPhone(deskFor('handler')));
    expect(called(handler, 'board.get')).toEqual([]);
    expect(handler.text()).not.toContain('全省');
  });
});

describe('the workbench on a phone', () => {
  it('leaves the room to the tickets: searching comes on a tap and goes with what was typed', async () => {
    const page = await openPage(WORKBENCH, {}, newPhone(deskFor('handler')));
    expect(page.inner('ui-field')).toEqual([]);
    await page.tap('查找');
    await page.type('query', '社保');
    await new Promise(resolve => setTimeout(resolve, 450));
    await page.settle();
    expect(called(page, 'ticket.queue').pop()).toMatchObject({ query: '社保' });
    await page.tap('收起查找');
    expect(called(page, 'ticket.queue').pop()).toEqual({ view: 'todo', limit: 40 });
  });

  it('searches in all that one may see, or in the list; each hit says where it was found, and what would find more', async () => {
    const hint = '再加一个词，可以查得更准';
    const phone = newPhone(
      deskFor('handler', {
        'staff/ticket.queue': ({ query }) =>
          query === '卡'
            ? ok({ tickets: [], counts, hint: '请至少输入两个字' })
            : ok({
                tickets: [summary({ no: 'TS1', ...(query ? { found: 'text' } : {}) })],
                counts,
                ...(query ? { more: true, hint } : {}),
              }),
      }),
    );
    const page = await openPage(WORKBENCH, {}, phone);
    expect(page.text()).not.toContain('正文');
    const type = async (words: string): Promise<void> => {
      await page.type('query', words);
      await new Promise(resolve => setTimeout(resolve, 450));
      await page.settle();
    };
    await page.tap('查找');
    await type('社保卡');
    expect(page.text()).toContain('正文');
    expect(page.text()).toContain(hint);
    await page.tap('只找这个列表');
    expect(called(page, 'ticket.queue').pop()).toMatchObject({ query: '社保卡', within: true });
    await page.tap('改为全部');
    expect(called(page, 'ticket.queue').pop()).not.toHaveProperty('within');
    // Whoever chooses a list while searching looks for it there.
    await page.tap('我经手 1');
    expect(called(page, 'ticket.queue').pop()).toMatchObject({ view: 'mine', query: '社保卡', within: true });
    await type('卡');
    expect(page.text()).toContain('请至少输入两个字');
  });

  it('counts the messages that nobody has looked at on the bell, also aloud', async () => {
    const page = await openPage(WORKBENCH, {}, newPhone(deskFor('handler')));
    await page.tap('工作消息，7 条没看');
    expect(page.phone.used('navigateTo')).toMatchObject([{ url: '/packages/citizen/inbox/index?staff=1' }]);
    const many = { 'citizen/inbox.list': () => ok({ messages: [], unread: 120 }) };
    expect((await openPage(WORKBENCH, {}, newPhone(deskFor('handler', many)))).text()).toContain('99+');
    const none = { 'citizen/inbox.list': () => ok({ messages: [], unread: 0 }) };
    await (await openPage(WORKBENCH, {}, newPhone(deskFor('handler', none)))).tap('工作消息');
  });
});

describe('working through a list in a wide window', () => {
  it('opens the one below by itself when the list has lost the ticket, and says what came of it; one can go back to it', async () => {
    let left = ['TS1', 'TS2', 'TS3'];
    const reply: OfferedAct = { act: 'accept', label: '受理', place: 'main' as const, fields: [] };
    const phone = wideWindow(
      newPhone(
        deskFor('handler', {
          'staff/ticket.queue': () =>
            ok({ tickets: left.map(no => summary({ no, title: `件 ${no}` })), counts }),
          'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no: String(no), acts: [reply] }) }),
          'staff/ticket.act': ({ no }) => {
            left = left.filter(each => each !== no);
            return ok({ ticket: ticket({ no: String(no), acts: [], stateLabel: '办理中' }) });
          },
        }),
      ),
    );
    const page = await openPage(WORKBENCH, {}, phone);
    const open = () => page.inner('staff-ticket')[0]?.data['no'];
    phone.press('j');
    await page.settle();
    await page.press('受理');
    await page.press('确认受理');
    expect(open()).toBe('TS3');
    expect(page.text()).toContain('“受理”已办好。现在：办理中');
    expect(page.text()).not.toContain('件 TS2');
    phone.press('k');
    await page.settle();
    expect(open()).toBe('TS1');
    // Of the last one it is the one above.
    phone.press('j');
    await page.settle();
    await page.press('受理');
    phone.press('Enter');
    await page.settle();
    expect(open()).toBe('TS1');
    await page.tap('回到这件');
    expect(phone.used('navigateTo')).toEqual([{ url: '/packages/staff/tickets/ticket/index?no=TS3' }]);
  });
});

describe('acting on a ticket', () => {
  const act = (name: string, label: string, more: Partial<OfferedAct> = {}): OfferedAct => ({
    act: name,
    label,
    place: 'main',
    fields: [],
    ...more,
  });
  const accept = act('accept', '受理');
  const note = act('note', '内部批注', {
    place: 'beside',
    fields: [{ name: 'text', label: '批注', type: 'longtext', required: true }],
  });
  const phoneWith = (acts: OfferedAct[], after: OfferedAct[] = []) =>
    newPhone({
      'staff/ticket.get': () => ok({ ticket: ticket({ acts }) }),
      'staff/ticket.act': () =>
        ok({ ticket: ticket({ acts: after, state: 'accepted', stateLabel: '办理中', version: 4 }) }),
    });

  it('ends at the top of the page with what came of it and who has it now, said aloud', async () => {
    const phone = phoneWith([accept, note]);
    const page = await openPage(TICKET, { no: 'TS1' }, phone);
    await page.press('受理');
    await page.press('确认受理');
    expect(page.text()).toMatch(/^“受理”已办好。现在：办理中，人力资源和社会保障厅 /);
    expect(phone.used('pageScrollTo')).toMatchObject([{ scrollTop: 0 }]);
  });

  it('has no big button where only side acts are left: they are lines of text', async () => {
    const page = await openPage(
      TICKET,
      { no: 'TS1' },
      phoneWith([note, act('reveal', '查看联系方式', { place: 'beside' })]),
    );
    expect(page.text()).toContain('还可以 内部批注 查看联系方式');
    const labels = page.inner('ui-button').map(({ data }) => data['label']);
    expect(labels.filter(label => label === '内部批注' || label === '查看联系方式')).toEqual([]);
    await page.tap('内部批注');
    expect(page.inner('act-form')[0]?.data).toMatchObject({ show: true, act: { act: 'note' } });
  });

  it('in a wide window stands beside what is read, on a phone before it', async () => {
    const phone = wideWindow(phoneWith([accept, note]));
    const wide = await openPage(TICKET, { no: 'TS1' }, phone);
    await wide.press('受理');
    expect(wide.inner('van-popup').find(({ data }) => data['show'])?.data).toMatchObject({
      position: 'left',
      overlay: false,
    });
    expect(wide.instance.data['writing']).toBe(true);
    await wide.press('确认受理');
    expect(wide.instance.data['writing']).toBe(false);
    const narrow = await openPage(TICKET, { no: 'TS1' }, phoneWith([accept, note]));
    await narrow.press('受理');
    expect(narrow.inner('van-popup').find(({ data }) => data['show'])?.data).toMatchObject({
      position: 'bottom',
      overlay: true,
    });
  });
});
