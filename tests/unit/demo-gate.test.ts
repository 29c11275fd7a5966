import { answer, isGate, measure } from '../../cloudfunctions/domain/knowledge';
import type { Gate } from '../../cloudfunctions/domain/knowledge';
import { wordListsSchema } from '../../cloudfunctions/domain/knowledge/content/word-lists';
import { rightIn } from '../../cloudfunctions/domain/knowledge/gate/right-entry';
import stored from '../../tools/seed/data/gate.json';
import words from '../../tools/seed/data/words.json';
import { demoIndex, fitDemoGate, judgedQuestions } from '../../tools/seed/fit-gate';

const gate = stored as unknown as Gate;
const index = demoIndex();

test('the judged set of the demo: its entries exist, enough of both kinds', () => {
  const ids = new Set(index.entries.map(entry => entry.id));
  const golds = judgedQuestions.flatMap(({ gold, also = [] }) => (gold === null ? [] : [gold, ...also]));
  expect(golds.filter(id => !ids.has(id))).toEqual([]);
  expect(judgedQuestions.filter(each => each.gold !== null).length).toBeGreaterThanOrEqual(400);
  expect(judgedQuestions.filter(each => each.gold === null).length).toBeGreaterThanOrEqual(200);
});

test('the stored gate of the demo is fitted to its judged set: it keeps its promise there', () => {
  expect(isGate(gate)).toBe(true);
  // What is near is learned apart from what is sure (docs/knowledge.md §4).
  expect(gate.short.near?.trees.length).toBeGreaterThan(0);
  const measured = measure(index, judgedQuestions, { gate });
  expect(measured.r3).toBeGreaterThan(0.9);
  expect(measured.precision).toBeGreaterThanOrEqual(gate.precision!);
  expect(measured.falseAnswers).toBeLessThanOrEqual(0.05);
  const nothing = judgedQuestions.filter(({ q, gold }) => {
    if (gold !== null) return false;
    const { band, near } = answer(index, q, { gate });
    return band === 'handover' && !near;
  });
  const unanswerable = judgedQuestions.filter(each => each.gold === null);
  expect(nothing.length / unanswerable.length).toBeGreaterThanOrEqual(0.35);
});

test('fitted by the product’s own code: a sample gives thresholds of its own', () => {
  const sample = judgedQuestions.filter((_, at) => at % 5 === 0);
  const few = fitDemoGate(index, sample);
  expect(few.precision).toBe(gate.precision);
  expect(few.short.nearAt).toBeGreaterThan(0);
  expect(few.short.nearAt).toBeLessThanOrEqual(few.short.choicesAt);
  expect(few.short.choicesAt).toBeLessThanOrEqual(few.short.answerAt);
});

test('the words of the demo are a list that staff could have saved', () => {
  expect(wordListsSchema.safeParse(words).success).toBe(true);
  expect(words.synonyms.length).toBeGreaterThan(100);
});

test('entries that ask nearly the same count as one answer', () => {
  const twins = demoIndex();
  const [one, ...others] = twins.entries;
  const twin = { ...one!, id: 'twin', question: `${one!.question}啊` };
  const isRight = rightIn({ ...twins, entries: [one!, twin, ...others] });
  const judged = { q: '', gold: one!.id };
  expect(isRight(judged, one!.id)).toBe(true);
  expect(isRight(judged, 'twin')).toBe(true);
  expect(isRight(judged, 'F201')).toBe(false);
  expect(isRight({ ...judged, also: ['F201'] }, 'F201')).toBe(true);
  expect(isRight({ q: '', gold: null }, one!.id)).toBe(false);
});
