import { documentsOf, totalOf, type StoredCounter } from '../../../domain/ticket/counted';
import type { CounterDocument } from '../documents';
import { PAGE, type Database } from '../ports';

/** Counters as they are read: each the sum of its documents; what was never counted is zero. */

/** So many documents hold what was counted on a day, so that writers rarely meet. */
export const DAY_SHARDS = 4;

/** A counter of tickets; the others are those of days. */
export const isNumber = (document: CounterDocument): document is StoredCounter => 'n' in document;

export type Counters = { of(name: string): StoredCounter; n(name: string): number };

const countersIn = (documents: readonly CounterDocument[]): Counters => {
  const known = new Map(documents.filter(isNumber).map(one => [one._id, one]));
  const of = (name: string): StoredCounter =>
    totalOf(
      name,
      documentsOf(name).flatMap(id => known.get(id) ?? []),
    );
  return { of, n: name => of(name).n };
};

/** Of numbers that were read with the first query of a call; undefined when these are not among them. */
export const countersOf = (
  numbers: ReadonlyMap<string, number>,
  names: readonly string[],
): Counters | undefined =>
  names.flatMap(documentsOf).every(id => numbers.has(id))
    ? countersIn([...numbers].map(([_id, n]) => ({ _id, n })))
    : undefined;

/** All at once, a query for each hundred documents. */
export const readCounters = async (
  database: Pick<Database, 'find'>,
  names: readonly string[],
): Promise<Counters> => {
  const ids = [...new Set(names.flatMap(documentsOf))];
  const pages = Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) =>
    ids.slice(page * PAGE, (page + 1) * PAGE),
  );
  const found = await Promise.all(
    pages.map(page => database.find('counters', { where: { _id: { in: page } }, limit: PAGE })),
  );
  return countersIn(found.flat());
};
