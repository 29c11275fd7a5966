import { civilDateOf, startOfDay } from '../../domain/time';
import type { Work } from '../clock/work';
import type { ErasureDocument } from '../kernel/documents';
import type { Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import { citizenActor, type Runtime } from '../kernel/runtime';
import { ownTickets } from '../tickets/lists/list-own-tickets';
import { eraseTicket } from './erase-account';
import { eraseMessagesAbout } from './erase-messages';
import { retainedIn } from './retained';

/** Retention by kind wins over an erasure (A54): what has to be kept is erased by the timer when its period is over. */

/** The files of a person's other tickets stay. */
const neededBesides = async (ports: Ports, ownerId: string, no: string): Promise<Set<string>> =>
  new Set(
    (await ownTickets(ports, ownerId))
      .filter(({ _id }) => _id !== no)
      .flatMap(({ ticket }) => [ticket, ...(ticket.joined ?? [])])
      .flatMap(({ attachments }) => attachments.map(({ fileID }) => fileID)),
  );

const eraseOne = async (runtime: Runtime, erasure: ErasureDocument): Promise<boolean> => {
  const { ports, snapshots } = runtime;
  const { ownerId, no } = erasure;
  const document = await ports.database.get('tickets', no);
  const retained =
    document && retainedIn(await snapshots.current(), document.ticket, civilDateOf(ports.now()));
  if (retained) {
    // The period has become longer meanwhile.
    await ports.database.put('erasures', { ...erasure, at: startOfDay(retained.until) });
    return false;
  }
  await eraseTicket(runtime, citizenActor(ownerId), no, await neededBesides(ports, ownerId, no));
  await ports.database.remove('judgements', `ticket:${no}`);
  await eraseMessagesAbout(ports, ownerId, no);
  await ports.database.remove('erasures', erasure._id);
  return true;
};

/** The job of the timer: erases what had to be kept and need not be any more. */
export const eraseRetained = async (runtime: Runtime, work: Work): Promise<{ erased: number }> => {
  const { database, now } = runtime.ports;
  let erased = 0;
  for await (const erasure of queueOf(database, 'erasures', 'at', { until: now() })) {
    if (!(await work.hasTime())) break;
    await work.attempt(
      erasure._id,
      async () => {
        if (await eraseOne(runtime, erasure)) erased += 1;
      },
      erasure.no,
    );
  }
  return { erased };
};
