import type { Cloud } from '../../local/cloud';
import type { Invocation } from '../../local/cloud/functions/host';
import type { Reply } from '../../typings/contract';
import { percentile } from '../figures';

/** Calls of the running functions as a phone makes them, and the same round trips bare beside each. */

/** What was measured of one kind of call. */
export type Figures = {
  name: string;
  times: number;
  p50: number;
  p95: number;
  p99: number;
  /** Round trips to the database one after another and in all: of the middle call. */
  inARow: number;
  trips: number;
  /** Documents and index entries that the database looked at, and milliseconds in it: of the middle call. */
  documents: number;
  entries: number;
  databaseMs: number;
  /** The same round trips bare through the SDK, p50. */
  floor: number;
  /** How often each function of the SDK was called: of the middle call. */
  calls: Record<string, number>;
  /** Milliseconds of the function itself, p50: what is paid for. */
  functionMs: number;
  /** How many tickets the page shows, where it is a list. */
  listed?: number;
};

/** A call that did not work, and why: the others are measured all the same. */
export type Failed = { name: string; failed: string };

export type Line = Figures | Failed;

export const isFailed = (line: Line | Samples): line is Failed => 'failed' in line;

/** Calls a function; throws with the code and the fields of a refusal. */
export const callFunction = async <T>(
  cloud: Cloud,
  name: string,
  as: string | undefined,
  event: Record<string, unknown>,
): Promise<T> => {
  const response = await fetch(`${cloud.url}/call/${name}`, {
    method: 'POST',
    headers: { ...(as ? { 'x-openid': as } : {}), 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  const { result, errMsg } = (await response.json()) as { result?: Reply<T> | null; errMsg: string };
  if (result === undefined) throw new Error(`${name} did not answer: ${errMsg}`);
  if (result === null) return null as T;
  if (result.ok) return result.data;
  const { code, fields = {} } = result.error;
  throw new Error(`${name} ${String(event['action'])}: ${code} ${JSON.stringify(fields)}`);
};

const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Several invocations that one thing on the screen needs together: they wait for each other side by side. */
const together = (list: readonly Invocation[]): Omit<Invocation, 'function' | 'source' | 'at'> => {
  const calls: Record<string, number> = {};
  for (const one of list)
    for (const [name, n] of Object.entries(one.calls)) calls[name] = (calls[name] ?? 0) + n;
  const sum = (of: (one: Invocation) => number): number => list.reduce((all, one) => all + of(one), 0);
  return {
    durationMs: sum(one => one.durationMs),
    databaseCalls: sum(one => one.databaseCalls),
    inARow: Math.max(0, ...list.map(one => one.inARow)),
    calls,
    writes: list.flatMap(one => one.writes),
    reads: list.flatMap(one => one.reads),
    examined: {
      documents: sum(one => one.examined.documents),
      entries: sum(one => one.examined.entries),
      ms: sum(one => one.examined.ms),
    },
  };
};

const listedIn = (answer: unknown): number | undefined => {
  const { tickets } = (answer ?? {}) as { tickets?: unknown };
  return Array.isArray(tickets) ? tickets.length : undefined;
};

/** The ticket that an answer shows: what the call has just written is about it. */
const ticketIn = (answer: unknown): string | undefined =>
  ((answer ?? {}) as { ticket?: { no?: string } }).ticket?.no;

/** What a call answers that turned out to be another kind of call: its time does not count. */
export const NOT_THIS = Symbol('not this kind of call');

/** Enough for a p99 where a call is cheap; of a slow one as many as fit into the time, but these at least. */
const MOST = 50;
const LEAST = 8;
const MILLISECONDS = 700;
const WARM = 3;

export type HowOften = { most?: number; least?: number; warm?: number; invocations?: number };

/** What was measured of a kind of call, one by one; its bare trips in turn with it. */
export type Samples = {
  name: string;
  walls: number[];
  floors: number[];
  seen: ReturnType<typeof together>[];
  listed?: number | undefined;
};

/** More of the same kind of call; one that has failed stays so. */
export const merged = (one: Samples | Failed, more: Samples | Failed): Samples | Failed => {
  if (isFailed(one)) return one;
  if (isFailed(more)) return more;
  return {
    ...more,
    walls: [...one.walls, ...more.walls],
    floors: [...one.floors, ...more.floors],
    seen: [...one.seen, ...more.seen],
  };
};

/** What was measured of a call in its figures. */
export const lineOf = (measured: Samples | Failed): Line => {
  if (isFailed(measured)) return measured;
  const { name, walls, floors, seen, listed } = measured;
  const trips = median(seen.map(one => one.databaseCalls));
  const usual = seen.find(one => one.databaseCalls === trips) ?? seen[0];
  return {
    name,
    times: walls.length,
    p50: median(walls),
    p95: percentile(walls, 0.95),
    p99: percentile(walls, 0.99),
    inARow: median(seen.map(one => one.inARow)),
    trips,
    documents: median(seen.map(one => one.examined.documents)),
    entries: median(seen.map(one => one.examined.entries)),
    databaseMs: median(seen.map(one => one.examined.ms)),
    floor: median(floors),
    calls: usual?.calls ?? {},
    functionMs: median(seen.map(one => one.durationMs)),
    ...(listed === undefined ? {} : { listed }),
  };
};

/**
 * Times one kind of call; `call` gets a number each time, so that a filing is a new one each time. `rounds`: it is one of so
 * many rounds, and takes its share of the times.
 */
export const measure = async (
  cloud: Cloud,
  name: string,
  call: (n: number) => Promise<unknown>,
  { most = MOST, least = Math.min(LEAST, most), warm = WARM, invocations = 1 }: HowOften = {},
  rounds = 1,
): Promise<Samples | Failed> => {
  try {
    let about: string | undefined;
    for (let n = 0; n < warm; n += 1) about = ticketIn(await call(n));
    const { calls, writes, reads, inARow } = together(cloud.control.invocations(invocations));
    const floor = (step: string): Promise<unknown> =>
      callFunction(cloud, 'floor', undefined, { step, calls, writes, reads, inARow, about });
    await floor('prepare');
    await floor('run');
    const samples: Samples = { name, walls: [], floors: [], seen: [] };
    let spent = 0;
    // In turn with its bare trips: a machine is not as fast in one second as in the next.
    for (let n = 0; n < most / rounds && (n < least / rounds || spent < MILLISECONDS / rounds); n += 1) {
      const begun = performance.now();
      const answer = await call(warm + n);
      const wall = performance.now() - begun;
      if (answer === NOT_THIS) continue;
      samples.listed = listedIn(answer);
      spent += wall;
      samples.walls.push(wall);
      samples.seen.push(together(cloud.control.invocations(invocations)));
      const bare = performance.now();
      await floor('run');
      samples.floors.push(performance.now() - bare);
    }
    await floor('clean');
    if (samples.walls.length === 0) throw new Error('none of the calls was of this kind');
    return samples;
  } catch (error) {
    return { name, failed: error instanceof Error ? error.message : String(error) };
  }
};
