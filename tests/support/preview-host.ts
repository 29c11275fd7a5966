import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPreview, type Preview } from '../../local/preview/server';

export type Call = { name: string; openid: string; event: Record<string, unknown> };

/** A preview with a small stand-in for the local cloud's endpoints (contract §2), for tests of the preview alone. */
export type PreviewHost = {
  origin: string;
  preview: Preview;
  /** Every call of a cloud function, oldest first. */
  calls: Call[];
  close(): Promise<void>;
};

type Handler = (call: Call) => unknown;

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
};

const json = (response: ServerResponse, body: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** Starts the preview of a folder on a free port; `answer` is what the cloud functions say. */
export async function startPreviewHost(options: {
  root: string;
  outDir: string;
  port?: number;
  watch?: boolean;
  answer?: Handler;
  report?: (line: string) => void;
}): Promise<PreviewHost> {
  const preview = await createPreview({
    root: options.root,
    outDir: options.outDir,
    watch: options.watch,
    report: options.report,
  });
  const calls: Call[] = [];
  const files = new Map<string, { type: string; body: Buffer }>();
  let now = '2026-09-24T10:00:00+08:00';

  const control: Record<
    string,
    (request: IncomingMessage, url: URL, response: ServerResponse) => Promise<void>
  > = {
    async '/control/clock'(request, _url, response) {
      if (request.method === 'POST')
        ({ now } = JSON.parse((await readBody(request)).toString()) as { now: string });
      json(response, { now });
    },
    async '/control/messages'(_request, url, response) {
      const to = url.searchParams.get('to') ?? '';
      json(response, {
        messages: [
          { channel: 'inbox', to, template: 'demo', text: `给 ${to} 的消息`, about: 'ZX1', at: now },
        ],
      });
    },
    async '/control/upload'(request, _url, response) {
      const fileID = `cloud://demo/${files.size + 1}`;
      files.set(fileID, { type: request.headers['content-type'] ?? '', body: await readBody(request) });
      json(response, { fileID });
    },
    async '/control/file'(_request, url, response) {
      const file = files.get(url.searchParams.get('fileID') ?? '');
      if (file === undefined) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': file.type }).end(file.body);
    },
  };

  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://preview');
    const work = async (): Promise<void> => {
      if (url.pathname.startsWith('/call/')) {
        const event = JSON.parse((await readBody(request)).toString()) as Record<string, unknown>;
        const call = { name: url.pathname.slice(6), openid: String(request.headers['x-openid']), event };
        calls.push(call);
        return json(
          response,
          options.answer?.(call) ?? { result: { ok: true, data: event }, errMsg: 'callFunction:ok' },
        );
      }
      if (url.pathname.startsWith('/control/run-timer/')) return json(response, { ok: true });
      const handler = control[url.pathname];
      if (handler !== undefined) return handler(request, url, response);
      if (!preview.handle(request, response, url)) response.writeHead(404).end();
    };
    work().catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    preview,
    calls,
    async close() {
      preview.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
