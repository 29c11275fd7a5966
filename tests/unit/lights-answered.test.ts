import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { procedures } from '../../cloudfunctions/domain/procedures';
import { citizenOf, staffOf } from '../support/callers';
import { act, open, refusal, stored, told } from '../support/checks';
import {
  handlerOf,
  leadOf,
  manager,
  MONDAY,
  operator,
  operatorLead,
  owner,
  service,
} from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** A yellow or red light is a record with acknowledgement, cause and correction (A24, J-24): of every procedure alike. */

const unit = handlerOf('hrss');
const lead = leadOf('hrss');

const under = (ruleSet: (typeof shippedRuleSets)[number]): Memory => {
  const world = memory(MONDAY);
  const settings = world.get('settings', 'current')!;
  world.put('settings', { ...settings, ruleSet: { id: ruleSet.id, version: ruleSet.version } });
  return world;
};

/** A ticket of a citizen, and one that staff start: both lie with the unit. */
const kinds: Record<string, (world: Memory) => Promise<string>> = {
  complaint: async world =>
    (await citizenOf(world, owner.id).file({ category: 'business', serviceId: service.id })).no,
  rectification: async world =>
    (
      await open(world, manager, 'rectification', {
        source: 'other',
        matter: '安全',
        findings: [{ what: '口令太简单' }],
        unitId: 'hrss',
      })
    ).no,
};

/** Runs the timer each hour until a light of a level is on record. */
const untilLit = async (world: Memory, no: string, level: 'yellow' | 'red') => {
  const isLit = () => stored(world, no).lights.find(one => one.level === level);
  for (let hours = 0; hours < 24 * 40 && !isLit(); hours += 1) {
    world.pass(3_600_000);
    if (stored(world, no) && world.get('tickets', no)!.keys.wakeAt <= world.ports.now())
      await runClock(world);
  }
  return isLit()!;
};

const ofEscalation = (texts: readonly string[]): string[] =>
  texts.filter(text => text.includes('没有人知悉'));

describe.each(shippedRuleSets)('under $id', ruleSet => {
  test.each(Object.keys(kinds))(
    '%s: nobody takes notice: the lead, then the manager, once each',
    async kind => {
      const world = under(ruleSet);
      const no = await kinds[kind]!(world);
      const light = await untilLit(world, no, 'yellow');
      expect(light.asks!.lead < light.asks!.manager).toBe(true);
      expect(ofEscalation(await told(world, lead, no))).toEqual([]);
      for (const at of [light.asks!.lead, light.asks!.lead]) {
        world.at(at);
        await runClock(world);
      }
      expect(ofEscalation(await told(world, lead, no))).toEqual([expect.stringContaining('黄灯没有人知悉')]);
      expect(ofEscalation(await told(world, manager, no))).toEqual([]);
      expect(ofEscalation(await told(world, unit, no))).toEqual([]);
      world.at(light.asks!.manager);
      await runClock(world);
      await runClock(world);
      expect(ofEscalation(await told(world, manager, no)).length).toBeLessThanOrEqual(1);
      const red = await untilLit(world, no, 'red');
      world.at(red.asks!.manager);
      await runClock(world);
      await runClock(world);
      const ofRed = (texts: readonly string[]) => ofEscalation(texts).filter(text => text.startsWith('红灯'));
      expect(ofRed(await told(world, lead, no))).toHaveLength(1);
      expect(ofRed(await told(world, manager, no))).toEqual([
        expect.stringContaining('已提请承办方负责人过问'),
      ]);
    },
  );
});

