import type { Beside, Database, Transaction } from '../../cloudfunctions/usecases/kernel/ports';
import type { Memory } from './memory';

/** How often a phone waits for the database: calls that are under way at one time take one trip together. */
export type Trips = {
  /** One after another. */
  inRow: number;
  /** In all; a transaction is its beginning, each of its steps, and its end. */
  inAll: number;
};

/** Counts the calls of a world from now on, those of a transaction as the database itself has them. */
export const countTrips = (world: Memory) => {
  const { database } = world.ports;
  const seen: Trips = { inRow: 0, inAll: 0 };
  let trip: Promise<void> | undefined;
  const travel = (): Promise<void> => {
    seen.inAll += 1;
    // Whatever sets out before everything has come to rest travels along.
    trip ??= new Promise(resolve =>
      setImmediate(() => {
        seen.inRow += 1;
        trip = undefined;
        resolve();
      }),
    );
    return trip;
  };
  const travelling = <Made extends object>(made: Made, names: readonly (keyof Made)[]): Made => {
    const copy = { ...made };
    for (const name of names) {
      const call = made[name] as (...given: unknown[]) => Promise<unknown>;
      copy[name] = (async (...given: unknown[]) => {
        await travel();
        return call(...given);
      }) as Made[typeof name];
    }
    return copy;
  };
  const steps = ['get', 'insert', 'put', 'insertTicket', 'putTicket', 'archiveTicket'] as const;
  const { plain, counted } = world.beneath;
  const transaction: Database['transaction'] = plain.transaction;
  Object.assign(
    database,
    travelling(database, [
      'get',
      'find',
      'rows',
      'count',
      'keys',
      'insert',
      'insertAll',
      'put',
      'remove',
      'update',
    ]),
  );
  // What the search writes and what the counters add, beside the end of a transaction.
  Object.assign(counted, travelling(counted, ['get', 'find', 'put', 'remove']));
  Object.assign(plain, travelling(plain, ['raise']), {
    transaction: async <T>(work: (transaction: Transaction) => Promise<T>, beside?: Beside): Promise<T> => {
      await travel();
      return transaction(async inner => {
        const done = await work(travelling(inner, steps));
        await Promise.all([travel(), beside?.write()]);
        return done;
      });
    },
  });
  return async (work: () => Promise<unknown>): Promise<Trips> => {
    Object.assign(seen, { inRow: 0, inAll: 0 });
    await work();
    return { ...seen };
  };
};
