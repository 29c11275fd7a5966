import type { BrokenJournal } from '../../../typings/api';
import { ADMINISTRATION, checkChain, sealOf, stateDigest, type ChainEntry } from '../../domain/privacy/chain';
import type { JournalDocument, LedgerRow, TicketDocument } from '../kernel/documents';
import { brokenSeal, sealedInTicket } from '../kernel/writing/journal';
import { PAGE, type Ports } from '../kernel/ports';
import { newestSchema } from '../setup/migrations';
import { pageId } from './ledger';
import { journalOf } from './read-journal';

/** Whether one ticket with its journal is as it was written (A47). */

export type Checking = Pick<Ports, 'database' | 'secrets'> & {
  /** What was read for several tickets together; what does not hold by it is read again by itself. */
  together?: Together;
};

/** Entries by ticket, in their order, and rows of the ledger by page. */
type Together = { journals: Map<string, JournalDocument[]>; pages: Map<number, LedgerRow[]> };

export const toChain = (entry: JournalDocument): ChainEntry => ({
  no: entry.no,
  seq: entry.seq,
  at: entry.at,
  type: entry.type,
  actor: `${entry.actor.role}:${entry.actor.id}`,
  unitId: entry.actor.unitId,
  commitment: entry.commitment,
  key: entry.key,
  ...(entry.state === undefined ? {} : { state: entry.state }),
  hash: entry.hash,
  ...(entry.salt === null ? {} : { payload: entry.payload, salt: entry.salt }),
});

/** From this schema on every ticket has a keyed entry; until a migration is there, one from before may lack it. */
const SEALED_SINCE = 5;

/** Whether what has no key is wrong by now. */
export const mustBeSealed = async ({ database }: Pick<Ports, 'database'>): Promise<boolean> => {
  const version = (await database.get('migrations', 'schema'))?.version ?? newestSchema;
  return version >= SEALED_SINCE;
};

/** The rows of some pages of the ledger, by page. */
const rowsOn = async (
  { database }: Pick<Ports, 'database'>,
  pages: readonly number[],
): Promise<Map<number, LedgerRow[]>> => {
  const wanted = [...new Set(pages)].map(pageId);
  const found = new Map<number, LedgerRow[]>();
  for (let from = 0; from < wanted.length; from += PAGE) {
    const ids = wanted.slice(from, from + PAGE);
    for (const { _id, rows } of await database.find('ledger', { where: { _id: { in: ids } } }))
      found.set(Number(_id), rows);
  }
  return found;
};

/** The journals of tickets with few entries and what the ledger says of them, in a few reads for all. */
export const readTogether = async (
  { database }: Pick<Ports, 'database'>,
  documents: readonly TicketDocument[],
): Promise<Together> => {
  const journals = new Map<string, JournalDocument[]>();
  const groups: string[][] = [];
  let room = 0;
  for (const { _id, chain } of documents) {
    // What is no longer in any form comes with the own reading, which finds it.
    const size = Number((chain as Partial<typeof chain> | undefined)?.seq) + 1;
    if (!(size < PAGE)) continue;
    if (groups.length === 0 || size > room) {
      groups.push([]);
      room = PAGE - 1;
    }
    groups.at(-1)?.push(_id);
    room -= size;
  }
  for (const numbers of groups) {
    const entries = await database.find('journal', { where: { no: { in: numbers } }, limit: PAGE });
    if (entries.length === PAGE) continue;
    for (const no of numbers)
      journals.set(
        no,
        entries.filter(entry => entry.no === no).sort((one, other) => one.seq - other.seq),
      );
  }
  const named = [...journals.values()].flat().flatMap(({ page }) => (page === undefined ? [] : [page]));
  return { journals, pages: await rowsOn({ database }, named) };
};

/** Emptied is true only with an entry that says so, behind it. */
const isErased = ({ seq }: JournalDocument, all: readonly JournalDocument[]): boolean =>
  all.some(one => one.type === 'erase' && one.seq > seq);

