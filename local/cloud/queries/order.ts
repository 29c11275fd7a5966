import { isPlainObject, type Doc } from '../values/ejson';
import { refused } from '../values/errors';
import { own } from './elements';
import { EMPTY, compareKeys, encode, type Fields, type Key } from '../values/keys';

/**
 * Compares two documents in BSON order. Of an array counts its smallest element going up
 * and its largest going down.
 */
export const comparer = (sort: Fields): ((a: Ranked, b: Ranked) => number) => {
  return (a, b) => {
    for (let i = 0; i < sort.length; i++) {
      const order = compareKeys(a.keys[i]!, b.keys[i]!) * sort[i]![1];
      if (order) return order;
    }
    return 0;
  };
};

/** Something with what it is sorted by. */
export type Ranked = { keys: Key[] };
export type Sortable = Ranked & { doc: Doc };

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
  if (!isPlainObject(value)) return [null];
  return valuesAt(own(value, path[0]!), path.slice(1));
};

/** The sort of a request: `{field: 1 | -1}` with its order kept. */
export const sortOf = (order: Doc | undefined): Fields =>
  Object.entries(order ?? {}).map(([path, direction]) => {
    if (direction !== 1 && direction !== -1) throw refused('bad sort specification');
    return [path, direction];
  });
