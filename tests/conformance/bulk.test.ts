import { rmSync } from 'node:fs';
import { pack } from '../../local/cloud/store/bulk';
import { Records } from '../../local/cloud/store/records';
import type { Doc } from '../../local/cloud/values/ejson';
import { freshFolder, openStore } from './lab';

let folder: string;
let store: ReturnType<typeof openStore>;
beforeEach(() => {
  folder = freshFolder();
  store = openStore(folder);
});
afterEach(() => {
  store.driver.close();
  rmSync(folder, { recursive: true });
});

const add = (name: string, documents: Doc[]): void => {
  const place = store.bulk.place(name);
  store.bulk.add(pack(documents.map(document => ({ place, document }))));
};
const entries = (): unknown[] =>
  store.driver.all('SELECT ix, hex(key) AS key, rid FROM entry ORDER BY ix, key, rid');
const mixed = Array.from({ length: 300 }, (_, n): Doc => ({
  _id: `t${(n * 7919) % 1000}`,
  ownerId: `o${n % 7}`,
  createdAt: (n * 31) % 50,
  tags: n % 3 === 0 ? 'alone' : [`x${n % 5}`, `y${n % 2}`],
}));

test('indexes that are built at the end are those that every document would have entered by itself', () => {
  const { driver, catalog } = store;
  const records = new Records(driver, catalog);
  const tickets = catalog.find('tickets');
  driver.commit(() => records.apply(mixed.map(after => ({ collection: tickets, id: after['_id'], after }))));
  const byItself = entries();
  const arrays = tickets.indexes.map(index => [...index.arrays]);
  driver.close();
  rmSync(folder, { recursive: true });
  store = openStore(folder);
  store.bulk.begin({ deferIndexes: true });
  for (let at = 0; at < mixed.length; at += 70) add('tickets', mixed.slice(at, at + 70));
  expect(entries()).toEqual([]);
  store.bulk.end();
  expect(entries()).toEqual(byItself);
  expect(store.catalog.find('tickets').indexes.map(index => [...index.arrays])).toEqual(arrays);
  // As durable as before, and nothing waits any more.
  expect(store.driver.get('PRAGMA synchronous')).toMatchObject({ synchronous: 2 });
  expect(store.driver.all('SELECT name FROM sqlite_temp_master')).toEqual([]);
});

test.each([false, true])('a value that is unique stands once, indexes deferred: %s', deferIndexes => {
  store.bulk.begin({ deferIndexes });
  add('members', [{ _id: 'a', phone: '1' }]);
  const fill = (): void => {
    add('members', [
      { _id: 'b', phone: '2' },
      { _id: 'c', phone: '1' },
    ]);
    store.bulk.end();
  };
  expect(fill).toThrow('E11000 duplicate key error collection: members index: byPhone');
});

test('a load that is killed before its end leaves documents whose indexes are built when the folder is opened', () => {
  store.bulk.begin({ deferIndexes: true });
  add('tickets', mixed);
  store.driver.close();
  store = openStore(folder);
  const { reader, catalog } = store;
  const found = reader.find(catalog.find('tickets'), { filter: { ownerId: 'o3' } });
  expect(found.map(({ _id }) => _id).sort()).toEqual(
    mixed
      .filter(({ ownerId }) => ownerId === 'o3')
      .map(({ _id }) => _id)
      .sort(),
  );
  expect(reader.explain(catalog.find('tickets'), { filter: { tags: { $all: ['x1', 'y0'] } } })).toMatchObject(
    {
      kind: 'index',
      index: { arrays: new Set(['tags']) },
    },
  );
});
