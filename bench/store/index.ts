import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Reader } from '../../local/cloud/queries/reader';
import { DatabaseApi } from '../../local/cloud/services/database';
import { Messages } from '../../local/cloud/services/messages';
import { Bulk, pack } from '../../local/cloud/store/bulk';
import { Catalog } from '../../local/cloud/store/catalog';
import { Driver } from '../../local/cloud/store/driver';
import { Records } from '../../local/cloud/store/records';
import type { CollectionDefinition } from '../../local/cloud/store/schema';
import { Transactions } from '../../local/cloud/store/transactions';
import { Warnings } from '../../local/cloud/warnings';
import { percentile } from '../figures';
import { benchTrips } from './trips';

/**
 * The store of the local cloud beside its own engine: the same acts as requests of the wire and as plain statements on
 * tables of the same file, with the same indexes, in turn.
 */

const SIZE = 20_000;
const TIMES = 600;
const WARM = 200;

const SCHEMA: CollectionDefinition[] = [
  {
    name: 'tickets',
    indexes: [
      { name: 'byNo', fields: [['no', 1]], unique: true },
      { name: 'byOwner', fields: [['ownerId', 1], ['createdAt', -1]], unique: false },
      { name: 'byState', fields: [['state', 1], ['due', 1]], unique: false },
      { name: 'byTag', fields: [['tags', 1], ['due', 1]], unique: false },
    ],
  },
  { name: 'messages', indexes: [] },
]; // prettier-ignore

const TABLES = `
  CREATE TABLE raw (id TEXT PRIMARY KEY, no INTEGER NOT NULL UNIQUE, owner TEXT, created INTEGER, state TEXT, due INTEGER, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX rawByOwner ON raw (owner, created DESC);
  CREATE INDEX rawByState ON raw (state, due);
  CREATE TABLE rawTag (tag TEXT NOT NULL, due INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (tag, due, id)) WITHOUT ROWID;
`;

const documentOf = (n: number) => ({
  _id: `t${n}`,
  no: n,
  ownerId: `o${n % 500}`,
  createdAt: n,
  state: `s${n % 6}`,
  due: (n * 7919) % 100_000,
  tags: [`unit|u${n % 40}`, `open|u${n % 40}`],
  title: `社保卡补办第${n}次没有办成`,
  text: '窗口说系统有问题，让我下周再来，已经跑了三次。'.repeat(4),
});
type Document = ReturnType<typeof documentOf>;

export const openStore = (folder: string, schema: CollectionDefinition[]) => {
  const driver = Driver.open(folder);
  const catalog = new Catalog(driver, schema);
  const warnings = new Warnings();
  const records = new Records(driver, catalog);
  const reader = new Reader(driver, warnings, 1000);
  const transactions = new Transactions(driver, catalog, records, warnings);
  const messages = new Messages(driver, catalog, reader);
  const database = new DatabaseApi({
    catalog,
    reader,
    records,
    transactions,
    warnings,
    messages,
    now: () => 0,
  });
  return { driver, catalog, transactions, database };
};

/** The acts as plain statements. */
const rawOf = (driver: Driver) => {
  const insert = ({ _id, no, ownerId, createdAt, state, due, tags, ...rest }: Document): void => {
    driver.run(
      'INSERT INTO raw (id, no, owner, created, state, due, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
      _id, no, ownerId, createdAt, state, due, JSON.stringify({ _id, no, ownerId, createdAt, state, due, tags, ...rest }),
    ); // prettier-ignore
    for (const tag of tags) driver.run('INSERT INTO rawTag (tag, due, id) VALUES (?, ?, ?)', tag, due, _id);
  };
  const get = (id: string): string =>
    driver.all<{ body: string }>('SELECT body FROM raw WHERE id = ?', id)[0]!.body;
  const update = (id: string, state: string, body: string): void => {
    driver.run('UPDATE raw SET state = ?, body = ? WHERE id = ?', state, body, id);
  };
  const list = (owner: string): unknown[] =>
    driver.all('SELECT body FROM raw WHERE owner = ? ORDER BY created DESC LIMIT 20', owner);
  return { insert, get, update, list };
};

type Pair = {
  name: string;
  bar: number;
  raw: (n: number) => unknown;
  store: (n: number) => Promise<unknown>;
};

