import { Elsewhere, waiting } from '../values/searches';

/** Long work in steps: at each one others may come in between, and at a promise it waits for that. */
export type Steps<T> = Generator<undefined | Promise<void>, T>;

/** So long nobody else gets a turn, in milliseconds. */
const TURN_MS = 4;

/** All steps in one go; nothing in them may have to be waited for. */
export const atOnce = <T>(steps: Steps<T>): T => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (step.value) throw new Error('what is done at once cannot wait');
  }
};

/**
 * Work on one document, which may ask a text for a regular expression that takes long: that goes on in a thread of its own
 * meanwhile, and the work, which must have changed nothing, is done again with what was found.
 */
export function* patiently<T>(work: () => T): Steps<T> {
  for (;;) {
    try {
      return waiting(work);
    } catch (error) {
      if (!(error instanceof Elsewhere)) throw error;
      yield error.searched;
    }
  }
}

/** A few milliseconds at a time; what is short is done in one. Whoever reads sees each document as a commit left it. */
export const inTurns = async <T>(steps: Steps<T>): Promise<T> => {
  for (let begun = performance.now(); ;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (step.value) await step.value;
    else if (performance.now() - begun < TURN_MS) continue;
    else await othersFirst();
    begun = performance.now();
  }
};

/** Comes back when all requests that have arrived had their turn. */
export const othersFirst = (): Promise<void> => new Promise(resume => setImmediate(resume));

/** Each of a list, some at a time. What `make` does may be done again (`patiently`). */
export function* mapInSteps<T, R>(list: readonly T[], make: (one: T) => R, some = SOME): Steps<R[]> {
  const made: R[] = [];
  for (const one of list) {
    made.push(yield* patiently(() => make(one)));
    if (made.length % some === 0) yield;
  }
  return made;
}

/** So many documents are a step. */
export const SOME = 50;

/** Sorted runs of this length are merged. */
const RUN = 1000;

/** Sorts as `Array.sort` does, stable, in steps. */
export function* sortInSteps<T>(list: T[], order: (a: T, b: T) => number): Steps<T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < list.length; at += RUN) {
    runs.push(list.slice(at, at + RUN).sort(order));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(yield* merge(runs[at]!, runs[at + 1] ?? [], order));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(first: T[], second: T[], order: (a: T, b: T) => number): Steps<T[]> {
  const merged: T[] = [];
  for (let [i, j] = [0, 0]; i < first.length || j < second.length;) {
    const takeFirst = j >= second.length || (i < first.length && order(first[i]!, second[j]!) <= 0);
    merged.push(takeFirst ? first[i++]! : second[j++]!);
    if (merged.length % RUN === 0) yield;
  }
  return merged;
}
