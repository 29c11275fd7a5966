import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { keysIn, type Headers } from '../../cloudfunctions/infra/hotline/signature';
import { bodyOf, objectIn, sendJson } from '../../local/cloud/http';
import { Hotline, moods } from './simulator';

/**
 * `npm run hotline -- --port N [--to URL] [--mood MOOD]`: a hotline for the demo (docs/hotline.md). Changes come to
 * `/changes`; `POST /send {path, body}` sends, `POST /mood {mood}` changes its mood, `GET /state` says what it knows.
 */

const sending = z.object({ path: z.string().startsWith('/orders'), body: z.record(z.string(), z.unknown()) });
const mooded = z.object({ mood: z.enum(moods) });
const clock = z.object({ now: z.string() });

const LARGEST = 256 * 1024;

const textOf = ({ headers }: IncomingMessage): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** Where the system listens that it talks to. */
const DEFAULT_TO = 'http://127.0.0.1:8088';

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      to: { type: 'string' },
      mood: { type: 'string', default: 'well' },
    },
  });
  const [key] = keysIn(process.env['BANJIE_HOTLINE_KEY']);
  const outKeys = keysIn(process.env['BANJIE_HOTLINE_OUT_KEY']);
  if (!key || outKeys.length === 0)
    throw new Error('BANJIE_HOTLINE_KEY and BANJIE_HOTLINE_OUT_KEY must be set, as for npm start');
  const port = z.coerce.number().int().min(0).max(65_535).parse(values.port);
  return { port, to: new URL(values.to ?? DEFAULT_TO), mood: z.enum(moods).parse(values.mood), key, outKeys };
};

const start = async (): Promise<void> => {
  const { port, to, mood, key, outKeys } = readOptions();
  // By the clock of the system, which a demo may have set to another day.
  let ahead = 0;
  const compareClocks = async (): Promise<void> => {
    const response = await fetch(new URL('/control/clock', to));
    ahead = Date.parse(clock.parse(await response.json()).now) - Date.now();
  };
  const hotline = new Hotline({
    key,
    outKeys,
    now: () => Date.now() + ahead,
    sleep: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
    post: async (path, headers, body) => {
      const response = await fetch(new URL(`/http/hotline${path}`, to), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      return { status: response.status, body: await response.json() };
    },
  });
  hotline.mood = mood;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request, LARGEST);
    await compareClocks().catch(() => undefined); // it is down: what was known last will do
    if (request.url === '/changes' && request.method === 'POST') {
      const { status, headers } = await hotline.receive(textOf(request), body.toString('utf8'));
      response.writeHead(status, headers).end();
    } else if (request.url === '/send')
      sendJson(response, 200, await hotline.send(sending.parse(objectIn(body))));
    else if (request.url === '/mood') {
      hotline.mood = mooded.parse(objectIn(body)).mood;
      sendJson(response, 200, { mood: hotline.mood });
    } else if (request.url === '/state')
      sendJson(response, 200, { mood: hotline.mood, orders: Object.fromEntries(hotline.orders) });
    else sendJson(response, 404, { error: 'POST /changes, POST /send, POST /mood, GET /state' });
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      sendJson(response, 400, {
        error: error instanceof z.ZodError ? z.prettifyError(error) : String(error),
      }),
    );
  });
  await new Promise<void>(ready => server.listen(port, '127.0.0.1', ready));
  console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  process.once('SIGTERM', () => server.close(() => process.exit(0)));
};

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
