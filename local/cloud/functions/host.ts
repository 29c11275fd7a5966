import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { objectIn } from '../http';
import { within } from '../profile';
import type { Warnings } from '../warnings';
import type { CloudFunction, Functions } from './definitions';
import { Instance, type Outcome, type Surroundings } from './instance';

/** Who calls: OPENID of a person (none for timers and message push) and the chain of sources. */
export type Caller = { openid?: string; source: string };

/** A record of one invocation, without identities and texts. */
export type Invocation = {
  function: string;
  action?: string;
  caller?: string;
  source: string;
  at: string;
  durationMs: number;
  databaseCalls: number;
  /** Those of them that were waited for one after another; calls made together count once. */
  inARow: number;
  calls: Record<string, number>;
  /** Where it wrote, in order. */
  writes: Write[];
  /** From which collections it read documents, in order. */
  reads: Read[];
  /** What the database looked at for it, and how long it took for that. */
  examined: Examined;
  errCode?: number;
};

/**
 * A call that writes, the collection that it writes to, how many documents, and whether within a transaction. `isNew`: a
 * document was set that was not there before.
 */
export type Write = {
  action: string;
  collection: string;
  inTransaction: boolean;
  documents: number;
  isNew?: boolean;
};

/** A call that reads, how many documents came, and which of their fields, where not all. */
export type Read = { collection: string; documents: number; fields?: string[] };

/** Documents that were read, index entries that were walked, and milliseconds inside the database. */
export type Examined = { documents: number; entries: number; ms: number };

type Running = {
  definition: CloudFunction;
  caller: Caller;
  /** How many functions wait for it: 0 for a call from outside. */
  depth: number;
  calls: Record<string, number>;
  writes: Write[];
  reads: Read[];
  examined: Examined;
};

/** What is noted of a call. */
type Request = { collectionName?: unknown; transactionId?: unknown; projection?: unknown };

/** The fields that a request names: names alone, no values. */
const fieldsOf = (projection: unknown): string[] =>
  typeof projection === 'string' ? Object.keys(objectIn(Buffer.from(projection)) ?? {}) : [];

/** The invocation behind a call, and what is noted of it: how many documents it was of is known with its answer. */
export type Attributed = { running: Running; noted?: { documents: number; isNew?: boolean } };

/** A call that waits for an instance. */
type Waiting = { depth: number; wake: () => void };

const nothing = (): Examined => ({ documents: 0, entries: 0, ms: 0 });

const LARGEST_EVENT = 100 * 1024;
const LONGEST_QUEUE = 1000;
/** Functions that call each other deeper than this call each other without end. */
const DEEPEST_CALL = 10;
const KEPT_RECORDS = 10_000;
/** Of one invocation; the timer writes and reads without end. */
const MOST_NOTED = 200;
const READS = new Set(['database.getDocument', 'database.aggregateDocuments']);
const WRITES = new Set(['database.insertDocument', 'database.modifyDocument', 'database.removeDocument']);

export type HostOptions = {
  functions: Functions;
  surroundings: Surroundings;
  clock: Clock;
  warnings: Warnings;
  /** Most instances of one function at a time. */
  instances: number;
  /** Calls from outside in any second. */
  callsPerSecond: number;
  /** True while this invocation has a transaction open. */
  inTransaction: (token: string) => boolean;
};

/** Runs functions: several instances each, one invocation at a time per instance, a queue when all are busy. */
export class Host {
  private readonly pools = new Map<string, Instance[]>();
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly running = new Map<string, Running>();
  private readonly records: Invocation[] = [];
  private closed = false;
  /** Lets the owner's tools use the SDK without being a function. */
  readonly ownerToken = randomUUID();

  private readonly mayCall: () => boolean;

  constructor(private readonly options: HostOptions) {
    this.mayCall = within(options.callsPerSecond, () => performance.now());
    const owner = { name: 'owner', file: '', timeoutSeconds: 0, memoryMegabytes: 0, openapi: [] };
    this.running.set(this.ownerToken, {
      definition: owner,
      caller: { source: 'owner' },
      depth: 0,
      calls: {},
      writes: [],
      reads: [],
      examined: nothing(),
    });
  }

