import type { AskDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { handlerOf, operator } from '../support/domain';
import { staffOf } from '../support/callers';
import { memory, type Memory } from '../support/memory';

/** Real questions for staff to judge: the newest that nobody has, each with what may answer it. */

const NOW = '2026-11-27T10:00:00.000+08:00';

const ask = (n: number, unitId: string | null, judged: AskDocument['judged'] = null): AskDocument => {
  const at = `2026-11-24T10:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}.000+08:00`;
  return {
    _id: `ask-${n}`,
    ownerId: 'openid-zhang',
    at,
    text: '怎么补办社保卡',
    region: null,
    serviceId: null,
    band: 'handover',
    answers: [],
    solved: null,
    faqId: null,
    unitId,
    week: '2026-11-23',
    unresolved: true,
    key: `${at}|ask-${n}`,
    sampleKey: `2026-11-23|handover|ask-${n}`,
    judged,
  };
};

const worldOf = async (asks: AskDocument[]): Promise<Memory> => {
  const world = memory(NOW);
  for (const one of asks) await world.ports.database.insert('asks', one);
  return world;
};

test('newest first, each once, until all are judged', async () => {
  const judged = { right: true, gold: null, by: 'x', at: NOW };
  const asks = Array.from({ length: 130 }, (_, n) => ask(n, null, n % 3 === 0 ? judged : null));
  const { call } = staffOf(await worldOf(asks), operator);
  const seen: string[] = [];
  for (let before: string | undefined, calls = 0; calls < 12; calls += 1) {
    const { asks: given, next } = await call('knowledge.unjudged', before ? { before } : {});
    seen.push(...given.map(({ askId }) => askId));
    if (!next) break;
    before = next;
  }
  const open = asks.filter(one => one.judged === null).map(({ _id }) => _id);
  expect(seen).toEqual(open.reverse());
});

test('a unit judges what is its own; what was judged does not come again', async () => {
  const world = await worldOf([ask(1, 'hrss'), ask(2, 'other')]);
  const handler = staffOf(world, handlerOf('hrss'));
  const { asks } = await handler.call('knowledge.unjudged', {});
  expect(asks.map(({ askId }) => askId)).toEqual(['ask-1']);
  await handler.call('knowledge.judge', { askId: 'ask-1', right: true });
  expect((await handler.call('knowledge.unjudged', {})).asks).toEqual([]);
});

test('the numbers say what the gate in use does with what was judged', async () => {
  const world = await worldOf(Array.from({ length: 20 }, (_, n) => ask(n, null)));
  const { call } = staffOf(world, operator);
  const here = async () => (await call('knowledge.numbers', {})).gate.here;
  for (let n = 0; n < 19; n += 1) await call('knowledge.judge', { askId: `ask-${n}`, right: true });
  expect(await here()).toBeNull();
  await call('knowledge.judge', { askId: 'ask-19', right: true });
  expect(await here()).toMatchObject({ queries: 20, falseAnswers: 0 });
});
