import { randomUUID } from 'node:crypto';
import { signedHeaders, verifiedId, type Headers } from '../../cloudfunctions/infra/hotline/signature';
import { changeShape, type HotlineChange } from '../../cloudfunctions/usecases/hotline/shapes';

/**
 * A service hotline as it may stand on the other side (contract §10): it sends orders and what comes after them, takes our
 * changes, ignores what it has, and asks for what it has missed. Its moods are those of real ones.
 */
export const moods = ['well', 'slow', 'down', 'twice', 'disorder', 'busy', 'gone'] as const;
export type Mood = (typeof moods)[number];

export type Answered = { status: number; body: unknown };
export type Sending = { path: string; body: Record<string, unknown> };

export type Surroundings = {
  /** With which it signs, and with which we sign. */
  key: Uint8Array;
  outKeys: readonly Uint8Array[];
  /** Posts to the function `hotline`. */
  post(path: string, headers: Record<string, string>, body: string): Promise<Answered>;
  /** Milliseconds since 1970, by the clock of the system that it talks to. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
};

/** What it knows of an order. */
export type Known = { no: string; state: string; last: number; events: string[]; reply?: string };

const SLOW = 60_000;
const TRIES = 5;

export class Hotline {
  mood: Mood = 'well';
  /** By its own number. */
  readonly orders = new Map<string, Known>();
  private readonly ids = new Set<string>();

  constructor(private readonly around: Surroundings) {}

  /** Takes a change that was sent to it: the status with which it answers. */
  async receive(
    headers: Headers,
    body: string,
  ): Promise<{ status: number; headers?: Record<string, string> }> {
    if (this.mood === 'down') return { status: 503 };
    if (this.mood === 'gone') return { status: 410 };
    if (this.mood === 'busy') return { status: 429, headers: { 'retry-after': '60' } };
    const id = verifiedId(this.around.outKeys, headers, body, this.around.now());
    if (id === undefined) return { status: 401 };
    const isNew = !this.ids.has(id);
    this.ids.add(id);
    if (isNew) await this.take(changeShape.parse(JSON.parse(body)));
    // It has it, but nobody hears so: it is sent once more.
    if (this.mood === 'slow') await this.around.sleep(SLOW);
    if (this.mood === 'twice' && isNew) return { status: 500 };
    return { status: 204 };
  }

  private async take(change: HotlineChange): Promise<void> {
    const known = this.orders.get(change.externalNo);
    const last = known?.last ?? 0;
    if (change.sequence > last + 1) await this.catchUp(change.externalNo, last);
    this.note(change);
  }

  /** Lower numbers are ignored. */
  private note({ externalNo, no, state, sequence, event, reply }: HotlineChange): void {
    const known = this.orders.get(externalNo) ?? { no, state, last: 0, events: [] };
    if (sequence <= known.last) return;
    this.orders.set(externalNo, {
      ...known,
      state,
      last: sequence,
      events: [...known.events, event],
      ...(reply ? { reply: reply.text } : {}),
    });
  }

  /** Asks for what it has missed of an order. */
  async catchUp(externalNo: string, after = this.orders.get(externalNo)?.last ?? 0): Promise<void> {
    const { body } = await this.post('/orders/changes', { externalNo, after });
    const { data } = body as { data?: { changes: HotlineChange[] } };
    for (const change of data?.changes ?? []) this.note(change);
  }

  /** Sends something; `twice`, it sends everything twice. */
  async send({ path, body }: Sending): Promise<Answered> {
    const id = randomUUID();
    const first = await this.post(path, body, id);
    return this.mood === 'twice' ? this.post(path, body, id) : first;
  }

  /** Sends several things, in `disorder` the last first; what comes too early or meets an outage is sent again later. */
  async sendAll(list: readonly Sending[]): Promise<void> {
    let left = this.mood === 'disorder' ? [...list].reverse() : [...list];
    for (let tries = 0; left.length > 0 && tries < TRIES; tries += 1) {
      const again: Sending[] = [];
      for (const one of left) {
        const { status } = await this.send(one);
        if (status === 404 || status === 409 || status === 429 || status >= 500) again.push(one);
      }
      left = again;
    }
  }

  private post(path: string, body: Record<string, unknown>, id: string = randomUUID()): Promise<Answered> {
    const text = JSON.stringify(body);
    const seconds = Math.floor(this.around.now() / 1000);
    return this.around.post(path, signedHeaders([this.around.key], { id, seconds, body: text }), text);
  }
}
