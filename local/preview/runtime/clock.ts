/**
 * The phone's clock is the local cloud's: a date set in the demo console is the date in pages and WXS too. And the
 * phone lies in Guangdong, wherever the browser runs. Scripts of the mini-program get this class in place of `Date`
 * (build/bundle.ts).
 */
let offset = 0;

const EAST = 8 * 3_600_000;
const PARTS = ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'] as const;
const ZONE = 'Asia/Shanghai';

type Numbers = [number, number, number?, number?, number?, number?, number?];
type Method = (...args: number[]) => number;

/** Whether a text names its zone, or is a bare ISO date, which is UTC by the language. */
const hasZone = (text: string): boolean =>
  /(Z|GMT|UTC|[+-]\d\d:?\d\d)\s*(\(.*\))?$/i.test(text) || /^\d{4}(-\d\d){0,2}$/.test(text);

/** Milliseconds of a text whose local time is Guangdong's. */
function parse(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant) || hasZone(text)) return instant;
  return instant - new Date(instant).getTimezoneOffset() * 60_000 - EAST;
}

function instantOf(args: unknown[]): number | string | Date {
  if (args.length === 0) return Date.now() + offset;
  if (args.length > 1) return Date.UTC(...(args as Numbers)) - EAST;
  const [only] = args;
  return typeof only === 'string' ? parse(only) : (only as number | Date);
}

class PreviewDate extends Date {
  constructor(...args: unknown[]) {
    super(instantOf(args));
  }

  static override now(): number {
    return Date.now() + offset;
  }

  static override parse(text: string): number {
    return parse(text);
  }

  override getTimezoneOffset(): number {
    return -EAST / 60_000;
  }

  override toString(): string {
    const local = new Date(this.getTime() + EAST).toUTCString().replace('GMT', 'GMT+0800 (中国标准时间)');
    return Number.isNaN(this.getTime()) ? 'Invalid Date' : local.replace(',', '');
  }

  override toLocaleString(...[locale = 'zh-CN', options]: Parameters<Date['toLocaleString']>): string {
    return super.toLocaleString(locale, { timeZone: ZONE, ...options });
  }

  override toLocaleDateString(
    ...[locale = 'zh-CN', options]: Parameters<Date['toLocaleDateString']>
  ): string {
    return super.toLocaleDateString(locale, { timeZone: ZONE, ...options });
  }

  override toLocaleTimeString(
    ...[locale = 'zh-CN', options]: Parameters<Date['toLocaleTimeString']>
  ): string {
    return super.toLocaleTimeString(locale, { timeZone: ZONE, ...options });
  }
}

/** The local getters and setters are the UTC ones of a time moved east. */
function moveEast(): void {
  const methods = PreviewDate.prototype as unknown as Record<string, Method>;
  const east = (date: Date): Date => new Date(date.getTime() + EAST);
  for (const part of [...PARTS, 'Day'] as const) {
    methods[`get${part}`] = function (this: Date) {
      return east(this)[`getUTC${part}`]();
    } as Method;
  }
  for (const part of PARTS) {
    methods[`set${part}`] = function (this: Date, ...args: number[]) {
      const moved = east(this);
      (moved[`setUTC${part}`] as Method).apply(moved, args);
      return this.setTime(moved.getTime() - EAST);
    } as Method;
  }
}
moveEast();

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
