import {
  answer,
  buildIndex,
  calibrate,
  calibrateEach,
  defaultGate,
  isGate,
  type Judged,
  measure,
  untrainedGate,
} from '../../cloudfunctions/domain/knowledge';

const THINGS =
  '社保卡 公积金 居住证 驾驶证 护照 营业执照 医保 失业金 户口 不动产证 学籍 结婚证 车牌 养老金 残疾证 低保 老年证 出生证 准生证 工伤'.split(
    ' ',
  );
const ASKS = ['怎么补办', '在哪里查询', '怎么注销', '多久能办好', '需要什么材料'];
const ENTRIES = THINGS.flatMap(thing =>
  ASKS.map(ask => ({ id: `${thing}${ask}`, question: `${thing}${ask}`, similar: [], answer: '见办事指南' })),
);
const index = buildIndex(ENTRIES);

/** Judged queries of a fixed kind: the entry's words in another order, and matters that no entry has. */
const judgedQueries = (): Judged[] => [
  ...ENTRIES.flatMap(({ id, question }) => [
    { q: `请问我的${question}呢`, gold: id },
    { q: `${question}啊`, gold: id },
    { q: `想问${question}`, gold: id },
  ]),
  ...THINGS.flatMap(thing =>
    ['颜色好看吗', '能送人吗', '谁发明的'].map(ask => ({ q: `${thing}${ask}`, gold: null })),
  ),
];

describe('the gate is fitted to what staff judged', () => {
  const judged = judgedQueries();
  const [loose, strict] = calibrateEach(index, judged, { precisions: [0.9, 0.98], base: untrainedGate }) as [
    typeof untrainedGate,
    typeof untrainedGate,
  ];

  test('it answers much of what it may, and nothing of what nobody has answered', () => {
    const measured = measure(index, judged, { gate: strict });
    expect(measured.r1).toBeGreaterThan(0.95);
    expect(measured.coverage).toBeGreaterThan(0.4);
    expect(measured.precision).toBeGreaterThanOrEqual(0.98);
    expect(measured.falseAnswers).toBeLessThanOrEqual(0.02);
  });

  test('a stricter precision never answers more', () => {
    expect(strict.short.answerAt).toBeGreaterThanOrEqual(loose.short.answerAt);
    expect(strict.short.choicesAt).toBeLessThanOrEqual(strict.short.answerAt);
  });

  test('the gate is plain JSON that reads back', () => {
    const read: unknown = JSON.parse(JSON.stringify(strict));
    expect(isGate(read)).toBe(true);
    expect(answer(index, '社保卡怎么补办', { gate: read as typeof strict })).toEqual(
      answer(index, '社保卡怎么补办', { gate: strict }),
    );
  });

  test('few judgements keep the weights and move the thresholds only; almost none change nothing', () => {
    const some = judged.filter((_, at) => at % 6 === 0);
    const few = calibrate(index, some, { precision: 0.9, base: untrainedGate });
    expect(few.short.rank).toEqual(untrainedGate.short.rank);
    expect(few.short.calibration).not.toEqual(untrainedGate.short.calibration);
    expect(calibrate(index, some, { precision: 0.9, base: untrainedGate })).toEqual(few);
    const hardlyAny = calibrate(index, judged.slice(0, 5), { precision: 0.9, base: untrainedGate });
    expect(hardlyAny.short).toEqual(untrainedGate.short);
    expect(calibrate(index, [], { precision: 0.9, base: untrainedGate }).long).toEqual(untrainedGate.long);
  });

  test('where nothing was ever right nothing is answered', () => {
    const hopeless = judged.slice(0, 100).map(({ q }) => ({ q, gold: null }));
    const gate = calibrate(index, hopeless, { precision: 0.98, base: untrainedGate });
    expect(measure(index, judged, { gate }).coverage).toBe(0);
  });
});

test('the gate of the product is a gate fitted at .98 and holds numbers only', () => {
  expect(isGate(defaultGate)).toBe(true);
  expect(defaultGate.precision).toBe(0.98);
  const { features: _, ...numbers } = defaultGate;
  expect(JSON.stringify(numbers)).not.toMatch(/[\u4e00-\u9fff]/);
});

test('a gate for other features or with broken parts is refused', () => {
  expect(isGate({ ...defaultGate, features: defaultGate.features.slice(1) })).toBe(false);
  expect(isGate({ ...defaultGate, version: 2 })).toBe(false);
  expect(isGate({ ...defaultGate, short: { ...defaultGate.short, trees: [{}] } })).toBe(false);
  expect(isGate(null)).toBe(false);
});
