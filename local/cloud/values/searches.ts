import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { refused } from './errors';

/**
 * Searches of texts for regular expressions that may take long. Each is tried here for a moment; what takes longer goes on in a
 * thread of its own, where it stops nobody, for whoever can wait (`patiently`), and here, a little longer, for others.
 */

/** So long nobody else has a turn, in milliseconds. */
const HERE_MS = 5;
/** What took as long is kept for those who ask again. */
const KEPT_MS = 1;
/** So long a text is looked through in all. */
const MOST_MS = 100;

export type Match = string[] & { 0: string; index: number };
/** What was found, and the milliseconds that it took. */
type Searched = { match: Match | undefined; took: number };

export const tooLong = (): Error =>
  refused('Error occurred while executing regular expression: the limit of its time is exceeded');

/** Thrown where the work can wait: it is to be done again when `searched` is fulfilled. */
export class Elsewhere extends Error {
  constructor(readonly searched: Promise<void>) {
    super('searched elsewhere');
  }
}

let canWait = false;

/** Does what can be done again later. */
export const waiting = <T>(work: () => T): T => {
  canWait = true;
  try {
    return work();
  } finally {
    canWait = false;
  }
};

/** What the thread has found, until it is asked for again. */
const found = new Map<string, Searched | 'too long'>();
/** Those who asked may have gone. */
const MOST_KEPT = 1000;

const keep = (key: string, searched: Searched | 'too long'): void => {
  found.set(key, searched);
  const [oldest] = found.keys();
  if (found.size > MOST_KEPT && oldest !== undefined) found.delete(oldest);
};

/** As a new one each time, as whoever gets it may change it; its time is counted once. */
const taken = (known: Searched): Searched => {
  const { match, took } = known;
  known.took = 0;
  return { match: match && Object.assign([...match] as [string], { index: match.index }), took };
};

/** The first place at which an expression is found; refuses when that takes too long. */
export const search = (regexp: RegExp, text: string): Searched => {
  const key = `${regexp.flags}/${regexp.source}/${text}`;
  const known = found.get(key);
  if (known === 'too long') throw tooLong();
  if (known) return taken(known);
  const begun = performance.now();
  const here = searchHere(regexp, text, canWait ? HERE_MS : MOST_MS);
  if (here !== 'too long') {
    const searched = { match: here ?? undefined, took: performance.now() - begun };
    // The same work may come again for the sake of another text.
    if (canWait && searched.took > KEPT_MS) keep(key, { ...searched, took: 0 });
    return searched;
  }
  if (canWait) throw new Elsewhere(searchElsewhere(regexp, text).then(searched => keep(key, searched)));
  throw tooLong();
};

const place = createContext({});
const script = new Script('regexp.exec(text)');

/** The only way to end a search of the engine is to end the script in which it runs. */
const searchHere = (regexp: RegExp, text: string, timeout: number): Match | null | 'too long' => {
  Object.assign(place, { regexp, text });
  try {
    return script.runInContext(place, { timeout }) as Match | null;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'too long';
    throw error;
  } finally {
    Object.assign(place, { regexp: undefined, text: undefined });
  }
};

type Reply = { id: number; groups?: string[]; index?: number; took: number; tooLong?: true };

let thread: Worker | undefined;
let last = 0;
const asked = new Map<number, (searched: Searched | 'too long') => void>();

const searchedBy = ({ groups, index = 0, took, tooLong: over }: Reply): Searched | 'too long' =>
  over ? 'too long' : { match: groups && Object.assign(groups, { 0: groups[0] ?? '', index }), took };

const startThread = (): Worker => {
  const worker = new Worker(join(__dirname, 'search-worker.js'), { workerData: { most: MOST_MS } });
  worker.on('message', (reply: Reply) => {
    asked.get(reply.id)?.(searchedBy(reply));
    asked.delete(reply.id);
  });
  // One that ends, for want of memory, leaves what it was asked as it leaves what takes too long.
  worker.on('error', () => undefined);
  worker.on('exit', () => {
    thread = undefined;
    for (const answer of asked.values()) answer('too long');
    asked.clear();
  });
  worker.unref();
  return worker;
};

const searchElsewhere = ({ source, flags }: RegExp, text: string): Promise<Searched | 'too long'> =>
  new Promise(resolve => {
    thread ??= startThread();
    last += 1;
    asked.set(last, resolve);
    thread.postMessage({ id: last, source, flags, text });
  });
