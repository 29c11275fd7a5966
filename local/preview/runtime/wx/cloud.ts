import { cloudFileUrl, fileAt, keepFile } from '../files';
import { settings } from '../settings';
import { ApiFailure } from '../failure';
import { api } from './api';

/** Limits of WeChat's cloud. */
const REQUEST_LIMIT = 100 * 1024;
const RESPONSE_LIMIT = 1024 * 1024;
const TIMEOUT_MS = 60_000;

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

function requireNetwork(): void {
  if (!settings.online) throw new ApiFailure('request:fail net::ERR_INTERNET_DISCONNECTED', { errCode: -1 });
}

/** The request leaves at once and is done there; a slow network keeps the answer back. */
async function answer(request: () => Promise<Response>): Promise<string> {
  requireNetwork();
  let text: string;
  try {
    const response = await request();
    text = await response.text();
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    throw new ApiFailure(late ? 'request:fail timeout' : 'request:fail', { errCode: -1 });
  }
  if (settings.slowSeconds > 0) await sleep(settings.slowSeconds * 1000);
  requireNetwork();
  return text;
}

type Reply = { result?: unknown; errCode?: number; errMsg?: string };

function parseReply(text: string): Reply {
  try {
    return JSON.parse(text) as Reply;
  } catch {
    throw new ApiFailure(`request:fail ${text.slice(0, 200)}`, { errCode: -1 });
  }
}

/** What a function would answer whose every action is refused with the code that the console has set. */
const refusal = (code: string): string =>
  JSON.stringify({
    result: {
      ok: false,
      error: { code, message: '这一步没有办成，请稍后重试。', errorNo: '20260101-PREVIEW' },
    },
  });

type Call = { name: string; data?: unknown; config?: object };

