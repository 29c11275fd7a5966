import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname, resolve } from 'node:path';
import { Clock } from './clock';
import { answerControl, makeControl, type Control } from './control';
import { Functions } from './functions/definitions';
import { functionEnv, Host } from './functions/host';
import { prepareSdk } from './functions/sdk';
import { Timers } from './functions/timers';
import { Exchanges, serveHttp, type Exchange } from './http-access';
import { bodyOf, BodyTooLarge, objectIn, sendJson } from './http';
import { Logs } from './logs';
import type { Profile } from './profile';
import { Reader } from './queries/reader';
import { DatabaseApi } from './services/database';
import { Messages } from './services/messages';
import { OpenApi } from './services/openapi';
import { PathTaken, Storage, TooLarge } from './services/storage';
import { serveAdmin } from './services/wire';
import { Bulk } from './store/bulk';
import { Catalog } from './store/catalog';
import { Driver } from './store/driver';
import { Records } from './store/records';
import { readSchema } from './store/schema';
import { settings } from './store/settings';
import { Transactions } from './store/transactions';
import type { Doc } from './values/ejson';
import { CloudError, messageOf } from './values/errors';
import { Warnings } from './warnings';

export type CloudOptions = {
  /** One folder per function: index.js, config.json. */
  functionsDir: string;
  /** Collections and indexes. */
  schemaFile: string;
  dataDir: string;
  /** 0 (the default) = any free one. */
  port?: number;
  /** Where the clock of a new data folder starts, as an ISO instant. */
  now?: string;
  /** More environment variables for the functions. */
  env?: Record<string, string>;
  /** Delays and limits of the service; none unless told. */
  profile?: Profile;
  /** Most instances of one function, 4 unless told. */
  instances?: number;
  /** Documents that a query may examine without an index before it is reported, 1000 unless told. */
  scanLimit?: number;
  /** False: commits do not wait for the disk; they survive a kill, not a loss of power. For data that are thrown away. */
  flush?: boolean;
  /** Where what functions print is shown beside their log, a line `[function] text` each. */
  show?: (line: string) => void;
  /** False: timers run only through `run-timer`. */
  timers?: boolean;
  /** Functions that are also reached over HTTP, below `/http/<function>/`. */
  http?: readonly string[];
  /** More pages on the same port; answers true when it took the request. */
  routes?: (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;
};

export type Cloud = {
  url: string;
  port: number;
  control: Control;
  /** Environment variables with which the SDK works in the owner's own process (seeds, tools), as nobody in particular. */
  sdkEnv: Record<string, string>;
  /** Past the wire, for seeds. */
  bulk: Bulk;
  /** What came over HTTP, the newest last. */
  exchanges(): Exchange[];
  /** The last documents of a collection by a field, the newest first: for pages of the owner. */
  newest(collection: string, field: string, limit: number): Doc[];
  close(): Promise<void>;
};

const LARGEST_CALL = 100 * 1024;
/** The function that receives the platform's message push. */
const PUSH_FUNCTION = 'events';

/**
 * Starts a CloudBase on loopback for the unmodified wx-server-sdk. Rejects when the schema or a function is wrong,
 * the port is taken, or another process uses the data folder.
 */
export const startCloud = async (options: CloudOptions): Promise<Cloud> => {
  // Functions run in UTC as in the cloud; worker threads take the zone of the process.
  process.env.TZ = 'UTC';
  const dataDir = resolve(options.dataDir);
  const functions = new Functions(resolve(options.functionsDir));
  const schema = readSchema(resolve(options.schemaFile));
  const modules = dirname(dirname(require.resolve('wx-server-sdk/package.json')));
  const sdk = await prepareSdk(modules);
  mkdirSync(dataDir, { recursive: true });
  const driver = Driver.open(dataDir, options.flush);
  let server: Server | undefined;
  try {
    const catalog = new Catalog(driver, schema);
    const kept = settings(driver);
    const clock = new Clock(kept, options.now);
    const warnings = new Warnings();
    const logs = new Logs(dataDir, options.show);
    const log = (name: string, text: string): void => logs.write(clock.instant(), name, text);
    const records = new Records(driver, catalog);
    const transactions = new Transactions(driver, catalog, records, warnings);
    const reader = new Reader(driver, warnings, options.scanLimit ?? 1000);
    // Control reads are the owner's, not the product's: they warn nobody.
    const messages = new Messages(driver, catalog, new Reader(driver, new Warnings(), Infinity));
    const database = new DatabaseApi({
      catalog,
      reader,
      records,
      transactions,
      warnings,
      messages,
      now: () => clock.now(),
    });

    server = createServer();
    await listen(server, options.port ?? 0);
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const storage = new Storage(driver, kept, clock, dataDir, () => url);
    const host = new Host({
      functions,
      clock,
      warnings,
      instances: options.instances ?? options.profile?.instances ?? 4,
      callsPerSecond: options.profile?.callsPerSecond ?? Infinity,
      inTransaction: token => transactions.isOpen(token),
      surroundings: {
        clock: clock.shared,
        coldStartMs: options.profile?.coldStartMs ?? 0,
        modules,
        sdk,
        env: functionEnv(`${url}/admin`, options.env ?? {}),
        log,
      },
    });
    const openapi = new OpenApi(clock, messages, event => {
      if (functions.get(PUSH_FUNCTION))
        setImmediate(() => void host.call(PUSH_FUNCTION, event, { source: 'wx_unknown' }));
    });
    const control = makeControl(clock, host, messages, warnings, openapi);
    const timers =
      options.timers === false ? undefined : new Timers(clock, functions, name => void host.runTimer(name));

    const exchanges = new Exchanges();
    const httpAccess = { host, routes: options.http ?? [], exchanges, now: () => clock.instant() };
    const databaseMs = options.profile?.databaseMs ?? 0;
    const admin = { host, database, databaseMs, storage, openapi, log: (text: string) => log('cloud', text) };
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { url: asked = '/' } = request;
      const isForeign = foreign(request, port);
      if (!isForeign && asked.startsWith('/admin?')) return serveAdmin(admin, request, response);
      if (!URL.canParse(asked, url)) return sendJson(response, 400, { error: 'There is no such address' });
      const target = new URL(asked, url);
      const path = target.pathname;
      if (isForeign) return sendJson(response, 403, { error: 'Only pages of this server may call it' });
      if (path === '/admin') return serveAdmin(admin, request, response);
      if (path.startsWith('/storage/') && ['GET', 'HEAD', 'PUT'].includes(request.method!))
        return storage.serve(request, response, target);
      if (path.startsWith('/call/')) return serveCall(host, request, response, path.slice('/call/'.length));
      if (path.startsWith('/http/')) return serveHttp(httpAccess, request, response, target);
      if (path === '/control/upload') return serveUpload(storage, request, response, target.searchParams);
      if (path === '/control/file') return serveFile(storage, request, response, target.searchParams);
      if (path.startsWith('/control/')) {
        const body = request.method === 'POST' ? objectIn(await bodyOf(request, LARGEST_CALL)) : undefined;
        const reply = await answerControl(
          control,
          request.method!,
          path.slice('/control/'.length),
          target.searchParams,
          body,
        );
        if (reply.allow) response.setHeader('allow', reply.allow);
        return sendJson(response, reply.status, reply.body);
      }
      if (!options.routes?.(request, response, target))
        sendJson(response, 404, { error: 'There is nothing here' });
    };
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      answer(request, response)
        .catch(error => fail(error, response, text => log('cloud', text)))
        .catch(() => response.destroy());
    });

    const tidying = setInterval(() => driver.checkpoint(), TIDY_EVERY);
    tidying.unref();

    let closing: Promise<void> | undefined;
    const close = (): Promise<void> =>
      (closing ??= (async () => {
        timers?.stop();
        clearInterval(tidying);
        const stopped = new Promise<void>(done => server!.close(() => done()));
        await host.close();
        server!.closeAllConnections();
        await stopped;
        transactions.close();
        driver.close();
        logs.close();
      })());
    const sdkEnv = {
      ...functionEnv(`${url}/admin`, {}),
      WX_CONTEXT_KEYS: 'WX_API_TOKEN',
      WX_API_TOKEN: host.ownerToken,
    };
    const looker = new Reader(driver, new Warnings(), Infinity);
    return {
      url,
      port,
      control,
      sdkEnv,
      bulk: new Bulk(driver, catalog),
      exchanges: () => exchanges.list(),
      newest: (name, field, limit) =>
        looker.find(catalog.find(name), { filter: {}, sort: [[field, -1]], limit }),
      close,
    };
  } catch (error) {
    server?.close();
    driver.close();
    throw error;
  }
};

