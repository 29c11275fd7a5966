/**
 * One instance of a cloud function: a worker thread with its own `process.env`. Loads the function when it starts
 * (a cold start) and runs one invocation at a time. Its `Date` follows the clock of the local cloud.
 */
const diagnostics = require('node:diagnostics_channel');
const { parentPort, workerData } = require('node:worker_threads');
const Module = require('node:module');
const { useCompiled } = require('./compiled');

/** `new Date()`, `Date.now()` and `Date()` in the cloud's time; everything else is left alone. */
const shiftDate = shared => {
  const offset = new BigInt64Array(shared);
  const RealDate = Date;
  const realNow = RealDate.now;
  const now = () => realNow() + Number(Atomics.load(offset, 0));
  const Shifted = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length ? args : [now()], newTarget),
    apply: () => new RealDate(now()).toString(),
  });
  RealDate.now = now;
  RealDate.prototype.constructor = Shifted;
  globalThis.Date = Shifted;
};

const failureOf = error => ({
  message: error instanceof Error ? error.message : String(error),
  stack: error instanceof Error ? String(error.stack) : String(error),
});

shiftDate(workerData.clock);
// Functions outside of the repository find the SDK too.
process.env.NODE_PATH = workerData.modules;
Module._initPaths();
// The SDK looks at some twenty variables in each call; those of a thread are slow to look at.
process.env = { ...process.env };

/**
 * How many calls to the database an invocation waits for one after another: one that begins while another is under way
 * waits for nothing more. Only here is it known, as the cloud answers calls that were made together one by one. What goes
 * to WeChat itself (a form of several parts) is no such call.
 */
let longest = 0;
const places = new WeakMap();
diagnostics.subscribe('http.client.request.start', ({ request }) => {
  if (!String(request.getHeader('content-type')).startsWith('multipart/')) places.set(request, longest + 1);
});
diagnostics.subscribe('http.client.response.finish', ({ request }) => {
  longest = Math.max(longest, places.get(request) ?? 0);
});
const { sdk } = workerData;
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...more) {
  const file = resolve.call(this, request, ...more);
  return file === sdk.main ? sdk.file : file;
};
const keepCompiled = useCompiled([sdk.file, workerData.file], sdk.folder);

let load = () => {
  const loaded = require(workerData.file);
  if (typeof loaded.main !== 'function') throw new Error('The function exports no main');
  load = () => loaded;
  return loaded;
};
let failed;
try {
  load();
} catch (error) {
  failed = failureOf(error);
}

parentPort.on('message', async ({ id, event, context, env }) => {
  if (failed) return parentPort.postMessage({ id, error: failed });
  longest = 0;
  for (const [name, value] of Object.entries(env)) {
    if (value === null) delete process.env[name];
    else process.env[name] = value;
  }
  try {
    const result = await load().main(JSON.parse(event), context);
    const text = JSON.stringify(result === undefined ? null : result) ?? 'null';
    parentPort.postMessage(
      Buffer.byteLength(text) > workerData.largestResult
        ? { id, tooLarge: Buffer.byteLength(text) }
        : { id, result: text, inARow: longest },
    );
  } catch (error) {
    parentPort.postMessage({ id, error: failureOf(error), inARow: longest });
  }
  // What the first invocation needed is compiled too by now.
  keepCompiled();
});
parentPort.postMessage({ ready: true });
