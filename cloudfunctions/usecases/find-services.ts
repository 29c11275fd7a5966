import { neededParts, searchTiers, tierOf, type SearchTier } from '../domain/service-search';
import type { Collections } from './documents';
import { PAGE, type Database, type Where } from './ports';
import type { Snapshot } from './snapshot';

type Stored = Collections['services'];
type Page = { found: Stored[]; nextCursor?: string };

/** Where the next page of a search begins: the tier, and the last name that was looked at in it. */
const cursorOf = (tier: SearchTier, nameKey: string): string => `${searchTiers.indexOf(tier)}|${nameKey}`;

const readCursor = (cursor: string): [tier: number, after: string] => {
  const [, tier, after] = /^([0-3])\|(.*)$/s.exec(cursor) ?? [];
  return [Number(tier ?? 0), after ?? ''];
};

/**
 * One page of the services that a query is found in, best tier first and by name within it. Each tier is one range of
 * one index; a document is read only when it has all the parts that the query needs.
 */
export const findServices = async (
  database: Pick<Database, 'find'>,
  { catalogue }: Pick<Snapshot, 'catalogue'>,
  { query, where, cursor = '', size }: { query: string; where: Where; cursor?: string; size: number },
): Promise<Page> => {
  const found: Stored[] = [];
  const unitName = ({ unitId }: Stored): string => catalogue.unit(unitId)?.name ?? '';
  const [from, begin] = readCursor(cursor);
  for (const tier of searchTiers.slice(from)) {
    const parts = neededParts(query, tier);
    if (!parts?.length) continue;
    let after = searchTiers.indexOf(tier) === from ? begin : '';
    for (;;) {
      // The first look is a small one: what needs all the parts nearly always matches.
      const limit = found.length === 0 && after === '' ? size + 1 : PAGE;
      const candidates = await database.find('services', {
        where: { ...where, searchParts: { all: parts }, nameKey: { gt: after } },
        order: ['nameKey', 'asc'],
        limit,
      });
      for (const candidate of candidates) {
        if (tierOf(query, candidate, unitName(candidate)) !== tier) continue;
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
