import { talliesOf } from '../../cloudfunctions/domain/outcomes/tally';
import { addCounts, type Counts } from '../../cloudfunctions/domain/ticket/counted';
import { procedureFor } from '../../cloudfunctions/usecases/kernel/runtime';
import { recountTallies } from '../../cloudfunctions/usecases/compliance/recount-tallies';
import { citizenOf, deliverAll } from '../support/callers';
import { act } from '../support/checks';
import { handlerOf, MONDAY, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { countTrips } from '../support/trips';
import { plainWork } from '../support/work';

/** The nightly recount of what became of limits (J-25): what differs from the tickets is corrected and reported. */

const lived = async (): Promise<Memory> => {
  const world = memory(MONDAY);
  for (let n = 0; n < 3; n += 1) {
    const { no } = await citizenOf(world, `citizen-${n}`).file({
      category: 'business',
      serviceId: service.id,
    });
    if (n > 0) await act(world, handlerOf('hrss'), no, 'reply', { text: '已经补办，请到窗口领取新卡。' });
    await deliverAll(world);
  }
  return world;
};

/** What became of limits; what is open and with whom is another matter (`unit/stock`). */
const ofLimits = (counts: Counts): Counts =>
  Object.fromEntries(
    Object.entries(counts)
      .map(
        ([id, of]) =>
          [
            id,
            Object.fromEntries(
              Object.entries(of).filter(([key]) => /^(in|late|run|odd|reasoned|waitedFor)\|/.test(key)),
            ),
          ] as const,
      )
      .filter(([, of]) => Object.keys(of).length > 0),
  );
const stored = (world: Memory): Counts => {
  const sum: Counts = {};
  for (const { _id, counts } of world.all('outcomes')) addCounts(sum, { [_id]: counts });
  return ofLimits(sum);
};
const should = (world: Memory): Counts => {
  const sum: Counts = {};
  for (const { ticket } of world.all('tickets'))
    addCounts(sum, talliesOf(ticket, procedureFor(ticket).limits));
  return ofLimits(sum);
};
/** From run to run with what it keeps; `units` of work a run. */
const night = async (world: Memory, units = 1000, kept: Record<string, string> = {}): Promise<number> => {
  let marks = kept;
  let corrected = 0;
  for (let run = 0; run < 50 && (run === 0 || marks['round'] !== ''); run += 1) {
    let left = units;
    const work = { ...plainWork(() => (left -= 1) >= 0), marks: () => marks };
    const remember = (more: Record<string, string>): void => void (marks = more);
    corrected += (await recountTallies(world, { ...work, remember })).corrected;
  }
  expect(marks['lastWrong']).toBe(String(corrected));
  Object.assign(kept, marks);
  return corrected;
};

test('what is right stays as it is, also with an entry that waits to be delivered', async () => {
  const world = await lived();
  const { no } = await citizenOf(world, 'last').file({ category: 'business', serviceId: service.id });
  await act(world, handlerOf('hrss'), no, 'reply', { text: '已经补办，请到窗口领取新卡。' });
  const before = stored(world);
  expect(await night(world)).toBe(0);
  expect(stored(world)).toEqual(before);
});

test.each([
  ['too much of one limit in a month', 7, 2],
  ['too little on a day', 10, -1],
] as const)('%s is corrected and reported, also in many small runs', async (_what, length, by) => {
  const world = await lived();
  expect(stored(world)).toEqual(should(world));
  const wrong = world
    .all('outcomes')
    .find(
      ({ _id, counts }) =>
        _id.split('|')[0]?.length === length &&
        _id.includes('|hrss') &&
        Object.keys(counts).some(key => key.startsWith('in|')),
    )!;
  const key = Object.keys(wrong.counts).find(one => one.startsWith('in|'))!;
  world.put('outcomes', { ...wrong, counts: { ...wrong.counts, [key]: wrong.counts[key]! + by } });
  expect(await night(world, 2)).toBe(1);
  expect(stored(world)).toEqual(should(world));
  expect(await night(world)).toBe(0);
});

const LATER = '2026-12-28T10:00:00.000+08:00';

/** One is answered late, and each of its tallies says something besides, in the month and on the day. */
const addBesides = (world: Memory, key: string): string[] => {
  const ids = world
    .all('outcomes')
    .filter(
      ({ _id, counts }) => _id.includes('|hrss') && Object.keys(counts).some(one => one.startsWith('late|')),
    )
    .map(({ _id }) => _id);
  for (const _id of ids) {
    const { counts } = world.get('outcomes', _id)!;
    const late = Object.keys(counts).filter(one => one.startsWith('late|'));
    const more = late.map(one => [key.replace('*', one.slice('late|'.length)), 1] as const);
    world.put('outcomes', { _id, counts: { ...counts, ...Object.fromEntries(more) } });
  }
  return ids;
};

const withLate = async (): Promise<Memory> => {
  const world = await lived();
  const { no } = await citizenOf(world, 'late').file({ category: 'business', serviceId: service.id });
  await deliverAll(world);
  world.at(LATER);
  await act(world, handlerOf('hrss'), no, 'reply', { text: '已经补办，请到窗口领取新卡。' });
  await deliverAll(world);
  return world;
};

test.each(['reasoned|*', 'waitedFor|*', 'odd|same-words|440000'])(
  'J-25, A52: what nothing of a ticket says is taken out again, in the month and on the day alike: %s',
  async key => {
    const world = await withLate();
    const right = stored(world);
    expect(right).toEqual(should(world));
    expect(addBesides(world, key).length).toBeGreaterThanOrEqual(2);
    expect(stored(world)).not.toEqual(right);
    expect(await night(world)).toBeGreaterThan(0);
    expect(stored(world)).toEqual(right);
    expect(await night(world)).toBe(0);
  },
);

test('reasons, for which tickets are read, are looked at once a week', async () => {
  const world = await withLate();
  const right = stored(world);
  const kept: Record<string, string> = {};
  expect(await night(world, 1000, kept)).toBe(0);
  addBesides(world, 'reasoned|*');
  world.at('2026-12-29T03:00:00.000+08:00');
  expect(await night(world, 1000, kept)).toBe(0);
  world.at('2027-01-05T03:00:00.000+08:00');
  expect(await night(world, 1000, kept)).toBeGreaterThan(0);
  expect(stored(world)).toEqual(right);
});

test('after months without a night those of all of them are looked at', async () => {
  const world = await withLate();
  const right = stored(world);
  const kept: Record<string, string> = {};
  expect(await night(world, 1000, kept)).toBe(0);
  addBesides(world, 'waitedFor|*');
  world.at('2027-06-20T03:00:00.000+08:00');
  expect(await night(world, 1000, kept)).toBeGreaterThan(0);
  expect(stored(world)).toEqual(right);
});

test('what lies in the archive is counted with the rest: it may have been over long before it was due', async () => {
  const world = await lived();
  const right = stored(world);
  for (const document of world.all('tickets')) {
    world.put('archived', document);
    await world.ports.database.remove('tickets' as never, document._id);
  }
  expect(await night(world)).toBe(0);
  expect(stored(world)).toEqual(right);
});

test('a tally that is gone as a whole comes back', async () => {
  const world = await lived();
  for (const { _id } of world.all('outcomes'))
    if (_id.includes('|hrss')) world.put('outcomes', { _id, counts: {} });
  expect(await night(world)).toBeGreaterThan(0);
  for (const [id, counts] of Object.entries(should(world))) expect(stored(world)[id]).toEqual(counts);
});

test('tallies that are gone with their documents come back, though no party is known to have any', async () => {
  const world = await lived();
  const right = stored(world);
  for (const { _id } of world.all('outcomes')) await world.ports.database.remove('outcomes', _id);
  expect(await night(world)).toBeGreaterThan(0);
  expect(stored(world)).toEqual(right);
});

test('a night asks for what there is, not for each limit of each party', async () => {
  const world = await lived();
  const trips = countTrips(world);
  expect((await trips(() => night(world))).inAll).toBeLessThan(60);
  const empty = memory(MONDAY);
  const ofNothing = countTrips(empty);
  expect((await ofNothing(() => night(empty))).inAll).toBeLessThan(25);
});
