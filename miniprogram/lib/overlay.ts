/** Which sheets are open, the newest last; the tab bar steps aside for them, as it may lie above the page. */
let open: { close: () => void }[] = [];
let listeners: ((covered: boolean) => void)[] = [];

const tellAll = (): void => listeners.forEach(tell => tell(isCovered()));

/** A sheet opens; `close` closes it as its own cross does. Returns what to call when it is gone. */
export function openSheet(close: () => void): () => void {
  const sheet = { close };
  open = [...open, sheet];
  tellAll();
  return () => {
    open = open.filter(each => each !== sheet);
    tellAll();
  };
}

export const sheetsOpen = (): number => open.length;
export const isCovered = (): boolean => open.length > 0;

/** Closes the sheet that lies above all others; false when none is open. */
export function closeTop(): boolean {
  const top = open[open.length - 1];
  if (top) top.close();
  return top !== undefined;
}

/** Calls back when the first sheet opens and the last one closes; returns how to stop it. */
export function onCovered(tell: (covered: boolean) => void): () => void {
  listeners.push(tell);
  return () => {
    listeners = listeners.filter(each => each !== tell);
  };
}

/** Milliseconds that a sheet takes to open: what is not on the screen yet takes no focus, and what is typed would go astray. */
export const SHEET_OPENS = 350;
