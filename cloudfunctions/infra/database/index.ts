import type { CollectionName, Collections, TicketRow } from '../../usecases/kernel/documents';
import {
  Busy,
  DuplicateKey,
  PAGE,
  type Beside,
  type Condition,
  type Database,
  type Query,
  type Transaction,
  type Where,
} from '../../usecases/kernel/ports';
import { acrossArchive, getWhereItLies, type PlainTransaction } from '../../usecases/kernel/archive';
import { meanwhile, requestsSent } from '../../usecases/kernel/meanwhile';
import type { RowFields } from '../../domain/ticket/listed';
import { schemaOf, TICKET_SCHEMA } from '../../domain/ticket/upgrade';
import { asRead, asStored } from '../../usecases/kernel/reading/upgrade-on-read';
import schema from './collections.json';
import { indexFor, type CollectionSchema } from './index-for';
import type { CloudCommand, CloudDatabase, CloudTransaction } from './sdk';

/**
 * The repositories over wx-server-sdk. Pitfalls of the SDK are kept in here (docs/architecture.md): runTransaction
 * does not retry a conflict raised inside its callback, where() in a transaction runs outside of it, and a duplicate
 * key shows in the text of the error only.
 */

const collections = new Map<string, CollectionSchema>(
  (schema.collections as unknown as CollectionSchema[]).map(one => [one.name, one]),
);

const messageOf = (error: unknown): string =>
  error instanceof Error
    ? error.message
    : typeof error === 'object' && error !== null && 'errMsg' in error
      ? String(error.errMsg)
      : String(error);

const isConflict = (error: unknown): boolean =>
  /TransactionConflict|TRANSACTION_CONFLICT|WriteConflict|TransactionNotExist/i.test(
    messageOf(error) + codeOf(error),
  );
const isDuplicate = (error: unknown): boolean => /E11000|duplicate key/i.test(messageOf(error));
const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const asPortError = (error: unknown): unknown =>
  isDuplicate(error) ? new DuplicateKey(messageOf(error)) : error;

const guard = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw asPortError(error);
  }
};

/** The data as add() wants them: in the form in which they are stored, without undefined members. */
const toData = <N extends CollectionName>(collection: N, document: Collections[N]) =>
  JSON.parse(JSON.stringify(asStored(collection, document))) as { _id: string } & Record<string, unknown>;

/** The data without `_id`, as doc().set() wants them. */
const withoutId = <N extends CollectionName>(
  collection: N,
  document: Collections[N],
): Record<string, unknown> => {
  const { _id, ...data } = toData(collection, document);
  return data;
};

const toCommand = (_: CloudCommand, condition: Condition): unknown => {
  if (condition === null || typeof condition !== 'object') return condition;
  if ('in' in condition) return _.in(condition.in);
  if ('all' in condition) return _.all(condition.all);
  const parts = Object.entries(condition).map(([operator, value]) =>
    _[operator as 'gt' | 'gte' | 'lt' | 'lte'](value),
  );
  return parts.length === 1 ? parts[0] : _.and(parts);
};

const toWhere = (_: CloudCommand, where: Where): Record<string, unknown> =>
  Object.fromEntries(Object.entries(where).map(([field, condition]) => [field, toCommand(_, condition)]));

const valueAt = (document: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document);

const requireIndex = (collection: CollectionName, query: Pick<Query, 'where' | 'order'>): void => {
  const known = collections.get(collection);
  if (!known || !indexFor(known, query)) {
    throw new Error(
      `no index serves this query of ${collection}: ${Object.keys(query.where).join(', ')} ordered by ${query.order?.[0] ?? 'nothing'}`,
    );
  }
};

/** A document in the form that the code knows, however old the stored one is. */
const toDocument = <N extends CollectionName>(collection: N, data: Record<string, unknown>): Collections[N] =>
  asRead(collection, data as unknown as Collections[N]);

