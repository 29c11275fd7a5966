import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { messageOf } from '../values/errors';

/** Pages kept in memory, whatever the size of the file. */
const CACHE_KILOBYTES = 128_000;
/** Pages kept while a folder is filled: the inner pages of all indexes. */
const LOADING_KILOBYTES = 400_000;
/** The log never grows to more than about this: 64 MB. */
const MOST_PAGES_IN_LOG = 16_000;
/** After so many commits the log is emptied: then it has some hundred pages. */
const COMMITS_IN_LOG = 64;

/** Whether the disk has no room left. */
export const isFull = (error: unknown): boolean =>
  ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC'].includes(
    String((error as { code?: unknown } | null)?.code),
  );

export type Row = Record<string, unknown>;
export type Value = string | number | Uint8Array | null;

/**
 * The one SQLite file of a data folder. WAL with `synchronous=FULL`: a commit that was acknowledged
 * survives a kill and, as far as the disk keeps its word, a loss of power. The lock on the file is exclusive and belongs to the process, so a second process
 * is refused and a killed one leaves nothing behind.
 */
export class Driver {
  private readonly statements = new Map<string, Database.Statement>();
  /** Those that give each row as a list of its values: objects of rows cost as much as the rows. */
  private readonly lists = new Map<string, Database.Statement>();

  private commits = 0;

  private constructor(
    private readonly database: Database.Database,
    private readonly synchronous: 'FULL' | 'OFF',
  ) {}

  /**
   * Opens (and creates) the store; throws with a plain message when another process holds it. Without `flush` a commit
   * survives a kill of the process only: it waits for no disk.
   */
  static open(dataDir: string, flush = true): Driver {
    const synchronous = flush ? 'FULL' : 'OFF';
    mkdirSync(dataDir, { recursive: true });
    const database = new Database(join(dataDir, 'cloud.db'));
    try {
      database.exec('PRAGMA locking_mode=EXCLUSIVE');
      database.exec('PRAGMA journal_mode=WAL');
      database.exec(`PRAGMA synchronous=${synchronous}`);
      // What is deleted or replaced is overwritten, not left in free pages: an erasure must not be read back from the file.
      database.exec('PRAGMA secure_delete=ON');
      database.exec(`PRAGMA cache_size=-${CACHE_KILOBYTES}`);
      // Pages go from the log to their places between requests (see `commit`); a commit does it only when that came too late.
      database.exec(`PRAGMA wal_autocheckpoint=${MOST_PAGES_IN_LOG}`);
      database.exec('BEGIN IMMEDIATE');
      database.exec('COMMIT');
    } catch (error) {
      database.close();
      if ((error as { code?: string }).code === 'SQLITE_BUSY')
        throw new Error(`Another local cloud is already running on the data folder ${dataDir}.`);
      throw error;
    }
    const driver = new Driver(database, synchronous);
    driver.forgetTheDeleted();
    return driver;
  }

  /** A folder that was written before deleted content was overwritten is rewritten once. */
  private forgetTheDeleted(): void {
    if (this.get<{ user_version: number }>('PRAGMA user_version')?.user_version !== 0) return;
    this.database.exec('VACUUM');
    this.database.exec('PRAGMA user_version=1');
    this.statements.clear();
    this.lists.clear();
  }

  /** Takes what was deleted out of the write-ahead log too; called when nothing is being written. */
  checkpoint(): void {
    this.later(() => this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  }

  /**
   * While a folder is filled, a killed process means that it is filled anew: no commit has to survive by itself. What is
   * put aside lies in files that nobody else sees, not in memory.
   */
  beginLoading(): void {
    this.database.exec(
      `PRAGMA synchronous=OFF; PRAGMA cache_size=-${LOADING_KILOBYTES}; PRAGMA wal_autocheckpoint=20000;` +
        'PRAGMA temp_store=FILE; PRAGMA temp.cache_size=-8000',
    );
  }

  /** From now on every commit is durable again, and what was written is where it stays. */
  endLoading(): void {
    this.database.exec(
      `PRAGMA wal_autocheckpoint=${MOST_PAGES_IN_LOG}; PRAGMA cache_size=-${CACHE_KILOBYTES};` +
        `PRAGMA temp_store=DEFAULT; PRAGMA synchronous=${this.synchronous}`,
    );
    this.checkpoint();
  }

  exec(sql: string): void {
    this.database.exec(sql);
  }

  /** All rows of one page. Iterating is avoided on purpose: broken-off iterations keep the WAL from being recycled. */
  all<T extends Row>(sql: string, ...values: Value[]): T[] {
    return this.statement(sql).all(values) as T[];
  }

  get<T extends Row>(sql: string, ...values: Value[]): T | undefined {
    return this.statement(sql).all(values)[0] as T | undefined;
  }

  /** All rows, each as the list of its values. */
  rows<T extends unknown[]>(sql: string, ...values: Value[]): T[] {
    return this.list(sql).all(values) as T[];
  }

  /** The first row as the list of its values. */
  first<T extends unknown[]>(sql: string, ...values: Value[]): T | undefined {
    return this.list(sql).get(values) as T | undefined;
  }

  run(sql: string, ...values: Value[]): { changes: number; lastInsertRowid: number } {
    const { changes, lastInsertRowid } = this.statement(sql).run(values);
    return { changes, lastInsertRowid: Number(lastInsertRowid) };
  }

  /** Runs `work` as one durable commit; anything thrown undoes all of it. Not nestable. */
  commit<T>(work: () => T): T {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      if (++this.commits === COMMITS_IN_LOG) setImmediate(() => this.emptyLog());
      return result;
    } catch (error) {
      // A full disk has ended it already.
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** When the answers have left: what is durable in the log goes to its place, and the log begins anew. */
  private emptyLog(): void {
    this.commits = 0;
    if (this.database.open) this.later(() => this.database.exec('PRAGMA wal_checkpoint(PASSIVE)'));
  }

  /** What may wait until there is room on the disk again. */
  private later(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!isFull(error)) throw error;
      console.error(`The disk of the data folder is full: ${messageOf(error)}`);
    }
  }

  close(): void {
    this.statements.clear();
    this.lists.clear();
    // The binding lets go of the file only when its statements are collected: the lock is given back by hand,
    // so that the folder can be opened again at once.
    this.later(() => this.database.exec('PRAGMA journal_mode=DELETE'));
    this.later(() => this.database.exec('PRAGMA locking_mode=NORMAL'));
    this.database.exec('SELECT 1 FROM sqlite_master');
    this.database.close();
  }

  private list(sql: string): Database.Statement {
    let statement = this.lists.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql).raw(true);
      this.lists.set(sql, statement);
    }
    return statement;
  }

  private statement(sql: string): Database.Statement {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }
}
