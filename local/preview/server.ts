import { createHash } from 'node:crypto';
import {
  createReadStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createBuilder, formatDiagnostic, type Built, type Diagnostic } from './build';
import { framePage, phonePage } from './html';
import { bundleOwnAssets, type OwnAssets } from './runtime-bundle';

export type PreviewOptions = {
  /** The mini-program's folder: where app.json lies. */
  root: string;
  /** Where the built files are also written, for a look at them. */
  outDir: string;
  /** Rebuild when a source changes; on unless told otherwise. */
  watch?: boolean;
  /** Hears what is wrong after a change of the sources, a line each. */
  report?: (line: string) => void;
};

export type Preview = {
  /** Answers `/`, `/preview/…`; `false` when the path is not the preview's. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): boolean;
  /** Builds again and tells open phones. Gives what is wrong in the sources; empty when it runs. */
  rebuild(): Promise<Diagnostic[]>;
  diagnostics(): Diagnostic[];
  close(): void;
};

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};
const PICTURES = new Set(['.png', '.jpg', '.jpeg', '.gif', '.svg', '.webp']);
const REBUILD_DELAY_MS = 60;

type Asset = { type: string; etag: string; plain: string; packed: Buffer };

const assetOf = (name: string, text: string): Asset => {
  const etag = `"${createHash('sha1').update(text).digest('base64url')}"`;
  return {
    type: TYPES[extname(name)] ?? 'text/plain',
    etag,
    plain: text,
    packed: gzipSync(text, { level: 4 }),
  };
};

function send(request: IncomingMessage, response: ServerResponse, asset: Asset): void {
  if (request.headers['if-none-match'] === asset.etag) {
    response.writeHead(304).end();
    return;
  }
  const packed = /\bgzip\b/.test(String(request.headers['accept-encoding']));
  response.writeHead(200, {
    'content-type': asset.type,
    'cache-control': 'no-cache',
    etag: asset.etag,
    ...(packed ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(packed ? asset.packed : asset.plain);
}

const notFound = (response: ServerResponse): void => {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found');
};

/** Pictures of the mini-program itself, never a file outside of its folder. */
function sendPicture(response: ServerResponse, root: string, path: string): void {
  let file: string;
  try {
    file = resolve(root, `.${sep}${decodeURIComponent(path)}`);
  } catch {
    return notFound(response);
  }
  const inside = file.startsWith(root + sep) && PICTURES.has(extname(file).toLowerCase());
  const info = inside ? statSync(file, { throwIfNoEntry: false }) : undefined;
  if (info?.isFile() !== true) return notFound(response);
  response.writeHead(200, {
    'content-type': TYPES[extname(file).toLowerCase()],
    'cache-control': 'no-cache',
  });
  createReadStream(file).pipe(response);
}

type Served = {
  root: string;
  assets: Map<string, Asset>;
  errors: () => string[];
  listen: (response: ServerResponse) => void;
};

const answering =
  ({ root, assets, errors, listen }: Served): Preview['handle'] =>
  (request, response, url) => {
    const path = url.pathname;
    if (path === '/' || path === '/index.html') send(request, response, assetOf('frame.html', framePage()));
    else if (path === '/preview/phone') send(request, response, assetOf('phone.html', phonePage(errors())));
    else if (path === '/preview/events') listen(response);
    else if (path.startsWith('/preview/files/')) {
      sendPicture(response, root, path.slice('/preview/files/'.length));
    } else if (path.startsWith('/preview/')) {
      const asset = assets.get(path.slice('/preview/'.length));
      if (asset === undefined) notFound(response);
      else send(request, response, asset);
    } else return false;
    return true;
  };

const beginStream = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 500\n\n');
};

/** Serves what a preview without diagnostics has written into `outDir`: builds nothing and has no news for phones. */
export const serveBuilt = (root: string, outDir: string): Preview['handle'] => {
  const names = readdirSync(outDir);
  const assets = new Map(
    names.map(name => [name, assetOf(name, readFileSync(join(outDir, name), 'utf8'))] as const),
  );
  return answering({ root: resolve(root), assets, errors: () => [], listen: beginStream });
};

/**
 * The preview of a mini-program, to be mounted on an HTTP server that also offers the local cloud's endpoints
 * (contract §2). Mistakes in the sources do not throw: they are in `diagnostics()` and on the phone's screen.
 */
export async function createPreview(options: PreviewOptions): Promise<Preview> {
  const root = resolve(options.root);
  const build = createBuilder(root);
  const assets = new Map<string, Asset>();
  const phones = new Set<ServerResponse>();
  const report = options.report ?? (line => console.error(line));
  let diagnostics: Diagnostic[] = [];
  mkdirSync(options.outDir, { recursive: true });

  const put = (name: string, text: string): void => {
    assets.set(name, assetOf(name, text));
    writeFileSync(join(options.outDir, name), text);
  };
  const putOwn = (own: OwnAssets): void => {
    put('runtime.js', own.runtime);
    put('runtime.css', own.runtimeCss);
    put('frame.js', own.frame);
    put('frame.css', own.frameCss);
  };
  const putBuilt = (built: Built): void => {
    diagnostics = built.diagnostics;
    put('app.js', diagnostics.length === 0 ? built.script : '');
    put('app.js.map', built.map);
    put('app.css', built.css);
  };
  const [own, built] = await Promise.all([bundleOwnAssets(), build()]);
  putOwn(own);
  putBuilt(built);

  const errors = (): string[] => diagnostics.map(formatDiagnostic);
  let queue: Promise<unknown> = Promise.resolve();
  const rebuild = (): Promise<Diagnostic[]> => {
    const next = queue.then(async () => {
      putBuilt(await build());
      const event = `event: built\ndata: ${JSON.stringify({ errors: errors() })}\n\n`;
      for (const phone of phones) phone.write(event);
      return diagnostics;
    });
    queue = next.catch(() => undefined);
    return next;
  };

  let timer: NodeJS.Timeout | undefined;
  const onChange = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      rebuild().then(
        list => list.map(formatDiagnostic).forEach(report),
        (error: unknown) => report(String(error)),
      );
    }, REBUILD_DELAY_MS);
    timer.unref();
  };
  const watcher =
    options.watch === false ? undefined : watch(root, { recursive: true, persistent: false }, onChange);
  watcher?.on('error', error => report(`watching ${options.root}: ${error.message}`));

  const listen = (response: ServerResponse): void => {
    beginStream(response);
    phones.add(response);
    response.on('close', () => phones.delete(response));
  };

  return {
    handle: answering({ root, assets, errors, listen }),
    rebuild,
    diagnostics: () => diagnostics,
    close() {
      clearTimeout(timer);
      watcher?.close();
      for (const phone of phones) phone.end();
      phones.clear();
    },
  };
}
