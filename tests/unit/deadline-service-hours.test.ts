import { buildCalendar } from '../../cloudfunctions/domain/calendar';
import {
  addServiceMinutes,
  nextServiceInstant,
  noticeDayOf,
  serviceHoursSchema,
  startClock,
  DEFAULT_SERVICE_HOURS,
} from '../../cloudfunctions/domain/deadline';
import { instantAt } from '../../cloudfunctions/domain/time';

const calendar = buildCalendar();

describe('service hours (A31)', () => {
  const next = (at: string) =>
    nextServiceInstant(calendar, DEFAULT_SERVICE_HOURS, `${at}:00.000+08:00`).slice(0, 16);
  const add = (at: string, minutes: number, hours = DEFAULT_SERVICE_HOURS) =>
    addServiceMinutes(calendar, hours, `${at}:00.000+08:00`, minutes).slice(0, 16);

  test.each([
    ['2026-11-20T08:59', '2026-11-20T09:00'],
    ['2026-11-20T09:00', '2026-11-20T09:00'],
    ['2026-11-20T11:59', '2026-11-20T11:59'],
    ['2026-11-20T12:00', '2026-11-20T13:30'],
    ['2026-11-20T17:30', '2026-11-23T09:00'],
    ['2026-09-30T18:00', '2026-10-08T09:00'],
    ['2026-10-09T20:00', '2026-10-10T09:00'], // a make-up Saturday
  ])('after %s the next service is at %s', (at, expected) => expect(next(at)).toBe(expected));

  test.each<[string, number, string]>([
    ['2026-11-20T11:00', 60, '2026-11-20T12:00'],
    ['2026-11-20T11:00', 61, '2026-11-20T13:31'],
    ['2026-11-20T12:30', 120, '2026-11-20T15:30'],
    ['2026-11-20T16:00', 120, '2026-11-23T09:30'],
    ['2026-11-21T10:00', 120, '2026-11-23T11:00'],
    ['2026-09-30T17:00', 60, '2026-10-08T09:30'],
    ['2026-11-20T09:00', 420, '2026-11-20T17:30'],
    ['2026-11-20T09:00', 4200, '2026-12-03T17:30'],
    ['2026-11-20T20:00', 0, '2026-11-23T09:00'],
  ])('%s and %i minutes of service: %s', (at, minutes, expected) => expect(add(at, minutes)).toBe(expected));

  test('a unit has hours of its own', () => {
    expect(add('2026-11-20T11:00', 120, { periods: [['08:30', '11:30']] })).toBe('2026-11-23T10:00');
    const clock = startClock(
      {
        id: 'dispatch-1',
        name: 'dispatch',
        label: '分办',
        clause: 'A7',
        responsible: { role: 'operator' },
        limit: { n: 60, unit: 'service-minute' },
      },
      instantAt('2026-11-20', '11:00'),
      {
        calendar,
        serviceHours: { periods: [['08:30', '11:30']] },
      },
    );
    expect(clock).toMatchObject({
      dueAt: instantAt('2026-11-23', '09:00'),
      yellowAt: instantAt('2026-11-20', '11:30'),
    });
  });

  test('minutes may be added in two steps', () => {
    for (const [a, b] of [
      [30, 45],
      [60, 1],
      [180, 240],
      [419, 421],
    ] as const) {
      expect(add(add('2026-11-20T09:00', a), b)).toBe(add('2026-11-20T09:00', a + b));
    }
  });

  test('hours that never open end in an error, not in an endless search', () => {
    expect(() => addServiceMinutes(calendar, { periods: [] }, instantAt('2026-11-20', '09:00'), 1)).toThrow(
      RangeError,
    );
  });

  test('hours at the boundary are in order and do not overlap', () => {
    expect(serviceHoursSchema.parse(DEFAULT_SERVICE_HOURS)).toEqual(DEFAULT_SERVICE_HOURS);
    for (const periods of [
      [],
      [['9:00', '12:00']],
      [['12:00', '09:00']],
      [['09:00', '24:00']],
      [
        ['09:00', '12:00'],
        ['11:00', '13:00'],
      ],
    ]) {
      expect(serviceHoursSchema.safeParse({ periods }).success).toBe(false);
    }
  });

  test.each([
    ['2026-11-18T09:00', '2026-11-18'],
    ['2026-11-18T17:30', '2026-11-18'],
    ['2026-11-18T17:31', '2026-11-19'],
    ['2026-11-20T18:00', '2026-11-23'],
    ['2026-11-21T10:00', '2026-11-23'],
    ['2026-10-10T10:00', '2026-10-10'],
  ])('a notice given at %s counts for %s (A5)', (at, day) => {
    expect(noticeDayOf(calendar, DEFAULT_SERVICE_HOURS, `${at}:00.000+08:00`)).toBe(day);
  });
});
