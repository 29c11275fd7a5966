import * as fc from 'fast-check';
import { buildCalendar } from '../../cloudfunctions/domain/calendar';
import {
  cancelClock,
  dueReminders,
  moveClock,
  nextReminderAt,
  nextServiceInstant,
  settleReminders,
  startClock,
  stopClock,
  type Reminder,
  DEFAULT_SERVICE_HOURS,
  type Clock,
  type Limit,
  type ReminderContext,
} from '../../cloudfunctions/domain/deadline';
import { addMinutes, instantAt } from '../../cloudfunctions/domain/time';

/** Messages of a light (A24): yellow, 16:00 of the due day, red, then a digest each third working day (A31). */
const calendar = buildCalendar();
const context: ReminderContext = { calendar };

const start = (limit: Limit, at: string): Clock =>
  startClock(
    {
      id: 'reply-1',
      name: 'reply',
      label: '答复',
      clause: 'G-5.2d',
      responsible: { role: 'unit', unitId: 'hrss' },
      limit,
    },
    at,
    { calendar },
  );
/** 5 WD from Friday 2026-11-13: yellow from Thursday 11-19, due on Friday 11-20, red from Saturday. */
const clock = start({ n: 5, unit: 'working-day' }, instantAt('2026-11-13', '10:00'));
const EXPECTED: Reminder[] = [
  { level: 'yellow', at: instantAt('2026-11-19', '09:00') },
  { level: 'due-day', at: instantAt('2026-11-20', '16:00') },
  { level: 'red', at: instantAt('2026-11-23', '09:00') },
  { level: 'digest', at: instantAt('2026-11-26', '09:00'), digestNumber: 1 },
  { level: 'digest', at: instantAt('2026-12-01', '09:00'), digestNumber: 2 },
];
const atTheEnd = instantAt('2026-12-02', '10:00');

/** The state after the timer ran at these instants, with what it sent; `processedAt` left out. */
const run = (from: Clock, instants: string[], within: ReminderContext = context) => {
  const sent: string[] = [];
  let state = from;
  for (const now of instants) {
    const { clock: next, send } = settleReminders(state, now, within);
    if (send) sent.push(`${send.level}${send.digestNumber ?? ''}`);
    state = next;
  }
  const levels = state.reminded.map(({ processedAt: _processed, ...record }) => record);
  return { state, sent, levels };
};
/** What stands on the clock in the end: of the digests only the last. */
const KEPT = EXPECTED.filter(({ level, digestNumber }) => level !== 'digest' || digestNumber === 2).map(
  reminder => ({ ...reminder, due: '2026-11-20' }),
);
/** The clock as it was before a reminder. */
const before = (index: number) => ({
  ...clock,
  reminded: EXPECTED.slice(0, index).map(reminder => ({
    ...reminder,
    due: '2026-11-20',
    processedAt: reminder.at,
  })),
});
const minutesFrom = (from: string, to: string, step: number): string[] => {
  const instants = [];
  for (let now = from; now <= to; now = addMinutes(now, step)) instants.push(now);
  return instants;
};

describe('on time', () => {
  const onTime = run(clock, minutesFrom(clock.startedAt, atTheEnd, 5));

  test('each level is sent once, staff are written to in service hours only', () => {
    expect(onTime.sent).toEqual(['yellow', 'due-day', 'red', 'digest1', 'digest2']);
    expect(onTime.levels).toEqual(KEPT);
    for (const { processedAt } of onTime.state.reminded) {
      expect(nextServiceInstant(calendar, DEFAULT_SERVICE_HOURS, processedAt)).toBe(processedAt);
    }
  });

  test('to the millisecond', () => {
    for (const [index, { at }] of EXPECTED.entries()) {
      expect(dueReminders(before(index), addMinutes(at, -1 / 60_000), context)).toEqual([]);
      expect(dueReminders(before(index), at, context)).toEqual([EXPECTED[index]]);
    }
  });

  test('the next reminder is known in advance', () => {
    for (const [index, { at }] of EXPECTED.entries()) {
      expect(nextReminderAt(before(index), clock.startedAt, context)).toBe(at);
    }
    expect(nextReminderAt(clock, atTheEnd, context)).toBe(atTheEnd);
  });
});

