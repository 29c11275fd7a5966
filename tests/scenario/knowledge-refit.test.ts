import { knowledgeOf, type Faq, type Numbers } from '../support/knowledge';
import { useSystem } from '../support/system';

/** The gate and the router learn from what staff judged: accepted, refused, taken back. */

const system = useSystem();
const operator = system.staff('demo-operator');
const operatorLead = system.staff('demo-operator-lead');
const manager = system.staff('demo-manager');

const { ask, published, judge } = knowledgeOf(system);

describe('the refit of the gate', () => {
  type Outcome = { accepted: boolean; version?: number; judged: number; reason?: string };
  const gateNow = async () => (await manager.call<Numbers>('knowledge.numbers', { weeks: 1 })).gate;

  test('by the timer once a week, with too few judgements nothing changes', async () => {
    system.at('2026-10-19T08:00');
    await system.run();
    expect(await gateNow()).toMatchObject({ version: 0, kept: [] });
    expect(await manager.call<Outcome>('knowledge.refit')).toMatchObject({ accepted: false });
    for (const who of [operator, operatorLead, system.staff('demo-tax-lead')]) {
      await expect(who.call('knowledge.refit')).rejects.toMatchObject({ code: 'forbidden' });
      await expect(who.call('knowledge.rollback')).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(manager.call('knowledge.rollback')).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('accepted it is in use at once, refused nothing changes, rolled back in one call', async () => {
    system.at('2026-10-20T10:00');
    const entries = (await published()).slice(0, 120);
    for (const { question, id } of entries) {
      const { askId, answers, band } = await ask('xu', `想问一下${question}`);
      const right = band === 'answer' ? answers[0]?.faqId === id : answers.some(one => one.faqId === id);
      await judge(operator, { askId, right, faqId: id });
    }
    const first = await manager.call<Outcome>('knowledge.refit');
    expect(first).toMatchObject({ accepted: true, version: 1 });
    expect(await gateNow()).toMatchObject({
      version: 1,
      kept: [{ version: 1, refused: null, dataHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
    });
    const { band } = await ask('xu', entries[0]?.question ?? '');
    expect(band).toBe('answer');

    // Asked again without new judgements: three copies of one version would leave nothing to go back to.
    const again = await manager.call<Outcome>('knowledge.refit');
    expect(again).toMatchObject({ accepted: false, reason: expect.stringContaining('一样') as string });
    expect((await gateNow()).kept).toHaveLength(1);

    // Somebody calls every answer wrong: the machine would fall silent.
    for (const { question } of entries) {
      const asked = await ask('gu', `请问${question}呢`);
      await judge(operator, { askId: asked.askId, right: asked.band === 'handover' });
    }
    for (const { question } of entries) {
      const asked = await ask('gu', question);
      await judge(operator, { askId: asked.askId, right: asked.band === 'handover' });
    }
    const refused = await manager.call<Outcome>('knowledge.refit');
    expect(refused).toMatchObject({ accepted: false, reason: expect.stringContaining('下降') as string });
    expect((await gateNow()).version).toBe(1);
    expect((await gateNow()).kept.map(one => one.refused === null)).toEqual([false, true]);

    expect(await manager.call('knowledge.rollback')).toEqual({ version: 0 });
    expect((await gateNow()).version).toBe(0);
    expect(await manager.call('knowledge.rollback', { to: 1 })).toEqual({ version: 1 });
    await expect(manager.call('knowledge.rollback', { to: 7 })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('the refit of the router', () => {
  type Routers = { version: number; kept: { version: number; refused: string | null; messages: number }[] };
  type Outcome = { accepted: boolean; version?: number; messages: number; reason?: string };
  const routers = () => manager.call<Routers>('router.get');

  test('learns only from what staff judged: an unanswerable question has no confirmed unit', async () => {
    system.at('2026-10-22T10:00');
    const { messages } = await manager.call<Outcome>('router.refit');
    const { askId, band } = await ask('gu', '鹧鸪斑彩笺纸');
    expect(band).toBe('handover');
    await judge(operator, { askId, right: true });
    expect((await manager.call<Outcome>('router.refit')).messages).toBe(messages);
  });

  test('accepted it is in use and can be rolled back; others may not', async () => {
    const entries = (await published()).filter(one => one.unitId);
    const { messages: known } = await manager.call<Outcome>('router.refit');
    const confirm = async ({ question, id }: Faq): Promise<void> => {
      const { askId, answers, band } = await ask('tan', `麻烦问一下${question}`);
      const right = band === 'answer' ? answers[0]?.faqId === id : answers.some(one => one.faqId === id);
      await judge(operator, { askId, right, faqId: id });
    };
    const needed = entries.slice(0, Math.max(0, 110 - known));
    for (let from = 0; from < needed.length; from += 10)
      await Promise.all(needed.slice(from, from + 10).map(confirm));
    const outcome = await manager.call<Outcome>('router.refit');
    const { version, kept } = await routers();
    expect(kept.length).toBeLessThanOrEqual(4);
    expect(kept[0]).toMatchObject({ messages: outcome.messages });
    expect(outcome.accepted).toBe(true);
    expect(version).toBe(outcome.version);
    const { version: back } = await manager.call<{ version: number }>('router.rollback', { to: 0 });
    expect([back, (await routers()).version]).toEqual([0, 0]);
    await expect(manager.call('router.rollback')).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(manager.call('router.rollback', { to: 99 })).rejects.toMatchObject({ code: 'invalid' });
    for (const action of ['router.get', 'router.refit', 'router.rollback'])
      await expect(operatorLead.call(action)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
