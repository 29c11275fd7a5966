import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startCloud } from '../../local/cloud';
import { percentile } from '../figures';

/** What a bare round trip through the SDK costs, and how much of it is the local cloud's: the rest is the SDK's and HTTP's. */

const TIMES = 1500;

export const benchTrips = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'banjie-bench-trips-'));
  const own = join(folder, 'functions', 'trip');
  mkdirSync(own, { recursive: true });
  cpSync(join(__dirname, 'trip.js'), join(own, 'index.js'));
  writeFileSync(join(own, 'config.json'), JSON.stringify({ timeout: 60, memorySize: 256 }));
  writeFileSync(join(folder, 'schema.json'), JSON.stringify({ collections: [{ name: 'tickets' }] }));
  const cloud = await startCloud({
    functionsDir: join(folder, 'functions'),
    schemaFile: join(folder, 'schema.json'),
    dataDir: join(folder, 'data'),
    timers: false,
  });
  const call = async (times: number): Promise<number[]> => {
    const response = await fetch(`${cloud.url}/call/trip`, {
      method: 'POST',
      body: JSON.stringify({ times }),
    });
    return ((await response.json()) as { result: number[] }).result;
  };
  try {
    const begun = performance.now();
    await call(1);
    const start = performance.now() - begun;
    await call(500);
    const before = performance.eventLoopUtilization();
    const trips = await call(TIMES);
    const { active } = performance.eventLoopUtilization(before);
    const database = (cloud.control.invocations(1)[0]?.examined.ms ?? 0) / TIMES;
    const calls: number[] = [];
    for (let n = 0; n < 200; n += 1) {
      const at = performance.now();
      await call(0);
      calls.push(performance.now() - at);
    }
    console.log(
      `\nTRIPS through the SDK in a function\n` +
        `get by id p50 ${percentile(trips, 0.5).toFixed(2)} ms; of it this process ${(active / TIMES).toFixed(2)}, its database ${database.toFixed(2)}\n` +
        `a call that does nothing p50 ${percentile(calls, 0.5).toFixed(2)} ms; the first one, with the start of an instance, ${start.toFixed(0)} ms`,
    );
  } finally {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
