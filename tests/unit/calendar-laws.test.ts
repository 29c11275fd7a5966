import * as fc from 'fast-check';
import {
  addWorkdays,
  buildCalendar,
  countWorkdays,
  dueDate,
  explainUntil,
  isWorkday,
  latestDate,
  subtractWorkdays,
  workdayFrom,
} from '../../cloudfunctions/domain/calendar';
import { addDays, daysBetween } from '../../cloudfunctions/domain/time';

/** The laws of working days; they hold in published and unpublished years alike. */
const calendar = buildCalendar();
const day = fc
  .integer({ min: 0, max: daysBetween('2004-01-01', '2035-12-31') })
  .map(n => addDays('2004-01-01', n));
const count = fc.integer({ min: 0, max: 60 });
const positive = fc.integer({ min: 1, max: 60 });
const check = <T>(property: fc.IProperty<T>): void => {
  fc.assert(property, { numRuns: 500 });
};
const isUnpublished = (date: string): boolean => date < '2004-01-01' || date > '2026-12-31';

/** Counted day by day, without the code under test. */
const naiveCount = (from: string, to: string): number => {
  if (to < from) return 0 - naiveCount(to, from);
  let workdays = 0;
  for (let date = from; date !== to;) {
    date = addDays(date, 1);
    if (calendar.day(date).kind === 'work') workdays++;
  }
  return workdays;
};

test('a due date is a working day', () =>
  check(fc.property(day, positive, (from, n) => isWorkday(calendar, addWorkdays(calendar, from, n)))));

test('more days end later, a later start ends no earlier', () => {
  check(
    fc.property(day, count, (from, n) => addWorkdays(calendar, from, n) < addWorkdays(calendar, from, n + 1)),
  );
  check(
    fc.property(
      day,
      count,
      fc.nat(30),
      (from, n, later) => addWorkdays(calendar, from, n) <= addWorkdays(calendar, addDays(from, later), n),
    ),
  );
});

test('days may be added in two steps', () =>
  check(
    fc.property(day, count, count, (from, a, b) => {
      expect(addWorkdays(calendar, addWorkdays(calendar, from, a), b)).toBe(
        addWorkdays(calendar, from, a + b),
      );
    }),
  ));

test('adding and subtracting undo each other on working days', () =>
  check(
    fc.property(day, count, (date, n) => {
      const from = workdayFrom(calendar, date);
      expect(subtractWorkdays(calendar, addWorkdays(calendar, from, n), n)).toBe(from);
      expect(addWorkdays(calendar, subtractWorkdays(calendar, from, n), n)).toBe(from);
    }),
  ));

test('the count of working days agrees with a naive walk and with adding', () => {
  check(
    fc.property(day, fc.integer({ min: -400, max: 400 }), (from, distance) => {
      const to = addDays(from, distance);
      expect(countWorkdays(calendar, from, to)).toBe(naiveCount(from, to));
    }),
  );
  check(
    fc.property(day, count, (from, n) => countWorkdays(calendar, from, addWorkdays(calendar, from, n)) === n),
  );
});

test('an explanation holds each day of the way once, and counts n of them', () =>
  check(
    fc.property(day, positive, fc.boolean(), (from, n, forwards) => {
      const { date, provisional, explanation } = (forwards ? dueDate : latestDate)(calendar, from, n);
      const step = forwards ? 1 : -1;
      expect(date).toBe((forwards ? addWorkdays : subtractWorkdays)(calendar, from, n));
      expect(explanation.map(walked => walked.date)).toEqual(
        Array.from({ length: Math.abs(daysBetween(from, date)) }, (_, index) =>
          addDays(from, step * (index + 1)),
        ),
      );
      expect(explanation.filter(walked => walked.counted)).toHaveLength(n);
      expect(explanation.at(-1)).toMatchObject({ date, counted: true });
      expect(explanation.every(walked => walked.counted === isWorkday(calendar, walked.date))).toBe(true);
      expect(provisional).toBe(explanation.some(walked => isUnpublished(walked.date)));
      expect(explanation.map(walked => walked.why.includes('暂定'))).toEqual(
        explanation.map(walked => isUnpublished(walked.date)),
      );
      if (forwards) expect(explainUntil(calendar, from, date)).toEqual({ date, provisional, explanation });
    }),
  ));

test('the next working day is the date itself or the first after it', () =>
  check(
    fc.property(day, date => {
      expect(workdayFrom(calendar, date)).toBe(
        isWorkday(calendar, date) ? date : addWorkdays(calendar, date, 1),
      );
    }),
  ));
