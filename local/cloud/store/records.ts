import { fromText, isPlainObject, same, textOf, type Doc } from '../values/ejson';
import { refused } from '../values/errors';
import { decodeId, encode, expand, nameOf, type Key } from '../values/keys';
import { ObjectId } from '../values/scalars';
import type { Catalog, Collection, Index } from './catalog';
import type { Driver, Value } from './driver';

/** One document as stored: `rid` is its row. */
export type Stored = { rid: number; doc: Doc };

/** A change of one document: `before` is undefined for an insert, `after` for a removal; `rid` where it is known. */
export type Change = { collection: Collection; id: unknown; rid?: number; before?: Doc; after?: Doc };

/** What becomes of the entries of a document in one index. */
type Move = { index: Index; removed: Key[]; added: Key[]; arrays: string[] };

const MOST_BYTES = 16 * 1024 * 1024;
/** Entries a statement: a call of the engine costs as much as some entries. */
const TOGETHER = 32;

/** Documents and their index entries: the one place that writes either. Runs inside a commit of the driver. */
export class Records {
  constructor(
    private readonly driver: Driver,
    private readonly catalog: Catalog,
  ) {}

  byId(collection: Collection, id: unknown): Stored | undefined {
    const row = this.driver.first<[number, string]>(
      'SELECT rid, body FROM doc WHERE c = ? AND id = ?',
      collection.id,
      encode(id),
    );
    return row && { rid: row[0], doc: fromText(row[1]) };
  }

  /** A document as it is stored. */
  textById(collection: Collection, id: unknown): string | undefined {
    return this.driver.first<[string]>(
      'SELECT body FROM doc WHERE c = ? AND id = ?',
      collection.id,
      encode(id),
    )?.[0];
  }

  /** What stands in a row now, as it is stored. */
  textAt(collection: Collection, rid: number): string | undefined {
    return this.driver.first<[string]>(
      'SELECT body FROM doc WHERE rid = ? AND c = ?',
      rid,
      collection.id,
    )?.[0];
  }

  /** The `_id` of another document that holds this key of a unique index. */
  ownerOf(index: Index, key: Key): ReturnType<typeof decodeId> | undefined {
    const row = this.driver.first<[Key]>(
      'SELECT d.id FROM entry e JOIN doc d ON d.rid = e.rid WHERE e.ix = ? AND e.key = ? LIMIT 1',
      index.id,
      key,
    );
    return row && decodeId(row[0]);
  }

  /** Applies changes together: entries are taken away first, so that values may change places within one commit. */
  apply(changes: Change[]): void {
    const rows = changes.map(change => ({
      ...change,
      rid: change.before && (change.rid ?? this.ridOf(change)),
      moves: movesOf(change),
    }));
    for (const { rid, moves } of rows)
      if (rid !== undefined)
        for (const { index, removed } of moves)
          for (const key of removed)
            this.driver.run('DELETE FROM entry WHERE ix = ? AND key = ? AND rid = ?', index.id, key, rid);
    for (const { collection, id, rid, after, moves } of rows) {
      if (!after) {
        if (rid !== undefined) this.driver.run('DELETE FROM doc WHERE rid = ?', rid);
        continue;
      }
      const body = textOf(after);
      if (body.length * 3 > MOST_BYTES && Buffer.byteLength(body) > MOST_BYTES)
        throw refused('The document is larger than 16 MB');
      if (rid !== undefined) this.driver.run('UPDATE doc SET body = ? WHERE rid = ?', body, rid);
      this.enter(collection, rid ?? this.insert(collection, id, body), moves);
    }
  }

  private ridOf({ collection, id }: Change): number | undefined {
    return this.driver.first<[number]>(
      'SELECT rid FROM doc WHERE c = ? AND id = ?',
      collection.id,
      encode(id),
    )?.[0];
  }

  private insert(collection: Collection, id: unknown, body: string): number {
    const { changes, lastInsertRowid } = this.driver.run(
      'INSERT OR IGNORE INTO doc (c, id, body) VALUES (?, ?, ?)',
      collection.id,
      encode(id),
      body,
    );
    if (changes === 0) throw duplicate(collection, '_id_', ['_id']);
    return lastInsertRowid;
  }

