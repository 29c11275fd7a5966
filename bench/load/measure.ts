import type { Cloud } from '../../local/cloud';
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
  /** Round trips to the database, documents and index entries that it looked at, milliseconds in it: of the middle call. */
  trips: number;
  documents: number;
  entries: number;
  databaseMs: number;
  /** The same round trips bare through the SDK, p50. */
  floor: number;
};

export type Measured = {
  name: string;
  function: 'citizen' | 'staff' | 'clock';
  as?: string;
  event: Record<string, unknown>;
};

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
  throw new Error(
    `${name} ${String(event['action'])}: ${result.error.code} ${Object.keys(result.error.fields ?? {}).join()}`,
  );
};

const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Times one kind of call: `next` gives each event anew, so that a filing is a new one each time. */
export const measure = async (
  cloud: Cloud,
  name: string,
  call: (n: number) => Promise<unknown>,
  times: number,
  warm = 2,
): Promise<Figures> => {
  for (let n = 0; n < warm; n += 1) await call(n);
  const walls: number[] = [];
  const seen: ReturnType<Cloud['control']['invocations']> = [];
  for (let n = 0; n < times; n += 1) {
    const begun = performance.now();
    await call(warm + n);
    walls.push(performance.now() - begun);
    seen.push(...cloud.control.invocations(1));
  }
  const middle = seen.map(({ databaseCalls }) => databaseCalls).sort((a, b) => a - b)[seen.length >> 1] ?? 0;
  const usual = seen.find(({ databaseCalls }) => databaseCalls === middle);
  const floors: number[] = [];
  for (let n = 0; n < Math.min(20, times) + 2; n += 1) {
    const begun = performance.now();
    await callFunction(cloud, 'floor', undefined, { calls: usual?.calls ?? {} });
    if (n >= 2) floors.push(performance.now() - begun);
  }
  return {
    name,
    times,
    p50: median(walls),
    p95: percentile(walls, 0.95),
    p99: percentile(walls, 0.99),
    trips: middle,
    documents: median(seen.map(({ examined }) => examined.documents)),
    entries: median(seen.map(({ examined }) => examined.entries)),
    databaseMs: median(seen.map(({ examined }) => examined.ms)),
    floor: median(floors),
  };
};
