import { unitOfService } from '../../cloudfunctions/domain/catalogue';
import { limitSchema } from '../../cloudfunctions/domain/deadline';
import { shippedRuleSets, type PolicyId } from '../../cloudfunctions/domain/rulesets';
import { majorKinds } from '../../cloudfunctions/domain/procedures/release/versions';
import { replyLimit, replyPolicy } from '../../cloudfunctions/domain/procedures/common/citizen-ticket/promise';
import { catalogue, rules, service } from '../support/domain';
import { clauses } from '../support/clauses';

type Unit = 'working-day' | 'service-minute' | 'minute';
type Expected = [n: number, clause: string, internal: boolean, unit?: Unit];

/** The limits of requirements §1.4 and the internal targets of A7, by hand; working days unless told otherwise. */
const limits: Record<PolicyId, Expected> = {
  'consult.technical': [2, 'G-5.2a', false],
  'consult.business': [5, 'G-5.2d', false],
  'complaint.technical': [2, 'G-5.3a', false],
  'complaint.business.accept': [7, 'G-5.3c', false],
  'complaint.business.reply': [20, 'G-5.3d', false],
  dispatch: [1, 'G-5.2c', true],
  objection: [5, 'A16', false],
  'ordered-reply': [15, 'A16', false],
  'rating.contact': [1, 'A20', false],
  'rating.rectify': [15, 'A20', false],
  assist: [1, 'A28', true],
  supervise: [2, 'G-2.1c', false],
  'listing.check': [3, 'J-10c', true],
  'listing.decide': [3, 'G-2.1b1', true],
  'change.decide': [3, 'G-3.2.2b', true],
  'change.execute': [3, 'G-3.2.2c', true],
  'change.report': [1, 'G-3.2.2c', true],
  'fault.report': [120, 'G-3.3.3a', true, 'service-minute'],
  'fault.fix': [1, 'G-3.2.4a', false],
  'fault.verify': [120, 'G-3.3.3c', true, 'service-minute'],
  'fault.offline': [120, 'G-3.3.3b', true, 'service-minute'],
  'fault.reopen': [5, 'G-3.3.3c', true],
  'emergency.offline': [30, 'J-11c', true, 'minute'],
  'emergency.filing': [1, 'J-11b', false],
  'maintenance.notice': [3, 'G-3.2.3a', false],
  'maintenance.acknowledge': [1, 'G-3.2.3b', true],
  'maintenance.finish': [30, 'G-3.2.3b', true, 'minute'],
  'major-fault.report': [30, 'J-16c', true, 'minute'],
  'major-fault.solve': [1, 'J-16c', true],
  'major-fault.closing': [5, 'J-16c', true],
  'release.test': [5, 'G-3.3.4a', true],
  'release.decide': [3, 'G-3.3.4b', true],
  'release.publish': [5, 'G-3.3.4a', true],
  'release.verify': [1, 'G-3.3.4a', true],
  'release.filing': [5, 'G-3.3.4c', true],
};

describe.each(shippedRuleSets)('rule set $id', ruleSet => {
  test.each(Object.entries(limits))('%s: limit, clause, statutory or internal (§1.4)', (policy, expected) => {
    const rule = ruleSet.limits[policy as PolicyId];
    const [n, clause, internal, unit = 'working-day'] = expected;
    expect([rule.limit.n, rule.clause, rule.internal ?? false, rule.limit.unit]).toEqual([
      n,
      clause,
      internal,
      unit,
    ]);
    expect(limitSchema.safeParse(rule.limit).success).toBe(true);
    expect(clauses.has(rule.clause)).toBe(true);
    expect(rule.label).not.toBe('');
  });

  test('it holds these limits and no others', () => {
    expect(Object.keys(ruleSet.limits).sort()).toEqual(Object.keys(limits).sort());
  });

  test('windows: 7 days to rate and to object, 2 WD to return, 10 minutes to amend, 3 calls and 5 WD (A16, A20, A25, A27)', () => {
    expect(ruleSet.windows).toMatchObject({
      rateDays: 7,
      objectDays: 7,
      returnWorkdays: 2,
      amendMinutes: 10,
      unreachableCalls: 3,
      unreachableWorkdays: 5,
      extensionWorkdays: 10,
    });
  });

  test('besides login and authentication no change is major until the manager says so (A12)', () => {
    expect(ruleSet.majorChanges).toEqual([]);
    expect(majorKinds(['login', 'authentication', 'payment', 'fix'], ruleSet)).toEqual([
      'login',
      'authentication',
    ]);
    expect(majorKinds(['payment'], { majorChanges: ['payment'] })).toEqual(['payment']);
  });

  test('extension is off (A26), 20 WD count from receipt (A30), the router dispatches nothing alone', () => {
    expect(ruleSet.switches).toMatchObject({
      extension: false,
      replyCountsFrom: 'receipt',
      routerDispatchAbove: null,
    });
  });
});

