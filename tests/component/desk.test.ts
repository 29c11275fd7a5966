import type { Present } from '../../typings/api';
import type { OfferedAct, TicketSummary } from '../../typings/contract';
import { called, counts, script } from './handler-desk';
import { mount, openPage } from './harness';
import { failure, newPhone, ok, type CloudScript, type Phone } from './phone';
import { member, summary, ticket, unit } from './samples';

/** The desk by keyboard, with drafts, others at the same ticket, filters and messages. */

const WORKBENCH = 'pages/workbench/index';
const wide = (phone: Phone): Phone => Object.assign(phone, { windowWidth: 1280 });
const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

const dispatch: OfferedAct = {
  act: 'dispatch',
  label: '分办',
  place: 'main',
  fields: [
    {
      name: 'unitId',
      label: '承办单位',
      type: 'unit',
      required: true,
      suggested: [
        { value: 'hrss', label: '人社厅', why: '社保' },
        { value: 'psb', label: '公安厅', why: '身份证' },
      ],
    },
    { name: 'reason', label: '分办说明', type: 'longtext', required: false },
  ],
};

describe('the keyboard', () => {
  it('dispatches with three keys: the act, the unit, Enter', async () => {
    const sent: CloudScript = {
      ...script,
      'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no, acts: [dispatch] }) }),
      'staff/ticket.act': ({ no }) => ok({ ticket: ticket({ no, acts: [] }) }),
    };
    const phone = wide(newPhone(sent));
    const page = await openPage(WORKBENCH, {}, phone);
    for (const key of ['1', '2', 'Enter']) {
      phone.press(key);
      await page.settle();
    }
    expect(called(page, 'ticket.act').map(({ input }) => input)).toEqual([
      expect.objectContaining({ no: 'ZX1', act: 'dispatch', input: { unitId: 'psb' } }),
    ]);
  });

  it('decides with a digit: 是 is 1, 否 is 2, and what was chosen is sent', async () => {
    const logCall: OfferedAct = {
      act: 'logCall',
      label: '登记联系情况',
      place: 'main',
      fields: [
        { name: 'reached', label: '是否联系上', type: 'bool', required: true },
        { name: 'text', label: '联系情况', type: 'longtext', required: false },
      ],
    };
    const phone = wide(
      newPhone({
        ...script,
        'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no, acts: [logCall] }) }),
        'staff/ticket.act': ({ no }) => ok({ ticket: ticket({ no, acts: [] }) }),
      }),
    );
    const page = await openPage(WORKBENCH, {}, phone);
    for (const key of ['1', '1', '2', 'Enter']) {
      phone.press(key);
      await page.settle();
    }
    expect(called(page, 'ticket.act')[0]?.input).toMatchObject({ act: 'logCall', input: { reached: false } });
  });

  it('gives the focus to the field in which one types, as soon as its sheet is open', async () => {
    const note: OfferedAct = {
      act: 'note',
      label: '内部批注',
      place: 'main',
      fields: [{ name: 'text', label: '批注', type: 'longtext', required: true }],
    };
    const phone = wide(
      newPhone({ ...script, 'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no, acts: [note] }) }) }),
    );
    const page = await openPage(WORKBENCH, {}, phone);
    phone.press('1');
    await page.settle();
    const focus = () =>
      page.inner('ui-field').filter(({ data }) => data['name'] === 'text')[0]?.data['focus'];
    expect(focus()).toBe(false);
    await wait(400);
    expect(focus()).toBe(true);
  });

  it('goes on to the reason that must be written when the unit has been chosen, also when Enter came too early', async () => {
    const [unitField] = dispatch.fields.filter(({ type }) => type === 'unit');
    const reason = { name: 'reason', label: '指定理由', type: 'text', required: true };
    const designate = { ...dispatch, act: 'designate', label: '指定承办单位', fields: [unitField!, reason] };
    const phone = wide(
      newPhone({
        ...script,
        'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no, acts: [designate] as never }) }),
      }),
    );
    const page = await openPage(WORKBENCH, {}, phone);
    const press = async (key: string): Promise<void> => {
      phone.press(key);
      await page.settle();
    };
    const focused = () => page.inner('act-form')[0]?.data['focused'];
    await press('1');
    await wait(400);
    expect(focused()).toBe('');
    await press('1');
    expect(focused()).toBe('reason');
    page.inner('act-form')[0]!.setData({ focused: '' });
    await press('Enter');
    expect(page.text()).toContain('请填写指定理由');
    expect(focused()).toBe('reason');
    expect(called(page, 'ticket.act')).toEqual([]);
    // Its draft is handed over now, and not in the middle of another test.
    await press('Escape');
    expect(called(page, 'draft.save')).toHaveLength(1);
  });

  it('closes with Esc what lies on top, shows what the keys do, and looks for another unit', async () => {
    const phone = wide(
      newPhone({
        ...script,
        'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no, acts: [dispatch] }) }),
        'staff/unit.list': () => ok({ units: [], vacant: [] }),
      }),
    );
    const page = await openPage(WORKBENCH, {}, phone);
    const press = async (key: string): Promise<void> => {
      phone.press(key);
      await page.settle();
    };
    await press('?');
    expect(page.inner('key-help')[0]?.data['show']).toBe(true);
    await press('j');
    expect(page.inner('staff-ticket')[0]?.data['no']).toBe('ZX1');
    await press('Escape');
    expect(page.inner('key-help')[0]?.data['show']).toBe(false);
    await press('1');
    await press('/');
    expect(page.inner('lookup')[0]?.data['show']).toBe(true);
    await press('Escape');
    expect(page.inner('lookup')[0]?.data['show']).toBe(false);
    expect(page.inner('act-form')[0]?.data['show']).toBe(true);
    await press('Escape');
    expect(page.inner('act-form')[0]?.data['show']).toBe(false);
  });

  it('types no digits into the reason where no unit is likely: / looks for the unit, and says so', async () => {
    const fields = dispatch.fields.map(({ name, label, type, required }) => ({
      name,
      label,
      type,
      required,
    }));
    const reason = { name: 'reason', label: '分办说明', type: 'text', required: false };
    const acts = [{ ...dispatch, fields: [...fields.filter(({ type }) => type === 'unit'), reason] }];
    const phone = wide(
      newPhone({
        ...script,
        'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no, acts: acts as never }) }),
        'staff/unit.list': () => ok({ units: [unit('hrss', '省人社厅')], vacant: [] }),
      }),
    );
    const page = await openPage(WORKBENCH, {}, phone);
    phone.press('1');
    await page.settle();
    await new Promise(done => setTimeout(done, 600));
    expect(page.inner('act-form')[0]?.data).toMatchObject({ show: true, focused: '' });
    expect(page.text()).toContain('按 / 查找');
    phone.press('/');
    await page.settle();
    expect(page.inner('lookup')[0]?.data['show']).toBe(true);
  });
});

describe('a draft', () => {
  const reply = {
    act: 'reply',
    label: '答复',
    fields: [{ name: 'text', label: '答复内容', type: 'longtext', required: true }],
  };
  const form = { show: true, act: reply, no: 'ZX1', version: 3, staff: true };
  const kept = { input: { text: '在电脑上写的' }, version: 2, savedAt: '2026-11-23T10:00:00.000+08:00' };

  it('is kept in the cloud when the typing pauses, and comes back on another device', async () => {
    const phone = newPhone({
      'staff/draft.get': () => ok(null),
      'staff/draft.save': () => ok({ version: 3, savedAt: kept.savedAt }),
    });
    const here = await mount('components/act-form/index', form, phone);
    await here.type('text', '请带');
    await here.type('text', '请带身份证');
    await wait(2_100);
    expect(called(here, 'draft.save').map(({ input }) => input)).toEqual([
      { no: 'ZX1', act: 'reply', version: 3, input: { text: '请带身份证' } },
    ]);
    const other = await mount(
      'components/act-form/index',
      form,
      newPhone({ 'staff/draft.get': () => ok(kept) }),
    );
    await other.settle();
    expect(other.instance.data['values']).toEqual({ text: '在电脑上写的' });
    expect(other.text()).toContain('之后这件有变动，请核对');
  });

  it('takes nothing away from what is written here: the other one is offered', async () => {
    const phone = newPhone({ 'staff/draft.get': () => ok(kept) });
    phone.storage.set('draft:act:ZX1:reply', {
      at: Date.now(),
      value: { values: { text: '在手机上写的' }, labels: {} },
    });
    const here = await mount('components/act-form/index', form, phone);
    await here.settle();
    expect(here.instance.data['values']).toEqual({ text: '在手机上写的' });
    await here.tap('换成那份');
    expect(here.instance.data['values']).toEqual({ text: '在电脑上写的' });
  });

  it('stands beside what others did meanwhile', async () => {
    const acts = [{ ...reply, place: 'main' as const }] as OfferedAct[];
    const panel = await mount(
      'components/act-panel/index',
      { staff: true, ticket: ticket({ no: 'ZX1', acts }) },
      newPhone({ 'staff/ticket.act': () => failure('conflict', '这件刚有变动。') }),
    );
    await panel.press('答复');
    await panel.type('text', '我写的');
    const timeline = [
      { at: '2099-01-01T00:00:00.000+08:00', who: '李四', label: '内部批注', text: '先别答复' },
    ];
    panel.instance.setData({ ticket: ticket({ no: 'ZX1', acts, timeline, version: 9 }) });
    await panel.settle();
    expect(panel.text()).toMatch(/您写的还在[^]*李四 内部批注[^]*先别答复/);
    expect(panel.inner('act-form')[0]?.data['values']).toEqual({ text: '我写的' });
  });
});

it('says who else is at the ticket, and takes the newest when somebody has changed it', async () => {
  const since = '2026-11-23T10:00:00.000+08:00';
  const others = [{ name: '李四', act: 'reply', label: '答复', since }];
  const present = await mount(
    'components/desk/present/index',
    { no: 'ZX1', act: 'note', version: 3 },
    newPhone({ 'staff/presence.touch': () => ok({ others, version: 4 }) }),
  );
  const stale = present.events('stale');
  const told = present.events('others');
  await present.settle();
  // Whoever writes reads it in the form.
  expect(present.text()).not.toContain('李四');
  expect(called(present, 'presence.touch')[0]?.input).toEqual({ no: 'ZX1', act: 'note' });
  present.instance.setData({ act: '' });
  await present.settle();
  expect(told.pop()).toEqual({ line: '李四正在写“答复”' });
  expect(present.text()).toContain('李四正在写“答复”');
  expect(called(present, 'presence.touch').pop()?.input).toEqual({ no: 'ZX1' });
  expect(stale.length).toBeGreaterThan(0);
});

const writing: OfferedAct = {
  act: 'reply',
  label: '答复',
  place: 'main',
  fields: [{ name: 'text', label: '答复内容', type: 'longtext', required: true }],
};

it('says in the form who else writes, asked when the form opens and once more when one begins to write', async () => {
  const others: Present[] = [];
  const phone = newPhone({
    'staff/presence.touch': () => ok({ others, version: 0 }),
    'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no, acts: [writing] }) }),
    'staff/procedure.list': () => ok({ procedures: [] }),
  });
  const page = await mount('components/staff-ticket/index', { no: 'ZX1' }, phone);
  const form = () => page.inner('act-form')[0]!;
  const touched = () => called(page, 'presence.touch').length;
  others.push({ name: '李四', act: 'reply', label: '答复', since: '2026-11-23T10:00:00.000+08:00' });
  const before = touched();
  await page.press('答复');
  expect(touched()).toBe(before + 1);
  expect(form().data['others']).toBe('李四正在写“答复”');
  others.push({ name: '王五', act: 'note', label: '内部批注', since: '2026-11-23T10:00:01.000+08:00' });
  await page.type('text', '我');
  await page.type('text', '我写的');
  expect(touched()).toBe(before + 2);
  expect(page.text()).toContain('李四正在写“答复”；王五正在写“内部批注”');
});

it('narrows the list by unit and days, keeps a filter for another time, and opens as it was left', async () => {
  const phone = newPhone({
    ...script,
    'staff/me.get': () => ok(member(['lead'], { roleLabel: '负责人', counts })),
  });
  const page = await openPage(WORKBENCH, {}, phone);
  await page.tap('查找');
  await page.tap('筛选工单');
  const filter = page.inner('queue-filter')[0]!;
  filter.setData({
    values: { unitId: 'psb', from: '2026-11-01' },
    labels: { unitId: '公安厅' },
    words: '公安厅',
  });
  await page.settle();
  await page.tap('留作常用筛选');
  await page.press('筛选');
  expect(called(page, 'ticket.queue').pop()?.input).toMatchObject({ unitId: 'psb', from: '2026-11-01' });
  expect(page.text()).toContain('只看公安厅，11 月 1 日 周日起');
  const later = newPhone(script);
  phone.storage.forEach((value, key) => later.storage.set(key, value));
  const again = await openPage(WORKBENCH, {}, later);
  expect(called(again, 'ticket.queue')[0]?.input).toMatchObject({ unitId: 'psb', from: '2026-11-01' });
  await again.tap('不限');
  expect(called(again, 'ticket.queue').pop()?.input).toEqual({ view: 'todo', limit: 40 });
});

it('on a phone leads to the next ticket of the list once something was done', async () => {
  const list: TicketSummary[] = [
    summary({ no: 'ZX1', title: '第一件' }),
    summary({ no: 'ZX2', title: '第二件' }),
  ];
  const accept: OfferedAct = { act: 'accept', label: '受理', place: 'main', control: 'tap', fields: [] };
  const phone = newPhone({
    ...script,
    'staff/ticket.queue': () => ok({ tickets: list, counts }),
    'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no, acts: [accept] }) }),
    'staff/ticket.act': ({ no }) => ok({ ticket: ticket({ no, acts: [] }) }),
  });
  const workbench = await openPage(WORKBENCH, {}, phone);
  await workbench.tap('第一件');
  const opened = newPhone(phone.script);
  phone.storage.forEach((value, key) => opened.storage.set(key, value));
  const page = await openPage('packages/staff/tickets/ticket/index', { no: 'ZX1' }, opened);
  await page.press('受理');
  await page.settle();
  await page.tap('下一件：第二件');
  expect(opened.used('redirectTo')).toEqual([{ url: '/packages/staff/tickets/ticket/index?no=ZX2' }]);
});

it('shows messages by ticket with its title; opening the list alone marks nothing as read', async () => {
  const message = (id: string, about: string, read = false) => ({
    id,
    at: `2026-10-09T10:0${id}:00.000+08:00`,
    template: 't',
    text: `分办给您：${about}`,
    title: `标题 ${about}`,
    says: `第 ${id} 条`,
    about,
    read,
  });
  const phone = newPhone({
    'citizen/inbox.list': () =>
      ok({ messages: [message('3', 'TS1'), message('2', 'TS2', true), message('1', 'TS1')], unread: 2 }),
    'citizen/inbox.read': () => ok(null),
  });
  const page = await openPage('packages/citizen/inbox/index', { staff: '1' }, phone);
  expect(page.text()).toMatch(/标题 TS1 2 条新[^]*第 3 条[^]*第 1 条[^]*标题 TS2[^]*第 2 条/);
  expect(called(page, 'inbox.read')).toEqual([]);
});
