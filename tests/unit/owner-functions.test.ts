import { createHash } from 'node:crypto';
import { checkToken, voidToken } from '../../cloudfunctions/usecases/setup/one-time-token';
import { newestState } from '../../cloudfunctions/usecases/setup/migrate';
import { memory } from '../support/memory';

/** What runs for the owner or for the timer alone: `clock` and `setup`. */

/** Who calls next, as the platform says it. */
let context: { OPENID?: string; SOURCE?: string } = {};
jest.mock('wx-server-sdk', () => ({
  __esModule: true,
  default: { init: () => undefined, DYNAMIC_CURRENT_ENV: 'env', getWXContext: () => context },
}));
const { identity } = jest.requireActual<{
  identity: () => { openid: string | undefined; pushed: boolean; triggered: boolean };
}>('../../cloudfunctions/infra/platform');

test.each<[string, typeof context, boolean]>([
  ['the trigger', { SOURCE: 'wx_trigger' }, true],
  ['the trigger, with an empty OPENID', { SOURCE: 'wx_trigger', OPENID: '' }, true],
  ['a person', { SOURCE: 'wx_client', OPENID: 'someone' }, false],
  ['somebody of the mini-program without an OPENID', { SOURCE: 'wx_client' }, false],
  ['a function that a person called', { SOURCE: 'wx_client,scf', OPENID: 'someone' }, false],
  ['a function that the timer started', { SOURCE: 'wx_trigger,scf' }, false],
  ['whoever calls by the API', {}, false],
  ['whoever calls by HTTP', { SOURCE: 'wx_http' }, false],
  ['the message push', { SOURCE: 'wx_unknown' }, false],
])('the timer is nobody but the trigger itself: %s', (_, called, triggered) => {
  context = called;
  expect(identity().triggered).toBe(triggered);
});

test('what the timer starts is no push of the platform, not even through another function', () => {
  context = { SOURCE: 'wx_trigger,scf' };
  expect(identity().pushed).toBe(false);
  context = { SOURCE: 'wx_unknown' };
  expect(identity().pushed).toBe(true);
});

describe('the one-time token of setup', () => {
  const token = 'one-time-0123456789-0123456789-abc';
  const hash = createHash('sha256').update(token).digest('hex');
  const world = () => {
    const made = memory('2026-11-26T10:00:00.000+08:00');
    made.put('migrations', newestState());
    return made;
  };

  test.each<[string, string | undefined, unknown]>([
    ['no hash is set', undefined, { token }],
    ['an empty hash', '', { token }],
    ['no token', hash, {}],
    ['no event', hash, undefined],
    ['another token', hash, { token: `${token}x` }],
    ['the hash itself', hash, { token: hash }],
    ['a short one', createHash('sha256').update('1234').digest('hex'), { token: '1234' }],
    ['an object', hash, { token: { toString: () => token } }],
  ])('%s: nobody gets in', async (_, set, event) => {
    await expect(checkToken(world().ports, set, event)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('the right one gets in until its work is done, and never again; another one does then', async () => {
    const { ports } = world();
    await checkToken(ports, hash, { token });
    await checkToken(ports, hash.toUpperCase(), { token });
    await voidToken(ports, hash);
    await expect(checkToken(ports, hash, { token })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(checkToken(ports, hash.toUpperCase(), { token })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const next = `${token}-next`;
    await checkToken(ports, createHash('sha256').update(next).digest('hex'), { token: next });
  });
});
