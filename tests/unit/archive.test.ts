import { createHash } from 'node:crypto';
import { loadSecrets } from '../../cloudfunctions/infra/secrets';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { NEVER } from '../../cloudfunctions/domain/time';
import { eraseQueued } from '../../cloudfunctions/usecases/account/erase-queued';
import { archiveClosed } from '../../cloudfunctions/usecases/archive/archive-closed';
import type { CollectionName, TicketDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { DuplicateKey, type Ports } from '../../cloudfunctions/usecases/kernel/ports';
import { queueOf } from '../../cloudfunctions/usecases/kernel/reading/queue';
import { keyLines } from '../../cloudfunctions/usecases/keys/reseal';
import { refreshTickets } from '../../cloudfunctions/usecases/setup/passes';
import {
  ARCHIVED,
  archiveAfter,
  archiveAll,
  archivingWork,
  miscounted,
  pagesOf,
  placesOf,
  runAt,
} from '../support/archiving';
import { check } from '../support/attack';
import { citizenOf, registered, staffOf } from '../support/callers';
import { handlerOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** Closed tickets leave daily use when they have long been over: moved as they lie, and found all the same. */

const START = '2026-11-23T10:00:00.000+08:00';
/** 400 days after 2026-11-23 is 2027-12-28. */
const BEFORE = '2027-12-28T23:59:00.000+08:00';
const AFTER = '2027-12-29T03:00:00.000+08:00';
const PHONE = '13700137000';

/** A ticket that is answered and rated, and so over at once; nobody is called about it. */
const over = async (world: Memory, person = 'chen', more: object = {}, linked?: string): Promise<string> => {
  const citizen = citizenOf(world, person);
  const { no } = await citizen.file({ serviceId: 'card', category: 'business', contact: {}, ...more });
  if (linked !== undefined) await staffOf(world, operator).act(no, 'link', { to: linked });
  await staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '已补办。', resultType: 'solved' });
  await citizen.act(no, 'rate', { level: 5 });
  return no;
};

/** One that came by phone from elsewhere, answered; over when nobody has rated it. */
const phoned = async (world: Memory, more: object = {}): Promise<string> => {
  const { no } = await registered(world, operator, {
    kind: 'consultation',
    category: 'business',
    serviceId: 'card',
    applicant: { type: 'person', name: '欧小明' },
    contact: { phone: PHONE },
    ...more,
  });
  await staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '已答复。', resultType: 'solved' });
  return no;
};

/** Without its visit, which is another ticket's matter, and moved whatever it was. */
const moved = async (world: Memory, no: string): Promise<void> => {
  await world.ports.database.transaction(async transaction => {
    const document = (await transaction.get('tickets', no))!;
    await transaction.archiveTicket(document);
  });
  expect(world.get('tickets', no)).toBeUndefined();
};

