import type { CalendarDay, ImportedYear } from '../../cloudfunctions/domain/calendar';

export const off = (date: string, name: string): CalendarDay => ({ date, kind: 'off', name });
export const work = (date: string, name: string): CalendarDay => ({ date, kind: 'work', name });

/** A plausible arrangement of 2027 for tests; the real one is published in November 2026. */
export const year2027 = (
  extra: CalendarDay[] = [],
  importedAt = '2026-11-25T09:00:00.000+08:00',
): ImportedYear => ({
  year: 2027,
  source: '国务院办公厅关于2027年部分节假日安排的通知（测试）',
  importedAt,
  days: [
    off('2027-01-01', '元旦'),
    ...['05', '06', '07', '08', '09', '10', '11'].map(day => off(`2027-02-${day}`, '春节')),
    work('2027-02-13', '春节'),
    off('2027-04-05', '清明节'),
    off('2027-05-01', '劳动节'),
    off('2027-05-02', '劳动节'),
    off('2027-05-03', '劳动节'),
    off('2027-06-09', '端午节'),
    off('2027-09-15', '中秋节'),
    ...['01', '02', '03', '04', '05', '06', '07'].map(day => off(`2027-10-${day}`, '国庆节')),
    work('2027-09-26', '国庆节'),
    work('2027-10-09', '国庆节'),
    ...extra,
  ],
});
