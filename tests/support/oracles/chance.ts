import type { Doc } from './order';

/** Cases by chance that the local cloud and an oracle both answer. */

/** `BANJIE_SEED` repeats a run, `BANJIE_LONG=1` makes ten times as many with a seed of its own. */
const LONG = process.env['BANJIE_LONG'] === '1';
export const SEED = Number(process.env['BANJIE_SEED'] ?? (LONG ? Date.now() % 1_000_000 : 17));
export const casesOf = (usual: number): number => (LONG ? 10 * usual : usual);
/** A seed that is not always the same has to be known to whoever repeats the run. */
export const tellSeed = (): void => {
  if (LONG) console.log(`seed ${SEED}`);
};

const SCALARS = [null, true, false, 0, 1, 2, 3, -1, 0.5, 1.5, 4294967296, '', 'a', 'ab', 'b', '，', '😀'];
export const at = (time: number): Date => new Date(time);

export const chance = (seed: number) => {
  let state = seed;
  /** mulberry32. */
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (n: number): number => Math.floor(random() * n);
  const one = <T>(list: readonly T[]): T => list[upTo(list.length)]!;
  const some = <T>(most: number, make: () => T): T[] => Array.from({ length: upTo(most + 1) }, make);
  /** As often as one in `n`. */
  const seldom = (n: number): boolean => upTo(n) === 0;

  const scalar = (): unknown => (seldom(12) ? at(upTo(3)) : one(SCALARS));
  const value = (depth = 0): unknown => {
    const kind = upTo(depth > 2 ? 4 : 8);
    if (kind < 4) return scalar();
    if (kind < 6) return some(3, () => value(depth + 1));
    return document(depth + 1);
  };
  const document = (depth = 0): Doc =>
    Object.fromEntries(some(3, () => [one(['a', 'b', 'c', '0']), value(depth)]));
  return { upTo, one, some, seldom, scalar, value, document };
};

export type Chance = ReturnType<typeof chance>;

/** What came of a case: its result, or that it was refused; anything else that is thrown is a mistake. */
export const outcome = (isRefusal: (error: unknown) => boolean, work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    if (isRefusal(error)) return 'refused';
    throw error;
  }
};
