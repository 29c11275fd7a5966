import { latestNoticeDay, noticeDay } from '../../cloudfunctions/domain/services/maintenance-window';
import { calendar } from '../support/domain';
import { at } from '../support/maintenance';

/** The latest day of a notice, counted backwards in working days (A5). */

describe('the latest day of a notice (A5, requirements §1.6)', () => {
  test.each([
    ['2026-10-12', '2026-10-08'],
    ['2026-10-09', '2026-09-29'],
    ['2026-02-24', '2026-02-12'],
    ['2026-05-06', '2026-04-28'],
    ['2026-11-21', '2026-11-18'],
  ])('G-3.2.3a: start %s, told on %s at the latest', (start, latest) => {
    expect(latestNoticeDay(calendar, at(`${start}T02:00`), 3)).toBe(latest);
  });

  test.each([
    ['2026-09-29T17:30:00.000+08:00', '2026-09-29'],
    ['2026-09-29T17:30:00.001+08:00', '2026-09-30'],
    ['2026-09-30T18:00:00.000+08:00', '2026-10-08'],
    ['2026-09-20T10:00:00.000+08:00', '2026-09-20'],
    ['2026-09-26T10:00:00.000+08:00', '2026-09-28'],
  ])('a notice at %s counts for %s', (given, day) => {
    expect(noticeDay(calendar, given)).toBe(day);
  });
});
