import { fromText, toText, type Doc } from '../values/ejson';
import { encode, expand, type Key } from '../values/keys';
import { UNINDEXED, type Catalog, type Collection, type Index } from './catalog';
import type { Driver, Value } from './driver';
import { checkStorable, duplicate } from './records';
import { settings } from './settings';

/**
 * Many new documents at once, past the wire: for seeds that hold hundreds of thousands. Documents are made ready where
 * there is time for it (another thread), index entries included, and one commit takes some thousands of them.
 */

/** A collection as a thread needs it to make documents ready. */
export type Place = { collection: number; indexes: Pick<Index, 'id' | 'fields'>[] };

/** Documents with their index entries, all keys in one buffer: cheap to hand from thread to thread. */
export type Pack = {
  bodies: string[];
  /** Three a document: collection, and where the key of its `_id` begins and ends. */
  ids: Int32Array<ArrayBuffer>;
  /** Four an entry, those of an index together: index, document, and where its key begins and ends. */
  entries: Int32Array<ArrayBuffer>;
  keys: Uint8Array<ArrayBuffer>;
  /** Paths on which an index met an array. */
  arrays: [index: number, paths: string[]][];
};

/** Makes documents ready to be added; pure. */
export const pack = (rows: readonly { place: Place; document: Doc }[]): Pack => {
  const byIndex = new Map<number, { index: number; at: number; key: Key }[]>();
  const arrays = new Map<number, Set<string>>();
  const ids = rows.map(({ document }) => {
    checkStorable(document);
    return encode(document._id);
  });
  rows.forEach(({ place, document }, at) => {
    for (const { id, fields } of place.indexes) {
      const expanded = expand(document, fields);
      const own = byIndex.get(id) ?? [];
      byIndex.set(id, own);
      for (const key of expanded.keys) own.push({ index: id, at, key });
      if (expanded.arrays.length === 0) continue;
      const paths = arrays.get(id) ?? new Set<string>();
      arrays.set(id, paths);
      for (const path of expanded.arrays) paths.add(path);
    }
  });
  const entries = [...byIndex.values()].flat();
  const all = [...ids, ...entries.map(({ key }) => key)];
  const keys = new Uint8Array(all.reduce((length, key) => length + key.length, 0));
  const places: number[] = [];
  let end = 0;
  for (const key of all) {
    keys.set(key, end);
    places.push(end);
    end += key.length;
  }
  places.push(end);
  const between = (n: number): [number, number] => [places[n] ?? 0, places[n + 1] ?? 0];
  return {
    bodies: rows.map(({ document }) => toText(document)),
    ids: Int32Array.from(rows.flatMap(({ place }, at) => [place.collection, ...between(at)])),
    entries: Int32Array.from(entries.flatMap(({ index, at }, n) => [index, at, ...between(rows.length + n)])),
    keys,
    arrays: [...arrays].map(([index, paths]) => [index, [...paths]]),
  };
};

/** Entries a statement: a call of the engine costs as much as some entries. */
const TOGETHER = 32;

export class Bulk {
  private deferred = false;

  constructor(
    private readonly driver: Driver,
    private readonly catalog: Catalog,
  ) {}

  /** Where documents of a collection go. */
  place(name: string): Place {
    const { id, indexes } = this.catalog.find(name);
    return { collection: id, indexes: indexes.map(index => ({ id: index.id, fields: index.fields })) };
  }

  /** All documents of a collection. */
  all(name: string): Doc[] {
    const { id } = this.catalog.find(name);
    return this.driver
      .all<{ body: string }>('SELECT body FROM doc WHERE c = ? ORDER BY rid', id)
      .map(({ body }) => fromText(body));
  }

  /**
   * While a folder is filled, a killed process means that it is filled anew: no commit has to survive by itself.
   * With `deferIndexes` entries are put aside and sorted into each index at the end: until then no query finds what is
   * added. A folder that was left in between builds its indexes again when it is opened (see `Catalog`).
   */
  begin({ deferIndexes = false } = {}): void {
    this.driver.beginLoading();
    if (!deferIndexes) return;
    settings(this.driver).write(UNINDEXED, 'true');
    for (const { index } of this.indexes().values())
      this.driver.exec(`CREATE TEMP TABLE ${waitingFor(index)} (key BLOB NOT NULL, rid INTEGER NOT NULL)`);
    this.deferred = true;
  }

