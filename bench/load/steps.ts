import type { SystemOptions } from '../../tools/local-system';
import type { Bench } from './bench';
import { measureExports, measurePages, measureQueues, measureScreens } from './reads';
import { measureSearches } from './searches';
import type { Result } from './table';
import { measureTimer } from './timers';
import { measureWrites } from './writes';

/** What the bench does with one size, step by step: how it is told to the process of that size, and what that answers. */

type Work = (bench: Bench) => Promise<void>;

/** In rounds and in this order; then what is measured once. */
export const IN_ROUNDS = {
  queues: measureQueues,
  screens: measureScreens,
  pages: measurePages,
  searches: measureSearches,
  writes: measureWrites,
} satisfies Record<string, Work>;
export const ONCE = { exports: measureExports, timer: measureTimer } satisfies Record<string, Work>;

/** `gather`: all rounds of a part are over. `close`: nothing more is measured, the figures are asked for. */
export type Step =
  | { do: 'open'; size: number; options: SystemOptions; inPlace: boolean }
  | { do: 'round'; part: keyof typeof IN_ROUNDS }
  | { do: 'gather' }
  | { do: 'once'; part: keyof typeof ONCE }
  | { do: 'close' };

export type Measured = Result & { sizes: string; model: string; openMs: number };

/** `failed`: what the step has thrown. */
export type Done = { measured?: Measured | undefined } | { failed: string };

/** Left in a folder that is measured in place. */
export const USED = 'measured-in-place';
