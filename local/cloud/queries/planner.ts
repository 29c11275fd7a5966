import type { Index } from '../store/catalog';
import type { Doc } from '../values/ejson';
import { bytes, encode, invert, join, nameOf, typeByte, type Fields, type Key } from '../values/keys';
import { demandsOf, type Predicate } from './predicates';

/** Keys from `start` (included) to `end` (excluded). */
export type Range = { start: Key; end: Key };

/**
 * Beside an entry that begins with `lead` a match has one that begins with each of `others` and goes on as it does. `whole`:
 * whatever has them is a match.
 */
export type Beside = { lead: Key; others: Key[]; whole: boolean };

/** What an entry must say in a part behind those that its range is about: within one of these, or it is no match. */
export type Part = { at: number; direction: 1 | -1; within: Range[] };

export type Plan =
  | { kind: 'collection' }
  | {
      kind: 'index';
      index: Index;
      ranges: Range[];
      backwards: boolean;
      sorted: boolean;
      beside?: Beside;
      /** The other fields of the index, where the filter says something of them: what they rule out is not fetched. */
      parts: Part[];
      /** Whatever it finds is a match: its documents need not be looked at. */
      exact: boolean;
      /** No document has two entries in its ranges. */
      once: boolean;
    }
  | { kind: 'union'; plans: Plan[] };

/** More of them than these sort hardly anything out. */
const MOST_BESIDE = 6;
/** More points than this are not looked up one by one. */
const MOST_POINTS = 5000;

/** The index that every collection has; its entries are the documents themselves. */
export const BY_ID: Index = { id: 0, name: '_id_', fields: [['_id', 1]], unique: true, arrays: new Set() };

/**
 * Chooses how to find the documents of a filter, in the given order if an index has it.
 * The plan finds every match and possibly more; only `sorted` plans deliver the order.
 */
export const choose = (filter: Doc, sort: Fields, indexes: Index[]): Plan => {
  const { found: predicates, whole } = demandsOf(filter);
  let best: { plan: Plan; score: number } = { plan: { kind: 'collection' }, score: 0 };
  for (const index of [BY_ID, ...indexes]) {
    const candidate = useIndex(index, predicates, sort, whole);
    if (candidate.score > best.score) best = candidate;
  }
  return best.score > 0 ? best.plan : unionOf(filter, indexes);
};

/** `$or` at the top: each branch by itself, when every branch finds an index. */
const unionOf = (filter: Doc, indexes: Index[]): Plan => {
  const branches = filter.$or;
  if (!Array.isArray(branches) || !branches.length) return { kind: 'collection' };
  const plans = branches.map(branch => choose({ $and: [branch] }, [], indexes));
  return plans.some(plan => plan.kind === 'collection') ? { kind: 'collection' } : { kind: 'union', plans };
};

const useIndex = (
  index: Index,
  predicates: Predicate[],
  sort: Fields,
  whole: boolean,
): { plan: Plan; score: number } => {
  const used = new Set<Predicate>();
  let points: Key[] = [bytes()];
  let equal = 0;
  let single = true;
  let group: number | undefined;
  let ranges: Range[] | undefined;

  /** The demands on a path that may still be used beside those in use; array paths allow one group only. */
  const usable = (path: string): Predicate[] => {
    const onPath = predicates.filter(predicate => predicate.path === path);
    if (!index.arrays.has(path)) return onPath;
    const chosen = group ?? onPath[0]?.group;
    return onPath.filter(predicate => predicate.group === chosen);
  };
  const remember = (path: string, predicate: Predicate): void => {
    if (index.arrays.has(path)) group ??= predicate.group;
  };

  for (const [path, direction] of index.fields) {
    const demands = usable(path);
    const values = demands.find(predicate => predicate.values);
    if (values?.values) {
      const keys = [...new Map(values.values.map(value => [nameOf(encode(value)), encode(value)])).values()];
      if (keys.length * points.length > MOST_POINTS) break;
      points = points.flatMap(point => keys.map(key => join(point, direction === 1 ? key : invert(key))));
      single &&= keys.length === 1;
      equal++;
      remember(path, values);
      used.add(values);
      continue;
    }
    const range = combine(demands, index.arrays.has(path));
    if (range) {
      ranges = points.map(point => bounds(point, range, direction));
      remember(path, range);
      for (const one of demands) if (isEndOf(one, range)) used.add(one);
    }
    break;
  }

  const behind = index.fields.slice(equal + 1).flatMap(([path, direction], i): Part[] => {
    const demands = index.arrays.has(path) ? [] : usable(path);
    const within = partWithin(demands, direction);
    return within ? [{ at: equal + 1 + i, direction, within }] : [];
  });
  const order = coveredOrder(index, equal, sort, single);
  const isTold = whole && showsAll(predicates);
  const told = (one: Predicate): boolean => isTold && used.has(one);
  const plan: Plan = {
    kind: 'index',
    index,
    ranges: ranges ?? points.map(point => ({ start: point, end: join(point, bytes(0xff)) })),
    backwards: order === -1,
    sorted: order !== 0 && sort.length > 0,
    ...(equal > 0 && group !== undefined ? besides(index, predicates, group, told) : {}),
    parts: behind,
    exact: isTold && predicates.every(told),
    once: index.arrays.size === 0 || (single && isFixed(index, equal)),
  };
  const certain = index.unique && equal === index.fields.length ? 100 : 0;
  return { plan, score: certain + equal * 10 + (ranges ? 5 : 0) + (plan.sorted ? 6 : 0) };
};