  /**
   * Adds the documents of a pack in one commit. Throws when one of them, or one of its unique keys, exists; where
   * indexes are deferred, `end` says the latter.
   */
  add({ bodies, ids, entries, keys, arrays }: Pack): void {
    const indexes = this.indexes();
    this.driver.commit(() => {
      const rids = bodies.map((body, at) => {
        const key = keys.subarray(ids[3 * at + 1], ids[3 * at + 2]);
        return this.driver.run('INSERT INTO doc (c, id, body) VALUES (?, ?, ?)', ids[3 * at]!, key, body)
          .lastInsertRowid;
      });
      for (const [id, paths] of arrays) this.catalog.noteArrays(indexes.get(id)!.index, paths);
      for (let n = 0; n < entries.length;) {
        const { collection, index } = indexes.get(entries[n]!)!;
        const values: Value[] = [];
        // A unique key is looked up before the next one is entered.
        const most = index.unique && !this.deferred ? 1 : TOGETHER;
        for (let taken = 0; taken < most && entries[n] === index.id; taken += 1, n += 4) {
          const key = keys.subarray(entries[n + 2], entries[n + 3]);
          if (!this.deferred && index.unique && this.holds(index.id, key)) throw repeated(collection, index);
          if (!this.deferred) values.push(index.id);
          values.push(key, rids[entries[n + 1]!]!);
        }
        this.enter(index, values);
      }
    });
  }

  /** Documents of a collection without indexes take the place of those that have their ids. */
  replace(name: string, documents: readonly Doc[]): void {
    const place = this.place(name);
    if (place.indexes.length > 0) throw new Error(`${name} has indexes: what stands in them would stay`);
    this.driver.commit(() => {
      for (const { _id } of documents)
        this.driver.run('DELETE FROM doc WHERE c = ? AND id = ?', place.collection, encode(_id));
    });
    this.add(pack(documents.map(document => ({ place, document }))));
  }

  /** From now on every commit is durable again, every index whole, and what was added is where it stays. */
  end(): void {
    if (this.deferred) this.buildIndexes();
    this.driver.endLoading();
  }

  /** One index after the other, its entries in order: each page is written once. */
  private buildIndexes(): void {
    for (const { collection, index } of this.indexes().values()) {
      this.driver.commit(() => {
        this.driver.run(
          `INSERT INTO entry (ix, key, rid) SELECT ?, key, rid FROM ${waitingFor(index)} ORDER BY key, rid`,
          index.id,
        );
        if (index.unique && this.repeats(index.id)) throw repeated(collection, index);
      });
      this.driver.exec(`DROP TABLE ${waitingFor(index)}`);
    }
    settings(this.driver).remove(UNINDEXED);
    this.deferred = false;
  }

  private enter(index: Index, values: Value[]): void {
    const [into, width] = this.deferred
      ? [`${waitingFor(index)} (key, rid)`, 2]
      : ['entry (ix, key, rid)', 3];
    const row = `(${Array<string>(width).fill('?').join()})`;
    const rows = Array<string>(values.length / width).fill(row);
    this.driver.run(`INSERT INTO ${into} VALUES ${rows.join()}`, ...values);
  }

  private indexes(): Map<number, { collection: Collection; index: Index }> {
    const collections = this.catalog.names().map(name => this.catalog.find(name));
    return new Map(
      collections.flatMap(collection =>
        collection.indexes.map(index => [index.id, { collection, index }] as const),
      ),
    );
  }

  private holds(index: number, key: Key): boolean {
    return this.driver.get('SELECT 1 FROM entry WHERE ix = ? AND key = ? LIMIT 1', index, key) !== undefined;
  }

  private repeats(index: number): boolean {
    const two = 'SELECT 1 FROM entry WHERE ix = ? GROUP BY key HAVING COUNT(*) > 1 LIMIT 1';
    return this.driver.get(two, index) !== undefined;
  }
}

const waitingFor = ({ id }: Index): string => `waiting_${id}`;

const repeated = (collection: Collection, index: Index): Error =>
  duplicate(
    collection,
    index.name,
    index.fields.map(([path]) => path),
  );
