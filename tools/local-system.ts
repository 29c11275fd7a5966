import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { startCloud, type Cloud } from '../local/cloud';
import { functionsDir } from './build';
import { fillDemoTickets } from './seed/demo-tickets';

/** The whole system on this machine: the local cloud with the product's functions, secrets and seed. */

const root = resolve(__dirname, '..');
const schemaFile = join(root, 'cloudfunctions', 'infra', 'database', 'collections.json');

export type SystemOptions = {
  dataDir: string;
  seed: 'demo' | 'empty';
  port?: number;
  /** Start of the clock as an ISO instant; without it the real time. */
  now?: string;
  functions?: string;
  /** False: timers run only when asked to. */
  timers?: boolean;
  /** More environment of the functions, e.g. the mail server. */
  env?: Record<string, string>;
  /** Demo tickets tell all states; tests that need none leave them out. */
  demoTickets?: boolean;
  routes?: (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;
};

/** Keys of this data folder, made once and readable by its owner only; production has its own key ring. */
const secretsOf = (dataDir: string): Record<string, string> => {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    const key = (): string => randomBytes(32).toString('base64');
    const secrets = {
      BANJIE_KEYS: JSON.stringify({ current: 'local-1', keys: { 'local-1': key() } }),
      BANJIE_PHONE_KEY: key(),
    };
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
};

/**
 * Starts the system and fills it once. The folder is taken before it is looked at, so that a second process is
 * refused; a fill that was broken off is thrown away and begun again.
 */
export const startSystem = async (options: SystemOptions): Promise<Cloud> => {
  const dataDir = resolve(options.dataDir);
  const filled = join(dataDir, 'filled.json');
  refuseForeignFolder(dataDir);
  const brokenOff = existsSync(join(dataDir, 'cloud.db')) && !existsSync(filled);
  if (brokenOff) {
    await (await open(dataDir, options)).close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  const cloud = await open(dataDir, options);
  try {
    if (!existsSync(filled)) {
      await fill(cloud, options);
      writeFileSync(filled, JSON.stringify({ seed: options.seed }));
    } else if (options.now) cloud.control.setNow(options.now);
    return cloud;
  } catch (error) {
    await cloud.close();
    throw error;
  }
};

const hasTickets = ({ seed, demoTickets }: SystemOptions): boolean =>
  seed === 'demo' && demoTickets !== false;

/** Networks besides public ones whose addresses may be watched: of the owner's environment. */
const probing = (): Record<string, string> => {
  const { BANJIE_PROBE_ALLOW } = process.env;
  return BANJIE_PROBE_ALLOW === undefined ? {} : { BANJIE_PROBE_ALLOW };
};

const open = (dataDir: string, options: SystemOptions): Promise<Cloud> => {
  mkdirSync(dataDir, { recursive: true });
  return startCloud({
    functionsDir: options.functions ?? functionsDir,
    schemaFile,
    dataDir,
    port: options.port,
    now: options.now,
    timers: options.timers,
    routes: options.routes,
    env: {
      ...secretsOf(dataDir),
      ...probing(),
      BANJIE_SEED: options.seed,
      BANJIE_SEED_TICKETS: hasTickets(options) ? 'yes' : 'no',
      ...options.env,
    },
  });
};

const fill = async (cloud: Cloud, options: SystemOptions): Promise<void> => {
  const setup = await cloud.control.runTimer('setup');
  if (!setup.ok) throw new Error(`the seed failed: ${setup.errMsg}`);
  if (hasTickets(options)) {
    const ended = await fillDemoTickets(cloud, cloud.control.now());
    if (ended.length > 0) console.error(`demo stories that the calendar ended early: ${ended.join(', ')}`);
    cloud.control.setNow(options.now ?? new Date().toISOString());
  }
  await cloud.control.runTimer('clock');
};

/** Only a folder of ours, or one that is empty or missing, is ever written to. */
const refuseForeignFolder = (dataDir: string): void => {
  if (!existsSync(dataDir)) return;
  const files = readdirSync(dataDir);
  if (files.length > 0 && !files.includes('secrets.json'))
    throw new Error(`the data folder ${dataDir} holds something else; choose an empty one`);
};
