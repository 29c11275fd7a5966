import { createSnapshots } from '../../cloudfunctions/usecases/kernel/reading/snapshot';
import { staffOf } from './callers';
import { chainedWorld, NOW, storedIn, worldWith, type Stored, type Told } from './chained-world';
import { everybody } from './domain';
import { LONG } from './long';
import type { Memory } from './memory';
import { Copy, type Doc, type Tampering } from './tamperings';

/** What `audit.check` says of a world that somebody has tampered with (A47). */

type Report = { no: string }[];
/** The heads of the chains as they were sent to the security officer. */
type Anchors = string[] | undefined;

const securityOf = (world: Memory) =>
  staffOf(
    world,
    everybody.find(({ role }) => role === 'security')!,
  );

export const anchorsOf = async (world: Memory): Promise<Anchors> =>
  (await securityOf(world).call('audit.state', {})).anchors.map(({ text }) => text);

/** What the security officer is told: page by page of all chains, or of one. */
export const check = async (world: Memory, anchors?: Anchors, no?: string): Promise<Report> => {
  const security = securityOf(world);
  const found: Report = [];
  let cursor: string | undefined;
  do {
    const page = await security.call('audit.check', {
      ...(no ? { no } : {}),
      ...(cursor ? { cursor } : {}),
      ...(anchors === undefined || no ? {} : { anchors }),
    });
    found.push(...page.broken);
    cursor = page.nextCursor;
  } while (cursor);
  return found;
};

/** A world that is tampered with, one thing at a time, and what its own check says of each. */
export class Attack {
  readonly kinds = new Map<string, number>();

  private constructor(
    readonly told: Told,
    readonly stored: Stored,
    readonly anchors: Anchors,
    private readonly world: Memory,
  ) {}

  static async begin(): Promise<Attack> {
    const told = await chainedWorld();
    const stored = storedIn(told.world);
    return new Attack(told, stored, await anchorsOf(told.world), worldWith(stored, NOW));
  }

  /** Does it to a copy, checks, and puts everything back. */
  async report(change: (copy: Copy) => void, of?: string, anchors: Anchors = this.anchors): Promise<Report> {
    const copy = new Copy(this.stored);
    change(copy);
    const lay = (document: Doc | null, name: string, id: string): void => {
      if (document) this.world.put(name as 'units', document as never);
      else void this.world.ports.database.remove(name as 'units', id);
    };
    for (const { name, id } of copy.touched.values()) lay(copy.get(name, id), name, id);
    Object.assign(this.world, { snapshots: createSnapshots(this.world.ports) });
    try {
      return await check(this.world, anchors, of);
    } finally {
      const before = new Copy(this.stored);
      for (const { name, id } of copy.touched.values()) lay(before.get(name, id), name, id);
    }
  }

  /** Which of them are not reported, or not of what they were done to. */
  async missed(tamperings: readonly Tampering[]): Promise<string[]> {
    const missed: string[] = [];
    for (const { kind, no, change } of tamperings) {
      this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
      try {
        // One chain is looked at alone, as its page does; the long form always looks at all.
        const report = await this.report(change, LONG ? undefined : no);
        if (report.length === 0) missed.push(kind);
        else if (no !== undefined && !report.some(one => one.no === no))
          missed.push(`${kind} (not named: ${no})`);
      } catch (error) {
        missed.push(`${kind}: the check broke: ${String(error)}`);
      }
    }
    return missed;
  }
}
