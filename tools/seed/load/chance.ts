/** Chance that can be repeated: the same seed and number of a story give the same story, whichever thread tells it. */
export type Chance = {
  /** From 0 up to and without 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** True so often in a hundred. */
  percent(n: number): boolean;
  pick<T>(list: readonly T[]): T;
};

/** mulberry32: small, fast, and good enough to spread things. */
export const chanceOf = (seed: number): Chance => {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bf03635) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    percent: n => next() * 100 < n,
    pick: list => {
      const found = list[whole(0, list.length - 1)];
      if (found === undefined) throw new RangeError('nothing to pick from');
      return found;
    },
  };
};
