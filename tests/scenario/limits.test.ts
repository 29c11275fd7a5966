import { APPROVES, FILES } from '../support/change';
import { START } from '../support/limit-story';
import { citizenLimits } from '../support/limits-of-citizens';
import { paperLimits } from '../support/limits-of-papers';
import { staffLimits } from '../support/limits-of-staff';
import { someOf } from '../support/long';
import { running, useSystem } from '../support/system';

/**
 * The limits of requirements §1.4, in tickets instead of in a table: each dates a ticket as the document says, under
 * both rule sets (A21: the draft gives no number and takes those of the other), and dates the next one otherwise as
 * soon as the manager has changed it.
 */
const system = useSystem();
const manager = system.staff('demo-manager');
const operator = system.staff('demo-operator');
const stories = { ...citizenLimits(system), ...staffLimits(system) };

type Saved = { ruleSet: { id: string; version: number; limits: Record<string, object> } };
const activate = (id: string, version: number): Promise<unknown> =>
  manager.call('ruleset.activate', { id, version });

/** Told in a story of its own: it needs a month to pass. */
const MONTHLY = 'release.filing';

/** The second in the long form. */
const ruleSets = someOf([APPROVES, FILES], id => id === APPROVES);

describe.each(ruleSets)('under %s', id => {
  const names = Object.keys(stories).filter(name => !stories[name]?.approvesOnly || id === APPROVES);

  describe('as shipped', () => {
    beforeAll(() => activate(id, 1));

    test.each(names)('the limit %s dates a ticket as the document says', async name => {
      const story = stories[name];
      expect(await story?.tell()).toBe(story?.shipped);
    });

    test('no limit of the rule set is left out', async () => {
      const { ruleSet } = await manager.call<Saved>('ruleset.get', { id, version: 1 });
      expect(Object.keys(ruleSet.limits).sort()).toEqual(
        [...Object.keys(stories), ...Object.keys(paperLimits), MONTHLY].sort(),
      );
    });
  });

  // Once is enough: what is changed is read in the same way whatever the rule set is called.
  if (id === FILES) return;
  describe('changed by the manager', () => {
    beforeAll(async () => {
      const limits = Object.fromEntries(
        Object.entries(stories).map(([name, { limit }]) => [name, { limit }]),
      );
      const { ruleSet } = await manager.call<Saved>('ruleset.save', { id, limits });
      await activate(id, ruleSet.version);
    });
    afterAll(() => activate(id, 1));

    test.each(someOf(names, (_name, index) => index % 3 === 0))(
      'the limit %s dates the next ticket otherwise',
      async name => {
        const story = stories[name];
        expect(await story?.tell()).toBe(story?.changed);
      },
    );
  });
});

test('the monthly filing of releases has five working days from the first of the month, or what the manager sets', async () => {
  const filed = async (month: string, first: string): Promise<string[]> => {
    system.at(`${month}-10T10:00`);
    const { no } = await operator.open('release', {
      version: `9.${Number(month.slice(5))}.0`,
      changes: ['fix'],
      scope: '修复进度不刷新的问题。',
      plannedOn: `${month}-10`,
      rollbackPlan: '回退到上一版本。',
    });
    const hash = '9f2c1ab';
    await operator.act(no, 'recordTest', { testResult: 'passed', tester: '甲', testRecord: '通过。', hash });
    for (const act of ['submitReview', 'reviewPassed', 'publish']) await operator.act(no, act);
    await operator.act(no, 'verify', { verifier: '甲', evidence: '真机办理三次均成功。' });
    system.at(`${first}T00:06`);
    await system.run();
    const tickets = await Promise.all(
      (await operator.queue('todo', { kind: 'release-filing' })).map(one => operator.get(one)),
    );
    return tickets
      .filter(({ links }) => links.some(link => link.no === no))
      .map(ticket => running(ticket, 'filing')?.date ?? '');
  };
  await activate(APPROVES, 1);
  expect(await filed('2027-06', '2027-07-01')).toEqual(['2027-07-08']);
  const limits = { [MONTHLY]: { limit: { n: 7, unit: 'working-day' } } };
  const { ruleSet } = await manager.call<Saved>('ruleset.save', { id: APPROVES, limits });
  await activate(APPROVES, ruleSet.version);
  expect(await filed('2027-07', '2027-08-01')).toEqual(['2027-08-10']);
});

test('a limit outside of sane bounds, or of another kind of unit, is refused and nothing moves', async () => {
  system.at(START);
  for (const limit of [
    { n: 0, unit: 'working-day' },
    { n: 1.5, unit: 'working-day' },
    { n: 5, unit: 'week' },
  ])
    await expect(
      manager.call('ruleset.save', { id: APPROVES, limits: { 'consult.business': { limit } } }),
    ).rejects.toMatchObject({ code: 'invalid' });
});
