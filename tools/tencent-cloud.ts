import { createHash, createHmac } from 'node:crypto';
import * as z from 'zod';

/** The one call of Tencent Cloud's API that the owner's tools make, signed with TC3-HMAC-SHA256. */
export type Account = {
  secretId: string;
  secretKey: string;
  /** Of temporary credentials. */
  token?: string;
  region: string;
  /** Another address of the API, e.g. of a proxy. */
  endpoint?: string;
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Uint8Array, text: string): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(text).digest());

/** The value of the header `Authorization` for a request of a service (`scf`) at a time (seconds since 1970). */
export const authorization = (
  { secretId, secretKey }: Pick<Account, 'secretId' | 'secretKey'>,
  service: string,
  host: string,
  body: string,
  seconds: number,
): string => {
  const date = new Date(seconds * 1000).toISOString().slice(0, 10);
  const scope = `${date}/${service}/tc3_request`;
  const headers = `content-type:application/json\nhost:${host}\n`;
  const request = ['POST', '/', '', headers, 'content-type;host', sha256(body)].join('\n');
  const text = ['TC3-HMAC-SHA256', String(seconds), scope, sha256(request)].join('\n');
  const key = [service, 'tc3_request'].reduce(hmac, hmac(`TC3${secretKey}`, date));
  const signature = createHmac('sha256', key).update(text).digest('hex');
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`;
};

const replyShape = z.object({
  Response: z.object({
    Error: z.object({ Code: z.string(), Message: z.string() }).optional(),
    Result: z
      .object({ InvokeResult: z.number(), RetMsg: z.string(), ErrMsg: z.string().optional() })
      .optional(),
  }),
});

const HOST = 'scf.tencentcloudapi.com';

/** Runs a cloud function of an environment as its owner, without an OPENID; what it returns. Throws with the reason. */
export const invokeFunction = async (
  account: Account,
  environment: string,
  name: string,
  event: object = {},
): Promise<unknown> => {
  const body = JSON.stringify({
    FunctionName: name,
    Namespace: environment,
    ClientContext: JSON.stringify(event),
  });
  const url = new URL(account.endpoint ?? `https://${HOST}`);
  const seconds = Math.floor(Date.now() / 1000);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-tc-action': 'Invoke',
      'x-tc-version': '2018-04-16',
      'x-tc-region': account.region,
      'x-tc-timestamp': String(seconds),
      ...(account.token ? { 'x-tc-token': account.token } : {}),
      authorization: authorization(account, 'scf', url.host, body, seconds),
    },
    body,
  });
  const { Error: refused, Result: result } = replyShape.parse(await response.json()).Response;
  if (refused) throw new Error(`${refused.Code}: ${refused.Message}`);
  if (!result || result.InvokeResult !== 0)
    throw new Error(`${name} failed: ${result?.ErrMsg || result?.RetMsg || 'no result'}`);
  return JSON.parse(result.RetMsg) as unknown;
};