async function callFunction({ name, data = {} }: Call): Promise<object> {
  if (typeof name !== 'string' || name === '')
    throw new ApiFailure('parameter error: name', { errCode: -501001 });
  const body = JSON.stringify(data);
  if (new Blob([body]).size > REQUEST_LIMIT) {
    throw new ApiFailure('request data exceeds 100 KB', { errCode: -501001 });
  }
  const { fail } = settings;
  const text = await answer(async () =>
    fail
      ? new Response(refusal(fail))
      : fetch(`/call/${encodeURIComponent(name)}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-openid': settings.as },
          body,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        }),
  );
  if (new Blob([text]).size > RESPONSE_LIMIT)
    throw new ApiFailure('response exceeds 1 MB', { errCode: -604001 });
  const reply = parseReply(text);
  if (reply.errCode !== undefined && reply.errCode !== 0) {
    const reason = (reply.errMsg ?? 'error').replace(/^cloud\.callFunction:fail\s*/, '');
    throw new ApiFailure(reason, { errCode: reply.errCode });
  }
  return { result: reply.result, requestID: crypto.randomUUID() };
}

type Progress = { progress: number; totalBytesSent: number; totalBytesExpectedToSend: number };
type Upload = { cloudPath: string; filePath: string };

/** One upload; `abort` ends it, listeners hear how far it is. */
class UploadTask {
  private readonly request = new XMLHttpRequest();
  private readonly listeners = new Set<(progress: Progress) => void>();

  onProgressUpdate = (listener: (progress: Progress) => void): void => void this.listeners.add(listener);
  offProgressUpdate = (listener: (progress: Progress) => void): void => void this.listeners.delete(listener);
  onHeadersReceived = (): void => undefined;
  offHeadersReceived = (): void => undefined;
  abort = (): void => this.request.abort();

  async run({ filePath, cloudPath }: Upload): Promise<object> {
    const file = fileAt(filePath);
    if (file === undefined) throw new ApiFailure(`file not found: ${filePath}`, { errCode: -501001 });
    requireNetwork();
    const text = await this.send(file, cloudPath);
    if (settings.slowSeconds > 0) await sleep(settings.slowSeconds * 1000);
    requireNetwork();
    const { fileID } = JSON.parse(text) as { fileID?: string };
    if (fileID === undefined) throw new ApiFailure(`upload refused: ${text.slice(0, 200)}`, { errCode: -1 });
    return { fileID, statusCode: 200 };
  }

  private send(file: Blob, cloudPath: string): Promise<string> {
    const { request } = this;
    return new Promise((resolve, reject) => {
      request.open('POST', '/control/upload');
      request.setRequestHeader('x-openid', settings.as);
      request.setRequestHeader('x-cloud-path', encodeURIComponent(cloudPath));
      request.setRequestHeader('content-type', file.type || 'application/octet-stream');
      request.upload.addEventListener('progress', ({ loaded, total }) => this.report(loaded, total));
      request.addEventListener('load', () => {
        this.report(file.size, file.size);
        if (request.status < 300) resolve(request.responseText);
        else reject(new ApiFailure(`upload:fail HTTP ${request.status}`, { errCode: -1 }));
      });
      request.addEventListener('error', () => reject(new ApiFailure('upload:fail', { errCode: -1 })));
      request.addEventListener('abort', () => reject(new ApiFailure('abort', { errCode: -1 })));
      request.send(file);
    });
  }

  private report(sent: number, total: number): void {
    const progress = total === 0 ? 100 : Math.round((sent / total) * 100);
    for (const listener of this.listeners) {
      listener({ progress, totalBytesSent: sent, totalBytesExpectedToSend: total });
    }
  }
}

type Callbacks = { success?: unknown; fail?: unknown; complete?: unknown };

/** With callbacks it gives the task, without them a promise that has the task's methods besides. */
function uploadFile(input: Upload & Callbacks): unknown {
  const task = new UploadTask();
  const promise = api('cloud.uploadFile', (options: Upload) => task.run(options))(input as never);
  if (promise === undefined) return task;
  const { onProgressUpdate, offProgressUpdate, abort } = task;
  return Object.assign(promise, { onProgressUpdate, offProgressUpdate, abort });
}

type FileName = string | { fileID: string };
const nameOf = (file: FileName): string => (typeof file === 'string' ? file : file.fileID);

/** Whether the person at the phone may read a file: it answers with a link, which is not followed. */
const isOwn = async (fileID: string): Promise<boolean> => {
  const { type, ok } = await fetch(cloudFileUrl(fileID), { redirect: 'manual' });
  return type === 'opaqueredirect' || ok;
};

/** What happens to each of several files, with what the service says of those of somebody else. */
const ofEach = async <T extends object>(
  files: FileName[],
  work: (fileID: string) => Promise<T | undefined>,
): Promise<{ fileList: object[] }> => {
  requireNetwork();
  const describe = async (fileID: string): Promise<object> => {
    const done = await work(fileID);
    const outcome = done
      ? { status: 0, errMsg: 'ok' }
      : { status: -503002, errMsg: 'STORAGE_EXCEED_AUTHORITY' };
    return { fileID, ...outcome, ...done };
  };
  return { fileList: await Promise.all(files.map(file => describe(nameOf(file)))) };
};

/** Whatever is named of a command or a value: it is never looked at. */
const anything: unknown = new Proxy(() => undefined, { get: () => anything, apply: () => anything });

/**
 * Every collection is for functions alone (the rules of the deployment: admin only). As on the service a phone may say
 * what it wants, and is answered that it may not.
 */
const database = (): object => {
  const denied = (call: string) =>
    api(`collection.${call}`, async () => {
      throw new ApiFailure('-502003 database permission denied', { errCode: -502003 });
    });
  const ends = ['get', 'count', 'add', 'set', 'update', 'remove', 'end'].map(name => [name, denied(name)]);
  const query: object = new Proxy(Object.fromEntries(ends) as object, {
    get: (known, name) => {
      if (name in known) return Reflect.get(known, name) as unknown;
      return name === 'then' ? undefined : () => query;
    },
  });
  return {
    collection: () => query,
    command: anything,
    serverDate: anything,
    RegExp: anything,
    Geo: anything,
  };
};

export const cloud = {
  cloud: {
    init: () => undefined,
    database,
    /** Stands for data of WeChat that only its servers can open: here nobody can. */
    CloudID: function CloudID(): never {
      throw new ApiFailure('cloud.CloudID:fail the preview has no open data', { errCode: -1 });
    },
    callFunction: api('cloud.callFunction', callFunction),
    uploadFile,
    getTempFileURL: api('cloud.getTempFileURL', ({ fileList }: { fileList: FileName[] }) =>
      ofEach(fileList, async fileID =>
        (await isOwn(fileID)) ? { tempFileURL: cloudFileUrl(fileID), maxAge: 7200 } : undefined,
      ),
    ),
    deleteFile: api('cloud.deleteFile', ({ fileList }: { fileList: FileName[] }) =>
      ofEach(fileList, async fileID =>
        (await fetch(cloudFileUrl(fileID), { method: 'DELETE' })).ok ? {} : undefined,
      ),
    ),
    downloadFile: api('cloud.downloadFile', async ({ fileID }: { fileID: string }) => {
      requireNetwork();
      const response = await fetch(cloudFileUrl(fileID));
      if (!response.ok) throw new ApiFailure(`HTTP ${response.status}`, { errCode: -1 });
      return { tempFilePath: keepFile(await response.blob(), fileID), statusCode: 200 };
    }),
  },
};
