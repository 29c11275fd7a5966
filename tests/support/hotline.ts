import { randomBytes, randomUUID } from 'node:crypto';
import { signedHeaders } from '../../cloudfunctions/infra/hotline/signature';
import { serveHotline } from '../../cloudfunctions/infra/hotline/serve';
import type { Reply } from '../../typings/contract';
import type { Memory } from './memory';

/** A hotline that sends to the function over the ports in memory, as the platform hands its requests over. */

export const KEY = randomBytes(32);
export const KEY_TEXT = `whsec_${KEY.toString('base64')}`;

export type Sending = {
  id?: string;
  /** Differs from the clock by so many seconds. */
  off?: number;
  key?: Uint8Array;
  /** What is sent, where that is not the signed body. */
  tampered?: string;
  headers?: Record<string, string>;
  keys?: string;
};

export type Heard = { status: number; body: Reply<Record<string, unknown>> & Record<string, unknown> };

/** Sends a body as it is. */
export const sendRaw = async (
  world: Memory,
  path: string,
  body: string,
  {
    id = randomUUID(),
    off = 0,
    key = new Uint8Array(KEY),
    tampered,
    headers = {},
    keys = KEY_TEXT,
  }: Sending = {},
): Promise<Heard> => {
  const seconds = Math.floor(Date.parse(world.ports.now()) / 1000) + off;
  const answer = await serveHotline(
    { runtime: world, key: keys, ready: async () => undefined },
    {
      path,
      httpMethod: 'POST',
      headers: {
        'content-type': 'application/json',
        ...signedHeaders([key], { id, seconds, body }),
        ...headers,
      },
      queryStringParameters: {},
      body: tampered ?? body,
      isBase64Encoded: false,
    },
  );
  return { status: answer.statusCode, body: JSON.parse(answer.body) as Heard['body'] };
};

export const send = (world: Memory, path: string, body: unknown, sending: Sending = {}): Promise<Heard> =>
  sendRaw(world, path, JSON.stringify(body), sending);

export const order = (externalNo: string, more: Record<string, unknown> = {}) => ({
  externalNo,
  kind: 'complaint',
  title: '社保卡补办没有回音',
  text: '补办社保卡一个月没有回音，身份证 44010619900307123X。',
  contact: { name: '陈一一', phone: '13800138000' },
  receivedAt: '2026-11-23T09:00:00+08:00',
  ...more,
});

/** Sends what must be taken; its data. */
export const must = async (
  world: Memory,
  path: string,
  body: unknown,
  sending: Sending = {},
): Promise<Record<string, unknown>> => {
  const heard = await send(world, path, body, sending);
  if (!heard.body.ok) throw new Error(`${path}: ${heard.status} ${JSON.stringify(heard.body)}`);
  return heard.body.data;
};
