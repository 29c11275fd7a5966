import { buildIndex, type KnowledgeEntry } from '../../cloudfunctions/domain/knowledge';
import { compareWithOthers } from '../../cloudfunctions/domain/knowledge/content/compare-entries';
import {
  contentSchema,
  mayWrite,
  offeredOn,
  reviewed,
  sideOf,
  validityOn,
  type Progress,
} from '../../cloudfunctions/domain/knowledge/content/content';
import { faqTable } from '../../cloudfunctions/domain/knowledge/content/faq-rows';
import { cellsOf } from '../../cloudfunctions/domain/tables/csv';
import { proposeEntries, type OpenQuestion } from '../../cloudfunctions/domain/knowledge/content/proposals';
import { FEWEST_JUDGED, refitGate } from '../../cloudfunctions/domain/knowledge/gate/refit';
import { lastWeeks, precisionOf, weekOf } from '../../cloudfunctions/domain/knowledge/gate/sampling';
import { defaultGate, untrainedGate, type Judged } from '../../cloudfunctions/domain/knowledge';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { MARK } from '../support/export-mark';

const actor = (role: Actor['role'], unitId?: string): Actor => ({ id: role, role, name: role, unitId });
const signature = { id: 'x', name: '甲', at: '2026-09-01T09:00:00.000+08:00' };

describe('who may write and who reviews', () => {
  test('operators write everything, units their own entries, nobody else', () => {
    expect(mayWrite(actor('operator'), 'tax')).toBe(true);
    expect(mayWrite(actor('handler', 'tax'), 'tax')).toBe(true);
    expect(mayWrite(actor('handler', 'tax'), 'hrss')).toBe(false);
    expect(mayWrite(actor('lead', 'tax'), undefined)).toBe(false);
    for (const role of ['manager', 'local', 'partner', 'security', 'citizen'] as const)
      expect(mayWrite(actor(role), undefined)).toBe(false);
  });

  test("the unit's lead and the manager review; about the mini-program it is the operator's lead", () => {
    expect(sideOf(actor('lead', 'tax'), 'tax')).toBe('owner');
    expect(sideOf(actor('lead', 'tax'), 'hrss')).toBeUndefined();
    expect(sideOf(actor('operator-lead'), 'tax')).toBeUndefined();
    expect(sideOf(actor('operator-lead'), undefined)).toBe('owner');
    expect(sideOf(actor('manager'), 'tax')).toBe('manager');
    expect(sideOf(actor('handler', 'tax'), 'tax')).toBeUndefined();
  });

  test('it takes both approvals, in either order; a rejection takes the other approval away', () => {
    const submitted: Progress = { stage: 'submitted', approvals: {} };
    const once = reviewed(submitted, 'manager', signature, { approve: true });
    expect(once.stage).toBe('submitted');
    expect(reviewed(once, 'owner', signature, { approve: true }).stage).toBe('approved');
    const rejected = reviewed(once, 'owner', signature, { approve: false, reason: '过时' });
    expect(rejected).toMatchObject({ stage: 'rejected', approvals: {}, rejected: { reason: '过时' } });
  });

  test('what is offered follows from role and stage', () => {
    const own = { unitId: 'tax', newest: true };
    expect(offeredOn(actor('handler', 'tax'), { stage: 'draft', approvals: {} }, own)).toEqual([
      'save',
      'submit',
    ]);
    expect(offeredOn(actor('lead', 'tax'), { stage: 'submitted', approvals: {} }, own)).toEqual([
      'save',
      'review',
    ]);
    const signed: Progress = { stage: 'submitted', approvals: { manager: signature } };
    expect(offeredOn(actor('manager'), signed, own)).toEqual([]);
    expect(offeredOn(actor('handler', 'hrss'), { stage: 'draft', approvals: {} }, own)).toEqual([]);
  });

  test('the first and the last day are valid', () => {
    const season = { validFrom: '2026-02-01', validUntil: '2026-02-28' };
    const on = (day: string): string => validityOn(season, day);
    expect([on('2026-01-31'), on('2026-02-01'), on('2026-02-28'), on('2026-03-01')]).toEqual([
      'not-yet',
      'valid',
      'valid',
      'expired',
    ]);
  });
});

