import type { SystemOptions } from '../../tools/local-system';
import type { Bench } from './bench';
import { filtering, filtersOf, measureExports, measurePages, measureScreens, queuesOf, roles } from './reads';
import { searchesOf, searching } from './searches';
import type { Result } from './table';
import { measureDue, measureIdle, measureOutbox } from './timers';
import { measureWrites } from './writes';

/** What the bench does with one size, step by step: how it is told to the process of that size, and what that answers. */

type Work = (bench: Bench) => Promise<void>;

/** A part of its own for each of them, some seconds long. */
const each = <T extends string>(
  name: string,
  list: readonly T[],
  work: (one: T) => Work,
): Record<string, Work> => Object.fromEntries(list.map(one => [`${name} of ${one}`, work(one)]));

/**
 * In this order. A machine is slow for some seconds now and then: rounds spread what is measured of a call over minutes, and
 * in each round all sizes take their turn part by part, within seconds of each other.
 */
export const GROUPS: readonly { rounds: number; parts: Record<string, Work> }[] = [
  {
    rounds: 5,
    parts: {
      ...each('queues', roles, queuesOf),
      ...each('filters', filtering, filtersOf),
      screens: measureScreens,
      pages: measurePages,
      ...each('searches', searching, searchesOf),
    },
  },
  { rounds: 3, parts: { writes: measureWrites } },
  { rounds: 1, parts: { exports: measureExports, outbox: measureOutbox } },
  { rounds: 3, parts: { timer: measureIdle } },
  { rounds: 1, parts: { due: measureDue } },
];

/** `gather`: all rounds of a group are over. `close`: nothing more is measured, the figures are asked for. */
export type Step =
  | { do: 'open'; size: number; options: SystemOptions; inPlace: boolean }
  | { do: 'measure'; group: number; part: string }
  | { do: 'gather' }
  | { do: 'close' };

export type Measured = Result & { sizes: string; model: string; openMs: number };

/** `failed`: what the step has thrown. */
export type Done = { measured?: Measured | undefined } | { failed: string };

/** Left in a folder that is measured in place. */
export const USED = 'measured-in-place';
