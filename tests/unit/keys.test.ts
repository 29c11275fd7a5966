import { createHash } from 'node:crypto';
import { loadSecrets } from '../../cloudfunctions/infra/secrets';
import type { Ports } from '../../cloudfunctions/usecases/kernel/ports';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { jobs } from '../../cloudfunctions/usecases/clock/jobs';
import { keysReady, missingKeys, noteKeys } from '../../cloudfunctions/usecases/keys/needed-keys';
import { keyLines } from '../../cloudfunctions/usecases/keys/reseal';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, manager } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** J-21b: which keys stored data need, that a missing one is named, and how an old one is retired. */

const START = '2026-11-26T10:00:00.000+08:00';
const key = (seed: string): string => createHash('sha256').update(seed).digest('base64');
const ring = (current: string, ...ids: string[]): string =>
  JSON.stringify({ current, keys: Object.fromEntries(ids.map(id => [id, key(id)])) });
const env = (sealing: string, more: Record<string, string> = {}) => ({
  BANJIE_KEYS: sealing,
  BANJIE_CHAIN_KEYS: ring('c1', 'c1'),
  BANJIE_PHONE_KEY: key('phone'),
  ...more,
});
const world = (secrets = env(ring('k1', 'k1'))): Memory => memory(START, { secrets: loadSecrets(secrets) });
/** The same data, seen by an instance with other variables. */
const withKeys = (known: Memory, secrets: Record<string, string>): Memory => {
  const ports: Ports = { ...known.ports, secrets: loadSecrets(secrets) };
  return { ...known, ports };
};
const filed = async (of: Memory, name = '王小明'): Promise<string> =>
  (
    await citizenOf(of, 'ou').file({
      serviceId: 'card',
      category: 'business',
      applicant: { type: 'person', name },
    } as never)
  ).no;
const keyIdsOf = (of: Memory): string[] => [
  ...new Set(of.all('tickets').flatMap(({ ticket }) => ticket.sealed.map(({ keyId }) => keyId))),
];

describe('a key that stored data need', () => {
  test('is missed by its id when it is taken away or changed; its value is never told', async () => {
    const known = world();
    await noteKeys(known.ports);
    const both = withKeys(known, env(ring('k2', 'k1', 'k2'), { BANJIE_CHAIN_KEYS: ring('c2', 'c1', 'c2') }));
    await noteKeys(both.ports);
    expect(await missingKeys(both.ports)).toEqual([]);
    const missing = async (secrets: Record<string, string>) => missingKeys(withKeys(known, secrets).ports);
    expect(await missing(env(ring('k2', 'k2'), { BANJIE_CHAIN_KEYS: ring('c2', 'c2') }))).toEqual([
      'BANJIE_KEYS k1',
      'BANJIE_CHAIN_KEYS c1',
    ]);
    const other = JSON.stringify({ current: 'k2', keys: { k1: key('x'), k2: key('k2') } });
    const told = await missing(
      env(other, { BANJIE_CHAIN_KEYS: ring('c2', 'c1', 'c2'), BANJIE_PHONE_KEY: key('other') }),
    );
    expect(told).toEqual([
      'BANJIE_KEYS k1 (another key than before)',
      'BANJIE_PHONE_KEY (another key than before)',
    ]);
    const stored = JSON.stringify(known.get('keyrings', 'current'));
    for (const seed of ['k1', 'k2', 'c1', 'c2', 'phone']) expect(stored).not.toContain(key(seed));
  });

  test('keeps a function from working, and stands in the log; once all are there nobody looks again', async () => {
    const known = world();
    await noteKeys(known.ports);
    const without = withKeys(known, env(ring('k2', 'k2')));
    const ready = keysReady(without.ports);
    for (let n = 0; n < 3; n += 1) await expect(ready()).rejects.toMatchObject({ code: 'unavailable' });
    expect(known.logged.filter(({ event }) => event === 'keys-missing')).toEqual([
      { event: 'keys-missing', keys: 'BANJIE_KEYS k1' },
    ]);
    let reads = 0;
    const database = { ...known.ports.database, get: known.ports.database.get.bind(known.ports.database) };
    const counted = keysReady({
      ...known.ports,
      database: {
        ...database,
        get: (name, id) => {
          reads += 1;
          return database.get(name, id);
        },
      },
    });
    for (let n = 0; n < 3; n += 1) await counted();
    expect(reads).toBe(1);
  });

  test('what cannot be opened is `unavailable`, and nothing is recorded of the look', async () => {
    const known = world();
    const no = await filed(known);
    const without = withKeys(known, env(ring('k2', 'k2')));
    await expect(
      staffOf(without, handlerOf('hrss')).act(no, 'reveal', { reason: '电话核实' }),
    ).rejects.toMatchObject({ code: 'unavailable', detail: 'unknown-key k1' });
    expect(known.all('journal').filter(({ type }) => type === 'reveal')).toEqual([]);
  });
});