/** The keys that one field by itself may have. */
const partWithin = (demands: Predicate[], direction: 1 | -1): Range[] | undefined => {
  const values = demands.find(predicate => predicate.values)?.values;
  if (values)
    return values.map(value => {
      const key = direction === 1 ? encode(value) : invert(encode(value));
      return { start: key, end: join(key, bytes(0xff)) };
    });
  const range = combine(demands, false);
  return range && [bounds(bytes(), range, direction)];
};

/** What else the array of the first field holds, when it is the only array of the index and one value is looked up. */
const besides = (
  index: Index,
  predicates: Predicate[],
  group: number,
  told: (one: Predicate) => boolean,
): { beside?: Beside } => {
  const [path, direction] = index.fields[0]!;
  if (index.arrays.size !== 1 || !index.arrays.has(path)) return {};
  const single = predicates.filter(predicate => predicate.path === path && predicate.values?.length === 1);
  const keys = [...single]
    .sort((a, b) => Number(b.group === group) - Number(a.group === group))
    .map(({ values }) => encode(values![0]))
    .map(key => (direction === 1 ? key : invert(key)));
  const used = predicates.find(predicate => predicate.path === path && predicate.group === group);
  const [lead, ...others] = keys;
  if (!lead || !used || used.values?.length !== 1 || others.length === 0) return {};
  const whole =
    told(used) && others.length <= MOST_BESIDE && predicates.every(one => single.includes(one) || told(one));
  return { beside: { lead, others: others.slice(0, MOST_BESIDE), whole } };
};

/** The only array of the index is among the fields that are looked up: of each document one element is met. */
const isFixed = ({ arrays, fields }: Index, equal: number): boolean =>
  arrays.size === 1 && fields.slice(0, equal).some(([path]) => arrays.has(path));

/** Missing and null are one entry, though not one thing. */
const showsAll = (predicates: Predicate[]): boolean =>
  predicates.every(({ values = [] }) => !values.includes(null));

/** Whether a demand is an end of the range that came of it, and no more than that. */
const isEndOf = ({ low, high }: Predicate, range: Predicate): boolean =>
  (low === undefined || low === range.low) && (high === undefined || high === range.high);

/** Both ends of a range: on array fields only those that must hold for the same element. */
const combine = (demands: Predicate[], array: boolean): Predicate | undefined => {
  const first = demands.find(predicate => predicate.low || predicate.high);
  if (!first) return undefined;
  if (array && first.low && first.high) return { ...first, high: undefined };
  const type = typeByte((first.low ?? first.high)!.value);
  /** What a filter says of the other end may stand before or behind it. */
  const other = (end: 'low' | 'high'): Predicate['low'] =>
    first[end] ??
    (array
      ? undefined
      : demands.map(predicate => predicate[end]).find(one => one && typeByte(one.value) === type));
  const low = other('low');
  const high = other('high');
  if (low && high && typeByte(low.value) !== typeByte(high.value)) return { ...first, low, high: undefined };
  return { ...first, low, high };
};

/** What is no number is not before any number, although it is sorted there. */
const LEAST_NUMBER = { value: -Infinity, open: false };

const bounds = (point: Key, range: Predicate, direction: 1 | -1): Range => {
  const { high } = range;
  const low = range.low ?? (typeof high?.value === 'number' ? LEAST_NUMBER : undefined);
  const type = typeByte((low ?? high)!.value);
  const after = bytes(0xff);
  const at = (...parts: Key[]): Key => join(point, ...parts);
  if (direction === 1)
    return {
      start: !low ? at(bytes(type)) : low.open ? at(encode(low.value), after) : at(encode(low.value)),
      end: !high ? at(bytes(type + 1)) : high.open ? at(encode(high.value)) : at(encode(high.value), after),
    };
  return {
    start: !high
      ? at(bytes(0xff - type))
      : high.open
        ? at(invert(encode(high.value)), after)
        : at(invert(encode(high.value))),
    end: !low
      ? at(bytes(0x100 - type))
      : low.open
        ? at(invert(encode(low.value)))
        : at(invert(encode(low.value)), after),
  };
};

/**
 * 1 or -1 when reading the index (forwards or backwards) gives the sort, 0 when it does not.
 * Several points are merged by the caller, so they cover the sort too; array fields never do.
 */
const coveredOrder = (index: Index, equal: number, sort: Fields, single: boolean): 1 | -1 | 0 => {
  const fixed = new Set(single ? index.fields.slice(0, equal).map(([path]) => path) : []);
  const wanted = sort.filter(([path]) => !fixed.has(path) || index.arrays.has(path));
  if (!wanted.length) return 1;
  const rest = index.fields.slice(equal);
  const turned = wanted[0]![1] === rest[0]?.[1] ? 1 : -1;
  const covered = wanted.every(
    ([path, direction], i) =>
      rest[i]?.[0] === path && rest[i]![1] * turned === direction && !index.arrays.has(path),
  );
  return covered ? turned : 0;
};
