import * as z from 'zod';
import type { ErrorCode } from '../../../typings/contract';
import { epochOf } from '../../domain/time';
import { answerOnce, type Answer } from '../../usecases/hotline/answer-once';
import { endpoints } from '../../usecases/hotline/endpoints';
import { Failure, logFailure } from '../../usecases/kernel/failure';
import type { Runtime } from '../../usecases/kernel/runtime';
import { checkShape } from '../function';
import { keysIn, verifiedId, type Headers } from './signature';

/** The edge of the function `hotline`: a request over HTTP, who has signed it, and the answer (contract §10). */

/** As HTTP access hands it over; names of headers come as the caller wrote them. */
const eventShape = z.object({
  path: z.string().max(500),
  httpMethod: z.string().max(10),
  headers: z.record(z.string(), z.unknown()).default({}),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

export type HttpAnswer = {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded: false;
};

/** What a request is answered with. */
export type Hotline = {
  runtime: Runtime;
  /** What `BANJIE_HOTLINE_KEY` holds; without it everything is refused. */
  key: string | undefined;
  /** Throws a Failure while the keys of stored data are missing. */
  ready(): Promise<void>;
};

const LARGEST_BODY = 64 * 1024;

const statusOf: Record<ErrorCode, number> = {
  unauthenticated: 401,
  forbidden: 401,
  'not-found': 404,
  invalid: 400,
  'unsafe-content': 400,
  'rate-limited': 429,
  'wrong-state': 409,
  conflict: 409,
  unavailable: 503,
  internal: 500,
};

const lowered = (headers: Record<string, unknown>): Headers =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );

/** The path behind the one under which the function is reached: whether that is kept is the gateway's to say. */
const endpointPath = (path: string): string => {
  const from = path.slice(Math.max(0, path.indexOf('/orders')));
  return from.endsWith('/') ? from.slice(0, -1) : from;
};

const refused = (runtime: Runtime, path: string, error: unknown, status?: number): Answer => {
  const { failure, errorNo } = logFailure(runtime.ports, { event: 'hotline-refused', action: path }, error);
  const { code, message, fields } = failure;
  return {
    status: status ?? statusOf[code],
    body: { ok: false, error: { code, message, ...(fields ? { fields } : {}), errorNo } },
  };
};

const parsed = (body: string): Record<string, unknown> => {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    value = undefined; // refused below, in words of ours: those of the parser would quote the body
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Failure('invalid', '内容须是 JSON 对象');
  checkShape(value);
  return value as Record<string, unknown>;
};

const work = async (runtime: Runtime, path: string, callId: string, body: string): Promise<Answer> => {
  try {
    const found = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
    if (!found) throw new Failure('not-found', '没有这个接口，请核对地址');
    const input = parsed(body);
    const { action } = input;
    if (action !== undefined && (typeof action !== 'string' || `/${action.replace(/^\/+/, '')}` !== path))
      throw new Failure('invalid', '有内容需要更正', { action: '与地址不一致' });
    return { status: 200, body: { ok: true, data: await found.run(runtime, callId, input) } };
  } catch (error) {
    return refused(runtime, path, error);
  }
};

const answer = async ({ runtime, key, ready }: Hotline, event: unknown): Promise<Answer> => {
  const read = eventShape.safeParse(event);
  if (!read.success) return refused(runtime, '', new Failure('invalid', '请求的格式不对'));
  const { path: asked, httpMethod, headers, body: raw, isBase64Encoded } = read.data;
  const path = endpointPath(asked);
  const bytes = Buffer.from(raw ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > LARGEST_BODY)
    return refused(runtime, path, new Failure('invalid', '内容太大，最多 64 KB'), 413);
  const body = bytes.toString('utf8');
  if (httpMethod !== 'POST') return refused(runtime, path, new Failure('not-found', '请用 POST'));
  const id = verifiedId(keysIn(key), lowered(headers), body, epochOf(runtime.ports.now()));
  if (id === undefined)
    return refused(runtime, path, new Failure('unauthenticated', '签名不对，或者时间相差太大'));
  try {
    await ready();
    return await answerOnce(runtime.ports, { id, path, body }, callId => work(runtime, path, callId, body));
  } catch (error) {
    return refused(runtime, path, error);
  }
};

/** Answers one request; never throws. */
export const serveHotline = async (hotline: Hotline, event: unknown): Promise<HttpAnswer> => {
  const { status, body } = await answer(hotline, event);
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
};
