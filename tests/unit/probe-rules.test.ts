import type { Probe, Service } from '../../cloudfunctions/domain/catalogue';
import {
  addToDay,
  afterProbe,
  blankDay,
  firstDue,
  isPlanned,
  medianOf,
  nextDue,
  waitAfter,
  watchedOf,
  type WatchedAddress,
} from '../../cloudfunctions/domain/services/probe';
import { NEVER } from '../../cloudfunctions/domain/time';

/** When an address is looked at, what failures mean, what a day counts (G-2.2b, G-3.3.1a). */

const probe: Probe = { everyMinutes: 5, expectStatus: 200, timeoutSeconds: 10, failures: 3 };
const time = (clock: string): string => `2026-10-08T${clock}.000+08:00`;
const address: WatchedAddress = { url: 'https://a.example/', nextAt: time('09:00:00'), failures: 0 };
const failed = { failure: 'status', milliseconds: 20 } as const;
const fine = { milliseconds: 20 };
const at = (clock: string, planned = false) => ({ now: time(clock), planned });

test('the next look lies on the grid of the interval: a late run moves nothing, a long pause is not made up for', () => {
  expect(nextDue(time('09:00:00'), 5, time('09:00:40'))).toBe(time('09:05:00'));
  expect(nextDue(time('09:00:00'), 5, time('09:04:59'))).toBe(time('09:05:00'));
  expect(nextDue(time('09:00:00'), 5, time('09:05:00'))).toBe(time('09:10:00'));
  expect(nextDue(time('09:00:00'), 5, time('12:02:00'))).toBe(time('12:05:00'));
});

test('until the fault the interval stays, from then on it doubles up to an hour, or the own interval when that is longer', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 20].map(n => waitAfter(n, probe))).toEqual([
    5, 5, 5, 10, 20, 40, 60, 60, 60,
  ]);
  expect(waitAfter(9, { ...probe, everyMinutes: 1440 })).toBe(1440);
});

test('failures in a row keep the instant and the reason of the first; one success ends the row', () => {
  const one = afterProbe(address, probe, failed, at('09:00:00'));
  const two = afterProbe(one, probe, { failure: 'timeout', milliseconds: 9 }, at('09:05:00'));
  expect(two).toMatchObject({ failures: 2, since: time('09:00:00'), what: 'status' });
  const over = afterProbe(two, probe, fine, at('09:10:00'));
  expect(over).toEqual({ url: address.url, failures: 0, nextAt: time('09:15:00') });
});

test('without a measurement, and during maintenance, nothing is held against it', () => {
  const one = afterProbe(address, probe, failed, at('09:00:00'));
  for (const after of [
    afterProbe(one, probe, { failure: 'refused', milliseconds: 0 }, at('09:05:00')),
    afterProbe(one, probe, failed, at('09:05:00', true)),
  ])
    expect(after).toEqual({ ...one, nextAt: time('09:10:00') });
});

test('what stays in the register is remembered, what is new is due in this minute, what is gone is forgotten', () => {
  const watched = { name: '甲', url: address.url, probe };
  const added = { name: '乙', url: 'https://b.example/', probe };
  const known = [
    { ...address, failures: 2 },
    { ...address, url: 'https://gone.example/' },
  ];
  const result = watchedOf(
    { interfaces: [watched, added, { name: '丙', url: 'https://c.example/' }] },
    known,
    time('10:00:42'),
  );
  expect(result).toEqual([known[0], { url: added.url, nextAt: time('10:00:00'), failures: 0 }]);
  expect(firstDue(result)).toBe(time('09:00:00'));
  expect(watchedOf({ interfaces: [watched], withdrawn: true }, known, time('10:00:00'))).toEqual([]);
  expect(firstDue([])).toBe(NEVER);
});

test('maintenance counts from its window or its condition on', () => {
  const service = {
    windows: [{ no: 'WH1', startsAt: time('09:00:00'), endsAt: time('10:00:00') }],
  } as Service;
  expect(
    [time('08:59:59'), time('09:00:00'), time('10:00:00'), time('10:00:01')].map(now =>
      isPlanned(service, now),
    ),
  ).toEqual([false, true, true, false]);
});

test('a day counts answers, minutes and the median; planned failures apart, refused looks not at all', () => {
  const seen = { minutes: 5, planned: false };
  let day = blankDay('S001', time('09:00:00'));
  for (const milliseconds of [30, 90, 90, 7000]) day = addToDay(day, { milliseconds }, seen);
  day = addToDay(day, failed, seen);
  day = addToDay(day, failed, { ...seen, planned: true });
  day = addToDay(day, { failure: 'foreign-redirect', milliseconds: 3 }, seen);
  expect(day).toMatchObject({ up: 4, down: 1, planned: 1, upMinutes: 20, downMinutes: 5 });
  expect(medianOf(day)).toBe(100);
  expect(medianOf(blankDay('S001', time('09:00:00')))).toBeUndefined();
  expect(medianOf(addToDay(blankDay('S001', time('09:00:00')), { milliseconds: 9999 }, seen))).toBe(6400);
});
