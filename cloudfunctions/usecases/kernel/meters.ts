import { addDays, civilDateOf, startOfDay, type CivilDate } from '../../domain/time';
import type { Work } from '../clock/work';
import { fail } from './failure';
import type { Ports } from './ports';
import { queueOf } from './queue';
import type { Runtime } from './runtime';

/**
 * Counters against abuse: by a keyed hash of what is counted, so that they name nobody and outlive an erasure until their
 * day is over (A46).
 */

/** Counts one try of the day; beyond `most` it is refused with these words. */
export const countTry = async (
  { database, secrets, now }: Pick<Ports, 'database' | 'secrets' | 'now'>,
  what: string,
  most: number,
  refusal: string,
): Promise<void> => {
  const today: CivilDate = civilDateOf(now());
  const _id = secrets.keyedHash(`meter|${what}|${today}`);
  const n = await database.transaction(async transaction => {
    const meter = await transaction.get('meters', _id);
    const counted = (meter?.n ?? 0) + 1;
    await transaction.put('meters', { _id, n: counted, expiresAt: startOfDay(addDays(today, 1)) });
    return counted;
  });
  if (n > most) fail('rate-limited', refusal);
};

/** Removes the counters of days that are over. */
export const removeMeters = async ({ ports }: Runtime, work: Work): Promise<{ removed: number }> => {
  const { database, now } = ports;
  let removed = 0;
  for await (const { _id } of queueOf(database, 'meters', 'expiresAt', { until: now() })) {
    if (!(await work.hasTime())) break;
    if (await work.attempt(_id, () => database.remove('meters', _id))) removed += 1;
  }
  return { removed };
};
