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
import { lunarDate, missingStatutoryDays } from '../../cloudfunctions/domain/calendar/statutory';
import { changeProblems } from '../../cloudfunctions/domain/calendar';
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
    const days2026 = noticesIn(published).find(notice => notice.year === 2026)!.days;
    const source = '通知';
    const of2026 = (day: string): ImportedYear => ({
      year: 2026,
      days: [...days2026, work('2026-12-27', '元旦')],
      source,
      importedAt: `2026-11-${day}T09:00:00.000+08:00`,
    });
    const of2027 = year2027([off('2026-12-27', '元旦')], '2026-11-26T09:00:00.000+08:00');
    expect(buildCalendar([of2026('25'), of2027]).day('2026-12-27').kind).toBe('off');
    expect(buildCalendar([of2027, of2026('27')]).day('2026-12-27').kind).toBe('work');
  });

  test('a gap does not move the end of the published calendar', () => {
    const newYear = lunarDate(2028, 1, 1);
    const days = [...missingStatutoryDays(2028, [])].map(([date, name]) => off(date, name));
    const gap = buildCalendar([{ ...year2027(), year: 2028, days }]);
    expect(gap.day(newYear)).toMatchObject({ kind: 'off', published: true });
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
    [
      'no National Day',
      { ...year2027(), days: year2027().days.filter(day => day.date !== '2027-10-01') },
      '缺少法定节假日：2027-10-01（国庆节）',
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

describe('half a list published is worse than none (A41)', () => {
  const messages = (value: unknown) =>
    importedYearSchema.safeParse(value).error?.issues.map(issue => issue.message) ?? [];
  const only = (...dates: string[]) => ({
    ...year2027(),
    days: dates.map(date => off(`2027-${date}`, '假')),
  });
  const poor = only('01-01', '05-01', '05-02', '05-03', '10-01', '10-02', '10-03');

  test('seven days of 2027 are refused with every missing day', () => {
    expect(messages(poor)).toEqual([
      '缺少法定节假日：2027-02-05（春节）、2027-02-06（春节）、2027-02-07（春节）、2027-02-08（春节）、2027-04-05（清明节）、2027-06-09（端午节）、2027-09-15（中秋节）',
    ]);
  });

  test('stored before, they publish nothing: the days of the law stay off, and the dates provisional', () => {
    const kept = buildCalendar([poor]);
    expect(kept.publishedYears).not.toContain(2027);
    expect(dueDate(kept, '2027-02-04', 2)).toMatchObject({ date: '2027-02-10', provisional: true });
  });

  test.each([...missingStatutoryDays(2027, []).keys()])('2027 without %s is refused by this name', date => {
    const lacking = { ...year2027(), days: year2027().days.filter(day => day.date !== date) };
    expect(messages(lacking)).toEqual([expect.stringMatching(`^缺少法定节假日：${date}（[^、]*）$`)]);
  });

  test.each([
    // Year, statutory in it, an ordinary day by the law of then.
    [2006, ['2006-01-29', '2006-01-31', '2006-05-03'], ['2006-01-28', '2006-04-05', '2006-05-31']],
    [2013, ['2013-02-09', '2013-02-11', '2013-04-04', '2013-06-12'], ['2013-02-12', '2013-05-02']],
    [2014, ['2014-01-31', '2014-02-02', '2014-09-08'], ['2014-01-30', '2014-05-02']],
    [2024, ['2024-02-10', '2024-02-12'], ['2024-02-09', '2024-05-02']],
    [2025, ['2025-01-28', '2025-01-31', '2025-05-02'], ['2025-02-01', '2025-05-03']],
    [2028, ['2028-01-25', '2028-01-28', '2028-04-04', '2028-05-28', '2028-10-03'], ['2028-01-29']],
  ])('the law in force in %i', (year, statutory, ordinary) => {
    const days = [...missingStatutoryDays(year, []).keys()];
    expect(days).toEqual(expect.arrayContaining(statutory));
    for (const date of ordinary) expect(days).not.toContain(date);
  });

  test('every notice ever published holds the days of its law', () => {
    const missing = noticesIn(published).flatMap(({ year, days }) => [
      ...missingStatutoryDays(year, days).keys(),
    ]);
    // A Saturday that chinese-days leaves out: nobody works on it, so the year stays published.
    expect(missing).toEqual(['2012-06-23']);
    expect(calendar.day('2012-06-23').kind).toBe('off');
    expect(calendar.publishedYears).toContain(2012);
  });

  test.each<[string, ImportedYear, string]>([
    ['a make-up day in the week', year2027([work('2027-03-03', '春节')]), '2027-03-03 不是周末'],
    [
      'work on a statutory day of a neighbour',
      year2027([work('2026-10-03', '国庆节')]),
      '2026-10-03 是法定节假日',
    ],
    ['a year three ahead', { ...year2027(), year: 2029 }, '最多导入今后 2 年'],
  ])('%s is refused', (_, year, message) => {
    expect(messages(year).join('；')).toContain(message);
  });

  const before = year2027();
  const without = before.days.filter(day => day.date !== '2027-02-11');
  test.each<[string, CalendarDay[], { reason?: string; removed?: string[] }, string[]]>([
    ['the same list again', before.days, {}, []],
    ['an extended holiday without a reason', [...before.days, off('2027-02-12', '春节')], {}, ['reason']],
    ['with its reason', [...before.days, off('2027-02-12', '春节')], { reason: '延长春节假期' }, []],
    ['a day gone in silence', without, { reason: '补充通知' }, ['days']],
    ['named, without a reason', without, { removed: ['2027-02-11'] }, ['reason']],
    ['named, with a reason', without, { removed: ['2027-02-11'], reason: '补充通知' }, []],
    ['a removed day that stays', before.days, { removed: ['2027-02-11'] }, ['removed']],
  ])('a year published before, %s', (_, days, { reason, removed = [] }, wrong) => {
    expect(Object.keys(changeProblems(before, days, { reason, removed }).fields)).toEqual(wrong);
  });

  test('what is missing is named, make-up days too', () => {
    const days = before.days.filter(day => day.date !== '2027-02-13');
    const { fields } = changeProblems(before, days, { reason: '更正', removed: [] });
    expect(fields['days']).toContain('2027-02-13（春节）');
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
