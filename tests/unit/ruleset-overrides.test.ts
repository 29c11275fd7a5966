import { adjustable, policies } from '../../cloudfunctions/domain/procedures';
import {
  applyChanges,
  asStoredVersion,
  byId,
  knownVersions,
  limitOf,
  switchOf,
  windowOf,
  overridesOf,
  resolve,
  shippedRuleSets,
  type Policy,
  type RuleSet,
  type StoredVersion,
  type WholeVersion,
} from '../../cloudfunctions/domain/rulesets';

/** A version holds what it says otherwise than the shipped one on which it rests, in either form of it (design §1). */

const [shipped, draft] = shippedRuleSets as [RuleSet, RuleSet];
const named = <T extends { id: string }>(all: readonly T[], id: string): T => {
  const found = all.find(one => one.id === id);
  if (!found) throw new Error(`nothing is called ${id}`);
  return found;
};
const policy = (id: string): Policy => named(policies, id);
const switchNamed = (id: string) => named(adjustable.switches, id);
const windowNamed = (id: string) => named(adjustable.windows, id);

/** A version as older code stored it: every limit, with what it was called. */
const whole = (more: Partial<RuleSet> = {}, limits: WholeVersion['limits'] = {}): WholeVersion => ({
  ...shipped,
  version: 4,
  ...more,
  limits: {
    ...Object.fromEntries(policies.map(({ id, limit, label, clause }) => [id, { limit, label, clause }])),
    ...limits,
  },
});

const saved = whole(
  {
    switches: {
      ...byId(adjustable.switches, ({ first }) => first),
      extension: true,
      routerDispatchAbove: 0.9,
    },
    windows: { ...byId(adjustable.windows, ({ first }) => first), rateDays: 10 },
    majorChanges: ['换登录方式'],
    roleNames: { ...shipped.roleNames, operator: '运营公司' },
  },
  { 'consult.business': { limit: { unit: 'working-day', n: 3 } } },
);

const overrides = {
  limits: { 'consult.business': { n: 3, unit: 'working-day' as const } },
  switches: { extension: true, routerDispatchAbove: 0.9 },
  windows: { rateDays: 10 },
  majorChanges: ['换登录方式'],
  roleNames: { operator: '运营公司' },
};
const stored: StoredVersion = { id: shipped.id, version: 4, basedOn: 1, overrides };

test('of a version that was stored as a whole stays what differs, and nothing else', () => {
  expect(asStoredVersion(saved, shipped, adjustable)).toEqual(stored);
  // Brought over once more it stays as it is.
  expect(asStoredVersion(stored, shipped, adjustable)).toBe(stored);
});

test('both forms of a version are the same rules', () => {
  const [old, now] = [resolve(saved, shipped), resolve(stored, shipped)];
  for (const one of policies) expect(limitOf(old, one)).toEqual(limitOf(now, one));
  const apart = { limits: {}, windows: {}, switches: {} };
  expect({ ...old, ...apart }).toEqual({ ...now, ...apart });
  for (const one of adjustable.windows) expect(windowOf(old, one)).toBe(windowOf(now, one));
  for (const one of adjustable.switches) expect(switchOf(old, one)).toBe(switchOf(now, one));
  expect(now).toMatchObject({ version: 4, basedOn: 1, name: shipped.name, majorChanges: ['换登录方式'] });
  expect(limitOf(now, policy('consult.business'))).toEqual({ n: 3, unit: 'working-day' });
  for (const one of adjustable.windows)
    expect(windowOf(now, one)).toBe(one.id === 'rateDays' ? 10 : one.first);
  for (const one of adjustable.switches)
    expect(switchOf(now, one)).toBe(
      { extension: true, routerDispatchAbove: 0.9 }[one.id as 'extension'] ?? one.first,
    );
  expect(now.roleNames).toEqual({ ...shipped.roleNames, operator: '运营公司' });
});

