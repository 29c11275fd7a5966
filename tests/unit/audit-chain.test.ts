import { jobs } from '../../cloudfunctions/usecases/clock/jobs';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { checkDaily } from '../../cloudfunctions/usecases/oversight/audit-rounds';
import { citizenOf, staffOf, toldTo } from '../support/callers';
import { handlerOf, manager, memberOf, operatorLead } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';
import type { BrokenJournal } from '../../typings/api';

/** A47: the parts of the audit chain: keyed entries, the digest of the ticket, seals, the ledger, anchors. */

const security = { id: 'sec', role: 'security', name: '安全员丁' } as const;
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

test('what has lost its form is found, and ends no check', async () => {
  const { world, no } = await lived();
  const { chain: _chain, ...without } = world.get('tickets', no)!;
  const ticket = world.get('tickets', no)!;
  world.put('tickets', without as never);
  expect((await check(world)).map(({ no: found, why }) => [found, why])).toEqual([[no, 'changed']]);
  world.put('tickets', ticket);
  const { rows: _rows, ...page } = world.all('ledger')[0]!;
  world.put('ledger', page as never);
  expect((await check(world)).map(({ why }) => why)).toContain('ledger');
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

describe('anchors', () => {
  const DAYS = ['2026-11-27T08:01:00.000+08:00', '2026-11-28T08:01:00.000+08:00'];
  const daily = jobs.filter(({ name }) => ['outbox', 'audit', 'anchors'].includes(name));
  const anchored = async (): Promise<{ world: Memory; no: string; anchors: string[] }> => {
    const world = memory(START);
    world.put('members', { _id: 'sec', ...memberOf(security), email: 'sec@example.invalid' } as never);
    const no = await filed(world);
    world.at(DAYS[0]!);
    await runClock(world, daily);
    await staffOf(world, handlerOf('hrss')).act(no, 'accept', {});
    world.at(DAYS[1]!);
    await runClock(world, daily);
    const { anchors } = await staffOf(world, security).call('audit.state', {});
    return { world, no, anchors: anchors.map(({ text }) => text) };
  };

  test('one is mailed to the security officer each day, once, and stands on the page', async () => {
    const { world, anchors } = await anchored();
    expect(anchors).toHaveLength(2);
    await runClock(world, daily);
    const mailed = world.all('messages').filter(({ channel }) => channel === 'email');
    expect(mailed.map(({ to }) => to)).toEqual(['sec@example.invalid', 'sec@example.invalid']);
    for (const [index, text] of [...anchors].reverse().entries()) expect(mailed[index]!.text).toContain(text);
  });

  test('as they were mailed they fit what is stored, also with blanks and line ends of a mail program', async () => {
    const { world, anchors } = await anchored();
    expect(
      await check(world, {
        anchors: [...anchors, `  ${anchors[0]!.slice(0, 20)}\n ${anchors[0]!.slice(20)}`],
      }),
    ).toEqual([]);
    await expect(check(world, { anchors: ['20261128-1'] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(staffOf(world, manager).call('audit.check', { cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('a system that was put back as a whole to before the last anchor fits itself, but not the anchor', async () => {
    const world = memory(START);
    const no = await filed(world);
    await run(world);
    const saved = (['tickets', 'journal', 'ledger'] as const).map(name => [name, world.all(name)] as const);
    await staffOf(world, handlerOf('hrss')).act(no, 'accept', {});
    world.at(DAYS[0]!);
    await runClock(world, daily);
    const { anchors } = await staffOf(world, manager).call('audit.state', {});
    for (const [name, documents] of saved) {
      for (const { _id } of world.all(name)) await world.ports.database.remove(name as never, _id);
      for (const document of documents) world.put(name, document as never);
    }
    expect(await check(world)).toEqual([]);
    const kept = anchors[0]!.text;
    expect(await check(world, { anchors: [kept] })).toEqual([{ no: kept, seq: 1, why: 'anchor' }]);
  });

  test('the timer checks everything each day by itself, and tells who has to know', async () => {
    const { world, no } = await anchored();
    const state = () => staffOf(world, security).call('audit.state', {});
    expect((await state()).last).toMatchObject({ checked: 1, found: 0, broken: [] });
    const document = world.get('tickets', no)!;
    world.put('tickets', { ...document, ticket: { ...document.ticket, title: '别的' } });
    world.at('2026-11-29T02:01:00.000+08:00');
    await runClock(world, daily);
    expect((await state()).last).toMatchObject({ found: 1, broken: [{ no, why: 'state' }] });
    const told = world
      .all('messages')
      .filter(({ template, channel }) => template === 'audit' && channel === 'inbox');
    expect(told.map(({ to }) => to).sort()).toEqual(['openid-mgr', 'openid-sec', 'openid-security']);
    expect((await staffOf(world, manager).call('me.get', {})).alarms).toContainEqual(
      expect.stringContaining('发现 1 处不一致'),
    );
  });
});

describe('a check of much', () => {
  test('is made in parts, each bounded, by whoever asks and by the timer', async () => {
    const world = memory(START);
    for (let n = 0; n < 210; n += 1)
      await citizenOf(world, `ou${n}`).file({ serviceId: 'card', category: 'business' } as never);
    const call = (cursor?: string) => staffOf(world, manager).call('audit.check', cursor ? { cursor } : {});
    const first = await call();
    expect(first.checked).toBeLessThanOrEqual(200);
    expect(first.nextCursor).toBeDefined();
    const last = await call(first.nextCursor);
    expect([first.checked + last.checked, last.nextCursor]).toEqual([210, undefined]);
    // The timer has time for three steps in each run.
    let steps = 0;
    const someTime = () => plainWork(() => (steps += 1) % 4 !== 0);
    const checked: number[] = [];
    world.at('2026-11-27T02:01:00.000+08:00');
    while (!world.get('audits', 'last')) checked.push((await checkDaily(world, someTime())).checked);
    expect(checked.length).toBeGreaterThan(3);
    expect(checked.reduce((sum, n) => sum + n)).toBe(210);
    expect(world.get('audits', 'last')).toMatchObject({ checked: 210, found: 0 });
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