/** So long what was erased may still stand in the write-ahead log, in milliseconds. */
const TIDY_EVERY = 10_000;

/** True for a request that another site's page makes through the browser, or that reached us under another name. */
const foreign = ({ headers }: IncomingMessage, port: number): boolean => {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const origin = headers.origin === undefined || own.some(name => headers.origin === `http://${name}`);
  return !origin || (headers.host !== undefined && !own.includes(headers.host));
};

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((done, refuse) => {
    server.once('error', error => refuse(new Error(`The port ${port} cannot be used: ${messageOf(error)}`)));
    server.listen(port, '127.0.0.1', done);
  });

/** `POST /call/<function>`: what `wx.cloud.callFunction` gives the mini-program. */
const serveCall = async (
  host: Host,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
): Promise<void> => {
  const refuse = (status: number, errCode: number, errMsg: string): void =>
    sendJson(response, status, { errCode, errMsg: `cloud.callFunction:fail ${errMsg}` });
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return refuse(405, -501007, 'use POST');
  }
  const event = objectIn(await bodyOf(request, LARGEST_CALL));
  if (!event) return refuse(400, -501007, 'the event must be a JSON object');
  const openid = request.headers['x-openid'];
  const caller = { openid: typeof openid === 'string' && openid ? openid : undefined, source: 'wx_client' };
  const outcome = await host.call(name, event, caller);
  if ('result' in outcome)
    return sendText(response, `{"result":${outcome.result},"errMsg":"cloud.callFunction:ok"}`);
  return refuse(outcome.errCode === -501000 ? 404 : 200, outcome.errCode, outcome.errMsg);
};

