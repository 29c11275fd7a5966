import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Doc } from '../values/ejson';
import { othersFirst } from './steps';

/** More documents than these are not looked through as a whole while everybody else waits. */
export const MANY = 1000;
/** So many are handed over at a time. */
const SOME = 100;

type Said = { some?: Doc[]; done?: true; error?: string };

/** Runs a pipeline of mingo in a thread of its own; rejects with the message of mingo. */
export const runApart = async (pipeline: Doc[], docs: Doc[]): Promise<Doc[]> => {
  const worker = new Worker(join(__dirname, 'apart-thread.js'), { execArgv: [] });
  try {
    const result = new Promise<Doc[]>((resolve, reject) => {
      const found: Doc[] = [];
      worker.on('message', ({ some, error }: Said) => {
        if (some) found.push(...some);
        else if (error === undefined) resolve(found);
        else reject(new Error(error));
      });
      worker.once('error', reject);
    });
    for (let at = 0; at < docs.length; at += SOME) {
      worker.postMessage({ some: docs.slice(at, at + SOME) });
      await othersFirst();
    }
    worker.postMessage({ pipeline });
    return await result;
  } finally {
    await worker.terminate();
  }
};
