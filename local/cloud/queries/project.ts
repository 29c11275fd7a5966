import { isPlainObject, type Doc } from '../values/ejson';
import { refused } from '../values/errors';
import type { Named } from '../values/only-text';

type Flags = { include: boolean; withId: boolean; paths: string[] };

/** Refuses at once what is wrong. */
const flagsOf = (projection: Doc): Flags => {
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
  return { include, withId, paths: named.map(([path]) => path) };
};

// `_id` is named where it is to be what the others are not.
const namedIn = ({ include, withId, paths }: Flags): Named =>
  namedBy(include === withId ? ['_id', ...paths] : paths);

/** The fields that a projection names, where nothing else is sent. */
export const namesOf = (projection: Doc): Named | undefined => {
  const flags = flagsOf(projection);
  return flags.include ? namedIn(flags) : undefined;
};

/**
 * The fields of a document that a projection names (1) or leaves out (0), through arrays.
 * `_id` is kept unless it is left out by name.
 */
export const projector = (projection: Doc): ((doc: Doc) => Doc) => {
  const flags = flagsOf(projection);
  const { include, withId, paths } = flags;
  if (!paths.length) {
    if (projection._id !== undefined && withId) return doc => ('_id' in doc ? { _id: doc._id } : {});
    if (withId) return doc => doc;
  }
  const all = namedIn(flags);
  return doc => (include ? only(doc, all) : without(doc, all));
};

const namedBy = (paths: readonly string[]): Named => {
  const all: Named = new Map();
  for (const path of paths) put(all, path.split('.'));
  return all;
};

/** What is named as a whole stays whole, whatever else is named below it. */
const put = (named: Named, [name = '', ...below]: string[]): void => {
  const here = named.get(name);
  if (here === 'whole') return;
  if (below.length === 0) return void named.set(name, 'whole');
  const inner: Named = here ?? new Map();
  named.set(name, inner);
  put(inner, below);
};

const only = (doc: Doc, named: Named): Doc => {
  const result: Doc = {};
  for (const key of Object.keys(doc)) {
    const here = named.get(key);
    if (here === undefined) continue;
    const inner = here === 'whole' ? doc[key] : deeper(doc[key], here, only);
    if (here === 'whole' || inner !== undefined) result[key] = inner;
  }
  return result;
};

const without = (doc: Doc, named: Named): Doc => {
  const result: Doc = {};
  for (const key of Object.keys(doc)) {
    const here = named.get(key);
    if (here === 'whole') continue;
    result[key] = here ? (deeper(doc[key], here, without) ?? doc[key]) : doc[key];
  }
  return result;
};

const deeper = (value: unknown, named: Named, apply: (doc: Doc, named: Named) => Doc): unknown => {
  const keepsOthers = apply === without;
  const of = (one: unknown): unknown => {
    if (isPlainObject(one)) return apply(one, named);
    if (Array.isArray(one)) return one.flatMap(item => (isScalar(item) && !keepsOthers ? [] : [of(item)]));
    return keepsOthers ? one : undefined;
  };
  return of(value);
};

const isScalar = (value: unknown): boolean => !Array.isArray(value) && !isPlainObject(value);
