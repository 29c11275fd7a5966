/** How the service behaves where the local cloud would be faster or more generous. */
export type Profile = {
  /** What each request to the database takes longer, in milliseconds. */
  databaseMs: number;
  /** What an instance takes longer to start. */
  coldStartMs: number;
  /** Most instances of one function. */
  instances: number;
  /** Calls from outside in any second; more are refused (-501003). */
  callsPerSecond: number;
};

/** The smallest plan that the platform has described; measured by nobody here (docs/local-cloud.md). */
export const PRODUCTION: Profile = {
  databaseMs: 20,
  coldStartMs: 1000,
  instances: 20,
  callsPerSecond: 30,
};

export const PROFILES: Record<string, Profile> = { production: PRODUCTION };

/** Waits, where there is something to wait for. */
export const pause = (ms: number): Promise<void> | undefined =>
  ms > 0 ? new Promise(resolve => setTimeout(resolve, ms)) : undefined;

/** True for each of so many within a second, false for more. */
export const within = (callsPerSecond: number, now: () => number): (() => boolean) => {
  const taken: number[] = [];
  return () => {
    const at = now();
    while (taken.length > 0 && taken[0]! <= at - 1000) taken.shift();
    if (taken.length >= callsPerSecond) return false;
    taken.push(at);
    return true;
  };
};
