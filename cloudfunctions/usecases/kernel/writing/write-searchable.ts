import { namedOf, namedText, type Named } from '../../../domain/search/read-query';
import { openParts, searchableOf, type Searchable } from '../../../domain/search/searchable';
import type { SearchedTicket } from '../../../domain/ticket/listed';
import type { Ticket } from '../../../domain/ticket/ticket';
import { personalOf } from '../../tickets/reveal-personal';
import type { JournalDocument, TicketDocument } from '../documents';
import { logFailure } from '../failure';
import type { Database, Ports, Transaction } from '../ports';

/**
 * What tickets are searched by is written beside them, while the transaction is being committed: no act waits for it, and
 * none fails with it. What is missing then, the delivery of the journal entry writes again.
 */

type Secrets = Pick<Ports, 'secrets'>;

/** Names are sealed with the ticket: what is stored of them is a keyed hash, together with the last digits of the number. */
export const namedHash = ({ secrets }: Secrets, named: Named): string => hashOf(secrets, namedText(named));
const hashOf = (secrets: Ports['secrets'], text: string): string => secrets.keyedHash(text).slice(0, 16);

/** What cannot be opened names nobody: the ticket is found by everything else. */
const namesIn = (ports: Secrets, part: Pick<Ticket, 'sealed'>): string[] => {
  try {
    const { name, onBehalfOf, phone } = personalOf(ports, part);
    return phone === undefined ? [] : [name, onBehalfOf].flatMap(one => (one && namedOf(one, phone)) || []);
  } catch {
    return [];
  }
};

export const namedHashesOf = (ports: Secrets, ticket: SearchedTicket): string[] =>
  openParts(ticket)
    .filter(({ phoneHash, sealed }) => phoneHash !== undefined && sealed.length > 0)
    .flatMap(part => namesIn(ports, part))
    .map(text => hashOf(ports.secrets, text));

/** What a ticket is searched by now. */
export const searchableDocument = (
  ports: Pick<Ports, 'secrets' | 'now'>,
  { ticket, chain }: Pick<TicketDocument, 'ticket' | 'chain'>,
): Searchable =>
  searchableOf(ticket, { seq: chain.seq, now: ports.now(), named: namedHashesOf(ports, ticket) });

type Besides = Pick<Ports, 'secrets' | 'now' | 'log'>;
/** Tickets as a transaction has written them, and which of them are found otherwise since. */
type Written = { tickets: Map<string, TicketDocument>; searched: Set<string> };

const watched = (inner: Transaction, { tickets, searched }: Written): Transaction => ({
  ...inner,
  insert: async (collection, document) => {
    await inner.insert(collection, document);
    if (collection !== 'journal') return;
    const entry = document as JournalDocument;
    if (entry.searched) searched.add(entry.no);
  },
  insertTicket: async document => {
    await inner.insertTicket(document);
    tickets.set(document._id, document);
  },
  putTicket: async (document, before) => {
    await inner.putTicket(document, before);
    tickets.set(document._id, document);
  },
});

/** A database in which the search keeps up with the tickets. */
export const withSearchable = (database: Database, ports: Besides): Database => {
  const write = async (no: string, document: TicketDocument | undefined): Promise<void> => {
    try {
      if (document) await database.put('searchable', searchableDocument(ports, document));
      else await database.remove('searchable', no);
    } catch (error) {
      logFailure(ports, { event: 'searchable-not-written', no }, error);
    }
  };
  return {
    ...database,
    transaction: (work, beside) => {
      let written: Written = { tickets: new Map(), searched: new Set() };
      return database.transaction(
        inner => {
          written = { tickets: new Map(), searched: new Set() };
          return work(watched(inner, written));
        },
        {
          write: async () => {
            const { tickets, searched } = written;
            await Promise.all([...[...searched].map(no => write(no, tickets.get(no))), beside?.write()]);
          },
          undo: async () => {
            // It came to nothing: what is stored is searched.
            const { searched } = written;
            await Promise.all([
              ...[...searched].map(async no => write(no, await database.get('tickets', no))),
              beside?.undo(),
            ]);
          },
        },
      );
    },
  };
};

/** Writes what is missing, or older than an entry that has changed it. */
export const mendSearchable = async (
  { database, ...ports }: Pick<Ports, 'database' | 'secrets' | 'now'>,
  entries: readonly JournalDocument[],
): Promise<void> => {
  const needed = new Map<string, number>();
  for (const { no, seq, searched } of entries)
    if (searched) needed.set(no, Math.max(seq, needed.get(no) ?? 0));
  if (needed.size === 0) return;
  const numbers = [...needed.keys()];
  const known = new Map(
    (await database.find('searchable', { where: { _id: { in: numbers } }, limit: numbers.length })).map(
      ({ _id, seq }) => [_id, seq],
    ),
  );
  for (const [no, seq] of needed) {
    if ((known.get(no) ?? 0) >= seq) continue;
    const document = await database.get('tickets', no);
    if (document) await database.put('searchable', searchableDocument(ports, document));
  }
};
