import type { SystemOptions } from '../../tools/local-system';
import { ROUNDS, type Bench } from './bench';
import { measureExports, measurePages, measureQueues, measureScreens } from './reads';
import { measureSearches } from './searches';
import type { Result } from './table';
import { measureDue, measureIdle, measureOutbox } from './timers';
import { measureWrites } from './writes';

/** What the bench does with one size, step by step: how it is told to the process of that size, and what that answers. */

type Work = (bench: Bench) => Promise<void>;

/** In this order: what is read and written, and the timer with nothing due, in rounds; the rest once. */
export const PARTS = {
  queues: { work: measureQueues, rounds: ROUNDS },
  screens: { work: measureScreens, rounds: ROUNDS },
  pages: { work: measurePages, rounds: ROUNDS },
  searches: { work: measureSearches, rounds: ROUNDS },
  writes: { work: measureWrites, rounds: ROUNDS },
  exports: { work: measureExports, rounds: 1 },
  outbox: { work: measureOutbox, rounds: 1 },
  timer: { work: measureIdle, rounds: ROUNDS },
  due: { work: measureDue, rounds: 1 },
} satisfies Record<string, { work: Work; rounds: number }>;
export type Part = keyof typeof PARTS;

/** `gather`: all rounds of a part are over. `close`: nothing more is measured, the figures are asked for. */
export type Step =
  | { do: 'open'; size: number; options: SystemOptions; inPlace: boolean }
  | { do: 'measure'; part: Part }
  | { do: 'gather' }
  | { do: 'close' };

export type Measured = Result & { sizes: string; model: string; openMs: number };

/** `failed`: what the step has thrown. */
export type Done = { measured?: Measured | undefined } | { failed: string };

/** Left in a folder that is measured in place. */
export const USED = 'measured-in-place';
