import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import * as z from 'zod';
import { Failure } from '../../usecases/kernel/failure';
import type { KeyPrint } from '../../usecases/kernel/documents';
import { normalisePhone } from '../../domain/privacy/phone';
import { ciphers, type Algorithm } from './ciphers';

/**
 * What `seal` gives: the ids of the key and of the way in which it was sealed, and nonce, tag and ciphertext in base64, joined
 * by dots. What was sealed before there were two ways has no id of one: AES-256-GCM.
 */
export type Sealed = { keyId: string; algorithm?: Algorithm; data: string };

export type Secrets = {
  /** Encrypts any JSON value under the current key, in the way that belongs to it (J-21b). */
  seal(value: unknown): Sealed;
  /** The value again; throws an UnsealError for an unknown key or data that was changed. */
  unseal(sealed: Sealed): unknown;
  /** True when another key is current by now. */
  needsReseal(sealed: Sealed): boolean;
  /** Keyed hash (hex) under which a phone number can be found; throws a RangeError when it is none. */
  phoneHash(phone: string): string;
  /** Keyed hash (hex) of any text: nobody without the key can tell what was hashed. */
  keyedHash(text: string): string;
  /** The keys by their ids, and by a print that tells nothing of them; `current` seals. */
  keyRing: { current: string; algorithm: Algorithm; sealing: KeyPrint[]; chain: KeyPrint[]; phone: string };
  /** The id of the current chain key (A47). */
  chainKey: string;
  /** Keyed hash (hex) under a chain key; undefined for one that is not in `BANJIE_CHAIN_KEYS`. */
  mac(key: string, text: string): string | undefined;
  /** Lower-case hex. */
  sha256(content: string | Uint8Array): string;
  /** 128 random bits as 32 hex characters. */
  randomId(): string;
  /** An even random integer from 0 to max − 1. */
  random(max: number): number;
};

/** Why something cannot be opened, and with which key; never what was in it. */
export class UnsealError extends Failure {
  constructor(
    readonly reason: 'unknown-key' | 'changed',
    keyId: string,
  ) {
    super('unavailable', '有加密的内容现在打不开，请联系运维', undefined, `${reason} ${keyId.slice(0, 64)}`);
    this.name = 'UnsealError';
  }
}

/** An environment variable is missing or wrong: names the variable and what it must hold, never its value. */
export class SecretsConfigError extends Error {
  constructor(
    readonly variable: string,
    need: string,
  ) {
    super(`${variable} ${need}`);
    this.name = 'SecretsConfigError';
  }
}

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const toBase64 = (part: Uint8Array): string => Buffer.from(part).toString('base64');

/**
 * A key that nobody drew: one byte over and over, a count, half of it twice, or typed text. Of 32 random bytes hardly ever
 * fewer than 20 differ, and never are all of them characters of a keyboard.
 */
const isDrawn = (bytes: Uint8Array): boolean => {
  const all = [...bytes];
  const steps = new Set(all.slice(1).map((byte, index) => (byte - (all[index] ?? 0) + 256) % 256));
  const typed = all.every(byte => byte >= 0x20 && byte < 0x7f);
  return new Set(all).size >= LEAST_DIFFERENT && steps.size > 2 && !typed && !isRepeated(all);
};
const LEAST_DIFFERENT = 20;

const isRepeated = (all: readonly number[]): boolean =>
  all.slice(all.length / 2).every((byte, index) => byte === all[index]);

/** 32 random bytes in base64 (also base64url), written without anything else around them. */
const KEY = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]{43}=?$/)
  .transform(fromBase64)
  .refine(bytes => bytes.length === 32 && isDrawn(bytes));
const ringOf = <K extends z.ZodType>(key: K) =>
  z
    .object({ current: z.string(), keys: z.record(z.string().min(1).max(64), key) })
    .refine(ring => Object.hasOwn(ring.keys, ring.current));
const CHAIN_RING = ringOf(KEY);

/** What stands before a key that seals with SM4 and HMAC-SM3 (GB/T 32907, GB/T 32905); nothing stands before one for AES. */
const SM4 = 'sm4:';
const SEALING_KEY = z.string().transform((text, context): { algorithm: Algorithm; bytes: Uint8Array } => {
  const algorithm = text.startsWith(SM4) ? 'sm4-cbc-hmac-sm3' : 'aes-256-gcm';
  const key = KEY.safeParse(text.startsWith(SM4) ? text.slice(SM4.length) : text);
  if (key.success && ciphers[algorithm].isThere()) return { algorithm, bytes: key.data };
  context.addIssue({ code: 'custom', message: 'no key' });
  return z.NEVER;
});
const KEY_RING = ringOf(SEALING_KEY);

