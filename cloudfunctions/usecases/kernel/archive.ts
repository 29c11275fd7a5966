import type { RowFields } from '../../domain/ticket/listed';
import { isAtRest } from '../../domain/ticket/scope';
import type { CollectionName, Collections, TicketDocument, TicketRow } from './documents';
import {
  DuplicateKey,
  PAGE,
  type Database,
  type Query,
  type Reader,
  type Transaction,
  type Where,
} from './ports';

/**
 * Where a ticket lies: in `tickets`, or in `archived` once it has long been over (usecases/archive). The database port
 * reads and writes tickets through here, so that no use case can forget the archive: by its number a ticket is found wherever
 * it lies, and what is written stays where it lies, or comes back when there is something to do about it again.
 */

/** A transaction as the database has it: each collection by itself. */
export type PlainTransaction = Reader & {
  insert<N extends CollectionName>(collection: N, document: Collections[N]): Promise<void>;
  put<N extends CollectionName>(collection: N, document: Collections[N]): Promise<void>;
  remove(collection: CollectionName, id: string): Promise<void>;
};

const fromArchive = <D extends object>(document: D): D & { archived: true } => ({
  ...document,
  archived: true,
});

/** As it is stored, in whatever form it lies there: where it lies is no part of it. */
const asItLies = ({
  archived: _archived,
  upgradedFrom: _upgradedFrom,
  asFound,
  ...document
}: TicketDocument): TicketDocument => (asFound ? { ...document, ticket: asFound } : document);

/** What is not in `tickets` is looked for in the archive, once; nothing else looks there. */
export const getWhereItLies =
  (get: Reader['get']): Reader['get'] =>
  async <N extends CollectionName>(collection: N, id: string): Promise<Collections[N] | undefined> => {
    const found = await get(collection, id);
    if (found || collection !== 'tickets') return found;
    const archived = await get('archived', id);
    return archived && (fromArchive(archived) as Collections[N]);
  };

/** The number of another system, where the ticket has one. */
const externalKeyOf = ({ _id, keys }: TicketDocument): string | undefined =>
  keys.externalKey === _id ? undefined : keys.externalKey;

/** A transaction of the use cases on one of the database. */
export const acrossArchive = (plain: PlainTransaction): Transaction => {
  const get = getWhereItLies(plain.get.bind(plain));
  const archived = new Set<string>();
  return {
    get: async (collection, id) => {
      const found = await get(collection, id);
      if (found && (found as Partial<TicketDocument>).archived) archived.add(id);
      return found;
    },
    insert: plain.insert.bind(plain),
    put: plain.put.bind(plain),
    insertTicket: async document => {
      const key = externalKeyOf(document);
      if (key !== undefined && (await plain.get('archivednumbers', key)))
        throw new DuplicateKey(`archivednumbers ${key}`);
      await plain.insert('tickets', document);
    },
    putTicket: async ({ archived: _archived, ...document }) => {
      const { _id, keys } = document;
      if (!archived.has(_id)) return plain.put('tickets', document);
      if (isAtRest(keys)) return plain.put('archived', document);
      // The number of another system stays noted: it is this ticket's, wherever it lies.
      await plain.remove('archived', _id);
      await plain.insert('tickets', document);
      archived.delete(_id);
    },
    archiveTicket: async document => {
      const { _id: no } = document;
      const key = externalKeyOf(document);
      if (key !== undefined) await plain.put('archivednumbers', { _id: key, no });
      await plain.insert('archived', asItLies(document));
      await plain.remove('tickets', no);
    },
  };
};

const valueAt = (document: object, path: string): string =>
  String(
    path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], document),
  );

/** Tickets of a query among those that people work with. */
export const findInUse = (database: Pick<Database, 'find'>, query: Query): Promise<TicketDocument[]> =>
  database.find('tickets', query);

type Place = 'tickets' | 'archived';

const whereTheyLie = async <D extends { _id: string }>(
  read: (collection: Place, query: Query) => Promise<D[]>,
  query: Query,
): Promise<D[]> => {
  const limit = query.limit ?? PAGE;
  const found = await read('tickets', query);
  const known = new Set(found.map(({ _id }) => _id));
  const archived = await read('archived', query);
  const all = [...found, ...archived.filter(({ _id }) => !known.has(_id)).map(fromArchive)];
  const [field, direction] = query.order ?? ['_id', 'asc'];
  const way = direction === 'asc' ? 1 : -1;
  return all
    .map(document => ({ document, value: valueAt(document, field) }))
    .sort((one, other) => (one.value < other.value ? -way : one.value > other.value ? way : 0))
    .slice(0, limit)
    .map(({ document }) => document);
};

/**
 * Tickets of a query wherever they lie, in one order, so that pages go on by the same key across both. `tickets` is read first: one
 * that is moved meanwhile is found in both, and given once.
 */
export const findWhereTheyLie = (database: Pick<Database, 'find'>, query: Query): Promise<TicketDocument[]> =>
  whereTheyLie((collection, asked) => database.find(collection, asked), query);

/** The same, of some fields of each. */
export const rowsWhereTheyLie = <T>(
  database: Pick<Database, 'rows'>,
  query: Query,
  fields: RowFields<T>,
): Promise<TicketRow<T>[]> =>
  whereTheyLie((collection, asked) => database.rows(collection, asked, fields), query);

/** The tickets of these numbers that are as `where` says, wherever they lie, in the order of the numbers. */
export const findByNumbers = async <D extends { _id: string }>(
  read: (collection: Place, query: Query) => Promise<D[]>,
  numbers: readonly string[],
  where: Where = {},
): Promise<D[]> => {
  if (numbers.length === 0) return [];
  const asked = { where: { ...where, _id: { in: [...numbers] } }, limit: numbers.length };
  const known = new Map((await read('tickets', asked)).map(document => [document._id, document]));
  const missing = numbers.filter(no => !known.has(no));
  if (missing.length > 0) {
    const rest = { where: { ...where, _id: { in: missing } }, limit: missing.length };
    for (const document of await read('archived', rest)) known.set(document._id, fromArchive(document));
  }
  return numbers.flatMap(no => known.get(no) ?? []);
};

/** The same as rows. */
export const rowsByNumbers = <T>(
  database: Pick<Database, 'rows'>,
  numbers: readonly string[],
  fields: RowFields<T>,
  where?: Where,
): Promise<TicketRow<T>[]> =>
  findByNumbers((collection, asked) => database.rows(collection, asked, fields), numbers, where);

/** The tickets that have numbers of other systems, by those keys, wherever they lie. */
export const findByExternalKeys = async (
  database: Pick<Database, 'find' | 'get'>,
  keys: readonly string[],
): Promise<TicketDocument[]> => {
  const [found, numbers] = await Promise.all([
    database.find('tickets', { where: { 'keys.externalKey': { in: [...keys] } }, limit: keys.length }),
    database.find('archivednumbers', { where: { _id: { in: [...keys] } }, limit: keys.length }),
  ]);
  const all = new Map(found.map(document => [document._id, document]));
  for (const { no } of numbers) {
    const document = all.get(no) ?? (await database.get('tickets', no));
    if (document) all.set(no, document);
  }
  return [...all.values()];
};
