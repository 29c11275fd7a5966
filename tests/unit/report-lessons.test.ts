import { isWorkday } from '../../cloudfunctions/domain/calendar';
import { duePeriods, periodOf } from '../../cloudfunctions/domain/engine/recurrence';
import { availabilityFigure, figuresOf, type Sums } from '../../cloudfunctions/domain/reports/figures';
import { isOver, reportPeriod } from '../../cloudfunctions/domain/reports/periods';
import { addDays, civilDateOf, startOfDay } from '../../cloudfunctions/domain/time';
import { outcomeDefinition } from '../../cloudfunctions/usecases/oversight/outcomes';
import { together } from '../../cloudfunctions/usecases/reports/read-counted';
import { calendar } from '../support/domain';

/** Bugs of reports elsewhere (facts/oversight.md §7) that are answered by rules alone; run in every zone of the suite. */

const PERIOD = reportPeriod('monthly', '2026-09')!;
const nothing = { before: {}, yearBefore: {} };

test('bug 1: a period begins and ends at midnight of +08:00, whatever the zone of the host, none is missing and none has a day more', () => {
  const all = { week: [] as string[], month: [] as string[] };
  for (const every of ['week', 'month'] as const)
    for (let day = '2025-12-29'; day <= '2027-01-03';) {
      const period = periodOf(every, day);
      const { id, first, last } = period;
      const type = every === 'week' ? 'weekly' : 'monthly';
      all[every].push(id);
      expect(reportPeriod(type, id)).toEqual(period);
      const next = startOfDay(addDays(last, 1));
      const [start, end] = [`${first}T00:00:00.000+08:00`, `${last}T23:59:59.999+08:00`];
      expect([startOfDay(first), civilDateOf(start), civilDateOf(end)]).toEqual([start, first, last]);
      expect([isOver(period, end), isOver(period, next)]).toEqual([false, true]);
      // The timer takes it up some minutes after it is over, once, also where clocks are changed in the host's night.
      const before = periodOf(every, addDays(first, -1)).id;
      const due = (moment: string) => duePeriods({ every, when: 'after' }, before, moment, calendar);
      expect(due(end)).toEqual([]);
      expect(due(`${addDays(last, 1)}T00:05:00.000+08:00`).map(one => one.id)).toEqual([id]);
      day = addDays(last, 1);
    }
  expect(all.month).toHaveLength(14);
  expect(all.week).toHaveLength(53);
  expect(new Set([...all.week, ...all.month]).size).toBe(67);
  // The day of a night in which clocks are changed in America is a working day as any.
  expect([isWorkday(calendar, '2026-03-09'), isWorkday(calendar, '2026-11-02')]).toEqual([true, true]);
});

test('bugs 3 and 6: every figure says in words what it counts, and of which moment', () => {
  const minutes = { up: 1, down: 0 };
  const figures = [
    ...figuresOf({ now: {}, ...nothing }, PERIOD, {}),
    availabilityFigure(minutes, minutes, minutes),
    { key: 'policy:', definition: outcomeDefinition },
  ];
  expect(
    figures.filter(({ definition }) => !/本期|期初|所选日期/.test(definition)).map(({ key }) => key),
  ).toEqual([]);
});

test('bug 7: totals are sums, never averages of averages: of two units with very different rates the whole is all over all', () => {
  const of = (met: number, late: number): Sums => ({
    'clock.reply.met|complaint': met,
    'clock.reply.late|complaint': late,
  });
  const sums = new Map([
    ['hrss', of(100, 0)],
    ['psb', of(0, 25)],
    ['edu', of(1, 1)],
  ]);
  const reply = (units?: ReadonlySet<string>) =>
    figuresOf({ now: together(sums, units), ...nothing }, PERIOD, {}).find(({ key }) => key === 'reply');
  expect(reply()).toMatchObject({ numerator: 101, denominator: 127, rate: 101 / 127 });
  expect(reply(new Set(['hrss', 'psb']))).toMatchObject({ numerator: 100, denominator: 125, rate: 0.8 });
  // Few cases count in the sum and have no rate of their own.
  expect(reply(new Set(['edu']))).toMatchObject({ numerator: 1, denominator: 2, rate: null });
});