describe('duplicates and conflicts are shown before publishing', () => {
  const entry = (id: string, question: string, answer: string, more: Partial<KnowledgeEntry> = {}) => ({
    id,
    question,
    similar: [],
    answer,
    ...more,
  });
  const index = buildIndex([
    entry('A', '社保卡丢了怎么补办', '带身份证到窗口补办，5个工作日领取。'),
    entry('B', '公积金怎么提取', '在公积金页面提出申请。'),
    entry('C', '老年证怎么办理', '年满60周岁可以办理。', { region: '440300' }),
    entry('D', '高温补贴怎么发放', '按月发放。', { validUntil: '2025-12-31' }),
  ]);
  const compare = (question: string, answer: string, more: object = {}) =>
    compareWithOthers(index, contentSchema.parse({ question, answer, ...more }), { today: '2026-09-01' }).map(
      ({ kind, faqId }) => `${kind} ${faqId}`,
    );

  test('the same question with other figures, or with a refusal, is a conflict', () => {
    expect(compare('社保卡丢了怎么补办呢', '带身份证到窗口补办，10个工作日领取。')).toEqual(['conflict A']);
    expect(compare('公积金怎么提取', '在公积金页面不能提出申请。')).toEqual(['conflict B']);
  });

  const REFUSAL = '一个说可以，另一个说不可以或者不需要';
  const reason = (answer: string): string[] =>
    compareWithOthers(index, contentSchema.parse({ question: '公积金怎么提取', answer }), {
      today: '2026-09-01',
    }).map(one => one.reason);

  test.each([
    '在公积金页面提出申请，能不能提取当场就显示。',
    '在公积金页面提出申请，可不可以提取看页面。',
    '在公积金页面提出申请，是不是不能提取，页面会说。',
    '在公积金页面提出申请。页面会说有没有余额。',
    '在公积金页面提出申请，先查是否没有余额。',
    '不能到窗口怎么办？在公积金页面提出申请。',
  ])('what an answer asks is no refusal: %s', answer => expect(reason(answer)).not.toContain(REFUSAL));

  test.each([
    '在公积金页面提出申请，能不能提取当场就显示，异地的不能。',
    '能不能在公积金页面提出申请？不能。',
    '在公积金页面提出申请；没有余额的除外。',
  ])('a refusal beside a question stays one: %s', answer => expect(reason(answer)).toContain(REFUSAL));

  test('the same question and answer is a duplicate, also by a similar question', () => {
    expect(
      compare('卡片遗失处理', '带身份证到窗口补办，5个工作日领取。', { similar: ['社保卡丢了怎么补办'] }),
    ).toEqual(['duplicate A']);
  });

  test('another matter, another city, another time, or the entry itself is none', () => {
    expect(compare('护照怎么换发', '到出入境窗口换发。')).toEqual([]);
    expect(compare('老年证怎么办理', '年满65周岁可以办理。', { region: '440100' })).toEqual([]);
    expect(compare('高温补贴怎么发放', '按年发放。')).toEqual([]);
    const itself = contentSchema.parse({ question: '公积金怎么提取', answer: '不能提取。' });
    expect(compareWithOthers(index, itself, { id: 'B', today: '2026-09-01' })).toEqual([]);
  });

  test('an empty knowledge base warns of nothing', () => {
    const content = contentSchema.parse({ question: '公积金怎么提取', answer: '申请。' });
    expect(compareWithOthers(buildIndex([]), content, { today: '2026-09-01' })).toEqual([]);
  });
});

