import { generateKeyPairSync } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import * as z from 'zod';
import { buildPackages } from './build';

/**
 * `npm run pack`: the mini-program as WeChat's own tool compiles it, without an account and without the network, and how large
 * its packages are. Exit 0, 1 = too large or not compiled, 2 = wrong use. The tool (280 MB) is no dependency of the project: one
 * that is installed is used, else it goes into the folder for temporary files.
 */

const USAGE = 'Use: npm run pack';
const TOOL = 'miniprogram-ci';
/** The one that was tried. */
const VERSION = '2.1.42';
const root = resolve(__dirname, '..');

/** Ours; WeChat refuses a package of more than 2 MB. */
const MOST_MAIN = 900 * 1000;
const MOST_ALL = 4_000_000;

type Tool = {
  Project: new (options: object) => { attr?: () => Promise<object> };
  getCompiledResult(options: object, file: string): Promise<unknown>;
};

/** Where the tool is found from, in the order in which it is looked for; the last is where it is put. */
const places = (): string[] => {
  const own = join(tmpdir(), `${TOOL}-${VERSION}`);
  const global = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim();
  return [root, join(global, '..'), own];
};

const findTool = (place: string): string | undefined => {
  try {
    return createRequire(join(place, 'package.json')).resolve(TOOL);
  } catch {
    return undefined;
  }
};

const tool = (): Tool => {
  const looked = places();
  const found = looked.map(findTool).find(Boolean);
  const load = (file: string): Tool => createRequire(file)(file) as Tool;
  if (found) return load(found);
  const own = looked.at(-1)!;
  console.error(`${TOOL}@${VERSION} is put into ${own}; that takes a minute or two`);
  mkdirSync(own, { recursive: true });
  const install = ['install', '--prefix', own, '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', [...install, `${TOOL}@${VERSION}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  const put = findTool(own);
  if (!put) throw new Error(`${TOOL} could not be installed`);
  return load(put);
};

const appShape = z.object({ subPackages: z.array(z.object({ root: z.string() })) });
const projectShape = z.object({ setting: z.record(z.string(), z.unknown()) });
const read = <T>(shape: z.ZodType<T>, file: string): T =>
  shape.parse(JSON.parse(readFileSync(join(root, file), 'utf8')));

/** What the account would say of the project: the limits of WeChat as they are published. */
const ATTRIBUTES = {
  appid: 'touristappid',
  appType: 0,
  platform: false,
  released: true,
  setting: {
    MaxCodeSize: 2,
    MaxSubpackageSubCodeSize: 2,
    MaxSubpackageFullCodeSize: 30,
    NavigateMiniprogramLimit: 10,
    MaxTabbarCount: 5,
    MinTabbarCount: 2,
    MaxTabbarIconSize: 40,
  },
};

/** Compiles into a file; its sizes by path. A key is wanted and never used: one is drawn and thrown away. */
const compile = async ({ Project, getCompiledResult }: Tool): Promise<Map<string, number>> => {
  const folder = mkdtempSync(join(tmpdir(), 'banjie-pack-'));
  try {
    const key = join(folder, 'key.pem');
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    writeFileSync(key, privateKey, { mode: 0o600 });
    const project = new Project({
      appid: ATTRIBUTES.appid,
      type: 'miniProgram',
      projectPath: root,
      privateKeyPath: key,
      ignores: ['node_modules/**/*'],
    });
    project.attr = () => Promise.resolve(ATTRIBUTES);
    const file = join(folder, 'compiled.zip');
    const { setting } = read(projectShape, 'project.config.json');
    await getCompiledResult(
      { project, version: '0.0.0', desc: '', setting, onProgressUpdate: () => undefined },
      file,
    );
    if (!existsSync(file)) throw new Error('nothing was compiled');
    const files = unzipSync(new Uint8Array(readFileSync(file)));
    return new Map(Object.entries(files).map(([path, bytes]) => [path, bytes.length]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const main = async (): Promise<void> => {
  if (process.argv.length > 2) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const packages = read(appShape, 'miniprogram/app.json').subPackages.map(one => one.root);
  const found = tool();
  buildPackages();
  const sizes = new Map<string, number>([['main', 0], ...packages.map(name => [name, 0] as const)]);
  for (const [path, bytes] of await compile(found)) {
    const name = packages.find(one => path.startsWith(`${one}/`)) ?? 'main';
    sizes.set(name, (sizes.get(name) ?? 0) + bytes);
  }
  const all = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  for (const [name, bytes] of [...sizes, ['all', all] as const])
    console.log(`${name.padEnd(20)} ${String(bytes).padStart(9)}`);
  if ((sizes.get('main') ?? 0) > MOST_MAIN || all > MOST_ALL) {
    console.error(`too large: main at most ${MOST_MAIN}, all at most ${MOST_ALL} bytes`);
    process.exitCode = 1;
  }
};

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  // The tool keeps connections and threads open.
  .finally(() => process.exit());
