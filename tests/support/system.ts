import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, parse } from 'node:path';
import type {
  ContractError,
  FileTicketInput,
  Reply,
  ShownClock,
  ShownTicket,
  StaffView,
  TicketSummary,
} from '../../typings/contract';
import type { Cloud } from '../../local/cloud';
import { buildFunctions, type Added } from '../../tools/build';
import { PROFILES } from '../../local/cloud/profile';
import { startSystem } from '../../tools/local-system';
import { madeOnce, ownPrefix } from './made-once';

/**
 * The running system for the scenario tests: the built functions with the real SDK on a local cloud of its own, and
 * the people who use it over HTTP. A run builds and seeds once; each file works on its own copy.
 */

/** When the seed was planted; the clock of each test is set by the test. */
const SEEDED_AT = '2026-09-01T09:00:00+08:00';
/** The privacy policy in force. */
export const POLICY = '2026-11';

/** The built functions of this run; with one more procedure or register when its module is given. */
export const builtFunctions = (added: Added = {}): Promise<string> => {
  const names = Object.values(added).map(file => parse(file).name);
  return madeOnce(['functions', ...names].join('-'), folder => buildFunctions(folder, added));
};

export type Seed = 'demo' | 'empty';

/**
 * A fresh data folder, filled with the seed as it is planted at `now`, with or without demo tickets; by other functions
 * than those of the product where some are given.
 */
export const freshData = async (
  seed: Seed = 'demo',
  now = SEEDED_AT,
  demoTickets = false,
  built?: string,
): Promise<string> => {
  const functions = built ?? (await builtFunctions());
  const name = `${seed}-${Date.parse(now)}${demoTickets ? '-tickets' : ''}-${basename(functions)}`;
  const template = await madeOnce(name, async folder => {
    const cloud = await startSystem({
      dataDir: folder,
      seed,
      now,
      timers: false,
      flush: false,
      demoTickets,
      functions,
    });
    await cloud.close();
  });
  const dataDir = mkdtempSync(ownPrefix);
  cpSync(template, dataDir, { recursive: true });
  return dataDir;
};

/** What a function refused, as an error that tests can expect. */
export class Refused extends Error {
  readonly code: string;
  readonly fields: Record<string, string>;
  readonly errorNo: string;
  constructor(error: ContractError, what: string) {
    super(`${what}: ${error.code} ${error.message} ${JSON.stringify(error.fields ?? {})}`);
    this.code = error.code;
    this.fields = error.fields ?? {};
    this.errorNo = error.errorNo;
  }
}

export type FunctionName = 'citizen' | 'staff' | 'clock' | 'setup';

