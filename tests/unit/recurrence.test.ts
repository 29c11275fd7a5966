import fc from 'fast-check';
import { isWorkday } from '../../cloudfunctions/domain/calendar';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { weekly } from '../support/weekly';
import {
  duePeriods,
  periodInWords,
  periodOf,
  periodWithId,
  type DuePeriod,
  type Every,
} from '../../cloudfunctions/domain/engine/recurrence';
import { addDays, civilDateOf, instantOf } from '../../cloudfunctions/domain/time';
import { jobs } from '../../cloudfunctions/usecases/clock/jobs';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { getClock } from '../../cloudfunctions/usecases/clock/show-clock';
import { listQueue } from '../../cloudfunctions/usecases/tickets/lists/list-queue';
import { calendar } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** Procedures that recur: each period once, however often and however late the timer runs (A8, G-3.3.2.1, G-3.3.4c). */

const every = fc.constantFrom<Every>('week', 'month', 'quarter', 'year');
const when = fc.constantFrom<'after' | 'within'>('after', 'within');
const instant = fc
  .integer({ min: Date.parse('2024-12-20T00:00+08:00'), max: Date.parse('2026-12-31T23:59+08:00') })
  .map(instantOf);

const operator: Actor = { id: 'o', role: 'operator', name: '甲' };

const firstWorkdayOf = ({ first, last }: Pick<DuePeriod, 'first' | 'last'>): string | undefined => {
  let day = first;
  while (day <= last && !isWorkday(calendar, day)) day = addDays(day, 1);
  return day <= last ? day : undefined;
};

/** When a period is due, as a text that sorts with instants. */
const dueFrom = (mode: 'after' | 'within', period: Pick<DuePeriod, 'first' | 'last'>): string => {
  const workday = mode === 'within' ? firstWorkdayOf(period) : undefined;
  return workday ? `${workday}T00:00` : `${addDays(period.last, 1)}T00:05`;
};

describe('periods', () => {
  test.each([
    ['week', '2026-02-18', '2026-W08', '2026-02-16', '2026-02-22'],
    ['week', '2027-01-01', '2026-W53', '2026-12-28', '2027-01-03'],
    ['week', '2024-12-30', '2025-W01', '2024-12-30', '2025-01-05'],
    ['month', '2026-02-10', '2026-02', '2026-02-01', '2026-02-28'],
    ['quarter', '2026-11-30', '2026-Q4', '2026-10-01', '2026-12-31'],
    ['year', '2026-09-01', '2026', '2026-01-01', '2026-12-31'],
  ] as const)('%s of %s is %s', (kind, day, id, first, last) => {
    expect(periodOf(kind, day)).toEqual({ id, first, last });
  });

  test('they follow each other without a gap, and are found again by their ids', () => {
    fc.assert(
      fc.property(every, instant, (kind, now) => {
        const period = periodOf(kind, civilDateOf(now));
        expect(period.first <= civilDateOf(now) && civilDateOf(now) <= period.last).toBe(true);
        expect(periodOf(kind, addDays(period.last, 1)).first).toBe(addDays(period.last, 1));
        expect(periodWithId(kind, period.id)).toEqual(period);
      }),
    );
    for (const id of ['2026-W54', '2026-13', '2026-Q5', 'x', '', '2026-W8'])
      for (const kind of ['week', 'month', 'quarter', 'year'] as const)
        expect(periodWithId(kind, id)).toBeUndefined();
  });
});

/** What the runs at these times settle, each with what the one before has remembered. */
const settledBy = (kind: Every, mode: 'after' | 'within', runs: string[]): DuePeriod[] => {
  let last: string | undefined;
  return runs.flatMap(now => {
    const due = duePeriods({ every: kind, when: mode }, last, now, calendar);
    last = due.at(-1)?.id ?? last;
    return due;
  });
};

test('any number of runs at any times settles each period exactly once, none before its time', () => {
  fc.assert(
    fc.property(
      every,
      when,
      fc.array(instant, { minLength: 1, maxLength: 30 }),
      fc.boolean(),
      (kind, mode, times, procedures) => {
        // A clock that is set back in between changes nothing.
        const runs = procedures ? [...times].sort() : times;
        const settled = settledBy(kind, mode, runs);
        expect(new Set(settled.map(({ id }) => id)).size).toBe(settled.length);
        for (const [at, period] of settled.entries()) {
          if (at > 0) expect(period.first).toBe(addDays(settled[at - 1]!.last, 1));
          expect(period.exempt !== undefined).toBe(mode === 'within' && !firstWorkdayOf(period));
        }
        // By the latest run all is settled that is due by then, and nothing that is not: from the first one on that had
        // anything to settle, as nothing is opened for the time before.
        const last = settled.at(-1);
        if (!last) return;
        const begun = runs.findIndex((_, at) => settledBy(kind, mode, runs.slice(0, at + 1)).length > 0);
        const latest = runs.slice(begun).sort().at(-1)!;
        expect(dueFrom(mode, last) <= latest).toBe(true);
        expect(dueFrom(mode, periodOf(kind, addDays(last.last, 1))) > latest).toBe(true);
      },
    ),
    {
      numRuns: 200,
      // The clock is set back after a run in the minutes in which nothing is settled yet.
      examples: [
        ['week', 'after', ['2026-05-04T00:00:00.000+08:00', '2024-12-20T00:00:00.000+08:00'], false],
      ],
    },
  );
});

