import { citizenOf, staffOf, toldTo } from '../support/callers';
import { handlerOf, manager, operatorLead } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import type { BrokenJournal } from '../../typings/api';

/** A47: the parts of the audit chain: keyed entries, the digest of the ticket, seals, the ledger, anchors. */

const START = '2026-11-26T10:00:00.000+08:00';

const filed = async (world: Memory): Promise<string> =>
  (
    await citizenOf(world, 'ou').file({
      serviceId: 'card',
      category: 'business',
      applicant: { type: 'person', name: '王小明' },
    } as never)
  ).no;
/** What the timer does with the journal. */
const run = (world: Memory): Promise<string[]> => toldTo(world, 'nobody');
const check = async (
  world: Memory,
  input: { no?: string; anchors?: string[] } = {},
): Promise<BrokenJournal[]> => {
  const broken: BrokenJournal[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page: { broken: BrokenJournal[]; nextCursor?: string } = await staffOf(world, manager).call(
      'audit.check',
      first ? input : { cursor: cursor! },
    );
    broken.push(...page.broken);
    cursor = page.nextCursor;
  }
  return broken;
};
/** A system in which several things have happened. */
const lived = async (): Promise<{ world: Memory; no: string; other: string }> => {
  const world = memory(START);
  const no = await filed(world);
  const other = await filed(world);
  const handler = staffOf(world, handlerOf('hrss'));
  await handler.act(no, 'accept', {});
  await handler.act(no, 'reveal', { reason: '电话核实' });
  await staffOf(world, operatorLead).call('unit.save', {
    unit: { id: 'edu', name: '教育厅', region: '440000', duties: [], secondSignature: false },
  });
  await run(world);
  await handler.act(other, 'accept', {});
  return { world, no, other };
};

test('nothing is found in what nobody has touched, before and after the timer has run', async () => {
  const { world } = await lived();
  expect(await check(world)).toEqual([]);
  await run(world);
  expect(await check(world)).toEqual([]);
});

test('an entry is keyed, with the digest of the ticket after it; with another key nothing is the same', async () => {
  const { world, no } = await lived();
  const entries = world.all('journal').filter(entry => entry.no === no);
  expect(entries.map(({ key }) => key)).toEqual(entries.map(() => 'c1'));
  expect(new Set(entries.map(({ state }) => state)).size).toBe(entries.length);
  const stranger = memory(START);
  for (const name of ['tickets', 'journal', 'chains', 'ledger'] as const)
    for (const document of world.all(name)) stranger.put(name, document as never);
  expect((await check(stranger, { no })).map(({ why }) => why)).toEqual(['changed']);
});

test('the ticket is what its last entry says', async () => {
  const { world, no } = await lived();
  const document = world.get('tickets', no)!;
  world.put('tickets', { ...document, ticket: { ...document.ticket, title: '别的' } });
  expect(await check(world)).toEqual([{ no, seq: document.chain.seq, why: 'state' }]);
  world.put('tickets', { ...document, keys: { ...document.keys, tags: [] } });
  expect(await check(world)).toEqual([{ no, seq: document.chain.seq, why: 'keys' }]);
});

test('one that was put back to what it was, with its entries, is found in the ledger', async () => {
  const world = memory(START);
  const no = await filed(world);
  const before = world.get('tickets', no)!;
  await staffOf(world, handlerOf('hrss')).act(no, 'accept', {});
  await run(world);
  expect(await check(world)).toEqual([]);
  world.put('tickets', before);
  await world.ports.database.remove('journal', `${no}:2`);
  expect(await check(world)).toEqual([{ no, seq: 2, why: 'missing' }]);
});

test('a number that was given out and is not there any more is found, with and without its entries', async () => {
  const world = memory(START);
  const no = await filed(world);
  await world.ports.database.remove('tickets' as never, no);
  expect(await check(world)).toEqual([{ no, seq: 1, why: 'gone' }]);
  expect(await check(world, { no })).toEqual([{ no, seq: 1, why: 'gone' }]);
  await run(world);
  for (const { _id } of world.all('journal')) await world.ports.database.remove('journal', _id);
  expect(await check(world)).toEqual([{ no, seq: 1, why: 'gone' }]);
});

describe('erasure', () => {
  const closed = async (): Promise<{ world: Memory; no: string }> => {
    const world = memory(START);
    const no = await filed(world);
    await citizenOf(world, 'ou').act(no, 'withdraw', { reason: '不用了' });
    await run(world);
    return { world, no };
  };

  test('what a person had erased leaves everything valid; nothing is empty without an entry that says so', async () => {
    const { world, no } = await closed();
    await citizenOf(world, 'ou').call('me.erase', {});
    expect(world.get('tickets', no)!.ticket.ownerId).toBeNull();
    expect(await check(world)).toEqual([]);
    expect(JSON.stringify(world.all('journal'))).not.toContain('楼道的灯');
  });

  test('payload and salt that are gone without an erasure are found', async () => {
    const { world, no } = await closed();
    const entry = world.all('journal').find(one => one.no === no && one.seq === 1)!;
    world.put('journal', { ...entry, payload: null, salt: null });
    expect(await check(world)).toEqual([{ no, seq: 1, why: 'changed' }]);
  });

  test('an erasure that was broken off is no forgery, and the next try goes on', async () => {
    const { world, no } = await closed();
    world.onWrite = (collection, document) => {
      if (
        collection === 'tickets' &&
        (document as unknown as { ticket: { ownerId: null } }).ticket.ownerId === null
      )
        throw new Error('killed');
    };
    await expect(citizenOf(world, 'ou').call('me.erase', {})).rejects.toThrow();
    world.onWrite = () => undefined;
    expect(world.all('journal').some(one => one.no === no && one.salt === null)).toBe(true);
    expect(await check(world)).toEqual([]);
    await citizenOf(world, 'ou').call('me.erase', {});
    expect(world.get('tickets', no)!.ticket.ownerId).toBeNull();
    expect(await check(world)).toEqual([]);
  });
});

describe('the ledger', () => {
  test('a changed, missing or cut-off page is found', async () => {
    const { world } = await lived();
    const [page] = world.all('ledger');
    expect(page!.rows.length).toBeGreaterThan(3);
    const rows = page!.rows.slice(0, -1);
    for (const forged of [
      { ...page!, rows },
      { ...page!, hash: 'f'.repeat(64) },
      { ...page!, rows: [page!.rows[1]!, page!.rows[0]!, ...page!.rows.slice(2)] },
    ]) {
      world.put('ledger', forged);
      expect((await check(world)).map(({ why }) => why)).toContain('ledger');
    }
    await world.ports.database.remove('ledger', page!._id);
    expect((await check(world)).map(({ why }) => why)).toContain('unlisted');
    world.put('ledger', page!);
    expect(await check(world)).toEqual([]);
  });

  test('goes over many pages', async () => {
    const world = memory(START);
    for (let n = 0; n < 120; n += 1) {
      world.pass(1_000);
      await staffOf(world, operatorLead).call('unit.save', {
        unit: { id: `u${n}`, name: `单位${n}`, region: '440000', duties: [], secondSignature: false },
      });
    }
    await run(world);
    expect(world.all('ledger').map(({ rows }) => rows.length)).toEqual([50, 50, 20]);
    expect(await check(world)).toEqual([]);
    const entry = world.get('journal', 'administration:77')!;
    await world.ports.database.remove('journal', entry._id);
    expect(await check(world)).toEqual([
      { no: 'administration', seq: 77, why: 'missing' },
      { no: 'administration', seq: 77, why: 'missing' },
    ]);
  });
});
