import { createHash, createHmac } from 'node:crypto';

/** Requests of Tencent Cloud's API, signed with TC3-HMAC-SHA256: short messages, and what the owner's tools do. */

export type Credentials = {
  secretId: string;
  secretKey: string;
  /** Of temporary credentials. */
  token?: string;
  region: string;
};

export type ApiRequest = {
  /** `scf`, `tcb`, `sms`; the host may be another one's, e.g. of a proxy. */
  service: string;
  host: string;
  action: string;
  version: string;
  body: string;
};

const TYPE = 'application/json';
const SIGNED = 'content-type;host';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Uint8Array, text: string): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(text).digest());

/** All headers of a request; `seconds` since 1970 must be within five minutes of the provider's clock. */
export const signedHeaders = (
  { secretId, secretKey, token, region }: Credentials,
  { service, host, action, version, body }: ApiRequest,
  seconds: number,
): Record<string, string> => {
  const day = new Date(seconds * 1000).toISOString().slice(0, 10);
  const scope = `${day}/${service}/tc3_request`;
  const request = ['POST', '/', '', `content-type:${TYPE}\nhost:${host}\n`, SIGNED, sha256(body)].join('\n');
  const text = ['TC3-HMAC-SHA256', seconds, scope, sha256(request)].join('\n');
  const key = [service, 'tc3_request'].reduce(hmac, hmac(`TC3${secretKey}`, day));
  const signature = createHmac('sha256', key).update(text).digest('hex');
  return {
    'content-type': TYPE,
    authorization: `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${SIGNED}, Signature=${signature}`,
    'x-tc-action': action,
    'x-tc-version': version,
    'x-tc-timestamp': String(seconds),
    'x-tc-region': region,
    ...(token ? { 'x-tc-token': token } : {}),
  };
};
