/** What is under way and will put something else on the screen: keys that are pressed meanwhile wait for it (`keys.ts`). */
let running = 0;
let listeners: (() => void)[] = [];

export const isBusy = (): boolean => running > 0;

/** Counts as under way until `work` is over, however it ends. */
export async function during<T>(work: Promise<T>): Promise<T> {
  running += 1;
  try {
    return await work;
  } finally {
    running -= 1;
    if (running === 0) listeners.forEach(tell => tell());
  }
}

/** Calls back whenever nothing is under way any more. */
export function onQuiet(tell: () => void): void {
  listeners = [...listeners, tell];
}
