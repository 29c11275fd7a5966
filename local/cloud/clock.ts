import { epochOf as epochOfRead, parseInstant } from '../../cloudfunctions/domain/time';
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

/** Milliseconds of an instant that exists, from 1970 on; undefined for anything else (30 February, 24:00, no offset, another type). */
export const epochOf = (text: unknown): number | undefined => {
  const instant = typeof text === 'string' ? parseInstant(text) : undefined;
  return instant === undefined || instant < '1970' ? undefined : epochOfRead(instant);
};
