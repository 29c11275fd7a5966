import { createHash, createHmac } from 'node:crypto';
import { checkChain, commit, link } from '../../cloudfunctions/domain/privacy/chain';
import { policies } from '../../cloudfunctions/domain/procedures';
import { resolve, shippedRuleSets, type RuleSet } from '../../cloudfunctions/domain/rulesets';
import { blankDetails } from '../../cloudfunctions/domain/ticket/ticket';
import { asRead, asStored } from '../../cloudfunctions/usecases/kernel/reading/upgrade-on-read';
import type { Ports } from '../../cloudfunctions/usecases/kernel/ports';
import { fillEmpty, firstManager } from '../../cloudfunctions/usecases/setup/fill-empty';
import { migrate } from '../../cloudfunctions/usecases/setup/migrate';
import { migrations, newestSchema } from '../../cloudfunctions/usecases/setup/migrations';

/**
 * Migrations on a small database in memory: ended anywhere they go on, run twice at once they do everything once, and
 * the chain of every ticket verifies at each moment (design §6).
 */

type Doc = Record<string, unknown> & { _id: string };
type Data = Record<string, Record<string, Doc>>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const mac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');
const NOW = '2026-11-28T10:00:00.000+08:00';

class Killed extends Error {}

type Condition =
  string | { gt?: string; gte?: string; lt?: string; lte?: string; in?: string[]; all?: string[] };
type Where = Record<string, Condition>;

const valueAt = (doc: Doc, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], doc);

const fits = (doc: Doc, where: Where): boolean =>
  Object.entries(where).every(([path, condition]) => {
    const value = valueAt(doc, path);
    const values = (Array.isArray(value) ? value : [value]).filter(one => one !== undefined).map(String);
    if (typeof condition === 'string') return values.includes(condition);
    const { gt, gte, lt, lte, in: some, all } = condition;
    if (all) return all.every(one => values.includes(one));
    if (some) return some.some(one => values.includes(one));
    return values.some(
      one =>
        (gt === undefined || one > gt) &&
        (gte === undefined || one >= gte) &&
        (lt === undefined || one < lt) &&
        (lte === undefined || one <= lte),
    );
  });

