import { shippedRuleSets, type RuleSet } from '../../cloudfunctions/domain/rulesets';
import { asStoredVersion, overridesOf } from '../../cloudfunctions/domain/rulesets/overrides';

/** What a stored version says otherwise than the shipped one (design §1). */

const [shipped, draft] = shippedRuleSets as [RuleSet, RuleSet];

const saved: RuleSet = {
  ...shipped,
  version: 4,
  limits: {
    ...shipped.limits,
    'consult.business': {
      ...shipped.limits['consult.business'],
      limit: { unit: 'working-day', n: 3 },
    },
  },
  switches: { ...shipped.switches, extension: true, routerDispatchAbove: 0.9 },
  windows: { ...shipped.windows, rateDays: 10 },
  majorChanges: ['换登录方式'],
  roleNames: { ...shipped.roleNames, operator: '运营公司' },
};

test('what differs, and nothing else', () => {
  expect(asStoredVersion(saved, shipped)).toEqual({
    id: 'gdzw-0001.5-2019',
    version: 4,
    basedOn: 1,
    overrides: {
      limits: { 'consult.business': { n: 3, unit: 'working-day' } },
      switches: { extension: true, routerDispatchAbove: 0.9 },
      windows: { rateDays: 10 },
      majorChanges: ['换登录方式'],
      roleNames: { operator: '运营公司' },
    },
  });
});

test.each(shippedRuleSets)('the shipped $id overrides nothing, however the database ordered it', ruleSet => {
  const reversed = JSON.parse(
    JSON.stringify(ruleSet, (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ),
  ) as RuleSet;
  expect(overridesOf(reversed, ruleSet)).toEqual({});
  const { majorChanges: _none, ...without } = reversed;
  expect(overridesOf(without, ruleSet)).toEqual({});
});

test('a policy, a switch or a window that is newer than the version takes its shipped value', () => {
  const { 'release.filing': _limit, ...limits } = saved.limits;
  const { hotline: _switch, ...switches } = saved.switches;
  const { filingsPerDay: _window, ...windows } = saved.windows;
  const older = { ...saved, limits, switches, windows } as unknown as RuleSet;
  expect(overridesOf(older, shipped)).toEqual(overridesOf(saved, shipped));
});

test('the shipped values with the overrides are the version that was stored', () => {
  const { limits = {}, switches, windows, majorChanges, roleNames } = overridesOf(saved, draft);
  const again = {
    limits: Object.fromEntries(
      Object.entries(draft.limits).map(([policy, rule]) => [
        policy,
        { ...rule, limit: limits[policy as keyof typeof limits] ?? rule.limit },
      ]),
    ),
    switches: { ...draft.switches, ...switches },
    windows: { ...draft.windows, ...windows },
    majorChanges: majorChanges ?? draft.majorChanges,
    roleNames: { ...draft.roleNames, ...roleNames },
  };
  const { limits: stored, switches: turned, windows: open, majorChanges: major, roleNames: named } = saved;
  expect(again).toEqual({
    limits: stored,
    switches: turned,
    windows: open,
    majorChanges: major,
    roleNames: named,
  });
});

test('labels and clauses of limits are never overridden', () => {
  const rule = saved.limits.dispatch;
  const limits = { ...shipped.limits, dispatch: { ...rule, label: '旧名称', clause: '旧条款' } };
  expect(overridesOf({ ...shipped, limits }, shipped)).toEqual({});
});
