import type { Settings } from './store/settings';

/**
 * The clock of the whole local cloud: real time plus an offset that is kept across restarts. The offset lies in
 * shared memory, so that the functions' `Date` follows a change at once.
 */
export class Clock {
  readonly shared = new SharedArrayBuffer(8);
  private readonly offset = new BigInt64Array(this.shared);
  private changes = 0;

  /** `start`: where the clock of a new data folder begins; a different start than last time sets it again. */
  constructor(
    private readonly settings: Settings,
    start?: string,
  ) {
    Atomics.store(this.offset, 0, BigInt(settings.read('clock.offset') ?? '0'));
    if (start !== undefined && start !== settings.read('clock.start')) {
      this.set(start);
      settings.write('clock.start', start);
    }
  }

  /** Milliseconds since 1970 in the cloud's time. */
  now(): number {
    return Date.now() + Number(Atomics.load(this.offset, 0));
  }

  /** Sets the clock to an instant (ISO 8601 with an offset); throws on anything else. */
  set(instant: string): void {
    const epoch = epochOf(instant);
    if (epoch === undefined)
      throw new RangeError(`Not an instant with an offset: ${String(instant).slice(0, 40)}`);
    const offset = Math.round(epoch - Date.now());
    Atomics.store(this.offset, 0, BigInt(offset));
    this.settings.write('clock.offset', String(offset));
    this.changes++;
  }

  /** Grows with every setting: a change of time that is no passing of time. */
  get jumps(): number {
    return this.changes;
  }

  /** The present instant with `+08:00`. */
  instant(): string {
    return instantOf(this.now());
  }
}

/** `2026-09-24T10:00:00.000+08:00`. */
export const instantOf = (epoch: number): string =>
  new Date(epoch + 8 * 3_600_000).toISOString().replace('Z', '+08:00');

const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(:(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Milliseconds of an ISO instant that exists; undefined for anything else (30 February, no offset, another type). */
export const epochOf = (instant: unknown): number | undefined => {
  const parts = typeof instant === 'string' ? ISO.exec(instant) : null;
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 7].map(i => Number(parts[i] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const exists =
    local.getUTCMonth() === month - 1 &&
    local.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!exists || year < 1970) return undefined;
  const zone = parts[9]!;
  const sign = zone[0] === '-' ? -1 : 1;
  const minutes = zone === 'Z' ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const fraction = Math.floor(Number(`0${parts[8] ?? ''}`) * 1000);
  return local.getTime() + fraction - minutes * 60_000;
};
