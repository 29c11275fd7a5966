import published from 'chinese-days/dist/chinese-days.json';
import {
  addWorkdays,
  buildCalendar,
  countWorkdays,
  dueDate,
  isWorkday,
  latestDate,
  subtractWorkdays,
} from '../../cloudfunctions/domain/calendar';
import { noticesIn, type NoticeData } from '../../cloudfunctions/domain/calendar/notices';
import { lunarDate, pureBrightness, statutoryDays } from '../../cloudfunctions/domain/calendar/statutory';

const calendar = buildCalendar();

describe('the deadline vectors of the 2026 notice (requirements §1.6, A2)', () => {
  const LIMITS = [1, 2, 3, 5, 7, 20];
  const VECTORS: [string, ...string[]][] = [
    ['2026-02-13', '2026-02-14', '2026-02-24', '2026-02-25', '2026-02-27', '2026-03-02', '2026-03-19'],
    ['2026-02-14', '2026-02-24', '2026-02-25', '2026-02-26', '2026-02-28', '2026-03-03', '2026-03-20'],
    ['2026-02-20', '2026-02-24', '2026-02-25', '2026-02-26', '2026-02-28', '2026-03-03', '2026-03-20'],
    ['2026-05-08', '2026-05-09', '2026-05-11', '2026-05-12', '2026-05-14', '2026-05-18', '2026-06-04'],
    ['2026-09-18', '2026-09-20', '2026-09-21', '2026-09-22', '2026-09-24', '2026-09-29', '2026-10-22'],
    ['2026-09-20', '2026-09-21', '2026-09-22', '2026-09-23', '2026-09-28', '2026-09-30', '2026-10-23'],
    ['2026-09-24', '2026-09-28', '2026-09-29', '2026-09-30', '2026-10-09', '2026-10-12', '2026-10-29'],
    ['2026-09-26', '2026-09-28', '2026-09-29', '2026-09-30', '2026-10-09', '2026-10-12', '2026-10-29'],
    ['2026-09-30', '2026-10-08', '2026-10-09', '2026-10-10', '2026-10-13', '2026-10-15', '2026-11-03'],
    ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-27', '2026-12-01', '2026-12-18'],
    ['2026-11-21', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-27', '2026-12-01', '2026-12-18'],
    ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07', '2026-12-09', '2026-12-11', '2026-12-30'],
    ['2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08', '2026-12-10', '2026-12-14', '2026-12-31'],
    ['2026-12-04', '2026-12-07', '2026-12-08', '2026-12-09', '2026-12-11', '2026-12-15', '2027-01-04'],
  ];

  test.each(VECTORS)('received on %s', (received, ...due) => {
    expect(LIMITS.map(n => dueDate(calendar, received, n).date)).toEqual(due);
    expect(LIMITS.map(n => addWorkdays(calendar, received, n))).toEqual(due);
    expect(LIMITS.map(n => dueDate(calendar, received, n).provisional)).toEqual(
      due.map(date => date > '2027'),
    );
  });

  test.each([
    ['2026-10-12', '2026-10-08'],
    ['2026-10-09', '2026-09-29'],
    ['2026-02-24', '2026-02-12'],
    ['2026-05-06', '2026-04-28'],
    ['2026-11-21', '2026-11-18'],
  ])('maintenance on %s must be announced by %s (A5)', (start, latest) => {
    expect(latestDate(calendar, start, 3)).toMatchObject({ date: latest, provisional: false });
    expect(subtractWorkdays(calendar, start, 3)).toBe(latest);
  });
});

describe('why a date is that date', () => {
  test('each day is counted or has its reason', () => {
    expect(dueDate(calendar, '2026-09-30', 3).explanation).toEqual([
      ...['01', '02', '03', '04', '05', '06', '07'].map(day => ({
        date: `2026-10-${day}`,
        counted: false,
        why: '国庆节放假',
      })),
      { date: '2026-10-08', counted: true, why: '第 1 个工作日' },
      { date: '2026-10-09', counted: true, why: '第 2 个工作日' },
      { date: '2026-10-10', counted: true, why: '第 3 个工作日（调休上班：国庆节）' },
    ]);
  });

  test('every day of an unpublished year says that it is provisional (A32)', () => {
    const { explanation } = dueDate(calendar, '2026-12-31', 1);
    const note = '（暂定，以国务院公布的放假安排为准）';
    expect(explanation.map(day => day.why)).toEqual([
      `元旦${note}`,
      `周六${note}`,
      `周日${note}`,
      `第 1 个工作日${note}`,
    ]);
  });

  test('a latest day is explained from the nearest day backwards', () => {
    expect(latestDate(calendar, '2026-11-23', 1).explanation).toEqual([
      { date: '2026-11-22', counted: false, why: '周日' },
      { date: '2026-11-21', counted: false, why: '周六' },
      { date: '2026-11-20', counted: true, why: '往前第 1 个工作日' },
    ]);
  });

  test('no days are the date itself, also on a day off', () => {
    expect(dueDate(calendar, '2026-10-03', 0)).toEqual({
      date: '2026-10-03',
      provisional: false,
      explanation: [],
    });
    expect(subtractWorkdays(calendar, '2026-10-03', 0)).toBe('2026-10-03');
  });
});

describe('the published years', () => {
  test('are 2004 to 2026 in the installed data; another range must be looked at by a person', () => {
    expect(calendar.publishedYears).toEqual(Array.from({ length: 23 }, (_, index) => 2004 + index));
    expect(calendar.publishedUntil).toBe('2026-12-31');
  });

  test.each(Array.from({ length: 17 }, (_, index) => 2010 + index))('%i is plausible', year => {
    const days = [];
    for (
      let day = calendar.day(`${year}-01-01`);
      day.date.startsWith(`${year}`);
      day = calendar.dayAt(day.index + 1)
    ) {
      days.push(day);
    }
    const makeUp = days.filter(day => day.kind === 'work' && [0, 6].includes(day.weekday));
    const weekdaysOff = days.filter(day => day.kind === 'off' && ![0, 6].includes(day.weekday));
    expect(days.every(day => day.published)).toBe(true);
    expect(makeUp.length).toBeGreaterThanOrEqual(4);
    expect(makeUp.length).toBeLessThanOrEqual(12);
    expect(weekdaysOff.length).toBeGreaterThanOrEqual(16);
    expect(weekdaysOff.length).toBeLessThanOrEqual(23);
    expect([...makeUp, ...weekdaysOff].every(day => day.name)).toBe(true);
    for (const date of statutoryDays(year).keys()) {
      // 除夕 was no statutory day in 2014–2024, 5 月 2 日 only since 2025.
      if (year >= 2025 || !['春节', '劳动节'].includes(statutoryDays(year).get(date)!)) {
        expect([date, isWorkday(calendar, date)]).toEqual([date, false]);
      }
    }
  });

  test('a newer data file is noticed, spill-over of a neighbour is no year', () => {
    const add = (...dates: string[]): NoticeData => ({
      ...published,
      holidays: {
        ...published.holidays,
        ...Object.fromEntries(dates.map(date => [date, "New Year's Day,元旦,1"])),
      },
    });
    const years = (data: NoticeData) => noticesIn(data).map(notice => notice.year);
    expect(years(add('2027-01-01', '2027-05-01', '2027-10-01')).at(-1)).toBe(2027);
    expect(years(add('2027-01-01')).at(-1)).toBe(2026);
    expect(years(add('2026-12-31')).at(-1)).toBe(2026);
    const older = Object.fromEntries(Object.entries(published.holidays).filter(([date]) => date < '2026'));
    expect(years({ ...published, holidays: older }).at(-1)).toBe(2025);
  });

  test('days of 2018 that came with the 2019 notice', () => {
    expect(calendar.day('2018-12-29')).toMatchObject({ kind: 'work', name: '元旦', published: true });
    expect(calendar.day('2018-12-31')).toMatchObject({ kind: 'off', name: '元旦', published: true });
    expect(dueDate(calendar, '2018-12-28', 2).date).toBe('2019-01-02');
  });
});

describe('an unpublished year (A32)', () => {
  test.each([2024, 2025, 2026])(
    'the lunar days of %i fall into the published holidays of their name',
    year => {
      const dates: [string, string][] = [
        [lunarDate(year, 1, 1), '春节'],
        [lunarDate(year, 5, 5), '端午节'],
        [lunarDate(year, 8, 15), '中秋节'],
        [pureBrightness(year), '清明节'],
      ];
      for (const [date, name] of dates) expect(calendar.day(date)).toMatchObject({ kind: 'off', name });
    },
  );

  test('every published 春节, 清明, 端午 and 中秋 since 2008 was a day off', () => {
    for (let year = 2008; year <= 2026; year++) {
      const dates = [
        lunarDate(year, 1, 1),
        pureBrightness(year),
        lunarDate(year, 5, 5),
        lunarDate(year, 8, 15),
      ];
      expect([year, dates.map(date => calendar.day(date).kind)]).toEqual([
        year,
        ['off', 'off', 'off', 'off'],
      ]);
    }
  });

  test('the lunar new years of the coming years, among them two near midnight (2027, 2030)', () => {
    expect([2027, 2028, 2029, 2030, 2031, 2032, 2033].map(year => lunarDate(year, 1, 1))).toEqual([
      '2027-02-06',
      '2028-01-26',
      '2029-02-13',
      '2030-02-03',
      '2031-01-23',
      '2032-02-11',
      '2033-01-31',
    ]);
    expect([lunarDate(2033, 8, 15), lunarDate(2100, 8, 15)]).toEqual(['2033-09-08', '2100-09-18']);
  });

  test('清明 agrees with the longitude of the sun in every year 2000–2100', () => {
    for (let year = 2000; year <= 2100; year++)
      expect([year, pureBrightness(year)]).toEqual([year, sunAt15(year)]);
  });

  test('2027 has its statutory days off and nothing else', () => {
    const daysOff = [];
    for (
      let day = calendar.day('2027-01-01');
      day.date <= '2027-12-31';
      day = calendar.dayAt(day.index + 1)
    ) {
      expect(day.published).toBe(false);
      if (day.kind === 'off' && ![0, 6].includes(day.weekday)) daysOff.push(day.date);
      if ([0, 6].includes(day.weekday)) expect(day.kind).toBe('off');
    }
    expect(daysOff).toEqual([
      '2027-01-01', // 元旦
      '2027-02-05', // 除夕, a Friday; 初一 to 初三 are Saturday to Monday
      '2027-02-08',
      '2027-04-05', // 清明
      '2027-06-09', // 端午
      '2027-09-15', // 中秋
      '2027-10-01', // 国庆, Friday to Sunday; 5 月 1 日 and 2 日 are a weekend without substitute
    ]);
  });

  test('years before the shipped data and up to 2100 answer too', () => {
    expect(calendar.day('2003-10-01')).toMatchObject({ kind: 'off', published: false });
    expect(calendar.day('2100-10-01')).toMatchObject({ kind: 'off', name: '国庆节', published: false });
    expect(dueDate(calendar, '2003-12-31', 1)).toMatchObject({ date: '2004-01-02', provisional: false });
    expect(latestDate(calendar, '2004-01-02', 1)).toMatchObject({ date: '2003-12-31', provisional: true });
  });

  test('29 February exists in leap years only', () => {
    expect(isWorkday(calendar, '2024-02-29')).toBe(true);
    expect(addWorkdays(calendar, '2028-02-28', 1)).toBe('2028-02-29');
    expect(addWorkdays(calendar, '2100-02-26', 1)).toBe('2100-03-01');
    expect(() => calendar.day('2026-02-29')).toThrow(RangeError);
    expect(() => calendar.day('2100-02-29')).toThrow(RangeError);
  });
});

describe('wrong input', () => {
  test.each([
    '',
    '2026-13-01',
    '2026-1-1',
    '2026-01-32',
    'today',
    '1999-12-31',
    '2101-01-01',
    '2026-01-01T00:00',
  ])('the day %j is refused', date => {
    expect(() => calendar.day(date)).toThrow(RangeError);
    expect(() => dueDate(calendar, date, 1)).toThrow(RangeError);
    expect(() => countWorkdays(calendar, '2026-01-01', date)).toThrow(RangeError);
  });

  test.each([-1, 1.5, NaN, Infinity])('%d days are refused', n => {
    expect(() => addWorkdays(calendar, '2026-01-01', n)).toThrow(RangeError);
    expect(() => dueDate(calendar, '2026-01-01', n)).toThrow(RangeError);
    expect(() => latestDate(calendar, '2026-01-01', n)).toThrow(RangeError);
  });

  test('a walk past 2100 ends with an error instead of a wrong date', () => {
    expect(() => addWorkdays(calendar, '2100-12-30', 10)).toThrow(RangeError);
    expect(() => subtractWorkdays(calendar, '2000-01-04', 10)).toThrow(RangeError);
  });
});

/** The civil date in China on which the sun's apparent longitude reaches 15° (low-precision solar theory, ±10 min). */
const sunAt15 = (year: number): string => {
  const longitude = (epoch: number): number => {
    const centuries = (epoch / 86_400_000 + 2440587.5 + 70 / 86_400 - 2451545) / 36525;
    const radians = Math.PI / 180;
    const anomaly = (357.52911 + 35999.05029 * centuries) * radians;
    const centre =
      (1.914602 - 0.004817 * centuries) * Math.sin(anomaly) +
      (0.019993 - 0.000101 * centuries) * Math.sin(2 * anomaly) +
      0.000289 * Math.sin(3 * anomaly);
    const node = (125.04 - 1934.136 * centuries) * radians;
    const mean = 280.46646 + 36000.76983 * centuries + 0.0003032 * centuries * centuries;
    return (((mean + centre - 0.00569 - 0.00478 * Math.sin(node)) % 360) + 360) % 360;
  };
  let [early, late] = [Date.UTC(year, 2, 30), Date.UTC(year, 3, 10)];
  while (late - early > 1000) {
    const middle = (early + late) / 2;
    if (longitude(middle) < 15) early = middle;
    else late = middle;
  }
  return new Date(early + 8 * 3_600_000).toISOString().slice(0, 10);
};
