import { everyone } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { erasureTerms } from '../../domain/privacy/erasure';
import { addMinutes } from '../../domain/time';
import type { Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { eraseBesides, ownClosed } from './erase-besides';
import { eraseTicket } from './erase-ticket';
import { queueErasures, retainedOf, type Retained } from './retained';

/**
 * Erasure at the wish of the person (J-21b). Whoever has very many tickets does not wait for the last of them: what the
 * request has no time for stands in the queue of erasures, and the timer goes on with it.
 */

/** Well below the timeout of the function: what was begun is ended. */
const SECONDS = 6;
/** So many are named in an answer; the numbers say how many there are. */
const MOST_NAMED = 100;

type Erased = {
  erased: number;
  /** Which stay, the newest first: open ones, and those that have to be kept. */
  kept: string[];
  retained: Retained[];
  /** How many of each, where not all are named; how many tickets are yet to go by themselves. */
  open: number;
  retainedInAll: number;
  going: number;
  /** All is gone that can go now. */
  isDone: boolean;
  stays: readonly string[];
};

/**
 * `me.erase`: closed tickets, questions and preferences go now; open tickets stay until they are closed, what has to be kept
 * until its period is over: which, until when and why is said.
 */
export const eraseAccount = async (runtime: Runtime, actor: Actor): Promise<Erased> => {
  const { ports } = runtime;
  const end = ports.elapsed() + SECONDS * 1000;
  const hasTime = (): boolean => ports.elapsed() < end;
  const now = ports.now();
  const { closed, open, files } = await ownClosed(ports, actor.id, now);
  // What has to be kept goes when its period is over, not now (A54).
  const retained = await retainedOf(runtime, closed);
  const isRetained = new Set(retained.map(({ no }) => no));
  const going = closed.map(({ no }) => no).filter(no => !isRetained.has(no));
  const kept = [...open, ...isRetained];
  const needed = new Set(kept.flatMap(no => files.get(no) ?? []));
  await queueErasures(ports, actor.id, retained);

  let erased = 0;
  for (const no of going) {
    if (!hasTime()) break;
    await ports.database.remove('judgements', `ticket:${no}`);
    await eraseTicket(runtime, actor, no, needed);
    erased += 1;
  }
  const left = going.slice(erased);
  await queueErasures(
    ports,
    actor.id,
    left.map(no => ({ no, at: now })),
  );
  await ports.database.remove('profiles', actor.id);
  const isDone = await eraseBesides(ports, actor.id, { kept: new Set(kept), needed, until: now }, hasTime);
  // After the tickets, in the order of the queue.
  if (!isDone) await queueErasures(ports, actor.id, [{ no: null, at: addMinutes(now, 1), until: now }]);
  return {
    erased,
    kept: kept.slice(0, MOST_NAMED),
    retained: retained.slice(0, MOST_NAMED).map(({ no, until, why }) => ({ no, until, why })),
    open: open.length,
    retainedInAll: retained.length,
    going: left.length,
    isDone: isDone && left.length === 0,
    stays: erasureTerms.stays,
  };
};

export const meErase = useCase(nothing, everyone, (runtime, { actor }) => eraseAccount(runtime, actor));
