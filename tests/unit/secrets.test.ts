import { createCipheriv, createHash } from 'node:crypto';
import { loadSecrets, SecretsConfigError, UnsealError } from '../../cloudfunctions/infra/secrets';

/** As good as drawn, and always the same. */
const key = (seed: number) => createHash('sha256').update(`key ${seed}`).digest('base64');
const ring = (current: string, keys: Record<string, string>) => JSON.stringify({ current, keys });
const env = (current: string, keys: Record<string, string>) => ({
  BANJIE_KEYS: ring(current, keys),
  BANJIE_CHAIN_KEYS: ring('c1', { c1: key(7) }),
  BANJIE_PHONE_KEY: key(9),
});
const young = loadSecrets(env('k1', { k1: key(1) }));
const rotated = loadSecrets(env('k2', { k1: key(1), k2: key(2) }));
const national = loadSecrets(env('k3', { k1: key(1), k3: `sm4:${key(3)}` }));

describe('J-21b: what is personal lies encrypted', () => {
  test('a sealed value opens again, whatever JSON it is', () => {
    for (const value of [null, 0, '', '王小明', { name: '王小明', ids: ['440106'] }, ['字'.repeat(10_000)]]) {
      for (const secrets of [young, national]) expect(secrets.unseal(secrets.seal(value))).toEqual(value);
    }
  });

  test('the sealed form tells nothing, and the same value never looks the same twice', () => {
    const first = young.seal('13800138000');
    const second = young.seal('13800138000');
    expect(first.data).not.toBe(second.data);
    expect(JSON.stringify(first)).not.toContain('138001');
    expect(Buffer.from(first.data.split('.')[2] ?? '', 'base64').toString()).not.toContain('138001');
  });

  test('after a rotation old values still open and ask to be sealed anew', () => {
    const old = young.seal('旧');
    expect(rotated.unseal(old)).toBe('旧');
    expect(rotated.needsReseal(old)).toBe(true);
    expect(rotated.needsReseal(rotated.seal('新'))).toBe(false);
    expect(rotated.seal('新').keyId).toBe('k2');
  });

  test('each value says how it was sealed; one from before there were two ways was sealed with AES', () => {
    expect(young.seal('x').algorithm).toBe('aes-256-gcm');
    const sealed = national.seal('x');
    expect(sealed).toMatchObject({ keyId: 'k3', algorithm: 'sm4-cbc-hmac-sm3' });
    const { algorithm: _algorithm, ...before } = young.seal('旧');
    expect(national.unseal(before)).toBe('旧');
    expect(national.needsReseal(before)).toBe(true);
    // A key is used in its own way alone.
    for (const algorithm of ['aes-256-gcm', undefined] as const)
      expect(() =>
        national.unseal({ keyId: 'k3', data: sealed.data, ...(algorithm ? { algorithm } : {}) }),
      ).toThrow(expect.objectContaining({ reason: 'changed' }));
  });

  test('SM4 and SM3 are those of GB/T 32907 and 32905', () => {
    const sm4 = createCipheriv(
      'sm4-ecb',
      new Uint8Array(Buffer.from('0123456789abcdeffedcba9876543210', 'hex')),
      null,
    );
    sm4.setAutoPadding(false);
    expect(sm4.update('0123456789abcdeffedcba9876543210', 'hex', 'hex')).toBe(
      '681edf34d206965e86b3e94f536e4246',
    );
    expect(createHash('sm3').update('abc').digest('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
  });

  test.each([
    ['AES-256-GCM', young],
    ['SM4 with HMAC-SM3', national],
  ])('%s: a single changed character anywhere is detected', (_, secrets) => {
    const sealed = secrets.seal({ phone: '13900001234' });
    for (let index = 0; index < sealed.data.length; index += 1) {
      const other = sealed.data[index] === 'A' ? 'B' : 'A';
      const data = sealed.data.slice(0, index) + other + sealed.data.slice(index + 1);
      // The last character of a base64 part may hold bits that stand for nothing.
      const sameBytes = data.split('.').every((part, at) => {
        const original = sealed.data.split('.')[at] ?? '';
        return (
          Buffer.from(part, 'base64').toString('hex') === Buffer.from(original, 'base64').toString('hex')
        );
      });
      if (!sameBytes) expect(() => secrets.unseal({ ...sealed, data })).toThrow(UnsealError);
    }
    for (const data of ['', '.', '..', 'AAAA', sealed.data + '.x', sealed.data.slice(0, -4)]) {
      expect(() => secrets.unseal({ ...sealed, data })).toThrow(
        expect.objectContaining({ reason: 'changed' }),
      );
    }
  });

  test('a value cannot be passed off as sealed under another key id, even with the same key', () => {
    const sm4 = loadSecrets(env('k1', { k1: `sm4:${key(1)}`, k2: `sm4:${key(1)}` }));
    expect(() => sm4.unseal({ ...sm4.seal('x'), keyId: 'k2' })).toThrow(
      expect.objectContaining({ reason: 'changed' }),
    );
    const twins = loadSecrets(env('k1', { k1: key(1), k2: key(1) }));
    const sealed = twins.seal('x');
    expect(() => twins.unseal({ ...sealed, keyId: 'k2' })).toThrow(
      expect.objectContaining({ reason: 'changed' }),
    );
    expect(() => twins.unseal({ ...sealed, keyId: 'k7' })).toThrow(
      expect.objectContaining({ reason: 'unknown-key' }),
    );
    expect(() => twins.unseal({ ...sealed, keyId: '__proto__' })).toThrow(UnsealError);
  });

  test('what is no JSON value is refused before anything is written', () => {
    expect(() => young.seal(undefined)).toThrow(TypeError);
  });
});

describe('a wrong configuration stops the start', () => {
  const good = env('k1', { k1: key(1) });
  const secretLooking = 'c2VjcmV0LXZhbHVl';
  test.each([
    ['no ring', { ...good, BANJIE_KEYS: undefined }, 'BANJIE_KEYS'],
    ['an empty ring', { ...good, BANJIE_KEYS: '' }, 'BANJIE_KEYS'],
    ['no JSON', { ...good, BANJIE_KEYS: secretLooking }, 'BANJIE_KEYS'],
    ['a current key that is not there', env('k3', { k1: key(1) }), 'BANJIE_KEYS'],
    ['an inherited name as current key', env('toString', { k1: key(1) }), 'BANJIE_KEYS'],
    ['a short key', env('k1', { k1: secretLooking }), 'BANJIE_KEYS'],
    ['no chain keys', { ...good, BANJIE_CHAIN_KEYS: undefined }, 'BANJIE_CHAIN_KEYS'],
    ['no phone key', { ...good, BANJIE_PHONE_KEY: undefined }, 'BANJIE_PHONE_KEY'],
    ['a short phone key', { ...good, BANJIE_PHONE_KEY: secretLooking }, 'BANJIE_PHONE_KEY'],
  ])('%s: the message names the variable and not its value', (_, wrong, variable) => {
    let caught: unknown;
    try {
      loadSecrets(wrong);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(SecretsConfigError);
    expect((caught as Error).message).toContain(variable);
    expect((caught as Error).message).toContain('32 bytes');
    expect((caught as Error).message).not.toContain(secretLooking);
  });
});

describe('a key that nobody drew is refused at start, wherever it stands', () => {
  const bytes = (of: (index: number) => number): string =>
    Buffer.from(Array.from({ length: 32 }, (_, index) => of(index) % 256)).toString('base64');
  const base64 = (...parts: number[][]): string => Buffer.from(parts.flat()).toString('base64');
  const firstHalf = [...Buffer.from(key(1), 'base64')].slice(0, 16);
  const weak: [string, string][] = [
    ['zeros', bytes(() => 0)],
    ['ones', bytes(() => 255)],
    ['one byte', bytes(() => 0x5a)],
    ['two bytes in turn', bytes(index => (index % 2 ? 1 : 2))],
    ['a count', bytes(index => index)],
    ['a count downwards', bytes(index => 256 - index * 3)],
    ['few bytes', bytes(index => index % 10)],
    ['half of it twice', base64(firstHalf, firstHalf)],
    ['text', Buffer.from('correct horse battery staple-42!').toString('base64')],
    ['the hex of half a key', Buffer.from('8f3a1c5d7e9b2046f1d3c5a7e9b80246').toString('base64')],
    ['too short', base64(firstHalf)],
    ['too long', base64([...Buffer.from(key(1), 'base64'), 7])],
  ];
  const good = env('k1', { k1: key(1) });
  test.each(weak)('%s', (_, value) => {
    for (const [variable, wrong] of [
      ['BANJIE_KEYS', { ...good, BANJIE_KEYS: ring('k1', { k1: value }) }],
      // Also one that only opens what is old.
      ['BANJIE_KEYS', { ...good, BANJIE_KEYS: ring('k2', { k1: value, k2: key(2) }) }],
      ['BANJIE_CHAIN_KEYS', { ...good, BANJIE_CHAIN_KEYS: ring('c1', { c1: value }) }],
      ['BANJIE_PHONE_KEY', { ...good, BANJIE_PHONE_KEY: value }],
    ] as const) {
      expect(() => loadSecrets(wrong)).toThrow(SecretsConfigError);
      expect(() => loadSecrets(wrong)).toThrow(variable);
      expect(() => loadSecrets(wrong)).not.toThrow(value);
    }
  });

  test('none that was drawn is', () => {
    for (let seed = 0; seed < 3_000; seed += 1)
      expect(() => loadSecrets({ ...good, BANJIE_PHONE_KEY: key(seed) })).not.toThrow();
  });
});

describe('keys of the chain (A47)', () => {
  const old = loadSecrets(env('k1', { k1: key(1) }));
  test('an entry of an older key is still checked after a rotation, and without that key it cannot be', () => {
    const rotated = {
      ...env('k1', { k1: key(1) }),
      BANJIE_CHAIN_KEYS: ring('c2', { c1: key(7), c2: key(8) }),
    };
    const next = loadSecrets(rotated);
    expect([old.chainKey, next.chainKey]).toEqual(['c1', 'c2']);
    expect(next.mac('c1', 'x')).toBe(old.mac('c1', 'x'));
    expect(next.mac('c2', 'x')).not.toBe(old.mac('c1', 'x'));
    expect(old.mac('c2', 'x')).toBeUndefined();
    expect(old.mac('toString', 'x')).toBeUndefined();
  });
});

describe('finding by phone number without keeping it (design §6)', () => {
  test('all ways to write one number give one hash', () => {
    const hash = young.phoneHash('13800138000');
    for (const written of [
      '+86 138-0013-8000',
      '8613800138000',
      '0086 138 0013 8000',
      '１３８００１３８０００',
      '(+86)13800138000',
      '013800138000',
    ]) {
      expect(young.phoneHash(written)).toBe(hash);
    }
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(young.phoneHash('020-83001234')).toBe(young.phoneHash('+86 20 8300 1234'));
    expect(young.phoneHash('85291234567')).toBe(young.phoneHash('+852 9123 4567'));
    expect(young.phoneHash('13800138001')).not.toBe(hash);
  });

  test('the hash depends on the key and on nothing that rotates', () => {
    const other = loadSecrets({ ...env('k1', { k1: key(1) }), BANJIE_PHONE_KEY: key(8) });
    expect(other.phoneHash('13800138000')).not.toBe(young.phoneHash('13800138000'));
    expect(rotated.phoneHash('13800138000')).toBe(young.phoneHash('13800138000'));
  });

  test.each(['', '12345', 'abc', '138001380001234567', '138****8000', '+'])('%j is no phone number', text => {
    expect(() => young.phoneHash(text)).toThrow(RangeError);
    expect(() => young.phoneHash(text)).not.toThrow(text.length > 3 ? text : 'x'.repeat(9));
  });
});

describe('hashes and random values', () => {
  test('sha256 is the known one, over UTF-8', () => {
    expect(young.sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(young.sha256('办结')).toBe(rotated.sha256('办结'));
  });

  test('random ids do not repeat and random numbers reach every value', () => {
    const ids = new Set(Array.from({ length: 2_000 }, () => young.randomId()));
    expect(ids.size).toBe(2_000);
    const drawn = Array.from({ length: 2_000 }, () => young.random(29));
    expect(new Set(drawn).size).toBe(29);
    expect(Math.min(...drawn)).toBe(0);
    expect(Math.max(...drawn)).toBe(28);
  });
});