describe('what is moved, and when', () => {
  test.each(shippedRuleSets)(
    'after 400 days under $id, not a day before, and as it lay there',
    async ({ id, version }) => {
      const world = memory(START);
      world.put('settings', { ...world.get('settings', 'current')!, ruleSet: { id, version } });
      const no = await over(world);
      const open = (await citizenOf(world, 'chen').file()).no;
      const before = world.get('tickets', no);
      world.at(BEFORE);
      expect(await archiveAll(world)).toEqual({ archived: 0 });
      world.at(AFTER);
      expect(await archiveAll(world)).toEqual({ archived: 1 });
      expect(placesOf(world)).toEqual({ tickets: [open], archived: [no], both: [] });
      expect(world.get('archived', no)).toEqual(before);
      expect(miscounted(world)).toEqual({});
    },
  );

  test('the period is a number of the rules page; at night, once a day', async () => {
    const world = memory(START);
    await over(world);
    await archiveAfter(world, 100);
    world.at('2027-03-05T02:59:00.000+08:00');
    expect(await archiveAll(world)).toEqual({ archived: 0 });
    world.at('2027-03-05T03:00:00.000+08:00');
    const work = archivingWork();
    expect(await archiveClosed(world, work)).toEqual({ archived: 1 });
    // For the rest of the day it asks nobody anything.
    const { ports } = world;
    const silent = { ...ports, database: undefined as never };
    expect(await archiveClosed({ ...world, ports: silent }, work)).toEqual({ archived: 0 });
    await expect(archiveAfter(world, 99)).rejects.toMatchObject({ code: 'invalid' });
  });

  test('what somebody or a rule still waits for stays', async () => {
    const world = memory(START);
    const no = await over(world);
    const document = world.get('tickets', no)!;
    const keep = (keys: Partial<TicketDocument['keys']>) =>
      world.put('tickets', { ...document, keys: { ...document.keys, ...keys } });
    world.at(AFTER);
    for (const keys of [
      { wakeAt: '2028-01-01T00:00:00.000+08:00' },
      { endsAt: NEVER },
      { dueKey: `2026-11-30T00:00:00.000+08:00|${no}` },
      ...['todo|manager', 'visit-due', 'published', 'handover|operator', 'own-open|chen'].map(one => ({
        tags: [...document.keys.tags, one],
      })),
    ]) {
      keep(keys);
      expect(await archiveAll(world)).toEqual({ archived: 0 });
    }
    keep({});
    expect(await archiveAll(world)).toEqual({ archived: 1 });
  });

  test('10,000 of them in many runs, each once; one that was killed goes on', async () => {
    const world = memory(START);
    const no = await over(world);
    const document = world.get('tickets', no)!;
    const small = { ...document.ticket, clocks: [], timeline: [], custody: [] };
    const MANY = 10_000;
    for (let n = 0; n < MANY; n += 1) {
      const _id = `TS20261123${String(n).padStart(6, '0')}`;
      // Some end at one moment, more than a page holds.
      const endsAt = `2026-11-23T1${n % 3}:00:00.000+08:00`;
      const keys = { ...document.keys, endsAt, externalKey: _id, newKey: `${endsAt}|${_id}` };
      world.put('tickets', { ...document, _id, ticket: { ...small, no: _id }, keys });
    }
    world.at(AFTER);
    const work = archivingWork(2_500);
    let killed = 0;
    let written = 0;
    world.onWrite = collection => {
      if (collection !== 'archived' && collection !== 'tickets') return;
      written += 1;
      // Between the two writes, and before the first.
      if (written === 1_001 || written === 5_002) {
        killed += 1;
        throw new Error('killed');
      }
    };
    let archived = 0;
    for (let run = 0; run < 8; run += 1) {
      work.begin();
      try {
        archived += (await archiveClosed(world, work)).archived;
      } catch {
        // What that run had moved it could not tell.
      }
    }
    const { tickets, archived: there, both } = placesOf(world);
    expect([killed, tickets, both]).toEqual([2, [], []]);
    expect(there).toHaveLength(MANY + 1);
    expect(archived).toBeLessThan(MANY);
  });
});

