import { randomUUID } from 'node:crypto';
import { same, type Doc } from '../values/ejson';
import { CloudError, refused } from '../values/errors';
import { compareKeys, expand } from '../values/keys';
import { Elsewhere, waiting } from '../values/searches';
import type { Warnings } from '../warnings';
import type { Catalog, Collection } from './catalog';
import type { Driver } from './driver';
import { docPlace, docPlaces, duplicate, keyPlace, placesOf, type Change, type Records } from './records';

/** A transaction lives 30 s; an ordinary write waits for its locks. */
const LIFETIME_MS = 30_000;
const LOCK_WAIT_MS = 5_000;
const LARGE = 20;
const TOO_LARGE = 2000;
/** Documents whose earlier versions are kept before it is asked which are still needed. */
const MOST_HISTORY = 1000;

type Transaction = {
  id: string;
  owner: string;
  /** Sequence of the last commit that it sees; set by its first operation. */
  snapshot?: number;
  writes: Map<string, Change>;
  places: Set<string>;
  expiry: NodeJS.Timeout;
  finished: Promise<void>;
  finish: () => void;
};

type Past = { sequence: number; before: Doc | undefined };

/**
 * Snapshot isolation over committed documents. A transaction sees the state of its first operation and its own
 * writes; a write to what another one holds, or what changed since, ends it at once with a conflict.
 * Ordinary writes wait for locks. Reads never wait. Write skew is possible, as in MongoDB.
 */
export class Transactions {
  private readonly open = new Map<string, Transaction>();
  private readonly locks = new Map<string, Transaction>();
  /** Earlier versions of documents changed while a transaction is open. */
  private readonly history = new Map<string, Past[]>();
  private forgetAt = MOST_HISTORY;
  private sequence = 0;

  constructor(
    private readonly driver: Driver,
    private readonly catalog: Catalog,
    private readonly records: Records,
    private readonly warnings: Warnings,
  ) {}

  /** Starts a transaction for an invocation (`owner` = its token). */
  begin(owner: string): string {
    const id = randomUUID();
    let finish = (): void => undefined;
    const finished = new Promise<void>(resolve => (finish = resolve));
    const expiry = setTimeout(() => this.abort(id), LIFETIME_MS);
    expiry.unref();
    this.open.set(id, { id, owner, writes: new Map(), places: new Set(), expiry, finished, finish });
    return id;
  }

  isOpen(owner: string): boolean {
    return [...this.open.values()].some(transaction => transaction.owner === owner);
  }

  /** The document as this transaction sees it. */
  read(id: string, collection: Collection, docId: unknown): Doc | undefined {
    return this.seen(this.need(id), collection, docId);
  }

  /** The ids of documents that this transaction may see otherwise than they are committed. Fixes what it sees. */
  unlike(id: string, collection: Collection): unknown[] {
    const transaction = this.need(id);
    const own = [...transaction.writes.values()].filter(write => write.collection === collection);
    const place = docPlaces(collection);
    const before = [...this.history].flatMap(([name, past]) => {
      const seen = name.startsWith(place) && past.find(({ sequence }) => sequence > transaction.snapshot!);
      return seen && seen.before ? [seen.before._id] : [];
    });
    return [...own.map(write => write.id), ...before];
  }

  /**
   * Changes one document inside a transaction; whether it did. `change` gives the new version, undefined to remove it, or the
   * same object to leave it.
   */
  write(
    id: string,
    collection: Collection,
    docId: unknown,
    change: (seen: Doc | undefined) => Doc | undefined,
  ): boolean {
    const transaction = this.need(id);
    try {
      const seen = this.seen(transaction, collection, docId);
      const after = change(seen);
      if (after === seen) return false;
      const place = docPlace(collection, docId);
      this.lock(transaction, place);
      this.lockKeys(transaction, collection, docId, seen, after);
      const stored = this.records.byId(collection, docId);
      const at = stored && { rid: stored.rid, before: stored.doc };
      transaction.writes.set(place, { collection, id: docId, ...at, after });
      if (transaction.writes.size > TOO_LARGE)
        throw refused(`A transaction may write at most ${TOO_LARGE} documents`);
      return true;
    } catch (error) {
      // What takes long is done again when it is known (`patiently`).
      if (!(error instanceof Elsewhere)) this.end(transaction);
      throw error;
    }
  }

  /** Makes all writes of a transaction durable together. */
  commit(id: string): void {
    const transaction = this.need(id);
    try {
      const changes = [...transaction.writes.values()].filter(({ before, after }) => before || after);
      if (changes.length > LARGE)
        this.warnings.add(
          'transaction',
          `a transaction wrote ${changes.length} documents (more than ${LARGE})`,
        );
      if (changes.length) this.apply(changes);
    } finally {
      this.end(transaction);
    }
  }

  abort(id: string): void {
    const transaction = this.open.get(id);
    if (transaction) this.end(transaction);
  }

  /** Fails as the service does when the transaction is over, on purpose or not. */
  abortExisting(id: string): void {
    this.end(this.need(id));
  }

