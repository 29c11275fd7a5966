import { buildCalendar } from '../../cloudfunctions/domain/calendar';
import {
  cancelClock,
  daysLeft,
  dueReminders,
  lightOf,
  nextReminderAt,
  pauseClock,
  resumeClock,
  startClock,
  stopClock,
  type Clock,
  type Limit,
} from '../../cloudfunctions/domain/deadline';
import { endOfDay, instantAt } from '../../cloudfunctions/domain/time';

/** Clocks that stand still while somebody else has to act (G-3.3.3c): what was left stays left. */

const calendar = buildCalendar();
const context = { calendar };
const WHY = '等待验证，不计入';
const clockOf = (limit: Limit, at: string): Clock =>
  startClock(
    {
      id: 'fix-1',
      name: 'fix',
      label: '解决',
      clause: 'G-3.2.4a',
      responsible: { role: 'unit', unitId: 'hrss' },
      limit,
    },
    at,
    context,
  );
const day = (date: string, time = '10:00') => instantAt(date, time);
/** Due on Thursday 8 October: National Day lies between. */
const clock = clockOf({ n: 1, unit: 'working-day' }, day('2026-09-30'));

test('while it stands no light changes, nobody is reminded, and the days left stay', () => {
  const paused = pauseClock(clock, day('2026-10-08', '11:00'));
  const later = day('2026-10-20');
  expect(lightOf(paused, later)).toBe('green');
  expect(daysLeft(paused, later, calendar)).toBe(0);
  expect(dueReminders(paused, later, context)).toEqual([]);
  expect(nextReminderAt(paused, later, context)).toBeUndefined();
  expect(pauseClock(paused, later)).toBe(paused);
});

test('it stops as of the moment from which it stood', () => {
  const paused = pauseClock(clock, day('2026-10-08'));
  expect(stopClock(paused, day('2026-10-20'))).toMatchObject({ state: 'met', stoppedAt: day('2026-10-08') });
  expect(stopClock(paused, day('2026-10-20'))).not.toHaveProperty('pausedAt');
  expect(cancelClock(paused, day('2026-10-20'))).toMatchObject({ stoppedAt: day('2026-10-08') });
  const late = pauseClock(clock, day('2026-10-09'));
  expect(stopClock(late, day('2026-10-20')).state).toBe('late');
});

test.each([
  ['on the same day', '2026-10-08', '2026-10-08', '2026-10-08'],
  ['over a night', '2026-10-08', '2026-10-09', '2026-10-09'],
  ['from the day before, over a make-up Saturday', '2026-09-30', '2026-10-10', '2026-10-12'],
  ['over a weekend', '2026-10-08', '2026-10-12', '2026-10-12'],
])('it goes on with what was left: %s', (_how, from, to, due) => {
  const resumed = resumeClock(pauseClock(clock, day(from)), day(to), WHY, context);
  expect(resumed.date).toBe(due);
  expect(resumed).not.toHaveProperty('pausedAt');
  // One working day is counted, whatever lies between.
  expect(resumed.explanation.filter(({ counted }) => counted)).toHaveLength(1);
  expect(resumed.explanation.find(({ counted }) => counted)?.why).toContain('第 1 个工作日');
});

test('a second pause does not count the days of the first', () => {
  const once = resumeClock(pauseClock(clock, day('2026-10-08')), day('2026-10-09'), WHY, context);
  const twice = resumeClock(pauseClock(once, day('2026-10-09', '16:00')), day('2026-10-12'), WHY, context);
  expect(twice.date).toBe('2026-10-12');
  expect(twice.explanation.filter(({ why }) => why === WHY).map(({ date }) => date)).toEqual([
    '2026-10-09',
    '2026-10-10',
    '2026-10-12',
  ]);
  expect(twice.moves.map(({ why }) => why)).toEqual([WHY, WHY]);
});

test('what was late when it began to stand stays late; what does not stand stays as it is', () => {
  const late = pauseClock(clock, day('2026-10-09'));
  expect(resumeClock(late, day('2026-10-12'), WHY, context)).toMatchObject({ date: '2026-10-08' });
  expect(lightOf(resumeClock(late, day('2026-10-12'), WHY, context), day('2026-10-12'))).toBe('red');
  expect(resumeClock(clock, day('2026-10-08'), WHY, context)).toBe(clock);
  const met = stopClock(clock, endOfDay('2026-10-08'));
  expect(pauseClock(met, day('2026-10-09'))).toBe(met);
  expect(resumeClock(met, day('2026-10-09'), WHY, context)).toBe(met);
});

test('an internal target in service hours begins anew (A7)', () => {
  const hours = clockOf({ n: 120, unit: 'service-minute' }, day('2026-10-08', '09:00'));
  const resumed = resumeClock(
    pauseClock(hours, day('2026-10-08', '10:00')),
    day('2026-10-09', '14:00'),
    WHY,
    context,
  );
  expect(resumed.dueAt).toBe(day('2026-10-09', '16:00'));
});
