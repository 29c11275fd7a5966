import type { FoundBy } from '../../../../typings/contract';
import { newKeyOf } from '../../../domain/search/searchable';
import { searched, type SearchedTicket } from '../../../domain/ticket/listed';
import { rowsByNumbers } from '../../kernel/archive';
import type { TicketRow } from '../../kernel/documents';
import { PAGE, type Database, type Where } from '../../kernel/ports';

/**
 * Tickets that have all of some terms, newest first, with an end to what that may cost: however many tickets there are, one
 * look examines at most so many entries of the index (contract §5).
 */
const MOST_ENTRIES = 2000;
/** Of what the terms have found, so many tickets are read in one look at most. */
const MOST_READ = 200;

/** Of several terms that meet in a ticket some do by chance: its words stand apart there. */
const SOME_MEET_BY_CHANCE = 1.5;

type Reading = Pick<Database, 'rows' | 'keys'>;

export type Wanted = {
  /** Of the reader's range; at most four. */
  terms: readonly string[];
  /** The reader's key among `seen`. */
  seen: string;
  /** Within these keys: `from` included, `to` not. */
  from?: string | undefined;
  to?: string | undefined;
  /** What the tickets have to be besides. */
  where: Where;
  limit: number;
  /** Where it was found; undefined = the terms have met by chance, or the reader may not see it. */
  verify(ticket: SearchedTicket): FoundBy | undefined;
};

export type Hit = { document: TicketRow; found: FoundBy };

/** `next`: where it goes on. `isCut`: what is older was not looked at. `met`: the terms stand together somewhere. */
export type Found = { hits: Hit[]; next?: string; isCut: boolean; met: boolean };

const between = (from: string | undefined, to: string | undefined): Where =>
  from === undefined && to === undefined
    ? {}
    : {
        newKey: {
          ...(from === undefined ? {} : { gte: from }),
          ...(to === undefined ? {} : { lt: to }),
        },
      };

/**
 * How far back the rarest of the terms reaches with its share of the entries. Each term is asked for the place of one entry,
 * and where a database may look along any of them, all are looked along once more: therefore twice as many shares as terms.
 */
const reach = async (
  database: Reading,
  { terms, from, to }: Pick<Wanted, 'terms' | 'from' | 'to'>,
): Promise<{ terms: string[]; back: string | undefined }> => {
  const share = Math.floor(MOST_ENTRIES / (2 * terms.length));
  const places = await Promise.all(
    terms.map(async term => {
      const where = { terms: term, ...between(from, to) };
      const [last] = await database.keys('searchable', {
        where,
        order: ['newKey', 'desc'],
        skip: share - 1,
        limit: 1,
      });
      return { term, back: last?.key };
    }),
  );
  places.sort((one, other) => ((one.back ?? '') < (other.back ?? '') ? -1 : 1));
  return { terms: places.map(({ term }) => term), back: places[0]?.back };
};

/** Where something has to be sorted out, more are looked at together: two trips cost more than some rows too many. */
const atOnce = ({ where, terms, limit }: Wanted): number => {
  if (Object.keys(where).length > 0) return PAGE;
  return terms.length > 1 ? Math.ceil((limit + 1) * SOME_MEET_BY_CHANCE) : limit + 1;
};

/** At most a page of them, and where it goes on. */
export const findTerms = async (database: Reading, wanted: Wanted): Promise<Found> => {
  const { seen, to, where, limit, verify } = wanted;
  const { terms, back } = await reach(database, wanted);
  const isCut = back !== undefined;
  const hits: Hit[] = [];
  const step = atOnce(wanted);
  let next = to;
  let met = false;
  for (let read = 0; read < MOST_READ; read += step) {
    const page = await database.keys('searchable', {
      where: { terms: { all: terms }, seen, ...between(back ?? wanted.from, next) },
      order: ['newKey', 'desc'],
      limit: step,
    });
    met ||= page.length > 0;
    const numbers = page.map(({ _id }) => _id);
    for (const document of await rowsByNumbers(database, numbers, searched, where)) {
      const found = verify(document.ticket);
      if (!found) continue;
      const last = hits.at(-1);
      if (last && hits.length === limit) return { hits, next: newKeyOf(last.document.ticket), isCut, met };
      hits.push({ document, found });
    }
    next = page.at(-1)?.key ?? next;
    if (page.length < step) return { hits, ...(isCut ? { next: back } : {}), isCut, met };
  }
  return { hits, ...(next === undefined ? {} : { next }), isCut: true, met };
};
