import { addDays, civilDateOf, startOfDay, type Instant } from '../../domain/time';
import type { Work } from '../clock/work';
import type { ErasureDocument } from '../kernel/documents';
import type { Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import { citizenActor, type Runtime } from '../kernel/runtime';
import { eraseBesides, filesIn, isOver, ownClosed } from './erase-besides';
import { eraseMessagesAbout } from './erase-messages';
import { eraseTicket } from './erase-ticket';
import { retainedIn } from './retained';

/**
 * Wishes that wait: of what has to be kept, until its period is over (A54), and of what the request of somebody with very
 * many tickets had no time for.
 */

type Own = Awaited<ReturnType<typeof ownClosed>>;

/** What a run knows of each person: looked for once, and only where it matters. */
const knownOnce = (ports: Ports) => {
  const known = new Map<string, Promise<Own>>();
  return (ownerId: string): Promise<Own> => {
    const own = known.get(ownerId) ?? ownClosed(ports, ownerId, ports.now());
    known.set(ownerId, own);
    return own;
  };
};

const filesOfOthers = ({ files }: Own, no: string): Set<string> =>
  new Set([...files].flatMap(([one, held]) => (one === no ? [] : held)));

/** Erases one ticket, unless it must not be yet; true = it is erased. */
const eraseOne = async (
  runtime: Runtime,
  { ownerId, no, ...erasure }: ErasureDocument & { no: string },
  own: (ownerId: string) => Promise<Own>,
): Promise<boolean> => {
  const { ports, snapshots } = runtime;
  const now = ports.now();
  const document = await ports.database.get('tickets', no);
  const wait = async (at: Instant): Promise<false> => {
    await ports.database.put('erasures', { ...erasure, ownerId, no, at });
    return false;
  };
  if (document) {
    const { ticket } = document;
    const retained = retainedIn(await snapshots.current(), ticket, civilDateOf(now));
    // The period has become longer meanwhile.
    if (retained) return wait(startOfDay(retained.until));
    // It was taken up again: its words are needed until it is closed.
    if (!(await isOver(ports, ticket, now))) return wait(startOfDay(addDays(civilDateOf(now), 1)));
    // The files of the person's other tickets stay, until the last one with which they lie is erased.
    const mine = filesIn(ticket).length > 0 ? await own(ownerId) : undefined;
    await eraseTicket(runtime, citizenActor(ownerId), no, mine ? filesOfOthers(mine, no) : new Set());
    mine?.files.delete(no);
  }
  await ports.database.remove('judgements', `ticket:${no}`);
  await eraseMessagesAbout(ports, ownerId, no);
  await ports.database.remove('erasures', erasure._id);
  return true;
};

/** All of a person that is about no ticket, or none that is left; true = it is erased. */
const eraseRest = async (
  ports: Ports,
  { _id, ownerId, at, until = at }: ErasureDocument,
  work: Work,
): Promise<boolean> => {
  const { closed, open, files } = await ownClosed(ports, ownerId, ports.now());
  const kept = new Set([...closed.map(({ no }) => no), ...open]);
  const needed = new Set([...files.values()].flat());
  if (!(await eraseBesides(ports, ownerId, { kept, needed, until }, work.hasTime))) return false;
  await ports.database.remove('erasures', _id);
  return true;
};

/** The job of the timer: erases what had to be kept and need not be any more, and what a request had no time for. */
export const eraseQueued = async (runtime: Runtime, work: Work): Promise<{ erased: number }> => {
  const { ports } = runtime;
  const { database, now } = ports;
  const own = knownOnce(ports);
  let erased = 0;
  for await (const erasure of queueOf(database, 'erasures', 'at', { until: now() })) {
    if (!(await work.hasTime())) break;
    const { no } = erasure;
    await work.attempt(
      erasure._id,
      async () => {
        const isErased =
          no === null
            ? await eraseRest(ports, erasure, work)
            : await eraseOne(runtime, { ...erasure, no }, own);
        if (isErased) erased += 1;
      },
      no,
    );
  }
  return { erased };
};
