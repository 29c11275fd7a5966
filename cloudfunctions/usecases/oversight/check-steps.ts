import type { BrokenJournal } from '../../../typings/api';
import { ADMINISTRATION, checkLinks, CHAIN_START, sealOf } from '../../domain/privacy/chain';
import type { JournalDocument, LedgerDocument } from '../kernel/documents';
import { sealedInChain } from '../kernel/writing/journal';
import { PAGE } from '../kernel/ports';
import { findWhereTheyLie } from '../kernel/archive';
import { queueOf } from '../kernel/reading/queue';
import {
  checkEntries,
  checkTicket,
  mustBeSealed,
  orMalformed,
  readTogether,
  toChain,
  type Checking,
} from './check-entries';
import { entryIdOf, pageId, runOver } from './ledger';

/**
 * The check of everything in steps, each of them bounded, so that a million tickets are checked over many calls (A47): the
 * administrative acts, every ticket, the ledger with what it knows of, and what still waits for it. A cursor says where
 * the next step begins.
 */

export type Step = { checked: number; broken: BrokenJournal[]; next: string | undefined };

const TICKETS = 20;
const PAGES = 5;

const joined = (...parts: (string | number)[]): string => parts.join('|');
const begin = {
  administration: joined('a', 0, '', 0),
  tickets: 't|',
  ledger: joined('l', 0, ''),
  waiting: 'w|',
};

export const firstCursor = begin.administration;
export const CURSOR = /^(a\|\d{1,9}\|[0-9a-f]*\|[01]|t\|.{0,64}|l\|\d{1,9}\|[0-9a-f]*|w\|)$/;

/** Whether the head of the administrative acts is that of their last entry, as it was sealed. */
const checkHead = async (
  { database, secrets }: Checking,
  end: { seq: number; hash: string },
): Promise<BrokenJournal | undefined> => {
  const chain = await database.get('chains', ADMINISTRATION);
  const no = ADMINISTRATION;
  if (!chain) return end.seq === 0 ? undefined : { no, seq: end.seq + 1, why: 'head' };
  // What was written since the entries were read comes with the next check.
  const wrong = chain.seq < end.seq || (chain.seq === end.seq && chain.head !== end.hash);
  const ahead =
    chain.seq > end.seq &&
    (await database.find('journal', { where: { no, seq: chain.seq }, limit: 1 }))[0]?.hash !== chain.head;
  if (wrong || ahead) return { no, seq: end.seq + 1, why: 'head' };
  if (chain.key === undefined)
    return (await mustBeSealed({ database })) ? { no, seq: chain.seq, why: 'unsealed' } : undefined;
  const seal = sealOf('chain', sealedInChain(chain), chain.key, secrets.mac);
  return seal !== undefined && seal === chain.seal ? undefined : { no, seq: chain.seq, why: 'head' };
};

const administration = async (ports: Checking, rest: string[]): Promise<Step> => {
  const malformed: BrokenJournal = { no: ADMINISTRATION, seq: Number(rest[0] ?? 0) + 1, why: 'changed' };
  const step = await orMalformed(() => administrativeActs(ports, rest), malformed);
  return 'why' in step ? { checked: 0, broken: [step], next: begin.tickets } : step;
};

const administrativeActs = async (
  ports: Checking,
  [seq = '0', hash = CHAIN_START, keyed = '0']: string[],
): Promise<Step> => {
  const { database, secrets } = ports;
  const entries = await database.find('journal', {
    where: { no: ADMINISTRATION, seq: { gt: Number(seq) } },
    order: ['seq', 'asc'],
    limit: PAGE,
  });
  const from = { seq: Number(seq), hash, keyed: keyed === '1' };
  const links = checkLinks(entries.map(toChain), secrets.sha256, secrets.mac, from);
  if (!links.ok) {
    const broken = { no: ADMINISTRATION, seq: links.seq, why: links.why };
    return { checked: 0, broken: [broken], next: begin.tickets };
  }
  const found = await checkEntries(ports, entries);
  if (entries.length === PAGE) {
    const next = joined('a', links.seq, links.hash, links.keyed ? 1 : 0);
    return { checked: 0, broken: found ? [found] : [], next };
  }
  const head = await checkHead(ports, links);
  return { checked: 0, broken: [found ?? head].flatMap(one => one ?? []), next: begin.tickets };
};

