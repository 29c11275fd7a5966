import { fromText, toText, type Doc } from '../values/ejson';
import { compareKeys, encode, expand, type Key } from '../values/keys';
import type { Catalog, Collection, Index } from './catalog';
import type { Driver } from './driver';
import { checkStorable, duplicate } from './records';

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
  /** Four an entry, in the order of the index: index, document, and where its key begins and ends. */
  entries: Int32Array<ArrayBuffer>;
  keys: Uint8Array<ArrayBuffer>;
  /** Paths on which an index met an array. */
  arrays: [index: number, paths: string[]][];
};

/** Makes documents ready to be added; pure. */
export const pack = (rows: readonly { place: Place; document: Doc }[]): Pack => {
  const entries: { index: number; at: number; key: Key }[] = [];
  const arrays = new Map<number, Set<string>>();
  const ids = rows.map(({ document }) => {
    checkStorable(document);
    return encode(document._id);
  });
  rows.forEach(({ place, document }, at) => {
    for (const { id, fields } of place.indexes) {
      const expanded = expand(document, fields);
      for (const key of expanded.keys) entries.push({ index: id, at, key });
      if (expanded.arrays.length === 0) continue;
      const paths = arrays.get(id) ?? new Set<string>();
      arrays.set(id, paths);
      for (const path of expanded.arrays) paths.add(path);
    }
  });
  // In order, an index is written page by page.
  entries.sort((one, other) => one.index - other.index || compareKeys(one.key, other.key));
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

/** Kilobytes of pages kept while loading: the inner pages of all indexes. */
const LOADING_CACHE = 400_000;

export class Bulk {
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

  /** While a folder is filled, a killed process means that it is filled anew: no commit has to survive by itself. */
  begin(): void {
    this.driver.exec(
      `PRAGMA synchronous=OFF; PRAGMA cache_size=-${LOADING_CACHE}; PRAGMA wal_autocheckpoint=20000`,
    );
  }

  /** Adds the documents of a pack in one commit. Throws when one of them, or one of its unique keys, exists. */
  add({ bodies, ids, entries, keys, arrays }: Pack): void {
    const indexes = new Map<number, { collection: Collection; index: Index }>();
    for (const name of this.catalog.names()) {
      const collection = this.catalog.find(name);
      for (const index of collection.indexes) indexes.set(index.id, { collection, index });
    }
    this.driver.commit(() => {
      const rids = bodies.map((body, at) => {
        const key = keys.subarray(ids[3 * at + 1], ids[3 * at + 2]);
        return this.driver.run('INSERT INTO doc (c, id, body) VALUES (?, ?, ?)', ids[3 * at]!, key, body)
          .lastInsertRowid;
      });
      for (const [id, paths] of arrays) this.catalog.noteArrays(indexes.get(id)!.index, paths);
      for (let n = 0; n < entries.length; n += 4) {
        const key = keys.subarray(entries[n + 2], entries[n + 3]);
        const { collection, index } = indexes.get(entries[n]!)!;
        if (index.unique && this.holds(index.id, key))
          throw duplicate(
            collection,
            index.name,
            index.fields.map(([path]) => path),
          );
        this.driver.run(
          'INSERT INTO entry (ix, key, rid) VALUES (?, ?, ?)',
          index.id,
          key,
          rids[entries[n + 1]!]!,
        );
      }
    });
  }

  /** From now on every commit is durable again, and what was added is where it stays. */
  end(): void {
    this.driver.exec('PRAGMA wal_autocheckpoint=1000; PRAGMA cache_size=-2000; PRAGMA synchronous=FULL');
    this.driver.all('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  private holds(index: number, key: Key): boolean {
    return this.driver.get('SELECT 1 FROM entry WHERE ix = ? AND key = ? LIMIT 1', index, key) !== undefined;
  }
}
