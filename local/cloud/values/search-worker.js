/** The thread in which texts are searched for regular expressions that take long (searches.ts), one after the other. */
const { createContext, Script } = require('node:vm');
const { parentPort, workerData } = require('node:worker_threads');

const place = createContext({});
const script = new Script('regexp.exec(text)');

parentPort.on('message', ({ id, source, flags, text }) => {
  const begun = performance.now();
  Object.assign(place, { regexp: new RegExp(source, flags), text });
  try {
    const match = script.runInContext(place, { timeout: workerData.most });
    const found = match === null ? {} : { groups: [...match], index: match.index };
    parentPort.postMessage({ id, ...found, took: performance.now() - begun });
  } catch {
    parentPort.postMessage({ id, tooLong: true, took: performance.now() - begun });
  }
});
