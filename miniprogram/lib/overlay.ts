/** How many sheets are open; the tab bar steps aside for them, as it may lie above the page. */
let open = 0;
let listeners: ((covered: boolean) => void)[] = [];

export function countSheet(shown: boolean): void {
  open = Math.max(0, open + (shown ? 1 : -1));
  listeners.forEach(tell => tell(open > 0));
}

export const isCovered = (): boolean => open > 0;

/** Calls back when the first sheet opens and the last one closes; returns how to stop it. */
export function onCovered(tell: (covered: boolean) => void): () => void {
  listeners.push(tell);
  return () => {
    listeners = listeners.filter(each => each !== tell);
  };
}
