import { regionPath } from '../../../domain/catalogue';
import type { Actor } from '../../../domain/engine';
import { oftenFound, pairsOfMatter } from '../../../domain/search/alike';
import { phoneKey, rangeFor } from '../../../domain/search/searchable';
import { termOf } from '../../../domain/search/terms';
import type { Ticket } from '../../../domain/ticket/ticket';
import type { Database } from '../../kernel/ports';
import type { Snapshot } from '../../kernel/reading/snapshot';

/**
 * Tickets that may be like one, newest first under each of a few runs of its title: two looks after one another, at most 400
 * entries of the index and 30 tickets, however many there are. Whether the reader may see them, and how alike they are, is
 * said by the rules (`domain/search/alike.ts`): the index knows neither.
 */

/** Of each run so many, the newest. */
const MOST_OF_RUN = 40;
/** So many of them are read. */
const MOST_READ = 30;

/** `byPerson`: also those from the same phone. */
export const findAlike = async (
  database: Pick<Database, 'keys' | 'find'>,
  { catalogue }: Pick<Snapshot, 'catalogue'>,
  actor: Actor,
  ticket: Ticket,
  { byPerson = false } = {},
): Promise<Ticket[]> => {
  const range = rangeFor(actor, regionPath(actor.region, catalogue));
  const { phoneHash } = ticket;
  // Nobody is found by who filed an anonymous one (A44).
  const person = byPerson && phoneHash !== undefined && !ticket.anonymous ? [phoneKey(phoneHash)] : [];
  const probes = await Promise.all(
    [...pairsOfMatter(ticket), ...person].map(async what => {
      const found = await database.keys('searchable', {
        where: { terms: termOf(range, what) },
        order: ['newKey', 'desc'],
        limit: MOST_OF_RUN,
      });
      return { numbers: found.map(({ _id }) => _id), isFull: found.length === MOST_OF_RUN };
    }),
  );
  const byPhone = person.length > 0 ? (probes.at(-1)?.numbers ?? []).slice(0, MOST_READ / 2) : [];
  const often = oftenFound(probes, ticket.no, MOST_READ);
  const numbers = [...new Set([...byPhone, ...often])].filter(no => no !== ticket.no).slice(0, MOST_READ);
  if (numbers.length === 0) return [];
  // Those in use: what has long been archived was answered under other rules.
  const documents = await database.find('tickets', { where: { _id: { in: numbers } }, limit: MOST_READ });
  return documents.map(one => one.ticket);
};