/** The fields of a row, as the database is asked for them; how old its form is goes with it. */
export const rowFields = ({ paths }: RowFields<unknown>): Record<string, true> =>
  Object.fromEntries(
    [
      ...['_id', 'keys.newKey', 'keys.dueKey', 'keys.externalKey', 'ticket.schema'],
      ...paths.map(path => `ticket.${path}`),
    ].map(field => [field, true]),
  );

/** `begun`: it may still be beginning while what goes into it is made ready. */
const inTransaction = (begun: Promise<CloudTransaction>): Transaction => {
  const plain: PlainTransaction = {
    get: async (collection, id) => {
      const { data } = await (await begun).collection(collection).doc(id).get();
      return data ? toDocument(collection, data) : undefined;
    },
    insert: async (collection, document) => {
      const data = toData(collection, document);
      await guard((await begun).collection(collection).add({ data }));
    },
    put: async (collection, document) => {
      const data = withoutId(collection, document);
      await guard((await begun).collection(collection).doc(document._id).set({ data }));
    },
    remove: async (collection, id) => {
      await (await begun).collection(collection).doc(id).remove();
    },
  };
  return acrossArchive(plain);
};

const TRIES = 8;
const FIRST_WAIT_MILLISECONDS = 15;

/** Waits a little longer each time, with chance in it, so that two writers do not meet again. */
const pause = (attempt: number, random: (max: number) => number): Promise<void> =>
  new Promise(resolve =>
    setTimeout(resolve, FIRST_WAIT_MILLISECONDS * 2 ** Math.min(attempt, 5) + random(20)),
  );

/** The commit, and at the same time what follows from it, which is made ready while the commit is under way. */
const commitWith = async (transaction: CloudTransaction, beside: Beside | undefined): Promise<void> => {
  const committing = transaction.commit();
  const writing = beside && requestsSent().then(() => beside.write());
  const [committed, written] = await Promise.allSettled([committing, writing]);
  if (committed.status === 'rejected') {
    await beside?.undo();
    throw committed.reason;
  }
  if (written.status === 'rejected') throw written.reason;
};

/** Adds to numbers of documents; those that are missing are made. */
const raise = async (
  handle: CloudDatabase,
  collection: CollectionName,
  ids: readonly string[],
  by: Readonly<Record<string, number>>,
): Promise<void> => {
  const _ = handle.command;
  const data = Object.fromEntries(Object.entries(by).map(([path, n]) => [path, _.inc(n)]));
  const add = async (to: readonly string[]): Promise<number> =>
    (
      await handle
        .collection(collection)
        .where({ _id: _.in([...to]) })
        .update({ data })
    ).stats.updated;
  if ((await add(ids)) >= ids.length) return;
  const { data: found } = await handle
    .collection(collection)
    .where({ _id: _.in([...ids]) })
    .field({ _id: true })
    .limit(ids.length)
    .get();
  const known = new Set(found.map(({ _id }) => _id));
  const missing = ids.filter(id => !known.has(id));
  // Somebody else may make it at the same time: whoever did, nothing has been added by this call yet.
  await Promise.all(
    missing.map(_id =>
      guard(handle.collection(collection).add({ data: { _id, n: 0 } })).catch((error: unknown) => {
        if (!(error instanceof DuplicateKey)) throw error;
      }),
    ),
  );
  if (missing.length > 0) await add(missing);
};

const runTransaction = async <T>(
  database: CloudDatabase,
  work: (transaction: Transaction) => Promise<T>,
  beside: Beside | undefined,
  random: (max: number) => number,
): Promise<T> => {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const begun = database.startTransaction();
    try {
      const [, result] = await meanwhile(begun, () => work(inTransaction(begun)));
      await commitWith(await begun, beside);
      return result;
    } catch (error) {
      if (!isConflict(error)) {
        await begun.then(transaction => transaction.rollback()).catch(() => undefined);
        throw asPortError(error);
      }
      // The server has already ended a transaction that conflicted.
      await pause(attempt, random);
    }
  }
  throw new Busy('the transaction met other writers too often');
};