const pairsOf = ({ driver, database }: ReturnType<typeof openStore>): Pair[] => {
  const raw = rawOf(driver);
  const ask = (action: string, request: object): Promise<unknown> =>
    database.answer(`database.${action}`, { collectionName: 'tickets', ...request }, 'bench');
  const byId = (id: string) => ({ queryType: 'DOC', query: JSON.stringify({ _id: id }) });
  const change = (n: number) => ({ ...documentOf(n), state: `s${(n + 1) % 6}` });
  const updateOf = (n: number, transactionId?: string) => ({
    ...byId(`t${n}`),
    data: JSON.stringify({ $set: { state: `s${(n + 1) % 6}` } }),
    merge: true,
    ...(transactionId ? { transactionId } : {}),
  });
  return [
    {
      name: 'get by id',
      bar: 2.5,
      raw: n => raw.get(`t${n}`),
      store: n => ask('getDocument', byId(`t${n}`)),
    },
    {
      name: 'list of 20',
      bar: 2.5,
      raw: n => raw.list(`o${n % 500}`),
      store: n =>
        ask('getDocument', {
          queryType: 'WHERE',
          query: JSON.stringify({ ownerId: `o${n % 500}` }),
          order: JSON.stringify({ createdAt: -1 }),
          limit: 20,
        }),
    },
    {
      name: 'insert',
      bar: 2.5,
      raw: n => driver.commit(() => raw.insert(documentOf(SIZE + n))),
      store: n => ask('insertDocument', { data: [JSON.stringify(documentOf(SIZE + n))] }),
    },
    {
      name: 'update',
      bar: 2.5,
      raw: n => driver.commit(() => raw.update(`t${n}`, `s${(n + 1) % 6}`, JSON.stringify(change(n)))),
      store: n => ask('modifyDocument', updateOf(n)),
    },
    {
      name: 'transaction',
      bar: 3,
      raw: n =>
        driver.commit(() => {
          for (const one of [n, n + 5000]) {
            raw.get(`t${one}`);
            raw.update(`t${one}`, `s${(one + 1) % 6}`, JSON.stringify(change(one)));
          }
        }),
      store: async n => {
        const { transactionId } = (await ask('startTransaction', {})) as { transactionId: string };
        for (const one of [n, n + 5000]) {
          await ask('getDocument', { ...byId(`t${one}`), transactionId });
          await ask('modifyDocument', updateOf(one, transactionId));
        }
        await ask('commitTransaction', { transactionId });
      },
    },
  ];
};

/** Both in turn, so that whatever disturbs one disturbs the other. */
const measure = async ({ raw, store }: Pair): Promise<{ raw: number; store: number }> => {
  const times: { raw: number[]; store: number[] } = { raw: [], store: [] };
  for (let n = 0; n < WARM + TIMES; n += 1) {
    const at = (n * 13) % 5000;
    const begun = performance.now();
    raw(at);
    const between = performance.now();
    await store(at);
    if (n < WARM) continue;
    times.raw.push(between - begun);
    times.store.push(performance.now() - between);
  }
  return { raw: percentile(times.raw, 0.5), store: percentile(times.store, 0.5) };
};

export const benchStore = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'banjie-bench-store-'));
  const store = openStore(folder, SCHEMA);
  try {
    const bulk = new Bulk(store.driver, store.catalog);
    const place = bulk.place('tickets');
    store.driver.exec(TABLES);
    const raw = rawOf(store.driver);
    bulk.begin({ deferIndexes: true });
    for (let at = 0; at < SIZE; at += 2000) {
      const documents = Array.from({ length: 2000 }, (_, n) => documentOf(at + n));
      bulk.add(pack(documents.map(document => ({ place, document }))));
      store.driver.commit(() => documents.forEach(raw.insert));
    }
    bulk.end();
    console.log(`\nSTORE with ${SIZE} documents and four indexes, p50 in ms of ${TIMES} each, in turn`);
    for (const pair of pairsOf(store)) {
      const taken = await measure(pair);
      const ratio = taken.store / taken.raw;
      const verdict = ratio <= pair.bar ? 'ok' : 'OVER';
      console.log(
        `${pair.name.padEnd(12)} engine ${taken.raw.toFixed(3)}  store ${taken.store.toFixed(3)}  ratio ${ratio.toFixed(1)}  bar ${pair.bar}  ${verdict}`,
      );
    }
  } finally {
    store.transactions.close();
    store.driver.close();
    rmSync(folder, { recursive: true, force: true });
  }
  await benchTrips();
};
