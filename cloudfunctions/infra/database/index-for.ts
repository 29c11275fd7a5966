import type { Condition, Query } from '../../usecases/kernel/ports';

/** One collection of collections.json: the single file from which local and production databases are made. */
export type IndexSchema = { name: string; fields: Record<string, number>; unique?: boolean };
export type CollectionSchema = { name: string; indexes: IndexSchema[] };

const isEquality = (condition: Condition): boolean =>
  condition === null || typeof condition !== 'object' || 'in' in condition || 'all' in condition;

/**
 * The index that serves a query, or undefined. It serves when its fields begin with fields that the query fixes by
 * equality and go on with the field that the query sorts by or bounds; what is left over is only a filter.
 */
export const indexFor = (
  collection: CollectionSchema,
  { where, order }: Pick<Query, 'where' | 'order'>,
): string | undefined => {
  const fields = Object.keys(where);
  const id = where['_id'];
  if (id !== undefined && (fields.length === 1 || (!order && isEquality(id)))) return '_id';
  if (order?.[0] === '_id' && fields.every(field => field === '_id')) return '_id';
  const equal = new Set(fields.filter(field => isEquality(where[field] as Condition)));
  const found = collection.indexes.find(index => {
    const names = Object.keys(index.fields);
    let at = 0;
    while (at < names.length && equal.has(names[at] as string)) at += 1;
    const next = names[at];
    if (order) return next === order[0] || names.slice(0, at).includes(order[0]);
    return at > 0 || (next !== undefined && fields.includes(next));
  });
  return found?.name;
};