describe('found all the same', () => {
  test('by number and phone, by staff who read that it is archived; its person sees no difference', async () => {
    const world = memory(START);
    const no = await phoned(world);
    await citizenOf(world, 'ou').call('ticket.claim', { no, phone: PHONE, name: '欧小明' });
    const seen = await citizenOf(world, 'ou').get(no);
    await moved(world, no);
    const desk = staffOf(world, operator);
    expect((await desk.get(no)).stateLabel).toMatch(ARCHIVED);
    for (const query of [no, PHONE]) {
      const { tickets } = await desk.call('ticket.queue', { view: 'all', query });
      expect(tickets).toMatchObject([{ no, stateLabel: expect.stringContaining(ARCHIVED) as string }]);
    }
    for (const asked of [{ view: 'all' }, { view: 'todo', query: PHONE, within: true }] as const)
      expect((await desk.call('ticket.queue', asked)).tickets).toEqual([]);
    expect(await citizenOf(world, 'ou').get(no)).toEqual(seen);
    expect((await citizenOf(world, 'ou').call('ticket.list', {})).tickets).toMatchObject([{ no }]);
    await expect(citizenOf(world, 'lin').get(no)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('claimed where it lies', async () => {
    const world = memory(START);
    const no = await phoned(world);
    await runAt(world, '2027-01-10T10:00:00.000+08:00');
    await moved(world, no);
    const claim = { no, phone: PHONE, name: '欧小明' };
    expect((await citizenOf(world, 'ou').call('ticket.claim', claim)).ticket.no).toBe(no);
    expect(world.get('archived', no)?.ticket.ownerId).toBe('ou');
    expect((await citizenOf(world, 'ou').call('ticket.list', { state: 'closed' })).tickets).toMatchObject([
      { no },
    ]);
    expect(await check(world)).toEqual([]);
  });

  test("another system's number stands for one matter, wherever that lies", async () => {
    const world = memory(START);
    const no = await phoned(world, { channel: '12345', externalNo: 'RX-2026-8' });
    const other = await over(world);
    await moved(world, no);
    const again = registered(world, operator, { channel: '12345', externalNo: 'rx 2026 8' });
    await expect(again).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(no) as string,
    });
    const desk = staffOf(world, operator);
    expect((await desk.call('ticket.queue', { view: 'all', query: 'RX20268' })).tickets).toMatchObject([
      { no },
    ]);
    // Also past the look before.
    const document = { ...world.get('tickets', other)!, _id: 'TS20261123000001' };
    const { keys } = world.get('archived', no)!;
    const insert = world.ports.database.transaction(transaction =>
      transaction.insertTicket({ ...document, keys: { ...document.keys, externalKey: keys.externalKey } }),
    );
    await expect(insert).rejects.toBeInstanceOf(DuplicateKey);
  });

  test('page by page, whatever is moved between two pages', async () => {
    const world = memory(START);
    const numbers: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      world.pass(60_000);
      numbers.push(await over(world));
    }
    let n = 0;
    const pages = await pagesOf(async more => {
      const page = await citizenOf(world, 'chen').call('ticket.list', { state: 'closed', limit: 2, ...more });
      // One that was shown, and one that was not.
      for (const no of [numbers.at(-1 - n)!, numbers[n]!])
        if (world.get('tickets', no)) await moved(world, no);
      n += 1;
      return page;
    });
    expect(pages.flatMap(({ tickets }) => tickets.map(({ no }) => no))).toEqual(numbers.reverse());
  });

  test('a daily screen never looks there', async () => {
    const world = memory(START);
    const no = await over(world);
    await moved(world, await over(world, 'lin'));
    const read = new Set<CollectionName>();
    const { database } = world.ports;
    const { get, find, count } = database;
    Object.assign(database, {
      get: (name: CollectionName, id: string) => (read.add(name), get(name, id)),
      find: (name: CollectionName, query: never) => (read.add(name), find(name, query)),
      count: (name: CollectionName, where: never, most: number) => (read.add(name), count(name, where, most)),
    });
    for (const actor of [operator, manager, handlerOf('hrss')])
      for (const view of ['todo', 'mine', 'unit', 'overdue', 'all'] as const)
        await staffOf(world, actor).call('ticket.queue', { view });
    await staffOf(world, manager).call('board.get', {});
    await staffOf(world, operator).call('me.get', {});
    await staffOf(world, operator).get(no);
    await citizenOf(world, 'chen').call('me.get', {});
    await citizenOf(world, 'chen').call('ticket.list', { state: 'open' });
    await citizenOf(world, 'chen').file();
    expect(read).toContain('tickets');
    expect([...read].filter(name => name.startsWith('archived'))).toEqual([]);
  });
});