  private enter(collection: Collection, rid: number, moves: Move[]): void {
    const values: Value[] = [];
    for (const { index, added, arrays } of moves) {
      this.catalog.noteArrays(index, arrays);
      for (const key of added) {
        if (index.unique && this.ownerOf(index, key) !== undefined)
          throw duplicate(
            collection,
            index.name,
            index.fields.map(([path]) => path),
          );
        values.push(index.id, key, rid);
      }
    }
    for (let at = 0; at < values.length; at += 3 * TOGETHER) {
      const some = values.slice(at, at + 3 * TOGETHER);
      this.driver.run(INSERTS[some.length / 3]!, ...some);
    }
  }
}

/** The statements that enter one, two … entries. */
const INSERTS = Array.from(
  { length: TOGETHER + 1 },
  (_, n) => `INSERT INTO entry (ix, key, rid) VALUES ${Array<string>(n).fill('(?,?,?)').join()}`,
);

/** The entries that differ: those of fields that stay as they are stay too. */
const movesOf = ({ collection, before, after }: Change): Move[] => {
  const alike = new Map<string, boolean>();
  const stays = (path: string): boolean => {
    const name = path.split('.', 1)[0]!;
    let answer = alike.get(name);
    if (answer === undefined) alike.set(name, (answer = same(before?.[name], after?.[name])));
    return answer;
  };
  return collection.indexes.flatMap((index): Move[] => {
    if (before && after && index.fields.every(([path]) => stays(path))) return [];
    const old = before ? expand(before, index.fields).keys : [];
    const { keys, arrays } = after ? expand(after, index.fields) : { keys: [], arrays: [] };
    const [removed, added] = before && after ? [without(old, keys), without(keys, old)] : [old, keys];
    return [{ index, removed, added, arrays }];
  });
};

const without = (keys: Key[], others: Key[]): Key[] => {
  const names = new Set(others.map(nameOf));
  return keys.filter(key => !names.has(nameOf(key)));
};

/** The error of a second document with the same value: only its text tells it from others (values are left out). */
export const duplicate = (collection: Collection, index: string, paths: string[]): Error =>
  refused(
    `E11000 duplicate key error collection: ${collection.name} index: ${index} dup key: { ${paths.join(', ')} }`,
  );

/** The places that a document takes: itself and its keys in unique indexes. Locks are held on these. */
export const placesOf = (collection: Collection, id: unknown, ...versions: (Doc | undefined)[]): string[] => {
  const places = [docPlace(collection, id)];
  for (const index of collection.indexes)
    if (index.unique)
      for (const doc of versions)
        if (doc) for (const key of expand(doc, index.fields).keys) places.push(keyPlace(index, key));
  return [...new Set(places)];
};

/** What the places of all documents of a collection begin with. */
export const docPlaces = (collection: Collection): string => `d${collection.id}:`;
export const docPlace = (collection: Collection, id: unknown): string =>
  docPlaces(collection) + nameOf(encode(id));
export const keyPlace = (index: Index, key: Key): string => `k${index.id}:${nameOf(key)}`;

/** Checks an `_id` and the fields of a document that is to be stored. */
export const checkStorable = (doc: Doc): void => {
  const { _id: id } = doc;
  if (typeof id !== 'string' && !Number.isFinite(id) && !(id instanceof ObjectId))
    throw refused('The _id must be a string, a number or an ObjectId');
  if (typeof id === 'string' && Buffer.byteLength(id) > 512)
    throw refused('The _id is longer than 512 bytes');
  checkDocument(doc);
};

/** Refuses what MongoDB does not store: field names that begin with `$`, and too deep nesting. */
export const checkDocument = (value: unknown, depth = 0): void => {
  if (typeof value !== 'object' || value === null) return;
  if (depth > 100) throw refused('The document nests deeper than 100 levels');
  if (Array.isArray(value)) for (const item of value) checkDocument(item, depth + 1);
  else if (isPlainObject(value))
    for (const key of Object.keys(value)) {
      if (key.startsWith('$'))
        throw refused(`The dollar ($) prefixed field '${key}' is not valid for storage.`);
      checkDocument(value[key], depth + 1);
    }
};
