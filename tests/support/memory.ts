import { randomBytes } from 'node:crypto';
import schema from '../../cloudfunctions/infra/database/collections.json';
import { indexFor, type CollectionSchema } from '../../cloudfunctions/infra/database/index-for';
import { readSheet } from '../../cloudfunctions/infra/files/read-sheet';
import { writeSheet } from '../../cloudfunctions/infra/files/write-sheet';
import { writeWorkbook } from '../../cloudfunctions/infra/files/write-workbook';
import { loadSecrets } from '../../cloudfunctions/infra/secrets';
import { rowFields } from '../../cloudfunctions/infra/database';
import type { RowFields } from '../../cloudfunctions/domain/ticket/listed';
import { projector } from '../../local/cloud/queries/project';
import type { CollectionName, Collections, TicketRow } from '../../cloudfunctions/usecases/kernel/documents';
import { acrossArchive, getWhereItLies } from '../../cloudfunctions/usecases/kernel/archive';
import { createSnapshots, type Snapshots } from '../../cloudfunctions/usecases/kernel/reading/snapshot';
import {
  DuplicateKey,
  PAGE,
  type Beside,
  type Condition,
  type Database,
  type Ports,
  type Query,
  type Transaction,
  type Where,
} from '../../cloudfunctions/usecases/kernel/ports';
import { counting } from '../../cloudfunctions/usecases/kernel/writing/counting';
import type { Runtime } from '../../cloudfunctions/usecases/kernel/runtime';
import { withSearchable } from '../../cloudfunctions/usecases/kernel/writing/write-searchable';
import { serviceDocument } from '../../cloudfunctions/usecases/services/service-document';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { everybody, memberOf, regions, service, units } from './domain';
import { wordingProblem } from './message-rules';

/** A use case without a cloud: the ports in memory, with a clock that the test sets and writes that it can make fail. */

const collections = new Map(
  (schema.collections as unknown as CollectionSchema[]).map(one => [one.name, one]),
);

type Document = { _id: string };
type Name = CollectionName;

const valuesAt = (value: unknown, path: string[]): unknown[] => {
  const [name, ...rest] = path;
  if (Array.isArray(value)) return name === undefined ? value : value.flatMap(one => valuesAt(one, path));
  if (name === undefined) return [value];
  return valuesAt((value as Record<string, unknown> | undefined)?.[name], rest);
};

const fits = (value: unknown, condition: Condition): boolean => {
  if (condition === null || typeof condition !== 'object') return value === condition;
  if ('in' in condition) return condition.in.includes(value as string);
  if ('all' in condition) throw new Error('`all` is asked of a whole field');
  const { gt, gte, lt, lte } = condition as Record<string, string>;
  const text = value as string;
  if (text === undefined || text === null) return false;
  return !(
    (gt !== undefined && text <= gt) ||
    (gte !== undefined && text < gte) ||
    (lt !== undefined && text >= lt) ||
    (lte !== undefined && text > lte)
  );
};

const addAt = (value: Record<string, unknown>, [name = '', ...rest]: string[], n: number): void => {
  if (rest.length === 0) value[name] = ((value[name] as number | undefined) ?? 0) + n;
  else addAt((value[name] ??= {}) as Record<string, unknown>, rest, n);
};

const matches = (document: Document, where: Where): boolean =>
  Object.entries(where).every(([path, condition]) => {
    const values = valuesAt(document, path.split('.'));
    if (condition !== null && typeof condition === 'object' && 'all' in condition)
      return condition.all.every(one => values.includes(one));
    return values.some(value => fits(value, condition));
  });

const uniqueKeys = new WeakMap<object, WeakMap<Document, string>>();
/** What a unique index holds of a document; kept, since every insert asks it of all. */
const uniqueKey = (document: Document, fields: object): string => {
  const known = uniqueKeys.get(fields) ?? new WeakMap<Document, string>();
  uniqueKeys.set(fields, known);
  const key =
    known.get(document) ??
    JSON.stringify(Object.keys(fields).map(path => valuesAt(document, path.split('.'))));
  known.set(document, key);
  return key;
};

