import published from 'chinese-days/dist/chinese-days.json';
import {
  buildCalendar,
  calendarAlarm,
  dueDate,
  importedYearSchema,
  type CalendarDay,
  type ImportedYear,
} from '../../cloudfunctions/domain/calendar';
import { noticesIn } from '../../cloudfunctions/domain/calendar/notices';
import { off, work, year2027 } from './calendar-fixtures';

/** Years that the owner imports after the State Council published them (A32). */
const calendar = buildCalendar();

describe('importing a year', () => {
  test('makes it published, with make-up days, and moves the end of the calendar', () => {
    const imported = buildCalendar([year2027()]);
    expect(imported.publishedUntil).toBe('2027-12-31');
    expect(imported.day('2027-02-13')).toMatchObject({ kind: 'work', published: true });
    expect(imported.day('2027-06-10')).toMatchObject({ kind: 'work', published: true });
    expect(dueDate(imported, '2026-12-04', 20)).toMatchObject({ date: '2027-01-04', provisional: false });
    expect(dueDate(imported, '2027-02-12', 1).explanation).toEqual([
      { date: '2027-02-13', counted: true, why: '第 1 个工作日（调休上班：春节）' },
    ]);
  });

  test('may correct days of its neighbours', () => {
    const imported = buildCalendar([year2027([off('2026-12-31', '元旦'), work('2026-12-27', '元旦')])]);
    expect(imported.day('2026-12-31')).toMatchObject({ kind: 'off', published: true });
    expect(imported.day('2026-12-27')).toMatchObject({ kind: 'work', published: true });
    expect(imported.day('2026-02-14').kind).toBe('work');
  });

  test('a new import of 2019 replaces what the shipped 2019 notice did to 2018', () => {
    const days2019: CalendarDay[] = noticesIn(published).find(notice => notice.year === 2019)!.days;
    const import2019 = (days: CalendarDay[]) => ({
      year: 2019,
      days,
      source: '国办发明电〔2018〕15号',
      importedAt: '2026-11-01T09:00:00.000+08:00',
    });
    const without = buildCalendar([import2019(days2019.filter(day => day.date > '2019'))]);
    expect(without.day('2018-12-29').kind).toBe('off');
    expect(without.day('2018-12-31').kind).toBe('work');
    const again = buildCalendar([import2019(days2019)]);
    expect(again.day('2018-12-29').kind).toBe('work');
    expect(again.day('2018-12-31').kind).toBe('off');
    expect(again.version).toBe(calendar.version);
  });

  test('an import of 2018 leaves what the 2019 notice did to it', () => {
    const days2018 = noticesIn(published).find(notice => notice.year === 2018)!.days;
    expect(days2018.some(day => day.date > '2018-12')).toBe(false);
    const imported = buildCalendar([
      { year: 2018, days: days2018, source: '通知', importedAt: '2026-11-01T09:00:00.000+08:00' },
    ]);
    expect(imported.day('2018-12-31').kind).toBe('off');
  });

  test('the last import of a year wins whole, whatever the order of the list', () => {
    const first = year2027([work('2027-06-12', '端午节')], '2026-11-25T09:00:00.000+08:00');
    const second = year2027([], '2026-11-26T09:00:00.000+08:00');
    for (const list of [
      [first, second],
      [second, first],
    ]) {
      expect(buildCalendar(list).day('2027-06-12').kind).toBe('off');
    }
  });

  test('where the imports of two years differ about a day, the later import wins', () => {
    const on31 = (kind: 'work' | 'off', day: string): ImportedYear => ({
      ...year2027([{ date: '2026-12-31', kind, name: '元旦' }], `2026-11-${day}T09:00:00.000+08:00`),
    });
    const of2026 = { ...on31('work', '25'), year: 2026 };
    const of2027 = on31('off', '26');
    const of2026Again = { ...on31('work', '27'), year: 2026 };
    expect(buildCalendar([of2026, of2027]).day('2026-12-31').kind).toBe('off');
    expect(buildCalendar([of2026, of2027, of2026Again]).day('2026-12-31').kind).toBe('work');
  });

  test('a gap does not move the end of the published calendar', () => {
    const shifted = year2027().days.map(day => ({ ...day, date: day.date.replace('2027', '2028') }));
    const gap = buildCalendar([{ ...year2027(), year: 2028, days: shifted }]);
    expect(gap.publishedUntil).toBe('2026-12-31');
    expect([gap.day('2027-06-01').published, gap.day('2028-06-01').published]).toEqual([false, true]);
  });

  test('the version follows the data alone', () => {
    expect(calendar.version).toMatch(/^2026-[0-9a-f]{8}$/);
    expect(buildCalendar().version).toBe(calendar.version);
    const imported = buildCalendar([year2027()]);
    expect(imported.version).toMatch(/^2027-/);
    expect(buildCalendar([year2027([], '2026-12-01T09:00:00.000+08:00')]).version).toBe(imported.version);
    expect(buildCalendar([year2027([work('2027-06-12', '端午节')])]).version).not.toBe(imported.version);
  });
});

describe('an import at the boundary', () => {
  const messages = (value: unknown) =>
    importedYearSchema.safeParse(value).error?.issues.map(issue => issue.message) ?? [];

  test('a whole year passes', () => {
    const year = year2027([off('2026-12-31', '元旦')]);
    expect(importedYearSchema.parse(year)).toEqual(year);
  });

  test.each<[string, ImportedYear, string]>([
    ['a day that does not exist', year2027([off('2027-02-29', '春节')]), '日期不存在'],
    ['a day twice', year2027([work('2027-01-01', '元旦')]), '2027-01-01 重复'],
    ['a day two years away', year2027([off('2029-01-01', '元旦')]), '不在 2027 年或其前后一年'],
    ['no name', year2027([off('2027-08-08', ' ')]), '请写明节日名称'],
    ['a local time', year2027([], '2026-11-25 09:00'), '时间应写作'],
    ['too few days', { ...year2027(), days: [off('2027-01-01', '元旦')] }, '放假日期少于'],
    [
      'no National Day',
      { ...year2027(), days: year2027().days.filter(day => day.date !== '2027-10-01') },
      '缺少法定节假日 2027-10-01',
    ],
    [
      'half a year of holidays',
      year2027(
        Array.from({ length: 80 }, (_, i) => off(`2027-0${7 + Math.floor(i / 28)}-${10 + (i % 20)}`, '假')),
      ),
      '不超过 80 天',
    ],
  ])('%s is refused', (_, year, message) => {
    expect(messages(year).join('；')).toContain(message);
  });
});

describe('the alarm before the published calendar ends (A32)', () => {
  test.each([
    ['2026-10-31', undefined],
    ['2026-11-01', 60],
    ['2026-11-21', 40],
    ['2026-12-31', 0],
    ['2027-01-05', -5],
  ])('on %s: %s days left', (today, daysLeft) => {
    const alarm = daysLeft === undefined ? undefined : { publishedUntil: '2026-12-31', daysLeft };
    expect(calendarAlarm(calendar, today)).toEqual(alarm);
  });

  test('is silent again once the next year is imported', () => {
    expect(calendarAlarm(buildCalendar([year2027()]), '2026-11-30')).toBeUndefined();
  });
});
