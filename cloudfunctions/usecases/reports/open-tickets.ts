import { partyOf } from '../../domain/outcomes/rows';
import { isStock } from '../../domain/outcomes/stock';
import { filedOn } from '../../domain/privacy/ticket-number';
import { standingWith, type Standing } from '../../domain/reports/counted';
import { tag } from '../../domain/ticket/scope';
import { civilDateOf, type Instant } from '../../domain/time';
import { findByNumbers } from '../kernel/archive';
import type { JournalDocument, TicketDocument } from '../kernel/documents';
import { PAGE, type Database } from '../kernel/ports';
import { waits } from '../kernel/runtime';
import { journalOf } from '../oversight/read-journal';
import { readRange } from '../tickets/lists/queue-range';
import { readEntries } from './read-entries';

/**
 * The tickets that were open at a moment (G-3.3.1c): what lay there and has left since, in the order in which it left, and then what
 * lies there still, the newest first. Each that is found is asked by its journal whether it really lay there then, so that a ticket
 * that came, went and came again stands in the list once, or not at all.
 */

type Reading = { database: Pick<Database, 'find' | 'rows'> };

/** The parties whose numbers are meant; undefined = all. */
type Parties = ReadonlySet<string> | undefined;

type Asked = {
  at: Instant;
  parties: Parties;
  /** By which key the reader finds what is open. */
  reader: string;
};

type Page = { tickets: TicketDocument[]; nextCursor?: string };

/** A query takes a page of numbers. */
export const findAll = async (
  { find }: Pick<Database, 'find'>,
  numbers: readonly string[],
): Promise<TicketDocument[]> => {
  const pages = Array.from({ length: Math.ceil(numbers.length / PAGE) }, (_, page) =>
    findByNumbers(find, numbers.slice(page * PAGE, (page + 1) * PAGE)),
  );
  return (await Promise.all(pages)).flat();
};

/** What the journals of some tickets hold since a moment; more than a page of it is asked for in halves. */
const entriesSince = async (
  database: Pick<Database, 'find'>,
  numbers: readonly string[],
  at: Instant,
): Promise<JournalDocument[]> => {
  const [first, ...others] = numbers;
  if (first === undefined) return [];
  if (others.length === 0) return (await journalOf(database, first)).filter(entry => entry.at >= at);
  const page = await database.find('journal', {
    where: { no: { in: [...numbers] }, at: { gte: at } },
    limit: PAGE,
  });
  if (page.length < PAGE) return page;
  const middle = Math.ceil(numbers.length / 2);
  const halves = [numbers.slice(0, middle), numbers.slice(middle)];
  return (await Promise.all(halves.map(half => entriesSince(database, half, at)))).flat();
};

/** Of each ticket the first entry since the moment that changes with whom it lies; none = it is as it was. */
const firstSince = async (
  database: Pick<Database, 'find'>,
  documents: readonly TicketDocument[],
  at: Instant,
  { concerns }: Standing,
): Promise<Map<string, JournalDocument>> => {
  const entries = await entriesSince(
    database,
    documents.map(({ _id }) => _id),
    at,
  );
  const firsts = new Map<string, JournalDocument>();
  for (const entry of entries.filter(concerns))
    if (entry.seq < (firsts.get(entry.no)?.seq ?? Infinity)) firsts.set(entry.no, entry);
  return firsts;
};

/** What has left since. */
const readLeft = async (
  { database }: Reading,
  { at, parties }: Asked,
  from: string,
  limit: number,
): Promise<Page> => {
  const standing = standingWith(parties);
  // What was filed since lay with nobody then: of a moment long ago that is nearly all that has left.
  const isOlder = ({ no }: JournalDocument): boolean => (filedOn(no) ?? '') < civilDateOf(at);
  const numbersIn = (read: readonly JournalDocument[]) =>
    new Set(read.filter(entry => isOlder(entry) && standing.wasOpenBefore(entry)).map(({ no }) => no));
  const { entries, next } = await readEntries(
    database,
    standing.leaving,
    { from },
    read => numbersIn(read).size >= limit,
  );
  const documents = await findAll(database, [...numbersIn(entries)]);
  const firsts = await firstSince(database, documents, at, standing);
  const read = new Set(entries.map(({ _id }) => _id));
  const tickets = documents.filter(({ _id }) => {
    const first = firsts.get(_id);
    // With any other than the first it stands on another page, or was not there.
    return first !== undefined && read.has(first._id) && standing.wasOpenBefore(first);
  });
  return { tickets, nextCursor: next ?? STILL };
};

/** Before the cursors of what lies there still. */
const STILL = 'open ';

const openRange = ({ at, parties, reader }: Asked) => {
  const [only] = parties?.size === 1 ? parties : [];
  const desk = only === undefined || only.startsWith('@') ? [] : [tag.desk(`lead:${only}`)];
  return {
    where: { 'keys.tags': { all: [...desk, tag.open(reader)] }, 'keys.newKey': { lt: at } },
    order: ['keys.newKey', 'desc'] as ['keys.newKey', 'desc'],
    key: 'newKey' as const,
  };
};

/** What lies there still. */
const readStill = async (
  { database }: Reading,
  asked: Asked,
  cursor: string | undefined,
  limit: number,
): Promise<Page> => {
  const { at, parties } = asked;
  const { page, next } = await readRange(database, openRange(asked), { cursor, limit });
  const wanted = page.filter(
    ({ ticket }) =>
      isStock(ticket) &&
      waits(ticket) &&
      !ticket.marks.includes('confidential') &&
      (!parties || parties.has(partyOf(ticket.holder))),
  );
  const documents = await findAll(
    database,
    wanted.map(({ _id }) => _id),
  );
  const moved = await firstSince(database, documents, at, standingWith(parties));
  return {
    tickets: documents.filter(({ _id }) => !moved.has(_id)),
    ...(next.nextCursor === undefined ? {} : { nextCursor: `${STILL}${next.nextCursor}` }),
  };
};

/** A page of them, with what goes on behind it; it can be shorter than asked for, also empty. */
export const readOpenAt = async (
  ports: Reading,
  asked: Asked,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page> =>
  cursor?.startsWith(STILL)
    ? readStill(ports, asked, cursor.slice(STILL.length) || undefined, limit)
    : readLeft(ports, asked, cursor ?? asked.at, limit);
