import { citizenOf, staffOf } from '../support/callers';
import { manager } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** J-28: a version of the rules has a day of effect; what is filed from its beginning on counts by it, and nothing before. */

const BASE = 'gdzw-0001.5-2019';

const started = async (): Promise<{ world: Memory; version: number }> => {
  const world = memory('2026-12-30T10:00:00.000+08:00');
  const { ruleSet } = await staffOf(world, manager).call('ruleset.save', {
    id: BASE,
    windows: { rateDays: 9 },
  });
  return { world, version: ruleSet.version };
};

const filedUnder = async (world: Memory): Promise<number | undefined> => {
  const { no } = await citizenOf(world, 'lin').file();
  return world.get('tickets', no)?.ticket.ruleSet.version;
};

test('J-28: planned for a day it holds from 0:00 of that day on, for what is filed then; what was filed before keeps its rules', async () => {
  const { world, version } = await started();
  const { ruleSet } = await staffOf(world, manager).call('ruleset.activate', {
    id: BASE,
    version,
    from: '2027-01-01',
  });
  expect(ruleSet).toMatchObject({ active: false, from: '2027-01-01' });
  world.at('2026-12-31T23:59:59.999+08:00');
  expect(await filedUnder(world)).toBe(version - 1);
  world.at('2027-01-01T00:00:00.000+08:00');
  expect(await filedUnder(world)).toBe(version);
  const { ruleSets } = await staffOf(world, manager).call('ruleset.list', {});
  expect(ruleSets.filter(({ active }) => active).map(one => one.version)).toEqual([version]);
  expect(ruleSets.find(({ active }) => active)).not.toHaveProperty('from');
  const { entries } = await staffOf(world, manager).call('audit.list', {});
  expect(entries[0]).toMatchObject({ type: 'ruleset.activate', what: `第 ${version} 版，2027-01-01 起` });
});

test('J-28: a day that has begun is refused; another version at once leaves the plan, the one in force takes it back', async () => {
  const { world, version } = await started();
  const boss = staffOf(world, manager);
  for (const from of ['2026-12-30', '2026-12-01'])
    await expect(boss.call('ruleset.activate', { id: BASE, version, from })).rejects.toMatchObject({
      code: 'invalid',
      fields: { from: expect.stringContaining('今天以后') as string },
    });
  await boss.call('ruleset.activate', { id: BASE, version, from: '2027-01-01' });
  const { ruleSet } = await boss.call('ruleset.save', { id: BASE, windows: { rateDays: 10 } });
  await boss.call('ruleset.activate', { id: BASE, version: ruleSet.version });
  const planned = async (): Promise<(string | undefined)[]> =>
    (await boss.call('ruleset.list', {})).ruleSets.map(({ from }) => from).filter(Boolean);
  expect(await planned()).toEqual(['2027-01-01']);
  await boss.call('ruleset.activate', { id: BASE, version: ruleSet.version });
  expect(await planned()).toEqual([]);
  world.at('2027-01-02T10:00:00.000+08:00');
  expect(await filedUnder(world)).toBe(ruleSet.version);
});