test.each(shippedRuleSets)('the shipped $id overrides nothing, however the database ordered it', ruleSet => {
  const reversed = JSON.parse(
    JSON.stringify(ruleSet, (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ),
  ) as RuleSet;
  expect(overridesOf(reversed, ruleSet, adjustable)).toEqual({});
  const { majorChanges: _none, ...without } = reversed;
  expect(overridesOf(without, ruleSet, adjustable)).toEqual({});
});

test('a policy, a switch or a window that is newer than a version takes its first shipped value', () => {
  const { 'release.filing': _limit, ...limits } = saved.limits;
  const { changeMode: _switch, ...switches } = saved.switches;
  const { filingsPerDay: _window, ...windows } = saved.windows;
  const older = { ...saved, limits, switches, windows } as unknown as WholeVersion;
  expect(asStoredVersion(older, shipped, adjustable)).toEqual(stored);
  for (const version of [resolve(older, shipped), resolve(stored, shipped)]) {
    expect(switchOf(version, switchNamed('changeMode'))).toBe('approve');
    expect(windowOf(version, windowNamed('filingsPerDay'))).toBe(20);
    expect(limitOf(version, policy('release.filing'))).toEqual({ n: 5, unit: 'working-day' });
    // A procedure that comes with the next upgrade.
    const next: Policy = { ...policy('dispatch'), id: 'inspection.report', limit: { n: 9, unit: 'month' } };
    expect(limitOf(version, next)).toEqual({ n: 9, unit: 'month' });
  }
});

test('a limit that no procedure counts with any more stays with the version that says it', () => {
  const gone = whole({}, { 'gone.limit': { limit: { n: 9, unit: 'month' } } });
  expect(asStoredVersion(gone, shipped, adjustable).overrides).toEqual({
    limits: { 'gone.limit': { n: 9, unit: 'month' } },
  });
});

test('a switch that nobody asks any more stays with the version that says it, and is no error', () => {
  const older = { ...saved, switches: { ...saved.switches, telegraph: 'master' } };
  const now = asStoredVersion(older, shipped, adjustable);
  expect(now.overrides.switches).toEqual({ ...overrides.switches, telegraph: 'master' });
  const kept = applyChanges(
    resolve(now, shipped),
    { limits: {}, windows: { rateDays: 9 }, switches: {}, roleNames: {} },
    adjustable,
  );
  expect('ruleSet' in kept && overridesOf(kept.ruleSet, shipped, adjustable)).toEqual({
    ...overrides,
    switches: { ...overrides.switches, telegraph: 'master' },
    windows: { rateDays: 9 },
  });
  // Nobody is offered it, nor can say it anew.
  expect(adjustable.switches.map(({ id }) => id)).not.toContain('telegraph');
});

test('all versions: saved ones beside those that shipped, each once', () => {
  const inOldDatabase = [whole({ version: 1 }), saved, { ...whole(draft), version: 1, id: draft.id }];
  const listed = (versions: readonly (StoredVersion | WholeVersion)[]): string[] =>
    knownVersions(versions, shippedRuleSets).map(({ id, version }) => `${id} ${version}`);
  expect(listed([])).toEqual(['gdzw-0001.5-2019 1', 'ganfutong-draft-2025-06 1']);
  expect(listed(inOldDatabase)).toEqual([
    'gdzw-0001.5-2019 1',
    'gdzw-0001.5-2019 4',
    'ganfutong-draft-2025-06 1',
  ]);
  // A version that rests on what this code does not know is nothing to count with.
  expect(listed([{ ...stored, basedOn: 7 }])).toEqual(listed([]));
});

test('two versions at once: each keeps its own, whatever ships later', () => {
  const later: RuleSet = {
    ...shipped,
    version: 1000,
    limits: { 'consult.business': { n: 7, unit: 'working-day' } },
  };
  const onLater: StoredVersion = { ...stored, version: 1001, basedOn: 1000, overrides: {} };
  const versions = knownVersions([stored, onLater], [shipped, later, draft]);
  const days = (version: number): number => {
    const found = versions.find(one => one.id === shipped.id && one.version === version) as RuleSet;
    return limitOf(found, policy('consult.business')).n;
  };
  expect([1, 4, 1000, 1001].map(days)).toEqual([5, 3, 7, 7]);
});