  /** Calls a function as `wx.cloud.callFunction` or another function (`depth`) does. Never rejects. */
  call(name: string, event: Record<string, unknown>, caller: Caller, depth = 0): Promise<Outcome> {
    const userInfo = caller.openid === undefined ? { appId: APPID } : { appId: APPID, openId: caller.openid };
    return this.invoke(name, { ...event, userInfo }, caller, depth);
  }

  /** Runs a function as its timer does, at the present time of the clock: no OPENID, SOURCE `wx_trigger`. */
  async runTimer(name: string): Promise<Outcome> {
    const timer = this.options.functions.get(name)?.timer;
    if (!timer) return { errCode: -501000, errMsg: `The function ${name} has no timer` };
    const time = new Date(this.options.clock.now()).toISOString();
    return this.invoke(
      name,
      { Type: 'Timer', TriggerName: timer.name, Time: time, Message: '', userInfo: { appId: APPID } },
      { source: 'wx_trigger' },
    );
  }

  /** The invocation behind a token of the wire; counts the call, and notes where it writes or reads. */
  attribute(token: unknown, action: string, request: Request = {}): Attributed | undefined {
    const running = this.running.get(String(token));
    if (!running) return undefined;
    running.calls[action] = (running.calls[action] ?? 0) + 1;
    const collection = String(request.collectionName);
    if (WRITES.has(action) && running.writes.length < MOST_NOTED) {
      const inTransaction = Boolean(request.transactionId);
      const write = { action: action.slice('database.'.length), collection, inTransaction, documents: 0 };
      running.writes.push(write);
      return { running, noted: write };
    }
    if (READS.has(action) && running.reads.length < MOST_NOTED) {
      const fields = fieldsOf(request.projection);
      const read: Read = { collection, documents: 0, ...(fields.length > 0 ? { fields } : {}) };
      running.reads.push(read);
      return { running, noted: read };
    }
    return { running };
  }

