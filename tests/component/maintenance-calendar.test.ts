import { sheetOf, windowLines } from '../../miniprogram/model/notice/maintenance';
import { openPage } from './harness';
import { newPhone, ok } from './phone';
import { called, script } from './service-desk';

/** The calendar of maintenance (A5). */

describe('the calendar of maintenance', () => {
  const plan = {
    windows: [
      {
        no: 'WH1',
        serviceName: '社保卡申领',
        title: '社保卡申领系统升级',
        startsAt: '2026-10-09T22:00:00.000+08:00',
        endsAt: '2026-10-11T00:00:00.000+08:00',
        state: 'announced',
        stateLabel: '公告已发布，待开始',
        warnings: ['10 月 10 日 周六是调休上班日'],
      },
    ],
    days: [
      { date: '2026-10-07', kind: 'off' as const, name: '国庆节' },
      { date: '2026-10-10', kind: 'make-up' as const, name: '国庆节' },
    ],
  };

  it('marks holidays, make-up days and clashes in words; a window until midnight ends the day before', () => {
    const cells = sheetOf('2026-10-12', plan, '2026-10-12');
    const on = (date: string) => cells.filter(cell => cell.date === date)[0];
    expect(cells.filter(cell => !cell.date)).toHaveLength(3);
    expect(on('2026-10-07')).toMatchObject({ mark: '休', spoken: expect.stringContaining('国庆节放假') });
    expect(on('2026-10-10')).toMatchObject({ mark: '班', off: false, count: '▲1次', warns: true });
    expect(on('2026-10-10')?.spoken).toContain('国庆节调休上班，1 次维护，有冲突要看');
    expect(on('2026-10-11')).toMatchObject({ count: '', off: true });
    expect(windowLines(plan, '2026-10-11')).toEqual([]);
  });

  it('shows a day that was tapped, and moves by months', async () => {
    const page = await openPage(
      'packages/staff/services/maintenance/index',
      {},
      newPhone({ ...script, 'staff/maintenance.calendar': () => ok(plan) }),
    );
    expect(page.text()).toContain('本月，1 次维护');
    expect(page.text()).toContain('▲ 10 月 10 日 周六是调休上班日');
    await page.tap('下月 ›');
    const asked = called(page, 'maintenance.calendar').map(call => call.input);
    expect(asked).toHaveLength(2);
    expect(asked[1]?.['from']).toMatch(/-01$/);
  });
});
