import { buildCalendar } from '../../cloudfunctions/domain/calendar';
import {
  confirmEarlier,
  moveClock,
  recalculateClock,
  startClock,
  stopClock,
  type Clock,
  type ClockSpec,
  type Limit,
} from '../../cloudfunctions/domain/deadline';
import { endOfDay, instantAt, startOfDay } from '../../cloudfunctions/domain/time';
import { off, work, year2027 } from './calendar-fixtures';

/** A calendar is published while clocks run (A32): later moves by itself, earlier waits for the manager. */
const provisional = buildCalendar();
/** 2027 as expected, except that its 元旦 takes two more days off and gives the Sunday before. */
const longNewYear = buildCalendar([year2027([off('2027-01-04', '元旦'), off('2027-01-05', '元旦')])]);
/** 2027 with a make-up day on the first Saturday. */
const workingSaturday = buildCalendar([year2027([work('2027-01-02', '元旦')])]);
const asExpected = buildCalendar([year2027()]);

const start = (limit: Limit, on: string, calendar = provisional, spec: Partial<ClockSpec> = {}): Clock =>
  startClock(
    {
      id: 'reply-1',
      name: 'reply',
      label: '答复',
      clause: 'G-5.3d',
      responsible: { role: 'unit', unitId: 'hrss' },
      limit,
      ...spec,
    },
    instantAt(on, '10:00'),
    { calendar },
  );
const clock = start({ n: 20, unit: 'working-day' }, '2026-12-04'); // provisionally due 2027-01-04
const at = instantAt('2026-12-10', '09:00');

test('the expected arrangement: nothing moves, the date is certain now', () => {
  const { clock: after, change } = recalculateClock(clock, at, { calendar: asExpected });
  expect(change).toBe('none');
  expect(after).toMatchObject({ date: '2027-01-04', provisional: false, moves: [] });
  expect(after.calendarVersion).toBe(asExpected.version);
  expect(after.explanation.some(day => day.why.includes('暂定'))).toBe(false);
});

test('a later date moves by itself, with its reason, lights and explanation', () => {
  const { clock: after, change } = recalculateClock(clock, at, { calendar: longNewYear });
  expect(change).toBe('later');
  expect(after).toEqual({
    ...start({ n: 20, unit: 'working-day' }, '2026-12-04', longNewYear),
    moves: [{ at, from: '2027-01-04', to: '2027-01-06', why: '放假安排公布，重新计算' }],
  });
  expect(after).toMatchObject({ date: '2027-01-06', redAt: startOfDay('2027-01-07'), provisional: false });
});

describe('an earlier date', () => {
  const { clock: waiting, change } = recalculateClock(clock, at, { calendar: workingSaturday });

  test('waits; the old one stays in force, with lights and explanation to match', () => {
    expect(change).toBe('earlier');
    expect(waiting).toMatchObject({
      date: '2027-01-04',
      pendingDate: '2027-01-02',
      provisional: false,
      moves: [],
    });
    expect(waiting.redAt).toBe(startOfDay('2027-01-05'));
    expect(waiting.explanation.at(-1)).toEqual({ date: '2027-01-04', counted: true, why: '第 21 个工作日' });
  });

  test('is in force once the manager confirms it', () => {
    const confirmed = confirmEarlier(waiting, instantAt('2026-12-11', '09:00'), {
      calendar: workingSaturday,
    });
    expect(confirmed).toEqual({
      ...start({ n: 20, unit: 'working-day' }, '2026-12-04', workingSaturday),
      moves: [
        {
          at: instantAt('2026-12-11', '09:00'),
          from: '2027-01-04',
          to: '2027-01-02',
          why: '放假安排公布，重新计算',
        },
      ],
    });
    expect(confirmed).not.toHaveProperty('pendingDate');
    expect(confirmEarlier(confirmed, at, { calendar: workingSaturday })).toBe(confirmed);
  });

  test('is dropped when a corrected calendar makes it needless', () => {
    const { clock: after } = recalculateClock(waiting, at, { calendar: asExpected });
    expect(after).toMatchObject({ date: '2027-01-04' });
    expect(after).not.toHaveProperty('pendingDate');
    const { clock: later } = recalculateClock(waiting, at, { calendar: longNewYear });
    expect(later).toMatchObject({ date: '2027-01-06' });
    expect(later).not.toHaveProperty('pendingDate');
  });

  test('cannot be confirmed for a stopped clock', () => {
    const stopped = stopClock(waiting, endOfDay('2026-12-31'));
    expect(confirmEarlier(stopped, at, { calendar: workingSaturday })).toBe(stopped);
  });
});

test.each([
  ['expected', asExpected],
  ['later', longNewYear],
  ['earlier', workingSaturday],
])('a second run after the %s calendar changes nothing', (_, calendar) => {
  const first = recalculateClock(clock, at, { calendar }).clock;
  expect(recalculateClock(first, instantAt('2026-12-20', '09:00'), { calendar })).toEqual({
    clock: first,
    change: 'none',
  });
});

test('a stopped clock keeps its outcome and its explanation (A24)', () => {
  const stopped = stopClock(clock, endOfDay('2026-12-20'));
  expect(recalculateClock(stopped, at, { calendar: longNewYear })).toEqual({
    clock: stopped,
    change: 'none',
  });
  expect(recalculateClock(stopped, at, { calendar: longNewYear }).clock).toBe(stopped);
});

test('a date set by a decision stays, and moves on only when it became a day off', () => {
  const extended = moveClock(clock, '2027-01-11', at, '延期5个工作日', { calendar: provisional });
  expect(recalculateClock(extended, at, { calendar: workingSaturday })).toMatchObject({
    change: 'none',
    clock: { date: '2027-01-11', provisional: false },
  });
  const onNewHoliday = moveClock(clock, '2027-01-05', at, '延期1个工作日', { calendar: provisional });
  const { clock: after, change } = recalculateClock(onNewHoliday, at, { calendar: longNewYear });
  expect(change).toBe('later');
  expect(after).toMatchObject({ date: '2027-01-06', moves: [{ to: '2027-01-05' }, { to: '2027-01-06' }] });
});

test('a limit in months and a notice counted back follow the same rule', () => {
  const month = start({ n: 1, unit: 'month' }, '2026-12-04');
  expect(recalculateClock(month, at, { calendar: longNewYear })).toMatchObject({
    change: 'later',
    clock: { date: '2027-01-06' },
  });
  const notice = start({ n: 3, unit: 'working-day' }, '2026-12-04', provisional, { before: '2027-01-07' });
  expect(notice).toMatchObject({ date: '2027-01-04', provisional: true });
  expect(recalculateClock(notice, at, { calendar: longNewYear })).toMatchObject({
    change: 'earlier',
    clock: { date: '2027-01-04', pendingDate: '2026-12-30' },
  });
});

test('an internal target in minutes follows the calendar at once, both ways (A7)', () => {
  const target = start({ n: 480, unit: 'service-minute' }, '2026-12-31');
  expect(target.dueAt).toBe(instantAt('2027-01-04', '11:00'));
  const later = recalculateClock(target, at, { calendar: longNewYear });
  expect(later).toMatchObject({ change: 'later', clock: { dueAt: instantAt('2027-01-06', '11:00') } });
  const earlier = recalculateClock(target, at, { calendar: workingSaturday });
  expect(earlier).toMatchObject({ change: 'earlier', clock: { dueAt: instantAt('2027-01-02', '11:00') } });
  expect(recalculateClock(earlier.clock, at, { calendar: workingSaturday }).change).toBe('none');
});
