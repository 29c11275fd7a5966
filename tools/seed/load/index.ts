import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { Instant } from '../../../cloudfunctions/domain/time';
import type { CollectionName } from '../../../cloudfunctions/usecases/kernel/documents';
import { pack, type Bulk, type Pack, type Place } from '../../../local/cloud/store/bulk';
import type { Task } from './thread';
import type { Written } from './shelf';

/** `--seed load:N`: N tickets of our own texts beside the demo data, told by the engine and handed to the store in bulk. */

/** What stories read. */
const READ: readonly CollectionName[] = [
  'settings', 'units', 'regions', 'services', 'members', 'rulesets', 'calendars', 'registers',
]; // prettier-ignore
/** What stories write. */
const WRITTEN: readonly CollectionName[] = ['tickets', 'journal', 'messages', 'notices', 'servicechanges'];

const THREADS = 2;

type Said = { packed?: Pack; counts?: [day: string, counts: Record<string, number>][] };

const tellIn = (file: string, task: Task, taken: (said: Said) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: task });
    worker.on('message', (said: Said) => {
      try {
        taken(said);
        worker.postMessage('taken');
      } catch (error) {
        reject(error as Error);
        void worker.terminate();
      }
    });
    worker.once('error', reject);
    worker.once('exit', resolve);
  });

/** Fills a store that holds the demo data. `env`: the keys of its folder. */
export const fillLoad = async (
  bulk: Bulk,
  { size, end, env }: { size: number; end: Instant; env: Record<string, string> },
): Promise<void> => {
  const kept = READ.flatMap(collection =>
    bulk.all(collection).map((document): Written => ({ collection, document: document as { _id: string } })),
  );
  const places = Object.fromEntries(WRITTEN.map((name): [string, Place] => [name, bulk.place(name)]));
  const folder = mkdtempSync(join(tmpdir(), 'banjie-load-'));
  const sums = new Map<string, Record<string, number>>();
  const taken = ({ packed, counts = [] }: Said): void => {
    if (packed) bulk.add(packed);
    for (const [day, added] of counts) {
      const sum = sums.get(day) ?? {};
      sums.set(day, sum);
      for (const [key, n] of Object.entries(added)) sum[key] = (sum[key] ?? 0) + n;
    }
  };
  bulk.begin();
  try {
    const file = join(folder, 'thread.js');
    await build({
      entryPoints: [join(__dirname, 'thread.ts')],
      outfile: file,
      bundle: true,
      platform: 'node',
      logLevel: 'error',
    });
    await Promise.all(
      Array.from({ length: THREADS }, (_, first) =>
        tellIn(file, { kept, env, end, size, places, first, step: THREADS }, taken),
      ),
    );
    // A shard of its own: a counter is the sum of its shards.
    const place = bulk.place('counters');
    bulk.add(
      pack([...sums].map(([day, counts]) => ({ place, document: { _id: `${day}#load`, day, counts } }))),
    );
  } finally {
    bulk.end();
    rmSync(folder, { recursive: true, force: true });
  }
};
