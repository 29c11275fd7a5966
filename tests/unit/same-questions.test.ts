import { buildIndex, type KnowledgeEntry } from '../../cloudfunctions/domain/knowledge';
import { mergedQuestions, samePairs } from '../../cloudfunctions/domain/knowledge/content/same-questions';
import { judgedNow } from '../../cloudfunctions/usecases/knowledge/measuring/judged-now';
import { leadOf, manager, handlerOf, operatorLead } from '../support/domain';
import { staffOf } from '../support/callers';
import { memory, type Memory } from '../support/memory';

/** Entries that ask nearly the same: found, and made one. */

const NOW = '2026-11-27T10:00:00.000+08:00';
const TODAY = '2026-11-27';

const entry = (id: string, question: string, more: Partial<KnowledgeEntry> = {}): KnowledgeEntry => ({
  id,
  question,
  similar: [],
  answer: '带身份证到社保卡服务窗口办理，当场可以领取新卡。',
  ...more,
});

const others = ['护照怎么办理', '公积金怎么提取', '小学怎么报名'].map((question, at) =>
  entry(`X${at}`, question),
);

const pairsOf = (...entries: KnowledgeEntry[]) => samePairs(buildIndex([...entries, ...others]), TODAY);

test('found by any of their ways to ask; what asks otherwise, elsewhere or at another time is none', () => {
  const card = entry('A', '社保卡怎么补办');
  const twin = entry('B', '卡丢了', { similar: ['社保卡怎么补办呢'] });
  expect(pairsOf(card, twin)).toMatchObject([
    { one: 'A', other: 'B', asked: '社保卡怎么补办', meets: '社保卡怎么补办呢' },
  ]);
  expect(pairsOf(card, entry('C', '社保卡怎么激活'))).toEqual([]);
  expect(pairsOf({ ...card, region: '440100' }, { ...twin, region: '440300' })).toEqual([]);
  expect(pairsOf(card, { ...twin, validUntil: '2026-01-31' })).toEqual([]);
});

test('says where the answers cannot both stand; the most alike first', () => {
  const pairs = pairsOf(
    entry('A', '社保卡补办要几天', { answer: '要 5 个工作日。' }),
    entry('B', '社保卡补办要几天呢', { answer: '要 15 个工作日。' }),
    entry('C', '居住证怎么续签'),
    entry('D', '居住证怎么续签'),
  );
  expect(pairs.map(({ one, other, differs }) => [one, other, differs])).toEqual([
    ['C', 'D', undefined],
    ['A', 'B', '数字不同：5 与 15'],
  ]);
});

test('the same pairs as every text against every other finds', () => {
  const words = ['社保卡', '医保卡', '丢了', '怎么', '补办', '在哪', '多久', '能拿'];
  const entries = Array.from({ length: 24 }, (_, n) =>
    entry(
      `E${n}`,
      Array.from({ length: 4 }, (_word, at) => words[(n * (at + 3) + at * at) % words.length]).join(''),
    ),
  );
  const all = samePairs(buildIndex(entries), TODAY);
  const alone = entries.flatMap((a, at) =>
    entries.slice(at + 1).flatMap(b => samePairs(buildIndex([a, b]), TODAY)),
  );
  const keys = (pairs: typeof all) => pairs.map(({ one, other }) => `${one}|${other}`).sort();
  expect(keys(all)).toEqual(keys(alone));
  expect(all.length).toBeGreaterThan(5);
});

test('a merged entry is asked in its own ways and the other’s, without copies, up to the most', () => {
  const index = buildIndex(others);
  const keep = { question: '社保卡怎么补办', similar: ['卡丢了'] };
  const other = { question: '怎么补社保卡', similar: ['卡丢了', '社保卡怎么补办？', '卡被洗坏了'] };
  expect(mergedQuestions(index, keep, other, 60)).toEqual(['卡丢了', '怎么补社保卡', '卡被洗坏了']);
  expect(mergedQuestions(index, keep, other, 2)).toEqual(['卡丢了', '怎么补社保卡']);
});