describe('after an outage', () => {
  test('of three days, all levels passed are recorded, only the highest is sent', () => {
    const { sent, levels, state } = run(clock, [
      instantAt('2026-11-18', '10:00'),
      instantAt('2026-11-23', '09:05'),
    ]);
    expect(sent).toEqual(['red']);
    expect(levels.map(({ level }) => level)).toEqual(['yellow', 'due-day', 'red']);
    expect(state.reminded.every(({ processedAt }) => processedAt === instantAt('2026-11-23', '09:05'))).toBe(
      true,
    );
  });

  test('of weeks, the last digest stands for all', () => {
    const { sent, levels } = run(clock, [atTheEnd]);
    expect(sent).toEqual(['digest2']);
    expect(levels).toEqual(KEPT);
  });

  test('a second run and runs in parallel have the same effect as one', () => {
    const once = run(clock, [atTheEnd]);
    const twice = run(clock, [atTheEnd, atTheEnd, addMinutes(atTheEnd, 1)]);
    expect(twice).toEqual(once);
    expect(settleReminders(clock, atTheEnd, context)).toEqual(settleReminders(clock, atTheEnd, context));
    expect(settleReminders(once.state, atTheEnd, context).clock).toBe(once.state);
  });

  test('whenever the timer ran, the recorded levels end the same and none is sent twice', () => {
    const onTime = run(clock, minutesFrom(clock.startedAt, atTheEnd, 30)).levels;
    const sometimes = fc.array(fc.nat({ max: 19 * 24 * 60 }), { maxLength: 40 });
    fc.assert(
      fc.property(sometimes, minutes => {
        const instants = minutes.sort((a, b) => a - b).map(minute => addMinutes(clock.startedAt, minute));
        const { sent, levels } = run(clock, [...instants.filter(now => now < atTheEnd), atTheEnd]);
        expect(levels).toEqual(onTime);
        expect(new Set(sent).size).toBe(sent.length);
        expect(sent.at(-1)).toBe('digest2');
      }),
      { numRuns: 200 },
    );
  });
});

describe('a moved date', () => {
  const late = run(clock, [instantAt('2026-11-23', '10:00')]).state;
  const moved = moveClock(late, '2026-12-04', instantAt('2026-11-23', '11:00'), '延期', { calendar });

  test('arms all levels anew and keeps what was sent for the old one', () => {
    expect(nextReminderAt(moved, instantAt('2026-11-23', '11:00'), context)).toBe(
      instantAt('2026-12-01', '09:00'),
    );
    const { sent, levels } = run(
      moved,
      minutesFrom(instantAt('2026-11-23', '11:00'), instantAt('2026-12-07', '10:00'), 60),
    );
    expect(sent).toEqual(['yellow', 'due-day', 'red']);
    expect(levels.map(({ due }) => due)).toEqual([
      ...Array(3).fill('2026-11-20'),
      ...Array(3).fill('2026-12-04'),
    ]);
  });
});

describe('no reminder', () => {
  test('for a stopped or cancelled clock, also when it is late', () => {
    for (const stopped of [
      stopClock(clock, instantAt('2026-11-18', '10:00')),
      stopClock(clock, instantAt('2026-11-23', '08:00')),
      cancelClock(clock, instantAt('2026-11-18', '10:00')),
    ]) {
      expect(dueReminders(stopped, atTheEnd, context)).toEqual([]);
      expect(settleReminders(stopped, atTheEnd, context)).toEqual({ clock: stopped });
      expect(nextReminderAt(stopped, atTheEnd, context)).toBeUndefined();
    }
  });
});