/** A database whose calls can be counted and ended; a transaction is undone when it does not come to its end. */
const openData = (data: Data, calls = { left: Infinity, made: 0 }) => {
  let ids = 0;
  const take = async (): Promise<void> => {
    await Promise.resolve();
    if (calls.left === 0) throw new Killed();
    calls.left -= 1;
    calls.made += 1;
  };
  const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
  const read = (collection: string, doc: Doc): never =>
    asRead(collection as 'tickets', copy(doc) as never) as never;
  const write = (collection: string, doc: Doc): void => {
    (data[collection] ??= {})[doc._id] = copy(
      asStored(collection as 'tickets', doc as never),
    ) as unknown as Doc;
  };
  const access = (undo: (() => void)[] = []) => {
    const put = async (collection: string, doc: Doc): Promise<void> => {
      await take();
      const before = data[collection]?.[doc._id];
      undo.push(() =>
        before ? ((data[collection] ??= {})[doc._id] = before) : delete data[collection]?.[doc._id],
      );
      write(collection, doc);
    };
    return {
      get: async (collection: string, id: string) => {
        await take();
        const doc = data[collection]?.[id];
        return doc && read(collection, doc);
      },
      put,
      putTicket: (doc: Doc) => put('tickets', doc),
      insert: async (collection: string, doc: Doc) => {
        await take();
        if (data[collection]?.[doc._id]) throw new Error(`duplicate ${collection} ${doc._id}`);
        undo.push(() => delete data[collection]?.[doc._id]);
        write(collection, doc);
      },
    };
  };
  let queue = Promise.resolve();
  const database = {
    ...access(),
    find: async (collection: string, query: { where: Where; order?: [string, string]; limit: number }) => {
      await take();
      const field = query.order?.[0] ?? Object.keys(query.where)[0] ?? '_id';
      const value = (doc: Doc): string => String(valueAt(doc, field));
      return Object.values(data[collection] ?? {})
        .filter(doc => fits(doc, query.where))
        .sort((a, b) => (value(a) < value(b) ? -1 : 1))
        .slice(0, query.limit)
        .map(doc => read(collection, doc));
    },
    keys: async (name: string, query: { where: Where; order: [string, string]; limit: number }) =>
      (await database.find(name, query)).map((doc: Doc) => ({
        _id: doc._id,
        key: valueAt(doc, query.order[0]),
      })),
    count: async (collection: string, where: Where, most: number) => {
      await take();
      return Math.min(most, Object.values(data[collection] ?? {}).filter(doc => fits(doc, where)).length);
    },
    raise: async (collection: string, ids: string[], by: Record<string, number>) => {
      await take();
      for (const _id of ids) {
        const counter = copy(data[collection]?.[_id] ?? { _id, n: 0 }) as Doc & Record<string, unknown>;
        for (const [path, n] of Object.entries(by)) {
          const [name = '', minute] = path.split(/\.(.*)/s);
          if (minute === undefined) counter[name] = ((counter[name] as number | undefined) ?? 0) + n;
          else {
            const due = { ...(counter[name] as Record<string, number> | undefined) };
            counter[name] = { ...due, [minute]: (due[minute] ?? 0) + n };
          }
        }
        write(collection, counter as Doc);
      }
    },
    // One at a time, as locks would have it.
    transaction: <T>(work: (transaction: unknown) => Promise<T>): Promise<T> => {
      const result = queue.then(async () => {
        const undo: (() => void)[] = [];
        try {
          return await work(access(undo));
        } catch (error) {
          for (const step of undo.reverse()) step();
          throw error;
        }
      });
      queue = result.then(
        () => undefined,
        () => undefined,
      );
      return result;
    },
  };
  const log: object[] = [];
  const ports = {
    now: () => NOW,
    log: (entry: object) => log.push(entry),
    secrets: { sha256, randomId: () => `salt${(ids += 1)}`, chainKey: 'c1', mac },
    database,
  } as unknown as Ports;
  return { ports, calls, log };
};

/** A major fault as older code stored it, with its chain of one entry. */
const oldTicket = (no: string, values: object): [ticket: Doc, entry: Doc] => {
  const commitment = commit(null, 'salt', sha256);
  const linked = { no, seq: 1, at: NOW, type: 'open', actor: 'operator:o', commitment };
  const hash = link('', linked, sha256);
  const ticket = {
    no,
    kind: 'major-fault',
    version: 1,
    ruleSet: { id: 'gdzw-0001.5-2019', version: 1 },
    state: 'handling',
    title: `故障 ${no}`,
    unitId: 'hrss',
    ownerId: null,
    holder: { role: 'unit', unitId: 'hrss' },
    channel: 'online',
    regionPath: ['440000'],
    marks: [],
    clocks: [],
    promise: null,
    replies: [],
    timeline: [],
    links: [],
    lights: [],
    attachments: [],
    details: blankDetails(),
    work: { unitIds: ['hrss'], values },
    createdAt: NOW,
    updatedAt: NOW,
    endsAt: null,
  };
  const keys = { tags: ['before'], wakeAt: '9999', newKey: `${NOW}|${no}` };
  return [
    { _id: no, ticket, keys, chain: { seq: 1, head: hash }, lastAct: null },
    { _id: `${no}:1`, ...linked, actor: { id: 'o', role: 'operator' }, payload: null, salt: 'salt', hash },
  ];
};

/** Two pages. */
const COUNT = 110;

/** Versions of rule sets as older code stored them: the shipped one too, each with all its limits and their names. */
const oldRuleSet = (version: number, days: number): Doc => {
  const limits = Object.fromEntries(
    policies.map(({ id, limit, label, clause }) => [id, { limit, label, clause }]),
  );
  const reply = { limit: { n: days, unit: 'working-day' }, label: '答复', clause: 'G-5.2d' };
  const key = `gdzw-0001.5-2019#${String(version).padStart(6, '0')}`;
  return {
    ...shippedRuleSets[0],
    _id: key,
    key,
    version,
    limits: { ...limits, 'consult.business': reply },
  };
};
const RULES = [oldRuleSet(1, 5), oldRuleSet(2, 3)];

