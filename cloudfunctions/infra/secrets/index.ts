import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  randomInt,
} from 'node:crypto';
import * as z from 'zod';
import { Failure } from '../../usecases/kernel/failure';
import type { KeyPrint } from '../../usecases/kernel/documents';
import { normalisePhone } from '../../domain/privacy/phone';

/** What `seal` gives: the id of the key, and nonce, tag and ciphertext in base64, joined by dots. */
export type Sealed = { keyId: string; data: string };

export type Secrets = {
  /** Encrypts any JSON value under the current key (AES-256-GCM, random nonce, J-21b). */
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
  keyRing: { current: string; sealing: KeyPrint[]; chain: KeyPrint[]; phone: string };
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

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

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
const KEY_RING = z
  .object({ current: z.string(), keys: z.record(z.string().min(1).max(64), KEY) })
  .refine(ring => Object.hasOwn(ring.keys, ring.current));

const RING_FORM =
  'must be JSON {"current":"k1","keys":{"k1":"<base64 of 32 bytes>"}}, each key 32 bytes drawn at random (no zeros, no pattern, no text), its current key among the keys.';
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
const printOf = (key: Uint8Array): string =>
  createHmac('sha256', key).update('print').digest('hex').slice(0, 16);

/**
 * The keys of this deployment out of `BANJIE_KEYS` (ring: the current key seals, older ones still open),
 * `BANJIE_CHAIN_KEYS` (ring: the current key links the journal, all older ones are kept for good) and
 * `BANJIE_PHONE_KEY` (never rotated alone: every stored phone hash depends on it).
 */
export const loadSecrets = (env: Record<string, string | undefined>): Secrets => {
  const ring = readVariable(env, 'BANJIE_KEYS', RING_FORM, text => KEY_RING.safeParse(readJson(text)));
  const phoneKey = readVariable(env, 'BANJIE_PHONE_KEY', PHONE_FORM, text => KEY.safeParse(text));
  const chain = readVariable(env, 'BANJIE_CHAIN_KEYS', RING_FORM, text => KEY_RING.safeParse(readJson(text)));
  const keys = new Map(Object.entries(ring.keys));
  const chainKeys = new Map(Object.entries(chain.keys));
  const keyOf = (keyId: string): Uint8Array => {
    const key = keys.get(keyId);
    if (!key) throw new UnsealError('unknown-key', keyId);
    return key;
  };

  return {
    seal(value) {
      const json = JSON.stringify(value);
      if (json === undefined) throw new TypeError('Only a JSON value can be sealed.');
      const nonce = randomBytes(NONCE_BYTES).toString('base64');
      const cipher = createCipheriv('aes-256-gcm', keyOf(ring.current), fromBase64(nonce));
      cipher.setAAD(utf8(ring.current));
      const body = cipher.update(json, 'utf8', 'base64') + cipher.final('base64');
      return { keyId: ring.current, data: [nonce, cipher.getAuthTag().toString('base64'), body].join('.') };
    },
    unseal({ keyId, data }) {
      const key = keyOf(keyId);
      const [nonce = '', tag = '', body = '', ...more] = data.split('.');
      const wellFormed = fromBase64(nonce).length === NONCE_BYTES && fromBase64(tag).length === TAG_BYTES;
      if (!wellFormed || more.length > 0) throw new UnsealError('changed', keyId);
      const decipher = createDecipheriv('aes-256-gcm', key, fromBase64(nonce), { authTagLength: TAG_BYTES });
      decipher.setAAD(utf8(keyId));
      decipher.setAuthTag(fromBase64(tag));
      let json: string;
      try {
        json = decipher.update(body, 'base64', 'utf8') + decipher.final('utf8');
      } catch {
        throw new UnsealError('changed', keyId);
      }
      return JSON.parse(json) as unknown;
    },
    keyRing: {
      current: ring.current,
      sealing: Object.entries(ring.keys).map(([id, key]) => ({ id, print: printOf(key) })),
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
