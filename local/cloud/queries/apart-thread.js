/** Runs pipelines of mingo over many documents, so that nobody else waits for them. */
const { parentPort } = require('node:worker_threads');
const { Aggregator } = require('mingo');

const SOME = 100;
let docs = [];

parentPort.on('message', ({ some, pipeline }) => {
  if (some) {
    docs.push(...some);
    return;
  }
  const input = docs;
  docs = [];
  try {
    const result = new Aggregator(pipeline, { scriptEnabled: false }).run(input);
    for (let at = 0; at < result.length; at += SOME)
      parentPort.postMessage({ some: result.slice(at, at + SOME) });
    parentPort.postMessage({ done: true });
  } catch (error) {
    parentPort.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
