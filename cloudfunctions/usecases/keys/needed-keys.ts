import type { KeyPrint, KeyRingDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import type { Ports, Secrets } from '../kernel/ports';

/** Which keys stored data need, and whether an instance has them: rather no answer than a wrong one. */

type Having = Pick<Ports, 'database' | 'secrets'>;

/** What is needed and not there, or there as another key than it was. */
const lacking = (variable: string, needed: readonly KeyPrint[], has: readonly KeyPrint[]): string[] =>
  needed.flatMap(({ id, print }) => {
    const own = has.find(one => one.id === id);
    if (!own) return [`${variable} ${id}`];
    return own.print === print ? [] : [`${variable} ${id} (another key than before)`];
  });

/** The keys that are missing, by variable and id; empty = all are there. */
export const missingKeys = async ({ database, secrets: { keyRing } }: Having): Promise<string[]> => {
  const needed = await database.get('keyrings', 'current');
  if (!needed) return [];
  return [
    ...lacking('BANJIE_KEYS', needed.sealing, keyRing.sealing),
    ...lacking('BANJIE_CHAIN_KEYS', needed.chain, keyRing.chain),
    ...(needed.phone === keyRing.phone ? [] : ['BANJIE_PHONE_KEY (another key than before)']),
  ];
};

/** How long what is missing is believed before it is looked at again. */
const AGAIN_MILLISECONDS = 30_000;

/** For the gate of a function: answers `unavailable` as long as a key is missing, and names it in the log. Looks once. */
export const keysReady = (ports: Ports): (() => Promise<void>) => {
  let ready = false;
  let missing: string[] = [];
  let lookedAt = -Infinity;
  return async () => {
    if (ready) return;
    if (ports.elapsed() - lookedAt >= AGAIN_MILLISECONDS) {
      missing = await missingKeys(ports);
      lookedAt = ports.elapsed();
      ready = missing.length === 0;
      if (!ready) ports.log({ event: 'keys-missing', keys: missing.join(', ') });
    }
    if (!ready) fail('unavailable', '系统暂时不能使用，请稍后再试；工作人员请联系运维');
  };
};

const joined = (known: readonly KeyPrint[], more: readonly KeyPrint[]): KeyPrint[] => [
  ...known,
  ...more.filter(({ id }) => !known.some(one => one.id === id)),
];

const ofId = (keys: readonly KeyPrint[], id: string): KeyPrint[] => keys.filter(one => one.id === id);

/** With the keys that are used from now on; at first all that are there may be needed. */
const noted = (
  known: KeyRingDocument | undefined,
  { keyRing, chainKey }: Pick<Secrets, 'keyRing' | 'chainKey'>,
): KeyRingDocument => {
  const { sealing, chain, phone, current } = keyRing;
  if (!known) return { _id: 'current', sealing, chain, phone, retired: [] };
  return {
    ...known,
    sealing: joined(known.sealing, ofId(sealing, current)),
    chain: joined(known.chain, ofId(chain, chainKey)),
    // One that is used again is none that has been retired.
    retired: known.retired.filter(({ id }) => id !== current),
  };
};

/** Notes the keys that this instance writes with, so that they are missed when they are taken away; the ring as it is now. */
export const noteKeys = async (ports: Having): Promise<KeyRingDocument> => {
  const { database, secrets } = ports;
  const known = await database.get('keyrings', 'current');
  const now = noted(known, secrets);
  if (known && JSON.stringify(known) === JSON.stringify(now)) return known;
  return database.transaction(async transaction => {
    const ring = noted(await transaction.get('keyrings', 'current'), secrets);
    await transaction.put('keyrings', ring);
    return ring;
  });
};
