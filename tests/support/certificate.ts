import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A self-signed certificate for a test server, made on the spot: no key lies in the repository. */

const der = (tag: number, ...parts: Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(parts);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 255];
  return new Uint8Array(Buffer.concat([new Uint8Array([tag, ...length]), new Uint8Array(body)]));
};
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const hex = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'hex'));
const sequence = (...parts: Uint8Array[]): Uint8Array => der(0x30, ...parts);
const oid = (encoded: string): Uint8Array => der(0x06, hex(encoded));

const COMMON_NAME = oid('550403');
const ALTERNATIVE_NAMES = oid('551d11');
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));

/** `20261121000000Z` */
const timeOf = (date: Date): Uint8Array =>
  der(0x18, text(`${date.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`));

const pem = (label: string, bytes: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(bytes)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`;

/** A certificate of 127.0.0.1 and of a name, with its key. */
export const selfSigned = (name: string, until: Date): { cert: string; key: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const subject = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, text(name)))));
  const names = sequence(der(0x82, text(name)), der(0x87, new Uint8Array([127, 0, 0, 1])));
  const from = new Date(until.getTime() - 400 * 24 * 3600 * 1000);
  const content = sequence(
    der(0xa0, der(0x02, new Uint8Array([2]))),
    der(0x02, new Uint8Array([1, ...randomBytes(8)])),
    ECDSA_SHA256,
    subject,
    sequence(timeOf(from), timeOf(until)),
    subject,
    new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    der(0xa3, sequence(sequence(ALTERNATIVE_NAMES, der(0x04, names)))),
  );
  const signature = new Uint8Array(sign('sha256', content, privateKey));
  return {
    cert: pem('CERTIFICATE', sequence(content, ECDSA_SHA256, der(0x03, new Uint8Array([0]), signature))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