/** Of entries whose links hold: each as a whole, its payload, its place in the ledger. The first that is wrong. */
export const checkEntries = async (
  ports: Checking,
  entries: readonly JournalDocument[],
): Promise<BrokenJournal | undefined> => {
  const pages = entries.flatMap(({ page }) => (page === undefined ? [] : [page]));
  const ledger = ports.together?.pages ?? (await rowsOn(ports, pages));
  for (const entry of entries) {
    const { no, seq, payload, salt, page, hash } = entry;
    const broken = brokenSeal(ports, entry);
    if (broken) return { no, seq, why: broken };
    if (salt === null && payload !== null) return { no, seq, why: 'changed' };
    if (salt === null && (no === ADMINISTRATION || !isErased(entry, entries)))
      return { no, seq, why: 'erased' };
    const delivered = entry.key !== undefined && entry.outbox === 'done';
    const rows = page === undefined ? undefined : ledger.get(page);
    const listed = rows?.some(row => row.no === no && row.seq === seq && row.hash === hash);
    if ((delivered || page !== undefined) && !listed) return { no, seq, why: 'unlisted' };
  }
  return undefined;
};

/** The ticket itself: that it is as its last entry says, and the document as it was sealed. */
const checkState = (
  { secrets }: Checking,
  document: TicketDocument,
  last: JournalDocument,
  sealed: boolean,
): BrokenJournal | undefined => {
  const { chain, asFound, ticket, _id: no } = document;
  const { seq } = last;
  if (last.key === undefined) return sealed ? { no, seq, why: 'unsealed' } : undefined;
  const state = stateDigest(asFound ?? ticket, chain.salt ?? '', secrets.sha256);
  if (chain.salt === undefined || state !== last.state) return { no, seq, why: 'state' };
  const seal = sealOf('ticket', sealedInTicket(document), chain.key ?? '', secrets.mac);
  return seal !== undefined && seal === chain.seal ? undefined : { no, seq, why: 'keys' };
};

const checkOnce = async (
  ports: Checking,
  document: TicketDocument,
  sealed: boolean,
): Promise<BrokenJournal | undefined> => {
  const { sha256, mac } = ports.secrets;
  const no = document._id;
  const entries = ports.together?.journals.get(no) ?? (await journalOf(ports.database, no));
  const result = checkChain(entries.map(toChain), document.chain.head, sha256, mac);
  if (!result.ok) return { no, seq: result.seq, why: result.why };
  const last = entries.at(-1);
  if (!last || last.seq !== document.chain.seq) return { no, seq: (last?.seq ?? 0) + 1, why: 'head' };
  return checkState(ports, document, last, sealed) ?? (await checkEntries(ports, entries));
};

/** What is no longer in any form that could have been written is found too, instead of ending the check. */
export const orMalformed = async <T>(
  check: () => Promise<T>,
  finding: BrokenJournal,
): Promise<T | BrokenJournal> => {
  try {
    return await check();
  } catch (error) {
    if (error instanceof TypeError) return finding;
    throw error;
  }
};

/** How often a ticket that is being worked on is read again before it counts as broken. */
const READS = 3;

/** One ticket. Somebody may act on it between the two readings: what does not hold is read again. */
export const checkTicket = async (
  ports: Checking,
  read: TicketDocument,
  sealed: boolean,
): Promise<BrokenJournal | undefined> => {
  let document: TicketDocument | undefined = read;
  let broken: BrokenJournal | undefined;
  const { together: _together, ...alone } = ports;
  const isKnown = ports.together?.journals.has(read._id) === true;
  for (let n = 0; n < READS && document; n += 1) {
    const { _id: no } = document;
    const found: TicketDocument = document;
    const how = n === 0 && isKnown ? ports : alone;
    broken = await orMalformed(() => checkOnce(how, found, sealed), { no, seq: 1, why: 'changed' });
    if (!broken) return undefined;
    document = await ports.database.get('tickets', document._id);
  }
  return broken;
};