/** The database of the use cases on a database handle of the SDK (`throwOnNotFound: false`). */
export const createDatabase = (handle: CloudDatabase, random: (max: number) => number): Database => ({
  get: getWhereItLies(async <N extends CollectionName>(collection: N, id: string) => {
    const { data } = await handle.collection(collection).doc(id).get();
    return data ? toDocument(collection, data) : undefined;
  }),
  find: async <N extends CollectionName>(collection: N, query: Query) => {
    requireIndex(collection, query);
    let wanted = handle.collection(collection).where(toWhere(handle.command, query.where));
    if (query.order) wanted = wanted.orderBy(...query.order);
    const { data } = await wanted.limit(query.limit ?? PAGE).get();
    return data.map(one => toDocument(collection, one));
  },
  rows: async <T>(collection: 'tickets' | 'archived', query: Query, fields: RowFields<T>) => {
    requireIndex(collection, query);
    let wanted = handle.collection(collection).where(toWhere(handle.command, query.where));
    if (query.order) wanted = wanted.orderBy(...query.order);
    const { data } = await wanted
      .field(rowFields(fields))
      .limit(query.limit ?? PAGE)
      .get();
    const rows = data as unknown as TicketRow<T & { schema?: number }>[];
    const old = rows.filter(({ ticket }) => schemaOf(ticket) < TICKET_SCHEMA).map(({ _id }) => _id);
    if (old.length === 0) return rows;
    // An old form is brought to the new one as a whole.
    const where = { _id: handle.command.in(old) };
    const { data: whole } = await handle.collection(collection).where(where).limit(old.length).get();
    const renewed = new Map(
      whole.map(one => [String(one['_id']), toDocument(collection, one) as unknown as TicketRow<T>]),
    );
    return rows.map(row => renewed.get(row._id) ?? row);
  },
  keys: async (collection, query) => {
    requireIndex(collection, query);
    const [field, direction] = query.order;
    const { data } = await handle
      .collection(collection)
      .where(toWhere(handle.command, query.where))
      .orderBy(field, direction)
      .field({ _id: true, [field]: true })
      .skip(query.skip ?? 0)
      .limit(query.limit ?? PAGE)
      .get();
    return data.map(one => ({ _id: String(one['_id']), key: String(valueAt(one, field)) }));
  },
  // The SDK's own count() reads to the end of what matches, however much that is.
  count: async (collection, where, most) => {
    requireIndex(collection, { where });
    const matching = handle.collection(collection).aggregate().match(toWhere(handle.command, where));
    const { list } = await matching.limit(most).count('n').end();
    return Number(list[0]?.['n'] ?? 0);
  },
  insert: async (collection, document) => {
    await guard(handle.collection(collection).add({ data: toData(collection, document) }));
  },
  put: async (collection, document) => {
    await guard(
      handle
        .collection(collection)
        .doc(document._id)
        .set({ data: withoutId(collection, document) }),
    );
  },
  remove: async (collection, id) => {
    await handle.collection(collection).doc(id).remove();
  },
  raise: (collection, ids, by) => raise(handle, collection, ids, by),
  insertAll: async (collection, documents) => {
    if (documents.length === 0) return;
    const data = documents.map(document => toData(collection, document));
    await guard(handle.collection(collection).add({ data }));
  },
  // A query and not doc(), so that the condition and the change are one step.
  update: async (collection, id, still, fields) => {
    const data = Object.fromEntries(
      Object.entries(fields).map(([path, value]) => [path, handle.command.set(value)]),
    );
    const found = handle.collection(collection).where({ _id: id, ...still });
    return (await found.update({ data })).stats.updated > 0;
  },
  transaction: (work, beside) => runTransaction(handle, work, beside, random),
});
