import { addMinutes, NEVER, type Instant } from '../../domain/time';
import type { Beat, CollectionName, TimerDocument } from '../kernel/documents';
import { logFailure } from '../kernel/failure';
import type { Ports, Where } from '../kernel/ports';
import { firstWaiting } from '../kernel/reading/queue';
import type { Snapshot } from '../kernel/reading/snapshot';
import type { Runtime } from '../kernel/runtime';
import { readTimer } from './lease';
import { LONGEST_REST_MINUTES, readAsides, type Asides, type Work } from './work';

/**
 * What the timer sees before it begins anything, in one round of small reads: by it each job says whether it is due, so
 * that one that is not costs nothing. Whatever anybody does leaves an entry in the journal, acts on tickets as well as
 * administrative ones (A47): as long as none waits nobody has asked for anything.
 */
export type Look = {
  now: Instant;
  timer: TimerDocument;
  asides: Asides;
  /** Undefined when it cannot be read: then every job is due, and says itself what is wrong. */
  snapshot: Snapshot | undefined;
  /** Entries wait, or this run has done something. */
  news: boolean;
  /** Which keys this instance writes with. */
  keys: string;
  /** The time of a ticket has come. */
  ticketWakes: boolean;
};

/** Whether anything waits besides what this job has put off or set aside. */
const waits = async (
  { ports: { database, now } }: Runtime,
  collection: 'journal' | 'tickets',
  where: Where,
  asides: Promise<Asides>,
  job: string,
): Promise<boolean> => {
  const some = async (most: number): Promise<boolean> =>
    (collection === 'journal'
      ? await database.count('journal', where, most)
      : await database.count('tickets', where, most)) >= most;
  if (!(await some(1))) return false;
  const putOff = [...(await asides).values()].filter(one => one.job === job && one.nextAt > now()).length;
  return putOff === 0 || some(putOff + 1);
};

/** The keys with which an instance writes, as a job may mark them. */
export const keysOf = ({ secrets: { keyRing, chainKey } }: Pick<Ports, 'secrets'>): string =>
  `${keyRing.current}|${chainKey}`;

export const lookAround = async (runtime: Runtime): Promise<Look> => {
  const { ports, snapshots } = runtime;
  const now = ports.now();
  const asides = readAsides(ports);
  const [timer, known, snapshot, entryWaits, ticketWakes] = await Promise.all([
    readTimer(ports.database),
    asides,
    snapshots.current().catch((error: unknown) => {
      logFailure(ports, { event: 'clock-job-failed', job: 'snapshot' }, error);
      return undefined;
    }),
    waits(runtime, 'journal', { outbox: 'waiting' }, asides, 'outbox'),
    waits(runtime, 'tickets', { 'keys.wakeAt': { lte: now } }, asides, 'sweep'),
  ]);
  return { now, timer, asides: known, snapshot, keys: keysOf(ports), news: entryWaits, ticketWakes };
};

/** Whether a job may have something to do, by what was seen and by what it kept. */
export type Due = (look: Look, beat: Beat | undefined, snapshot: Snapshot) => boolean;

/** Clocks of two instances differ by no more. */
const APART_MINUTES = 2;

/** The rest of a job is over; one that a clock has left which was ahead and has been set back is none. */
export const restIsOver: Due = ({ now }, beat) =>
  beat?.nextAt === undefined ||
  beat.nextAt <= now ||
  beat.finishedAt > addMinutes(now, APART_MINUTES) ||
  beat.nextAt > addMinutes(now, LONGEST_REST_MINUTES + APART_MINUTES);

/** Something has happened since all jobs looked: also while the run before was at work. */
export const whenStirred: Due = ({ news, timer }) => news || timer.stirred;

/** What a job does next follows from this text: it is due when that is another one than it has marked. */
export const whenOther =
  (mark: string, of: (look: Look, snapshot: Snapshot) => string): Due =>
  (look, beat, snapshot) =>
    beat?.marks?.[mark] !== of(look, snapshot);

type Run = (runtime: Runtime, work: Work) => Promise<Record<string, number>>;

/**
 * A job whose work waits in a queue, in the order of a time: it is looked at when something has happened and when the
 * time of the first that waits has come, `late` minutes later. Without a time whatever waits is due. With `every` it is
 * looked at after so many minutes at the latest, and not for what happens: nothing comes into it that is due earlier.
 */
export const fromQueue = <N extends CollectionName>(
  [collection, field, where]: [collection: N, field: string, where?: Where],
  run: Run,
  { late = 0, timed = true, every }: { late?: number; timed?: boolean; every?: number } = {},
): { due: Due; run: Run } => ({
  due: (look, beat, snapshot) =>
    restIsOver(look, beat, snapshot) || (every === undefined && whenStirred(look, beat, snapshot)),
  run: async (runtime, work) => {
    const { database, now } = runtime.ports;
    // What failed before and is wanted again need not stand in the queue.
    if (work.again.length > 0) return run(runtime, work);
    const first = await firstWaiting(database, collection, field, where);
    const dueAt = first === undefined ? undefined : timed ? addMinutes(first, late) : now();
    if (dueAt !== undefined && dueAt <= now()) return run(runtime, work);
    const latest = every === undefined ? NEVER : addMinutes(now(), every);
    work.rest(dueAt !== undefined && dueAt < latest ? dueAt : latest);
    return {};
  },
});