test('A8: the week of the Spring Festival has no working day and is exempt; a make-up Saturday is one', () => {
  const weeks = (now: string, last?: string) =>
    duePeriods({ every: 'week', when: 'within' }, last, now, calendar);
  const at = (day: string, time = '10:00') => `${day}T${time}:00.000+08:00`;
  // 16–22 February 2026: known as exempt when it is over, together with the next one on its first working day.
  expect(weeks(at('2026-02-20'), '2026-W07')).toEqual([]);
  expect(weeks(at('2026-02-24'), '2026-W07')).toEqual([
    { id: '2026-W08', first: '2026-02-16', last: '2026-02-22', exempt: '本周无工作日' },
    { id: '2026-W09', first: '2026-02-23', last: '2026-03-01' },
  ]);
  // 5–11 October 2026: a holiday until Wednesday, opened on Thursday.
  expect(weeks(at('2026-10-07', '23:59'), '2026-W40')).toEqual([]);
  expect(weeks(at('2026-10-08', '00:00'), '2026-W40').map(({ id }) => id)).toEqual(['2026-W41']);
  // What ends in the last moment of a month is stored before the month is settled.
  const months = (now: string) => duePeriods({ every: 'month', when: 'after' }, '2026-09', now, calendar);
  expect(months(at('2026-11-01', '00:04'))).toEqual([]);
  expect(months(at('2026-11-01', '00:05')).map(({ id }) => id)).toEqual(['2026-10']);
});

describe('the timer opens what is due', () => {
  const opened = (world: Memory): string[] =>
    world.all('tickets').flatMap(({ ticket }) => (ticket.kind === weekly.kind ? [ticket.title] : []));
  const recurring = jobs.filter(({ name }) => name === 'recurring');
  test('once a week, after a silence of a month too; a week without a working day is left out', async () => {
    const world = memory('2026-01-28T10:00:00.000+08:00');
    await runClock(world, recurring);
    await runClock(world, recurring);
    expect(opened(world)).toEqual(['2026-W05']);
    world.at('2026-03-02T10:00:00.000+08:00');
    // Of the filing of releases two months more, in which there were none.
    expect(await runClock(world, recurring)).toMatchObject({ did: { opened: 4, exempt: 3 } });
    expect(opened(world)).toEqual(['2026-W05', '2026-W06', '2026-W07', '2026-W09', '2026-W10']);
    expect(world.logged).toContainEqual(
      expect.objectContaining({ event: 'period-exempt', period: '2026-W08', why: '本周无工作日' }),
    );
    // Those who look for the ticket of that week read why there is none.
    const queue = { view: 'all', kind: weekly.kind, limit: 20 } as const;
    const { exempt } = await listQueue(world, operator, queue);
    expect(exempt).toEqual([{ period: '2026 年 2 月 16 日 周一至 2 月 22 日 周日', why: '本周无工作日' }]);
    expect(await listQueue(world, operator, { ...queue, kind: 'fault' })).not.toHaveProperty('exempt');
    await runClock(world, recurring);
    expect(opened(world)).toHaveLength(5);
  });

  test('a run that broke off before it could remember does not open it again', async () => {
    const world = memory('2026-01-28T10:00:00.000+08:00');
    await runClock(world, recurring);
    const timer = world.get('leases', 'timer')!;
    world.put('leases', { ...timer, jobs: {} });
    expect(await runClock(world, recurring)).toMatchObject({ did: { failed: 0 } });
    expect(opened(world)).toEqual(['2026-W05']);
  });

  test('one that cannot be opened keeps the next weeks from nothing, and comes when it can', async () => {
    const world = memory('2026-01-28T10:00:00.000+08:00');
    world.onWrite = (name, document) => {
      if (name === 'tickets' && JSON.stringify(document).includes('2026-W06')) throw new Error('broken');
    };
    await runClock(world, recurring);
    world.at('2026-02-11T10:00:00.000+08:00');
    await runClock(world, recurring);
    expect(opened(world)).toEqual(['2026-W05', '2026-W07']);
    expect((await getClock(world)).aside).toMatchObject([{ about: '每周看一看 2026-W06', tries: 1 }]);
    world.onWrite = () => undefined;
    world.pass(60_000);
    await runClock(world, recurring);
    expect(opened(world).sort()).toEqual(['2026-W05', '2026-W06', '2026-W07']);
    expect((await getClock(world)).aside).toEqual([]);
  });

  test('a month without releases is said where the filings are listed', async () => {
    const world = memory('2026-02-02T10:00:00.000+08:00');
    await runClock(world, recurring);
    const { exempt } = await listQueue(world, operator, { view: 'all', kind: 'release-filing', limit: 20 });
    expect(exempt).toEqual([{ period: '2026 年 1 月', why: '没有需要报备的版本' }]);
  });

  test('periods are called as people call them', () => {
    const called = (kind: Every, id: string) => periodInWords(kind, periodWithId(kind, id)!);
    expect(called('quarter', '2026-Q3')).toBe('2026 年第 3 季度');
    expect(called('year', '2026')).toBe('2026 年');
  });
});
