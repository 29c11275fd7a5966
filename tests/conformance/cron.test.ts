import { epochOf, instantOf } from '../../local/cloud/clock';
import { parseCron } from '../../local/cloud/functions/cron';
import type { CloudFunction } from '../../local/cloud/functions/definitions';
import { Timers } from '../../local/cloud/functions/timers';

describe('seven-field timers in Beijing time', () => {
  test.each([
    ['0 * * * * * *', '2026-09-24T10:07:00+08:00', true],
    ['0 * * * * * *', '2026-09-24T10:07:01+08:00', false],
    ['*/15 * * * * * *', '2026-09-24T10:07:45+08:00', true],
    ['0 */10 * * * * *', '2026-09-24T10:20:00+08:00', true],
    ['0 */10 * * * * *', '2026-09-24T10:25:00+08:00', false],
    ['0 5/20 * * * * *', '2026-09-24T10:45:00+08:00', true],
    ['0 0 0 1 * * *', '2026-09-30T16:00:00Z', true],
    ['0 0 0 1 * * *', '2026-10-01T00:00:00Z', false],
    ['0 30 8 * * MON-FRI *', '2026-09-25T08:30:00+08:00', true],
    ['0 30 8 * * MON-FRI *', '2026-09-26T08:30:00+08:00', false],
    ['0 0 9 * * 0 *', '2026-09-27T09:00:00+08:00', true],
    ['0 0 9 * * 7 *', '2026-09-27T09:00:00+08:00', true],
    ['0 0 9 * * 5-7 *', '2026-09-27T09:00:00+08:00', true],
    ['0 0 9 * * 5-7 *', '2026-09-24T09:00:00+08:00', false],
    ['0 0 9 1,15 JAN,OCT * 2026', '2026-10-15T09:00:00+08:00', true],
    ['0 0 9 1,15 JAN,OCT * 2027', '2026-10-15T09:00:00+08:00', false],
    ['0 0 2 1 * WED *', '2026-09-30T02:00:00+08:00', true],
    ['0 0 2 1 * WED *', '2026-10-01T02:00:00+08:00', true],
    ['0 0 2 1 * WED *', '2026-10-02T02:00:00+08:00', false],
  ])('%s at %s: %s', (expression, instant, due) => {
    expect(parseCron(expression)(epochOf(instant)!)).toBe(due);
  });

  test.each([
    '* * * * *',
    '60 * * * * * *',
    '* * 24 * * * *',
    '* * * 0 * * *',
    '* * * * 13 * *',
    '* * * * * 8 *',
    '5-1 * * * * * *',
    '*/0 * * * * * *',
    'a * * * * * *',
    '1-2-3 * * * * * *',
    ', * * * * * *',
    '',
  ])('"%s" is refused', expression => {
    expect(() => parseCron(expression)).toThrow();
  });
});

describe('instants', () => {
  test.each([
    ['2026-09-24T10:00:00+08:00', '2026-09-24T10:00:00.000+08:00'],
    ['2026-09-24T02:00:00.5Z', '2026-09-24T10:00:00.500+08:00'],
    ['2026-12-31T23:30-05:00', '2027-01-01T12:30:00.000+08:00'],
  ])('%s is %s', (given, shown) => {
    expect(instantOf(epochOf(given)!)).toBe(shown);
  });

  test.each([
    '2026-09-24',
    '2026-09-24T10:00:00',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '',
    null,
    5,
  ])('%j is none', given => {
    expect(epochOf(given)).toBeUndefined();
  });
});

describe('the clock passes the moments of a timer', () => {
  /** A clock of its own and a timer at each full minute; answers how often it fires at a tick. */
  const everyMinute = (start: string) => {
    const clock = { time: epochOf(start)!, jumps: 0, now: () => clock.time };
    const timer: CloudFunction = {
      name: 'minutely',
      file: '',
      timeoutSeconds: 1,
      memoryMegabytes: 64,
      openapi: [],
      timer: { name: 'minute', due: parseCron('0 * * * * * *') },
    };
    let fired = 0;
    const timers = new Timers(clock, new Map([['minutely', timer]]), () => fired++);
    timers.stop();
    const after = (ms: number): number => {
      clock.time += ms;
      fired = 0;
      timers.tick();
      return fired;
    };
    return { clock, after };
  };

  test('once per moment, also when a tick comes late or twice', () => {
    const { after } = everyMinute('2026-09-24T10:00:58+08:00');
    expect([after(1000), after(1000), after(0), after(400), after(3600), after(57_000)]).toEqual([
      0, 1, 0, 0, 0, 1,
    ]);
  });

  test('setting the clock fires nothing, forwards or backwards; then it goes on', () => {
    const { clock, after } = everyMinute('2026-09-24T10:00:58+08:00');
    clock.jumps++;
    expect(after(90_000_000)).toBe(0);
    clock.jumps++;
    expect(after(-80_000_500)).toBe(0);
    expect([...Array(61)].reduce((sum: number) => sum + after(1000), 0)).toBe(1);
  });

  test('what was missed during a long pause is not run later', () => {
    const { after } = everyMinute('2026-09-24T10:00:30+08:00');
    expect(after(3_600_000)).toBe(0);
  });
});