describe('written all the same', () => {
  test('where it lies as long as nobody has to do anything; else it comes back', async () => {
    const world = memory(START);
    const no = await over(world);
    await moved(world, no);
    await staffOf(world, manager).call('ticket.act', {
      no,
      act: 'disclose',
      version: world.get('archived', no)!.ticket.version,
      input: {},
    });
    expect(placesOf(world)).toEqual({ tickets: [], archived: [no], both: [] });
    expect((await citizenOf(world, 'lin').call('disclosed.list', {})).cases).toMatchObject([{ no }]);
    await world.ports.database.transaction(async transaction => {
      const document = (await transaction.get('tickets', no))!;
      const keys = { ...document.keys, tags: [...document.keys.tags, 'todo|operator'] };
      await transaction.putTicket({ ...document, keys });
      expect((await transaction.get('tickets', no))?.archived).toBeUndefined();
      await transaction.putTicket({ ...document, keys });
    });
    expect(placesOf(world)).toEqual({ tickets: [no], archived: [], both: [] });
    expect(world.get('tickets', no)).not.toHaveProperty('archived');
    expect(miscounted(world)).toEqual({});
  });

  test('erased by its person, and gone from what others link to it', async () => {
    const world = memory(START);
    const other = await over(world, 'lin');
    const no = await over(world, 'chen', { title: '社保卡补办没有回音' }, other);
    expect(world.get('tickets', other)?.ticket.links).toMatchObject([{ no, title: '社保卡补办没有回音' }]);
    for (const one of [no, other]) await moved(world, one);
    expect(await citizenOf(world, 'chen').call('me.erase', {})).toMatchObject({ erased: 1 });
    expect(world.get('archived', no)?.ticket).toMatchObject({ ownerId: null, text: '（已按本人要求删除）' });
    expect(JSON.stringify([world.all('archived'), world.all('journal')])).not.toContain('没有回音');
    expect(placesOf(world).tickets).toEqual([]);
    expect(await check(world)).toEqual([]);
  });

  test('what has to be kept is kept in the archive too, and erased there when its period is over', async () => {
    const world = memory(START);
    const boss = staffOf(world, manager);
    const windows = { 'complaint.retainYears': 3 };
    const { ruleSet } = await boss.call('ruleset.save', { id: 'gdzw-0001.5-2019', windows });
    await boss.call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
    const no = await over(world);
    world.at(AFTER);
    expect(await archiveAll(world)).toEqual({ archived: 1 });
    const kept = await citizenOf(world, 'chen').call('me.erase', {});
    expect(kept).toMatchObject({ erased: 0, kept: [no], retained: [{ no, until: '2029-11-24' }] });
    world.at('2029-11-24T04:00:00.000+08:00');
    expect(await eraseQueued(world, plainWork())).toEqual({ erased: 1 });
    expect(world.get('archived', no)?.ticket).toMatchObject({ ownerId: null, text: '（已按本人要求删除）' });
  });

  test('sealed anew with another key, which is the last thing that the old one was needed for', async () => {
    const key = (seed: string): string => createHash('sha256').update(seed).digest('base64');
    const ring = (current: string, ...ids: string[]): string =>
      JSON.stringify({ current, keys: Object.fromEntries(ids.map(id => [id, key(id)])) });
    const secrets = (...ids: [string, ...string[]]) =>
      loadSecrets({
        BANJIE_KEYS: ring(...(ids as [string])),
        BANJIE_CHAIN_KEYS: ring('c1', 'c1'),
        BANJIE_PHONE_KEY: key('phone'),
      });
    const world = memory(START, { secrets: secrets('k1', 'k1') });
    const no = await over(world, 'chen', { applicant: { type: 'person', name: '陈小明' } });
    await runAt(world, '2026-11-24T10:00:00.000+08:00');
    await moved(world, no);
    const ports: Ports = { ...world.ports, secrets: secrets('k2', 'k1', 'k2') };
    await runAt({ ...world, ports }, '2026-11-24T11:00:00.000+08:00');
    expect(world.get('archived', no)?.ticket.sealed.map(({ keyId }) => keyId)).toEqual(['k2']);
    expect((await keyLines({ ports, snapshots: world.snapshots }))[0]).toMatch(
      /^● 个人信息都已用密钥 k2 加密/,
    );
    expect(placesOf(world).tickets).toEqual([]);
    expect(await check({ ...world, ports })).toEqual([]);
  });

  test('what is changed or taken out of it behind the back of the product is found', async () => {
    const world = memory(START);
    const no = await over(world);
    await runAt(world, '2026-11-24T10:00:00.000+08:00');
    await moved(world, no);
    expect(await check(world)).toEqual([]);
    const document = world.get('archived', no)!;
    world.put('archived', { ...document, ticket: { ...document.ticket, title: '别的' } });
    expect(await check(world)).toMatchObject([{ no, why: 'state' }]);
    expect(await check(world, undefined, no)).toMatchObject([{ no, why: 'state' }]);
    await world.ports.database.remove('archived' as 'units', no);
    expect(await check(world)).toMatchObject([{ no, why: 'gone' }]);
  });

  test('a migration comes by what is archived, and leaves it there', async () => {
    const world = memory(START);
    const no = await over(world);
    await moved(world, no);
    const document = world.get('archived', no)!;
    world.put('archived', { ...document, keys: { ...document.keys, newKey: '' } });
    const surroundings = { ports: world.ports, unitName: () => '' };
    expect(await refreshTickets.page(surroundings, '')).toMatchObject({ changed: 1, failed: [] });
    expect(world.get('archived', no)).toMatchObject({ keys: { newKey: document.keys.newKey } });
    expect(placesOf(world).tickets).toEqual([]);
  });
});

test('a queue begins with what has no value yet, and where it is told to', async () => {
  const world = memory(START);
  const no = await over(world);
  const document = world.get('tickets', no)!;
  world.put('tickets', { ...document, keys: { ...document.keys, wakeAt: '' } });
  const found: string[] = [];
  for await (const { _id } of queueOf(world.ports.database, 'tickets', 'keys.wakeAt', { until: START }))
    found.push(_id);
  expect(found).toEqual([no]);
});
