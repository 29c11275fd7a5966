import fc from 'fast-check';
import { buildCalendar } from '../../cloudfunctions/domain/calendar';
import { holidayFreeze } from '../../cloudfunctions/domain/calendar/freeze';
import {
  isNewer,
  isVersion,
  newestOf,
  whyFrozen,
} from '../../cloudfunctions/domain/procedures/release/versions';
import { addDays } from '../../cloudfunctions/domain/time';

/** The rules of releases that need no ticket: holiday freezes (G-3.3.4a) and versions (G-3.3.1b). */

const calendar = buildCalendar();

describe('the holiday freeze, by the official notice of 2026', () => {
  test.each([
    // 春节: 02-14 is a make-up Saturday and the last working day before.
    ['2026-02-13', undefined],
    ['2026-02-14', '2026-02-24'],
    ['2026-02-15', '2026-02-24'],
    ['2026-02-23', '2026-02-24'],
    ['2026-02-24', undefined],
    // 中秋 to 国庆: working days between are free, the day before each is not.
    ['2026-09-23', undefined],
    ['2026-09-24', '2026-09-28'],
    ['2026-09-27', '2026-09-28'],
    ['2026-09-28', undefined],
    ['2026-09-29', undefined],
    ['2026-09-30', '2026-10-08'],
    ['2026-10-07', '2026-10-08'],
    ['2026-10-08', undefined],
    // A plain weekend, and a Friday before one.
    ['2026-11-20', undefined],
    ['2026-11-21', undefined],
    // 元旦 of a year that is not published: Friday 2027-01-01 and the weekend behind it.
    ['2026-12-31', '2027-01-04'],
    ['2027-01-02', '2027-01-04'],
    ['2027-01-04', undefined],
  ])('%s: until %s', (date, until) => {
    expect(holidayFreeze(calendar, date)?.until).toBe(until);
  });

  test('the refusal names the holiday and the day from which it goes on', () => {
    expect(whyFrozen(calendar, '2026-09-30')).toMatch(/^国庆节.*10 月 8 日 周四起可以发布$/);
  });

  test('every freeze ends on the next working day, which is a day of releases unless another holiday follows', () => {
    const days = fc.integer({ min: 0, max: 3650 }).map(n => addDays('2024-01-01', n));
    fc.assert(
      fc.property(days, date => {
        const until = holidayFreeze(calendar, date)?.until;
        if (until === undefined) return;
        expect(until > date).toBe(true);
        expect(calendar.day(until).kind).toBe('work');
        // Between the two there is no other working day but the first one itself.
        for (let day = addDays(date, 1); day < until; day = addDays(day, 1))
          expect(calendar.day(day).kind).toBe('off');
      }),
    );
  });
});

describe('versions', () => {
  const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99));

  test('three numbers without leading zeros', () => {
    for (const good of ['0.0.1', '1.10.0', '12.3.456']) expect(isVersion(good)).toBe(true);
    for (const bad of ['1.2', '1.2.3.4', 'v1.2.3', '1.02.3', '1.2.3-rc1', '', '1.2.123456', '１.２.３'])
      expect(isVersion(bad)).toBe(false);
  });

  test('newer is a strict order by numbers, not by letters', () => {
    expect(isNewer('1.10.0', '1.9.9')).toBe(true);
    fc.assert(
      fc.property(version, version, (one, other) => {
        const first = one.findIndex((n, index) => n !== other[index]);
        const expected = first >= 0 && one[first]! > other[first]!;
        expect(isNewer(one.join('.'), other.join('.'))).toBe(expected);
      }),
    );
  });

  test('the newest of the register, without the ticket’s own', () => {
    const versions = [
      { no: 'a', version: '1.9.0' },
      { no: 'b', version: '1.10.0' },
    ];
    expect(newestOf(versions)).toBe('1.10.0');
    expect(newestOf(versions, 'b')).toBe('1.9.0');
    expect(newestOf(undefined)).toBeUndefined();
  });
});