const tickets = async (ports: Checking, [after = '']: string[]): Promise<Step> => {
  // By their ids, which no index can lose; archived or not.
  const documents = await findWhereTheyLie(ports.database, {
    where: { _id: { gt: after } },
    order: ['_id', 'asc'],
    limit: TICKETS,
  });
  const sealed = await mustBeSealed(ports);
  const broken: BrokenJournal[] = [];
  const together = await readTogether(ports, documents);
  for (const document of documents) {
    const found = await checkTicket({ ...ports, together }, document, sealed);
    if (found) broken.push(found);
  }
  const last = documents.length === TICKETS ? documents.at(-1) : undefined;
  return { checked: documents.length, broken, next: last ? joined('t', last._id) : begin.ledger };
};

/** The tickets of these numbers that are not there. */
const missingOf = async ({ database }: Checking, numbers: readonly string[]): Promise<string[]> => {
  const wanted = [...new Set(numbers)].filter(no => no !== ADMINISTRATION);
  const known = new Set<string>();
  for (let from = 0; from < wanted.length; from += PAGE) {
    const ids = wanted.slice(from, from + PAGE);
    for (const { _id } of await findWhereTheyLie(database, { where: { _id: { in: ids } } })) known.add(_id);
  }
  return wanted.filter(no => !known.has(no));
};

/** What a page of the ledger knows of must be there as it was. */
const checkRows = async (ports: Checking, { rows }: LedgerDocument): Promise<BrokenJournal[]> => {
  const found = await ports.database.find('journal', { where: { _id: { in: rows.map(entryIdOf) } } });
  const stored = new Map<string, JournalDocument>(found.map(entry => [entry._id, entry]));
  const gone = await missingOf(
    ports,
    rows.filter(({ seq }) => seq === 1).map(({ no }) => no),
  );
  const broken: BrokenJournal[] = gone.map(no => ({ no, seq: 1, why: 'gone' }));
  for (const row of rows) {
    const { no, seq, hash } = row;
    const entry = stored.get(entryIdOf(row));
    const same = entry?.no === no && entry.seq === seq && entry.hash === hash;
    if (!same && !gone.includes(no)) broken.push({ no, seq, why: entry ? 'changed' : 'missing' });
  }
  return broken;
};

const checkPage = async (
  ports: Checking,
  document: LedgerDocument,
  page: number,
  before: string,
): Promise<BrokenJournal[]> => {
  const { _id, from, rows, key, hash } = document;
  const wanted = runOver(from, rows, key, ports.secrets.mac);
  const holds = _id === pageId(page) && from === before && wanted === hash;
  const why = wanted === undefined ? 'key' : 'ledger';
  return [
    ...(holds ? [] : [{ no: 'ledger', seq: page, why } as const]),
    ...(await checkRows(ports, document)),
  ];
};

const ledger = async (ports: Checking, [last = '0', hash = '']: string[]): Promise<Step> => {
  const pages = await ports.database.find('ledger', {
    where: { _id: { gt: pageId(Number(last)) } },
    order: ['_id', 'asc'],
    limit: PAGES,
  });
  const broken: BrokenJournal[] = [];
  let [page, before] = [Number(last), hash];
  for (const document of pages) {
    page += 1;
    const malformed: BrokenJournal = { no: 'ledger', seq: page, why: 'ledger' };
    const found = await orMalformed(() => checkPage(ports, document, page, before), malformed);
    broken.push(...('why' in found ? [found] : found));
    [page, before] = [Number(document._id), document.hash];
  }
  return {
    checked: 0,
    broken,
    next: pages.length === PAGES ? joined('l', page, before) : begin.waiting,
  };
};

const MOST_WAITING = 1_000;

/** Entries that wait for the timer stand in no ledger yet: each must at least have its ticket. */
const waiting = async (ports: Checking): Promise<Step> => {
  const numbers = new Set<string>();
  let seen = 0;
  for await (const { no } of queueOf(ports.database, 'journal', 'at', { where: { outbox: 'waiting' } })) {
    numbers.add(no);
    if ((seen += 1) === MOST_WAITING) break;
  }
  const gone = await missingOf(ports, [...numbers]);
  return { checked: 0, broken: gone.map(no => ({ no, seq: 1, why: 'gone' as const })), next: undefined };
};

const steps: Record<string, (ports: Checking, rest: string[]) => Promise<Step>> = {
  a: administration,
  t: tickets,
  l: ledger,
  w: waiting,
};

/** The step that begins at a cursor. */
export const checkStep = async (ports: Checking, cursor: string): Promise<Step> => {
  const [kind = '', ...rest] = cursor.split('|');
  const step = steps[kind];
  if (!step) throw new RangeError('there is no such step');
  return step(ports, rest);
};
