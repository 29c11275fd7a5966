import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaFile, startSystem, type SystemOptions } from '../../tools/local-system';
import type { Cloud } from '../../local/cloud';
import { createBench, type Bench } from './bench';
import { modelOf } from './model';
import { sizesOf, sizeTable, type Size } from './sizes';
import { GROUPS, USED, type Done, type Measured, type Step } from './steps';

/**
 * One size in a process of its own, as an office has a cloud of its own: two in one share a thread and its memory, and make
 * each other slow. It takes one step after another from the process that began it.
 */

type Opened = {
  size: number;
  cloud: Cloud;
  bench: Bench;
  sizes: Size[];
  openMs: number;
  /** What is measured is a copy, and removed at the end. */
  copy: string | undefined;
};

const open = async (size: number, options: SystemOptions, inPlace: boolean): Promise<Opened> => {
  const copy = inPlace ? undefined : `${options.dataDir}-copy`;
  const dataDir = copy ?? options.dataDir;
  if (copy === undefined) writeFileSync(join(dataDir, USED), '');
  else {
    rmSync(copy, { recursive: true, force: true });
    cpSync(options.dataDir, copy, { recursive: true });
  }
  const sizes = sizesOf(dataDir, schemaFile);
  const begun = performance.now();
  const cloud = await startSystem({ ...options, dataDir });
  const openMs = performance.now() - begun;
  return { size, cloud, bench: createBench(cloud), sizes, openMs, copy };
};

const close = async ({ size, cloud, bench, sizes, openMs, copy }: Opened): Promise<Measured> => {
  await cloud.close();
  if (copy !== undefined) rmSync(copy, { recursive: true });
  const result = { size, lines: bench.lines, rates: bench.rates };
  const tickets = sizes
    .filter(({ collection }) => ['tickets', 'archived'].includes(collection))
    .reduce((sum, { documents }) => sum + documents, 0);
  const model = modelOf({ result, sizes, tickets, pieces: bench.pieces });
  return { ...result, sizes: sizeTable(sizes, tickets), model, openMs };
};

let opened: Opened | undefined;

const take = async (step: Step): Promise<Measured | undefined> => {
  if (step.do === 'open') {
    opened = await open(step.size, step.options, step.inPlace);
    return undefined;
  }
  if (!opened) throw new Error(`nothing is open for: ${step.do}`);
  const { bench } = opened;
  switch (step.do) {
    case 'measure': {
      const { rounds, parts } = GROUPS[step.group]!;
      const work = parts[step.part]!;
      if (rounds > 1) await bench.round(step.part, rounds, () => work(bench));
      else await bench.part(step.part, () => work(bench));
      return undefined;
    }
    case 'gather':
      bench.keepGathered();
      return undefined;
    case 'close':
      return close(opened);
  }
};

const answer = (done: Done): void => void process.send?.(done);

process.on('message', (step: Step) => {
  take(step).then(
    measured => {
      answer({ measured });
    },
    (error: unknown) => {
      answer({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    },
  );
});
// Nobody is left who could ask for more.
process.on('disconnect', () => process.exit());
