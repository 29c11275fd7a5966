/**
 * The phone's clock is the local cloud's: a date set in the demo console is the date in pages and WXS too.
 * Scripts of the mini-program get this class in place of `Date` (build/bundle.ts).
 */
let offset = 0;

class PreviewDate extends Date {
  constructor(...args: unknown[]) {
    super(...((args.length === 0 ? [Date.now() + offset] : args) as [number]));
  }

  static override now(): number {
    return Date.now() + offset;
  }
}

/** `Date(...)` without `new` gives a string, as in JavaScript. */
export const previewDate = new Proxy(PreviewDate, { apply: () => new PreviewDate().toString() });

/** Reads the clock of the local cloud. Without one the phone keeps the browser's time. */
export async function followCloudClock(): Promise<void> {
  const response = await fetch('/control/clock').catch(() => undefined);
  if (response?.ok !== true) return;
  const { now } = (await response.json()) as { now?: string };
  const instant = Date.parse(now ?? '');
  if (Number.isFinite(instant)) offset = instant - Date.now();
}
