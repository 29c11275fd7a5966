import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { addCounts, asCounter, numbersOf, type Counts } from '../../../cloudfunctions/domain/ticket/counted';
import type { OutcomeTally } from '../../../cloudfunctions/domain/outcomes/tally';
import type { Instant } from '../../../cloudfunctions/domain/time';
import { loadSecrets } from '../../../cloudfunctions/infra/secrets';
import { pageId, ROWS, runOver } from '../../../cloudfunctions/usecases/oversight/ledger';
import type {
  CollectionName,
  CounterDocument,
  LedgerDocument,
  LedgerRow,
} from '../../../cloudfunctions/usecases/kernel/documents';
import { pack, type Bulk, type Place } from '../../../local/cloud/store/bulk';
import { planOf } from './plan';
import type { Said, Task } from './thread';
import type { Written } from './shelf';

/** `--seed load:N`: N tickets of our own texts beside the demo data, told by the engine and handed to the store in bulk. */

/** What stories read. */
const READ: readonly CollectionName[] = [
  'settings', 'units', 'regions', 'services', 'members', 'rulesets', 'calendars', 'registers',
]; // prettier-ignore
/** What stories write. */
const WRITTEN: readonly CollectionName[] = [
  'tickets', 'archived', 'archivednumbers', 'searchable', 'journal', 'messages', 'notices', 'servicechanges',
]; // prettier-ignore

const THREADS = 2;

const tellIn = (file: string, task: Task, answer: (said: Said) => unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: task });
    worker.on('message', (said: Said) => {
      try {
        worker.postMessage(answer(said));
      } catch (error) {
        reject(error as Error);
        void worker.terminate();
      }
    });
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });

/** Pages of the ledger behind those of the demo; a hash runs over them, so they are written in their order. */
const ledgerOf = (bulk: Bulk, env: Record<string, string>) => {
  const { chainKey: key, mac } = loadSecrets(env);
  const place = bulk.place('ledger');
  const known = bulk.all('ledger') as LedgerDocument[];
  let from = known.at(-1)?.hash ?? '';
  let next = known.length + 1;
  let given = next;
  const waiting = new Map<number, LedgerRow[]>();
  const write = (rows: LedgerRow[]): void => {
    const pages: LedgerDocument[] = [];
    for (let at = 0; at < rows.length; at += ROWS) {
      const own = rows.slice(at, at + ROWS);
      const hash = runOver(from, own, key, mac);
      if (hash === undefined) throw new Error('the chain key is missing');
      pages.push({ _id: pageId(next), rows: own, from, key, hash });
      from = hash;
      next += 1;
    }
    bulk.add(pack(pages.map(document => ({ place, document }))));
  };
  return {
    /** The first of so many pages that nobody else gets. */
    give: (pages: number): number => {
      given += pages;
      return given - pages;
    },
    enter: (page: number, rows: LedgerRow[]): void => {
      waiting.set(page, rows);
      for (let ready = waiting.get(next); ready; ready = waiting.get(next)) {
        waiting.delete(next);
        write(ready);
      }
    },
  };
};

/** Fills a store that holds the demo data. `env`: the keys of its folder. */
export const fillLoad = async (
  bulk: Bulk,
  {
    size,
    days,
    end,
    env,
  }: { size: number; days?: number | undefined; end: Instant; env: Record<string, string> },
): Promise<void> => {
  const kept = READ.flatMap(collection =>
    bulk.all(collection).map((document): Written => ({ collection, document: document as { _id: string } })),
  );
  const places = Object.fromEntries(WRITTEN.map((name): [string, Place] => [name, bulk.place(name)]));
  const folder = mkdtempSync(join(tmpdir(), 'banjie-load-'));
  const sums = new Map<string, Record<string, number>>();
  const ledger = ledgerOf(bulk, env);
  const standing: Counts = {};
  const outcomes: Counts = {};
  const answer = ({ pages, packed, page, rows, counts = [], ...more }: Said): unknown => {
    addCounts(standing, more.standing ?? {});
    addCounts(outcomes, more.outcomes ?? {});
    if (pages !== undefined) return ledger.give(pages);
    if (packed) bulk.add(packed);
    if (page !== undefined && rows) ledger.enter(page, JSON.parse(rows) as LedgerRow[]);
    for (const [day, added] of counts) {
      const sum = sums.get(day) ?? {};
      sums.set(day, sum);
      for (const [key, n] of Object.entries(added)) sum[key] = (sum[key] ?? 0) + n;
    }
    return 'taken';
  };
  bulk.begin({ deferIndexes: true });
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
        tellIn(file, { kept, env, end, plan: planOf(size, { days }), places, first, step: THREADS }, answer),
      ),
    );
    // A shard of its own: a counter is the sum of its shards.
    const place = bulk.place('counters');
    bulk.add(
      pack([...sums].map(([day, counts]) => ({ place, document: { _id: `${day}#load`, day, counts } }))),
    );
    // Those in which the demo's tickets stand go on.
    for (const counter of bulk.all('counters') as CounterDocument[])
      if ('n' in counter) addCounts(standing, { [counter._id]: numbersOf(counter) });
    bulk.replace(
      'counters',
      Object.entries(standing).map(([id, numbers]) => asCounter(id, numbers)),
    );
    for (const { _id, counts } of bulk.all('outcomes') as OutcomeTally[])
      addCounts(outcomes, { [_id]: counts });
    bulk.replace(
      'outcomes',
      Object.entries(outcomes).map(([_id, counts]): OutcomeTally => ({ _id, counts })),
    );
  } finally {
    bulk.end();
    rmSync(folder, { recursive: true, force: true });
  }
};
