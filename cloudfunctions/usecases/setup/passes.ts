import { canonical } from '../../domain/privacy/chain';
import { adjustable } from '../../domain/procedures';
import { asStoredVersion, baseOf, shippedRuleSets } from '../../domain/rulesets';
import { keysOf } from '../../domain/ticket/scope';
import { listsOf } from '../../domain/outcomes/lists';
import { isStock, stockHistory } from '../../domain/outcomes/stock';
import { talliesOf } from '../../domain/outcomes/tally';
import { addCounts, type Counts } from '../../domain/ticket/counted';
import { NEVER, type Instant } from '../../domain/time';
import { counterNames, fillCounters } from '../clock/recount';
import { inSmallTransactions } from '../kernel/each';
import { readAll } from '../kernel/reading/read-all';
import { findWhereTheyLie } from '../kernel/archive';
import { storeAnew, storeBySystem } from '../kernel/writing/commit';
import type { CollectionName, Collections } from '../kernel/documents';
import { sealChain } from '../kernel/writing/journal';
import { PAGE, type Ports, type Query, type Transaction, type WritableName } from '../kernel/ports';
import { procedureFor, waits } from '../kernel/runtime';
import { addToTallies } from '../oversight/count-outcomes';
import { searchableDocument } from '../kernel/writing/write-searchable';
import { refreshedRow } from '../registers/row';
import { serviceDocument } from '../services/service-document';

/**
 * The steps of which migrations are made: a pass walks one collection page by page and brings each document to the
 * form in which the code would write it now. What already is in that form is left alone, so a pass can be broken off,
 * repeated, and run twice at once.
 */
export type Surroundings = {
  ports: Pick<Ports, 'database' | 'secrets' | 'now' | 'log'>;
  /** What the catalogue calls a unit; empty where it knows none. */
  unitName(id: string): string;
};

/** What became of one page: the id behind which the walk goes on, or undefined when it has ended. */
export type PageDone = { after: string | undefined; changed: number; failed: string[] };

export type Pass = {
  collection: CollectionName;
  /** Brings the documents behind an id over, at most a page of them. */
  page(surroundings: Surroundings, after: string): Promise<PageDone>;
};

type Plan<N extends CollectionName> = {
  /** The document as it should be: pure, and equal to the document when that already is new. */
  renew(document: Collections[N], surroundings: Surroundings): Collections[N];
  /** Writes it, and whatever has to be written with it. */
  write(
    transaction: Transaction,
    renewed: Collections[N],
    found: Collections[N],
    ports: Surroundings['ports'],
  ): Promise<void>;
};

const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

/** Behind an id, in the order of ids: tickets wherever they lie. */
const behind = async <N extends CollectionName>(
  database: Pick<Ports['database'], 'find'>,
  collection: N,
  after: string,
): Promise<Collections[N][]> => {
  const query: Query = { where: { _id: { gt: after } }, order: ['_id', 'asc'], limit: PAGE };
  return collection === 'tickets'
    ? ((await findWhereTheyLie(database, query)) as Collections[N][])
    : database.find(collection, query);
};

/** A pass over a collection; a document that cannot be understood stays as it is, is logged and counted. */
const pass = <N extends CollectionName>(collection: N, { renew, write }: Plan<N>): Pass => {
  const bringOver = (surroundings: Surroundings, id: string): Promise<boolean> =>
    surroundings.ports.database.transaction(async transaction => {
      const found = await transaction.get(collection, id);
      if (!found) return false;
      const renewed = renew(found, surroundings);
      if (same(renewed, found)) return false;
      await write(transaction, renewed, found, surroundings.ports);
      return true;
    });
  return {
    collection,
    page: async (surroundings, after) => {
      const { ports } = surroundings;
      const documents = await behind(ports.database, collection, after);
      let changed = 0;
      const failed: string[] = [];
      for (const document of documents) {
        const seen = look(() => (same(renew(document, surroundings), document) ? 'new' : 'old'));
        if (seen === 'old' && (await bringOver(surroundings, document._id))) changed += 1;
        if (seen !== 'old' && seen !== 'new') {
          failed.push(`${collection}/${document._id}`);
          ports.log({ event: 'not-migrated', collection, id: document._id, error: seen.name });
        }
      }
      return { after: documents.length < PAGE ? undefined : documents.at(-1)?._id, changed, failed };
    },
  };
};

