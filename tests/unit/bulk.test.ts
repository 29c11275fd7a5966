import { Busy } from '../../cloudfunctions/usecases/kernel/ports';
import { citizenOf, staffOf } from '../support/callers';
import { MONDAY, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** A29: the same act on several tickets, ten in a transaction, a result for each. */

const filled = async (n: number) => {
  const world = memory(MONDAY);
  const nos: string[] = [];
  for (let at = 0; at < n; at += 1)
    nos.push((await citizenOf(world, `person-${at}`).file({ kind: 'suggestion' })).no);
  return { world, nos };
};

const versionOf = (world: Memory, no: string): number => world.get('tickets', no)?.ticket.version ?? 0;

const note = (world: Memory, items: { no: string; version: number }[]) =>
  staffOf(world, operator).call('ticket.bulk', { act: 'note', input: { text: '已核对' }, items });

const noted = (world: Memory, no: string): number =>
  world.all('journal').filter(entry => entry.no === no && entry.type === 'note').length;

test('what is refused does not stop the others of its transaction, and writes nothing', async () => {
  const { world, nos } = await filled(12);
  const items = nos.map((no, at) => ({ no, version: versionOf(world, no) + (at === 3 ? 5 : 0) }));
  items.splice(5, 0, { no: 'TS20261123-222-222-222', version: 1 });
  const { results } = await note(world, items);
  expect(results.map(({ no }) => no)).toEqual(items.map(({ no }) => no));
  expect(results.flatMap(one => (one.ok ? [] : [[one.no, one.error.code]]))).toEqual([
    [nos[3], 'conflict'],
    ['TS20261123-222-222-222', 'not-found'],
  ]);
  expect(nos.map(no => noted(world, no))).toEqual(nos.map((_, at) => (at === 3 ? 0 : 1)));
});

test('what breaks a transaction is done one by one: only the one that it comes from fails', async () => {
  const { world, nos } = await filled(12);
  world.onWrite = (collection, document) => {
    if (collection === 'tickets' && document._id === nos[4]) throw new Busy('it is being written');
  };
  const { results } = await note(
    world,
    nos.map(no => ({ no, version: versionOf(world, no) })),
  );
  expect(results.flatMap(one => (one.ok ? [] : [[one.no, one.error.code]]))).toEqual([
    [nos[4], 'unavailable'],
  ]);
  expect(nos.map(no => noted(world, no))).toEqual(nos.map((_, at) => (at === 4 ? 0 : 1)));
});

test('sent twice, and a ticket that is named twice: done once', async () => {
  const { world, nos } = await filled(11);
  const items = [...nos, nos[0]!].map(no => ({ no, version: versionOf(world, no) }));
  for (let times = 0; times < 2; times += 1)
    expect((await note(world, items)).results.every(({ ok }) => ok)).toBe(true);
  expect(nos.map(no => noted(world, no))).toEqual(nos.map(() => 1));
});

test('what is shown on one ticket alone is not done in bulk: nobody would see it, and its person would be told so (J-21b)', async () => {
  const { world, nos } = await filled(2);
  const items = nos.map(no => ({ no, version: versionOf(world, no) }));
  const offered = (await staffOf(world, operator).get(nos[0]!)).acts.find(({ act }) => act === 'reveal');
  expect(offered).toMatchObject({ alone: true });
  const look = { act: 'reveal', input: { reason: '核实情况' }, items };
  await expect(staffOf(world, operator).call('ticket.bulk', look)).rejects.toMatchObject({ code: 'invalid' });
  expect(world.all('journal').filter(({ type }) => type === 'reveal')).toEqual([]);
});
