import type { ContentCalendar, PlannedContent } from '../../typings/contract';
import { openPage, type Mounted } from './harness';
import { failure, newPhone, ok } from './phone';
import { called, opening, script } from './service-desk';

/** The calendar of content (G-4.1). */

const PAGE = 'packages/staff/notices/calendar/index';

const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
const on = (day: string): string => `${month}-${day}`;

const planned = (more: Partial<PlannedContent> = {}): PlannedContent => ({
  id: 'NR1',
  no: 'NR1',
  kind: 'content',
  kindLabel: '内容发布',
  title: '选题：社保卡补办',
  from: on('10'),
  until: on('10'),
  party: { id: 'unit:hrss', name: '省人社厅' },
  channels: ['公众号'],
  stateLabel: '待交稿',
  clashes: [],
  ...more,
});

const calendar = (more: Partial<ContentCalendar> = {}): ContentCalendar => ({
  items: [
    planned(),
    planned({
      id: 'GG1',
      no: undefined,
      kindLabel: '公告',
      title: '放假安排',
      from: on('25'),
      until: on('25'),
    }),
  ],
  parties: [{ id: 'unit:hrss', name: '省人社厅' }],
  days: [],
  ...more,
});

type Cell = { date: string; spoken: string };
const cellOf = (page: Mounted, date: string): string => {
  const cells = page.inner('month-sheet')[0]?.data['cells'] as Cell[];
  return cells.find(cell => cell.date === date)?.spoken ?? '';
};
type Handlers = { onShow(): void; pickParty(event: { detail: { value: number } }): void };
const handlers = (page: Mounted) => page.instance as unknown as Handlers;

describe('the calendar of content (G-4.1)', () => {
  it('shows the month with party, state and clashes in words; a tapped day alone; and leads to each', async () => {
    const clash = '和“选题：医保电子凭证”（省医保局）同一天，都用公众号';
    const answer = calendar();
    answer.items[0]!.clashes = [clash];
    const page = await openPage(
      PAGE,
      {},
      newPhone({ ...script, 'staff/content.calendar': () => ok(answer) }),
    );
    for (const words of ['本月，2 项', '内容发布 · 待交稿 · 省人社厅 · 公众号', `▲ ${clash}`, '放假安排'])
      expect(page.text()).toContain(words);
    expect(cellOf(page, on('10'))).toContain('计划 1 项，有冲突要看');
    await page.tap(cellOf(page, on('25')));
    expect(page.text()).toContain('放假安排');
    expect(page.text()).not.toContain('社保卡补办');
    await page.tap('放假安排');
    await page.tap('看整个月');
    await page.tap('选题：社保卡补办');
    expect(page.phone.used('navigateTo')).toMatchObject([
      { url: '/packages/staff/notices/edit/index?id=GG1' },
      { url: '/packages/staff/tickets/ticket/index?no=NR1' },
    ]);
  });

  it('asks for one party, for another month, and for a day of a full month by itself', async () => {
    const counts = [{ date: on('10'), n: 100 }];
    const page = await openPage(
      PAGE,
      {},
      newPhone({
        ...script,
        'staff/content.calendar': ({ from, to, cursor }) =>
          ok(
            from !== to
              ? calendar({ items: [], counts })
              : calendar({
                  items: [planned({ id: cursor ? 'NR2' : 'NR1' })],
                  ...(cursor ? {} : { nextCursor: 'k' }),
                }),
          ),
      }),
    );
    expect(page.text()).toContain('本月计划很多，请点日期看');
    await page.tap(cellOf(page, on('10')));
    expect(page.text()).toContain('1 项以上');
    await page.tap('再看一些');
    expect(page.text()).toContain('2 项');
    handlers(page).pickParty({ detail: { value: 1 } });
    await page.settle();
    await page.tap('下月 ›');
    const asked = called(page, 'content.calendar').map(({ input }) => input);
    expect(asked.slice(1, 3)).toEqual([
      { from: on('10'), to: on('10') },
      { from: on('10'), to: on('10'), cursor: 'k' },
    ]);
    expect(asked.at(-1)).toMatchObject({
      party: 'unit:hrss',
      from: expect.not.stringContaining(month) as string,
    });
  });

  it('says when nothing is planned, offers what may be started, and keeps what it had when the net is gone', async () => {
    let online = true;
    const page = await openPage(
      PAGE,
      {},
      newPhone({
        ...script,
        'staff/procedure.list': () =>
          ok({
            procedures: [opening('content', '内容发布', { offeredAt: { contentCalendar: '提出选题' } })],
          }),
        'staff/content.calendar': () =>
          online ? ok(calendar({ items: [], parties: [] })) : failure('unavailable', '系统正忙，请稍后再试'),
      }),
    );
    expect(page.text()).toContain('本月，没有计划');
    await page.press('提出选题');
    expect(page.phone.used('navigateTo')[0]).toMatchObject({
      url: expect.stringContaining('kind=content') as string,
    });
    online = false;
    handlers(page).onShow();
    await page.settle();
    expect(page.text()).toContain('系统正忙');
    expect(page.text()).toContain('本月，没有计划');
  });

  it('says what went wrong where nothing was read yet', async () => {
    const page = await openPage(
      PAGE,
      {},
      newPhone({ ...script, 'staff/content.calendar': () => failure('unavailable', '系统正忙，请稍后再试') }),
    );
    expect(page.text()).toContain('系统正忙');
    expect(page.text()).toContain('重试');
  });
});
