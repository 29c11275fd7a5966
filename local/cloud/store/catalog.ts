import { fromText } from '../values/ejson';
import { CloudError } from '../values/errors';
import { expand, nameOf } from '../values/keys';
import type { Driver } from './driver';
import type { CollectionDefinition, IndexDefinition } from './schema';
import { settings } from './settings';

/** The setting that stands while documents are added whose indexes are built afterwards. */
export const UNINDEXED = 'unindexed';

/** The setting that names the collections that were made at run time. */
const MADE = 'made';

export type Index = IndexDefinition & {
  id: number;
  /** Paths of this index on which some document holds an array. */
  arrays: Set<string>;
};

export type Collection = { id: number; name: string; indexes: Index[] };

const TABLES = `
  CREATE TABLE IF NOT EXISTS collection (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS doc (
    rid INTEGER PRIMARY KEY, c INTEGER NOT NULL, id BLOB NOT NULL, body TEXT NOT NULL, UNIQUE (c, id));
  CREATE INDEX IF NOT EXISTS docByCollection ON doc (c);
  CREATE TABLE IF NOT EXISTS indexes (
    id INTEGER PRIMARY KEY, c INTEGER NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, arrays TEXT NOT NULL,
    UNIQUE (c, name));
  CREATE TABLE IF NOT EXISTS entry (
    ix INTEGER NOT NULL, key BLOB NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (ix, key, rid)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * The collections and indexes of the schema. Brings a data folder to the schema when it is opened:
 * new indexes are built, changed ones rebuilt, dropped ones removed. Documents of a collection that
 * the schema no longer names are kept and cannot be reached.
 */
export class Catalog {
  private readonly collections = new Map<string, Collection>();

  constructor(
    private readonly driver: Driver,
    schema: CollectionDefinition[],
  ) {
    driver.exec(TABLES);
    driver.commit(() => {
      if (settings(driver).read(UNINDEXED)) this.forgetIndexes();
      for (const definition of schema) this.collections.set(definition.name, this.upgrade(definition));
      for (const name of this.made()) if (!this.collections.has(name)) this.open(name);
    });
  }

  /** The collection of a name; -502005 as on the real service when the schema has none. */
  find(name: unknown): Collection {
    const collection = typeof name === 'string' ? this.collections.get(name) : undefined;
    if (!collection)
      throw new CloudError(
        'DATABASE_COLLECTION_NOT_EXIST',
        '[ResourceNotFound] Db or Table not exist. Please check your request, but if the problem cannot be solved, contact us.',
      );
    return collection;
  }

  /** Makes a collection that the schema does not name, without indexes; it stays. Throws when there is one already. */
  create(name: unknown): void {
    if (typeof name !== 'string' || !/^[A-Za-z][\w-]{0,63}$/.test(name))
      throw new CloudError('INVALID_PARAM', 'A collection needs a name of letters, digits, _ and -');
    if (this.collections.has(name))
      throw new CloudError(
        'DATABASE_COLLECTION_ALREADY_EXIST',
        '[ResourceExist] Table exist. Please check your request, but if the problem cannot be solved, contact us.',
      );
    this.driver.commit(() => {
      settings(this.driver).write(MADE, JSON.stringify([...new Set([...this.made(), name])]));
      this.open(name);
    });
  }

  private made(): string[] {
    return JSON.parse(settings(this.driver).read(MADE) ?? '[]') as string[];
  }

  private open(name: string): void {
    this.collections.set(name, this.upgrade({ name, indexes: [] }));
  }

  names(): string[] {
    return [...this.collections.keys()];
  }

  /** Remembers that documents hold arrays on these paths of an index. Never forgotten: a scan may only become more careful. */
  noteArrays(index: Index, paths: string[]): void {
    const added = paths.filter(path => !index.arrays.has(path));
    if (!added.length) return;
    for (const path of added) index.arrays.add(path);
    this.driver.run(
      'UPDATE indexes SET arrays = ? WHERE id = ?',
      JSON.stringify([...index.arrays]),
      index.id,
    );
  }

  /** Takes back what `noteArrays` remembered in a commit that was undone. */
  restoreArrays(): void {
    for (const { indexes } of this.collections.values())
      for (const index of indexes) {
        const row = this.driver.get<{ arrays: string }>('SELECT arrays FROM indexes WHERE id = ?', index.id);
        index.arrays = new Set(JSON.parse(row?.arrays ?? '[]') as string[]);
      }
  }

  /** A load that was broken off has left documents that no index knows. */
  private forgetIndexes(): void {
    this.driver.run('DELETE FROM entry');
    this.driver.run('DELETE FROM indexes');
    settings(this.driver).remove(UNINDEXED);
  }

  private upgrade(definition: CollectionDefinition): Collection {
    this.driver.run('INSERT OR IGNORE INTO collection (name) VALUES (?)', definition.name);
    const { id } = this.driver.get<{ id: number }>(
      'SELECT id FROM collection WHERE name = ?',
      definition.name,
    )!;
    const stored = this.driver.all<{ id: number; name: string; definition: string; arrays: string }>(
      'SELECT id, name, definition, arrays FROM indexes WHERE c = ?',
      id,
    );
    const kept = stored.filter(row =>
      definition.indexes.some(index => index.name === row.name && written(index) === row.definition),
    );
    for (const row of stored) if (!kept.includes(row)) this.drop(row.id);
    const indexes = definition.indexes.map(index => {
      const row = kept.find(({ name }) => name === index.name);
      return row
        ? { ...index, id: row.id, arrays: new Set(JSON.parse(row.arrays) as string[]) }
        : this.build(definition.name, id, index);
    });
    return { id, name: definition.name, indexes };
  }

  private drop(id: number): void {
    this.driver.run('DELETE FROM entry WHERE ix = ?', id);
    this.driver.run('DELETE FROM indexes WHERE id = ?', id);
  }

  private build(collection: string, c: number, definition: IndexDefinition): Index {
    const { lastInsertRowid } = this.driver.run(
      "INSERT INTO indexes (c, name, definition, arrays) VALUES (?, ?, ?, '[]')",
      c,
      definition.name,
      written(definition),
    );
    const index: Index = { ...definition, id: lastInsertRowid, arrays: new Set() };
    const seen = new Set<string>();
    for (let after = 0; ;) {
      const rows = this.driver.all<{ rid: number; body: string }>(
        'SELECT rid, body FROM doc WHERE c = ? AND rid > ? ORDER BY rid LIMIT 500',
        c,
        after,
      );
      if (!rows.length) return index;
      for (const { rid, body } of rows) {
        const { keys, arrays } = expand(fromText(body), index.fields);
        this.noteArrays(index, arrays);
        for (const key of keys) {
          if (index.unique && seen.has(nameOf(key)))
            throw new Error(
              `The unique index ${collection}.${definition.name} cannot be built: documents share a value.`,
            );
          if (index.unique) seen.add(nameOf(key));
          this.driver.run('INSERT INTO entry (ix, key, rid) VALUES (?, ?, ?)', index.id, key, rid);
        }
        after = rid;
      }
    }
  }
}

const written = ({ fields, unique }: IndexDefinition): string => JSON.stringify({ fields, unique });