/** What a rule makes of a document, or what it threw at it; what the database throws ends the run instead. */
const look = <T>(rule: () => T): T | { name: string } => {
  try {
    return rule();
  } catch (error) {
    return { name: error instanceof Error ? error.name : 'unknown' };
  }
};

/** A pass that writes the document alone. */
const plainPass = <N extends WritableName>(collection: N, { renew }: Pick<Plan<N>, 'renew'>): Pass =>
  pass(collection, {
    renew,
    write: (transaction, renewed) => transaction.put(collection, renewed),
  });

/** What services are found by: name, search parts, vacant places. */
export const refreshServices = plainPass('services', {
  renew: ({ _id, nameKey: _nameKey, searchParts: _parts, vacant: _vacant, ...service }, { unitName }) =>
    serviceDocument({ ...service, id: _id }, unitName(service.unitId)),
});

/** What rows of registers are found and sorted by. */
export const refreshRegisters = plainPass('registers', { renew: refreshedRow });

/** What notices are found by; one from before they were announced has been told already. */
export const refreshNotices = plainPass('notices', {
  renew: notice => {
    const stored: Partial<typeof notice> = notice;
    return {
      ...notice,
      endKey: `${notice.endsAt}|${notice._id}`,
      newKey: stored.newKey ?? `${notice.publishedAt}|${notice._id}`,
      announceAt: stored.announceAt ?? NEVER,
      no: stored.no ?? null,
      steps: stored.steps ?? [],
    };
  },
});

/**
 * Versions of rule sets hold what they say otherwise than the shipped version on which they rest (design §1). Where the
 * shipped one itself was stored it overrides nothing; it stays, as tickets name it.
 */
export const partRuleSets = plainPass('rulesets', {
  renew: document => {
    const shipped = baseOf(document, shippedRuleSets);
    if (!shipped) throw new Error(`nothing that shipped is called ${document.id}`);
    const { _id, key } = document;
    return 'overrides' in document
      ? document
      : { ...asStoredVersion(document, shipped, adjustable), _id, key };
  },
});

/** Before any instant: the timer looks at the ticket in its next run and sets the alarm that is right. */
const AT_ONCE: Instant = '';

/**
 * The form of tickets and what they are found by. A ticket was read in its new form already; here that form is
 * stored, with an entry of the journal (design §6).
 */
export const refreshTickets = pass('tickets', {
  renew: ({ upgradedFrom, ...document }, { ports }) => {
    const stored: Partial<typeof document.keys> | undefined = document.keys;
    // What lies in the archive asks for nothing, whatever its form.
    const keeps = upgradedFrom === undefined || document.archived;
    const wakeAt = keeps ? (stored?.wakeAt ?? AT_ONCE) : AT_ONCE;
    const procedure = procedureFor(document.ticket);
    const keys = keysOf(document.ticket, procedure, wakeAt, ports.now(), stored?.externalKey);
    return { ...document, keys };
  },
  write: (transaction, renewed, { upgradedFrom }, ports) => {
    const document = upgradedFrom === undefined ? renewed : { ...renewed, upgradedFrom };
    return storeAnew(ports, transaction, document, ports.now());
  },
});

/** What each ticket is searched by, beside it; a page of them at a time, and of each the newest. */
export const buildSearchable: Pass = {
  collection: 'tickets',
  page: async ({ ports }, after) => {
    const { database } = ports;
    const documents = await behind(database, 'tickets', after);
    const known = await database.find('searchable', {
      where: { _id: { in: documents.map(({ _id }) => _id) } },
      limit: PAGE,
    });
    const seqOf = new Map(known.map(({ _id, seq }) => [_id, seq]));
    const wanted = documents.filter(({ _id, chain }) => (seqOf.get(_id) ?? -1) < chain.seq);
    const failed: string[] = [];
    for (const document of wanted) {
      const built = look(() => searchableDocument(ports, document));
      if ('name' in built) {
        failed.push(`tickets/${document._id}`);
        ports.log({ event: 'not-migrated', collection: 'searchable', id: document._id, error: built.name });
      } else await database.put('searchable', built);
    }
    return {
      after: documents.length < PAGE ? undefined : documents.at(-1)?._id,
      changed: wanted.length - failed.length,
      failed,
    };
  },
};

type Counted = { document: Collections['tickets']; tallies: Counts };

