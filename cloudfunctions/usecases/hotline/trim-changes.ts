import { hotlineWindows, windowOf } from '../../domain/rulesets';
import { addDays, civilDateOf, instantAt, startOfDay } from '../../domain/time';
import type { HotlineOrderDocument } from '../kernel/documents';
import { queueOf } from '../kernel/reading/queue';
import type { Runtime } from '../kernel/runtime';
import type { Work } from '../clock/work';

/**
 * What a hotline was told is kept for a time, so that it can catch up (`/orders/changes`), and then goes: how its order
 * stands lies in the ticket. What it has not taken stays however old it is, so nothing is ever skipped.
 */

/** Not before: at night nobody waits for the database. */
const TIME = '03:10';

/** The timer's job: each day one walk over what is that old by the rules in force, in as many runs as it takes. */
export const trimChanges = async (
  { ports, snapshots }: Runtime,
  work: Work,
): Promise<{ trimmed: number }> => {
  const { database, now } = ports;
  const today = civilDateOf(now());
  const { walked, from = '' } = work.marks();
  const isDone = walked === today;
  if (isDone || now() < instantAt(today, TIME)) {
    work.rest(instantAt(isDone ? addDays(today, 1) : today, TIME));
    return { trimmed: 0 };
  }
  const { activeRuleSet } = await snapshots.current();
  const until = startOfDay(addDays(today, -windowOf(activeRuleSet, hotlineWindows.changes)));
  const orders = new Map<string, Promise<HotlineOrderDocument | undefined>>();
  /** It never goes back: what was taken once is taken. */
  const wasTaken = async (order: string, sequence: number): Promise<boolean> => {
    const known = orders.get(order) ?? database.get('hotlineorders', order);
    orders.set(order, known);
    return sequence < ((await known)?.next ?? 0);
  };
  let trimmed = 0;
  for await (const { _id, at, order, sequence } of queueOf(database, 'hotlinechanges', 'at', {
    from,
    until,
  })) {
    if (!(await work.hasTime())) {
      work.remember({ from: at });
      return { trimmed };
    }
    await work.attempt(_id, async () => {
      if (!(await wasTaken(order, sequence))) return;
      await database.remove('hotlinechanges', _id);
      trimmed += 1;
    });
  }
  work.remember({ walked: today });
  work.rest(instantAt(addDays(today, 1), TIME));
  return { trimmed };
};