  /** The last invocations, newest last. */
  invocations(last = 100): Invocation[] {
    return last > 0 ? this.records.slice(-last) : [];
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const queue of this.waiting.values()) for (const { wake } of queue.splice(0)) wake();
    await Promise.all([...this.pools.values()].flat().map(instance => instance.stop()));
  }

  private async invoke(
    name: string,
    event: Record<string, unknown>,
    caller: Caller,
    depth = 0,
  ): Promise<Outcome> {
    const definition = this.options.functions.current(name);
    if (!definition)
      return {
        errCode: -501000,
        errMsg: `FUNCTION_NOT_FOUND: the function ${name.slice(0, 60)} does not exist`,
      };
    const text = JSON.stringify(event);
    if (Buffer.byteLength(text) > LARGEST_EVENT + 200)
      return { errCode: -504001, errMsg: 'functions request fail: request data exceeds 100 KB' };
    if (caller.source === 'wx_client' && !this.mayCall())
      return { errCode: -501003, errMsg: 'EXCEED_REQUEST_LIMIT: too many calls in this second' };
    const instance = depth > DEEPEST_CALL ? undefined : await this.instance(definition, depth);
    if (!instance)
      return { errCode: -501004, errMsg: 'EXCEED_CONCURRENT_REQUEST_LIMIT: too many calls are waiting' };

    const token = randomUUID();
    const running: Running = {
      definition,
      caller,
      depth,
      calls: {},
      writes: [],
      reads: [],
      examined: nothing(),
    };
    this.running.set(token, running);
    const at = this.options.clock.instant();
    const begun = performance.now();
    const outcome = await instance.run(text, contextOf(definition, token), identity(caller, token));
    this.running.delete(token);
    this.release(definition.name);
    if (this.options.inTransaction(token))
      this.options.warnings.add(
        'transaction',
        `${name} ended with a transaction open; its locks are held for 30 s`,
      );
    if ('detail' in outcome && outcome.detail) this.options.surroundings.log(name, outcome.detail);
    this.record(running, event, outcome, at, performance.now() - begun);
    return outcome;
  }

  /**
   * A free instance, a new one, or the next to become free; undefined when the queue is full. A call that other functions
   * wait for has one instance more for each of them: otherwise they would wait for each other.
   */
  private async instance(definition: CloudFunction, depth: number): Promise<Instance | undefined> {
    for (;;) {
      if (this.closed) return undefined;
      const pool = this.present(definition);
      const free = pool.find(instance => !instance.busy && instance.definition === definition);
      if (pool.filter(({ busy }) => busy).length < this.options.instances + depth) {
        const taken = free ?? new Instance(definition, this.options.surroundings);
        if (!free) pool.push(taken);
        taken.busy = true;
        return taken;
      }
      const queue = this.waiting.get(definition.name) ?? [];
      this.waiting.set(definition.name, queue);
      if (queue.length >= LONGEST_QUEUE) return undefined;
      await new Promise<void>(wake => queue.push({ depth, wake }));
    }
  }

  /** The instances of a function as it stands in its files now; those of an older one end when they are free. */
  private present(definition: CloudFunction): Instance[] {
    const pool = this.pools.get(definition.name) ?? [];
    const isOld = (instance: Instance): boolean => instance.definition !== definition;
    for (const instance of pool) if (isOld(instance) && !instance.busy) void instance.stop();
    const present = pool.filter(instance => !instance.dead);
    this.pools.set(definition.name, present);
    return present;
  }

  /** Whom most functions wait for is next; of others, who came first. */
  private release(name: string): void {
    const queue = this.waiting.get(name) ?? [];
    const deepest = Math.max(...queue.map(({ depth }) => depth));
    const at = queue.findIndex(({ depth }) => depth === deepest);
    if (at >= 0) queue.splice(at, 1)[0]!.wake();
  }

  private record(
    { definition, caller, calls, writes, reads, examined }: Running,
    event: Record<string, unknown>,
    outcome: Outcome,
    at: string,
    ms: number,
  ): void {
    this.records.push({
      function: definition.name,
      action: typeof event.action === 'string' ? event.action.slice(0, 60) : undefined,
      caller: caller.openid && createHash('sha256').update(caller.openid).digest('hex').slice(0, 12),
      source: caller.source,
      at,
      durationMs: Math.round(ms * 10) / 10,
      databaseCalls: Object.entries(calls).reduce(
        (sum, [action, n]) => sum + (action.startsWith('database.') ? n : 0),
        0,
      ),
      inARow: outcome.inARow ?? 0,
      calls,
      writes,
      reads,
      examined: { ...examined, ms: Math.round(examined.ms * 10) / 10 },
      errCode: 'errCode' in outcome ? outcome.errCode : undefined,
    });
    if (this.records.length > KEPT_RECORDS) this.records.splice(0, KEPT_RECORDS / 10);
  }
}

const APPID = 'local';
const ENV = 'local';

/** What the SDK reads on each call: who calls, and the token by which the cloud knows this invocation. */
const identity = ({ openid, source }: Caller, token: string): Record<string, string | null> => ({
  WX_CONTEXT_KEYS: [
    'WX_APPID',
    ...(openid === undefined ? [] : ['WX_OPENID']),
    'WX_API_TOKEN',
    'WX_TRIGGER_API_TOKEN_V0',
  ].join(','),
  WX_APPID: APPID,
  WX_OPENID: openid ?? null,
  WX_API_TOKEN: token,
  WX_TRIGGER_API_TOKEN_V0: token,
  TCB_SOURCE: source,
  TRIGGER_SRC: source === 'wx_trigger' ? 'timer' : null,
});

const contextOf = (definition: CloudFunction, token: string): object => ({
  callbackWaitsForEmptyEventLoop: false,
  request_id: token,
  function_name: definition.name,
  function_version: '$LATEST',
  namespace: ENV,
  memory_limit_in_mb: definition.memoryMegabytes,
  time_limit_in_ms: definition.timeoutSeconds * 1000,
  environ: '',
});

/** The environment that every instance has, besides the identity of an invocation. */
export const functionEnv = (adminUrl: string, extra: Record<string, string>): Record<string, string> => ({
  ...extra,
  TZ: 'UTC',
  TCB_CONTEXT_CNFG: JSON.stringify({ URL: adminUrl }),
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_REGION: 'local',
  TENCENTCLOUD_SECRETID: 'local',
  TENCENTCLOUD_SECRETKEY: 'local',
  TENCENTCLOUD_SESSIONTOKEN: 'local',
  SCF_NAMESPACE: ENV,
  TCB_ENV: ENV,
  SILENCE: 'true',
});
