import { isPlainObject } from '../values/ejson';
import { refused } from '../values/errors';
import { compareKeys, encode, nameOf } from '../values/keys';

/** Takes one value after the other (`undefined` = the field is not there) and gives what came of them. */
export type Accumulator = { take: (value: unknown) => void; give: () => unknown };

/** By the order of types and values; what is not there comes before null. */
export const compareValues = (one: unknown, other: unknown): number =>
  one === undefined || other === undefined
    ? Number(one !== undefined) - Number(other !== undefined)
    : compareKeys(encode(one), encode(other));

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

const sum = (): Accumulator => {
  let total = 0;
  return {
    take: value => void (typeof value === 'number' && (total += value)),
    give: () => total,
  };
};

/** Mean and squares of distances as numbers come (Welford): `$avg` and the deviations. */
const spread = (result: (n: number, mean: number, squares: number) => unknown) => (): Accumulator => {
  let [n, mean, squares, total] = [0, 0, 0, 0];
  return {
    take: value => {
      if (typeof value !== 'number') return;
      n += 1;
      total += value;
      const distance = value - mean;
      mean += distance / n;
      squares += distance * (value - mean);
    },
    give: () => (n === 0 ? null : result(n, total / n, squares)),
  };
};

const best = (isBetter: (order: number) => boolean) => (): Accumulator => {
  let found: unknown;
  return {
    take: value => {
      if (isThere(value) && (found === undefined || isBetter(compareValues(value, found)))) found = value;
    },
    give: () => found ?? null,
  };
};

const list = (): Accumulator => {
  const values: unknown[] = [];
  return { take: value => void (value !== undefined && values.push(value)), give: () => values };
};

const set = (): Accumulator => {
  const values = new Map<string, unknown>();
  return {
    take: value => {
      const name = value === undefined ? '' : nameOf(encode(value));
      if (value !== undefined && !values.has(name)) values.set(name, value);
    },
    give: () => [...values.values()],
  };
};

export const ACCUMULATORS: Record<string, () => Accumulator> = {
  $sum: sum,
  $avg: spread((_n, mean) => mean),
  $stdDevPop: spread((n, _mean, squares) => Math.sqrt(squares / n)),
  $stdDevSamp: spread((n, _mean, squares) => (n < 2 ? null : Math.sqrt(squares / (n - 1)))),
  $min: best(order => order < 0),
  $max: best(order => order > 0),
  $push: list,
  $addToSet: set,
  $first: () => {
    let first: { value: unknown } | undefined;
    return { take: value => void (first ??= { value }), give: () => first?.value ?? null };
  },
  $last: () => {
    let last: unknown;
    return { take: value => void (last = value), give: () => last ?? null };
  },
  $mergeObjects: () => {
    const merged: Record<string, unknown> = {};
    return {
      take: value => {
        if (!isThere(value)) return;
        if (!isPlainObject(value)) throw refused('$mergeObjects requires object inputs');
        Object.assign(merged, value);
      },
      give: () => merged,
    };
  },
};

/** What an accumulator gives for a list of values. */
export const accumulated = (name: string, values: unknown[]): unknown => {
  const accumulator = ACCUMULATORS[name]!();
  for (const value of values) accumulator.take(value);
  return accumulator.give();
};
