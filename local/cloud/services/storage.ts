import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { encodeName, uploadFolder } from '../../../cloudfunctions/domain/files/upload-path';
import type { Clock } from '../clock';
import type { Driver } from '../store/driver';
import type { Settings } from '../store/settings';
import { CloudError } from '../values/errors';

const MOST_BYTES = 50 * 1024 * 1024;
const DEFAULT_AGE_S = 2 * 3600;
const MOST_AGE_S = 7 * 24 * 3600;
const BUCKET = 'cloud://local.local/';

export class TooLarge extends Error {}
export class PathTaken extends Error {}

/** Files in the data folder. Read only through signed URLs that expire in the cloud's time. */
export class Storage {
  private readonly folder: string;
  private readonly secret: string;

  constructor(
    private readonly driver: Driver,
    settings: Settings,
    private readonly clock: Clock,
    dataDir: string,
    private readonly base: () => string,
  ) {
    this.folder = join(dataDir, 'files');
    mkdirSync(this.folder, { recursive: true });
    driver.exec(
      'CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL, owner TEXT NOT NULL)',
    );
    this.secret = settings.read('storage.secret') ?? randomBytes(32).toString('hex');
    settings.write('storage.secret', this.secret);
  }

  /** Stores a stream durably under a path of the bucket and returns its fileID. */
  async store(path: string, type: string, owner: string, source: IncomingMessage): Promise<string> {
    checkPath(path);
    // A mini-program writes each path once; functions may write theirs again.
    if (owner !== '' && this.row(path)) throw new PathTaken('There is a file under this path');
    const name = createHash('sha256').update(path).digest('hex');
    const file = join(this.folder, name);
    const part = `${file}.${randomBytes(6).toString('hex')}.part`;
    let size = 0;
    // An upload that is too large is read to its end and dropped, so that the answer reaches its sender.
    const limit = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        done(null, size <= MOST_BYTES ? chunk : undefined);
      },
    });
    try {
      await pipeline(source, limit, createWriteStream(part));
      if (size > MOST_BYTES) throw new TooLarge('The file is larger than 50 MB');
      await syncToDisk(part, 'r+');
      await rename(part, file);
      await syncToDisk(this.folder, 'r');
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
    this.driver.run(
      `INSERT ${owner === '' ? 'OR REPLACE' : 'OR IGNORE'} INTO file (path, name, type, size, owner) VALUES (?, ?, ?, ?, ?)`,
      path,
      name,
      type,
      size,
      owner,
    );
    return BUCKET + path;
  }

  /** A path for an upload that names none, as the mini-program makes it: in the person's folder, not to be guessed. */
  freePath(type: string, openid: string, name: string | undefined): string {
    const plainType = type.split(';')[0]!.trim();
    const called = plainType.startsWith('image/') ? '照片' : '文件';
    const folder = uploadFolder(openid, text => createHash('sha256').update(text).digest('hex'));
    return `${folder}/${randomBytes(16).toString('hex')}/${encodeName(name ?? `${called}.${EXTENSIONS[plainType] ?? 'bin'}`)}`;
  }

  /** The storage half of the wire protocol. */
  answer(action: string, request: Record<string, unknown>): Record<string, unknown> {
    if (action === 'storage.getUploadMetadata') {
      const path = String(request.path ?? '');
      checkPath(path);
      const url = `${this.base()}/storage/${encode(path)}?${this.sign('put', path, 900)}`;
      return { url, token: 'local', authorization: 'local', fileId: BUCKET + path, cosFileId: 'local' };
    }
    if (action === 'storage.batchGetDownloadUrl')
      return { download_list: list(request.file_list).map(item => this.download(item)) };
    if (action === 'storage.batchDeleteFile')
      return { delete_list: list(request.fileid_list).map(item => this.remove(String(item))) };
    throw new CloudError('INVALID_PARAM', `The local cloud has no ${action}`);
  }

  /** PUT by the SDK, GET and HEAD by anyone who holds a URL. */
  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const path = safeDecode(url.pathname.slice('/storage/'.length));
    const put = request.method === 'PUT';
    if (path === undefined || !this.verify(put ? 'put' : 'get', path, url.searchParams))
      return xml(response, 403, 'AccessDenied');
    if (put) {
      await this.store(path, request.headers['content-type'] ?? typeOf(path), '', request);
      response.writeHead(200).end();
      return;
    }
    const row = this.row(path);
    if (!row) return xml(response, 404, 'NoSuchKey');
    const size = statSync(join(this.folder, row.name)).size;
    response.writeHead(200, {
      'content-type': row.type,
      'content-length': size,
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
    });
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(join(this.folder, row.name)), response);
  }

  /** A link to a file for the person who uploaded it, as the phone reads its own files; undefined for others. */
  linkFor(fileID: string, openid: string): string | undefined {
    const path = pathOf(fileID);
    if (path === undefined || this.row(path)?.owner !== openid) return undefined;
    return `${this.base()}/storage/${path}?${this.sign('get', path, DEFAULT_AGE_S)}`;
  }

  private download(item: unknown): Record<string, unknown> {
    const { fileid, max_age: age } = (typeof item === 'object' && item ? item : { fileid: item }) as {
      fileid?: unknown;
      max_age?: unknown;
    };
    const path = pathOf(String(fileid));
    if (path === undefined || !this.row(path))
      return { fileid, fileID: fileid, tempFileURL: '', code: 'STORAGE_FILE_NONEXIST', status: 1 };
    const seconds = Math.min(Math.max(Number(age) || DEFAULT_AGE_S, 1), MOST_AGE_S);
    return {
      fileid,
      fileID: fileid,
      tempFileURL: `${this.base()}/storage/${path}?${this.sign('get', path, seconds)}`,
      code: 'SUCCESS',
      status: 0,
    };
  }

  private remove(fileID: string): Record<string, unknown> {
    const path = pathOf(fileID);
    const row = path === undefined ? undefined : this.row(path);
    if (!row) return { fileID, code: 'STORAGE_FILE_NONEXIST' };
    this.driver.run('DELETE FROM file WHERE path = ?', path!);
    rmSync(join(this.folder, row.name), { force: true });
    return { fileID, code: 'SUCCESS' };
  }

  private row(path: string): { name: string; type: string; owner: string } | undefined {
    return this.driver.get<{ name: string; type: string; owner: string }>(
      'SELECT name, type, owner FROM file WHERE path = ?',
      path,
    );
  }

  private sign(method: string, path: string, seconds: number): string {
    const until = Math.floor(this.clock.now() / 1000) + seconds;
    return `t=${until}&sign=${this.mac(method, path, until)}`;
  }

  private verify(method: string, path: string, query: URLSearchParams): boolean {
    const until = Number(query.get('t'));
    const given = Buffer.from(query.get('sign') ?? '');
    const right = Buffer.from(this.mac(method, path, until));
    return (
      given.length === right.length &&
      timingSafeEqual(new Uint8Array(given), new Uint8Array(right)) &&
      until >= this.clock.now() / 1000
    );
  }

  private mac(method: string, path: string, until: number): string {
    return createHmac('sha256', this.secret).update(`${method} ${until} ${path}`).digest('hex');
  }
}

