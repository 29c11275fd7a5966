/**
 * Which stories are told by the engine, and which are told again of them. Up to so many tickets each is told by the engine;
 * of more, the first so many are told again in rounds, and what is left over is told by the engine as well.
 */
const TOLD = 5000;

/** Of ten tickets one is open: it was filed lately. The others had the time to come to their end. */
export const isOpenStory = (n: number): boolean => n % 10 === 0;
/** The second ticket of a story about one matter filed twice is the one before it merged. */
export const isTwin = (n: number): boolean => n % 50 === 7;
export const isTold = (n: number): boolean => n % 50 !== 8;
/** What staff have opened instead of a citizen. */
export const isOfStaff = (n: number): boolean => n % 25 === 3;

/** A burst: so many like complaints within the last hour (issue 13), at most this share of all. */
export const BURST = 3000;
const BURST_SHARE = 0.03;

/** Over so many days what is over was filed: with the time that it takes to come to its end, two years. */
const DAYS = 661;

export type Plan = {
  size: number;
  days: number;
  /** From here on stories belong to the burst. */
  burst: number;
  /** So many are told by the engine, in so many rounds. */
  told: number;
  rounds: number;
};

/** Twins stand in one round. */
const TWINS = 50;

export const planOf = (
  size: number,
  { days = DAYS, most = TOLD }: { days?: number; most?: number } = {},
): Plan => {
  const burst = size - Math.floor(Math.min(BURST, size * BURST_SHARE) / TWINS) * TWINS;
  const told = Math.min(burst, most);
  return { size, days, burst, told, rounds: Math.max(1, Math.floor(burst / told)) };
};

/** How many stories of the burst are told by the engine. */
const BURST_TOLD = 12;

/** What one thread of several does: a story by its number, and the numbers under which it is told again. */
export function* shareOf(plan: Plan, first: number, step: number): Generator<{ n: number; again: number[] }> {
  const { size, burst, told, rounds } = plan;
  const again = (n: number): number[] =>
    isOfStaff(n) ? [] : Array.from({ length: rounds - 1 }, (_, round) => n + (round + 1) * told);
  for (let n = first; n < told; n += step) {
    // What staff have opened is not told again: in its place stands once more what came before it.
    const more = isOfStaff(n + 1) && n + 1 < told ? again(n).map(other => other + 1) : [];
    yield { n, again: [...again(n), ...more] };
  }
  for (let n = told * rounds + first; n < burst; n += step) yield { n, again: [] };
  for (let n = burst + first; n < Math.min(size, burst + BURST_TOLD); n += step)
    yield {
      n,
      again: Array.from(
        { length: Math.ceil((size - n) / BURST_TOLD) - 1 },
        (_, turn) => n + (turn + 1) * BURST_TOLD,
      ),
    };
}
