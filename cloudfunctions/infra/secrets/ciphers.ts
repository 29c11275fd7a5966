import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  getCiphers,
  getHashes,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/**
 * How values are sealed (J-21b): each way by the id that stands with every value. A key belongs to one of them, so that no
 * key is ever used in two ways, and to change the way is to rotate the key.
 */
export type Algorithm = 'aes-256-gcm' | 'sm4-cbc-hmac-sm3';

export type Cipher = {
  /** Whether this Node can do it: SM4 and SM3 come with its OpenSSL, or not. */
  isThere(): boolean;
  /** Nonce, tag and ciphertext; `bound` is no secret and cannot be exchanged. */
  seal(key: Uint8Array, bound: string, text: string): [nonce: Uint8Array, tag: Uint8Array, body: Uint8Array];
  /** Throws when key, `bound` or any of the parts is another than when it was sealed. */
  open(key: Uint8Array, bound: string, parts: [nonce: Uint8Array, tag: Uint8Array, body: Uint8Array]): string;
};

const bytes = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const aes: Cipher = {
  isThere: () => true,
  seal: (key, bound, text) => {
    const nonce = new Uint8Array(randomBytes(12));
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(utf8(bound));
    const body = bytes(new Uint8Array(cipher.update(text, 'utf8')), new Uint8Array(cipher.final()));
    return [nonce, new Uint8Array(cipher.getAuthTag()), body];
  },
  open: (key, bound, [nonce, tag, body]) => {
    if (nonce.length !== 12 || tag.length !== 16) throw new Error('malformed');
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
    decipher.setAAD(utf8(bound));
    decipher.setAuthTag(tag);
    return new TextDecoder().decode(
      bytes(new Uint8Array(decipher.update(body)), new Uint8Array(decipher.final())),
    );
  },
};

/** A key for each of the two things that it is needed for: GB/T 32907 takes 128 bits, the tag all of them. */
const derived = (key: Uint8Array, what: string): Uint8Array =>
  new Uint8Array(createHmac('sm3', key).update(what).digest());

/** Over what binds it too, each part by its length: nothing can be moved from one to the next. */
const sm3Tag = (key: Uint8Array, bound: string, nonce: Uint8Array, body: Uint8Array): Uint8Array => {
  const mac = createHmac('sm3', derived(key, 'tag'));
  mac
    .update(`${utf8(bound).length}|`)
    .update(bound)
    .update(nonce)
    .update(body);
  return new Uint8Array(mac.digest());
};

/** Encrypted first, then tagged, and opened only when the tag is right. */
const sm4: Cipher = {
  isThere: () => getCiphers().includes('sm4-cbc') && getHashes().includes('sm3'),
  seal: (key, bound, text) => {
    const nonce = new Uint8Array(randomBytes(16));
    const cipher = createCipheriv('sm4-cbc', derived(key, 'cipher').subarray(0, 16), nonce);
    const body = bytes(new Uint8Array(cipher.update(text, 'utf8')), new Uint8Array(cipher.final()));
    return [nonce, sm3Tag(key, bound, nonce, body), body];
  },
  open: (key, bound, [nonce, tag, body]) => {
    const expected = sm3Tag(key, bound, nonce, body);
    if (nonce.length !== 16 || tag.length !== expected.length || !timingSafeEqual(tag, expected))
      throw new Error('malformed');
    const decipher = createDecipheriv('sm4-cbc', derived(key, 'cipher').subarray(0, 16), nonce);
    return new TextDecoder().decode(
      bytes(new Uint8Array(decipher.update(body)), new Uint8Array(decipher.final())),
    );
  },
};

export const ciphers: Readonly<Record<Algorithm, Cipher>> = { 'aes-256-gcm': aes, 'sm4-cbc-hmac-sm3': sm4 };
