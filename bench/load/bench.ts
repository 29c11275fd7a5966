import type { Cloud } from '../../local/cloud';
import {
  callFunction,
  isFailed,
  lineOf,
  measure,
  merged,
  type Failed,
  type Figures,
  type HowOften,
  type Line,
  type Samples,
} from './measure';

/** What the parts of the bench share: one system, the lines that were measured of it, and rates that are no call's. */
export type Bench = {
  cloud: Cloud;
  /** Measures a call, and keeps its line. */
  line(name: string, call: (n: number) => Promise<unknown>, often?: HowOften): Promise<Figures | undefined>;
  /** The same of one event of a member. */
  staff(name: string, as: string, event: Record<string, unknown>, often?: HowOften): Promise<void>;
  /** A part of its own: what fails in it is said, and the others go on. */
  part(name: string, work: () => Promise<void>): Promise<void>;
  /** A part as one of so many rounds: each of its calls is measured its share of the times. */
  round(name: string, of: number, work: () => Promise<void>): Promise<void>;
  /** All rounds are over: their lines are made. */
  keepGathered(): void;
  /** Keeps a figure that belongs to no call. */
  rate(name: string, n: number): void;
  call<T>(name: string, as: string | undefined, event: Record<string, unknown>): Promise<T>;
  lines: Line[];
  rates: Record<string, number>;
  /** Calls of the SDK that a piece of the timer's work makes. */
  pieces: Record<string, Record<string, number>>;
};

export const createBench = (cloud: Cloud): Bench => {
  const lines: Line[] = [];
  const rates: Record<string, number> = {};
  const keep = (line: Line): void => void lines.push(line);
  const call = <T>(name: string, as: string | undefined, event: Record<string, unknown>): Promise<T> =>
    callFunction<T>(cloud, name, as, event);
  /** While parts run in rounds: what was measured of each call so far. */
  const gathered = new Map<string, Samples | Failed>();
  let rounds = 1;
  const line: Bench['line'] = async (name, one, often) => {
    const measured = await measure(cloud, name, one, often, rounds);
    if (rounds > 1) {
      const before = gathered.get(name);
      gathered.set(name, before ? merged(before, measured) : measured);
      return undefined;
    }
    const kept = lineOf(measured);
    keep(kept);
    return isFailed(kept) ? undefined : kept;
  };
  const part: Bench['part'] = async (name, work) => {
    try {
      await work();
    } catch (error) {
      keep({ name, failed: error instanceof Error ? error.message : String(error) });
    }
  };
  return {
    cloud,
    line,
    staff: async (name, as, event, often) => void (await line(name, () => call('staff', as, event), often)),
    part,
    round: async (name, of, work) => {
      rounds = of;
      await part(name, work);
      rounds = 1;
    },
    keepGathered: () => {
      for (const one of gathered.values()) keep(lineOf(one));
      gathered.clear();
    },
    rate: (name, n) => {
      rates[name] = n;
    },
    call,
    lines,
    rates,
    pieces: {},
  };
};
