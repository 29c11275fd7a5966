import { build, type Plugin } from 'esbuild';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fontsFolder } from './fonts';
import { dirname, join, resolve } from 'node:path';

/** Builds each cloud function into one folder of its own: index.js, config.json, package.json. */

const root = resolve(__dirname, '..');
const sources: Record<string, string> = {
  citizen: 'cloudfunctions/citizen',
  staff: 'cloudfunctions/staff',
  clock: 'cloudfunctions/clock',
  events: 'cloudfunctions/events',
  hotline: 'cloudfunctions/hotline',
  setup: 'cloudfunctions/setup',
  report: 'cloudfunctions/report',
  // For the local cloud only: production is not given demo data.
  seed: 'tools/seed/demo',
};
/** What WeChat DevTools opens as cloudfunctionRoot, and what the local cloud runs. */
export const functionsDir = join(root, 'dist', 'cloudfunctions');

/** Modules of things that are tried before they are registered (docs/add-a-procedure.md); each exports nothing else. */
export type Added = { procedure?: string; register?: string };

/** Adds what a module holds to what is registered in a room of the domain, as its line in `registered.ts` would. */
const withLine = (room: 'procedures' | 'registers', file: string): Plugin => ({
  name: `one-more-of-${room}`,
  setup: ({ onLoad }) =>
    onLoad({ filter: new RegExp(`[\\\\/]domain[\\\\/]${room}[\\\\/]registered\\.ts$`) }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8').replace('export const registered', 'const shipped')}
        import * as added from ${JSON.stringify(resolve(file))};
        export const registered = [...shipped, ...Object.values(added)];`,
      resolveDir: dirname(path),
      loader: 'ts',
    })),
});

/** By which a running function is told apart from one of another build: the version, and a hash of what all are built from. */
export const buildName = (): string => {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const folder = join(root, 'cloudfunctions');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
    if (/\.(ts|json)$/.test(file)) hash.update(file).update(readFileSync(join(folder, file), 'utf8'));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return `${version}-${hash.digest('hex').slice(0, 8)}`;
};

/** Builds all functions into `outDir`; with one more procedure or register when its module is given. */
export const buildFunctions = async (
  outDir = functionsDir,
  { procedure, register }: Added = {},
): Promise<void> => {
  rmSync(outDir, { recursive: true, force: true });
  const define = { BUILD_NAME: JSON.stringify(buildName()) };
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
        define,
        // The cloud installs the SDK itself (44 MB), and the mailer for the one function that sends; everything else
        // is in the bundle.
        external: ['wx-server-sdk', 'nodemailer'],
        // Its form for `import` finds its data by the address of its own file, which a bundle has not.
        alias: { pdfkit: require.resolve('pdfkit') },
        // What is loaded when it is needed is found as all packages of a function are.
        supported: { 'dynamic-import': false },
        sourcemap: 'inline',
        sourcesContent: false,
        logLevel: 'warning',
        plugins: [
          ...(procedure ? [withLine('procedures', procedure)] : []),
          ...(register ? [withLine('registers', register)] : []),
        ],
      });
      for (const file of ['config.json', 'package.json']) cpSync(join(source, file), join(target, file));
      if (name === 'report') cpSync(await fontsFolder(), join(target, 'fonts'), { recursive: true });
    }),
  );
};

/** Puts vant's published files where WeChat looks for npm packages; the preview reads them from node_modules itself. */
export const buildPackages = (): void => {
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
