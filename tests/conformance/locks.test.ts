import { rmSync } from 'node:fs';
import { Reader } from '../../local/cloud/queries/reader';
import { Catalog, type Collection } from '../../local/cloud/store/catalog';
import { Driver } from '../../local/cloud/store/driver';
import { Records } from '../../local/cloud/store/records';
import { readSchema } from '../../local/cloud/store/schema';
import { Transactions } from '../../local/cloud/store/transactions';
import { Warnings } from '../../local/cloud/warnings';
import { freshFolder, SCHEMA } from './lab';

const openStore = (folder: string) => {
  const driver = Driver.open(folder);
  const catalog = new Catalog(driver, readSchema(SCHEMA));
  const records = new Records(driver, catalog);
  const warnings = new Warnings();
  const transactions = new Transactions(driver, catalog, records, warnings);
  return { driver, catalog, records, warnings, transactions, reader: new Reader(driver, warnings, 10) };
};

const folder = freshFolder();
let store: ReturnType<typeof openStore>;
let counters: Collection;
beforeEach(() => {
  jest.useFakeTimers();
  store = openStore(folder);
  counters = store.catalog.find('counters');
});
afterEach(() => {
  store.transactions.close();
  store.driver.close();
  jest.useRealTimers();
});
afterAll(() => rmSync(folder, { recursive: true }));

const set = (id: string, n: number): Promise<void> =>
  store.transactions.direct(() => {
    const before = store.records.byId(counters, id)?.doc;
    return { changes: [{ collection: counters, id, before, after: { _id: id, n } }], result: undefined };
  });

test('a transaction ends by itself after 30 seconds and gives its locks back', async () => {
  const { transactions } = store;
  const id = transactions.begin('somebody');
  transactions.write(id, counters, 'a', () => ({ _id: 'a', n: 1 }));
  jest.advanceTimersByTime(29_999);
  expect(transactions.read(id, counters, 'a')).toEqual({ _id: 'a', n: 1 });
  const waiting = set('a', 2);
  jest.advanceTimersByTime(1);
  await waiting;
  expect(() => transactions.commit(id)).toThrow('TransactionNotExist');
  expect(store.records.byId(counters, 'a')?.doc).toEqual({ _id: 'a', n: 2 });
});

test('an ordinary write gives up after five seconds of waiting for a lock', async () => {
  const id = store.transactions.begin('somebody');
  store.transactions.write(id, counters, 'b', () => ({ _id: 'b', n: 1 }));
  const waiting = expect(set('b', 2)).rejects.toThrow('Unable to acquire a lock');
  await jest.advanceTimersByTimeAsync(5_000);
  await waiting;
});

test('more than twenty writes in a transaction are reported, more than two thousand refused', () => {
  const { transactions, warnings } = store;
  const write = (prefix: string, count: number): void => {
    const id = transactions.begin('somebody');
    for (let n = 0; n < count; n++)
      transactions.write(id, counters, `${prefix}${n}`, () => ({ _id: `${prefix}${n}` }));
    transactions.commit(id);
  };
  write('few', 20);
  expect(warnings.list()).toEqual([]);
  write('many', 21);
  expect(warnings.list().map(({ kind }) => kind)).toEqual(['transaction']);
  expect(() => write('too-many', 2001)).toThrow('at most 2000');
  expect(store.records.byId(counters, 'too-many0')).toBeUndefined();
});

test('earlier versions are kept as long as somebody sees them, and no longer', async () => {
  const { transactions } = store;
  const { history } = transactions as unknown as { history: Map<string, unknown> };
  const first = transactions.begin('somebody');
  expect(transactions.read(first, counters, 'n0')).toBeUndefined();
  for (let n = 0; n < 1_100; n += 1) await set(`n${n}`, 1);
  expect(history.size).toBe(1_100);
  const second = transactions.begin('another');
  expect(transactions.read(second, counters, 'n0')).toEqual({ _id: 'n0', n: 1 });
  await set('n0', 2);
  expect(transactions.read(first, counters, 'n0')).toBeUndefined();
  transactions.abort(first);
  expect(history.size).toBe(1);
  expect(transactions.read(second, counters, 'n0')).toEqual({ _id: 'n0', n: 1 });
});

test('a write that fails leaves nothing: no document, no entry, no note of arrays; after a restart arrays are still known', async () => {
  const tickets = store.catalog.find('tickets');
  const byTag = tickets.indexes.find(({ name }) => name === 'byTag')!;
  const add = (...docs: { _id: string; tags: unknown }[]): Promise<void> =>
    store.transactions.direct(() => ({
      changes: docs.map(after => ({ collection: tickets, id: after._id, after })),
      result: undefined,
    }));
  await expect(add({ _id: 't', tags: ['x', 'y'] }, { _id: 't', tags: 'z' })).rejects.toThrow('E11000');
  expect([byTag.arrays.size, store.reader.find(tickets, { filter: { tags: 'x' } })]).toEqual([0, []]);
  await add({ _id: 't', tags: ['x', 'y'] });
  expect([...byTag.arrays]).toEqual(['tags']);
  store.driver.close();
  store = openStore(folder);
  expect([...store.catalog.find('tickets').indexes.find(({ name }) => name === 'byTag')!.arrays]).toEqual([
    'tags',
  ]);
  expect(store.reader.find(store.catalog.find('tickets'), { filter: { tags: 'y' } })).toHaveLength(1);
});
