import { createHmac, timingSafeEqual } from 'node:crypto';

/** Standard Webhooks 1.0: who signs knows the key, and what was signed are id, second and body, byte by byte. */

export type Signed = { id: string; seconds: number; body: string };

/** A request is listened to as long as its time differs by no more. */
const TOLERANCE_SECONDS = 300;

/** Keys in base64, also with `whsec_` before them; several, divided by blanks, while they are exchanged. */
export const keysIn = (text: string | undefined): Uint8Array[] =>
  (text ?? '')
    .split(/\s+/)
    .map(key => key.replace(/^whsec_/, ''))
    .filter(key => /^[A-Za-z0-9+/_-]+={0,2}$/.test(key))
    .map(key => new Uint8Array(Buffer.from(key, 'base64')))
    .filter(({ length }) => length >= LEAST_BYTES);

/** Shorter ones can be guessed; the convention wants 24 to 64. */
const LEAST_BYTES = 16;

const macOf = (key: Uint8Array, { id, seconds, body }: Signed): string =>
  createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');

/** The headers of a request that goes out: a signature by each key, the newest first. */
export const signedHeaders = (keys: readonly Uint8Array[], signed: Signed): Record<string, string> => ({
  'webhook-id': signed.id,
  'webhook-timestamp': String(signed.seconds),
  'webhook-signature': keys.map(key => `v1,${macOf(key, signed)}`).join(' '),
});

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map(text => new Uint8Array(Buffer.from(text))) as [Uint8Array, Uint8Array];
  return a.length === b.length && timingSafeEqual(a, b);
};

export type Headers = Readonly<Record<string, string | undefined>>;

/**
 * The id of a request that somebody has signed who knows one of the keys, within five minutes of `now` (milliseconds since
 * 1970); undefined = nobody has. Header names are in lower case.
 */
export const verifiedId = (
  keys: readonly Uint8Array[],
  headers: Headers,
  body: string,
  now: number,
): string | undefined => {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  if (!/^[\x21-\x7e]{1,256}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return undefined;
  const seconds = Number(timestamp);
  if (Math.abs(now / 1000 - seconds) > TOLERANCE_SECONDS) return undefined;
  const given = (headers['webhook-signature'] ?? '')
    .split(' ')
    .slice(0, MOST_SIGNATURES)
    .flatMap(one => (one.startsWith('v1,') ? [one.slice(3)] : []));
  const isSigned = keys.some(key => {
    // The header is signed as it was written.
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    return given.some(one => isSame(one, mac));
  });
  return isSigned ? id : undefined;
};
const MOST_SIGNATURES = 10;
