import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CloudFunction } from './definitions';
import type { PreparedSdk } from './sdk';

/** `inARow`: so many calls of the SDK it has waited for one after another. */
export type Outcome = ({ result: string } | { errCode: number; errMsg: string; detail?: string }) & {
  inARow?: number | undefined;
};

type Answer = {
  id?: number;
  ready?: true;
  result?: string;
  tooLarge?: number;
  error?: { message: string; stack: string };
  inARow?: number;
};

/** What all instances share. */
export type Surroundings = {
  clock: SharedArrayBuffer;
  /** What each takes longer to start. */
  coldStartMs: number;
  modules: string;
  sdk: PreparedSdk;
  env: Record<string, string>;
  log: (name: string, text: string) => void;
};

const LARGEST_RESULT = 1024 * 1024;

/** One instance of a function: a worker thread that runs one invocation at a time. A fault ends it. */
export class Instance {
  private readonly worker: Worker;
  private settle?: (outcome: Outcome) => void;
  private started: Promise<void>;
  private next = 0;
  busy = false;
  dead = false;

  constructor(
    readonly definition: CloudFunction,
    surroundings: Surroundings,
  ) {
    this.worker = new Worker(join(__dirname, 'worker.js'), {
      workerData: {
        file: definition.file,
        clock: surroundings.clock,
        modules: surroundings.modules,
        sdk: surroundings.sdk,
        largestResult: LARGEST_RESULT,
      },
      env: { ...surroundings.env },
      execArgv: [],
      argv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: definition.memoryMegabytes },
    });
    for (const stream of [this.worker.stdout, this.worker.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => surroundings.log(definition.name, text));
    this.started = new Promise(resolve => {
      this.worker.on('message', (answer: Answer) => {
        if (!answer.ready) this.receive(answer);
        else if (surroundings.coldStartMs > 0) setTimeout(resolve, surroundings.coldStartMs);
        else resolve();
      });
      this.worker.on('exit', () => {
        this.dead = true;
        resolve();
        this.finish({ errCode: -504002, errMsg: 'functions execute fail: the instance ended' });
      });
    });
    this.worker.on('error', (error: Error & { code?: string }) => {
      this.dead = true;
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.finish({
        errCode: -504002,
        errMsg: memory
          ? `functions execute fail: Memory Usage exceeds ${definition.memoryMegabytes} MB`
          : `functions execute fail: ${error.message}`,
        detail: error.stack,
      });
    });
    this.worker.unref();
  }

  /** Runs one invocation; the time limit starts when the instance is loaded. Never rejects. */
  async run(event: string, context: object, env: Record<string, string | null>): Promise<Outcome> {
    this.busy = true;
    await this.started;
    if (this.dead) return { errCode: -504002, errMsg: 'functions execute fail: the instance ended' };
    const seconds = this.definition.timeoutSeconds;
    const outcome = await new Promise<Outcome>(resolve => {
      const limit = setTimeout(() => {
        this.finish({
          errCode: -504003,
          errMsg: `FUNCTIONS_TIME_LIMIT_EXCEEDED: Invoking task timed out after ${seconds} seconds`,
        });
        void this.stop();
      }, seconds * 1000);
      this.settle = result => {
        clearTimeout(limit);
        resolve(result);
      };
      this.worker.postMessage({ id: ++this.next, event, context, env });
    });
    this.busy = false;
    return outcome;
  }

  async stop(): Promise<void> {
    this.dead = true;
    await this.worker.terminate();
  }

  private receive({ id, result, tooLarge, error, inARow }: Answer): void {
    if (id !== this.next) return;
    if (error)
      this.finish({
        errCode: -504002,
        errMsg: `functions execute fail: ${error.message}`,
        detail: error.stack,
        inARow,
      });
    else if (tooLarge !== undefined)
      this.finish({
        errCode: -604001,
        errMsg: `cloudfunction result size exceed limit (1MB): ${tooLarge} bytes`,
      });
    else this.finish({ result: result ?? 'null', inARow });
  }

  private finish(outcome: Outcome): void {
    const settle = this.settle;
    this.settle = undefined;
    settle?.(outcome);
  }
}
