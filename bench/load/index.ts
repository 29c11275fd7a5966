import { cpSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../tools/build';
import { schemaFile, startSystem, type SystemOptions } from '../../tools/local-system';
import type { Cloud } from '../../local/cloud';
import { createBench, ROUNDS, type Bench } from './bench';
import { modelOf } from './model';
import { measureExports, measurePages, measureQueues, measureScreens } from './reads';
import { measureSearches } from './searches';
import { sizesOf, sizeTable, type Size } from './sizes';
import { barTable, growthOf, HEAD, row, type Result } from './table';
import { measureTimer } from './timers';
import { measureWrites } from './writes';

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

const USED = 'measured-in-place';

const PARTS: readonly [name: string, work: (bench: Bench) => Promise<void>][] = [
  ['queues', measureQueues],
  ['screens', measureScreens],
  ['pages', measurePages],
  ['searches', measureSearches],
  ['writes', measureWrites],
];

type Opened = { size: number; dataDir: string; cloud: Cloud; bench: Bench; sizes: Size[]; openMs: number };

const open = async (size: number, options: SystemOptions, inPlace: boolean): Promise<Opened> => {
  const dataDir = inPlace ? options.dataDir : `${options.dataDir}-copy`;
  if (inPlace) writeFileSync(join(dataDir, USED), '');
  else {
    rmSync(dataDir, { recursive: true, force: true });
    cpSync(options.dataDir, dataDir, { recursive: true });
  }
  const sizes = sizesOf(dataDir, schemaFile);
  const begun = performance.now();
  const cloud = await startSystem({ ...options, dataDir });
  const openMs = performance.now() - begun;
  return { size, dataDir, cloud, bench: createBench(cloud), sizes, openMs };
};

/**
 * All sizes in turn, round by round: a machine is not as fast in one minute as ten minutes later, and what a call takes
 * longer of more tickets is told by both at one time.
 */
const measureAll = async (opened: readonly Opened[]): Promise<void> => {
  for (const [name, work] of PARTS) {
    for (let round = 1; round <= ROUNDS; round += 1) {
      console.log(`${name}, round ${round} of ${ROUNDS}`);
      for (const { bench } of opened) await bench.round(name, () => work(bench));
    }
    for (const { bench } of opened) bench.keepGathered();
  }
  for (const { size, bench } of opened) {
    console.log(`exports and timer at ${size}`);
    await bench.part('exports', () => measureExports(bench));
    await bench.part('timer', () => measureTimer(bench));
  }
};

type Measured = Result & { sizes: string; model: string; openMs: number };

const shown = ({ size, bench, sizes, openMs }: Opened): Measured => {
  const result = { size, lines: bench.lines, rates: bench.rates };
  const tickets = sizes
    .filter(({ collection }) => ['tickets', 'archived'].includes(collection))
    .reduce((sum, { documents }) => sum + documents, 0);
  const model = modelOf({ result, sizes, tickets, pieces: bench.pieces });
  const stored = sizeTable(sizes, tickets);
  const rates = Object.entries(bench.rates).map(([name, n]) => `${name}: ${n.toFixed(1)}`);
  console.log(
    [
      `\nLOAD ${size}, opened in ${openMs.toFixed(0)} ms`,
      HEAD,
      ...bench.lines.map(row),
      ...rates,
      `\nSTORED at ${size}, a ticket\n${stored}`,
      `\n${model}`,
    ].join('\n'),
  );
  return { ...result, sizes: stored, model, openMs };
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
  const opened: Opened[] = [];
  const begun = performance.now();
  try {
    for (const size of all) opened.push(await open(size, optionsOf(size), inPlace));
    await measureAll(opened);
  } finally {
    for (const { cloud } of opened) await cloud.close();
  }
  console.log(`measured in ${seconds(begun)} s`);
  const results = opened.map(shown);
  if (!inPlace) for (const { dataDir } of opened) rmSync(dataDir, { recursive: true });
  if (json) writeFileSync(json, JSON.stringify(results, null, 1));
  for (const larger of results.slice(1)) console.log(growthOf(results[0]!, larger));
  const tables = results.length > 1 ? results.slice(1).map(larger => [results[0]!, larger]) : [results];
  for (const each of tables) console.log(`\nBAR\n${barTable(each)}`);
};
