import { archiveWindows, windowOf } from '../../domain/rulesets';
import { isAtRest } from '../../domain/ticket/scope';
import { addDays, civilDateOf, instantAt, startOfDay, type Instant } from '../../domain/time';
import type { Work } from '../clock/work';
import type { Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import type { Runtime } from '../kernel/runtime';

/**
 * Tickets that have long been over leave `tickets`, so that nothing in daily use grows with them. Each is moved as it lies, in
 * one transaction of its own: whatever breaks a run off, it lies in one place, and the next run goes on.
 */

/** Not before: at night nobody waits for the database. */
const TIME = '03:00';

/** Moves one, unless somebody has begun something with it again; true = it lies in the archive now. */
const archiveOne = ({ database }: Pick<Ports, 'database'>, no: string, until: Instant): Promise<boolean> =>
  database.transaction(async transaction => {
    const document = await transaction.get('tickets', no);
    if (!document || document.archived || document.keys.endsAt > until || !isAtRest(document.keys))
      return false;
    await transaction.archiveTicket(document);
    return true;
  });

/**
 * The timer's job: each day one walk, in as many runs as it takes, over what was over that long ago by the rules in force.
 * What is not at rest stays where it is, and is looked at again the next day.
 */
export const archiveClosed = async (
  { ports, snapshots }: Runtime,
  work: Work,
): Promise<{ archived: number }> => {
  const today = civilDateOf(ports.now());
  const { walked, from = '' } = work.marks();
  const isDone = walked === today;
  if (isDone || ports.now() < instantAt(today, TIME)) {
    work.rest(instantAt(isDone ? addDays(today, 1) : today, TIME));
    return { archived: 0 };
  }
  const { activeRuleSet } = await snapshots.current();
  const until = startOfDay(addDays(today, -windowOf(activeRuleSet, archiveWindows.closed)));
  let archived = 0;
  for await (const { _id, keys } of queueOf(ports.database, 'tickets', 'keys.endsAt', { from, until })) {
    if (!(await work.hasTime())) {
      work.remember({ from: keys.endsAt });
      return { archived };
    }
    if (!isAtRest(keys)) continue;
    await work.attempt(_id, async () => {
      if (await archiveOne(ports, _id, until)) archived += 1;
    });
  }
  work.remember({ walked: today });
  work.rest(instantAt(addDays(today, 1), TIME));
  return { archived };
};