test('粤省事 approves changes and is linked to the hotline, 赣服通 files them, is led by it and is a draft (A9, A14, A18)', () => {
  const [gdzw, ganfutong] = shippedRuleSets;
  expect(gdzw).toMatchObject({
    id: 'gdzw-0001.5-2019',
    draft: false,
    switches: { changeMode: 'approve', hotline: 'linked' },
  });
  expect(ganfutong).toMatchObject({
    id: 'ganfutong-draft-2025-06',
    draft: true,
    switches: { changeMode: 'file', hotline: 'master' },
  });
  expect(ganfutong?.name).toContain('征求意见稿');
  expect(shippedRuleSets).toHaveLength(2);
});

describe('which limit a matter has (§1.4)', () => {
  test.each([
    ['consultation', 'technical', 'consult.technical'],
    ['consultation', 'business', 'consult.business'],
    ['consultation', 'system', 'consult.business'],
    ['consultation', 'unsure', 'consult.business'],
    ['suggestion', 'technical', 'consult.technical'],
    ['suggestion', 'business', 'consult.business'],
    ['suggestion', 'system', 'consult.business'],
    ['suggestion', 'unsure', 'consult.business'],
    ['complaint', 'technical', 'complaint.technical'],
    ['complaint', 'business', 'complaint.business.reply'],
    ['complaint', 'system', 'complaint.business.reply'],
    ['complaint', 'unsure', 'complaint.business.reply'],
  ] as const)('%s, %s → %s', (kind, category, policy) => {
    expect(replyPolicy({ kind, category })).toBe(policy);
    expect(replyLimit({ kind, category }, service, rules)).toEqual({
      limit: { n: limits[policy][0], unit: 'working-day' },
      clause: limits[policy][1],
    });
  });

  test.each([3, 60])(
    'a statutory limit of %s days replaces 5 and 20 WD in both directions (A3), never the 2',
    n => {
      const basis = '某条例第十条';
      const own = {
        ...service,
        statutory: [{ n, unit: 'calendar-day' as const, stage: 'reply' as const, basis }],
      };
      const statutory = { limit: { n, unit: 'calendar-day' }, clause: basis };
      expect(replyLimit({ kind: 'complaint', category: 'business' }, own, rules)).toEqual(statutory);
      expect(replyLimit({ kind: 'consultation', category: 'unsure' }, own, rules)).toEqual(statutory);
      expect(replyLimit({ kind: 'complaint', category: 'technical' }, own, rules).limit.n).toBe(2);
    },
  );

  test('a statutory limit for accepting does not touch the reply', () => {
    const statutory = [{ n: 3, unit: 'month' as const, stage: 'accept' as const, basis: '某条例' }];
    const own = { ...service, statutory };
    expect(replyLimit({ kind: 'complaint', category: 'business' }, own, rules).limit.n).toBe(20);
  });
});

describe('which unit a service’s ticket goes to (contract §7, A33)', () => {
  const unitFor = (kind: string, category: string, region?: string, own = service): string =>
    unitOfService(own, { kind, category, ...(region ? { region } : {}) }, catalogue);

  test('complaints and system problems go to the access unit, wherever they come from', () => {
    expect(unitFor('complaint', 'business', '440100')).toBe('hrss');
    expect(unitFor('consultation', 'system', '440100')).toBe('hrss');
    expect(unitFor('suggestion', 'system', '440106')).toBe('hrss');
  });

  test('consultations and suggestions go to the competent unit of the region, or the nearest above', () => {
    expect(unitFor('consultation', 'business', '440100')).toBe('gz-hrss');
    expect(unitFor('suggestion', 'business', '440106')).toBe('gz-hrss');
  });

  test('where no region above has a competent unit, the access unit has it; an unknown region is no error', () => {
    expect(unitFor('consultation', 'business', '440300')).toBe('hrss');
    expect(unitFor('consultation', 'business', '999999')).toBe('hrss');
    expect(unitFor('consultation', 'business')).toBe('hrss');
  });

  test('without a region of the citizen the region of the service counts', () => {
    expect(unitFor('consultation', 'business', undefined, { ...service, region: '440106' })).toBe('gz-hrss');
  });
});