const publish = async (world: Memory, question: string, similar: string[] = [], unitId = 'hrss') => {
  const answer = '带身份证到社保卡服务窗口办理，当场可以领取新卡。';
  const writer = staffOf(world, handlerOf(unitId));
  const { faq } = await writer.call('faq.save', { entry: { question, similar, answer, unitId } });
  const of = { id: faq.id, version: faq.version };
  await writer.call('faq.submit', of);
  await staffOf(world, leadOf(unitId)).call('faq.review', { ...of, approve: true });
  await staffOf(world, manager).call('faq.review', { ...of, approve: true });
  const lead = staffOf(world, leadOf(unitId));
  const first = await lead.call('faq.publish', { ...of, confirmed: [] });
  await lead.call('faq.publish', { ...of, confirmed: first.warnings.map(({ faqId }) => faqId) });
  return of;
};

test('merged: the other is withdrawn with a pointer, its words lead to the first, its judgements too', async () => {
  const world = memory(NOW);
  const keep = await publish(world, '社保卡怎么补办', ['卡丢了']);
  const other = await publish(world, '社保卡怎么补办呢', ['卡片损坏重新领']);
  await publish(world, '护照怎么办理');
  const lead = staffOf(world, leadOf('hrss'));
  const { pairs, count } = await lead.call('knowledge.duplicates', {});
  expect(count).toBe(1);
  expect(pairs).toMatchObject([{ mayMerge: true }]);
  const { faq } = await lead.call('faq.merge', { ...keep, other });
  expect(faq).toMatchObject({
    version: 2,
    stage: 'live',
    similar: ['卡丢了', '社保卡怎么补办呢', '卡片损坏重新领'],
  });
  expect(world.get('faqs', other.id)).toMatchObject({ status: 'withdrawn', mergedInto: keep.id });
  expect((await lead.call('knowledge.duplicates', {})).pairs).toEqual([]);
  const found = await lead.call('faq.list', { query: '卡片损坏重新领' });
  expect(found.faqs[0]).toMatchObject({ id: keep.id });
  const judged = await judgedNow(
    world.ports.database,
    [
      { q: '卡坏了', gold: other.id },
      { q: '天气', gold: null },
    ],
    { entries: [entry(keep.id, '社保卡怎么补办')] },
  );
  expect(judged.map(({ gold }) => gold)).toEqual([keep.id, null]);
  // Brought back it stands for itself again.
  await lead.call('faq.rollback', { ...other, to: other.version });
  expect(world.get('faqs', other.id)?.mergedInto).toBeUndefined();
});

test('merged only by who answers for both, as they were seen, and never with a version in work', async () => {
  const world = memory(NOW);
  const keep = await publish(world, '社保卡怎么补办');
  const other = await publish(world, '社保卡怎么补办呢');
  const merge = { ...keep, other };
  await expect(staffOf(world, leadOf('psb')).call('faq.merge', merge)).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(staffOf(world, operatorLead).call('faq.merge', merge)).rejects.toMatchObject({
    code: 'forbidden',
  });
  const { pairs } = await staffOf(world, operatorLead).call('knowledge.duplicates', {});
  expect(pairs).toMatchObject([{ mayMerge: false }]);
  const draft = { question: '社保卡怎么补办', similar: [], answer: '新的答复。', unitId: 'hrss' };
  const lead = staffOf(world, leadOf('hrss'));
  await staffOf(world, handlerOf('hrss')).call('faq.save', { ...other, entry: draft });
  await expect(lead.call('faq.merge', merge)).rejects.toMatchObject({ code: 'wrong-state' });
  await expect(lead.call('faq.merge', { ...keep, other: keep })).rejects.toMatchObject({ code: 'invalid' });
});