/** Data from before migrations were counted. */
const oldData = (): Data => {
  const tickets: Record<string, Doc> = {};
  const journal: Record<string, Doc> = {};
  for (let index = 0; index < COUNT; index += 1) {
    const no = `ZD${String(index).padStart(3, '0')}`;
    // Every tenth is old; the others hold nothing that has another form today.
    const values = index % 10 === 0 ? { calls: ['甲 12345678'], call1: '甲 12345678：待通知' } : {};
    const [ticket, entry] = oldTicket(no, values);
    tickets[no] = ticket;
    journal[entry._id] = entry;
  }
  const service = {
    id: 'S1',
    name: '社保查询',
    unitId: 'hrss',
    region: '440000',
    state: 'online',
    aliases: [],
  };
  const notice = { _id: 'N1', title: '公告', publishedAt: NOW, endsAt: NOW, serviceId: null };
  return {
    tickets,
    journal,
    services: { S1: { _id: 'S1', ...service, competent: [], statutory: [] } },
    notices: { N1: notice },
    rulesets: Object.fromEntries(RULES.map(one => [one._id, one])),
    units: { hrss: { _id: 'hrss', id: 'hrss', name: '人社厅' } },
    settings: { current: { _id: 'current', catalogueVersion: 5, knowledgeVersion: 1 } },
  };
};

type Chain = { seq: number; head: string };

/** The first ticket whose chain does not verify. */
const brokenChain = (data: Data): string | undefined =>
  Object.values(data['tickets'] ?? {}).find(({ _id, chain }) => {
    const entries = Object.values(data['journal'] ?? {}).filter(entry => entry['no'] === _id);
    const linked = entries.map(entry => {
      const { id, role, unitId } = entry['actor'] as { id: string; role: string; unitId?: string };
      return { ...entry, actor: `${role}:${id}`, unitId };
    });
    return !checkChain(linked as never, (chain as Chain).head, sha256, mac).ok;
  })?._id;

/** What the data say, without salts and what follows from them. */
const told = (data: Data): unknown =>
  JSON.parse(
    JSON.stringify(data, (key, value: unknown) =>
      ['salt', 'commitment', 'hash', 'head', 'state', 'seal', 'history', 'catalogueVersion'].includes(key)
        ? undefined
        : value,
    ),
  );

const forever = (): boolean => true;

