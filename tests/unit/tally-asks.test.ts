import { giveFeedback } from '../../cloudfunctions/usecases/knowledge/answering/ask-knowledge';
import { readTallies, tallyAsks } from '../../cloudfunctions/usecases/knowledge/measuring/tally-asks';
import type { AskDocument } from '../../cloudfunctions/usecases/kernel/documents';
import type { Work } from '../../cloudfunctions/usecases/clock/work';
import { memory, type Memory } from '../support/memory';

/** How many questions a week had: kept sums, whenever the timer ran and whatever people said in between. */

const NOW = '2026-11-27T10:00:00.000+08:00';
const WEEK = '2026-11-23';
const BANDS = ['answer', 'choices', 'handover'] as const;

const ask = (n: number, solved: boolean | null = null): AskDocument => {
  const _id = `ask-${String(n).padStart(4, '0')}`;
  const at = new Date(Date.parse('2026-11-24T01:00:00Z') + n * 1000 + 8 * 3_600_000)
    .toISOString()
    .replace('Z', '+08:00');
  const band = BANDS[n % 3] ?? 'answer';
  return {
    _id,
    ownerId: 'openid-zhang',
    at,
    text: '怎么补办社保卡',
    region: null,
    serviceId: null,
    band,
    answers: [],
    solved,
    faqId: null,
    unitId: null,
    week: WEEK,
    unresolved: false,
    key: `${at}|${_id}`,
    sampleKey: `${WEEK}|${band}|${_id}`,
    judged: null,
  };
};

const world = async (asks: AskDocument[]): Promise<Memory> => {
  const made = memory(NOW);
  for (const one of asks) await made.ports.database.insert('asks', one);
  return made;
};

/** Begins so many pages, then the time is over. */
const pages = (most: number): Work => {
  let begun = 0;
  return { hasTime: async () => (begun += 1) <= most, rest: () => undefined } as Partial<Work> as Work;
};
const sums = async ({ ports }: Memory): Promise<object> => (await readTallies(ports.database, [WEEK]))(WEEK);

const all = Array.from({ length: 250 }, (_, n) => ask(n, n % 5 === 0 ? true : n % 7 === 0 ? false : null));
const right = { answer: 84, choices: 83, handover: 83, solved: 50, unsolved: 28 };

test('the sums of the timer are those of the questions, and a second run adds nothing', async () => {
  const made = await world(all);
  expect(await tallyAsks(made, pages(100))).toEqual({ counted: 250 });
  expect(await sums(made)).toEqual(right);
  expect(await tallyAsks(made, pages(100))).toEqual({ counted: 0 });
  expect(await sums(made)).toEqual(right);
});

test('a run that was broken off goes on where it was', async () => {
  const made = await world(all);
  expect(await tallyAsks(made, pages(1))).toEqual({ counted: 100 });
  expect(await tallyAsks(made, pages(100))).toEqual({ counted: 150 });
  expect(await sums(made)).toEqual(right);
});

test('what has come since the last run is in the numbers at once, and is added once', async () => {
  const made = await world(all.slice(0, 240));
  await tallyAsks(made, pages(100));
  for (const one of all.slice(240)) await made.ports.database.insert('asks', one);
  expect(await sums(made)).toEqual(right);
  await tallyAsks(made, pages(100));
  expect(await sums(made)).toEqual(right);
});

test.each([
  ['before it is in the sum', false],
  ['after', true],
])('what a person says of an answer, %s, counts once, and the last word counts', async (_when, after) => {
  const made = await world([ask(0), ask(1)]);
  const say = (solved: boolean): Promise<void> =>
    giveFeedback(made, 'openid-zhang', { askId: 'ask-0000', solved });
  if (after) await tallyAsks(made, pages(100));
  await say(false);
  await say(false);
  expect(await sums(made)).toMatchObject({ answer: 1, choices: 1, unsolved: 1 });
  await say(true);
  if (!after) await tallyAsks(made, pages(100));
  expect(await sums(made)).toMatchObject({ answer: 1, choices: 1, solved: 1 });
  expect({ unsolved: 0, ...(await sums(made)) }).toMatchObject({ unsolved: 0 });
});

test('what came within this minute waits for the next run, for another clock may be behind', async () => {
  const made = await world([ask(0)]);
  const late = { ...ask(1), at: NOW, key: `${NOW}|ask-0001` };
  await made.ports.database.insert('asks', late);
  expect(await tallyAsks(made, pages(100))).toEqual({ counted: 1 });
  expect(await sums(made)).toMatchObject({ answer: 1, choices: 1 });
});