const sendText = (response: ServerResponse, text: string): void => {
  if (response.destroyed) return;
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
};

/**
 * `POST /control/upload`: what `wx.cloud.uploadFile` gives. The path may be named in `x-cloud-path`; without it, what the
 * file is called in `x-file-name` or `?name=`, both as in an address.
 */
const serveUpload = async (
  storage: Storage,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> => {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return sendJson(response, 405, { error: 'Use POST' });
  }
  const openid = request.headers['x-openid'];
  if (typeof openid !== 'string' || !openid)
    return sendJson(response, 400, { error: 'The header x-openid is missing' });
  const type = request.headers['content-type'] ?? 'application/octet-stream';
  const named = request.headers['x-cloud-path'];
  const header = request.headers['x-file-name'];
  const name = typeof header === 'string' ? decodeURIComponent(header) : query.get('name');
  const path =
    typeof named === 'string'
      ? decodeURIComponent(named)
      : storage.freePath(type, openid, name?.trim() ? name : undefined);
  sendJson(response, 200, { fileID: await storage.store(path, type, openid, request) });
};

/** `GET /control/file?fileID=&as=`: how the phone of that person shows a file of its own; `DELETE` removes it. */
const serveFile = (
  storage: Storage,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): void => {
  const fileID = query.get('fileID') ?? '';
  const link = storage.linkFor(fileID, query.get('as') ?? '');
  if (!link) return sendJson(response, 404, { error: 'There is no such file of this person' });
  if (request.method !== 'DELETE') {
    response.writeHead(302, { location: link }).end();
    return;
  }
  storage.answer('storage.batchDeleteFile', { fileid_list: [fileID] });
  sendJson(response, 200, { ok: true });
};

/** Whatever a request brings on, the cloud goes on. */
const fail = (error: unknown, response: ServerResponse, log: (text: string) => void): void => {
  if (error instanceof BodyTooLarge || error instanceof TooLarge) {
    response.setHeader('connection', 'close');
    sendJson(response, 413, { errCode: -504001, errMsg: error.message, error: error.message });
  } else if (error instanceof PathTaken) sendJson(response, 409, { error: messageOf(error) });
  else if (error instanceof CloudError || error instanceof URIError)
    sendJson(response, 400, { error: messageOf(error) });
  else {
    log(error instanceof Error ? String(error.stack) : String(error));
    sendJson(response, 500, { error: 'The local cloud failed; see functions.log in the data folder' });
  }
};
