/** A list of listeners: `wx.onX` adds, `wx.offX` removes one or all. */
export class Emitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  readonly on = (listener: (value: T) => void): void => {
    this.listeners.add(listener);
  };

  readonly off = (listener?: (value: T) => void): void => {
    if (listener === undefined) this.listeners.clear();
    else this.listeners.delete(listener);
  };

  get size(): number {
    return this.listeners.size;
  }

  emit(value: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (error) {
        console.error(error);
      }
    }
  }
}
