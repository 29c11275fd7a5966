import { stockHistory } from '../../cloudfunctions/domain/outcomes/stock';
import { addCounts, type Counts } from '../../cloudfunctions/domain/ticket/counted';
import { waits } from '../../cloudfunctions/usecases/kernel/runtime';
import { readStock } from '../../cloudfunctions/usecases/oversight/outcomes';
import { migrate } from '../../cloudfunctions/usecases/setup/migrate';
import { citizenOf, deliverAll, staffOf } from '../support/callers';
import { handlerOf, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** How many tickets lie with whom (G-3.3.1c): open at the start, with what came and without what left, is open at the end. */

const WEEKS = [
  { first: '2026-09-21', last: '2026-09-27' },
  { first: '2026-09-28', last: '2026-10-04' },
  { first: '2026-10-05', last: '2026-10-11' },
] as const;

type Sums = Record<string, number>;

const nothing: Sums = { start: 0, new: 0, back: 0, came: 0, away: 0, closed: 0, end: 0 };

/** The flows of a week, of one party or of all together, over all kinds. */
const weekOf = async (
  { ports }: Pick<Memory, 'ports'>,
  week: (typeof WEEKS)[number],
  party?: string,
): Promise<Sums> => {
  const sums = { ...nothing };
  for (const [whose, stock] of await readStock(ports, week))
    if (party === undefined || whose === party)
      for (const [key, n] of Object.entries(stock)) {
        const what = key.slice('stock.'.length, key.indexOf('|'));
        sums[what] = (sums[what] ?? 0) + n;
      }
  return sums;
};

const balanced = ({ start = 0, new: fresh = 0, back = 0, came = 0, away = 0, closed = 0 }: Sums): number =>
  start + fresh + back + came - away - closed;

/** Three of one unit in the first week; one moves to another and one is withdrawn in the second; one more comes. */
const story = async (): Promise<{ world: Memory; first: string }> => {
  const world = memory('2026-09-21T09:00:00.000+08:00');
  const file = (who: string) => citizenOf(world, who).file({ serviceId: 'card', category: 'business' });
  const { no: first } = await file('a');
  const { no: second } = await file('b');
  await file('c');
  world.at('2026-09-22T09:00:00.000+08:00');
  await staffOf(world, handlerOf('hrss')).act(first, 'return', {
    reason: '不属于本单位职责',
    suggestedUnitId: 'psb',
  });
  world.at('2026-09-28T09:00:00.000+08:00');
  await citizenOf(world, 'b').act(second, 'withdraw');
  world.at('2026-09-29T09:00:00.000+08:00');
  await staffOf(world, operator).act(first, 'dispatch', { unitId: 'psb' });
  await file('d');
  return { world, first };
};

test('open at the start, with what came and without what left, is open at the end, and with that the next period begins', async () => {
  const { world } = await story();
  const look = async (): Promise<void> => {
    expect(await weekOf(world, WEEKS[0])).toEqual({ ...nothing, new: 3, came: 1, away: 1, end: 3 });
    expect(await weekOf(world, WEEKS[1])).toEqual({
      ...nothing,
      start: 3,
      new: 1,
      came: 1,
      away: 1,
      closed: 1,
      end: 3,
    });
    expect(await weekOf(world, WEEKS[0], 'hrss')).toEqual({ ...nothing, new: 3, away: 1, end: 2 });
    expect(await weekOf(world, WEEKS[1], 'hrss')).toEqual({
      ...nothing,
      start: 2,
      new: 1,
      closed: 1,
      end: 2,
    });
    expect(await weekOf(world, WEEKS[1], 'psb')).toEqual({ ...nothing, came: 1, end: 1 });
    for (const party of [undefined, 'hrss', 'psb', '@operator'])
      for (const [at, week] of WEEKS.entries()) {
        const sums = await weekOf(world, week, party);
        expect(sums['end']).toBe(balanced(sums));
        if (at > 0) expect(sums['start']).toBe((await weekOf(world, WEEKS[at - 1]!, party))['end']);
      }
  };
  // The same before and after it was delivered.
  await look();
  await deliverAll(world);
  await look();
});

test('A34: what is confidential is in no number', async () => {
  const world = memory('2026-09-21T09:00:00.000+08:00');
  await citizenOf(world, 'a').file({ against: 'staff', serviceId: 'card', category: 'business' });
  expect(await weekOf(world, WEEKS[0])).toEqual(nothing);
});

test('what has happened stays on its day: one that is taken up again is back then, and was answered when it was', async () => {
  const world = memory('2026-09-21T09:00:00.000+08:00');
  const citizen = citizenOf(world, 'a');
  const { no } = await citizen.file({ serviceId: 'card', category: 'business' });
  world.at('2026-09-25T09:00:00.000+08:00');
  await staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '已经办好，请查看。' });
  expect(await weekOf(world, WEEKS[0], 'hrss')).toEqual({ ...nothing, new: 1, closed: 1 });
  world.at('2026-09-29T09:00:00.000+08:00');
  await citizen.act(no, 'rate', { level: 1, text: '没有办好。' });
  expect(await weekOf(world, WEEKS[0], 'hrss')).toEqual({ ...nothing, new: 1, closed: 1 });
  expect(await weekOf(world, WEEKS[1], 'hrss')).toEqual({ ...nothing, back: 1, end: 1 });
  expect(await weekOf(world, WEEKS[2], 'hrss')).toEqual({ ...nothing, start: 1, end: 1 });
});

test('what there was before it was counted is told from its story; a migration counts it once, also broken off', async () => {
  const { world, first } = await story();
  await deliverAll(world);
  const sumOf = (): Counts => {
    const sum: Counts = {};
    for (const { _id, counts } of world.all('outcomes')) addCounts(sum, { [_id]: counts });
    return sum;
  };
  const before = sumOf();
  // As it was: no flows in the tallies, no ticket that says it is counted.
  for (const { _id, counts } of world.all('outcomes')) {
    const limits = Object.entries(counts).filter(([key]) => !key.startsWith('flow|'));
    if (_id.startsWith('open|')) await world.ports.database.remove('outcomes', _id);
    else world.put('outcomes', { _id, counts: Object.fromEntries(limits) });
  }
  for (const { stock: _stock, ...document } of world.all('tickets')) world.put('tickets', document);
  // One is acted on before the migration comes by.
  await staffOf(world, handlerOf('psb')).act(first, 'note', { text: '已联系。' });
  await deliverAll(world);
  world.put('migrations', { _id: 'schema', version: 13, running: null, history: [] });
  world.onWrite = name => {
    if (name === 'migrations') throw new Error('killed');
  };
  await expect(migrate(world.ports, () => true)).rejects.toThrow('killed');
  world.onWrite = () => undefined;
  for (let done = false; !done;) ({ done } = await migrate(world.ports, () => true));
  expect(sumOf()).toEqual(before);
  const { ticket } = world.get('tickets', first)!;
  expect(stockHistory(ticket, waits)['open|2026-09']).toEqual({ 'psb|complaint': 1 });
});
