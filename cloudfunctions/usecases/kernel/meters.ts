import { dailyWindows, windowOf, type WindowDefinition } from '../../domain/rulesets';
import { addDays, civilDateOf, startOfDay, type CivilDate } from '../../domain/time';
import type { Work } from '../clock/work';
import { fail } from './failure';
import type { Ports, Secrets, Transaction } from './ports';
import { queueOf } from './reading/queue';
import type { Runtime } from './runtime';

/**
 * Counters against abuse: by a keyed hash of what is counted, so that they name nobody and outlive an erasure until their
 * day is over (A46).
 */

type Reading = Pick<Ports, 'secrets' | 'now'>;

/** Counts one try of the day in the transaction of what is tried; beyond `most` it is refused with these words. */
const countIn = async (
  transaction: Transaction,
  { secrets, now }: Reading,
  what: string,
  most: number,
  refusal: string,
): Promise<void> => {
  const today = civilDateOf(now());
  const _id = secrets.keyedHash(`meter|${what}|${today}`);
  const n = ((await transaction.get('meters', _id))?.n ?? 0) + 1;
  if (n > most) fail('rate-limited', refusal);
  await transaction.put('meters', { _id, n, expiresAt: startOfDay(addDays(today, 1)) });
};

/** Counts one try of the day, whatever comes of it. */
export const countTry = (
  { database, ...reading }: Reading & Pick<Ports, 'database'>,
  what: string,
  most: number,
  refusal: string,
): Promise<void> => database.transaction(transaction => countIn(transaction, reading, what, most, refusal));

/** How a refusal names what was done too often, and what to do instead. */
type Words = { what: string; instead: string };

/** What one person does a day is counted as far as the rules in force let it: to be called in the transaction of the deed. */
export const perDay = async (
  { ports, snapshots }: Runtime,
  who: string,
  window: WindowDefinition,
  { what, instead }: Words,
): Promise<(transaction: Transaction) => Promise<void>> => {
  const { activeRuleSet } = await snapshots.current();
  const most = windowOf(activeRuleSet, window);
  const refusal = `今天${what}已到上限（${most} ${window.unit}），${instead}`;
  return transaction => countIn(transaction, ports, `${window.id}|${who}`, most, refusal);
};

/** The same, of what has no transaction of its own. */
export const countPerDay = async (
  runtime: Runtime,
  who: string,
  window: WindowDefinition,
  words: Words,
): Promise<void> => runtime.ports.database.transaction(await perDay(runtime, who, window, words));

/** Exports of staff; the pages of one export count once. */
export const countExport = async (runtime: Runtime, actor: { id: string }): Promise<void> =>
  countPerDay(runtime, actor.id, dailyWindows.staffExports, {
    what: '导出',
    instead: '请用今天已导出的文件，或者与管理方联系',
  });

/** By instance; what a call works with is made anew for each. */
const knownSecrets = new WeakMap<Secrets, { day: CivilDate; secret: string }>();

/**
 * What is counted by entries of the journal, which stay for good, is named with a secret of its day: an erasure does not
 * reset it, and when the day is over nobody can tell any more whom it names, keys or not. Each instance reads it once a day.
 */
export const nameOfDay = async (
  { database, secrets, now }: Pick<Ports, 'database' | 'secrets' | 'now'>,
  what: string,
): Promise<string> => {
  const day = civilDateOf(now());
  const known = knownSecrets.get(secrets);
  const secret = known?.day === day ? known.secret : await secretOf({ database, secrets }, day);
  knownSecrets.set(secrets, { day, secret });
  return secrets.sha256(`${secret}|${what}`);
};

const secretOf = (
  { database, secrets }: Pick<Ports, 'database' | 'secrets'>,
  day: CivilDate,
): Promise<string> =>
  database.transaction(async transaction => {
    const _id = `day|${day}`;
    const secret = (await transaction.get('meters', _id))?.secret ?? secrets.randomId();
    await transaction.put('meters', { _id, n: 0, secret, expiresAt: startOfDay(addDays(day, 1)) });
    return secret;
  });

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
