import { adjustable, policies, procedures, usersOf } from '../../cloudfunctions/domain/procedures';
import {
  applyChanges,
  differencesOf,
  limitOf,
  limitUnits,
  shippedRuleSets,
  unitsOf,
  type Changes,
  type Policy,
  type RuleSet,
} from '../../cloudfunctions/domain/rulesets';
import { filingKinds } from '../../cloudfunctions/domain/views/filing-kinds';

/** What a rule set can be changed to, limit by limit: within sane bounds, each error at its name (A7, design §1). */

const [shipped, draft] = shippedRuleSets as [RuleSet, RuleSet];
const nothing: Changes = { limits: {}, switches: {}, windows: {}, roleNames: {} };
const change = (changes: Partial<Changes>) => applyChanges(shipped, { ...nothing, ...changes }, adjustable);
const errorsOf = (changes: Partial<Changes>): Record<string, string> => {
  const changed = change(changes);
  return 'errors' in changed ? changed.errors : {};
};
const changed = (changes: Partial<Changes>): RuleSet => {
  const done = change(changes);
  if ('errors' in done) throw new Error(JSON.stringify(done.errors));
  return done.ruleSet;
};
const policy = (id: string): Policy => policies.find(one => one.id === id) as Policy;

describe.each(policies.map(one => [one.id, one] as const))('%s', (id, one) => {
  test.each(unitsOf(one))('from 1 to the most of %s', unit => {
    const { max } = limitUnits[unit];
    const inner = policies.filter(({ within }) => within === id).map(({ id: other }) => other);
    const room = Object.fromEntries(inner.map(other => [other, { n: 1, unit: 'working-day' }]));
    // What has to end before another one needs that to be long.
    const outer = one.within ? { [one.within]: { n: 250, unit: 'working-day' } } : {};
    for (const n of [2, max]) {
      const ruleSet = changed({ limits: { ...room, ...outer, [id]: { n, unit } } });
      expect(limitOf(ruleSet, one)).toEqual({ n, unit });
    }
    for (const n of [0, -1, max + 1, 2.5, Number.NaN, Infinity, '3', null]) {
      expect(errorsOf({ limits: { [id]: { n, unit } } })[id]).toContain(`1 到 ${max} `);
    }
  });

  test('in no other unit', () => {
    const others = Object.keys(limitUnits).filter(unit => !unitsOf(one).includes(unit as 'minute'));
    for (const unit of [...others, 'year', undefined]) {
      expect(errorsOf({ limits: { [id]: { n: 1, unit } } })[id]).toContain('单位只能是');
    }
  });
});

test('statutory limits never have hours (A7)', () => {
  const statutory = policies.filter(({ internal }) => !internal);
  expect(statutory.length).toBeGreaterThan(5);
  for (const one of statutory) expect(unitsOf(one)).not.toContain('minute');
  expect(unitsOf(policy('complaint.business.reply'))).toEqual(['working-day', 'calendar-day', 'month']);
});

test('a limit in either form of input', () => {
  const limit = { n: 3, unit: 'working-day' };
  for (const given of [limit, { limit }, { limit, label: '别的名称', clause: 'X' }]) {
    expect(changed({ limits: { 'consult.business': given } }).limits).toEqual({ 'consult.business': limit });
  }
  for (const given of [3, null, 'x', [], {}, { limit: 3 }]) {
    expect(errorsOf({ limits: { 'consult.business': given } })).toHaveProperty(['consult.business']);
  }
});

test('whether a complaint is accepted is decided before it is answered (G-5.3c, G-5.3d)', () => {
  const [accept, reply] = ['complaint.business.accept', 'complaint.business.reply'];
  const workdays = (n: number) => ({ n, unit: 'working-day' });
  expect(errorsOf({ limits: { [accept]: workdays(21) } })[accept]).toContain('20 个工作日');
  expect(errorsOf({ limits: { [reply]: workdays(6) } })[reply]).toContain('7 个工作日');
  expect(errorsOf({ limits: { [reply]: { n: 8, unit: 'calendar-day' } } })).toHaveProperty([reply]);
  expect(errorsOf({ limits: { [accept]: workdays(6), [reply]: workdays(6) } })).toEqual({});
});

describe.each(adjustable.windows)('window $id', ({ id: name, min, max, unit, first }) => {
  test('from its least to its most', () => {
    expect([min, first, max]).toEqual([min, first, max].sort((a, b) => a - b));
    for (const value of [min, max])
      expect(changed({ windows: { [name]: value } }).windows).toHaveProperty([name], value);
    for (const value of [min - 1, max + 1, 1.5, '3', null])
      expect(errorsOf({ windows: { [name]: value } })[name]).toBe(`应为整数，${min} 到 ${max} ${unit}`);
  });
});

