import { openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { member, notice, profile, summary } from './samples';

/** What is closed to its reader while the page is open leaves nothing on it, in no corner (issue 14). */

const counts = { todo: 1, mine: 0, unit: 1, overdue: 0, all: 1 };
const alarms = ['9 月 25 日起放假，值班表有空缺，请安排'];
const service = { id: 's1', name: '社保卡', unitId: 'hrss', unitName: '省人社厅', state: 'online' as const };
const script: CloudScript = {
  'citizen/me.get': () => ok(profile()),
  'citizen/inbox.list': () => ok({ messages: [], unread: 7 }),
  'citizen/notice.list': () => ok({ notices: [notice()] }),
  'citizen/ticket.list': () => ok({ tickets: [summary({ wants: '已答复，请您评价' })] }),
  'citizen/service.list': () => ok({ services: [service], topics: [{ unitId: 'hrss', label: '社保' }] }),
  'staff/me.get': () => ok(member(['operator'], { roleLabel: '运营方', counts, alarms })),
  'staff/ticket.queue': () => ok({ tickets: [summary()], counts }),
};

it.each([
  ['home of whoever needs large letters', 'pages/home/index', '1 件等您', 1.4],
  ['mine', 'pages/mine/index', '7 条没看', 1],
  ['services', 'packages/citizen/services/index', '社保卡', 1],
  ['privacy', 'packages/citizen/privacy/index', '2026-01', 1],
  ['the workbench', 'pages/workbench/index', '值班表有空缺', 1],
])('%s', async (_name, path, shown, fontScale) => {
  const phone = newPhone(script);
  phone.fontScale = fontScale;
  const page = await openPage(path, {}, phone);
  expect(page.text()).toContain(shown);
  const before = page.text().split(' ');
  for (const action of Object.keys(phone.script) as (keyof CloudScript)[])
    Object.assign(phone.script, { [action]: () => failure('forbidden', '您现在不能查看') });
  const { onPullDownRefresh, retry } = page.instance as Record<string, (() => unknown) | undefined>;
  await (onPullDownRefresh ?? retry)?.call(page.instance);
  await page.settle();
  const left = page.text();
  // As for whoever opens it now.
  page.close();
  const now = (await openPage(path, {}, phone)).text().split(' ');
  const stays = before.filter(word => left.split(' ').includes(word) && !now.includes(word));
  expect(stays).toEqual([]);
  expect(left).not.toContain(shown);
});
