import { zipSync, strToU8 } from 'fflate';
import type { Site } from '../../../tools/deploy/site';
import { deploy, type Wanted } from '../../../tools/deploy/deploy';
import { doctor } from '../../../tools/deploy/doctor';
import { findPlace } from '../../../tools/deploy/observe';
import type { Desired, DesiredFunction } from '../../../tools/deploy/state';
import { createWeChat } from '../../../tools/deploy/wechat';
import { createApi } from '../../../tools/tencent-cloud';
import { account, ENVIRONMENT, FakeCloud } from './fake';

/** A small product of every kind of thing that is deployed, in two versions, and how a tool stands before the fake. */

const key = (seed: number): string =>
  Buffer.from(Uint8Array.from({ length: 32 }, (_, n) => (n * n * 37 + n * seed + 91) % 256)).toString(
    'base64',
  );

const ring = (...ids: number[]): string =>
  JSON.stringify({ current: `k${ids[0]}`, keys: Object.fromEntries(ids.map(id => [`k${id}`, key(id)])) });

export const keys = {
  BANJIE_KEYS: ring(1),
  BANJIE_CHAIN_KEYS: ring(3),
  BANJIE_PHONE_KEY: key(5),
};
export const otherKeys = { BANJIE_CHAIN_KEYS: ring(4), BANJIE_PHONE_KEY: key(6) };
export const moreKeys = { ...keys, BANJIE_KEYS: ring(2, 1) };

const codeOf = (name: string, version: number): DesiredFunction['code'] => ({
  hash: `${Buffer.from(name).toString('hex')}${version}`,
  zip: Buffer.from(
    zipSync({ 'index.js': strToU8(`// ${name} newest=${version}`) }, { mtime: '1980-01-02T00:00:00' }),
  ).toString('base64'),
});

const one = (name: string, version: number, more: Partial<DesiredFunction> = {}): DesiredFunction => ({
  ...{ name, memory: 512, timeout: 20, openapi: [], pushed: [], timers: [], paths: [] },
  variables: keys,
  code: codeOf(name, version),
  ...more,
});

/** The first version, and the next: more of everything, other code, another time of the timer, another key. */
export const product = (version: 1 | 2 = 1): Desired => ({
  form: version,
  collections: [
    {
      name: 'tickets',
      indexes: [
        { name: 'byTag', keys: { 'keys.tags': 1, 'keys.newKey': -1 }, unique: false },
        { name: 'external', keys: { 'keys.externalKey': 1 }, unique: true },
        ...(version === 2 ? [{ name: 'ended', keys: { endsAt: 1 }, unique: false }] : []),
      ],
    },
    ...(version === 2 ? [{ name: 'plans', indexes: [] }] : []),
  ],
  functions: [
    one('clock', version, {
      timers: [{ name: 'everyMinute', cron: version === 1 ? '0 * * * * * *' : '0 */2 * * * * *' }],
      openapi: ['subscribeMessage.send'],
      ...(version === 2 ? { variables: moreKeys } : {}),
    }),
    one('events', version, { pushed: ['wxa_media_check'], ...(version === 2 ? { memory: 256 } : {}) }),
    one('setup', version, { variables: { ...keys, BANJIE_MANAGER: 'openid-1' } }),
    ...(version === 2 ? [one('hotline', version, { paths: ['/hotline'] })] : []),
  ],
});

export const wanted: Wanted = { missing: [], unread: [] };

/** A run of a tool before a fake; what it says is added to `said`. */
export const siteAt = async (
  fake: FakeCloud,
  desired: Desired,
  withWeChat = true,
  said: string[] = [],
): Promise<Site> => {
  const api = createApi(account, fake.outside);
  return {
    api,
    place: await findPlace(api, ENVIRONMENT),
    desired,
    outside: fake.outside,
    wechat: withWeChat ? createWeChat({ id: 'wx1', secret: 's' }, ENVIRONMENT, fake.outside) : undefined,
    tell: line => void said.push(line),
  };
};

type Options = Parameters<typeof deploy>[2];

/** A deployment: how it ended, what it said and what it wrote. */
export const run = async (fake: FakeCloud, desired: Desired, options: Options = {}, withWeChat = true) => {
  const said: string[] = [];
  const before = fake.written.length;
  const exit = await deploy(await siteAt(fake, desired, withWeChat, said), wanted, options);
  return { exit, said, text: said.join('\n'), wrote: fake.written.slice(before) };
};

/** The doctor, who writes nothing. */
export const check = async (fake: FakeCloud, desired: Desired, withWeChat = true) => {
  const said: string[] = [];
  const before = fake.written.length;
  const exit = await doctor(await siteAt(fake, desired, withWeChat, said), wanted);
  if (fake.written.length !== before) throw new Error('the doctor has written');
  return { exit, text: said.join('\n') };
};

/** An environment in which a version runs. */
export const deployed = async (version: 1 | 2 = 1): Promise<FakeCloud> => {
  const fake = new FakeCloud();
  await run(fake, product(version));
  return fake;
};
