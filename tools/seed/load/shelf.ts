import { matcher } from '../../../local/cloud/queries/filter';
import type { Ticket } from '../../../cloudfunctions/domain/ticket/ticket';
import type {
  CollectionName,
  Collections,
  JournalDocument,
  TicketDocument,
  TicketRow,
} from '../../../cloudfunctions/usecases/kernel/documents';
import {
  DuplicateKey,
  PAGE,
  type Condition,
  type Database,
  type Query,
  type Transaction,
  type Where,
} from '../../../cloudfunctions/usecases/kernel/ports';
import type { Doc } from '../../../local/cloud/values/ejson';

/**
 * The database of one story while it is told: what the store holds of units, services and members, and what the story has
 * written so far. One story is told at a time, so nothing conflicts and nothing is undone.
 */
export type Shelf = {
  database: Database;
  /** Takes what was written since the last time, and puts back what stood there before. */
  take(): { written: Written[]; states: States };
};

/** What each ticket was after each entry of its journal, by number and sequence. */
export type States = Map<string, Ticket>;

export type Written = { collection: CollectionName; document: { _id: string } };

/** What a story leaves: new documents, and what it adds to counters, by day. */
export type Told = {
  journal: JournalDocument[];
  others: Written[];
  counts: Map<string, Record<string, number>>;
  states: States;
};

const commandOf = (condition: Condition): unknown => {
  if (condition === null || typeof condition !== 'object') return condition;
  return Object.fromEntries(Object.entries(condition).map(([name, value]) => [`$${name}`, value]));
};

const filterOf = (where: Where): Doc =>
  Object.fromEntries(Object.entries(where).map(([path, condition]) => [path, commandOf(condition)]));

const valueAt = (document: unknown, path: string): string | number =>
  path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document) as
    string | number;

type Documents = Map<string, { _id: string }>;

/** `kept` stands there for every story. */
export const createShelf = (kept: readonly Written[]): Shelf => {
  const collections = new Map<CollectionName, Documents>();
  const of = (name: CollectionName): Documents => {
    const known = collections.get(name) ?? new Map<string, { _id: string }>();
    collections.set(name, known);
    return known;
  };
  for (const { collection, document } of kept) of(collection).set(document._id, document);
  /** What stood there before each document that the story has written. */
  let before = new Map<
    string,
    { collection: CollectionName; id: string; old: { _id: string } | undefined }
  >();

  const write = (collection: CollectionName, document: { _id: string }): void => {
    const place = `${collection}/${document._id}`;
    const documents = of(collection);
    if (!before.has(place))
      before.set(place, { collection, id: document._id, old: documents.get(document._id) });
    documents.set(document._id, document);
  };
  const insert = (collection: CollectionName, document: { _id: string }): void => {
    if (of(collection).has(document._id)) throw new DuplicateKey(`${collection} ${document._id}`);
    write(collection, document);
  };
  const find = (collection: CollectionName, { where, order, limit = PAGE }: Query): { _id: string }[] => {
    const documents = of(collection);
    if (documents.size === 0) return [];
    const matches = matcher(filterOf(where));
    const found = [...documents.values()].filter(document => matches(document as Doc));
    if (order) {
      const [path, direction] = order;
      const way = direction === 'asc' ? 1 : -1;
      found.sort((one, other) => (valueAt(one, path) < valueAt(other, path) ? -way : way));
    }
    return found.slice(0, limit);
  };
  const get = async <N extends CollectionName>(name: N, id: string): Promise<Collections[N] | undefined> =>
    of(name).get(id) as Collections[N] | undefined;

  let states: States = new Map();
  const note = ({ _id, chain, ticket }: TicketDocument): void =>
    void states.set(`${_id}:${chain.seq}`, ticket);

  const transaction: Transaction = {
    get,
    insert: async (name, document) => insert(name, document),
    put: async (name, document) => write(name, document),
    insertTicket: async document => {
      insert('tickets', document);
      note(document);
    },
    putTicket: async document => {
      write('tickets', document);
      note(document);
    },
    archiveTicket: () => Promise.reject(new Error('a story is shorter than that')),
  };
  const database: Database = {
    ...transaction,
    find: async <N extends CollectionName>(name: N, query: Query) => find(name, query) as Collections[N][],
    rows: async <T>(name: CollectionName, query: Query) => find(name, query) as unknown as TicketRow<T>[],
    count: async (name, where, most) => find(name, { where, limit: most }).length,
    remove: async (name, id) => void of(name).delete(id),
    // Counters are made at the end, of all tickets (domain/ticket/counted.ts).
    raise: async () => undefined,
    insertAll: async (name, documents) => documents.forEach(document => insert(name, document)),
    keys: async () => [],
    // Of the timer alone, which does not run on it.
    update: () => Promise.resolve(false),
    transaction: work => work(transaction),
  };
  return {
    database,
    take: () => {
      const written: Written[] = [];
      for (const { collection, id, old } of before.values()) {
        const documents = of(collection);
        const document = documents.get(id);
        if (document) written.push({ collection, document });
        if (old) documents.set(id, old);
        else documents.delete(id);
      }
      const taken = { written, states };
      before = new Map();
      states = new Map();
      return taken;
    },
  };
};
