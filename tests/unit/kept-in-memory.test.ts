import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { raiseVersion } from '../../cloudfunctions/usecases/catalogue/raise-version';
import { createSnapshots } from '../../cloudfunctions/usecases/kernel/reading/snapshot';
import { answerTo, codeOf } from '../support/access';
import { memory, type Memory } from '../support/memory';
import { MONDAY } from '../support/domain';
import { countTrips } from '../support/trips';

/** What does not change between calls is kept by an instance; one look tells whether it still holds. */

const asked = (world: Memory, who: string, action: string, more: object = {}) =>
  answerTo(world, 'staff', { openid: `openid-${who}` }, { action, ...more });

/** A world whose instance has answered everybody once. */
const warm = async () => {
  const world = memory(MONDAY);
  for (const who of ['mgr', 'hrss-handler', 'hrss-lead']) await asked(world, who, 'region.list');
  return { world, trips: countTrips(world) };
};

describe('a warm instance', () => {
  test('looks at one document, whoever calls and whatever they read of the catalogue', async () => {
    const { world, trips } = await warm();
    for (const who of ['mgr', 'hrss-handler'])
      expect(await trips(() => asked(world, who, 'region.list'))).toEqual({ inRow: 1, inAll: 1 });
    expect(
      await trips(() => answerTo(world, 'citizen', { openid: 'chen' }, { action: 'service.list' })),
    ).toMatchObject({ inRow: 2 });
  });

  test('takes over a change of the settings, in two trips, once', async () => {
    const { world, trips } = await warm();
    await world.ports.database.transaction(transaction =>
      raiseVersion(transaction, { policyVersion: '2026-12' }),
    );
    // The settings, then what the catalogue is read of, side by side.
    expect(await trips(() => asked(world, 'mgr', 'region.list'))).toMatchObject({ inRow: 3 });
    expect((await world.snapshots.current()).settings.policyVersion).toBe('2026-12');
    expect(await trips(() => asked(world, 'mgr', 'region.list'))).toEqual({ inRow: 1, inAll: 1 });
  });

  test('asks for numbers of the reader in its first query, cold in a second one', async () => {
    const { world, trips } = await warm();
    world.put('counters', { _id: 'desk|hrss', n: 7 });
    const wanted = (snapshot: {
      directory: { ofOpenid(id: string): { unitId?: string | undefined } | undefined };
    }) => [`desk|${snapshot.directory.ofOpenid('openid-hrss-handler')?.unitId}`];
    let n: number | undefined;
    const look = (snapshots: Memory['snapshots']) => async () =>
      void (n = (await snapshots.begin(wanted)).numbers.get('desk|hrss'));
    expect(await trips(look(world.snapshots))).toEqual({ inRow: 1, inAll: 1 });
    expect(n).toBe(7);
    const cold = createSnapshots(world.ports);
    await trips(look(cold));
    expect(n).toBe(7);
    expect(await trips(look(cold))).toEqual({ inRow: 1, inAll: 1 });
  });
});

describe('a member counts as what it is now, with the next call', () => {
  test('revoked: out, and out of the desk', async () => {
    const { world } = await warm();
    expect(codeOf(await asked(world, 'hrss-handler', 'region.list'))).toBe('ok');
    expect(codeOf(await asked(world, 'mgr', 'member.revoke', { memberId: 'hrss-handler' }))).toBe('ok');
    expect(codeOf(await asked(world, 'hrss-handler', 'region.list'))).toBe('forbidden');
    const { catalogue } = await world.snapshots.current();
    expect(catalogue.staffAt('unit:hrss').map(({ id }) => id)).not.toContain('hrss-handler');
  });

  test('invited: in, with three trips for what has changed and not one for each colleague', async () => {
    const { world, trips } = await warm();
    const invited = { openid: 'openid-new', name: '新同事', role: 'handler', unitId: 'hrss' };
    expect(codeOf(await asked(world, 'mgr', 'member.invite', invited))).toBe('ok');
    expect(await trips(() => asked(world, 'new', 'region.list'))).toEqual({ inRow: 3, inAll: 3 });
    expect(codeOf(await asked(world, 'new', 'region.list'))).toBe('ok');
    expect(codeOf(await asked(world, 'hrss-lead', 'region.list'))).toBe('ok');
  });

  test('more of them than a query brings: all are read anew', async () => {
    const { world } = await warm();
    const one = world.get('members', 'hrss-handler')!;
    for (let n = 0; n < 150; n += 1) {
      const id = `many-${n}`;
      world.put('members', { ...one, _id: id, id, openid: `openid-${id}` });
    }
    for (const who of ['many-0', 'many-149', 'hrss-lead'])
      expect(codeOf(await asked(world, who, 'region.list'))).toBe('ok');
  });

  test('an agreement ends at midnight without anything being written (J-21c)', async () => {
    const { world } = await warm();
    world.put('members', { ...world.get('members', 'hrss-handler')!, agreementUntil: '2026-11-23' });
    expect(codeOf(await asked(world, 'hrss-handler', 'region.list'))).toBe('ok');
    world.at('2026-11-24T00:00:01+08:00');
    expect(codeOf(await asked(world, 'hrss-handler', 'region.list'))).toBe('forbidden');
  });
});

test('an environment without versions looks at the settings with every call', async () => {
  const { world, trips } = await warm();
  await world.ports.database.remove('counters', 'versions');
  expect(await trips(() => asked(world, 'mgr', 'region.list'))).toMatchObject({ inRow: 2 });
  const { version: _version, ...old } = world.get('settings', 'current')!;
  await world.ports.database.put('settings', { ...old, policyVersion: '2027-01' });
  expect((await world.snapshots.current()).settings.policyVersion).toBe('2027-01');
});

test('settings and members have one writer each: what raises the version', () => {
  const root = join(__dirname, '../../cloudfunctions/usecases');
  const writers = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .filter(file => /(put|insert)\('(settings|members)'/.test(readFileSync(join(root, file), 'utf8')));
  expect(writers.sort()).toEqual([
    'kernel/writing/put-settings.ts',
    'people/write-members.ts',
    // The first member of all, before anybody can call.
    'setup/fill-empty.ts',
    'setup/passes.ts',
  ]);
});