const EXTENSIONS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'video/mp4': 'mp4',
  'audio/mpeg': 'mp3',
  'text/plain': 'txt',
};

const typeOf = (path: string): string =>
  Object.entries(EXTENSIONS).find(([, extension]) => path.endsWith('.' + extension))?.[0] ??
  'application/octet-stream';

const list = (value: unknown): unknown[] => {
  if (!Array.isArray(value) || value.length > 50)
    throw new CloudError('INVALID_PARAM', 'A list of at most 50 files is required');
  return value;
};
const pathOf = (fileID: string): string | undefined =>
  fileID.startsWith(BUCKET) ? fileID.slice(BUCKET.length) : undefined;
const encode = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

const safeDecode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

const checkPath = (path: string): void => {
  const wrong =
    !path ||
    path.length > 850 ||
    path.startsWith('/') ||
    path.split('/').some(part => !part.trim() || part === '.' || part === '..');
  if (wrong || /[\u0000-\u001f\\?#%]/.test(path))
    throw new CloudError('INVALID_PARAM', 'The cloud path is not valid');
};

const xml = (response: ServerResponse, status: number, code: string): void => {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(
    `<Error><Code>${code}</Code><Message>${code}</Message><RequestId>local</RequestId><TraceId>local</TraceId></Error>`,
  );
};
/** What was written to a file or folder stays when the power goes. */
const syncToDisk = async (path: string, flags: string): Promise<void> => {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
