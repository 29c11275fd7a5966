import type { Clock } from '../clock';
import type { CloudFunction } from './definitions';

/**
 * Fires timers as the clock passes their moments. Checked each real second; a jump of the clock (a setting, or more
 * than a minute at once) passes no moment, so nothing that was missed is run later.
 */
export class Timers {
  private readonly interval: NodeJS.Timeout;
  private last: number;
  private jumps: number;

  constructor(
    private readonly clock: Pick<Clock, 'now' | 'jumps'>,
    private readonly functions: { values(): Iterable<CloudFunction> },
    private readonly fire: (name: string) => void,
  ) {
    this.last = this.second();
    this.jumps = clock.jumps;
    this.interval = setInterval(() => this.tick(), 1000);
    this.interval.unref();
  }

  stop(): void {
    clearInterval(this.interval);
  }

  /** Fires what fell due since the last tick. */
  tick(): void {
    const now = this.second();
    const jumped = this.clock.jumps !== this.jumps || now - this.last > 60;
    const from = jumped ? now : this.last;
    this.jumps = this.clock.jumps;
    this.last = Math.max(now, jumped ? now : this.last);
    for (const { name, timer } of this.functions.values()) {
      if (!timer) continue;
      for (let second = from + 1; second <= now; second++)
        if (timer.due(second * 1000)) {
          this.fire(name);
          break;
        }
    }
  }

  private second(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}
