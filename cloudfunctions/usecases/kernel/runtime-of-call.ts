import type { Snapshot } from './reading/snapshot';
import type { Runtime } from './runtime';

/**
 * What one call works with: the version of what changes rarely is looked at once, and again only after a transaction of
 * the call itself, which may have raised it.
 */
export const runtimeOfCall = (runtime: Runtime, begun?: Snapshot): Runtime => {
  const { ports, snapshots } = runtime;
  let known = begun && Promise.resolve(begun);
  return {
    ...runtime,
    ports: {
      ...ports,
      database: {
        ...ports.database,
        transaction: async (work, beside) => {
          const done = await ports.database.transaction(work, beside);
          known = undefined;
          return done;
        },
      },
    },
    snapshots: { current: () => (known ??= snapshots.current()) },
  };
};