describe('after a rotation', () => {
  const rotated = env(ring('k2', 'k1', 'k2'));
  const run = async (of: Memory): Promise<void> => {
    of.pass(60_000);
    await runClock(
      of,
      jobs.filter(({ name }) => ['outbox', 'reseal'].includes(name)),
    );
  };

  test('what the old key sealed is sealed anew, and then the old key is retired and may go', async () => {
    const known = world();
    const numbers = [await filed(known), await filed(known, '李小红')];
    await run(known);
    expect(keyIdsOf(known)).toEqual(['k1']);
    const next = withKeys(known, rotated);
    expect((await keyLines(known))[0]).toContain('个人信息都已用密钥 k1');
    await run(next);
    expect(keyIdsOf(known)).toEqual(['k2']);
    expect((await keyLines(next))[0]).toContain('旧密钥 k1 还不能去掉');
    // A second walk finds nothing left.
    await run(next);
    expect((await keyLines(next)).join()).toContain('旧密钥 k1 从 2026 年 11 月 26 日');
    expect(await missingKeys(withKeys(known, env(ring('k2', 'k2'))).ports)).toEqual([]);
    expect(known.all('messages').map(({ text }) => text)).toContain(
      '旧密钥已不再需要：密钥 k1，请运维从 BANJIE_KEYS 中去掉',
    );
    const only = withKeys(known, env(ring('k2', 'k2')));
    for (const [no, name] of [
      [numbers[0]!, '王小明'],
      [numbers[1]!, '李小红'],
    ] as const) {
      const seen = await staffOf(only, handlerOf('hrss')).act(no, 'reveal', { reason: '电话核实' });
      expect(seen.personal).toMatchObject({ name });
    }
    // The chain knows of it (A47).
    expect((await staffOf(only, manager).call('audit.check', {})).broken).toEqual([]);
    expect(known.all('journal').filter(({ type }) => type === 'reseal')).toHaveLength(2);
  });

  test('J-21b: to SM4 with HMAC-SM3, while people go on filing: each value says how it is sealed, and all end in the new way', async () => {
    const known = world();
    const before = await filed(known);
    await run(known);
    const sm4 = JSON.stringify({ current: 'k2', keys: { k1: key('k1'), k2: `sm4:${key('k2')}` } });
    const next = withKeys(known, env(sm4));
    // In flight: an instance of before still seals with the old key while the new one is at work.
    const during = await filed(next, '李小红');
    const late = await filed(known, '赵小兰');
    const waysOf = (): unknown[] => [
      ...new Set(known.all('tickets').flatMap(({ ticket }) => ticket.sealed.map(one => one.algorithm))),
    ];
    expect(waysOf()).toEqual(expect.arrayContaining(['aes-256-gcm', 'sm4-cbc-hmac-sm3']));
    await run(next);
    await run(next);
    expect(waysOf()).toEqual(['sm4-cbc-hmac-sm3']);
    const only = withKeys(known, env(JSON.stringify({ current: 'k2', keys: { k2: `sm4:${key('k2')}` } })));
    expect(await missingKeys(only.ports)).toEqual([]);
    for (const [no, name] of [
      [before, '王小明'],
      [during, '李小红'],
      [late, '赵小兰'],
    ] as const)
      expect(
        (await staffOf(only, handlerOf('hrss')).act(no, 'reveal', { reason: '电话核实' })).personal,
      ).toMatchObject({ name });
    // The same bytes for another way are another key.
    expect(await missingKeys(withKeys(known, env(ring('k2', 'k2'))).ports)).toEqual([
      'BANJIE_KEYS k2 (another key than before)',
    ]);
  });

  test('J-21b: where the rule set in force wants SM4, the pages say so until the key is one', async () => {
    const known = world();
    const { ruleSet } = await staffOf(known, manager).call('ruleset.save', {
      id: 'gdzw-0001.5-2019',
      switches: { cipher: 'sm4-cbc-hmac-sm3' },
    });
    await staffOf(known, manager).call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
    expect((await keyLines(known)).join()).toContain('▲ 规则集要求用 国密 SM4 加密个人信息');
    const sm4 = JSON.stringify({ current: 'k2', keys: { k1: key('k1'), k2: `sm4:${key('k2')}` } });
    expect((await keyLines(withKeys(known, env(sm4)))).join()).not.toContain('规则集要求');
  });

  test('what cannot be opened keeps its key from being retired', async () => {
    const known = world();
    const no = await filed(known);
    await run(known);
    const document = known.get('tickets', no)!;
    const [first] = document.ticket.sealed;
    known.put('tickets', {
      ...document,
      ticket: { ...document.ticket, sealed: [{ ...first!, data: 'AAAA.AAAA.AAAA' }] },
    });
    const next = withKeys(known, rotated);
    for (let n = 0; n < 4; n += 1) await run(next);
    expect(known.get('keyrings', 'current')!.sealing.map(({ id }) => id)).toEqual(['k1', 'k2']);
    expect(known.all('asides').map(({ job }) => job)).toEqual(['reseal']);
  });
});