const stored = <T>(document: T): T => JSON.parse(JSON.stringify(document)) as T;

export type Memory = Runtime & {
  snapshots: Snapshots;
  /** Sets the clock. */
  at(instant: string): void;
  /** Lets milliseconds pass, by the clock and by what is measured. */
  pass(milliseconds: number): void;
  all<N extends Name>(collection: N): Collections[N][];
  get<N extends Name>(collection: N, id: string): Collections[N] | undefined;
  put<N extends Name>(collection: N, document: Collections[N]): void;
  /** Called before each write; what it throws makes the write fail. */
  onWrite: (collection: Name, document: Document) => void;
  logged: { event: string; [detail: string]: unknown }[];
  /** The database itself, and it with counters, under the one of the ports, which adds the search. */
  beneath: { plain: Database; counted: Database };
  /** Of an index, examined by searches so far. */
  entries: number;
};

/** A45 is asked of every message that any test lets the product write. */
/** What waited when its person wanted it erased is delivered without the title. */
const isErased = ({ title, text, says }: Collections['messages']): boolean => title === '' && text === says;

const refuseBadWords = (name: Name, document: Document): void => {
  if (name !== 'messages') return;
  const message = document as unknown as Collections['messages'];
  const problem = isErased(message) ? undefined : wordingProblem(message);
  if (problem) throw new Error(`a message ${problem}`);
};

