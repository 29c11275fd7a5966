import { parentPort, workerData } from 'node:worker_threads';
import { addCounts, countsOf, type Counts } from '../../../cloudfunctions/domain/ticket/counted';
import type { JournalDocument, TicketDocument } from '../../../cloudfunctions/usecases/kernel/documents';
import { ROWS, rowOf } from '../../../cloudfunctions/usecases/oversight/ledger';
import { pack, type Pack, type Place } from '../../../local/cloud/store/bulk';
import type { Doc } from '../../../local/cloud/values/ejson';
import { shareOf } from './plan';
import type { Told } from './shelf';
import { createStories, type Setting } from './tell';
import type { Written } from './shelf';

/** One thread of those that tell the stories: of all numbers the own ones, some hundred documents a message. */

export type Task = Setting & { first: number; step: number; places: Record<string, Place> };

/** What a thread says: how many pages of the ledger it needs next, what is ready, and at its end what it has counted. */
export type Said = {
  pages?: number;
  packed?: Pack;
  page?: number;
  /** Rows of the ledger, as JSON. */
  rows?: string;
  /** What its tickets stand in, by counter. */
  standing?: Counts;
  /** What became of their limits and what lay with whom, by tally. */
  outcomes?: Counts;
  counts?: [day: string, counts: Record<string, number>][];
};

const DOCUMENTS = 4000;

const run = async ({ first, step, places, ...setting }: Task): Promise<void> => {
  const port = parentPort;
  if (!port) throw new Error('this runs as a thread');
  const { tell, retelling, placed, searched, settled } = await createStories(setting);
  const sums = new Map<string, Record<string, number>>();
  const standing: Counts = {};
  const outcomes: Counts = {};
  let journal: JournalDocument[] = [];
  let others: Written[] = [];
  const placeOf = (name: string): Place => {
    const place = places[name];
    if (!place) throw new Error(`a story wrote to ${name}, which the load does not know`);
    return place;
  };
  const ask = <T>(said: Said, buffers: ArrayBuffer[] = []): Promise<T> => {
    const answer = new Promise<T>(resolve => port.once('message', resolve));
    port.postMessage(said, buffers);
    return answer;
  };
  /** The store takes one after the other: no more wait than one is being written. */
  const post = async (): Promise<void> => {
    const page = await ask<number>({ pages: Math.ceil(journal.length / ROWS) });
    const entries = journal.map((entry, at): Written => ({
      collection: 'journal',
      document: settled(entry, page + Math.floor(at / ROWS)),
    }));
    const packed = pack(
      [...entries, ...others].map(({ collection, document }) => ({
        place: placeOf(collection),
        document: document as Doc,
      })),
    );
    const rows = JSON.stringify(journal.map(rowOf));
    journal = [];
    others = [];
    await ask({ packed, page, rows }, [packed.ids.buffer, packed.entries.buffer, packed.keys.buffer]);
  };
  const take = async ({ journal: entries, others: left, counts }: Told): Promise<void> => {
    const written = placed(left);
    journal.push(...entries);
    others.push(...written, ...searched(left));
    for (const { collection, document } of written)
      if (collection === 'tickets')
        addCounts(standing, countsOf(document._id, (document as TicketDocument).keys));
    for (const { outcomes: change } of entries) if (change) addCounts(outcomes, change);
    for (const [day, added] of counts) {
      const sum = sums.get(day) ?? {};
      sums.set(day, sum);
      for (const [key, by] of Object.entries(added)) sum[key] = (sum[key] ?? 0) + by;
    }
    if (journal.length + others.length >= DOCUMENTS) await post();
  };
  for (const { n, again } of shareOf(setting.plan, first, step)) {
    const told = await tell(n);
    await take(told);
    if (again.length === 0) continue;
    const retell = retelling(told);
    for (const [at, other] of again.entries()) await take(retell ? retell(at + 1, other) : await tell(other));
  }
  if (journal.length > 0) await post();
  port.postMessage({ counts: [...sums], standing, outcomes } satisfies Said);
  port.close();
};

void run(workerData as Task);
