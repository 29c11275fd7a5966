import { isPlainObject, type Doc } from '../../values/ejson';
import { refused } from '../../values/errors';
import { encode, nameOf } from '../../values/keys';
import { compareValues } from '../accumulators';
import { isTrue, typeName } from '../types';
import { arrayFor, fieldsOf, isNothing, ofValues, place, type Operator } from './shared';

const wholeFor = (name: string, value: unknown): number => {
  if (!Number.isInteger(value)) throw refused(`${name} requires a whole number, found: ${typeName(value)}`);
  return value as number;
};

/** Each element once. */
const byKey = (list: unknown[]): Map<string, unknown> => {
  const values = new Map<string, unknown>();
  for (const one of list) {
    const key = nameOf(encode(one));
    if (!values.has(key)) values.set(key, one);
  }
  return values;
};

/** Of arrays; null where there is none. */
const ofArrays = (name: string, most: number, compute: (...lists: unknown[][]) => unknown): Operator =>
  ofValues(name, most === 2 ? 2 : 0, most, (...lists) =>
    lists.some(isNothing) ? null : compute(...lists.map(list => arrayFor(name, list))),
  );

/** Of sets that have to be there. */
const ofSets = (name: string, most: number, compute: (sets: Map<string, unknown>[]) => boolean): Operator =>
  ofValues(name, 2, most, (...lists) => compute(lists.map(list => byKey(arrayFor(name, list)))));

const holdsAll = (one: Map<string, unknown>, other: Map<string, unknown>): boolean =>
  [...other.keys()].every(key => one.has(key));

const slice = ofValues('$slice', 2, 3, (...values) => {
  if (values.some(isNothing)) return null;
  const list = arrayFor('$slice', values[0]);
  const [first, most] = values.slice(1).map(value => wholeFor('$slice', value));
  if (most === undefined) return first! < 0 ? list.slice(first) : list.slice(0, first);
  if (most <= 0) throw refused('Third argument to $slice must be positive');
  const from = first! < 0 ? Math.max(0, list.length + first!) : first!;
  return list.slice(from, from + most);
});

/** So many numbers are made at most. */
const MOST_NUMBERS = 1_000_000;

const range = ofValues('$range', 2, 3, (...values) => {
  const [start, end, step = 1] = values.map(value => wholeFor('$range', value));
  if (step === 0) throw refused('$range requires a non-zero step value');
  const length = Math.max(0, Math.ceil((end! - start!) / step));
  if (length > MOST_NUMBERS) throw refused('$range would use too much memory');
  return Array.from({ length }, (_, n) => start! + n * step);
});

const pairOf = (pair: unknown): [string, unknown] => {
  const [key, value, ...more] = Array.isArray(pair)
    ? (pair as unknown[])
    : isPlainObject(pair) && Object.keys(pair).sort().join() === 'k,v'
      ? [pair.k, pair.v]
      : [];
  const length = Array.isArray(pair) ? pair.length : 2;
  if (typeof key !== 'string' || length !== 2 || more.length > 0)
    throw refused("$arrayToObject requires an array of key-value pairs, as 'k' and 'v' or as arrays of two");
  return [key, value];
};

const toObject = ofValues('$arrayToObject', 1, 1, list => {
  if (isNothing(list)) return null;
  const pairs = arrayFor('$arrayToObject', list);
  if (new Set(pairs.map(Array.isArray)).size > 1)
    throw refused('$arrayToObject requires a consistent input format');
  return Object.fromEntries(pairs.map(pairOf));
});

const toArray = ofValues('$objectToArray', 1, 1, doc => {
  if (isNothing(doc)) return null;
  if (!isPlainObject(doc)) throw refused(`$objectToArray requires a document input, found: ${typeName(doc)}`);
  return Object.entries(doc).map(([k, v]) => ({ k, v }));
});

