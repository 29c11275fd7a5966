import { Query } from 'mingo';
import { isPlainObject, type Doc } from '../values/ejson';
import { messageOf, refused } from '../values/errors';
import { EMPTY, compareKeys, encode, type Fields, type Key } from '../values/keys';

/** Compiles a filter; throws what MongoDB would refuse. Scripts (`$where`) are not allowed. */
export const matcher = (filter: Doc): ((doc: Doc) => boolean) => {
  try {
    const query = new Query(withoutAll(filter), { scriptEnabled: false });
    return doc => query.test(doc);
  } catch (error) {
    throw refused(messageOf(error));
  }
};

/** `$all` is defined as several equalities, of scalars too; the library takes it for arrays alone. */
const withoutAll = (filter: Doc): Doc => {
  const parts = Object.entries(filter).flatMap(([path, condition]): Doc[] => {
    if (['$and', '$or', '$nor'].includes(path) && Array.isArray(condition))
      return [{ [path]: condition.map(part => (isPlainObject(part) ? withoutAll(part) : part)) }];
    if (!isPlainObject(condition) || !Array.isArray(condition.$all) || hasGroups(condition.$all))
      return [{ [path]: condition }];
    const { $all: wanted, ...others } = condition;
    const equal = wanted.map(value => ({ [path]: value }));
    const rest = Object.keys(others).length > 0 ? [{ [path]: others }] : [];
    return [...(equal.length > 0 ? equal : [{ [path]: { $in: [] } }]), ...rest];
  });
  return parts.every(part => part[Object.keys(part)[0]!] === filter[Object.keys(part)[0]!])
    ? filter
    : { $and: parts };
};

/** `$all: [{$elemMatch: …}]` asks for elements, not for values. */
const hasGroups = (wanted: unknown[]): boolean =>
  wanted.some(one => isPlainObject(one) && '$elemMatch' in one);

/**
 * Compares two documents in BSON order. Of an array counts its smallest element going up
 * and its largest going down.
 */
export const comparer = (sort: Fields): ((a: Sortable, b: Sortable) => number) => {
  return (a, b) => {
    for (let i = 0; i < sort.length; i++) {
      const order = compareKeys(a.keys[i]!, b.keys[i]!) * sort[i]![1];
      if (order) return order;
    }
    return 0;
  };
};

export type Sortable = { doc: Doc; keys: Key[] };

/** Prepares a document for `comparer`. */
export const sortable = (doc: Doc, sort: Fields): Sortable => ({
  doc,
  keys: sort.map(([path, direction]) => {
    const keys = valuesAt(doc, path.split('.')).map(encode);
    return keys.reduce((best, key) => (compareKeys(key, best) * direction < 0 ? key : best));
  }),
});

/** All values at a path, through arrays; null where there is none. */
const valuesAt = (value: unknown, path: string[]): unknown[] => {
  if (!path.length) return Array.isArray(value) ? (value.length ? value : [EMPTY]) : [value ?? null];
  if (Array.isArray(value)) {
    const direct = /^\d+$/.test(path[0]!) && Number(path[0]) < value.length;
    if (direct) return valuesAt(value[Number(path[0])], path.slice(1));
    const inner = value.flatMap(item => (Array.isArray(item) ? [null] : valuesAt(item, path)));
    return inner.length ? inner : [null];
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return [null];
  return valuesAt((value as Doc)[path[0]!], path.slice(1));
};

/** The sort of a request: `{field: 1 | -1}` with its order kept. */
export const sortOf = (order: Doc | undefined): Fields =>
  Object.entries(order ?? {}).map(([path, direction]) => {
    if (direction !== 1 && direction !== -1) throw refused('bad sort specification');
    return [path, direction];
  });
