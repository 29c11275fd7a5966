import { fromText, isPlainObject, toText, type Doc } from '../values/ejson';
import { refused } from '../values/errors';
import { encode, expand, nameOf, type Key } from '../values/keys';
import type { Catalog, Collection, Index } from './catalog';
import type { Driver } from './driver';

/** One document as stored: `rid` is the row, `key` the encoded `_id`. */
export type Stored = { rid: number; doc: Doc };

/** A change of one document: `before` is undefined for an insert, `after` for a removal. */
export type Change = { collection: Collection; id: unknown; before?: Doc; after?: Doc };

const MOST_BYTES = 16 * 1024 * 1024;

/** Documents and their index entries: the one place that writes either. Runs inside a commit of the driver. */
export class Records {
  constructor(
    private readonly driver: Driver,
    private readonly catalog: Catalog,
  ) {}

  byId(collection: Collection, id: unknown): Stored | undefined {
    const row = this.driver.get<{ rid: number; body: string }>(
      'SELECT rid, body FROM doc WHERE c = ? AND id = ?',
      collection.id,
      encode(id),
    );
    return row && { rid: row.rid, doc: fromText(row.body) };
  }

  /** The `_id` of another document that holds this key of a unique index. */
  ownerOf(index: Index, key: Key): unknown {
    const row = this.driver.get<{ body: string }>(
      'SELECT d.body FROM entry e JOIN doc d ON d.rid = e.rid WHERE e.ix = ? AND e.key = ? LIMIT 1',
      index.id,
      key,
    );
    return row && fromText(row.body)._id;
  }

  /** Applies changes together: entries are taken away first, so that values may change places within one commit. */
  apply(changes: Change[]): void {
    const rows = changes.map(change => ({
      ...change,
      rid: change.before && this.byId(change.collection, change.id)?.rid,
    }));
    for (const { collection, rid, before } of rows)
      if (before && rid !== undefined)
        for (const index of collection.indexes)
          for (const key of expand(before, index.fields).keys)
            this.driver.run('DELETE FROM entry WHERE ix = ? AND key = ? AND rid = ?', index.id, key, rid);
    for (const { collection, id, rid, after } of rows) {
      if (!after) {
        if (rid !== undefined) this.driver.run('DELETE FROM doc WHERE rid = ?', rid);
        continue;
      }
      const body = toText(after);
      if (Buffer.byteLength(body) > MOST_BYTES) throw refused('The document is larger than 16 MB');
      if (rid === undefined) this.insert(collection, id, after, body);
      else {
        this.driver.run('UPDATE doc SET body = ? WHERE rid = ?', body, rid);
        this.enter(collection, rid, after);
      }
    }
  }

  private insert(collection: Collection, id: unknown, doc: Doc, body: string): void {
    if (this.byId(collection, id)) throw duplicate(collection, '_id_', ['_id']);
    const { lastInsertRowid } = this.driver.run(
      'INSERT INTO doc (c, id, body) VALUES (?, ?, ?)',
      collection.id,
      encode(id),
      body,
    );
    this.enter(collection, lastInsertRowid, doc);
  }

  private enter(collection: Collection, rid: number, doc: Doc): void {
    for (const index of collection.indexes) {
      const { keys, arrays } = expand(doc, index.fields);
      this.catalog.noteArrays(index, arrays);
      for (const key of keys) {
        if (index.unique && this.ownerOf(index, key) !== undefined)
          throw duplicate(
            collection,
            index.name,
            index.fields.map(([path]) => path),
          );
        this.driver.run('INSERT INTO entry (ix, key, rid) VALUES (?, ?, ?)', index.id, key, rid);
      }
    }
  }
}

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

export const docPlace = (collection: Collection, id: unknown): string =>
  `d${collection.id}:${nameOf(encode(id))}`;
export const keyPlace = (index: Index, key: Key): string => `k${index.id}:${nameOf(key)}`;

/** Checks an `_id` and the fields of a document that is to be stored. */
export const checkStorable = (doc: Doc): void => {
  const { _id: id } = doc;
  if (typeof id !== 'string' && typeof id !== 'number') throw refused('The _id must be a string or a number');
  if (typeof id === 'string' && Buffer.byteLength(id) > 512)
    throw refused('The _id is longer than 512 bytes');
  checkDocument(doc);
};

/** Refuses what MongoDB does not store: field names that begin with `$`, and too deep nesting. */
export const checkDocument = (value: unknown, depth = 0): void => {
  if (depth > 100) throw refused('The document nests deeper than 100 levels');
  if (value instanceof RegExp) throw refused('The local cloud does not store regular expressions');
  if (Array.isArray(value)) for (const item of value) checkDocument(item, depth + 1);
  else if (isPlainObject(value))
    for (const [key, inner] of Object.entries(value)) {
      if (key.startsWith('$'))
        throw refused(`The dollar ($) prefixed field '${key}' is not valid for storage.`);
      checkDocument(inner, depth + 1);
    }
};