  /**
   * An ordinary write. `work` looks at committed documents and says what to change; it runs again when it had to wait: for a
   * lock, or for a text that is looked through elsewhere.
   */
  async direct<T>(work: () => { changes: Change[]; result: T }): Promise<T> {
    const deadline = Date.now() + LOCK_WAIT_MS;
    for (;;) {
      const done = wanting(work);
      if (done instanceof Elsewhere) {
        await done.searched;
        continue;
      }
      const { changes, result } = done;
      const holder = this.holderOf(changes);
      if (!holder) {
        if (changes.length) this.apply(changes);
        return result;
      }
      const left = deadline - Date.now();
      if (left <= 0) throw refused('Unable to acquire a lock held by a transaction within the time limit');
      await Promise.race([holder.finished, pause(left)]);
    }
  }

  private holderOf(changes: Change[]): Transaction | undefined {
    if (!this.locks.size) return undefined;
    return changes
      .flatMap(({ collection, id, before, after }) => placesOf(collection, id, before, after))
      .map(place => this.locks.get(place))
      .find(Boolean);
  }

  close(): void {
    for (const transaction of [...this.open.values()]) this.end(transaction);
  }

  private apply(changes: Change[]): void {
    try {
      this.driver.commit(() => this.records.apply(changes));
    } catch (error) {
      this.catalog.restoreArrays();
      throw error;
    }
    if (!this.open.size) return;
    this.sequence++;
    for (const { collection, id, before } of changes) {
      const place = docPlace(collection, id);
      const past = this.history.get(place) ?? [];
      past.push({ sequence: this.sequence, before });
      this.history.set(place, past);
    }
  }

  private need(id: string): Transaction {
    const transaction = this.open.get(id);
    if (!transaction)
      throw new CloudError(
        'DATABASE_TRANSACTION_FAIL',
        '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. Please check your request, but if the problem cannot be solved, contact us.',
      );
    transaction.snapshot ??= this.sequence;
    return transaction;
  }

  private seen(transaction: Transaction, collection: Collection, docId: unknown): Doc | undefined {
    const place = docPlace(collection, docId);
    const own = transaction.writes.get(place);
    if (own) return own.after;
    const past = this.history.get(place)?.find(({ sequence }) => sequence > transaction.snapshot!);
    return past ? past.before : this.records.byId(collection, docId)?.doc;
  }

  private lock(transaction: Transaction, place: string): void {
    const holder = this.locks.get(place);
    const changed = this.history.get(place)?.some(({ sequence }) => sequence > transaction.snapshot!);
    if ((holder && holder !== transaction) || changed) throw conflict();
    this.locks.set(place, transaction);
    transaction.places.add(place);
  }

  /** New unique keys: locked against others, and free unless this very transaction gives them up. */
  private lockKeys(
    transaction: Transaction,
    collection: Collection,
    docId: unknown,
    seen?: Doc,
    after?: Doc,
  ): void {
    for (const index of collection.indexes) {
      if (!index.unique) continue;
      const held = seen ? expand(seen, index.fields).keys : [];
      const wanted = after ? expand(after, index.fields).keys : [];
      for (const key of held) this.lock(transaction, keyPlace(index, key));
      for (const key of wanted) {
        if (held.some(present => compareKeys(present, key) === 0)) continue;
        this.lock(transaction, keyPlace(index, key));
        const inOwn = [...transaction.writes.values()].some(
          write =>
            write.collection === collection &&
            !same(write.id, docId) &&
            write.after &&
            expand(write.after, index.fields).keys.some(other => compareKeys(other, key) === 0),
        );
        const owner = this.records.ownerOf(index, key);
        if (inOwn)
          throw duplicate(
            collection,
            index.name,
            index.fields.map(([path]) => path),
          );
        if (owner === undefined || same(owner, docId)) continue;
        const place = docPlace(collection, owner);
        if (transaction.writes.has(place)) continue;
        if (this.history.get(place)?.some(({ sequence }) => sequence > transaction.snapshot!))
          throw conflict();
        throw duplicate(
          collection,
          index.name,
          index.fields.map(([path]) => path),
        );
      }
    }
  }

  private end(transaction: Transaction): void {
    clearTimeout(transaction.expiry);
    this.open.delete(transaction.id);
    for (const place of transaction.places) this.locks.delete(place);
    this.forget();
    transaction.finish();
  }

  /** What every open transaction sees as it stands now needs no earlier version. */
  private forget(): void {
    if (!this.open.size) return this.history.clear();
    if (this.history.size < this.forgetAt) return;
    const oldest = Math.min(...[...this.open.values()].map(({ snapshot = this.sequence }) => snapshot));
    for (const [place, past] of this.history) {
      const needed = past.filter(({ sequence }) => sequence > oldest);
      if (needed.length) this.history.set(place, needed);
      else this.history.delete(place);
    }
    this.forgetAt = Math.max(MOST_HISTORY, 2 * this.history.size);
  }
}

/** What work gives, or what it has to wait for. */
const wanting = <T>(work: () => T): T | Elsewhere => {
  try {
    return waiting(work);
  } catch (error) {
    if (error instanceof Elsewhere) return error;
    throw error;
  }
};

const conflict = (): CloudError =>
  new CloudError(
    'DATABASE_TRANSACTION_CONFLICT',
    '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. Please check your request, but if the problem cannot be solved, contact us.',
  );

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
