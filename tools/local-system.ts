import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import type { Migrated } from '../cloudfunctions/usecases/setup/migrate';
import { startCloud, type Cloud } from '../local/cloud';
import type { Profile } from '../local/cloud/profile';
import { holdPort } from '../local/cloud/starting';
import type { Reply } from '../typings/contract';
import { functionsDir } from './build';
import { fillDemoTickets } from './seed/demo-tickets';
import { fillLoad } from './seed/load';

/** The whole system on this machine: the local cloud with the product's functions, secrets and seed. */

const root = resolve(__dirname, '..');
export const schemaFile = join(root, 'cloudfunctions', 'infra', 'database', 'collections.json');

export type Seed = 'demo' | 'empty' | `load:${number}` | `load:${number}:${number}`;

/** A seed as it is written, or undefined. */
export const readSeed = (text: string): Seed | undefined =>
  text === 'demo' || text === 'empty' || /^load:[1-9]\d{0,7}(?::[1-9]\d{0,2})?$/.test(text)
    ? (text as Seed)
    : undefined;

const isDemo = (seed: Seed): boolean => seed !== 'empty';
const loadOf = (seed: Seed): { size: number; days?: number } | undefined => {
  const [, size, days] = seed.split(':');
  if (size === undefined) return undefined;
  return { size: Number(size), ...(days === undefined ? {} : { days: Number(days) }) };
};

export type SystemOptions = {
  dataDir: string;
  /** `load:N`: the demo data and N more tickets; `load:N:DAYS`: those that are over were filed within so many days. */
  seed: Seed;
  port?: number;
  /** Start of the clock as an ISO instant; without it the real time. */
  now?: string;
  functions?: string;
  /** Delays and limits of the service, once the data are there. */
  profile?: Profile;
  /** Where what functions print is shown. */
  show?: (line: string) => void;
  /** False: timers run only when asked to. */
  timers?: boolean;
  /** False: the data are thrown away, no commit waits for the disk. */
  flush?: boolean;
  /** True: whether every key is there that the data need is asked at each start, which takes a second. */
  checkKeys?: boolean;
  /** More environment of the functions, e.g. the mail server. */
  env?: Record<string, string>;
  /** Demo tickets tell all states; tests that need none leave them out. */
  demoTickets?: boolean;
  routes?: (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;
};

/** Keys of this data folder, made once and readable by its owner only; production has its own key ring. */
const secretsOf = (dataDir: string): Record<string, string> => {
  const file = join(dataDir, 'secrets.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  const key = (): string => randomBytes(32).toString('base64');
  const ring = (): string => JSON.stringify({ current: 'local-1', keys: { 'local-1': key() } });
  const secrets: Record<string, string> = {
    BANJIE_KEYS: ring(),
    BANJIE_CHAIN_KEYS: ring(),
    BANJIE_PHONE_KEY: key(),
    ...known,
  };
  // A folder of before knows fewer of them.
  if (Object.keys(secrets).some(name => known[name] === undefined)) {
    writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return secrets;
};

/**
 * Starts the system and fills it once. The folder is taken before it is looked at, so that a second process is
 * refused; a fill that was broken off is thrown away and begun again. Until the data are as this version wants them they are
 * worked at apart, and whoever comes to the port that was asked for is told to wait.
 */
export const startSystem = async (options: SystemOptions): Promise<Cloud> => {
  const dataDir = resolve(options.dataDir);
  const filled = join(dataDir, 'filled.json');
  refuseForeignFolder(dataDir);
  const isFilled = existsSync(filled);
  const setup = buildOf('setup', options);
  const isReady = isFilled && readFilled(filled)?.setup === setup;
  const waiting = isReady || options.port === undefined ? undefined : await holdPort(options.port);
  // At full speed, and no timer looks for what is not there yet.
  const apart = { ...options, port: undefined, routes: undefined, profile: undefined, timers: false };
  const isApart = waiting !== undefined || !isFilled;
  try {
    if (!isFilled && existsSync(join(dataDir, 'cloud.db'))) {
      await (await open(dataDir, apart)).close();
      rmSync(dataDir, { recursive: true, force: true });
    }
    const cloud = await open(dataDir, isApart ? apart : options);
    try {
      const known = readFilled(filled);
      if (!known) await fill(cloud, options);
      // How far the data are stands in the database; asking takes a second, so it is done once for each build.
      else if (known.setup !== setup || options.checkKeys) await setUp(cloud);
      if (known?.setup !== setup) writeFilled(filled, { seed: options.seed, ...known, setup });
      if (known && options.now) cloud.control.setNow(options.now);
      if (!isApart || (!waiting && !options.profile && options.timers === false)) return cloud;
    } catch (error) {
      await cloud.close();
      throw error;
    }
    await cloud.close();
    await waiting?.close();
    return await open(dataDir, waiting ? { ...options, port: waiting.port } : options);
  } catch (error) {
    await waiting?.close();
    throw error;
  }
};

/** `filled.json`: with which seed the folder was filled, and the build of `setup` that has seen it last. */
type Filled = { seed: string; setup?: string };

const readFilled = (file: string): Filled | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Filled) : undefined;

/** Put in place as a whole: half a file would make the folder unreadable. */
const writeFilled = (file: string, filled: Filled): void => {
  writeFileSync(`${file}.new`, JSON.stringify(filled));
  renameSync(`${file}.new`, file);
};

const buildOf = (name: string, { functions = functionsDir }: SystemOptions): string =>
  createHash('sha256')
    .update(readFileSync(join(functions, name, 'index.js'), 'utf8'))
    .digest('hex');

const hasTickets = ({ seed, demoTickets }: SystemOptions): boolean => isDemo(seed) && demoTickets !== false;

/** Templates of subscribe messages, one for each thing that is waited for, as an owner would have them. */
const SUBSCRIBE_TEMPLATES = JSON.stringify({
  reply: 'demo-reply',
  question: 'demo-question',
  end: 'demo-end',
  notice: 'demo-notice',
});

/** What of the owner's environment reaches the functions: mail, short messages, templates, hotline, networks to be watched. */
const ownVariable = /^(SMTP_|SMS_|SUBSCRIBE_TEMPLATES$|BANJIE_PROBE_ALLOW$|BANJIE_HOTLINE_)/;
const ownVariables = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && ownVariable.test(name) ? [[name, value]] : [],
    ),
  );

