import type { ShownCalendar } from '../../typings/api';
import { openPage } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';

/** The working calendar (A32, A41): the manager pastes what was published, sees what it was read as, and publishes it. */

const PAGE = 'packages/staff/rules/calendar/index';

const calendar = (more: Partial<ShownCalendar> = {}): ShownCalendar => ({
  version: '2026-x',
  publishedYears: [2026],
  publishedUntil: '2026-12-31',
  alarm: null,
  year: 2026,
  published: true,
  days: [
    { date: '2026-02-15', kind: 'off', name: '春节', published: true },
    { date: '2026-02-16', kind: 'off', name: '春节', published: true },
    { date: '2026-02-14', kind: 'work', name: '春节', published: true },
    { date: '2026-02-28', kind: 'work', name: '春节', published: true },
  ],
  pendingEarlier: 0,
  ...more,
});
const next = calendar({ year: 2027, published: false, days: [] });
const read = calendar({
  year: 2027,
  published: true,
  days: [
    { date: '2027-01-31', kind: 'off', name: '春节', published: true },
    { date: '2027-02-01', kind: 'off', name: '春节', published: true },
  ],
});
const script = (more: CloudScript = {}): CloudScript => ({
  'staff/calendar.get': ({ year }) => ok(year === 2027 ? next : calendar()),
  ...more,
});
const open = (more?: CloudScript) => openPage(PAGE, {}, newPhone(script(more)));
const writing = async (more?: CloudScript) => {
  const page = await open(more);
  await page.tap('2027 年（未公布）');
  await page.tap('导入放假安排');
  await page.type('source', '国办通知');
  await page.type('text', '春节：1月31日至2月1日放假，共2天');
  return page;
};

test('shows the days of a year by holiday, ranges as one', async () => {
  const page = await open();
  expect(page.text()).toMatch(/春节 2 月 15 日—16 日 放假 2 月 14 日、2 月 28 日 上班/);
});

test('a year that is not published says so; the text is checked, shown and only then published', async () => {
  const asked: unknown[] = [];
  const page = await writing({
    'staff/calendar.import': input => {
      asked.push(input);
      return ok(input.dryRun ? { ...read, moves: { later: 2, earlier: 1 } } : read);
    },
  });
  expect(page.text()).toContain('2027 年的放假安排还没有公布');
  await page.press('核对');
  expect(page.text()).toMatch(/2 个到期日顺延，1 个到期日提前.* 春节 1 月 31 日—2 月 1 日 放假/);
  await page.press('公布');
  const typed = { year: 2027, source: '国办通知', text: '春节：1月31日至2月1日放假，共2天' };
  expect(asked).toEqual([
    expect.objectContaining({ ...typed, dryRun: true }),
    expect.objectContaining(typed),
  ]);
  expect(asked[1]).not.toHaveProperty('dryRun');
  expect(page.text()).toContain('2027 年的放假安排已公布');
});

test('a change after the check is checked again; what was typed survives a refusal and coming back', async () => {
  const page = await writing({
    'staff/calendar.import': ({ text }) =>
      String(text).includes('国庆')
        ? failure('invalid', '放假安排有错误，没有导入', {
            fields: { text: '缺少法定节假日：2027-05-01（劳动节）' },
          })
        : ok({ ...read, moves: { later: 0, earlier: 0 } }),
  });
  await page.press('核对');
  expect(page.text()).toContain('在办件的到期日不变');
  await page.tap('返回修改');
  expect(page.text()).not.toContain('请核对');
  await page.type('text', '国庆节：10月1日放假');
  await page.press('核对');
  expect(page.text()).toContain('缺少法定节假日：2027-05-01（劳动节）');
  expect(page.text()).not.toContain('返回修改');
  expect(page.phone.storage.get('draft:calendar:2027')).toMatchObject({
    value: { source: '国办通知', text: '国庆节：10月1日放假' },
  });
});

test('dates that would come earlier wait for the manager', async () => {
  let waiting = 2;
  const page = await open({
    'staff/calendar.get': () => ok(calendar({ pendingEarlier: waiting })),
    'staff/calendar.confirm': () => {
      waiting = 0;
      return ok({ confirmed: 2 });
    },
  });
  expect(page.text()).toContain('2 件的到期日将提前');
  await page.press('确认提前');
  expect(page.text()).toContain('2 件的到期日已提前');
  expect(page.text()).not.toContain('件的到期日将提前');
});
