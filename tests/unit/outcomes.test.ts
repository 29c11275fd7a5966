import { spansOf, rateOf } from '../../cloudfunctions/domain/outcomes/figures';
import { stockHistory } from '../../cloudfunctions/domain/outcomes/stock';
import { talliesOf } from '../../cloudfunctions/domain/outcomes/tally';
import { addCounts, type Counts } from '../../cloudfunctions/domain/ticket/counted';
import { procedureFor, waits } from '../../cloudfunctions/usecases/kernel/runtime';
import { waitingChange } from '../../cloudfunctions/usecases/oversight/count-outcomes';
import { readOutcomes, type OutcomeQuery } from '../../cloudfunctions/usecases/oversight/outcomes';
import { migrate } from '../../cloudfunctions/usecases/setup/migrate';
import { citizenOf, deliverAll, staffOf } from '../support/callers';
import { handlerOf, leadOf, MONDAY, operator, owner, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** What became of limits (J-25, A27): figures that rest on frozen outcomes, however and how often they are delivered. */

const YEAR = { from: '2026-11-01', to: '2027-10-31' };
const AFTER_ALL = '2027-03-01T10:00:00.000+08:00';

const figures = async (world: Memory, query: Partial<OutcomeQuery> = {}) =>
  readOutcomes(world.ports, await world.snapshots.current(), { ...YEAR, ...query });

/** Of the limit to reply to a complaint about business. */
const replies = async (world: Memory, query: Partial<OutcomeQuery> = {}) =>
  (await figures(world, query))
    .filter(({ policy }) => policy === 'complaint.business.reply')
    .map(({ key, due, inTime, late, running, runningLate, rate }) => ({
      ...(key === undefined ? {} : { key }),
      numbers: [due, inTime, late, running, runningLate],
      rate,
    }));

const complaint = (world: Memory, more = {}) =>
  citizenOf(world, owner.id).file({ category: 'business', serviceId: service.id, region: '440106', ...more });

const reply = (world: Memory, no: string, unitId = 'hrss') =>
  staffOf(world, handlerOf(unitId)).act(no, 'reply', { text: '已经补办，请带身份证到窗口领取新卡。' });

const sumOf = (world: Memory): Counts => {
  const sum: Counts = {};
  for (const { _id, counts } of world.all('outcomes')) addCounts(sum, { [_id]: counts });
  return sum;
};

/** What the tallies should hold, of all tickets as they lie there. */
const shouldBe = (world: Memory): Counts => {
  const sum: Counts = {};
  for (const { ticket } of world.all('tickets')) {
    addCounts(sum, talliesOf(ticket, procedureFor(ticket).limits));
    addCounts(sum, stockHistory(ticket, waits));
  }
  return sum;
};

describe('what became of a limit', () => {
  test('runs, is late, was kept late: always due on the same day, and each ticket once', async () => {
    const world = memory(MONDAY);
    const { no } = await complaint(world);
    // Nothing has been delivered yet.
    expect(await replies(world)).toEqual([{ numbers: [0, 0, 0, 1, 0], rate: null }]);
    await deliverAll(world);
    expect(await replies(world)).toEqual([{ numbers: [0, 0, 0, 1, 0], rate: null }]);
    world.at(AFTER_ALL);
    expect(await replies(world)).toEqual([{ numbers: [1, 0, 0, 0, 1], rate: null }]);
    await reply(world, no);
    expect(await replies(world)).toEqual([{ numbers: [1, 0, 1, 0, 0], rate: null }]);
    await deliverAll(world);
    expect(await replies(world)).toEqual([{ numbers: [1, 0, 1, 0, 0], rate: null }]);
    const { date = '' } = world.get('tickets', no)!.ticket.clocks.find(({ name }) => name === 'reply')!;
    expect(await replies(world, { from: date, to: date })).toHaveLength(1);
    expect(await replies(world, { from: '2027-01-01', to: AFTER_ALL.slice(0, 10) })).toEqual([]);
    expect(await replies(world, { by: 'month' })).toMatchObject([{ key: date.slice(0, 7) }]);
  });

  test('A27: a ticket that moved in time is counted once, for the unit that held it in the end', async () => {
    const world = memory(MONDAY);
    const { no } = await complaint(world);
    await staffOf(world, handlerOf('hrss')).act(no, 'return', {
      reason: '不属于本单位职责',
      suggestedUnitId: 'psb',
    });
    await deliverAll(world);
    await staffOf(world, operator).act(no, 'dispatch', { unitId: 'psb' });
    await reply(world, no, 'psb');
    await deliverAll(world);
    expect(await replies(world, { by: 'unit' })).toEqual([
      { key: 'psb', numbers: [1, 1, 0, 0, 0], rate: null },
    ]);
    expect(await replies(world, { unitId: 'hrss' })).toEqual([]);
    expect(await replies(world, { region: '440100' })).toMatchObject([{ numbers: [1, 1, 0, 0, 0] }]);
    expect(await replies(world, { region: '440300' })).toEqual([]);
    expect(await replies(world, { by: 'region' })).toMatchObject([{ key: '440106' }]);
  });

  test('A34: a confidential one is counted for nobody who may not see it', async () => {
    const world = memory(MONDAY);
    await complaint(world, { against: 'staff' });
    await deliverAll(world);
    expect(await replies(world)).toEqual([]);
    expect(await replies(world, { confidential: true, unitId: 'hrss' })).toHaveLength(1);
  });

  test('below twenty there is no rate, and one of all is made of counts', () => {
    expect(rateOf({ inTime: 19, due: 19 })).toBeNull();
    expect(rateOf({ inTime: 15, due: 20 })).toBe(0.75);
  });
});

describe('counting', () => {
  const lives = async (world: Memory): Promise<void> => {
    const numbers: string[] = [];
    for (let n = 0; n < 6; n += 1)
      numbers.push((await complaint(world, n % 2 ? { kind: 'consultation' } : {})).no);
    const [first = '', second = '', third = ''] = numbers;
    await staffOf(world, operator)
      .act(second, 'askCitizen', { text: '请问是哪一天？' })
      .catch(() => undefined);
    await staffOf(world, handlerOf('hrss')).act(first, 'accept');
    world.at('2026-12-25T10:00:00.000+08:00');
    await reply(world, third);
    await staffOf(world, leadOf('hrss')).get(first);
  };

  test('is what the tickets say, also after a run that was killed', async () => {
    const world = memory(MONDAY);
    await lives(world);
    // At each of the writes that count: the one that writes down what is to be counted, and those that count it.
    for (let nth = 1; nth <= 6; nth += 1) {
      let left = nth;
      world.onWrite = name => {
        if (name.startsWith('outcome') && (left -= 1) === 0) throw new Error('killed');
      };
      await deliverAll(world).catch((error: Error) => expect(error.message).toBe('killed'));
      world.onWrite = () => undefined;
      // Whoever reads meanwhile adds what has not been counted yet.
      const waiting = await waitingChange(world.ports);
      const read: Counts = {};
      for (const { _id, counts } of world.all('outcomes')) addCounts(read, { [_id]: counts });
      addCounts(read, waiting);
      expect(read).toEqual(shouldBe(world));
    }
    await deliverAll(world);
    expect(world.all('outcomechanges')).toEqual([]);
    expect(Object.keys(shouldBe(world)).length).toBeGreaterThan(3);
    expect(sumOf(world)).toEqual(shouldBe(world));
  });

  test('of tickets from before policies were kept comes to the same; a migration counts them, also broken off', async () => {
    const world = memory(MONDAY);
    await lives(world);
    await deliverAll(world);
    const before = sumOf(world);
    for (const { limits: _limits, stock: _stock, ...document } of world.all('tickets')) {
      const clocks = document.ticket.clocks.map(({ policy: _policy, ...clock }) => clock);
      world.put('tickets', { ...document, ticket: { ...document.ticket, clocks } });
    }
    for (const { _id } of world.all('outcomes')) await world.ports.database.remove('outcomes', _id);
    world.put('migrations', { _id: 'schema', version: 12, running: null, history: [] });
    world.onWrite = name => {
      if (name === 'migrations') throw new Error('killed');
    };
    await expect(migrate(world.ports, () => true)).rejects.toThrow('killed');
    world.onWrite = () => undefined;
    for (let done = false; !done;) ({ done } = await migrate(world.ports, () => true));
    expect(sumOf(world)).toEqual(before);
  });
});

describe('a period', () => {
  test('is read by months, and by days where a month is not whole', () => {
    expect(spansOf('2026-11-01', '2026-12-31')).toEqual({
      months: ['2026-11', '2026-12'],
      partly: [],
      days: [],
    });
    expect(spansOf('2027-02-27', '2027-04-01')).toEqual({
      months: ['2027-03'],
      partly: ['2027-02', '2027-04'],
      days: ['2027-02-27', '2027-02-28', '2027-04-01'],
    });
  });

  test('of a year never takes more than fifty documents of a unit, whatever day it begins on', () => {
    for (const [from, to] of [
      ['2026-01-01', '2026-12-31'],
      ['2025-11-29', '2026-11-28'],
      ['2025-01-02', '2026-01-01'],
    ] as const) {
      const { months, partly, days } = spansOf(from, to);
      expect(months.length + partly.length + days.length).toBeLessThanOrEqual(50);
    }
  });

  test('reads so many and no ticket', async () => {
    const world = memory(MONDAY);
    await complaint(world);
    await deliverAll(world);
    const asked: string[] = [];
    const { database } = world.ports;
    const find: typeof database.find = (name, query) => {
      asked.push(name);
      return database.find(name, query);
    };
    const ports = { ...world.ports, database: { ...database, find } };
    await readOutcomes(ports, await world.snapshots.current(), { ...YEAR, unitId: 'hrss' });
    expect(asked.sort()).toEqual(['journal', 'outcomechanges', 'outcomes']);
  });
});
