import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Host } from './functions/host';
import { bodyOf, sendJson } from './http';

/**
 * HTTP access of the platform: `/http/<function>/<path>` for the functions that have a route there. The function is given
 * the request as an event, and answers with status, headers and body; whatever else it gives is the body of a 200.
 */

/** A text may have 100 KB, anything else 6 MB, as on the platform. */
const LARGEST_TEXT = 100 * 1024;
const LARGEST_OTHER = 6 * 1024 * 1024;

const answerShape = z.object({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** What went over the wire, the newest last. */
export type Exchange = {
  at: string;
  method: string;
  path: string;
  id?: string;
  sent: string;
  status: number;
  got: string;
};

const KEPT = 200;

/** The requests that came by HTTP, kept in memory for whoever looks at the demo. */
export class Exchanges {
  private readonly kept: Exchange[] = [];

  add(exchange: Exchange): void {
    this.kept.push(exchange);
    if (this.kept.length > KEPT) this.kept.shift();
  }

  list(): Exchange[] {
    return [...this.kept];
  }
}

const isText = (type: string): boolean =>
  /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded))/.test(type);

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

export type HttpAccess = {
  host: Host;
  /** The functions that have a route. */
  routes: readonly string[];
  exchanges: Exchanges;
  now: () => string;
};

/** Answers a request below `/http/`. */
export const serveHttp = async (
  { host, routes, exchanges, now }: HttpAccess,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> => {
  const [, , name = '', ...rest] = url.pathname.split('/');
  if (!routes.includes(name)) return sendJson(response, 404, { error: 'No function has this address' });
  const type = String(request.headers['content-type'] ?? '');
  const text = isText(type);
  const bytes = await bodyOf(request, text ? LARGEST_TEXT : LARGEST_OTHER);
  const path = `/${rest.join('/')}`;
  const method = request.method ?? 'GET';
  const sent = bytes.toString(text ? 'utf8' : 'base64');
  const event = {
    path,
    httpMethod: method,
    headers: headersOf(request),
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: { requestId: 'local', envId: 'local', appId: 'local', uin: 'local' },
    body: sent,
    isBase64Encoded: !text,
  };
  const at = now();
  const outcome = await host.call(name, event, { source: 'scf' });
  const { status, headers, body } = answerOf(outcome);
  const id = request.headers['webhook-id'];
  exchanges.add({
    at,
    method,
    path,
    ...(typeof id === 'string' ? { id } : {}),
    sent: bytes.toString('utf8'),
    status,
    got: body.toString('utf8'),
  });
  if (response.destroyed) return;
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
};

type Answered = { status: number; headers: Record<string, string>; body: Buffer };

const TOO_LARGE = -504001;

const answerOf = (outcome: Awaited<ReturnType<Host['call']>>): Answered => {
  const json = { 'content-type': 'application/json; charset=utf-8' };
  if (!('result' in outcome)) {
    const { errCode, errMsg } = outcome;
    const status = errCode === TOO_LARGE ? 413 : 502;
    return { status, headers: json, body: Buffer.from(JSON.stringify({ errCode, errMsg })) };
  }
  const value: unknown = JSON.parse(outcome.result);
  const read = answerShape.safeParse(value);
  if (!read.success) return { status: 200, headers: json, body: Buffer.from(outcome.result) };
  const { statusCode, headers, body, isBase64Encoded } = read.data;
  return { status: statusCode, headers, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') };
};