test.each(Object.keys(kinds))(
  '%s: whoever has to keep the limit says that it is known: nobody else is told, and the list shows it',
  async kind => {
    const world = memory(MONDAY);
    const no = await kinds[kind]!(world);
    const offered = async (actor = unit) =>
      (await staffOf(world, actor).get(no)).acts.map(one => one.act).filter(one => one.endsWith('Light'));
    expect(await offered()).toEqual([]);
    const light = await untilLit(world, no, 'red');
    expect(await offered()).toEqual(['acknowledgeLight', 'explainLight']);
    expect(await offered(manager)).toEqual([]);
    expect(await refusal(act(world, manager, no, 'acknowledgeLight'))).toMatchObject({ code: 'forbidden' });
    await act(world, unit, no, 'acknowledgeLight');
    expect(await refusal(act(world, lead, no, 'acknowledgeLight'))).toMatchObject({ code: 'wrong-state' });
    world.at(light.asks!.manager);
    await runClock(world);
    const reds = (texts: readonly string[]) => ofEscalation(texts).filter(text => text.startsWith('红灯'));
    expect(reds(await told(world, lead, no))).toEqual([]);
    expect(reds(await told(world, manager, no))).toEqual([]);
    await act(world, lead, no, 'explainLight', { cause: '人手不足', correction: '已增派人手' });
    expect(await offered()).toEqual([]);
    const { lights } = await staffOf(world, manager).call('light.list', { redNow: true });
    expect(lights.filter(one => one.no === no)).toEqual([
      expect.objectContaining({
        level: 'red',
        party: '省人社厅',
        isOver: false,
        acknowledged: expect.objectContaining({ by: unit.name }),
        explained: expect.objectContaining({ by: lead.name, cause: '人手不足', correction: '已增派人手' }),
      }),
    ]);
    expect(lights.find(one => one.no === no)!.daysLeft).toBeLessThan(0);
  },
);

test('J-24: what is red now, whose and since when, of a unit or of all, page by page; others see nothing of it', async () => {
  const world = memory(MONDAY);
  const numbers: string[] = [];
  for (const [index] of [...Array(3).keys()].entries()) {
    world.at(`2026-11-2${3 + index}T10:00:00.000+08:00`);
    numbers.push(await kinds['complaint']!(world));
  }
  world.at('2027-01-20T10:00:00.000+08:00');
  const red = async (actor = manager, more: { unitId?: string; limit?: number } = {}) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await staffOf(world, actor).call('light.list', {
        redNow: true,
        ...more,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.lights.map(({ no }) => no));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return [...new Set(seen)];
  };
  // Before any run of the timer: red is red.
  expect(await red()).toEqual(numbers);
  expect(await red(manager, { unitId: 'hrss', limit: 1 })).toEqual(numbers);
  expect(await red(unit)).toEqual(numbers);
  expect(await red(manager, { unitId: 'psb' })).toEqual([]);
  expect(await red(handlerOf('psb'))).toEqual([]);
  expect(await refusal(staffOf(world, manager).call('light.list', {}))).toMatchObject({ code: 'invalid' });
});

test('A27: of a limit whose unit sees the ticket no more, whoever holds it answers', async () => {
  const world = memory(MONDAY);
  const { no } = await citizenOf(world, owner.id).file({ category: 'unsure' });
  await untilLit(world, no, 'red');
  expect(stored(world, no).clocks[0]!.responsible.role).toBe('operator');
  // The operator's own limit stays the operator's to explain, wherever the ticket goes.
  await act(world, operator, no, 'dispatch', { unitId: 'psb' });
  expect(await refusal(act(world, handlerOf('psb'), no, 'acknowledgeLight'))).toMatchObject({
    code: 'wrong-state',
  });
  await act(world, operatorLead, no, 'acknowledgeLight');
  world.at('2027-01-20T10:00:00.000+08:00');
  await runClock(world);
  const moved = world.get('tickets', no)!;
  const held = { role: 'unit' as const, unitId: 'hrss' };
  world.put('tickets', { ...moved, ticket: { ...moved.ticket, unitId: 'hrss', holder: held } });
  await act(world, unit, no, 'explainLight', { cause: '改派', correction: '已接手' });
  const explained = stored(world, no).lights.filter(light => light.explained);
  expect(explained.length).toBeGreaterThan(0);
});

test('a light of before this was asked is told to nobody, and can be answered all the same', async () => {
  const world = memory(MONDAY);
  const no = await kinds['complaint']!(world);
  await untilLit(world, no, 'red');
  const document = world.get('tickets', no)!;
  const lights = document.ticket.lights.map(({ asks: _asks, ...light }) => light);
  world.put('tickets', { ...document, ticket: { ...document.ticket, lights } });
  world.at('2026-12-31T10:00:00.000+08:00');
  await runClock(world);
  expect(stored(world, no).lights.slice(0, lights.length)).toEqual(lights);
  await act(world, unit, no, 'acknowledgeLight');
  expect(stored(world, no).lights.every(({ acknowledged }) => acknowledged)).toBe(true);
});

test('every procedure has both acts, in every state', () => {
  for (const { kind, acts, states } of procedures)
    for (const name of ['acknowledgeLight', 'explainLight'])
      expect([kind, name, acts.filter(one => one.act === name).flatMap(one => one.from)]).toEqual([
        kind,
        name,
        Object.keys(states),
      ]);
});
