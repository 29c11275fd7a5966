import type { CollectionName, Collections } from '../documents';
import { NEVER } from '../../../domain/time';
import { MANY, PAGE, type Database, type Where } from '../ports';

const valueAt = (document: unknown, path: string): string =>
  String(
    path.split('.').reduce((value, name) => (value as Record<string, unknown> | undefined)?.[name], document),
  );

/**
 * What waits in a collection, in the order of a text field, up to a value of it: each document once, and what is written
 * behind the last one meanwhile too. What stays in the queue keeps nobody waiting, not even a whole page with one value:
 * the index ends with `_id`, and the walk always goes on. `from` = the value of the field with which it begins.
 */
export async function* queueOf<N extends CollectionName>(
  database: Pick<Database, 'find'>,
  collection: N,
  field: string,
  { where = {}, from = '', until }: { where?: Where; from?: string; until?: string } = {},
): AsyncGenerator<Collections[N]> {
  const end = until === undefined ? {} : { lte: until };
  let begin: { gt: string } | { gte: string } = { gte: from };
  for (;;) {
    const page = await database.find(collection, {
      where: { ...where, [field]: { ...begin, ...end } },
      order: [field, 'asc'],
      limit: PAGE,
    });
    const last = page.at(-1);
    if (!last) return;
    yield* page;
    const after = valueAt(last, field);
    begin = { gt: after };
    // A full page may end among documents with one value: the others of them come by their ids.
    if (page.length < PAGE) continue;
    const seen = new Set(page.map(({ _id }) => _id));
    for (let id = ''; ;) {
      const same = await database.find(collection, {
        where: { ...where, [field]: after, _id: { gt: id } },
        order: ['_id', 'asc'],
        limit: PAGE,
      });
      yield* same.filter(({ _id }) => !seen.has(_id));
      if (same.length < PAGE) break;
      id = same.at(-1)?._id ?? id;
    }
  }
}

/** The value of the first that waits in a queue, or undefined: then nothing does. */
export const firstWaiting = async <N extends CollectionName>(
  database: Pick<Database, 'find'>,
  collection: N,
  field: string,
  where: Where = {},
): Promise<string | undefined> => {
  const [first] = await database.find(collection, {
    where: { ...where, [field]: { gt: '' } },
    order: [field, 'asc'],
    limit: 1,
  });
  return first && valueAt(first, field);
};

/** How many wait in a queue, up to MANY; what is not tried again by itself stands in none. */
export const countWaiting = (
  database: Pick<Database, 'count'>,
  collection: CollectionName,
  field: string,
  where: Where = {},
): Promise<number> => database.count(collection, { ...where, [field]: { gt: '', lt: NEVER } }, MANY);
