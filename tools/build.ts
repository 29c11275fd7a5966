import { build } from 'esbuild';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Builds each cloud function into one folder of its own: index.js, config.json, package.json. */

const root = resolve(__dirname, '..');
const sources: Record<string, string> = {
  citizen: 'cloudfunctions/citizen',
  staff: 'cloudfunctions/staff',
  clock: 'cloudfunctions/clock',
  events: 'cloudfunctions/events',
  setup: 'cloudfunctions/setup',
  // For the local cloud only: production is not given demo data.
  seed: 'tools/seed/demo',
};
/** What WeChat DevTools opens as cloudfunctionRoot, and what the local cloud runs. */
export const functionsDir = join(root, 'dist', 'cloudfunctions');

/** Builds all functions into `outDir`. */
export const buildFunctions = async (outDir = functionsDir): Promise<void> => {
  rmSync(outDir, { recursive: true, force: true });
  await Promise.all(
    Object.entries(sources).map(async ([name, folder]) => {
      const source = join(root, folder);
      const target = join(outDir, name);
      mkdirSync(target, { recursive: true });
      await build({
        entryPoints: [join(source, 'index.ts')],
        outfile: join(target, 'index.js'),
        bundle: true,
        platform: 'node',
        format: 'cjs',
        target: 'node18',
        // The cloud installs the SDK itself (44 MB), and the mailer for the one function that sends; everything else
        // is in the bundle.
        external: ['wx-server-sdk', 'nodemailer'],
        // What is loaded when it is needed is found as all packages of a function are.
        supported: { 'dynamic-import': false },
        sourcemap: 'inline',
        sourcesContent: false,
        logLevel: 'warning',
      });
      for (const file of ['config.json', 'package.json']) cpSync(join(source, file), join(target, file));
    }),
  );
};

/** Puts vant's published files where WeChat looks for npm packages; the preview reads them from node_modules itself. */
const buildPackages = (): void => {
  const target = join(root, 'miniprogram', 'miniprogram_npm', '@vant', 'weapp');
  rmSync(target, { recursive: true, force: true });
  cpSync(join(root, 'node_modules', '@vant', 'weapp', 'lib'), target, { recursive: true });
};

const buildAll = async (): Promise<void> => {
  buildPackages();
  await buildFunctions();
};

if (require.main === module) {
  buildAll().catch(error => {
    console.error(error);
    process.exitCode = 1;
  });
}