const zip: Operator = (operand, read) => {
  const {
    inputs,
    useLongestLength: longest = false,
    defaults,
  }: Doc = fieldsOf('$zip', operand, ['inputs'], ['useLongestLength', 'defaults']);
  if (!Array.isArray(inputs) || inputs.length === 0) throw refused('$zip requires at least one input array');
  if (typeof longest !== 'boolean') throw refused('useLongestLength must be a bool');
  if (defaults !== undefined && (!longest || !Array.isArray(defaults) || defaults.length !== inputs.length))
    throw refused('defaults of $zip go with useLongestLength: true, one for each input');
  const lists = inputs.map(read);
  const others = (Array.isArray(defaults) ? defaults : []).map(read);
  return variables => {
    const values = lists.map(list => list(variables));
    if (values.some(isNothing)) return null;
    const arrays = values.map(value => arrayFor('$zip', value));
    const lengths = arrays.map(({ length }) => length);
    return Array.from({ length: longest ? Math.max(...lengths) : Math.min(...lengths) }, (_, n) =>
      arrays.map((array, at): unknown => (n < array.length ? array[n] : others[at]?.(variables)) ?? null),
    );
  };
};

const truth = (name: string, compute: (list: unknown[]) => boolean): Operator =>
  ofValues(name, 1, 1, list => compute(arrayFor(name, list)));

/** Arrays and sets. */
export const LISTS: Record<string, Operator> = {
  $in: ofValues('$in', 2, 2, (value, list) => {
    if (!Array.isArray(list))
      throw refused(`$in requires an array as a second argument, found: ${typeName(list)}`);
    return list.some(one => compareValues(one, value) === 0);
  }),
  $indexOfArray: ofValues('$indexOfArray', 2, 4, (list, value, start, end) => {
    if (isNothing(list)) return null;
    const items = arrayFor('$indexOfArray', list);
    const from = start === undefined ? 0 : place('$indexOfArray', start);
    const to = end === undefined ? items.length : place('$indexOfArray', end);
    return items.findIndex((one, n) => n >= from && n < to && compareValues(one, value) === 0);
  }),
  $allElementsTrue: truth('$allElementsTrue', list => list.every(isTrue)),
  $anyElementTrue: truth('$anyElementTrue', list => list.some(isTrue)),
  $arrayToObject: toObject,
  $concatArrays: ofArrays('$concatArrays', 1000, (...lists) => lists.flat()),
  $objectToArray: toArray,
  $range: range,
  $reverseArray: ofValues('$reverseArray', 1, 1, list =>
    isNothing(list) ? null : [...arrayFor('$reverseArray', list)].reverse(),
  ),
  $setDifference: ofArrays('$setDifference', 2, (one, other) => {
    const unwanted = byKey(other!);
    return [...byKey(one!)].flatMap(([key, value]) => (unwanted.has(key) ? [] : [value]));
  }),
  $setEquals: ofSets('$setEquals', 1000, ([first, ...sets]) =>
    sets.every(set => holdsAll(first!, set) && holdsAll(set, first!)),
  ),
  $setIntersection: ofArrays('$setIntersection', 1000, (first = [], ...lists) => {
    const sets = lists.map(byKey);
    return [...byKey(first)].flatMap(([key, value]) => (sets.every(set => set.has(key)) ? [value] : []));
  }),
  $setIsSubset: ofSets('$setIsSubset', 2, ([one, other]) => holdsAll(other!, one!)),
  $setUnion: ofArrays('$setUnion', 1000, (...lists) => [...byKey(lists.flat()).values()]),
  $slice: slice,
  $zip: zip,
  $isArray: ofValues('$isArray', 1, 1, Array.isArray),
  $size: ofValues('$size', 1, 1, value => {
    if (!Array.isArray(value)) throw refused(`The argument to $size must be an array, but was of type: ${typeName(value)}`); // prettier-ignore
    return value.length;
  }),
  $arrayElemAt: ofValues('$arrayElemAt', 2, 2, (list, at) => {
    if (isNothing(list) || isNothing(at)) return null;
    if (!Number.isInteger(at)) throw refused("$arrayElemAt's second argument must be representable as a 32-bit integer"); // prettier-ignore
    return arrayFor('$arrayElemAt', list).at(at as number);
  }),
};
