import { isPlainObject, type Doc } from '../values/ejson';
import { refused } from '../values/errors';

/**
 * The fields of a document that a projection names (1) or leaves out (0), through arrays.
 * `_id` is kept unless it is left out by name.
 */
export const project = (doc: Doc, projection: Doc): Doc => {
  const named = Object.entries(projection).filter(([path]) => path !== '_id');
  if (
    [...named, ['_id', projection._id ?? 1]].some(
      ([, value]) => value !== 0 && value !== 1 && typeof value !== 'boolean',
    )
  )
    throw refused('Only 0 and 1 are supported in field()');
  const include = named.some(([, value]) => Boolean(value));
  if (include && named.some(([, value]) => !value))
    throw refused('Projection cannot have a mix of inclusion and exclusion.');
  const withId = projection._id === undefined || Boolean(projection._id);
  if (!named.length) {
    if (projection._id !== undefined && withId) return '_id' in doc ? { _id: doc._id } : {};
    return withId ? doc : without(doc, [['_id']]);
  }
  const paths = named.map(([path]) => path.split('.'));
  if (include) return only(doc, withId ? [['_id'], ...paths] : paths);
  return without(doc, withId ? paths : [['_id'], ...paths]);
};

const only = (doc: Doc, paths: string[][]): Doc => {
  const result: Doc = {};
  for (const [key, value] of Object.entries(doc)) {
    const here = paths.filter(path => path[0] === key);
    if (!here.length) continue;
    if (here.some(path => path.length === 1)) result[key] = value;
    else {
      const inner = deeper(value, here, only);
      if (inner !== undefined) result[key] = inner;
    }
  }
  return result;
};

const without = (doc: Doc, paths: string[][]): Doc => {
  const result: Doc = {};
  for (const [key, value] of Object.entries(doc)) {
    const here = paths.filter(path => path[0] === key);
    if (here.some(path => path.length === 1)) continue;
    result[key] = here.length ? (deeper(value, here, without) ?? value) : value;
  }
  return result;
};

const deeper = (value: unknown, paths: string[][], apply: (doc: Doc, paths: string[][]) => Doc): unknown => {
  const rest = paths.map(path => path.slice(1));
  const keepsOthers = apply === without;
  const of = (one: unknown): unknown => {
    if (isPlainObject(one)) return apply(one, rest);
    if (Array.isArray(one)) return one.flatMap(item => (isScalar(item) && !keepsOthers ? [] : [of(item)]));
    return keepsOthers ? one : undefined;
  };
  return of(value);
};

const isScalar = (value: unknown): boolean => !Array.isArray(value) && !isPlainObject(value);