describe('files of entries', () => {
  const content = contentSchema.parse({
    question: '=1+1 怎么算，“引号”"与,逗号',
    similar: ['第一行', '-第二行'],
    answer: '第一段\n第二段',
    region: '440100',
    validUntil: '2026-12-31',
  });

  test.each(['csv', 'jsonl'] as const)('%s: what is written reads back as it was', format => {
    const rows = [
      { id: 'K1', content },
      { id: 'K2', content: { ...content, question: "'=已有撇号", similar: [] } },
    ];
    const { rows: read, bad } = faqTable.readText(faqTable.writeText(rows, format, true, MARK), format);
    expect(bad).toEqual([]);
    expect(
      read.map(({ id, content: { ...rest } }) => ({
        id,
        content: JSON.parse(JSON.stringify(rest)) as unknown,
      })),
    ).toEqual(JSON.parse(JSON.stringify(rows)));
  });

  test('spreadsheets run no formula of a file', () => {
    expect(faqTable.writeText([{ id: 'K1', content }], 'csv', false, MARK)).toContain("'=1+1");
  });

  test('every bad row is named with its line and reason, beside the good ones', () => {
    const text = [
      '{"question":"怎么登录","answer":"用微信登录"}',
      '{"question":"没有答复"}',
      '不是 JSON',
      '',
      '{"id":"有汉字","question":"怎么退出","answer":"点退出"}',
      '[1]',
      '{"id":"K1","question":"问题一","answer":"答"}',
      '{"id":"K1","question":"问题二","answer":"答","validFrom":"2026-02-30"}',
    ].join('\n');
    const { rows, bad } = faqTable.readText(text, 'jsonl');
    expect(rows.map(({ row }) => row)).toEqual([1, 7]);
    expect(bad.map(({ row }) => row)).toEqual([2, 3, 5, 6, 8]);
    expect(bad[0]?.reason).toBe('答复：请填写答复');
    expect(bad[4]?.reason).toBe('生效日：日期应写作 2026-01-31');
    const twice = faqTable.readText('问题,答复,编号\r\n怎么登录,用微信,K1\r\n怎么退出,点退出,K1\r\n', 'csv');
    expect(twice.bad).toEqual([{ row: 3, reason: '编号与第 2 行相同' }]);
  });

  test('a CSV without the right columns or with an open quote is refused as a whole', () => {
    expect(faqTable.readText('甲,乙\n1,2', 'csv')).toMatchObject({ rows: [], bad: [{ row: 1 }] });
    expect(faqTable.readText('问题,答复\n"没有结束,1', 'csv')).toMatchObject({ rows: [], bad: [{ row: 1 }] });
    expect(faqTable.readText('问题,答复\n甲怎么办,乙,丙', 'csv').bad[0]?.reason).toContain('格数');
  });

  test('a row of several lines is one row, and an empty one counts, as in the spreadsheet that shows them', () => {
    expect(cellsOf('a,"b\nc"\r\n\r\nd,e')).toEqual([
      { row: 1, cells: ['a', 'b\nc'] },
      { row: 3, cells: ['d', 'e'] },
    ]);
  });
});

describe('proposals for new entries', () => {
  const question = (id: number, text: string, who = `w${id}`): OpenQuestion => ({
    id: `q${String(id).padStart(4, '0')}`,
    text,
    who,
    at: `2026-09-${String((id % 28) + 1).padStart(2, '0')}`,
  });
  const asked = [
    question(1, '电动车上牌需要什么材料'),
    question(2, '电动车上牌要什么材料呢'),
    question(3, '电动车上牌需要什么材料？'),
    question(4, '电动车上牌材料有哪些', 'w1'),
    question(5, '养老金什么时候到账'),
    question(6, '养老金几号到账', 'w5'),
    question(7, '量子纠缠怎么测量'),
    question(8, '？？？'),
  ];

  test('the same matter in other words is one proposal, counted by questions and people', () => {
    const proposals = proposeEntries(asked);
    expect(proposals.map(({ question: text, count, people }) => [text, count, people])).toEqual([
      ['电动车上牌需要什么材料', 4, 3],
      ['养老金什么时候到账', 2, 1],
    ]);
    expect(proposals[0]?.similar).toEqual(['电动车上牌要什么材料呢', '电动车上牌材料有哪些']);
  });

  test('the order in which questions come changes nothing', () => {
    expect(proposeEntries([...asked].reverse())).toEqual(proposeEntries(asked));
  });

  test('nothing comes of nothing', () => expect(proposeEntries([])).toEqual([]));

  test('thousands of questions take a moment', () => {
    const many = Array.from({ length: 3000 }, (_, at) =>
      question(at, `${'赣鄂湘皖苏浙闽粤桂琼'[at % 10]}${at % 97}号窗口办理第${at % 211}项业务需要多久`),
    );
    const started = process.cpuUsage();
    expect(proposeEntries(many).length).toBeGreaterThan(0);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(8);
  });
});

