export type Warning = { kind: string; text: string; times: number };

/** Things that work here and would be slow, fragile or wrong on the real service. Tests assert that there are none. */
export class Warnings {
  private readonly found = new Map<string, Warning>();

  add(kind: string, text: string): void {
    const name = `${kind} ${text}`;
    const known = this.found.get(name);
    if (known) known.times++;
    else if (this.found.size < 1000) this.found.set(name, { kind, text, times: 1 });
  }

  list(): Warning[] {
    return [...this.found.values()];
  }
}
