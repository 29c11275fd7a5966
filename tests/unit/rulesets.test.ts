import { unitOfService } from '../../cloudfunctions/domain/catalogue';
import { limitSchema } from '../../cloudfunctions/domain/deadline';
import { policies } from '../../cloudfunctions/domain/procedures';
import { limitOf, shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { majorKinds } from '../../cloudfunctions/domain/procedures/release/versions';
import { replyLimit } from '../../cloudfunctions/domain/procedures/common/citizen-ticket/promise';
import { catalogue, rules, service } from '../support/domain';
import { clauses } from '../support/clauses';

/**
 * What rule sets decide for a matter. That each limit, window and switch of a rule set does what it says is proved by
 * tickets: scenario/limits.test.ts and scenario/rule-set-windows.test.ts.
 */

test('every limit of a shipped rule set is a limit, under a row of the requirements', () => {
  const wrong = shippedRuleSets.flatMap(ruleSet =>
    policies
      .filter(
        policy =>
          !limitSchema.safeParse(limitOf(ruleSet, policy)).success ||
          !clauses.has(policy.clause) ||
          !policy.label,
      )
      .map(policy => `${ruleSet.id}: ${policy.id}`),
  );
  expect(wrong).toEqual([]);
});

test('login and authentication are always major, others only when the manager has added them (A12)', () => {
  for (const ruleSet of shippedRuleSets)
    expect(majorKinds(['login', 'authentication', 'payment', 'fix'], ruleSet)).toEqual([
      'login',
      'authentication',
    ]);
  expect(majorKinds(['payment', 'login'], { majorChanges: ['payment'] }).sort()).toEqual([
    'login',
    'payment',
  ]);
});

describe('which limit a matter has (§1.4)', () => {
  test.each([
    ['consultation', 'technical', 2, 'G-5.2a'],
    ['consultation', 'business', 5, 'G-5.2d'],
    ['consultation', 'system', 5, 'G-5.2d'],
    ['consultation', 'unsure', 5, 'G-5.2d'],
    ['suggestion', 'technical', 2, 'G-5.2a'],
    ['suggestion', 'business', 5, 'G-5.2d'],
    ['suggestion', 'system', 5, 'G-5.2d'],
    ['suggestion', 'unsure', 5, 'G-5.2d'],
    ['complaint', 'technical', 2, 'G-5.3a'],
    ['complaint', 'business', 20, 'G-5.3d'],
    ['complaint', 'system', 20, 'G-5.3d'],
    ['complaint', 'unsure', 20, 'G-5.3d'],
  ] as const)('%s, %s → %s working days', (kind, category, n, clause) => {
    expect(replyLimit({ kind, category }, service, rules)).toEqual({
      limit: { n, unit: 'working-day' },
      clause,
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
