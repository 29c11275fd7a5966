import type { IncomingMessage, ServerResponse } from 'node:http';

export class BodyTooLarge extends Error {}

/** The whole body of a request, at most `limit` bytes. */
export const bodyOf = (request: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    });
    // Read to its end even so: the answer would not reach a client that is still sending.
    request.once('end', () => {
      if (size > limit) reject(new BodyTooLarge(`The body is larger than ${limit} bytes`));
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks as unknown as Uint8Array[]));
    });
    request.once('error', reject);
    request.once('close', () => reject(new Error('The request was broken off')));
  });

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  if (response.headersSent || response.destroyed) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
  });
  response.end(bytes);
};

const DEEPEST = 100;

/** Nothing of ours is nested deeper; what is would fill the stack of whoever walks it. */
const isShallow = (value: object): boolean => {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return false;
    level = level.flatMap(one => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return true;
};

/** So few brackets cannot be nested too deeply. */
const hasFew = (text: string): boolean => text.split(/[[{]/, DEEPEST + 2).length <= DEEPEST + 1;

/** A JSON object, `{}` for an empty body; undefined for anything else. */
export const objectIn = (body: Buffer): Record<string, unknown> | undefined => {
  if (!body.length) return {};
  try {
    const text = body.toString('utf8');
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      (hasFew(text) || isShallow(value))
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};

/** The text parts of a multipart body by name; binary parts stay as they are. */
export const multipart = (body: Buffer, contentType: string): Map<string, Buffer> => {
  const parts = new Map<string, Buffer>();
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType);
  if (!boundary) return parts;
  const mark = '--' + (boundary[1] ?? boundary[2]);
  for (let at = body.indexOf(mark); at >= 0;) {
    const next = body.indexOf('\r\n' + mark, at + mark.length);
    if (next < 0) break;
    const head = body.indexOf('\r\n\r\n', at);
    const name = /name="([^"]*)"/.exec(body.subarray(at, head).toString('utf8'))?.[1];
    if (head >= 0 && head < next && name !== undefined) parts.set(name, body.subarray(head + 4, next));
    at = next + 2;
  }
  return parts;
};