const open = (dataDir: string, options: SystemOptions): Promise<Cloud> => {
  mkdirSync(dataDir, { recursive: true });
  return startCloud({
    functionsDir: options.functions ?? functionsDir,
    schemaFile,
    dataDir,
    port: options.port,
    now: options.now,
    profile: options.profile,
    show: options.show,
    timers: options.timers,
    flush: options.flush,
    routes: options.routes,
    http: ['hotline'],
    env: {
      ...secretsOf(dataDir),
      SUBSCRIBE_TEMPLATES,
      BANJIE_MANAGER: 'demo-manager',
      ...ownVariables(),
      BANJIE_SETUP_TOKEN_HASH: createHash('sha256').update(setupToken).digest('hex'),
      BANJIE_SEED_TICKETS: hasTickets(options) ? 'yes' : 'no',
      ...options.env,
    },
  });
};

/** The one-time token of this process, with which it runs `setup`. */
const setupToken = randomBytes(32).toString('hex');

type Ended = Awaited<ReturnType<Cloud['control']['runTimer']>>;
const resultOf = <T>(name: string, outcome: Ended): T => {
  if (!outcome.ok) throw new Error(`${name} failed: ${outcome.errMsg}`);
  return outcome.result as T;
};

/** Fills an empty database, or brings an old one to the form of this code, however many calls that takes. */
const setUp = async (cloud: Cloud): Promise<void> => {
  for (;;) {
    const outcome = await cloud.control.callAsOwner('setup', { token: setupToken });
    const reply = resultOf<Reply<Migrated>>('setup', outcome);
    if (!reply.ok)
      throw new Error(
        `the data could not be brought to this version: ${reply.error.message} (${reply.error.errorNo}, see functions.log)`,
      );
    for (const id of reply.data.failed)
      console.error(`could not be brought to this version, stays as it is: ${id}`);
    if (reply.data.done) return;
  }
};

const fill = async (cloud: Cloud, options: SystemOptions): Promise<void> => {
  if (isDemo(options.seed)) resultOf('seed', await cloud.control.runTimer('seed'));
  await setUp(cloud);
  if (hasTickets(options)) {
    const ended = await fillDemoTickets(cloud, cloud.control.now());
    if (ended.length > 0) console.error(`demo stories that the calendar ended early: ${ended.join(', ')}`);
    cloud.control.setNow(options.now ?? new Date().toISOString());
  }
  const load = loadOf(options.seed);
  if (load)
    await fillLoad(cloud.bulk, {
      ...load,
      end: cloud.control.now(),
      env: secretsOf(resolve(options.dataDir)),
    });
  await cloud.control.runTimer('clock');
};

/** Only a folder of ours, or one that is empty or missing, is ever written to. */
const refuseForeignFolder = (dataDir: string): void => {
  if (!existsSync(dataDir)) return;
  const files = readdirSync(dataDir);
  if (files.length > 0 && !files.includes('secrets.json'))
    throw new Error(`the data folder ${dataDir} holds something else; choose an empty one`);
};
