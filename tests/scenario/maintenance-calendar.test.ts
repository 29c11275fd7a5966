import type { MaintenanceCalendar } from '../../typings/contract';
import { plan } from '../support/maintenance';
import { useSystem } from '../support/system';

/** The calendar of windows (G-3.2.3a, A5). */

const system = useSystem();
const { staff } = system;

const handler = staff('demo-hrss-handler');
const manager = staff('demo-manager');

describe('the calendar of windows (A5)', () => {
  test('G-3.2.3a: it warns of other windows of the service, the unit and the day, of make-up days, holidays and working hours', async () => {
    system.at('2026-09-01T10:00');
    const late = { urgentReason: '演练。' };
    const open = async (who: string, input: object): Promise<string> =>
      (await staff(who).open('maintenance', { ...input, ...late })).no;
    // A Sunday that is worked (make-up for National Day), in working hours.
    const first = await open('demo-hrss-handler', plan('S001', '2026-09-20T10:00', '2026-09-20T12:00'));
    const sameUnit = await open('demo-hrss-handler', plan('S002', '2026-09-20T20:00', '2026-09-20T22:00'));
    const { serviceId: _serviceId, ...platform } = plan('', '2026-09-20T11:00', '2026-09-20T23:00');
    const whole = await open('demo-operator', platform);
    const holiday = await open('demo-hrss-handler', plan('S003', '2026-10-02T02:00', '2026-10-02T04:00'));
    for (const [who, id] of [
      ['demo-psb-handler', 'S012'],
      ['demo-psb-handler', 'S013'],
      ['demo-tax-handler', 'S035'],
    ] as const)
      await open(who, plan(id, '2026-10-02T06:00', '2026-10-02T07:00'));
    const { windows, days } = await manager.call<MaintenanceCalendar>('maintenance.calendar', {
      from: '2026-09-19',
      to: '2026-10-02',
    });
    const warnings = (no: string): string => windows.find(one => one.no === no)?.warnings.join(';') ?? '';
    expect(warnings(first)).toContain(`与 ${whole}“办事平台”的时间重叠`);
    expect(warnings(first)).toContain(`同一天本单位还有 ${sameUnit}`);
    expect(warnings(first)).toContain('是调休上班日');
    expect(warnings(first)).toContain('占用工作时间');
    expect(warnings(sameUnit)).not.toContain('占用工作时间');
    expect(warnings(holiday)).toContain('国庆节假期');
    expect(warnings(holiday)).toMatch(/同一天其他单位还有“[^”]+”、“[^”]+”等 3 次/);
    expect(days.find(({ date }) => date === '2026-09-20')).toMatchObject({ kind: 'make-up' });
    expect(days.find(({ date }) => date === '2026-09-19')).toMatchObject({ kind: 'off' });
    expect(days.find(({ date }) => date === '2026-10-01')).toEqual({
      date: '2026-10-01',
      kind: 'off',
      name: '国庆节',
    });

    await handler.act(first, 'cancel', { reason: '不做了。' });
    const after = await handler.call<MaintenanceCalendar>('maintenance.calendar', {
      from: '2026-09-20',
      to: '2026-09-20',
    });
    expect(after.windows.map(({ no }) => no)).toEqual([whole, sameUnit]);
  });

  test('a span that is wrong or too long is refused, and so is whoever handles no tickets', async () => {
    for (const span of [
      { from: '2026-10-02', to: '2026-10-01' },
      { from: '2026-01-01', to: '2026-12-31' },
      { from: '2026-02-30', to: '2026-03-01' },
    ])
      await expect(manager.call('maintenance.calendar', span)).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      staff('demo-security').call('maintenance.calendar', { from: '2026-10-01', to: '2026-10-02' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});
