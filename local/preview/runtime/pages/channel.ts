type Listener = (...args: unknown[]) => void;

/** WeChat's EventChannel between a page and the one that it opens. */
export class EventChannel {
  private readonly listeners = new Map<string, Set<Listener>>();
  private other: EventChannel | undefined;

  /** Two ends: what one emits, the other hears. */
  connect(other: EventChannel): void {
    this.other = other;
    other.other = this;
  }

  on(name: string, listener: Listener): void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set.add(listener));
  }

  once(name: string, listener: Listener): void {
    const once: Listener = (...args) => {
      this.off(name, once);
      listener(...args);
    };
    this.on(name, once);
  }

  off(name: string, listener?: Listener): void {
    if (listener === undefined) this.listeners.delete(name);
    else this.listeners.get(name)?.delete(listener);
  }

  emit(name: string, ...args: unknown[]): void {
    for (const listener of [...(this.other?.listeners.get(name) ?? [])]) listener(...args);
  }
}
