import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../tools/build';
import { startSystem } from '../../tools/local-system';
import { measureAll } from './calls';
import type { Figures } from './measure';
import { growthOf, row, HEAD } from './table';

/**
 * The product with a province's tickets, through its running functions: `npm run bench -- load [--sizes 10000,100000]
 * [--data DIR] [--json FILE]`. The folders of a size are kept and used again. The long form adds 1000000 to the sizes.
 */

const NOW = '2026-11-24T10:00:00.000+08:00';

export type LoadOptions = {
  sizes?: string | undefined;
  data?: string | undefined;
  json?: string | undefined;
};

export const benchLoad = async ({ sizes = '10000,100000', data, json }: LoadOptions): Promise<void> => {
  const folder = data ?? join(tmpdir(), 'banjie-bench-load');
  mkdirSync(folder, { recursive: true });
  const functions = join(folder, 'functions');
  await buildFunctions(functions);
  const floor = join(functions, 'floor');
  mkdirSync(floor);
  cpSync(join(__dirname, 'floor.js'), join(floor, 'index.js'));
  writeFileSync(join(floor, 'config.json'), JSON.stringify({ timeout: 60, memorySize: 256 }));
  writeFileSync(join(floor, 'package.json'), JSON.stringify({ dependencies: { 'wx-server-sdk': '3' } }));
  const results: { size: number; figures: Figures[]; rates: Record<string, number>; openMs: number }[] = [];
  for (const size of sizes.split(',').map(Number)) {
    const dataDir = join(folder, `load-${size}`);
    const options = { dataDir, seed: `load:${size}` as const, now: NOW, timers: false, functions };
    if (!existsSync(join(dataDir, 'filled.json'))) {
      const begun = performance.now();
      await (await startSystem(options)).close();
      console.log(
        `\nfilled with ${size} tickets in ${((performance.now() - begun) / 1000).toFixed(0)} s, the demo data included`,
      );
    }
    const begun = performance.now();
    const cloud = await startSystem(options);
    const openMs = performance.now() - begun;
    console.log(`\nLOAD ${size}, opened in ${openMs.toFixed(0)} ms\n${HEAD}`);
    const { figures, rates } = await measureAll(cloud, figures => console.log(row(figures)));
    for (const [name, n] of Object.entries(rates)) console.log(`${name}: ${n.toFixed(0)}`);
    results.push({ size, figures, rates, openMs });
    await cloud.close();
  }
  for (const larger of results.slice(1)) console.log(growthOf(results[0]!, larger));
  if (json) writeFileSync(json, JSON.stringify(results, null, 1));
};
