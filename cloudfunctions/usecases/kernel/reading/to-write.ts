import type { CollectionName, Collections } from '../documents';
import type { Database, Transaction } from '../ports';

/**
 * Documents that this transaction is going to write, all of them with two reads; those that are not there are left out. It is
 * its first reading: the first document fixes what the transaction sees, the others come by a query outside of it. Whatever
 * has changed since makes the write of it conflict, so what is written rests on what lies there. At most a page.
 */
export const readToWrite = async <N extends CollectionName>(
  database: Pick<Database, 'find'>,
  transaction: Pick<Transaction, 'get'>,
  collection: N,
  ids: readonly string[],
): Promise<Collections[N][]> => {
  const [id, ...others] = ids;
  if (id === undefined) return [];
  const first = await transaction.get(collection, id);
  const rest = others.length > 0 ? await database.find(collection, { where: { _id: { in: others } } }) : [];
  const found = new Map([...(first ? [first] : []), ...rest].map(one => [one._id, one]));
  return ids.flatMap(one => found.get(one) ?? []);
};
