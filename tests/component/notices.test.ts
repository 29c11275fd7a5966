import type { ShownNotice } from '../../typings/contract';
import { foremost, noticeCard } from '../../miniprogram/model/notice/notices';

/** Which notices somebody sees first, and what they say of time. */

const notice = (
  id: string,
  kind: ShownNotice['kind'],
  startsAt: string,
  more: Partial<ShownNotice> = {},
): ShownNotice => ({ id, kind, title: id, text: id, publishedAt: startsAt, startsAt, ...more });
const DAY = 86_400_000;
const ahead = (days: number): string =>
  `${new Date(Date.now() + days * DAY).toISOString().slice(0, 19)}.000+08:00`;

describe('notices', () => {
  it('shows what cannot be used now before maintenance and news, the latest first (J-11c)', () => {
    const ordered = foremost(
      [
        notice('later', 'maintenance', ahead(9)),
        notice('sooner', 'maintenance', ahead(3)),
        notice('news', 'general', ahead(-1)),
        notice('maintenance', 'maintenance', ahead(-2)),
        notice('fault', 'fault', ahead(-4)),
        notice('delisted', 'offline', ahead(-3)),
      ].map(one => ({ ...one, serviceId: 's1' })),
    );
    expect(ordered.map(({ id }) => id)).toEqual([
      'delisted',
      'fault',
      'maintenance',
      'sooner',
      'later',
      'news',
    ]);
    expect(foremost(ordered, 2)).toHaveLength(2);
  });

  it('A36: shows before all others what stops the whole platform, once it has begun', () => {
    const fault = notice('fault', 'fault', ahead(-1), { serviceId: 's1' });
    const platform = notice('platform', 'maintenance', ahead(-2));
    expect(foremost([fault, platform]).map(({ id }) => id)).toEqual(['platform', 'fault']);
    const later = notice('later', 'maintenance', ahead(1));
    expect(foremost([later, fault]).map(({ id }) => id)).toEqual(['fault', 'later']);
  });

  it('names an end only where there is one', () => {
    const startsAt = '2026-12-04T20:00:00.000+08:00';
    expect(noticeCard(notice('a', 'offline', startsAt)).when).toBe('12 月 4 日 周五 20:00 起');
    const window = { endsAt: '2026-12-05T02:00:00.000+08:00' };
    expect(noticeCard(notice('b', 'maintenance', startsAt, window)).when).toBe(
      '12 月 4 日 周五 20:00–12 月 5 日 周六 02:00',
    );
    const takenDown = { endsAt: '2026-12-01T10:05:00.000+08:00', ended: true as const };
    expect(noticeCard(notice('c', 'maintenance', startsAt, takenDown)).when).toBe(
      '原定 12 月 4 日 周五 20:00 开始',
    );
  });
});
