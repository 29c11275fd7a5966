import { buildCalendar } from '../../cloudfunctions/domain/calendar';
import {
  cancelClock,
  daysLeft,
  lightOf,
  limitSchema,
  moveClock,
  startClock,
  stopClock,
  workdaysLeft,
  type Clock,
  type ClockSpec,
  type Limit,
} from '../../cloudfunctions/domain/deadline';
import {
  addMinutes,
  endOfDay,
  instantAt,
  instantOf,
  epochOf,
  startOfDay,
} from '../../cloudfunctions/domain/time';

const calendar = buildCalendar();
const context = { calendar };

const clockOf = (limit: Limit, at: string, spec: Partial<ClockSpec> = {}): Clock =>
  startClock(
    {
      id: 'reply-1',
      name: 'reply',
      label: '答复',
      clause: 'G-5.3d',
      responsible: { role: 'unit', unitId: 'hrss' },
      limit,
      ...spec,
    },
    at,
    context,
  );
const workdays = (n: number, on: string): Clock =>
  clockOf({ n, unit: 'working-day' }, instantAt(on, '10:00'));
const millisecondBefore = (instant: string): string => instantOf(epochOf(instant) - 1);

describe('starting a clock', () => {
  test('the day of receipt is day 0, at whatever hour (A2, A2b)', () => {
    for (const at of ['2026-09-30T00:00:00.000+08:00', '2026-09-30T23:59:59.999+08:00']) {
      const clock = clockOf({ n: 20, unit: 'working-day' }, at);
      expect(clock).toMatchObject({
        startedAt: at,
        startedOn: '2026-09-30',
        date: '2026-11-03',
        provisional: false,
      });
      expect(clock.explanation.filter(day => day.counted)).toHaveLength(20);
      expect(clock).toMatchObject({ state: 'running', internal: false, moves: [], reminded: [] });
      expect(clock.calendarVersion).toBe(calendar.version);
    }
  });

  test('a limit into an unpublished year is provisional (A32)', () => {
    expect(workdays(20, '2026-12-04')).toMatchObject({ date: '2027-01-04', provisional: true });
  });

  test('is a plain JSON value', () => {
    const clock = workdays(20, '2026-09-30');
    expect(JSON.parse(JSON.stringify(clock))).toStrictEqual(clock);
    const minutes = clockOf({ n: 30, unit: 'minute' }, instantAt('2026-11-20', '23:50'));
    expect(JSON.parse(JSON.stringify(minutes))).toStrictEqual(minutes);
  });

  test('limits in minutes are internal targets with an instant instead of a date (A7)', () => {
    const clock = clockOf({ n: 120, unit: 'service-minute' }, instantAt('2026-11-20', '17:00'));
    expect(clock).toMatchObject({ internal: true, dueAt: instantAt('2026-11-23', '10:30') });
    expect(clock.date).toBeUndefined();
    const urgent = clockOf({ n: 30, unit: 'minute' }, instantAt('2026-11-20', '23:50'));
    expect(urgent).toMatchObject({
      internal: true,
      dueAt: instantAt('2026-11-21', '00:20'),
      provisional: false,
    });
    expect(
      clockOf({ n: 1, unit: 'working-day' }, instantAt('2026-11-20', '10:00'), { internal: true }),
    ).toMatchObject({
      internal: true,
      date: '2026-11-23',
    });
  });

  test('a notice is counted back from the day of the maintenance (A5)', () => {
    const clock = clockOf({ n: 3, unit: 'working-day' }, instantAt('2026-09-20', '10:00'), {
      name: 'notice',
      before: '2026-10-09',
    });
    expect(clock).toMatchObject({ date: '2026-09-29', redAt: startOfDay('2026-09-30') });
    const tooLate = clockOf({ n: 3, unit: 'working-day' }, instantAt('2026-09-30', '10:00'), {
      before: '2026-10-09',
    });
    expect(lightOf(tooLate, tooLate.startedAt)).toBe('red');
  });

  test('a limit that is no number is refused', () => {
    for (const n of [-1, 0.5, NaN]) expect(() => workdays(n, '2026-11-20')).toThrow(RangeError);
    expect(limitSchema.safeParse({ n: 0, unit: 'working-day' }).success).toBe(false);
    expect(limitSchema.safeParse({ n: 15, unit: 'week' }).success).toBe(false);
    expect(limitSchema.parse({ n: 15, unit: 'working-day' })).toEqual({ n: 15, unit: 'working-day' });
  });
});

