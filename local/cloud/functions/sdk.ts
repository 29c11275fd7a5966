import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The SDK as one file: `main` is what functions ask for, `file` what they get, `folder` where compiled code is kept. */
export type PreparedSdk = { main: string; file: string; folder: string };

/**
 * Puts the unmodified SDK into one file beside the installed packages, once for each version: an instance that reads
 * hundreds of files starts several times as slowly.
 */
export const prepareSdk = async (modules: string): Promise<PreparedSdk> => {
  const main = require.resolve('wx-server-sdk');
  const { version } = JSON.parse(readFileSync(join(modules, 'wx-server-sdk', 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = join(modules, '.cache', 'banjie-local-cloud');
  const file = join(folder, `wx-server-sdk-${version}.js`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const own = `${file}.${randomUUID()}`;
    await build({
      entryPoints: [main],
      outfile: own,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    renameSync(own, file);
  }
  return { main, file, folder: join(folder, 'compiled') };
};
