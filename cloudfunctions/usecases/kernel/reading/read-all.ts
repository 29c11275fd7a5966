import type { CollectionName, Collections } from '../documents';
import { PAGE, type Database, type Where } from '../ports';

/** Reads a whole small collection in pages by a unique field, from a value of it on. */
export const readAll = async <N extends CollectionName>(
  database: Database,
  collection: N,
  field: keyof Collections[N] & string,
  where: Where = {},
  from?: string,
): Promise<Collections[N][]> => {
  const all: Collections[N][] = [];
  for (;;) {
    const last = all.at(-1);
    const after: Where = last
      ? { [field]: { gt: last[field] as string | number } }
      : from === undefined
        ? {}
        : { [field]: { gte: from } };
    const page = await database.find(collection, {
      where: { ...where, ...after },
      order: [field, 'asc'],
      limit: PAGE,
    });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
};
