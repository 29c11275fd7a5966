/**
 * `npm run test:long` (`BANJIE_LONG=1`): every combination and more of everything, minutes instead of seconds. `npm test` takes of
 * what is alike a part, chosen so that each kind of thing is in it.
 */
export const LONG = process.env['BANJIE_LONG'] === '1';

/** All of them in the long form, else those that `isWanted` chooses. */
export const someOf = <T>(items: readonly T[], isWanted: (item: T, index: number) => boolean): T[] =>
  items.filter((item, index) => LONG || isWanted(item, index));
