import { parentPort, workerData } from 'node:worker_threads';
import { pack, type Place } from '../../../local/cloud/store/bulk';
import type { Doc } from '../../../local/cloud/values/ejson';
import { createStories, type Setting } from './tell';
import type { Written } from './shelf';

/** One thread of those that tell the stories: of all numbers the own ones, some hundred documents a message. */

export type Task = Setting & { first: number; step: number; places: Record<string, Place> };

const DOCUMENTS = 4000;

const run = async ({ first, step, places, ...setting }: Task): Promise<void> => {
  const port = parentPort;
  if (!port) throw new Error('this runs as a thread');
  const tell = await createStories(setting);
  const sums = new Map<string, Record<string, number>>();
  let documents: Written[] = [];
  const placeOf = (name: string): Place => {
    const place = places[name];
    if (!place) throw new Error(`a story wrote to ${name}, which the load does not know`);
    return place;
  };
  const post = async (): Promise<void> => {
    const packed = pack(
      documents.map(({ collection, document }) => ({
        place: placeOf(collection),
        document: document as Doc,
      })),
    );
    documents = [];
    // The store takes one after the other: no more wait than one is being written.
    const taken = new Promise(resolve => port.once('message', resolve));
    port.postMessage({ packed }, [packed.ids.buffer, packed.entries.buffer, packed.keys.buffer]);
    await taken;
  };
  for (let n = first; n < setting.size; n += step) {
    const told = await tell(n);
    documents.push(...told.documents);
    for (const [day, counts] of told.counts) {
      const sum = sums.get(day) ?? {};
      sums.set(day, sum);
      for (const [key, by] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + by;
    }
    if (documents.length >= DOCUMENTS) await post();
  }
  if (documents.length > 0) await post();
  port.postMessage({ counts: [...sums] });
  port.close();
};

void run(workerData as Task);