test('each switch takes its values, and says them where it gets another', () => {
  for (const definition of adjustable.switches) {
    const name = definition.id;
    const values = 'options' in definition ? definition.options.map(({ value }) => value) : [null, 0.5, 1];
    for (const value of values)
      expect(changed({ switches: { [name]: value } }).switches).toHaveProperty([name], value);
    for (const value of ['x', 7, undefined])
      expect(errorsOf({ switches: { [name]: value } })[name]).toMatch(/只能选：|0\.5 到 1/);
  }
});

test('names of roles and kinds of major change', () => {
  const roleNames = { operator: '  运营公司 ' };
  expect(changed({ roleNames }).roleNames).toEqual({ ...shipped.roleNames, operator: '运营公司' });
  expect(changed({ majorChanges: ['支付方式', '支付方式'] }).majorChanges).toEqual(['支付方式']);
  expect(errorsOf({ roleNames: { operator: '运', boss: '老板' } })).toEqual({
    operator: '应为至少 2 个字的文字',
    boss: '没有这一项',
  });
  expect(errorsOf({ roleNames: { operator: '长'.repeat(23) } })['operator']).toBe('最多 20 个字，多了 3 个');
  expect(errorsOf({ roleNames: { operator: '电话13800138000' } })['operator']).toContain('个人信息');
  expect(errorsOf({ majorChanges: ['换'] })).toHaveProperty('majorChanges');
  expect(errorsOf({ majorChanges: ['支付方式', '长'.repeat(21)] })['majorChanges']).toBe(
    '第 2 种最多 20 个字，多了 1 个',
  );
});

test('what nobody knows is refused at its name, all at once', () => {
  const unknown = { nonsense: 1, toString: 1, constructor: 1 };
  expect(errorsOf({ limits: { a: 1 }, windows: unknown, switches: { b: true } })).toEqual({
    a: '没有这一项',
    nonsense: '没有这一项',
    toString: '没有这一项',
    constructor: '没有这一项',
    b: '没有这一项',
  });
});

test('what changes between two versions, in words', () => {
  const named = policies.map(one => ({ policy: one, procedures: usersOf(one) }));
  const after = changed({
    limits: { 'complaint.business.reply': { n: 25, unit: 'working-day' } },
    windows: { rateDays: 10 },
    switches: { extension: true },
  });
  expect(differencesOf(shipped, after, named, adjustable)).toEqual([
    { label: '投诉：答复处理结果', clause: 'G-5.3d', before: '20 个工作日', after: '25 个工作日' },
    { label: '答复后可以评价', clause: 'A20', before: '7 日', after: '10 日' },
    { label: '延期答复', clause: 'A26', before: '不允许', after: '允许' },
  ]);
  expect(differencesOf(shipped, shipped, named, adjustable)).toEqual([]);
  expect(differencesOf(shipped, draft, named, adjustable).map(({ label }) => label)).toContain(
    '服务上架、调整和撤销',
  );
});

test('no two limits are called the same where they stand by themselves', () => {
  const named = policies.map(one => `${usersOf(one).join('、')}：${one.label}${one.matter ?? ''}`);
  expect(named.filter((title, at) => named.indexOf(title) !== at)).toEqual([]);
  expect(policies.filter(one => usersOf(one).length === 0)).toEqual([]);
});

test('windows and switches are what the modules bring, each under a name of its own', () => {
  const ids = Object.values(adjustable).flatMap((all: readonly { id: string }[]) => all.map(({ id }) => id));
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  // Names live in stored rule sets: one that has shipped never changes.
  expect(adjustable.windows.map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      'rateDays',
      'objectDays',
      'returnWorkdays',
      'amendMinutes',
      'unreachableCalls',
      'unreachableWorkdays',
      'extensionWorkdays',
      'revealsPerDay',
      'filingsPerDay',
    ]),
  );
  expect(adjustable.switches.map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      'extension',
      'routerDispatchAbove',
      'changeMode',
      'offlineNeedsConfirmation',
      'replyCountsFrom',
    ]),
  );
  const ofKind = (kind: string) => procedures.find(one => one.kind === kind);
  expect(ofKind('complaint')?.windows?.map(({ id }) => id)).toContain('objectDays');
  expect(ofKind('consultation')?.windows?.map(({ id }) => id)).not.toContain('objectDays');
  expect(ofKind('fault')?.switches?.map(({ id }) => id)).toEqual(['offlineNeedsConfirmation']);
});

test('a limit is said in the same words to citizens and to the manager', () => {
  const ruleSet = changed({ limits: { 'consult.business': { n: 9, unit: 'calendar-day' } } });
  const [difference] = differencesOf(
    shipped,
    ruleSet,
    [{ policy: policy('consult.business'), procedures: [] }],
    adjustable,
  );
  const kind = filingKinds(procedures, ruleSet).find(one => one.kind === 'consultation');
  expect(kind?.brief).toBe(`${difference?.after}内答复`);
});