/** The small province of `domain.ts` with its members, filled and running at `now`. */
export const memory = (now: string, more: Partial<Ports> = {}): Memory => {
  const data = new Map<Name, Map<string, Document>>();
  const of = (name: Name): Map<string, Document> => {
    const known = data.get(name) ?? new Map<string, Document>();
    data.set(name, known);
    return known;
  };
  let epoch = Date.parse(now);
  let elapsed = 0;
  const pass = (milliseconds: number): void => {
    epoch += milliseconds;
    elapsed += milliseconds;
  };
  const instant = (): string => new Date(epoch + 8 * 3_600_000).toISOString().replace('Z', '+08:00');

  const world = { onWrite: (() => undefined) as Memory['onWrite'], entries: 0 };
  const writeTo = (name: Name, document: Document): void => {
    world.onWrite(name, document);
    of(name).set(document._id, stored(document));
  };
  const refuseSecond = (name: Name, document: Document, present: (id: string) => unknown): void => {
    refuseBadWords(name, document);
    if (present(document._id) !== undefined) throw new DuplicateKey(`${name} ${document._id}`);
    for (const { fields, unique } of collections.get(name)?.indexes ?? []) {
      if (!unique) continue;
      const key = uniqueKey(document, fields);
      for (const one of of(name).values())
        if (uniqueKey(one, fields) === key) throw new DuplicateKey(`${name} ${key}`);
    }
  };
  const read = <N extends Name>(name: N, id: string): Collections[N] | undefined => {
    const found = of(name).get(id);
    return found && stored(found as Collections[N]);
  };

  /** One after the other, all or nothing. */
  let last: Promise<unknown> = Promise.resolve();
  const transaction: Database['transaction'] = <T>(
    work: (transaction: Transaction) => Promise<T>,
    beside?: Beside,
  ): Promise<T> => {
    const run = async (): Promise<T> => {
      // Of what is removed the place alone is left.
      const written: [Name, Document, removed?: true][] = [];
      const own = (name: Name, id: string): [Document | undefined] | undefined => {
        const last = [...written].reverse().find(([one, document]) => one === name && document._id === id);
        return last && [last[2] ? undefined : last[1]];
      };
      const put = async (name: Name, document: Document): Promise<void> => {
        world.onWrite(name, document);
        written.push([name, stored(document)]);
      };
      const insert = async (name: Name, document: Document): Promise<void> => {
        const present = (id: string): Document | undefined => {
          const written = own(name, id);
          return written ? written[0] : of(name).get(id);
        };
        refuseSecond(name, document, present);
        await put(name, document);
      };
      const result = await work(
        acrossArchive({
          get: async <N extends Name>(name: N, id: string) => {
            const written = own(name, id);
            return written ? (written[0] as Collections[N] | undefined) : read(name, id);
          },
          insert,
          put,
          remove: async (name, id) => {
            world.onWrite(name, { _id: id });
            written.push([name, { _id: id }, true]);
          },
        }),
      );
      for (const [name, document, removed] of written)
        if (removed) of(name).delete(document._id);
        else of(name).set(document._id, document);
      await beside?.write();
      return result;
    };
    const next = last.then(run, run);
    last = next.catch(() => undefined);
    return next;
  };

  const requireIndex = (name: Name, query: Query): void => {
    const collection = collections.get(name);
    if (!collection || !indexFor(collection, query))
      throw new Error(`no index of ${name} serves ${JSON.stringify(query)}`);
  };

  const find = (name: Name, query: Query): Document[] => {
    requireIndex(name, query);
    const [field, direction] = query.order ?? ['_id', 'asc'];
    const path = field.split('.');
    // Each is asked for its key once, however often it is compared.
    const keyed = [...of(name).values()]
      .filter(document => matches(document, query.where))
      .map(document => ({ document, key: valuesAt(document, path)[0] as string }));
    keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
    if (direction === 'desc') keyed.reverse();
    const found = keyed.map(({ document }) => document);
    return stored(found.slice(0, Math.min(query.limit ?? PAGE, PAGE)));
  };

  /** As an index of one array and the order gives them: each entry of the first value is looked at, until there are enough. */
  const keys = (name: Name, { where, order, limit = PAGE, skip = 0 }: Parameters<Database['keys']>[1]) => {
    requireIndex(name, { where, order });
    const [field, direction] = order;
    const inIndex = ([path, condition]: [string, Condition]): [string, Condition] =>
      condition !== null && typeof condition === 'object' && 'all' in condition
        ? [path, condition.all[0] ?? null]
        : [path, condition];
    const leading = Object.entries(where)
      .filter(([path]) => path === field || path === 'terms')
      .map(inIndex);
    const keyOf = (document: Document) => valuesAt(document, field.split('.'))[0] as string;
    const entries = [...of(name).values()]
      .filter(document => matches(document, Object.fromEntries(leading)))
      .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    if (direction === 'desc') entries.reverse();
    const found: Document[] = [];
    for (const document of entries) {
      if (found.length === skip + limit) break;
      world.entries += 1;
      if (matches(document, where)) found.push(document);
    }
    return found.slice(skip).map(document => ({ _id: document._id, key: keyOf(document) }));
  };

  const plain: Database = {
    keys: async (name, query) => keys(name, query),
    get: getWhereItLies(async (name, id) => read(name, id)),
    find: async <N extends Name>(name: N, query: Query) => find(name, query) as Collections[N][],
    rows: async <T>(name: Name, query: Query, fields: RowFields<T>) =>
      find(name, query).map(projector(rowFields(fields))) as unknown as TicketRow<T>[],
    count: async (name, where, most) =>
      Math.min(most, [...of(name).values()].filter(one => matches(one, where)).length),
    insert: async (name, document) => {
      refuseSecond(name, document, id => of(name).get(id));
      writeTo(name, document);
    },
    put: async (name, document) => writeTo(name, document),
    remove: async (name, id) => void of(name).delete(id),
    raise: async (name, ids, by) => {
      for (const _id of ids) {
        const counter: Document & { n?: number } = stored(of(name).get(_id) ?? { _id, n: 0 });
        for (const [path, n] of Object.entries(by)) addAt(counter, path.split('.'), n);
        writeTo(name, counter);
      }
    },
    insertAll: async (name, documents) => {
      for (const document of documents) refuseSecond(name, document, id => of(name).get(id));
      for (const document of documents) writeTo(name, document);
    },
    update: async (name, id, still, fields) => {
      const document = read(name, id);
      if (!document || !matches(document, still)) return false;
      for (const [path, value] of Object.entries(fields)) {
        const names = path.split('.');
        const last = names.pop()!;
        let at = document as unknown as Record<string, unknown>;
        for (const one of names) at = (at[one] ??= {}) as Record<string, unknown>;
        at[last] = value;
      }
      writeTo(name, document);
      return true;
    },
    transaction,
  };

  const logged: Memory['logged'] = [];
  const key = randomBytes(32).toString('base64');
  const secrets = loadSecrets({
    BANJIE_KEYS: JSON.stringify({ current: 'k1', keys: { k1: key } }),
    BANJIE_CHAIN_KEYS: JSON.stringify({
      current: 'c1',
      keys: { c1: randomBytes(32).toString('base64') },
    }),
    BANJIE_PHONE_KEY: key,
  });
  const log: Ports['log'] = entry => void logged.push(entry);
  const counted = counting(plain, log);
  const database = withSearchable(counted, { secrets, now: instant, log });
  const ports: Ports = {
    now: instant,
    elapsed: () => elapsed,
    sleep: async milliseconds => {
      pass(milliseconds);
      await new Promise(resolve => setImmediate(resolve));
    },
    database,
    secrets,
    checkText: async () => 'pass',
    fileLinks: async () => new Map(),
    storeFile: async path => `cloud://memory/${path}`,
    readFile: async () => undefined,
    readSheet: bytes => readSheet(bytes),
    writeSheet,
    writeWorkbook,
    writePaper: async path => `cloud://memory/${path}`,
    removeFile: async () => undefined,
    checkMedia: async () => 'trace',
    templates: { reply: 'tmpl-reply', question: 'tmpl-question', end: 'tmpl-end', notice: 'tmpl-notice' },
    sendSubscribe: async () => true,
    probe: async () => ({ milliseconds: 1 }),
    sendEmail: async () => ({ state: 'sent' }),
    sendSms: async () => ({ state: 'sent' }),
    sendHotline: async () => ({ state: 'taken' }),
    callOutside: async () => undefined,
    fetchHotlineFile: async () => ({ state: 'unreachable', why: '连不上' }),
    log,
    ...more,
  };

  const lay = <N extends Name>(name: N, document: Collections[N]): void =>
    void of(name).set(document._id, stored(document));
  /** Settings and members as the product writes them: the next call sees the change. */
  const put = <N extends Name>(name: N, document: Collections[N]): void => {
    if (name !== 'settings' && name !== 'members') return lay(name, document);
    const before = read('settings', 'current');
    const version = (before?.version ?? 0) + 1;
    const membersVersion = (before?.membersVersion ?? 0) + 1;
    if (name === 'settings') lay(name, { ...document, version });
    else {
      lay(name, { ...document, changed: membersVersion });
      if (before) lay('settings', { ...before, version, membersVersion });
    }
    lay('counters', { _id: 'versions', n: version });
  };
  for (const one of units) put('units', { _id: one.id, ...one });
  for (const one of regions) put('regions', { _id: one.code, ...one });
  put('services', serviceDocument(service, '省人社厅'));
  for (const one of everybody.filter(({ role }) => role !== 'citizen'))
    put('members', { _id: one.id, ...memberOf(one) });
  put('settings', {
    _id: 'current',
    catalogueVersion: 1,
    knowledgeVersion: 1,
    policyVersion: '2026-11',
    ruleSet: { id: shippedRuleSets[0]!.id, version: shippedRuleSets[0]!.version },
  });

  const runtime = { ports, snapshots: createSnapshots(ports) };
  return Object.assign(world, runtime, {
    at: (time: string) => void (epoch = Date.parse(time)),
    pass,
    all: <N extends Name>(name: N) => [...of(name).values()].map(one => stored(one as Collections[N])),
    get: read,
    put,
    logged,
    beneath: { plain, counted },
  });
};