const RING_FORM =
  'must be JSON {"current":"k1","keys":{"k1":"<base64 of 32 bytes>"}}, each key 32 bytes drawn at random (no zeros, no pattern, no text), its current key among the keys.';
const SEALING_FORM = `${RING_FORM} "sm4:" before a key seals with SM4 and HMAC-SM3, where the OpenSSL of Node has them.`;
const PHONE_FORM = 'must be the base64 of 32 bytes drawn at random (no zeros, no pattern, no text).';

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // KEY_RING refuses it; the message of JSON.parse would quote the value
  }
};

const readVariable = <T>(
  env: Record<string, string | undefined>,
  variable: string,
  need: string,
  read: (text: string) => { success: true; data: T } | { success: false },
): T => {
  const text = env[variable];
  if (!text) throw new SecretsConfigError(variable, `is missing; it ${need}`);
  const result = read(text);
  if (!result.success) throw new SecretsConfigError(variable, need);
  return result.data;
};

/** Tells a key from another one, and nothing of it: of a key that was drawn no hash can be guessed back. */
const printOf = (key: Uint8Array, algorithm: Algorithm = 'aes-256-gcm'): string =>
  createHmac('sha256', key)
    // A key that now seals in another way is another key.
    .update(algorithm === 'aes-256-gcm' ? 'print' : `print|${algorithm}`)
    .digest('hex')
    .slice(0, 16);

/**
 * The keys of this deployment out of `BANJIE_KEYS` (ring: the current key seals, older ones still open),
 * `BANJIE_CHAIN_KEYS` (ring: the current key links the journal, all older ones are kept for good) and
 * `BANJIE_PHONE_KEY` (never rotated alone: every stored phone hash depends on it).
 */
export const loadSecrets = (env: Record<string, string | undefined>): Secrets => {
  const ring = readVariable(env, 'BANJIE_KEYS', SEALING_FORM, text => KEY_RING.safeParse(readJson(text)));
  const phoneKey = readVariable(env, 'BANJIE_PHONE_KEY', PHONE_FORM, text => KEY.safeParse(text));
  const chain = readVariable(env, 'BANJIE_CHAIN_KEYS', RING_FORM, text =>
    CHAIN_RING.safeParse(readJson(text)),
  );
  const keys = new Map(Object.entries(ring.keys));
  const chainKeys = new Map(Object.entries(chain.keys));
  const keyOf = (keyId: string): { algorithm: Algorithm; bytes: Uint8Array } => {
    const key = keys.get(keyId);
    if (!key) throw new UnsealError('unknown-key', keyId);
    return key;
  };

  return {
    seal(value) {
      const json = JSON.stringify(value);
      if (json === undefined) throw new TypeError('Only a JSON value can be sealed.');
      const { bytes, algorithm } = keyOf(ring.current);
      const parts = ciphers[algorithm].seal(bytes, ring.current, json);
      return { keyId: ring.current, algorithm, data: parts.map(toBase64).join('.') };
    },
    unseal({ keyId, algorithm = 'aes-256-gcm', data }) {
      const key = keyOf(keyId);
      const [nonce, tag, body, ...more] = data.split('.');
      const wellFormed = nonce && tag && body !== undefined && more.length === 0;
      if (!wellFormed || key.algorithm !== algorithm) throw new UnsealError('changed', keyId);
      let json: string;
      try {
        const parts = [fromBase64(nonce), fromBase64(tag), fromBase64(body)] as const;
        json = ciphers[algorithm].open(key.bytes, keyId, [...parts]);
      } catch {
        throw new UnsealError('changed', keyId);
      }
      return JSON.parse(json) as unknown;
    },
    keyRing: {
      current: ring.current,
      algorithm: keyOf(ring.current).algorithm,
      sealing: Object.entries(ring.keys).map(([id, { bytes, algorithm }]) => ({
        id,
        print: printOf(bytes, algorithm),
      })),
      chain: Object.entries(chain.keys).map(([id, key]) => ({ id, print: printOf(key) })),
      phone: printOf(phoneKey),
    },
    needsReseal: ({ keyId }) => keyId !== ring.current,
    phoneHash(phone) {
      const normal = normalisePhone(phone);
      if (normal === undefined) throw new RangeError('This is no phone number of 8 to 15 digits.');
      return createHmac('sha256', phoneKey).update(normal).digest('hex');
    },
    // Phone numbers are digits alone: with a word before it no other text gives the hash of one.
    keyedHash: text => createHmac('sha256', phoneKey).update(`text|${text}`).digest('hex'),
    chainKey: chain.current,
    mac(key, text) {
      const bytes = chainKeys.get(key);
      return bytes && createHmac('sha256', bytes).update(`chain|${text}`).digest('hex');
    },
    sha256: content => createHash('sha256').update(content).digest('hex'),
    randomId: () => randomBytes(16).toString('hex'),
    random: max => randomInt(max),
  };
};
