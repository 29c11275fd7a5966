import type { FoundBy } from '../../../../typings/contract';
import type { Actor } from '../../../domain/engine';
import type { ReadQuery } from '../../../domain/search/read-query';
import { originNames } from '../../../domain/ticket/assigned';
import { only } from '../../../domain/ticket/listed';
import { externalKey, maySee } from '../../../domain/ticket/scope';
import { findByExternalKeys, findByNumbers, rowsByNumbers } from '../../kernel/archive';
import type { TicketDocument } from '../../kernel/documents';
import type { Database, Where } from '../../kernel/ports';
import { handledIn } from '../read-ticket';
import type { Hit } from './find-terms';

/** Tickets by their numbers: the whole one, its end, or the one that another system has given. */

const CHANNELS = ['12345', 'phone', 'counter'] as const;
/** What another system calls it (A14). */
const externalKeys = (query: string): string[] => [
  ...CHANNELS.map(channel => externalKey(channel, query)),
  ...originNames.map(origin => externalKey('assigned', query, { assigned: { origin } })),
];

/** An end of four characters is that of a ticket in 700,000: whoever may see it finds it among a handful. */
const MOST_ENDS = 50;

const byEnd = async (database: Database, end: string, seen: string): Promise<TicketDocument[]> => {
  const found = await database.find('searchable', {
    where: { tail: { gte: end, lt: `${end}~` }, seen },
    order: ['tail', 'asc'],
    limit: MOST_ENDS,
  });
  return findByNumbers(
    database.find,
    found.map(({ _id }) => _id),
  );
};

/** Of found tickets those that the reader may see, each with the one in which it is handled since it was merged (A43). */
const asHandled = async (
  database: Database,
  documents: readonly TicketDocument[],
  actor: Actor,
): Promise<TicketDocument[]> => {
  const seen = new Map<string, TicketDocument>();
  for (const document of documents)
    for (const one of [document, await handledIn(database, document)])
      if (maySee(actor, one.ticket)) seen.set(one._id, one);
  return [...seen.values()];
};

/** Those of them that are what is wanted besides. */
const narrowedTo = async (
  database: Database,
  documents: TicketDocument[],
  where: Where,
): Promise<TicketDocument[]> => {
  if (documents.length === 0 || Object.keys(where).length === 0) return documents;
  const numbers = documents.map(({ _id }) => _id);
  const left = new Set((await rowsByNumbers(database, numbers, only('no'), where)).map(({ _id }) => _id));
  return documents.filter(({ _id }) => left.has(_id));
};

/** `sure`: nothing else can be meant. */
export const findNumbers = async (
  database: Database,
  query: string,
  { no, end, isExternal }: ReadQuery,
  actor: Actor,
  seen: string,
  where: Where,
): Promise<{ hits: Hit[]; sure: boolean }> => {
  const hitsOf = async (documents: TicketDocument[], found: FoundBy): Promise<Hit[]> =>
    (await narrowedTo(database, await asHandled(database, documents, actor), where)).map(document => ({
      document,
      found,
    }));
  if (no !== undefined) {
    const document = await database.get('tickets', no);
    const hits = await hitsOf(document ? [document] : [], 'no');
    if (hits.length > 0) return { hits, sure: true };
  }
  const [ends, outside] = await Promise.all([
    end === undefined ? [] : byEnd(database, end, seen),
    // What another system calls it (A14).
    isExternal ? findByExternalKeys(database, externalKeys(query)) : [],
  ]);
  const [byOwn, byOther] = [await hitsOf(ends, 'no'), await hitsOf(outside, 'externalNo')];
  return { hits: [...byOwn, ...byOther], sure: byOther.length > 0 };
};
