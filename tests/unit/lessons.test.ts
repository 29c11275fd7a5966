import { join } from 'node:path';
import { missingProofs } from '../../tools/clauses/proofs';

/**
 * What recurring checks and reports elsewhere got wrong (facts/oversight.md §6–7), and what can go wrong around them here (issue 15),
 * each with the tests that would fail if it went wrong in this product. The numbers are those of the facts.
 */

const GOLDEN =
  'lessons 1–4: a golden year of periods: no drift, no duplicate, none left out, whenever the last one was done';
const REOPENED =
  'a ticket taken up again after its report was sent leaves that as it is, and comes back in the next one';

type Row = [what: string, ...tests: [file: string, title: string][]];

const lessons: Row[] = [
  [
    'lesson 1: a start outside of the calendar doubles a run or never begins',
    [
      'plan-periods',
      'one that begins at a week-end begins with the next week, and is not called exempt for that',
    ],
  ],
  ['lesson 2: a month as thirty days drifts', ['plan-periods', GOLDEN]],
  ['lesson 3: an upgrade opens on wrong days', ['plan-periods', GOLDEN]],
  [
    'lesson 4: the next one counts from when this one was done',
    [
      'plans',
      'lesson 4: the next period comes by the calendar, whether this one was done early or late, and each meets its own alone',
    ],
  ],
  [
    'lesson 5: a missed one vanishes at the next',
    [
      'plans',
      'lesson 5: a period that was missed is a red light and a row with its reason; what is done later does not take it away',
    ],
  ],
  [
    'lesson 6: what was not read is accepted',
    [
      'checklist',
      'lesson 6: nothing passes that was not looked at: a value with a threshold is asked for, every item is',
    ],
  ],
  [
    'lesson 7: the verdict is what somebody typed',
    ['checklist', 'lesson 7: value, threshold and direction are kept, and the verdict follows from them'],
  ],
  [
    'lesson 8: an act in bulk closes past the checklist',
    ['checklist', 'lesson 8: no way to the end leaves an item out, by one act or by many at once'],
  ],
  ['lesson 9: what nobody did counts as done', ['checklist', 'lesson 9: results are counted from the rows']],
  [
    'lesson 10: a changed template changes what has begun',
    ['plans', 'lesson 10: what has begun keeps its title and list; what begins later has the new ones'],
  ],
];

const bugs: Row[] = [
  [
    'bug 1: edges of months in UTC, a month that is missing where clocks are changed',
    [
      'report-lessons',
      'bug 1: a period begins and ends at midnight of +08:00, whatever the zone of the host, none is missing and none has a day more',
    ],
    ['reports', 'edges are those of +08:00, wherever the host is: the last minute of a month belongs to it'],
  ],
  [
    'bug 2: the summary is not the sum of its series',
    ['reports', 'a total is the sum of its parts: by kind, and from the same fold'],
  ],
  [
    'bug 3: counted by closing, timed by what was opened and closed',
    [
      'stock',
      'open at the start, with what came and without what left, is open at the end, and with that the next period begins',
    ],
    ['report-lessons', 'bugs 3 and 6: every figure says in words what it counts, and of which moment'],
  ],
  [
    'bug 4: taken up again, the clock is wrong',
    ['report-faults', REOPENED],
    [
      'stock',
      'what has happened stays on its day: one that is taken up again is back then, and was answered when it was',
    ],
  ],
  [
    'bug 5: the value of the row before',
    ['reports', 'no value of the row before: what was not counted is zero or a dash'],
  ],
  [
    'bug 6: words that nobody explains',
    ['report-lessons', 'bugs 3 and 6: every figure says in words what it counts, and of which moment'],
  ],
  [
    'bug 7: low numbers skew, averages of averages',
    ['reports', 'below 20 there are counts and no rate; nothing is more than all of it'],
    [
      'report-lessons',
      'bug 7: totals are sums, never averages of averages: of two units with very different rates the whole is all over all',
    ],
  ],
  [
    'bug 8: built while the reader waits',
    [
      'report-size',
      'bug 8: ten times as many tickets cost as many looks and as much memory, to draft it and to open it',
    ],
  ],
];

const faults: Row[] = [
  [
    'a period that is changed in its middle',
    ['plans', 'from weeks to months: the month that had weeks has no run besides; the next one has'],
    ['plans', 'from months to weeks: no week that the month covers'],
  ],
  [
    'two reports for one period',
    [
      'report-faults',
      'two for one period: asked for by hand before the timer, and by two runs at once, it is one',
    ],
    [
      'report-faults',
      'two for one period: one for a unit alone keeps its place beside the whole, and is not asked for twice',
    ],
  ],
  [
    'a timer that is dead over the turn of a month',
    [
      'reports',
      'a timer that was dead over the turn of the month drafts every week and the month, each once',
    ],
    [
      'report-faults',
      'a timer that was dead over the turn of a month: what it does afterwards is counted as of its time, and leads to its tickets',
    ],
    [
      'plans',
      'a timer that was dead over the turn of the year catches up: each period once, what is past is missed',
    ],
  ],
  [
    'a unit that is dissolved or renamed within a period',
    [
      'report-faults',
      'a unit that was renamed and one that was dissolved within the period stay in the whole; who has nobody gets no edition',
    ],
    [
      'report-faults',
      'a unit that is dissolved within the period: what it answered stays its own, what was open is its successor’s, nothing is counted twice',
    ],
    ['plans', 'a unit that was dissolved within its period: its successor has the check, and the next ones'],
  ],
  [
    'a ticket that moved between units (A27)',
    ['report-faults', 'A27: a ticket that moved is one of the whole, and each unit has what it held'],
    ['outcomes', 'A27: a ticket that moved in time is counted once, for the unit that held it in the end'],
    ['returns', 'what had been late at the return counts once'],
  ],
  ['a ticket that is taken up again after its report', ['report-faults', REOPENED]],
  [
    'a list of holidays that is corrected afterwards',
    ['report-faults', 'a list of holidays that is corrected afterwards moves no figure that was frozen'],
  ],
  [
    'thresholds that are no numbers',
    [
      'plans',
      'thresholds that are no numbers, things named twice, unknown topics and bad days are said at their places',
    ],
    ['checklist', 'lesson 7: value, threshold and direction are kept, and the verdict follows from them'],
  ],
  ['a photo that is missing', ['checklist', 'A38: a photo only where it failed, words by all means there']],
  [
    'a sample larger than what there is',
    ['sample', 'is stratified by unit, none without one; larger than what there is it is all of it'],
  ],
  [
    'empty months',
    ['reports', 'an empty month is a report of zeros, and no rate'],
    ['recurrence', 'a month without releases is said where the filings are listed'],
  ],
];

test('ten lessons, eight bugs, eleven faults', () => {
  expect([lessons.length, bugs.length, faults.length]).toEqual([10, 8, 11]);
});

test('each has a test that exists and is run', () => {
  const rows = [...lessons, ...bugs, ...faults].map(([id, ...tests]) => ({
    ...{ id, state: 'done' as const, asks: id, told: '-', screens: [] },
    proofs: tests.map(([file, title]) => ({ file: `unit/${file}`, test: title, why: id, removals: [] })),
  }));
  expect(missingProofs(join(__dirname, '../..'), rows)).toEqual([]);
});
