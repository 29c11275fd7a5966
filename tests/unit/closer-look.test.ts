import { answer, buildIndex, defaultGate, isGate } from '../../cloudfunctions/domain/knowledge';
import { GATE_FEATURES, NEAR_FEATURES } from '../../cloudfunctions/domain/knowledge/gate/gate';
import { fitLogistic } from '../../cloudfunctions/domain/knowledge/gate/logistic';
import { closerLook, LOOK_FEATURES } from '../../cloudfunctions/domain/knowledge/retrieval/closer-look';
import { queryOf } from '../../cloudfunctions/domain/knowledge/retrieval/features';

/** What tells a question that is answered from one that only looks like it. */

const index = buildIndex([
  { id: 'card', question: '社保卡丢了怎么补办', similar: [], answer: '带身份证到窗口补办' },
  { id: 'house', question: '不动产证怎么查询', similar: [], answer: '在网上查询' },
  { id: 'cancel', question: '营业执照怎么注销', similar: ['公司不开了执照怎么办'], answer: '网上申请' },
]);
const look = (q: string, textNo = 0): Record<string, number> => {
  const values = closerLook(index, queryOf(index, index.normalise(q)), { textNo });
  return Object.fromEntries(LOOK_FEATURES.map((name, at) => [name, values[at]!]));
};

test('the same words: nothing exchanged, nothing added, nothing missing', () => {
  const same = look('社保卡丢了怎么补办');
  expect(same).toMatchObject({ exchangedMost: 0, exchangedParts: 0, addedInQ: 0, contentOfQMissing: 0 });
  expect(same['sequenceMassOfT']).toBeCloseTo(1);
  expect(same['cosineOfBigrams']).toBeCloseTo(1);
});

test('another word in the place of one is told from a word more', () => {
  const exchanged = look('社保卡丢了怎么注销');
  const added = look('社保卡丢了怎么补办请问一下');
  expect(exchanged['exchangedParts']).toBe(1);
  expect(exchanged['exchangedMost']).toBeGreaterThan(0.5);
  expect(added).toMatchObject({ exchangedMost: 0, exchangedParts: 0 });
  expect(added['addedInQ']).toBeGreaterThan(1);
});

test('what is shared counts by how rare it is, words of grammar are not missed', () => {
  const [rare, common] = [look('我的社保卡'), look('怎么')];
  expect(rare['rarestShared']).toBeGreaterThan(common['rarestShared']!);
  expect(rare['longestRun']).toBe(3);
  expect(look('请问社保卡丢了要怎么补办呢')['contentOfQMissing']).toBe(0);
  expect(look('社保卡丢了')['contentOfTMissing']).toBeGreaterThan(0);
});

test.each(['', ' ', '？', 'a', '社', '😀'.repeat(50), '办'.repeat(3000), '12345 abc 社保卡'])(
  'whatever the text, all values are finite: %#',
  q => {
    for (let textNo = 0; textNo < index.texts.length; textNo += 1)
      expect(Object.values(look(q, textNo)).filter(value => !Number.isFinite(value))).toEqual([]);
  },
);

test('logistic regression finds the line that tells right from wrong, and the same one each time', () => {
  const examples = Array.from({ length: 400 }, (_, at) => {
    const features = [Math.sin(at), Math.cos(3 * at), 7];
    return { features, right: features[0]! - 0.3 > 0, weight: 1 };
  });
  const { start, weights } = fitLogistic(examples);
  const told = examples.filter(({ features, right }) => {
    const odds = features.reduce((sum, value, at) => sum + value * weights[at]!, start);
    return odds > 0 === right;
  });
  expect(told.length).toBeGreaterThan(390);
  expect(weights[0]).toBeGreaterThan(5 * Math.abs(weights[1]!));
  expect(weights[2]).toBeCloseTo(0, 9);
  expect(fitLogistic(examples)).toEqual({ start, weights });
});

test('all alike, nothing to learn from: the line stays finite', () => {
  const examples = Array.from({ length: 40 }, () => ({ features: [1, 2], right: true, weight: 1 }));
  const { start, weights } = fitLogistic(examples);
  expect([start, ...weights].every(Number.isFinite)).toBe(true);
  expect(fitLogistic([]).weights).toEqual([]);
});

test('a gate that was fitted before the closer look is read, and answers by what it knows', () => {
  const before = GATE_FEATURES.indexOf('firstBy');
  const part = {
    ...defaultGate.short,
    // Sure of whatever holds all of the question, at its place among the features.
    start: -5,
    weights: GATE_FEATURES.slice(0, before).map(name => (name === 'unigramsOfT' ? 12 : 0)),
    trees: [],
    calibration: [1, 0] as [number, number],
    answerAt: 0.9,
    choicesAt: 0.5,
    near: { features: NEAR_FEATURES.slice(0, NEAR_FEATURES.indexOf('firstBy')), start: 1, trees: [] },
  };
  const gate = { ...defaultGate, features: GATE_FEATURES.slice(0, before), short: part };
  expect(isGate(JSON.parse(JSON.stringify(gate)))).toBe(true);
  expect(answer(index, '请问社保卡丢了怎么补办', { gate }).band).toBe('answer');
  expect(answer(index, '今天天气怎么样', { gate }).band).toBe('handover');
});
