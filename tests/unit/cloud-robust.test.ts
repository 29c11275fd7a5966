import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Functions } from '../../local/cloud/functions/definitions';
import { Logs } from '../../local/cloud/logs';
import { applyUpdate } from '../../local/cloud/queries/update';
import { Reader } from '../../local/cloud/queries/reader';
import { DatabaseApi } from '../../local/cloud/services/database';
import { fieldsOf } from '../../local/cloud/services/fields';
import type { Messages } from '../../local/cloud/services/messages';
import { Catalog } from '../../local/cloud/store/catalog';
import { Driver, isFull } from '../../local/cloud/store/driver';
import { Records } from '../../local/cloud/store/records';
import { Transactions } from '../../local/cloud/store/transactions';
import { fromText, fromWire, toText, type Doc } from '../../local/cloud/values/ejson';
import { Pattern } from '../../local/cloud/values/pattern';
import { ObjectId } from '../../local/cloud/values/scalars';
import { Warnings } from '../../local/cloud/warnings';

/** What its users do to the local cloud: refused or bounded, with the code of the service. */

const folder = mkdtempSync(join(tmpdir(), 'cloud-unit-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SCHEMA = [
  { name: 'things', indexes: [{ name: 'byKind', fields: [['kind', 1]] as ['kind', 1][], unique: false }] },
];

const open = (name: string) => {
  const driver = Driver.open(join(folder, name), false);
  const catalog = new Catalog(driver, SCHEMA);
  const records = new Records(driver, catalog);
  const warnings = new Warnings();
  const transactions = new Transactions(driver, catalog, records, warnings);
  const api = new DatabaseApi({
    catalog,
    records,
    transactions,
    warnings,
    reader: new Reader(driver, warnings, 1000),
    messages: { forget: () => undefined } as unknown as Messages,
    now: () => 1000,
  });
  const ask = async (action: string, request: Doc = {}): Promise<Doc> => {
    const texts = Object.fromEntries(
      Object.entries(request).map(([key, value]) => [
        key,
        key === 'query' || (key === 'data' && !Array.isArray(value)) ? toText(value) : value,
      ]),
    );
    const whole = { collectionName: 'things', queryType: 'WHERE', ...texts };
    const reply = await api.answer(`database.${action}`, whole, 'owner');
    return { ...reply.data, ...(reply.transactionId ? { transactionId: reply.transactionId } : {}) };
  };
  const add = (...docs: Doc[]) => ask('insertDocument', { data: docs.map(toText) });
  const find = async (query: Doc, more: Doc = {}): Promise<Doc[]> =>
    ((await ask('getDocument', { query, ...more })).list as string[]).map(fromText);
  const close = (): void => {
    transactions.close();
    driver.close();
  };
  return { driver, catalog, warnings, ask, add, find, close };
};

describe('what is no value of its type is refused, not stored as another', () => {
  test.each([
    '{"$date":null}',
    '{"$date":{"$numberLong":"x"}}',
    '{"$date":{"$numberLong":"9007199254740991"}}',
    '{"$numberInt":"abc"}',
    '{"$numberInt":""}',
    '{"$numberInt":"1.5"}',
    '{"$numberInt":"2147483649"}',
    '{"$numberLong":"9007199254740993"}',
    '{"$numberDouble":"1,5"}',
    '{"$regularExpression":null}',
    '{"$regularExpression":{"pattern":1,"options":""}}',
    '{"$oid":"12"}',
    '{"$binary":null}',
    '{"$numberDecimal":"1"}',
    '{"$tcb_server_date":{"offset":{"$numberDouble":"NaN"}}}',
    '{"$tcb_server_date":{"offset":"soon"}}',
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    '{"a":',
  ])('%.60s', text => {
    expect(() => fromWire(text, 0)).toThrow(expect.objectContaining({ code: 'DATABASE_REQUEST_FAILED' }));
  });

  test('what is one comes back as it was', () => {
    const text =
      '{"a":{"$oid":"0123456789abcdef01234567"},"b":{"$binary":{"base64":"AQ==","subType":"00"}},' +
      '"c":{"$regularExpression":{"pattern":"^a","options":"i"}},"d":{"$numberDouble":"NaN"},"e":{"$date":{"$numberLong":"-5"}}}';
    expect(toText(fromWire(text, 0))).toBe(text);
    expect(fromWire('{"$tcb_server_date":{"offset":{"$numberInt":"500"}}}', 1000)).toEqual(new Date(1500));
  });
});

test('an element far behind the end of an array is refused', () => {
  expect(() => applyUpdate({ a: [1] }, { $set: { 'a.30000000': 1 } })).toThrow("Can't backfill");
  expect(applyUpdate({ a: [1] }, { $set: { 'a.3': 1 } }).a).toEqual([1, null, null, 1]);
});

test('on a full disk a write is refused and undone, and the rest goes on', async () => {
  const { driver, add, find, close } = open('full');
  await add({ _id: 'before' });
  driver.exec(`PRAGMA max_page_count=${driver.first<[number]>('PRAGMA page_count')![0] + 4}`);
  const error = await add({ _id: 'large', text: 'x'.repeat(200_000) }).then(
    () => undefined,
    (one: unknown) => one,
  );
  expect(isFull(error)).toBe(true);
  expect((await find({})).map(({ _id }) => _id)).toEqual(['before']);
  close();
});

test('a log that cannot be written stops nobody, and what functions print is shown with their names', () => {
  const place = join(folder, 'log');
  mkdirSync(place);
  symlinkSync('/dev/full', join(place, 'functions.log'));
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const shown: string[] = [];
  const logs = new Logs(place, line => shown.push(line));
  logs.write('now', 'citizen', 'hello\n');
  logs.write('now', 'citizen', 'again');
  logs.close();
  expect(shown).toEqual(['[citizen] hello', '[citizen] again']);
  expect(said).toHaveBeenCalledTimes(1);
  said.mockRestore();
});

test('a function whose files have changed is read anew, and one that is added is found', () => {
  const place = join(folder, 'functions');
  const write = (name: string, seconds: number, at: number): void => {
    mkdirSync(join(place, name), { recursive: true });
    writeFileSync(join(place, name, 'index.js'), '');
    writeFileSync(join(place, name, 'config.json'), JSON.stringify({ timeout: seconds }));
    for (const file of ['index.js', 'config.json']) utimesSync(join(place, name, file), at, at);
  };
  write('one', 3, 1);
  const functions = new Functions(place);
  const first = functions.current('one');
  expect(functions.current('one')).toBe(first);
  write('one', 7, 2);
  expect(functions.current('one')).toMatchObject({ timeoutSeconds: 7 });
  expect(functions.current('two')).toBeUndefined();
  write('two', 5, 1);
  expect(functions.current('two')).toMatchObject({ timeoutSeconds: 5 });
  expect(functions.current('../functions/one')).toBeUndefined();
});

test('a collection that is made at run time stays, and is reported; one that is there cannot be made', async () => {
  const before = open('made');
  await before.ask('addCollection', { collectionName: 'notes' });
  await before.ask('insertDocument', { collectionName: 'notes', data: [toText({ _id: 'a' })] });
  expect(before.warnings.list().map(({ kind }) => kind)).toEqual(['collection']);
  await expect(before.ask('addCollection', { collectionName: 'notes' })).rejects.toMatchObject({
    code: 'DATABASE_COLLECTION_ALREADY_EXIST',
  });
  before.close();
  const after = open('made');
  expect(await after.find({}, { collectionName: 'notes' })).toEqual([{ _id: 'a' }]);
  await expect(after.find({}, { collectionName: 'others' })).rejects.toMatchObject({
    code: 'DATABASE_COLLECTION_NOT_EXIST',
  });
  after.close();
});

test('an ObjectId is found as one, and sent as its text', async () => {
  const { ask, add, find, close } = open('ids');
  const [_id, other] = [new ObjectId('0123456789abcdef01234567'), new ObjectId('f'.repeat(24))];
  expect(await add({ _id, other })).toEqual({ insertedIds: [_id.hex] });
  expect(await find({ other })).toEqual([{ _id: _id.hex, other: other.hex }]);
  expect(await find({ _id })).toHaveLength(1);
  expect(await find({ _id: _id.hex })).toEqual([]);
  expect(await ask('modifyDocument', { query: { _id }, queryType: 'DOC', data: { $set: { n: 1 } } })).toEqual({ updated: 1, upsert_id: null }); // prettier-ignore
  expect(await find({ n: 1 }, { projection: toText({ _id: 1 }) })).toEqual([{ _id: _id.hex }]);
  close();
});

describe('queries in a transaction', () => {
  test('see its snapshot and its own writes, and nothing that came after', async () => {
    const { ask, add, find, close } = open('inside');
    await add({ _id: 'a', kind: 'x', n: 1 }, { _id: 'b', kind: 'x', n: 2 }, { _id: 'c', kind: 'y', n: 3 });
    const { transactionId } = await ask('startTransaction');
    const inside = { transactionId };
    expect(await find({ kind: 'x' }, inside)).toHaveLength(2);
    await ask('modifyDocument', { query: { kind: 'x' }, data: { $set: { kind: 'gone' } }, merge: true });
    await ask('removeDocument', { query: { _id: 'c' } });
    await add({ _id: 'd', kind: 'x' });
    await ask('insertDocument', { data: [toText({ _id: 'e', kind: 'x', n: 0 })], ...inside });
    expect((await find({ kind: 'x' }, { ...inside, order: toText({ n: -1 }) })).map(({ _id }) => _id)).toEqual(['b', 'a', 'e']); // prettier-ignore
    expect(await find({ kind: 'y' }, { ...inside, offset: 0, limit: 5 })).toHaveLength(1);
    await ask('abortTransaction', inside);
    expect((await find({ kind: 'x' })).map(({ _id }) => _id)).toEqual(['d']);
    close();
  });

  test('updateAndReturn changes one document and gives it back, inside and outside', async () => {
    const { ask, add, find, close } = open('returned');
    await add({ _id: 'a', kind: 'x' }, { _id: 'b', kind: 'x' });
    const { transactionId } = await ask('startTransaction');
    const request = { query: { kind: 'x' }, data: { $set: { kind: 'z' } } };
    const inside = await ask('modifyAndReturnDoc', { ...request, transactionId });
    expect(fromText(inside.doc as string)).toEqual({ _id: 'a', kind: 'z' });
    expect(await find({ kind: 'x' })).toHaveLength(2);
    await ask('commitTransaction', { transactionId });
    expect((await ask('modifyAndReturnDoc', request)).updated).toBe(1);
    expect(await ask('modifyAndReturnDoc', request)).toEqual({ updated: 0, doc: null });
    const same = await ask('modifyAndReturnDoc', { ...request, query: { kind: 'z' } });
    expect(same.updated).toBe(1);
    close();
  });
});

describe('places in arrays', () => {
  const doc = { a: [{ v: 1 }, { v: 5 }, { v: 5 }], n: [1, 2, 3] };
  test.each<[Doc, Doc, Doc]>([
    [{ $set: { 'a.$.v': 9 } }, { 'a.v': 5 }, { ...doc, a: [{ v: 1 }, { v: 9 }, { v: 5 }] }],
    [{ $inc: { 'a.$.v': 1 } }, { a: { $elemMatch: { v: { $gt: 1 } } } }, { ...doc, a: [{ v: 1 }, { v: 6 }, { v: 5 }] }], // prettier-ignore
    [{ $set: { 'n.$': 0 } }, { $and: [{ n: { $gte: 2 } }] }, { ...doc, n: [1, 0, 3] }],
    [{ $inc: { 'n.$[]': 1 } }, {}, { ...doc, n: [2, 3, 4] }],
    [{ $unset: { 'a.$[].v': '' } }, {}, { ...doc, a: [{}, {}, {}] }],
  ])('%j found by %j', (update, filter, expected) => {
    expect(applyUpdate(doc, update, filter)).toEqual(expected);
  });

  test.each<[Doc, Doc]>([
    [{ $set: { 'a.$.v': 9 } }, {}],
    [{ $set: { 'x.$[]': 9 } }, {}],
    [{ $set: { 'a.$[one].v': 9 } }, {}],
  ])('%j found by %j is refused', (update, filter) => {
    expect(() => applyUpdate(doc, update, filter)).toThrow(
      expect.objectContaining({ code: 'DATABASE_REQUEST_FAILED' }),
    );
  });
});

test.each<[Doc, Doc]>([
  [{ a: { $slice: 1 } }, { _id: 'x', a: [{ v: 1 }], b: 2 }],
  [{ a: { $slice: -1 } }, { _id: 'x', a: [{ v: 3 }], b: 2 }],
  [
    { a: { $slice: [1, 1] }, b: 1 },
    { _id: 'x', a: [{ v: 2 }], b: 2 },
  ],
  [{ a: { $elemMatch: { v: { $gt: 1 } } } }, { _id: 'x', a: [{ v: 2 }] }],
  [{ a: { v: 0 } }, {}],
])('field(%j) sends %j', (projection, expected) => {
  const send = () => fieldsOf(projection)({ _id: 'x', a: [{ v: 1 }, { v: 2 }, { v: 3 }], b: 2 });
  if (Object.keys(expected).length === 0) expect(send).toThrow('Only 0, 1');
  else expect(send()).toEqual(expected);
});

describe('a regular expression that goes back over its text without end', () => {
  const bad = new Pattern('^(a+)+$', '');

  test.each<[string, (ask: ReturnType<typeof open>['ask']) => Promise<unknown>]>([
    ['a search', ask => ask('getDocument', { query: { text: bad } })],
    ['a count', ask => ask('calculateDocument', { query: { text: bad } })],
    [
      'an aggregation',
      ask =>
        ask('aggregateDocuments', {
          stages: [
            {
              stageKey: '$project',
              stageValue: '{"found":{"$regexMatch":{"input":"$text","regex":"^(a+)+$"}}}',
            },
          ],
        }),
    ],
    [
      'a group',
      ask =>
        ask('aggregateDocuments', {
          stages: [
            {
              stageKey: '$group',
              stageValue: '{"_id":{"$regexMatch":{"input":"$text","regex":"^(a+)+$"}},"n":{"$sum":1}}',
            },
          ],
        }),
    ],
    ['a part of a list', ask => ask('getDocument', { query: {}, projection: toText({ list: { $elemMatch: { $regex: '^(a+)+$' } } }) })], // prettier-ignore
    ['an update of one', ask => ask('modifyDocument', { query: { _id: 'one' }, queryType: 'DOC', data: { $pull: { list: bad } } })], // prettier-ignore
    ['an update of several', ask => ask('modifyDocument', { query: {}, data: { $pull: { list: { $regex: '^(a+)+$' } } } })], // prettier-ignore
    [
      'a query in a transaction',
      async ask => {
        const { transactionId } = await ask('startTransaction');
        await ask('insertDocument', { data: [toText({ _id: 'three' })], transactionId });
        return ask('getDocument', { query: { text: bad }, transactionId });
      },
    ],
    [
      'an update in a transaction',
      async ask => {
        const { transactionId } = await ask('startTransaction');
        return ask('modifyDocument', { query: { _id: 'one' }, queryType: 'DOC', data: { $pull: { list: bad } }, transactionId }); // prettier-ignore
      },
    ],
  ])(
    '%s is given up, and whoever asks something else meanwhile is answered before that',
    async (name, run) => {
      const { ask, add, find, close } = open(`endless ${name}`);
      // Another text each time: what was found of one is known.
      const text = `${'a'.repeat(40)}!${name}`;
      await add({ _id: 'one', kind: 'endless', text, list: [text] }, { _id: 'two', kind: 'plain', text: 'aaa', list: [] }); // prettier-ignore
      const order: string[] = [];
      const given = run(ask).catch((error: Error) => {
        order.push('bad');
        return error.message;
      });
      await find({ kind: 'plain' });
      order.push('good');
      expect(await given).toContain('regular expression');
      expect(order).toEqual(['good', 'bad']);
      close();
    },
  );

  test('what only takes long is found as it would be at once', async () => {
    const { add, find, close } = open('slow');
    // Some milliseconds of going back, then it is found.
    const slow = `${'x'.repeat(160)}a`;
    await add({ _id: 'one', text: `${slow}xb` }, { _id: 'two', text: slow });
    const found = await find({ text: new Pattern('x*x*b', '') });
    expect(found.map(({ _id }) => _id)).toEqual(['one']);
    close();
  });
});
