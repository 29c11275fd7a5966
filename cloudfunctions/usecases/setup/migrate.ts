import { raiseVersion } from '../catalogue/raise-version';
import type { MigrationCursor, SchemaDocument } from '../kernel/documents';
import type { Database, Ports } from '../kernel/ports';
import { readAll } from '../kernel/reading/read-all';
import { migrations, newestSchema } from './migrations';
import type { Migration } from './migrations/migration';
import type { Surroundings } from './passes';

/**
 * Brings stored data to the form that this code writes, migration by migration, page by page. How far it has come
 * stands in the database after each page, so that a run that was killed goes on where it was. Two runs at once do the
 * same work and come to the same end: a document is changed in a transaction that looks at it again, and the cursor
 * is moved only by the run that still finds it where it began.
 */
export type Migrated = {
  /** False: the time was over; run it again. */
  done: boolean;
  version: number;
  newest: number;
  changed: number;
  /** `collection/id` of what could not be brought over and stays as it is. */
  failed: string[];
};

/** Where a database stands that has been filled by this code. */
export const newestState = (): SchemaDocument => ({
  _id: 'schema',
  version: newestSchema,
  running: null,
  history: [],
});

const readState = async (database: Pick<Database, 'get'>): Promise<SchemaDocument> =>
  (await database.get('migrations', 'schema')) ?? { _id: 'schema', version: 0, running: null, history: [] };

const begin = ({ number }: Migration): MigrationCursor => ({
  number,
  pass: 0,
  after: '',
  changed: 0,
  failed: [],
});

/** Enough to look into; the log of the function names all. */
const MOST_NAMED = 100;
const named = (failed: string[]): string[] => failed.slice(0, MOST_NAMED);

/** The next place of the cursor, and whether the migration has ended with this page. */
const nextCursor = (
  migration: Migration,
  cursor: MigrationCursor,
  page: { after: string | undefined; changed: number; failed: string[] },
): { cursor: MigrationCursor; ended: boolean } => {
  const place =
    page.after === undefined
      ? { pass: cursor.pass + 1, after: '' }
      : { pass: cursor.pass, after: page.after };
  const counted = {
    changed: cursor.changed + page.changed,
    failed: named([...cursor.failed, ...page.failed]),
  };
  return { cursor: { ...cursor, ...place, ...counted }, ended: place.pass === migration.passes.length };
};

/** Stores where it goes on. Another run that came first is left where it is; the data are the same. */
const advance = async (
  ports: Surroundings['ports'],
  from: SchemaDocument,
  to: SchemaDocument,
): Promise<void> =>
  ports.database.transaction(async transaction => {
    if (JSON.stringify(await readState(transaction)) !== JSON.stringify(from)) return;
    await transaction.put('migrations', to);
    // Instances that run keep services and names in memory.
    if (to.version !== from.version) await raiseVersion(transaction);
  });

/** Works until everything is done or the time is over. Throws when the data were written by newer code. */
export const migrate = async (
  ports: Pick<Ports, 'database' | 'secrets' | 'now' | 'log'>,
  hasTime: () => boolean,
): Promise<Migrated> => {
  let changed = 0;
  const failed: string[] = [];
  let surroundings: Surroundings | undefined;
  for (;;) {
    const state = await readState(ports.database);
    if (state.version > newestSchema)
      throw new Error(`the data have schema ${state.version}, this code knows ${newestSchema} only`);
    const migration = migrations.find(({ number }) => number > state.version);
    const answer = { version: state.version, newest: newestSchema, changed, failed: named(failed) };
    if (!migration) return { done: true, ...answer };
    if (!hasTime()) return { done: false, ...answer };
    surroundings ??= await look(ports);
    const cursor = state.running ?? begin(migration);
    const page = await migration.passes[cursor.pass]?.page(surroundings, cursor.after);
    if (!page) throw new Error(`migration ${migration.number} has no pass ${cursor.pass}`);
    changed += page.changed;
    failed.push(...page.failed);
    const next = nextCursor(migration, cursor, page);
    const { changed: all, failed: left } = next.cursor;
    await advance(
      ports,
      state,
      next.ended
        ? {
            ...state,
            version: migration.number,
            running: null,
            history: [
              ...state.history,
              { number: migration.number, at: ports.now(), changed: all, failed: left },
            ],
          }
        : { ...state, running: next.cursor },
    );
    ports.log({
      event: next.ended ? 'migration-ended' : 'migrating',
      migration: migration.name,
      changed: all,
    });
  }
};

const look = async (ports: Surroundings['ports']): Promise<Surroundings> => {
  const names = new Map((await readAll(ports.database, 'units', 'id')).map(({ id, name }) => [id, name]));
  return { ports, unitName: id => names.get(id) ?? '' };
};
