import type { ReportLine, ShownReport } from '../../typings/contract';
import { lastPeriod, valueText } from '../../miniprogram/model/report/reports';
import { loadFirst, paged } from '../../miniprogram/model/paging';
import { openPage } from './harness';
import { failure, newPhone, ok } from './phone';

/** Reports on the phone (G-3.3.1c): a list, and a report with its figures as bars and as text, which lead to the cases. */

const line: ReportLine = {
  id: 'weekly-2026-W39',
  no: 'BG1',
  title: '2026 年第 39 周（9 月 21 日至 9 月 27 日）运行周报（管理方）',
  type: 'weekly',
  period: '2026-W39',
  version: 1,
  state: 'sent',
  whose: '管理方',
};

const value = { numerator: 119, denominator: 125, rate: 0.952 };
const nothing = { numerator: 0, denominator: null, rate: null };
const report: ShownReport = {
  ...line,
  from: '2026-09-21',
  to: '2026-09-27',
  ruleSet: { name: '粤省事运营规范', draft: false },
  figures: [
    {
      key: 'urged',
      label: '群众催办',
      definition: '次数',
      ...nothing,
      before: nothing,
      yearBefore: nothing,
      query: { action: 'ticket.queue', input: { view: 'all' } },
    },
    {
      key: 'reply',
      label: '按时答复',
      definition: '没有超过期限的',
      ...value,
      before: value,
      yearBefore: { numerator: 0, denominator: 0, rate: null },
      query: { action: 'ticket.queue', input: { view: 'all', from: '2026-09-21', to: '2026-09-27' } },
    },
  ],
  parties: [],
  sections: [
    { key: 'tickets', label: '咨询、投诉、建议', figures: ['urged', 'reply'] },
    { key: 'analysis', label: '情况分析', text: '整体平稳。', figures: [] },
  ],
  sentTo: [{ id: 'x', no: 'BG2', whose: '人社厅', sentAt: '2026-09-28T09:00:00.000+08:00' }],
};

it('lists reports, has one drafted, and says why not', async () => {
  const asked: unknown[] = [];
  const phone = newPhone({
    'staff/report.list': () =>
      ok({
        reports: [line, { ...line, id: 'b', state: 'building', done: 50, total: 100 }],
        offers: ['weekly', 'monthly'],
      }),
    'staff/report.build': input => {
      asked.push(input);
      return failure('invalid', '期间不对', { fields: { period: '这个期间还没有结束' } });
    },
  });
  const page = await openPage('packages/staff/reports/list/index', {}, phone);
  expect(page.text()).toContain('● 已报送');
  expect(page.text()).toContain('▲ 正在汇总 50/100');
  await page.press('汇总上周周报');
  expect(asked).toMatchObject([{ type: 'weekly', period: expect.stringMatching(/^\d{4}-W\d\d$/) as string }]);
  expect(page.text()).toContain('这个期间还没有结束');
});

it('a report: each figure with what it is compared with, how it is counted, and the receipts', async () => {
  const phone = newPhone({ 'staff/report.get': () => ok({ report }) });
  const page = await openPage('packages/staff/reports/report/index', { id: line.id }, phone);
  expect(page.text()).toContain('95.2%（119/125）');
  expect(page.text()).toContain('上期 95.2%（119/125） · 上年同期 —');
  expect(page.text()).not.toContain('没有超过期限的');
  await page.tap('怎么算的');
  expect(page.text()).toContain('没有超过期限的');
  // What is said stands before the figures, and what there was nothing of is named in one line.
  expect(page.text().indexOf('整体平稳。')).toBeLessThan(page.text().indexOf('按时答复'));
  expect(page.text()).toContain('本期、上期和上年同期都没有：群众催办');
  expect(page.text()).toContain('▲ 人社厅：9 月 28 日 周一 送达，还没有签收');
});

it('names the period that has ended last', () => {
  expect(lastPeriod('week', new Date(2026, 8, 28))).toBe('2026-W39');
  expect(lastPeriod('week', new Date(2027, 0, 4))).toBe('2026-W53');
  expect(lastPeriod('month', new Date(2026, 0, 1))).toBe('2025-12');
  expect(valueText({ numerator: 18, denominator: 19, rate: null })).toBe('18/19');
  expect(valueText({ numerator: 40_000, denominator: 40_020, rate: 0.9995 })).toBe('99.9%（40000/40020）');
});

describe('a list of which little is found among very much', () => {
  type Item = { no: string };
  const aPage = () => ({
    data: paged<Item>(),
    setData(change: object) {
      Object.assign(this.data, change);
    },
  });

  it('is looked through until something is found, and is over only when the cloud says so', async () => {
    const page = aPage();
    let asked = 0;
    const fetch = () => {
      asked += 1;
      return Promise.resolve({
        ok: true as const,
        data: { items: asked === 40 ? [{ no: 'TS1' }] : [], nextCursor: `c${asked}` },
      });
    };
    await loadFirst(page, fetch, '没有件');
    expect(page.data.items).toEqual([{ no: 'TS1' }]);
    await loadFirst(page, fetch, '没有件');
    expect(page.data.view.text).not.toContain('没有件');
    expect(page.data.view.text).toContain('后面可能还有');
  });

  it('nothing more is asked for once something else is', async () => {
    const page = aPage();
    let asked = 0;
    await loadFirst(
      page,
      () => {
        asked += 1;
        if (asked === 3) page.data.asked += 1;
        return Promise.resolve({ ok: true as const, data: { items: [] as Item[], nextCursor: 'c' } });
      },
      '没有件',
    );
    expect(asked).toBe(3);
  });
});
