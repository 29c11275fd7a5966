import { answer, buildIndex, calibrate, defaultGate } from '../../cloudfunctions/domain/knowledge';
import { ownQuestions } from '../../cloudfunctions/domain/knowledge/gate/own-questions';
import { rankEntries } from '../../cloudfunctions/domain/knowledge/retrieval/rank-entries';
import { PAIR_FEATURES } from '../../cloudfunctions/domain/knowledge/retrieval/features';

/** What the gate learns besides judged questions, and what it sees of a whole entry. */

const ways = (thing: string): string[] =>
  [
    '丢了怎么补',
    '不见了去哪办',
    '坏了能换吗',
    '办一张要带什么',
    '多久拿到',
    '在外地能办吗',
    '要预约吗',
    '找谁代办',
  ].map(what => `${thing}${what}`);
const entry = (id: string, thing: string, similar = ways(thing)) => ({
  id,
  question: `${thing}怎么办理`,
  similar,
  answer: `带身份证到窗口办理${thing}，工本费十元。`,
});
const entries = ['社保卡', '居住证', '驾驶证', '护照', '健康证', '准考证'].map((thing, at) =>
  entry(`E${at}`, thing),
);

test('a fourth of the similar questions is left out and asked; poor entries keep all', () => {
  const index = buildIndex([...entries, entry('P', '房产证', ['房本在哪办'])]);
  const own = ownQuestions(index);
  expect(own.questions.length).toBeGreaterThan(3);
  expect(own.questions.length).toBeLessThan(24);
  for (const { q, gold } of own.questions) {
    expect(index.entries.find(({ id }) => id === gold)?.similar).toContain(q);
    expect(own.index.entries.find(({ id }) => id === gold)?.similar).not.toContain(q);
  }
  expect(own.index.entries.find(({ id }) => id === 'P')?.similar).toEqual(['房本在哪办']);
  expect(ownQuestions(buildIndex([entry('P', '房产证', [])])).questions).toEqual([]);
});

test('few judged questions are not outweighed by the entries’ own: only thresholds change', () => {
  const index = buildIndex(entries);
  const judged = ways('社保卡').flatMap(q =>
    [1, 2, 3].map(n => ({ q: `${q}${'呢啊呀'[n - 1]}`, gold: 'E0' })),
  );
  const gate = calibrate(index, judged, { precision: 0.95, base: defaultGate });
  expect(gate.short.rank).toEqual(defaultGate.short.rank);
  expect(gate.short.calibration).not.toEqual(defaultGate.short.calibration);
});

test('what one wording lacks another wording, the answer or the service of the entry may have', () => {
  const index = buildIndex(entries);
  const featuresOf = (q: string): Record<string, number> => {
    const { features } = rankEntries(index, index.normalise(q), { rank: [] }, {})[0]!;
    return Object.fromEntries(PAIR_FEATURES.map((name, at) => [name, features[at]!]));
  };
  const twice = featuresOf('护照丢了多久');
  expect(twice['unigramsOfQ']).toBeLessThan(1);
  expect(twice['unigramsOfQInEntry']).toBe(1);
  const inAnswer = featuresOf('护照工本费');
  expect(inAnswer['unigramsOfQInEntry']).toBeLessThan(1);
  expect(inAnswer['unigramsOfQInAll']).toBe(1);
  expect(inAnswer['rarestOfQMissingInAll']).toBe(0);
  expect(featuresOf('护照')['secondOfBest']).toBeGreaterThan(0.5);
});

test('an entry that asks the same and answers alike is no rival', () => {
  const twin = { ...entry('T', '社保卡', []), question: '社保卡怎么办理呢' };
  const other = { ...twin, answer: '社保卡不能在这里办理，请到发卡银行。' };
  const sure = (more: object[]): number =>
    answer(buildIndex([...entries, ...(more as typeof entries)]), '社保卡怎么办理啊').top[0]!.confidence;
  expect(sure([twin])).toBeGreaterThan(sure([other]));
});
