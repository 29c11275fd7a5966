import type { OfferedAct } from '../../typings/contract';
import { commonActs } from '../../miniprogram/model/ticket/bulk';
import { openPage, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { asStaff, member, profile, summary, ticket } from './samples';

/** One act on several tickets of a queue (A29): choose, one form, a result for each. */

const called = (page: Mounted, action: string) =>
  page.phone.calls.filter(call => call.action === action).map(({ input }) => input);
const BULK = 'packages/staff/tickets/bulk/index';
const reply: OfferedAct = {
  act: 'reply',
  label: '答复',
  place: 'main',
  fields: [{ name: 'text', label: '答复内容', type: 'longtext', required: true, value: '只是这一件的' }],
};
const note: OfferedAct = { act: 'note', label: '备注', place: 'beside', fields: [] };

test('only what all of them offer with the same form, without the values of one of them', () => {
  const other = { ...reply, fields: [{ ...reply.fields[0]!, name: 'other' }] };
  expect(commonActs([[reply, note], [reply]]).map(({ act }) => act)).toEqual(['reply']);
  expect(commonActs([[reply], [other]])).toEqual([]);
  expect(commonActs([[reply], [reply]])[0]?.fields[0]).not.toHaveProperty('value');
  expect(commonActs([[{ ...note, alone: true }], [{ ...note, alone: true }]])).toEqual([]);
  expect(commonActs([])).toEqual([]);
});

test('what is said above the button of all is said before, what is signed with one alone is not', async () => {
  const shows = (text: string) => [{ label: '请先核对', text }];
  const merge = (text: string): OfferedAct => ({ ...note, act: 'merge', label: '并单', shows: shows(text) });
  expect(commonActs([[merge('不能分开。')], [merge('不能分开。')]])[0]?.shows).toEqual(shows('不能分开。'));
  expect(commonActs([[merge('甲的草稿')], [merge('乙的草稿')]])[0]).not.toHaveProperty('shows');
  const phone = newPhone({
    ...script,
    'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no, acts: [merge('不能分开。')] }) }),
  });
  const page = await openPage(BULK, { view: 'todo' }, phone);
  await page.tap('全选');
  await page.press('选择办理（2 件）');
  await page.tap('并单');
  await page.press('确认办理');
  expect(phone.used('showModal')).toMatchObject([
    { content: expect.stringMatching(/^不能分开。每件/) as string },
  ]);
});

test('a choice that each of them starts with is made for all', () => {
  const start = (value: string): OfferedAct[] => [
    {
      ...reply,
      fields: [{ name: 'resultType', label: '办理结果', type: 'select', required: true, options: [], value }],
    },
  ];
  expect(commonActs([start('explained'), start('explained')])[0]?.fields[0]?.value).toBe('explained');
  expect(commonActs([start('explained'), start('solved')])[0]?.fields[0]).not.toHaveProperty('value');
});

const script: CloudScript = {
  'staff/ticket.queue': () =>
    ok({
      tickets: [summary({ no: 'TS1', title: '第一件' }), summary({ no: 'TS2', title: '第二件' })],
      counts: { todo: 2, mine: 0, unit: 0, overdue: 0, all: 2 },
    }),
  'staff/ticket.get': ({ no }) =>
    ok({
      ticket: ticket({ no, version: no === 'TS1' ? 3 : 5, acts: no === 'TS1' ? [reply, note] : [reply] }),
    }),
  'staff/ticket.bulk': () =>
    ok({
      results: [
        { no: 'TS1', ok: true },
        { no: 'TS2', ok: false, error: { code: 'conflict', message: '刚被别人办理' } },
      ],
    }),
};

test('two are chosen, answered with one text, and each says what became of it', async () => {
  const page = await openPage(BULK, { view: 'todo' }, newPhone(script));
  await page.press('选择办理（0 件）');
  expect(page.text()).toContain('请先选择要办的件');
  await page.tap('全选');
  await page.press('选择办理（2 件）');
  expect(page.text()).toContain('选了 2 件');
  expect(page.text()).not.toContain('备注');
  await page.tap('答复');
  await page.press('确认办理');
  expect(page.text()).toContain('请填写答复内容');
  expect(page.text()).toContain('有 1 处要填写或更正，去看第一处 ›');
  await page.type('text', '都已修好。');
  page.phone.confirmModals = false;
  await page.press('确认办理');
  expect(called(page, 'ticket.bulk')).toEqual([]);
  page.phone.confirmModals = true;
  await page.press('确认办理');
  expect(called(page, 'ticket.bulk')).toEqual([
    {
      items: [
        { no: 'TS1', version: 3 },
        { no: 'TS2', version: 5 },
      ],
      act: 'reply',
      input: { text: '都已修好。' },
    },
  ]);
  expect(page.text()).toMatch(/办好 1 件，没办成 1 件.*第二件 ■ 刚被别人办理.*第一件 ● /);
  await page.tap('第二件，■ 刚被别人办理');
  expect(page.phone.used('navigateTo')).toMatchObject([
    { url: '/packages/staff/tickets/ticket/index?no=TS2' },
  ]);
});

test('what was refused is tried again as it is by now, with what was written; what others have done stays out', async () => {
  const phone = newPhone(script);
  const page = await openPage(BULK, { view: 'todo' }, phone);
  await page.tap('全选');
  await page.press('选择办理（2 件）');
  await page.tap('答复');
  await page.type('text', '都已修好。');
  await page.press('确认办理');
  const get = phone.script['staff/ticket.get']!;
  phone.script['staff/ticket.get'] = ({ no }) => ok({ ticket: ticket({ no, version: 9, acts: [reply] }) });
  phone.script['staff/ticket.bulk'] = () => ok({ results: [{ no: 'TS2', ok: true }] });
  await page.press('没办成的 1 件再办');
  expect(page.text()).toContain('选了 1 件');
  await page.press('确认办理');
  expect(called(page, 'ticket.bulk').pop()).toEqual({
    items: [{ no: 'TS2', version: 9 }],
    act: 'reply',
    input: { text: '都已修好。' },
  });
  expect(page.text()).toContain('办好 1 件');
  expect(page.text()).not.toContain('再办');
  phone.script['staff/ticket.get'] = get;
  phone.script['staff/ticket.bulk'] = script['staff/ticket.bulk']!;
  await page.press('再选一批');
  await page.tap('全选');
  await page.press('选择办理（2 件）');
  await page.tap('答复');
  await page.type('text', '都已修好。');
  await page.press('确认办理');
  phone.script['staff/ticket.get'] = ({ no }) => ok({ ticket: ticket({ no, acts: [note] }) });
  await page.press('没办成的 1 件再办');
  expect(page.text()).toContain('没办成的件现在都不能这样办了，点开看是谁办了什么');
});

test('a list that is narrowed stays so, and says it; each has its light; they are read side by side', async () => {
  const me = member(['operator'], { may: ['ticket.bulk'] });
  const phone = newPhone({
    ...script,
    'staff/me.get': () => ok(me),
    'citizen/me.get': () => ok(profile({ staff: asStaff('handler') })),
  });
  const narrowed = { words: '今天到期的件', due: 'today' };
  phone.storage.set('desk:scope', { queue: 'unit', narrowed });
  const list = await openPage('pages/workbench/index', {}, phone);
  await list.tap('成批办理 ›');
  phone.calls.length = 0;
  const page = await openPage(BULK, { view: 'unit' }, phone);
  expect(called(page, 'ticket.queue')).toEqual([{ view: 'unit', limit: 50, due: 'today' }]);
  expect(page.text()).toContain('只列出今天到期的件');
  expect(page.text()).toContain('▲ 今天到期 · 受理');
  let running = 0;
  let most = 0;
  phone.script['staff/ticket.get'] = async ({ no }) => {
    most = Math.max(most, (running += 1));
    await Promise.resolve();
    running -= 1;
    return ok({ ticket: ticket({ no, acts: [reply] }) });
  };
  await page.tap('全选');
  await page.press('选择办理（2 件）');
  expect(page.text()).toContain('选了 2 件');
  expect(most).toBe(2);
});

test('nothing in common, nothing there, no network: it is said', async () => {
  const phone = newPhone({
    ...script,
    'staff/ticket.get': ({ no }) => ok({ ticket: ticket({ no, acts: no === 'TS1' ? [reply] : [note] }) }),
  });
  const page = await openPage(BULK, {}, phone);
  await page.tap('全选');
  await page.press('选择办理（2 件）');
  expect(page.text()).toContain('没有都能办的事项');
  phone.setOnline(false);
  await page.press('选择办理（2 件）');
  expect(page.text()).toContain('没有连上网络');
  phone.setOnline(true);
  phone.script['staff/ticket.queue'] = () => failure('forbidden', '您的角色没有工单');
  const shut = await openPage(BULK, {}, phone);
  expect(shut.text()).toContain('您的角色没有工单');
});

describe('one answer to many', () => {
  const composed: OfferedAct = { ...reply, control: 'compose' };
  const linked = ticket({
    no: 'TS1',
    title: '第一件',
    version: 3,
    acts: [composed],
    links: [
      { no: 'TS2', title: '第二件', relation: 'same-matter' },
      { no: 'TS8', title: '并入的', relation: 'merged-from' },
    ],
  });
  const more: CloudScript = {
    ...script,
    'staff/ticket.get': ({ no }) =>
      ok({
        ticket:
          no === 'TS1' ? linked : ticket({ no, title: '第二件', version: 5, acts: [composed], links: [] }),
      }),
    'staff/phrase.list': () =>
      ok({
        phrases: [
          {
            id: 'p1',
            version: 1,
            title: '已修好',
            text: '“{标题}”已修好。',
            saved: { name: '李四', at: '2026-09-01T10:00:00.000+08:00' },
          },
        ],
        variables: [],
      }),
  };

  test('a ticket and those linked with it are chosen at once, and answered from a phrase', async () => {
    const page = await openPage(BULK, { of: 'TS1' }, newPhone(more));
    await page.press('选择办理（2 件）');
    await page.tap('答复');
    await page.tap('放进答复：已修好');
    await page.press('确认办理');
    expect(called(page, 'ticket.bulk')).toEqual([
      {
        items: [
          { no: 'TS1', version: 3 },
          { no: 'TS2', version: 5 },
        ],
        act: 'reply',
        input: { text: '“{标题}”已修好。' },
      },
    ]);
  });

  test('a case of a burst is answered with all other cases of it that the reader sees (J-17)', async () => {
    const links = [{ no: 'YJ1', title: '集中反映（3 件）', relation: 'same-matter' as const }];
    const facts = [
      {
        name: 'cases',
        label: '同类诉求',
        value: '',
        columns: [{ name: 'ticketNo', label: '编号', type: 'ticket' as const }],
        rows: [
          { values: { ticketNo: 'TS1' }, title: '第一件' },
          { values: { ticketNo: 'TS2' }, title: '第二件' },
          { values: { ticketNo: 'TS3' } },
        ],
      },
    ];
    const page = await openPage(
      BULK,
      { of: 'TS1' },
      newPhone({
        ...more,
        'staff/ticket.get': ({ no }) =>
          ok({
            ticket:
              no === 'YJ1'
                ? ticket({ no, facts, links: [], acts: [] })
                : ticket({ no, version: 4, acts: [composed], links }),
          }),
      }),
    );
    await page.press('选择办理（2 件）');
    await page.tap('答复');
    await page.tap('放进答复：已修好');
    await page.press('确认办理');
    expect(called(page, 'ticket.bulk')).toMatchObject([{ items: [{ no: 'TS1' }, { no: 'TS2' }] }]);
  });

  test('the ticket leads there', async () => {
    const page = await openPage(
      'packages/staff/tickets/ticket/index',
      { no: 'TS1' },
      newPhone({ ...more, 'staff/procedure.list': () => ok({ procedures: [] }) }),
    );
    await page.tap('和关联的件一起办 ›');
    expect(page.phone.used('navigateTo')).toMatchObject([
      { url: '/packages/staff/tickets/bulk/index?of=TS1' },
    ]);
  });
});
