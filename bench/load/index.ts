import { fork } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../tools/build';
import { startSystem, type SystemOptions } from '../../tools/local-system';
import { GROUPS, USED, type Done, type Measured, type Step } from './steps';
import { barTable, growthOf, HEAD, row } from './table';

/**
 * The product with a province's tickets, through its running functions: `npm run bench -- load [--sizes 10000,100000]
 * [--data DIR] [--json FILE] [--in-place]`. Each size has a folder that is filled once; it is measured on a copy, so that a
 * run changes nothing for the next one, or in place, where there is no room for two: then the next run fills it anew.
 * The long form is `--sizes 10000,100000,1000000`.
 */

const NOW = '2026-11-24T10:00:00.000+08:00';

export type LoadOptions = {
  sizes?: string | undefined;
  data?: string | undefined;
  json?: string | undefined;
  'in-place'?: boolean | undefined;
};

const seconds = (begun: number): string => ((performance.now() - begun) / 1000).toFixed(0);

/** The functions of the product, and one that makes round trips and nothing else. */
const buildAll = async (functions: string): Promise<void> => {
  await buildFunctions(functions);
  const floor = join(functions, 'floor');
  mkdirSync(floor);
  cpSync(join(__dirname, 'floor.js'), join(floor, 'index.js'));
  const permissions = { openapi: ['security.msgSecCheck'] };
  writeFileSync(join(floor, 'config.json'), JSON.stringify({ timeout: 60, memorySize: 256, permissions }));
  writeFileSync(join(floor, 'package.json'), JSON.stringify({ dependencies: { 'wx-server-sdk': '3' } }));
};

const gigabytes = (dataDir: string): string => (statSync(join(dataDir, 'cloud.db')).size / 1e9).toFixed(2);

/** Fills the folder of a size, unless that was done before and nothing has been measured in it. */
const fillOnce = async (options: SystemOptions): Promise<void> => {
  const { dataDir, seed } = options;
  if (existsSync(join(dataDir, USED))) rmSync(dataDir, { recursive: true });
  if (existsSync(join(dataDir, 'filled.json'))) return;
  const begun = performance.now();
  await (await startSystem(options)).close();
  console.log(`\nFILLED ${seed} in ${seconds(begun)} s, the demo data included: ${gigabytes(dataDir)} GB`);
};

/** The process of one size. */
type OneSize = { size: number; take(step: Step): Promise<Measured | undefined>; end(): void };

const begin = (size: number): OneSize => {
  const child = fork(join(__dirname, 'one-size.ts'));
  return {
    size,
    take: step =>
      new Promise((resolve, reject) => {
        const died = (code: number | null): void => {
          reject(new Error(`the process of ${size} ended with ${code}`));
        };
        child.once('exit', died);
        child.once('message', (done: Done) => {
          child.off('exit', died);
          if ('failed' in done) reject(new Error(done.failed));
          else resolve(done.measured);
        });
        child.send(step);
      }),
    end: () => {
      if (child.connected) child.disconnect();
    },
  };
};

/**
 * All sizes in turn, part by part and round by round: a machine is not as fast in one minute as in the next, and what a call
 * takes longer of more tickets is told by both at one time.
 */
const measureAll = async (all: readonly OneSize[]): Promise<Measured[]> => {
  for (const [group, { rounds, parts }] of GROUPS.entries()) {
    for (let round = 1; round <= rounds; round += 1)
      for (const part of Object.keys(parts)) {
        console.log(rounds > 1 ? `${part}, round ${round} of ${rounds}` : part);
        for (const one of all) await one.take({ do: 'measure', group, part });
      }
    for (const one of all) await one.take({ do: 'gather' });
  }
  const measured: Measured[] = [];
  for (const one of all) {
    const figures = await one.take({ do: 'close' });
    if (figures) measured.push(figures);
  }
  return measured;
};

const show = ({ size, lines, rates, sizes, model, openMs }: Measured): void => {
  console.log(
    [
      `\nLOAD ${size}, opened in ${openMs.toFixed(0)} ms`,
      HEAD,
      ...lines.map(row),
      ...Object.entries(rates).map(([name, n]) => `${name}: ${n.toFixed(1)}`),
      `\nSTORED at ${size}, a ticket\n${sizes}`,
      `\n${model}`,
    ].join('\n'),
  );
};

export const benchLoad = async ({
  sizes = '10000,100000',
  data,
  json,
  'in-place': inPlace = false,
}: LoadOptions): Promise<void> => {
  const folder = data ?? join(tmpdir(), 'banjie-bench-load');
  mkdirSync(folder, { recursive: true });
  const functions = join(folder, 'functions');
  await buildAll(functions);
  const optionsOf = (size: number): SystemOptions => ({
    dataDir: join(folder, `load-${size}`),
    seed: `load:${size}`,
    now: NOW,
    timers: false,
    functions,
  });
  const all = sizes.split(',').map(Number);
  for (const size of all) await fillOnce(optionsOf(size));
  const begun = performance.now();
  const processes = all.map(begin);
  let results: Measured[];
  try {
    for (const one of processes)
      await one.take({ do: 'open', size: one.size, options: optionsOf(one.size), inPlace });
    results = await measureAll(processes);
  } finally {
    for (const one of processes) one.end();
  }
  console.log(`measured in ${seconds(begun)} s`);
  for (const each of results) show(each);
  if (json) writeFileSync(json, JSON.stringify(results, null, 1));
  // The smallest by itself: it has the same limits. The others with what they have grown over it.
  const [smallest, ...larger] = results;
  if (!smallest) return;
  for (const one of larger) console.log(growthOf(smallest, one));
  for (const each of [[smallest], ...larger.map(one => [smallest, one])])
    console.log(`\nBAR\n${barTable(each)}`);
};
