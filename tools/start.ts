import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Cloud } from '../local/cloud';
import { PROFILES } from '../local/cloud/profile';
import { formatDiagnostic } from '../local/preview/build';
import { createPreview } from '../local/preview/server';
import { buildFunctions } from './build';
import { serveHotlinePage } from './hotline/page';
import { readSeed, startSystem } from './local-system';

/** `npm start`: builds, starts the local cloud, fills the demo data once, prints `ready http://127.0.0.1:PORT`. */

const root = resolve(__dirname, '..');
const USAGE =
  '用法: npm start -- [--port N] [--data DIR] [--seed demo|empty|load:N[:DAYS]] [--now ISO-INSTANT] [--profile production]';

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    strict: true,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      seed: { type: 'string' },
      now: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const port = Number(values.port ?? 0);
  const seed = readSeed(values.seed ?? 'demo');
  const profile = values.profile === undefined ? undefined : PROFILES[values.profile];
  const isWrong = values.profile !== undefined && !profile;
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || !seed || isWrong) throw new Error(USAGE);
  const [preview] = await Promise.all([
    createPreview({
      root: join(root, 'miniprogram'),
      outDir: join(root, 'dist', 'preview'),
      report: line => console.error(line),
    }),
    buildFunctions(),
  ]);
  for (const diagnostic of preview.diagnostics()) console.error(formatDiagnostic(diagnostic));
  const running: { cloud?: Cloud } = {};
  const cloud = await startSystem({
    dataDir: values.data ?? join(root, '.data'),
    seed,
    port,
    now: values.now,
    profile,
    checkKeys: true,
    show: line => console.log(line),
    routes: (request, response, url) =>
      serveHotlinePage(running.cloud, request, response, url) || preview.handle(request, response, url),
  });
  running.cloud = cloud;
  const end = (): void => {
    preview.close();
    void cloud.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  endWithParent(end);
  console.log(`ready ${cloud.url}`);
};

/** When npm is killed nobody could end this process any more, and it would keep the data folder: it ends by itself. */
const endWithParent = (end: () => void): void => {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, 500);
  watch.unref();
};

main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