test('data from before are brought over: form, keys, journal, version', async () => {
  const data = oldData();
  const { ports } = openData(data);
  expect(brokenChain(data)).toBeUndefined();
  const done = await migrate(ports, forever);
  const counted = new Set(
    Object.keys(data['counters'] ?? {}).flatMap(id => (id.includes('|') ? [id.replace(/#.*/, '')] : [])),
  );
  expect(counted.size).toBeGreaterThan(5);
  expect(done).toEqual({
    done: true,
    version: newestSchema,
    newest: newestSchema,
    // All tickets twice, as each gets its keyed entry (A47); what each is searched by; the counters; and what became of limits.
    changed: 4 * COUNT - COUNT / 10 + 2 + RULES.length + counted.size,
    failed: [],
  });
  expect(data['migrations']?.['schema']).toMatchObject({ version: newestSchema, running: null });
  expect(data['services']?.['S1']).toMatchObject({ nameKey: '社保查询|S1', vacant: true });
  // Also by the name of its unit.
  expect(data['services']?.['S1']?.['searchParts']).toContain('u:社');
  expect(data['notices']?.['N1']).toMatchObject({ endKey: `${NOW}|N1`, newKey: `${NOW}|N1`, steps: [] });
  expect(data['tickets']?.['ZD010']).toMatchObject({
    ticket: { version: 1, schema: 3, work: { values: { calls: [{ who: '甲', phone: '12345678' }] } } },
    keys: { tags: expect.arrayContaining(['kind|major-fault']) as string[], wakeAt: '' },
    chain: { seq: 2 },
  });
  // Only what it is found by, the alarm stays as it was; sealed as it was found (A47).
  expect(data['tickets']?.['ZD011']).toMatchObject({
    keys: { tags: expect.arrayContaining(['kind|major-fault']) as string[], wakeAt: '9999' },
    chain: { seq: 2, key: 'c1' },
  });
  const all = Object.values(data['journal'] ?? {}).filter(({ type }) => type === 'migrate');
  expect(all).toHaveLength(COUNT);
  const entries = all.filter(({ payload }) => !(payload as { sealed?: boolean }).sealed);
  expect(entries).toHaveLength(COUNT / 10);
  expect(entries[0]).toMatchObject({
    actor: { role: 'system' },
    payload: { from: 1, to: 3 },
    messages: [],
    // The timer takes it into the ledger.
    outbox: 'waiting',
  });
  expect(brokenChain(data)).toBeUndefined();
  // Instances that keep names in memory look again.
  expect(Number(data['settings']?.['current']?.['catalogueVersion'])).toBeGreaterThan(5);
});

test('versions of rule sets become what they say otherwise than the shipped one; their limits stay (design §1)', async () => {
  const data = oldData();
  await migrate(openData(data).ports, forever);
  const stored = (version: number): unknown =>
    data['rulesets']?.[`gdzw-0001.5-2019#${String(version).padStart(6, '0')}`];
  const key = 'gdzw-0001.5-2019#000002';
  expect(stored(2)).toEqual({
    _id: key,
    key,
    id: 'gdzw-0001.5-2019',
    version: 2,
    basedOn: 1,
    overrides: { limits: { 'consult.business': { n: 3, unit: 'working-day' } } },
  });
  expect(stored(1)).toMatchObject({ version: 1, basedOn: 1, overrides: {} });
  const shipped = shippedRuleSets[0] as RuleSet;
  for (const [at, old] of RULES.entries()) {
    const { limits } = resolve(stored(at + 1) as never, shipped);
    for (const { id, limit } of policies) {
      const { limit: was } = (old['limits'] as Record<string, { limit: object }>)[id]!;
      expect(limits[id] ?? limit).toEqual(was);
    }
  }
});

test('once it is done nothing is read but its version, and nothing is written', async () => {
  const data = oldData();
  await migrate(openData(data).ports, forever);
  const before = JSON.stringify(data);
  const again = openData(data);
  expect(await migrate(again.ports, forever)).toMatchObject({ done: true, changed: 0 });
  expect(again.calls.made).toBe(1);
  expect(JSON.stringify(data)).toBe(before);
});

test('killed anywhere it goes on where it was, to the same end', async () => {
  const whole = oldData();
  const all = openData(whole);
  await migrate(all.ports, forever);
  for (let left = 1; left < all.calls.made; left += Math.max(23, Math.ceil(all.calls.made / 12))) {
    const data = oldData();
    let made = 0;
    for (let tries = 0; ; tries += 1) {
      expect(tries).toBeLessThan(all.calls.made);
      // The second run and those after it get further, so that the end is reached.
      const { ports, calls } = openData(data, { left: left + tries * 40, made: 0 });
      const ended = await migrate(ports, forever).then(
        () => true,
        error => {
          if (!(error instanceof Killed)) throw error;
          return false;
        },
      );
      made += calls.made;
      expect(brokenChain(data)).toBeUndefined();
      if (ended) break;
    }
    expect(told(data)).toEqual(told(whole));
    expect(made).toBeGreaterThanOrEqual(all.calls.made);
  }
}, 120_000);

test('two runs at once do everything once', async () => {
  const whole = oldData();
  await migrate(openData(whole).ports, forever);
  const data = oldData();
  const { ports } = openData(data);
  const both = await Promise.all([migrate(ports, forever), migrate(ports, forever)]);
  expect(both.map(({ done }) => done)).toEqual([true, true]);
  expect(told(data)).toEqual(told(whole));
  expect(brokenChain(data)).toBeUndefined();
});

test('when the time is over it says so, and the next call goes on', async () => {
  const data = oldData();
  const { ports } = openData(data);
  let pages = 0;
  let calls = 0;
  let done = false;
  while (!done) {
    pages = 0;
    ({ done } = await migrate(ports, () => (pages += 1) <= 1));
    calls += 1;
  }
  // One page a call: of services, of notices, two of tickets; then two of tickets again; then of rule sets; then twice
  // two of tickets; then two of tickets and one of chains; then of services, and twice two of tickets; then two of tickets;
  // then of services, and two of tickets; then of settings; then twice two of tickets, of counters, and three times two of
  // tickets once more; then of registers; then two of tickets, and some of the journal together; then twice two of tickets.
  expect(calls).toBe(46);
  expect(data['migrations']?.['schema']).toMatchObject({ version: newestSchema });
});

test('what cannot be understood stays as it is, is named, and keeps nothing else from being brought over', async () => {
  const data = oldData();
  const garbage = {
    _id: 'ZD005',
    ticket: { no: 'ZD005', kind: 'major-fault' },
    keys: {},
    chain: { seq: 0, head: '' },
  };
  data['tickets'] = { ...data['tickets'], ZD005: garbage };
  const { ports, log } = openData(data);
  const { done, failed } = await migrate(ports, forever);
  expect(done).toBe(true);
  expect([...new Set(failed)]).toEqual(['tickets/ZD005']);
  // It is found by its own number, as if no other system had one for it.
  expect(data['tickets']?.['ZD005']).toEqual({ ...garbage, keys: { externalKey: 'ZD005' } });
  expect(data['tickets']?.['ZD100']).toMatchObject({ chain: { seq: 2 } });
  expect(log).toContainEqual(expect.objectContaining({ event: 'not-migrated', id: 'ZD005' }));
  expect(data['migrations']?.['schema']?.['history']).toContainEqual(
    expect.objectContaining({ number: 1, failed: ['tickets/ZD005'] }),
  );
});

test('a new environment starts at the newest version, and data of newer code are refused', async () => {
  const data: Data = {};
  const { ports } = openData(data);
  expect(await fillEmpty(ports.database, firstManager('someone'))).toBe(true);
  expect(await fillEmpty(ports.database, firstManager('another'))).toBe(false);
  expect(data['members']?.['demo-manager']).toMatchObject({ openid: 'someone' });
  // What ships is code.
  expect(data['rulesets']).toBeUndefined();
  expect(await migrate(ports, forever)).toMatchObject({ done: true, version: newestSchema, changed: 0 });

  data['migrations'] = { schema: { _id: 'schema', version: newestSchema + 1, running: null, history: [] } };
  await expect(migrate(ports, forever)).rejects.toThrow(`schema ${newestSchema + 1}`);
});

test('settings from before there were versions get one, and the counters say which', async () => {
  const settings = { _id: 'current' as const, catalogueVersion: 5, knowledgeVersion: 1 };
  const data: Data = {
    settings: { current: settings },
    migrations: { schema: { _id: 'schema', version: 8, running: null, history: [] } },
  };
  await migrate(openData(data).ports, forever);
  const { version } = data['settings']!['current']!;
  expect(data['counters']).toEqual({ versions: { _id: 'versions', n: version } });
  expect(data['migrations']!['schema']).toMatchObject({
    history: expect.arrayContaining([expect.objectContaining({ number: 9, changed: 1 })]) as unknown,
  });
});

test('migrations are numbered in the order of the list', () => {
  const order = migrations.map(({ number }) => number);
  expect(order).toEqual([...new Set(order)].sort((one, other) => one - other));
  for (const { passes } of migrations) expect(passes.length).toBeGreaterThan(0);
});

test('a ticket in a new form is never stored without its entry in the journal (design §6)', () => {
  const [old] = oldTicket('ZD1', { calls: ['甲 12345678'] });
  const read = asRead('tickets', old as never);
  expect(read).toMatchObject({ upgradedFrom: 1, ticket: { schema: 3 } });
  expect(() => asStored('tickets', read)).toThrow('through the journal');
  const [same] = oldTicket('ZD2', {});
  expect(asRead('tickets', same as never)).toBe(same);
});
