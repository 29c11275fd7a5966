import type { Cloud } from '../../local/cloud';
import { callFunction, isFailed, measure, type Figures, type HowOften, type Line } from './measure';

/** What the parts of the bench share: one system, the lines that were measured of it, and rates that are no call's. */
export type Bench = {
  cloud: Cloud;
  /** Measures a call, prints its line at once and keeps it. */
  line(name: string, call: (n: number) => Promise<unknown>, often?: HowOften): Promise<Figures | undefined>;
  /** The same of one event of a member. */
  staff(name: string, as: string, event: Record<string, unknown>, often?: HowOften): Promise<void>;
  /** A part of its own: what fails in it is said, and the others go on. */
  part(name: string, work: () => Promise<void>): Promise<void>;
  /** Says and keeps a figure that belongs to no call. */
  rate(name: string, n: number): void;
  call<T>(name: string, as: string | undefined, event: Record<string, unknown>): Promise<T>;
  lines: Line[];
  rates: Record<string, number>;
  /** Calls of the SDK that a piece of the timer's work makes. */
  pieces: Record<string, Record<string, number>>;
};

export const createBench = (cloud: Cloud, print: (line: Line) => void): Bench => {
  const lines: Line[] = [];
  const rates: Record<string, number> = {};
  const keep = (line: Line): void => {
    lines.push(line);
    print(line);
  };
  const call = <T>(name: string, as: string | undefined, event: Record<string, unknown>): Promise<T> =>
    callFunction<T>(cloud, name, as, event);
  const line: Bench['line'] = async (name, one, often) => {
    const measured = await measure(cloud, name, one, often);
    keep(measured);
    return isFailed(measured) ? undefined : measured;
  };
  return {
    cloud,
    line,
    staff: async (name, as, event, often) => void (await line(name, () => call('staff', as, event), often)),
    part: async (name, work) => {
      try {
        await work();
      } catch (error) {
        keep({ name, failed: error instanceof Error ? error.message : String(error) });
      }
    },
    rate: (name, n) => {
      rates[name] = n;
      console.log(`${name}: ${n.toFixed(1)}`);
    },
    call,
    lines,
    rates,
    pieces: {},
  };
};