describe('statutory limits in days and months (A3)', () => {
  const days = (n: number, on: string) => clockOf({ n, unit: 'calendar-day' }, instantAt(on, '10:00'));
  const months = (n: number, on: string) => clockOf({ n, unit: 'month' }, instantAt(on, '10:00'));

  test('days count days off', () => {
    const clock = days(5, '2026-11-18');
    expect(clock.date).toBe('2026-11-23');
    expect(clock.explanation).toEqual([
      { date: '2026-11-19', counted: true, why: '第 1 日' },
      { date: '2026-11-20', counted: true, why: '第 2 日' },
      { date: '2026-11-21', counted: true, why: '第 3 日（周六）' },
      { date: '2026-11-22', counted: true, why: '第 4 日（周日）' },
      { date: '2026-11-23', counted: true, why: '第 5 日' },
    ]);
  });

  test('a limit that ends on a day off ends on the next working day (民法典 203)', () => {
    const clock = days(15, '2026-09-20');
    expect(clock.date).toBe('2026-10-08');
    expect(clock.explanation.slice(-4)).toEqual([
      { date: '2026-10-05', counted: true, why: '第 15 日（国庆节放假）' },
      { date: '2026-10-06', counted: false, why: '顺延（国庆节放假）' },
      { date: '2026-10-07', counted: false, why: '顺延（国庆节放假）' },
      { date: '2026-10-08', counted: false, why: '顺延至此工作日（民法典第二百零三条）' },
    ]);
  });

  test('a make-up Saturday is a working day: nothing is moved', () => {
    expect(days(10, '2026-09-30').date).toBe('2026-10-10');
  });

  test.each([
    ['2026-08-31', 1, '2026-09-30'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2026-08-24', 1, '2026-09-24'],
    ['2026-09-03', 1, '2026-10-08'],
    ['2026-08-21', 3, '2026-11-23'],
  ])('from %s in %i month(s): %s (民法典 202)', (from, n, due) => {
    expect(months(n, from)).toMatchObject({ date: due, provisional: false });
  });

  test('months are explained by the day on which each is over', () => {
    expect(months(2, '2026-09-21').explanation).toEqual([
      { date: '2026-10-21', counted: true, why: '第 1 个月期满日' },
      { date: '2026-11-21', counted: true, why: '第 2 个月期满日' },
      { date: '2026-11-22', counted: false, why: '顺延（周日）' },
      { date: '2026-11-23', counted: false, why: '顺延至此工作日（民法典第二百零三条）' },
    ]);
  });

  test('only the end decides whether it is provisional', () => {
    expect(days(31, '2026-11-30')).toMatchObject({ date: '2026-12-31', provisional: false });
    expect(days(32, '2026-11-30')).toMatchObject({ date: '2027-01-04', provisional: true });
    expect(months(1, '2026-12-04')).toMatchObject({ date: '2027-01-04', provisional: true });
  });
});

describe('lights (A24), to the millisecond', () => {
  test.each<[string, Limit, string, string, string]>([
    // what, limit, started on, yellow from, red from
    ['1 WD', { n: 1, unit: 'working-day' }, '2026-11-20', '2026-11-23T12:00', '2026-11-24T00:00'],
    [
      '1 WD to a make-up Saturday',
      { n: 1, unit: 'working-day' },
      '2026-02-13',
      '2026-02-14T12:00',
      '2026-02-15T00:00',
    ],
    ['2 WD', { n: 2, unit: 'working-day' }, '2026-11-20', '2026-11-24T00:00', '2026-11-25T00:00'],
    ['3 WD', { n: 3, unit: 'working-day' }, '2026-09-30', '2026-10-10T00:00', '2026-10-11T00:00'],
    ['4 WD', { n: 4, unit: 'working-day' }, '2026-11-20', '2026-11-25T00:00', '2026-11-27T00:00'],
    ['5 WD: 1 before', { n: 5, unit: 'working-day' }, '2026-09-24', '2026-10-08T00:00', '2026-10-10T00:00'],
    ['7 WD: 2 before', { n: 7, unit: 'working-day' }, '2026-09-30', '2026-10-13T00:00', '2026-10-16T00:00'],
    ['15 WD: 3 before', { n: 15, unit: 'working-day' }, '2026-11-02', '2026-11-18T00:00', '2026-11-24T00:00'],
    ['20 WD: 4 before', { n: 20, unit: 'working-day' }, '2026-11-20', '2026-12-14T00:00', '2026-12-19T00:00'],
    ['1 day', { n: 1, unit: 'calendar-day' }, '2026-11-20', '2026-11-23T12:00', '2026-11-24T00:00'],
    ['10 days = 6 WD', { n: 10, unit: 'calendar-day' }, '2026-11-20', '2026-11-26T00:00', '2026-12-01T00:00'],
    [
      '1 month = 21 WD: 5 before',
      { n: 1, unit: 'month' },
      '2026-11-20',
      '2026-12-14T00:00',
      '2026-12-22T00:00',
    ],
    [
      '120 service minutes',
      { n: 120, unit: 'service-minute' },
      '2026-11-20',
      '2026-11-20T11:00',
      '2026-11-20T12:00',
    ],
    [
      '240 over noon',
      { n: 240, unit: 'service-minute' },
      '2026-11-20',
      '2026-11-20T12:00',
      '2026-11-20T15:30',
    ],
    ['30 minutes', { n: 30, unit: 'minute' }, '2026-11-21', '2026-11-21T10:15', '2026-11-21T10:30'],
  ])('%s', (_, limit, on, yellow, red) => {
    const clock = clockOf(limit, instantAt(on, '10:00'));
    const [yellowAt, redAt] = [yellow, red].map(text => `${text}:00.000+08:00`) as [string, string];
    expect(clock).toMatchObject({ yellowAt, redAt });
    expect(lightOf(clock, clock.startedAt)).toBe('green');
    expect(lightOf(clock, millisecondBefore(yellowAt))).toBe('green');
    expect(lightOf(clock, yellowAt)).toBe('yellow');
    expect(lightOf(clock, millisecondBefore(redAt))).toBe('yellow');
    expect(lightOf(clock, redAt)).toBe('red');
    expect(stopClock(clock, millisecondBefore(redAt)).state).toBe('met');
    expect(stopClock(clock, redAt).state).toBe('late');
  });
});

describe('stopping', () => {
  const clock = workdays(2, '2026-11-20');

  test('on the last millisecond of the due day is in time', () => {
    const met = stopClock(clock, endOfDay('2026-11-24'));
    expect(met).toMatchObject({ state: 'met', stoppedAt: endOfDay('2026-11-24') });
    expect(lightOf(met, endOfDay('2027-01-31'))).toBe('green');
  });

  test('the outcome is frozen: nothing changes it later', () => {
    const later = instantAt('2026-12-31', '10:00');
    for (const end of [
      stopClock(clock, startOfDay('2026-11-25')),
      stopClock(clock, startOfDay('2026-11-24')),
      cancelClock(clock, startOfDay('2026-11-24')),
    ]) {
      expect(stopClock(end, later)).toBe(end);
      expect(cancelClock(end, later)).toBe(end);
      expect(moveClock(end, '2026-12-31', later, '延期', context)).toBe(end);
      expect(daysLeft(end, later, calendar)).toBe(daysLeft(end, end.stoppedAt!, calendar));
      expect(lightOf(end, later)).toBe(end.state === 'late' ? 'red' : 'green');
    }
  });

  test('works on the value, not in place', () => {
    const before = JSON.stringify(clock);
    stopClock(clock, endOfDay('2026-11-24'));
    moveClock(clock, '2026-12-08', endOfDay('2026-11-24'), '延期', context);
    expect(JSON.stringify(clock)).toBe(before);
  });
});

describe('working days left', () => {
  const clock = workdays(2, '2026-11-18'); // due on Friday 2026-11-20

  test.each([
    ['2026-11-18T10:00', 2],
    ['2026-11-19T23:59', 1],
    ['2026-11-20T00:00', 0],
    ['2026-11-20T23:59', 0],
    ['2026-11-21T00:00', -1], // a Saturday: over, though no working day has passed
    ['2026-11-22T12:00', -1],
    ['2026-11-23T00:00', -1],
    ['2026-11-24T00:00', -2],
  ])('at %s: %i', (at, left) => {
    expect(daysLeft(clock, `${at}:00.000+08:00`, calendar)).toBe(left);
    expect(left < 0).toBe(lightOf(clock, `${at}:00.000+08:00`) === 'red');
  });

  test('on a day off before the due day something is left', () => {
    expect(daysLeft(workdays(1, '2026-11-20'), instantAt('2026-11-22', '10:00'), calendar)).toBe(1);
  });

  test.each([
    ['2026-11-20', '2026-11-21', 1],
    ['2026-11-21', '2026-11-20', -1],
    ['2026-11-21', '2026-11-21', 0],
    ['2026-11-20', '2026-11-27', 5],
  ])('from %s to a date on %s: %i', (today, date, left) => {
    expect(workdaysLeft(calendar, today, date)).toBe(left);
  });

  test('a target in minutes is over from its instant on', () => {
    const minutes = clockOf({ n: 30, unit: 'minute' }, instantAt('2026-11-20', '10:00'));
    expect(daysLeft(minutes, millisecondBefore(minutes.redAt), calendar)).toBe(0);
    expect(daysLeft(minutes, minutes.redAt, calendar)).toBe(-1);
  });
});

describe('moving a date by a named event (A26)', () => {
  const clock = workdays(5, '2026-11-16'); // due 2026-11-23
  const at = instantAt('2026-11-19', '10:00');

  test('keeps what happened, and counts lights and explanation anew', () => {
    const moved = moveClock(clock, '2026-12-07', at, '延期10个工作日', context);
    expect(moved).toMatchObject({
      date: '2026-12-07',
      startedAt: clock.startedAt,
      moves: [{ at, from: '2026-11-23', to: '2026-12-07', why: '延期10个工作日' }],
      yellowAt: startOfDay('2026-12-02'), // 15 WD in all: 3 before
      redAt: startOfDay('2026-12-08'),
    });
    expect(moved.explanation.filter(day => day.counted)).toHaveLength(15);
  });

  test('a day off moves on to the next working day (民法典 203)', () => {
    expect(moveClock(clock, '2026-12-05', at, '延期', context).date).toBe('2026-12-07');
  });

  test('to the same date is no move', () => {
    expect(moveClock(clock, '2026-11-23', at, '延期', context)).toBe(clock);
    expect(moveClock(clock, '2026-11-22', at, '延期', context)).toBe(clock);
  });

  test('may also be earlier, even before the start; then it is red at once', () => {
    const moved = moveClock(clock, '2026-11-13', at, '更正', context);
    expect(moved).toMatchObject({ date: '2026-11-13', explanation: [] });
    expect(lightOf(moved, at)).toBe('red');
  });

  test('a target in minutes has no date to move', () => {
    const minutes = clockOf({ n: 30, unit: 'minute' }, at);
    expect(() => moveClock(minutes, '2026-12-07', at, '延期', context)).toThrow(RangeError);
  });
});

test('a clock of minutes across midnight needs no calendar (A7)', () => {
  const clock = clockOf({ n: 30, unit: 'minute' }, instantAt('2026-12-31', '23:45'));
  expect(clock).toMatchObject({
    dueAt: addMinutes(clock.startedAt, 30),
    provisional: false,
    explanation: [],
  });
});