/** Tickets from before something was kept in the tallies: each is counted with the write that says so, and once. */
const countedPass = (
  isCounted: (document: Collections['tickets']) => boolean,
  counted: (document: Collections['tickets']) => Counted,
): Pass => ({
  collection: 'tickets',
  page: async ({ ports }, after) => {
    const { database } = ports;
    const documents = await behind(database, 'tickets', after);
    const failed: string[] = [];
    const wanted = documents.flatMap(document => {
      if (isCounted(document)) return [];
      const seen = look(() => counted(document));
      if ('document' in seen) return [{ no: document._id, tallies: seen.tallies }];
      failed.push(`tickets/${document._id}`);
      ports.log({ event: 'not-migrated', collection: 'outcomes', id: document._id, error: seen.name });
      return [];
    });
    const written = (group: readonly { tallies: Counts }[]): number =>
      group.length + new Set(group.flatMap(({ tallies }) => Object.keys(tallies))).size;
    const countSome = (numbers: readonly string[]): Promise<number> =>
      database.transaction(async transaction => {
        const sums: Counts = {};
        let changed = 0;
        for (const no of numbers) {
          const found = await transaction.get('tickets', no);
          if (!found || isCounted(found)) continue;
          const { document, tallies } = counted(found);
          addCounts(sums, tallies);
          await storeAnew(ports, transaction, document, ports.now(), found);
          changed += 1;
        }
        await addToTallies(database, transaction, sums);
        return changed;
      });
    let changed = 0;
    // Each is read and written in one transaction with the tallies.
    for (const group of inSmallTransactions(wanted, written))
      changed += await countSome(group.map(({ no }) => no));
    return { after: documents.length < PAGE ? undefined : documents.at(-1)?._id, changed, failed };
  },
});

/** What became of its limits: with the lists in which it stands by them. */
export const countOutcomesOfTickets = countedPass(
  ({ limits }) => limits !== undefined,
  document => {
    const { limits } = procedureFor(document.ticket);
    return {
      document: { ...document, limits: listsOf(document.ticket, limits) },
      tallies: talliesOf(document.ticket, limits),
    };
  },
);

/** With whom it lies and lay. */
export const countStockOfTickets = countedPass(
  ({ stock, ticket }) => stock === true || !isStock(ticket),
  document => ({ document: { ...document, stock: true }, tallies: stockHistory(document.ticket, waits) }),
);

const UNSEALED = 'unsealed';

/**
 * Tickets from before entries were keyed (A47): a keyed entry holds each one as it is found, and everything before it. What
 * happened to it until then nobody can tell.
 */
export const sealTickets = pass('tickets', {
  renew: document =>
    document.chain.key === undefined
      ? { ...document, chain: { ...document.chain, key: UNSEALED } }
      : document,
  write: async (transaction, _renewed, found, ports) => {
    // One whose chain is torn cannot go on: it stays as it is, and the check names it.
    if (await transaction.get('journal', `${found._id}:${found.chain.seq + 1}`)) return;
    await storeBySystem(ports, transaction, found, ports.now(), 'migrate', { sealed: true });
  },
});

/** The heads of other chains from before. */
export const sealChains = pass('chains', {
  renew: chain => (chain.key === undefined ? { ...chain, key: UNSEALED } : chain),
  write: (transaction, _renewed, found, ports) => transaction.put('chains', sealChain(ports, found)),
});

/** Settings have a version, and the counters say which. */
export const settingsWithVersion = pass('settings', {
  renew: settings => ({ ...settings, version: settings.version ?? 1 }),
  write: async (transaction, renewed) => {
    await transaction.put('settings', renewed);
    await transaction.put('counters', { _id: 'versions', n: renewed.version ?? 1 });
  },
});

const namesRead = new WeakMap<Surroundings, Promise<string[]>>();

/** All counters that somebody may read; the same in each page of a run. */
const namesIn = (surroundings: Surroundings): Promise<string[]> => {
  const read = async (): Promise<string[]> => {
    const { database } = surroundings.ports;
    const [units, regions, members] = await Promise.all([
      readAll(database, 'units', 'id'),
      readAll(database, 'regions', 'code'),
      readAll(database, 'members', '_id'),
    ]);
    return counterNames(
      units,
      regions,
      members.map(({ _id }) => _id),
    );
  };
  const names = namesRead.get(surroundings) ?? read();
  namesRead.set(surroundings, names);
  return names;
};

/** What lists and desks show as numbers: counted once, from then on kept with the writes. */
export const countTickets: Pass = {
  collection: 'counters',
  page: async (surroundings, after) => ({
    ...(await fillCounters(surroundings.ports, await namesIn(surroundings), after)),
    failed: [],
  }),
};