/** Calls a function at an address as the mini-program does. */
export const callAt = async <T>(
  url: string,
  name: FunctionName,
  openid: string | undefined,
  event: object,
): Promise<Reply<T>> => {
  const response = await fetch(`${url}/call/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(openid ? { 'x-openid': openid } : {}) },
    body: JSON.stringify(event),
  });
  const reply = (await response.json()) as { result?: Reply<T>; errCode?: number; errMsg: string };
  if (reply.result === undefined) throw new Error(`${name} did not answer: ${reply.errCode} ${reply.errMsg}`);
  return reply.result;
};

const DEMO_FILE = 'cloud://demo/';
const uploaded = new Map<string, Promise<string>>();

/** One person at one function. */
export class Person {
  constructor(
    private readonly url: () => string,
    readonly openid: string,
    private readonly desk: 'citizen' | 'staff',
  ) {}

  /** The reply as it comes. */
  async reply<T = unknown>(action: string, input: object = {}): Promise<Reply<T>> {
    const event = { action, ...((await this.withFiles(input)) as object) };
    return callAt<T>(this.url(), this.desk, this.openid, event);
  }

  /** The data, or a Refused. */
  async call<T = Record<string, never>>(action: string, input: object = {}): Promise<T> {
    const reply = await this.reply<T>(action, input);
    if (!reply.ok) throw new Refused(reply.error, `${this.openid} ${action}`);
    return reply.data;
  }

  /** Stores a file as the mini-program does; gives its fileID. */
  async upload(
    name: string,
    content: string | Uint8Array,
    type = 'application/octet-stream',
  ): Promise<string> {
    const headers = {
      'x-openid': this.openid,
      'x-file-name': encodeURIComponent(name),
      'content-type': type,
    };
    const body = content as string;
    const response = await fetch(`${this.url()}/control/upload`, { method: 'POST', headers, body });
    return ((await response.json()) as { fileID: string }).fileID;
  }

  /** What a test calls `cloud://demo/sealed.pdf` is uploaded by this person, once. */
  private async withFiles(value: unknown): Promise<unknown> {
    if (typeof value === 'string' && value.startsWith(DEMO_FILE)) {
      const key = `${this.url()}|${this.openid}|${value}`;
      const known = uploaded.get(key) ?? this.upload(value.slice(DEMO_FILE.length), `%PDF-1.7 ${value}`);
      uploaded.set(key, known);
      return known;
    }
    if (Array.isArray(value)) return Promise.all(value.map(one => this.withFiles(one)));
    if (typeof value !== 'object' || value === null) return value;
    const parts = Object.entries(value).map(
      async ([name, one]) => [name, await this.withFiles(one)] as const,
    );
    return Object.fromEntries(await Promise.all(parts));
  }

  async get(no: string): Promise<ShownTicket> {
    return (await this.call<{ ticket: ShownTicket }>('ticket.get', { no })).ticket;
  }

  /** Takes an act on the ticket as it stands now. */
  async act(no: string, act: string, input: object = {}): Promise<ShownTicket> {
    const { version } = await this.get(no);
    return this.actAt(no, version, act, input);
  }

  /** Takes an act on a version that was seen before. */
  async actAt(no: string, version: number, act: string, input: object = {}): Promise<ShownTicket> {
    return (await this.call<{ ticket: ShownTicket }>('ticket.act', { no, act, version, input })).ticket;
  }

  /** The names of the acts that the ticket offers this person. */
  async offered(no: string): Promise<string[]> {
    return (await this.get(no)).acts.map(({ act }) => act);
  }

  /** The numbers in a view of the queue. */
  async queue(view: StaffView, more: object = {}): Promise<string[]> {
    const { tickets } = await this.call<{ tickets: TicketSummary[] }>('ticket.queue', {
      view,
      limit: 50,
      ...more,
    });
    return tickets.map(({ no }) => no);
  }

  /** Opens a procedure of staff. */
  async open(kind: string, input: object, requestId: string = randomUUID()): Promise<ShownTicket> {
    return (await this.call<{ ticket: ShownTicket }>('procedure.open', { kind, input, requestId })).ticket;
  }

  async file(input: Partial<FileTicketInput> = {}): Promise<ShownTicket> {
    return (await this.call<{ ticket: ShownTicket }>('ticket.file', { ...filing(), ...input })).ticket;
  }
}

/** A plain business consultation without a service. */
export const filing = (): FileTicketInput => ({
  requestId: randomUUID(),
  kind: 'consultation',
  category: 'business',
  title: '办理材料问题',
  text: '请问需要准备哪些材料，窗口说法不一。',
  consent: { policyVersion: POLICY },
});

export type Message = {
  channel: string;
  to: string;
  template: string;
  text: string;
  about: string;
  at: string;
};

export type System = {
  cloud: Cloud;
  dataDir: string;
  citizen(openid: string): Person;
  staff(openid: string): Person;
  /** Sets the clock: `2026-09-24T10:00` in Asia/Shanghai. */
  at(time: string): void;
  /** Does all that is due. */
  run(): Promise<void>;
  /** Messages to somebody, oldest first; about one ticket when given. */
  messages(to: string, about?: string): Message[];
  /** Ends the cloud and starts it again on the same data. */
  restart(): Promise<void>;
};

/**
 * Starts a system for the tests of one file and ends it after them; nothing in it may have needed a scan. `env` is
 * looked at when the system starts. `profile` (or `BANJIE_PROFILE`) `production` makes it as slow as the service. With the module of a procedure or a register the system knows one more, as after an
 * upgrade: its data were made without it.
 */
export const useSystem = (
  seed: Seed = 'demo',
  env: Record<string, string> = {},
  added: Added = {},
  profile = process.env['BANJIE_PROFILE'] ?? '',
): System => {
  let cloud: Cloud | undefined;
  let dataDir = '';
  const running = (): Cloud => {
    if (!cloud) throw new Error('the system is not running');
    return cloud;
  };
  const start = async (): Promise<void> => {
    const functions = await builtFunctions(added);
    cloud = await startSystem({
      dataDir,
      seed,
      timers: false,
      flush: false,
      demoTickets: false,
      functions,
      env,
      profile: PROFILES[profile],
    });
  };
  const assertNoWarnings = (): void => expect(running().control.warnings()).toEqual([]);
  beforeAll(async () => {
    dataDir = await freshData(seed);
    await start();
  });
  afterEach(assertNoWarnings);
  afterAll(async () => {
    await cloud?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    get cloud() {
      return running();
    },
    get dataDir() {
      return dataDir;
    },
    citizen: openid => new Person(() => running().url, openid, 'citizen'),
    staff: openid => new Person(() => running().url, openid, 'staff'),
    at: time => void running().control.setNow(`${time.length === 16 ? `${time}:00` : time}+08:00`),
    run: async () => {
      const outcome = await running().control.runTimer('clock');
      if (!outcome.ok) throw new Error(outcome.errMsg);
      const reply = outcome.result as Reply<{ skipped: boolean; did?: { failed: number } }>;
      if (!reply.ok || reply.data.skipped || reply.data.did?.failed !== 0)
        throw new Error(`the sweep did not end well: ${JSON.stringify(reply)}`);
    },
    messages: (to, about) =>
      (running().control.messages(to) as Message[]).filter(one => about === undefined || one.about === about),
    restart: async () => {
      await running().close();
      await start();
    },
  };
};

/** The clock of a name that runs now. */
export const running = (ticket: ShownTicket, name: ShownClock['name']): ShownClock | undefined =>
  ticket.clocks.find(clock => clock.name === name && clock.state === 'running');

/** All clocks of a name in order, as `state date`. */
export const outcomes = (ticket: ShownTicket, name: ShownClock['name']): string[] =>
  ticket.clocks.filter(clock => clock.name === name).map(clock => `${clock.state} ${clock.date ?? ''}`);
