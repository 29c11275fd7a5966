import { neededParts, searchTiers, tierOf, type SearchTier } from '../../domain/services/search';
import { spellingsOf } from '../../domain/typed/identifier';
import type { Collections } from '../kernel/documents';
import { PAGE, type Database, type Where } from '../kernel/ports';
import type { Snapshot } from '../kernel/reading/snapshot';

type Stored = Collections['services'];
type Page = { found: Stored[]; nextCursor?: string };
type Asked = { query: string; where: Where; cursor?: string; size: number };

/** Where the next page of a search begins: the tier, and the last name that was looked at in it. */
const cursorOf = (tier: SearchTier, nameKey: string): string => `${searchTiers.indexOf(tier)}|${nameKey}`;

const readCursor = (cursor: string): [tier: number, after: string] => {
  const [, tier, after] = /^([0-3])\|(.*)$/s.exec(cursor) ?? [];
  return [Number(tier ?? 0), after ?? ''];
};

/** What may be the number of a service as it was typed: s001 and Ｓ００１ for S001. */
const numbersOf = (query: string): string[] => (/\p{N}/u.test(query) ? spellingsOf(query) : []);

/**
 * One page of the services that a query is found in, best tier first and by name within it. Each look is one range of
 * one index and reads what has all the parts that the query needs. Most queries are answered by the first: when few
 * services could match in any tier, no tier is looked through by itself. The number of a service finds that one alone.
 */
export const findServices = async (
  database: Pick<Database, 'find'>,
  { catalogue }: Pick<Snapshot, 'catalogue'>,
  { query, where, cursor = '', size }: Asked,
): Promise<Page> => {
  const look = (tier: SearchTier, after: string, limit: number): Promise<Stored[]> =>
    database.find('services', {
      where: { ...where, searchParts: { all: neededParts(query, tier) }, nameKey: { gt: after } },
      order: ['nameKey', 'asc'],
      limit,
    });
  const matchesIn = (tier: SearchTier, service: Stored): boolean =>
    tierOf(query, service, catalogue.unit(service.unitId)?.name ?? '') === tier;

  if (neededParts(query, 'unit').length === 0) return { found: [] };
  const numbers = cursor === '' ? numbersOf(query) : [];
  if (numbers.length > 0) {
    const numbered = await database.find('services', { where: { ...where, _id: { in: numbers } } });
    if (numbered.length > 0) return { found: numbered };
  }
  if (cursor === '') {
    const candidates = await look('unit', '', size + 1);
    if (candidates.length <= size)
      return { found: searchTiers.flatMap(tier => candidates.filter(one => matchesIn(tier, one))) };
  }
  const [from, begin] = readCursor(cursor);
  const found: Stored[] = [];
  for (const tier of searchTiers.slice(from)) {
    if (neededParts(query, tier).length === 0) continue;
    let after = searchTiers.indexOf(tier) === from ? begin : '';
    for (;;) {
      // What has all the parts nearly always matches: one more than a page is enough to begin with.
      const limit = found.length === 0 ? size + 1 : PAGE;
      const candidates = await look(tier, after, limit);
      for (const candidate of candidates) {
        if (!matchesIn(tier, candidate)) continue;
        if (found.length === size) return { found, nextCursor: cursorOf(tier, after) };
        found.push(candidate);
        after = candidate.nameKey;
      }
      if (candidates.length < limit) break;
      after = candidates.at(-1)?.nameKey ?? '';
    }
  }
  return { found };
};