describe('limits of every class', () => {
  const levels = (of: Clock, until: string, within = context) =>
    dueReminders(of, until, within).map(({ level, at }) => `${level} ${at.slice(0, 16)}`);

  test('1 WD: yellow after the noon break of the due day', () => {
    const day = start({ n: 1, unit: 'working-day' }, instantAt('2026-11-20', '10:00'));
    expect(levels(day, instantAt('2026-11-24', '09:00'))).toEqual([
      'yellow 2026-11-23T13:30',
      'due-day 2026-11-23T16:00',
      'red 2026-11-24T09:00',
    ]);
  });

  test('over a long holiday, red waits for the first working day and digests count working days', () => {
    const before = start({ n: 2, unit: 'working-day' }, instantAt('2026-09-28', '10:00'));
    expect(levels(before, instantAt('2026-10-15', '10:00'))).toEqual([
      'yellow 2026-09-30T09:00',
      'due-day 2026-09-30T16:00',
      'red 2026-10-08T09:00',
      'digest 2026-10-12T09:00',
      'digest 2026-10-15T09:00',
    ]);
  });

  test('a target in service minutes has no due day', () => {
    const target = start({ n: 120, unit: 'service-minute' }, instantAt('2026-11-20', '16:00'));
    expect(levels(target, instantAt('2026-11-26', '10:00'))).toEqual([
      'yellow 2026-11-20T17:00',
      'red 2026-11-23T09:30',
      'digest 2026-11-26T09:00',
    ]);
  });

  test('urgent tickets and major faults do not wait for service hours (A31)', () => {
    const fault = start({ n: 30, unit: 'minute' }, instantAt('2026-11-21', '02:00'));
    const urgent = { calendar, urgent: true };
    expect(levels(fault, instantAt('2026-11-25', '10:00'), urgent)).toEqual([
      'yellow 2026-11-21T02:15',
      'red 2026-11-21T02:30',
      'digest 2026-11-25T09:00',
    ]);
    expect(levels(clock, instantAt('2026-11-21', '00:00'), urgent)).toEqual([
      'yellow 2026-11-19T00:00',
      'due-day 2026-11-20T16:00',
      'red 2026-11-21T00:00',
    ]);
  });

  test('where 16:00 is out of service, the last service hour before it reminds of the due day', () => {
    const morning = (periods: [string, string][]) => ({ calendar, serviceHours: { periods } });
    const dueDay = (periods: [string, string][], at = atTheEnd) =>
      dueReminders(clock, at, morning(periods))
        .find(({ level }) => level === 'due-day')
        ?.at.slice(0, 16);
    expect(dueDay([['08:30', '12:00']])).toBe('2026-11-20T11:00');
    expect(
      dueDay([
        ['09:00', '12:00'],
        ['13:30', '14:00'],
      ]),
    ).toBe('2026-11-20T13:30');
    const evening = `${atTheEnd.slice(0, 10)}T18:00:00.000+08:00`;
    expect(dueDay([['17:00', '20:00']], evening)).toBe('2026-11-19T19:00');
  });

  test('after an outage that ends out of service hours, reminders wait for the next service hour; urgent ones do not (A31)', () => {
    const night = instantAt('2026-11-21', '03:00');
    expect(dueReminders(clock, night, { calendar })).toEqual([]);
    expect(nextReminderAt(clock, night, { calendar })).toBe(instantAt('2026-11-23', '09:00'));
    expect(dueReminders(clock, night, { calendar, urgent: true }).map(({ level }) => level)).toContain('red');
  });

  test('even where the due-day reminder comes before yellow, every level is recorded once', () => {
    const mornings = { calendar, serviceHours: { periods: [['08:00', '10:00']] as [string, string][] } };
    const day = start({ n: 1, unit: 'working-day' }, instantAt('2026-11-19', '10:00'));
    const onTime = run(day, minutesFrom(day.startedAt, instantAt('2026-11-24', '10:00'), 10), mornings);
    expect(onTime.sent).toEqual(['due-day', 'red']);
    expect(run(day, [instantAt('2026-11-24', '09:50')], mornings).levels).toEqual(onTime.levels);
  });
});
