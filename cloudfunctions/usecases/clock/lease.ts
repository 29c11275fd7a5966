import { addMinutes } from '../../domain/time';
import { DuplicateKey, type Ports } from '../kernel/ports';

/**
 * Keeps runs of the timer apart. The lease is short and renewed while a run lives, so that after one that was killed the
 * next minute or the one after works again; a run that finds it taken at a renewal stops.
 */
export type Lease = {
  /** Renews when it is time; false = another run has it. */
  holds(): Promise<boolean>;
  release(): Promise<void>;
};

const LEASE_MINUTES = 1;
const RENEW_MILLISECONDS = 20_000;

/**
 * Takes the lease, or undefined when another run holds it. A lease that ends further ahead than any can was left by a
 * clock that has been set back; clocks of two instances that differ a little do not make one.
 */
export const takeLease = async (ports: Ports): Promise<Lease | undefined> => {
  const { database } = ports;
  const holder = ports.secrets.randomId();
  let renewedAt = ports.elapsed();
  let lost = false;

  const take = async (): Promise<boolean> => {
    try {
      return await database.transaction(async transaction => {
        const now = ports.now();
        const lease = await transaction.get('leases', 'clock');
        const possible = addMinutes(now, 2 * LEASE_MINUTES);
        const held =
          lease !== undefined && lease.holder !== '' && lease.until > now && lease.until <= possible;
        if (held) return false;
        await transaction.put('leases', { _id: 'clock', holder, until: addMinutes(now, LEASE_MINUTES) });
        return true;
      });
    } catch (error) {
      if (error instanceof DuplicateKey) return false;
      throw error;
    }
  };

  const renew = (): Promise<boolean> =>
    database.transaction(async transaction => {
      const lease = await transaction.get('leases', 'clock');
      if (lease?.holder !== holder) return false;
      await transaction.put('leases', { ...lease, until: addMinutes(ports.now(), LEASE_MINUTES) });
      return true;
    });

  if (!(await take())) return undefined;
  return {
    holds: async () => {
      if (lost || ports.elapsed() - renewedAt < RENEW_MILLISECONDS) return !lost;
      // Others who ask meanwhile need not renew too.
      renewedAt = ports.elapsed();
      lost = !(await renew());
      return !lost;
    },
    release: () =>
      database.transaction(async transaction => {
        const lease = await transaction.get('leases', 'clock');
        if (lease?.holder === holder) await transaction.put('leases', { ...lease, holder: '' });
      }),
  };
};