test('the interval of a precision is honest for few and for perfect ones', () => {
  expect(precisionOf(0, 0)).toBeNull();
  expect(precisionOf(10, 10)).toEqual({ judged: 10, right: 10, value: 1, low: 0.7225, high: 1 });
  expect(precisionOf(50, 100)).toMatchObject({ value: 0.5, low: 0.4038, high: 0.5962 });
});

test('weeks begin on Monday', () => {
  expect(weekOf('2026-09-27')).toBe('2026-09-21');
  expect(weekOf('2026-09-21')).toBe('2026-09-21');
  expect(lastWeeks('2026-09-24', 3)).toEqual(['2026-09-07', '2026-09-14', '2026-09-21']);
});

describe('a refit of the gate', () => {
  const THINGS = '社保卡 公积金 居住证 驾驶证 护照 营业执照 医保 失业金 户口 学籍 结婚证 车牌'.split(' ');
  const ASKS = ['怎么补办', '在哪里查询', '怎么注销', '多久能办好'];
  const entries = THINGS.flatMap(thing =>
    ASKS.map(ask => ({ id: `${thing}${ask}`, question: `${thing}${ask}`, similar: [], answer: '见指南' })),
  );
  const index = buildIndex(entries);
  const judged: Judged[] = [
    ...entries.flatMap(({ id, question }) =>
      [`请问${question}呢`, `${question}啊`, `想问${question}`].map(q => ({ q, gold: id })),
    ),
    ...THINGS.flatMap(thing => ['颜色好看吗', '能送人吗'].map(ask => ({ q: `${thing}${ask}`, gold: null }))),
  ];

  test('is accepted when it is at least as good, and is the very gate that was measured', () => {
    const refit = refitGate(index, judged, { present: untrainedGate, precision: 0.98 });
    expect(refit).toMatchObject({ accepted: true, gate: { precision: 0.98 } });
    expect(refitGate(index, judged, { present: untrainedGate, precision: 0.98 })).toEqual(refit);
  });

  test('is refused when a measure falls by more than a point', () => {
    const good = refitGate(index, judged, { present: untrainedGate, precision: 0.9 });
    const present = good.accepted ? good.gate : untrainedGate;
    const nothingIsRight = judged.map(({ q }) => ({ q, gold: null }));
    expect(refitGate(index, nothingIsRight, { present, precision: 0.98 })).toMatchObject({
      accepted: false,
      reason: expect.stringMatching(/直接答复的比例 \d/) as string,
      before: { queries: expect.any(Number) as number },
      after: { coverage: 0 },
    });
  });

  test('is refused with few judgements; those of entries that are gone do not count', () => {
    const few = judged.slice(0, FEWEST_JUDGED - 1);
    const gone = Array.from({ length: 40 }, (_, at) => ({ q: `旧问题${at}`, gold: 'gone' }));
    expect(refitGate(index, [...few, ...gone], { present: defaultGate, precision: 0.98 })).toEqual({
      accepted: false,
      reason: `判定过的问题只有 ${FEWEST_JUDGED - 1} 个，至少需要 ${FEWEST_JUDGED} 个`,
    });
    expect(refitGate(buildIndex([]), judged, { present: defaultGate, precision: 0.98 }).accepted).toBe(false);
  });
});
