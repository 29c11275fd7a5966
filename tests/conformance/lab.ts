import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud, type Cloud, type CloudOptions } from '../../local/cloud';
import { Reader } from '../../local/cloud/queries/reader';
import { Bulk } from '../../local/cloud/store/bulk';
import { Catalog } from '../../local/cloud/store/catalog';
import { Driver } from '../../local/cloud/store/driver';
import { Records } from '../../local/cloud/store/records';
import { readSchema } from '../../local/cloud/store/schema';
import { Warnings } from '../../local/cloud/warnings';
import type { Tools } from './sdk';

/** The answer of `/call`. */
export type CallReply = { result?: unknown; errCode?: number; errMsg: string };

export const FUNCTIONS = join(__dirname, 'functions');
export const SCHEMA = join(__dirname, 'schema.json');

export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'local-cloud-'));

/** The store of a folder without the cloud around it, and what reads and writes it. */
export const openStore = (folder = freshFolder()) => {
  const driver = Driver.open(folder);
  const catalog = new Catalog(driver, readSchema(SCHEMA));
  return {
    driver,
    catalog,
    records: new Records(driver, catalog),
    reader: new Reader(driver, new Warnings(), 1000),
    bulk: new Bulk(driver, catalog),
    end: (): void => {
      driver.close();
      rmSync(folder, { recursive: true });
    },
  };
};

/** A cloud with the functions of this folder, and ways to use it as a mini-program does. */
export const openLab = async (options: Partial<CloudOptions> = {}) => {
  const dataDir = options.dataDir ?? freshFolder();
  const cloud: Cloud = await startCloud({
    functionsDir: FUNCTIONS,
    schemaFile: SCHEMA,
    timers: false,
    ...options,
    dataDir,
  });

  const call = async (
    name: string,
    event: unknown,
    openid: string | undefined = 'somebody',
  ): Promise<CallReply> => {
    const response = await fetch(`${cloud.url}/call/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(openid ? { 'x-openid': openid } : {}) },
      body: JSON.stringify(event),
    });
    return (await response.json()) as CallReply;
  };

  /** Runs `work` inside a cloud function. It travels as text: it sees its arguments and nothing else. */
  const inFunction = async <T, I = undefined>(
    work: (tools: Tools, input: I, event: Record<string, unknown>) => T | Promise<T>,
    input?: I,
    openid?: string,
  ): Promise<T> => {
    const reply = await call('lab', { action: 'lab', code: work.toString(), input }, openid);
    if (reply.errCode !== undefined) throw new Error(reply.errMsg);
    return reply.result as T;
  };

  const end = async (): Promise<void> => {
    await cloud.close();
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...cloud, dataDir, call, inFunction, end };
};

export type Lab = Awaited<ReturnType<typeof openLab>>;
