import type { ShownTicket } from '../../typings/contract';
import { outcomes, Refused, running, useSystem } from '../support/system';

/** 版本发布和版本变更月度报备 (G-3.3.1b, G-3.3.4a–c, A12), through the outside contract, under both rule sets. */

const system = useSystem();
const { staff } = system;
const operator = staff('demo-operator');
const manager = staff('demo-manager');

const texts = (to: string, about: string): string[] => system.messages(to, about).map(({ text }) => text);
const factsOf = (ticket: ShownTicket): Record<string, string> =>
  Object.fromEntries((ticket.facts ?? []).map(({ name, value }) => [name, value]));

let today = '';
const at = (time: string): void => {
  today = time.slice(0, 10);
  system.at(time);
};

const plan = (version: string, more: object = {}): object => ({
  version,
  changes: ['fix'],
  scope: '修复办件进度不刷新的问题。',
  plannedOn: today,
  rollbackPlan: '在小程序后台回退到上一版本。',
  ...more,
});
const tested = { testResult: 'passed', tester: '运营甲', testRecord: '全流程测试通过。', hash: '9f2c1ab' };
const verified = { verifier: '运营甲', evidence: '真机登录、查询、提交各三次均成功。' };

/** From the plan to the platform's consent. */
const upToPassed = async (version: string, more: object = {}): Promise<string> => {
  const { no } = await operator.open('release', plan(version, more));
  await operator.act(no, 'recordTest', tested);
  await operator.act(no, 'submitReview');
  await operator.act(no, 'reviewPassed');
  return no;
};
/** A minor release from the plan to the verification. */
const released = async (version: string): Promise<string> => {
  const no = await upToPassed(version);
  await operator.act(no, 'publish');
  await operator.act(no, 'verify', verified);
  return no;
};
const filings = async (): Promise<string[]> => operator.queue('todo', { kind: 'release-filing' });

/** Each rule set in a month of its own: the register of versions goes on. */
describe.each([
  { id: 'gdzw-0001.5-2019', major: 1, month: '2026-10', next: '2026-11', due: '2026-11-06', again: [] },
  {
    id: 'ganfutong-draft-2025-06',
    major: 2,
    month: '2026-11',
    next: '2026-12',
    due: '2026-12-08',
    again: ['1.11.0'],
  },
])('releases under $id', ({ id, major, month, next, due, again }) => {
  beforeAll(async () => {
    at(`${month}-12T10:00`);
    await manager.call('ruleset.activate', { id, version: 1 });
  });

  test('G-3.3.4a: plan, test record, the platform’s review, grey release upwards, full, verified', async () => {
    const { no, state, clocks } = await operator.open('release', plan(`${major}.0.0`));
    expect(state).toBe('planned');
    expect(clocks.map(({ clause, state: clock }) => [clause, clock])).toEqual([['G-3.3.4a', 'running']]);
    expect(await operator.queue('todo')).toContain(no);
    // A test that failed leaves it where it is.
    expect((await operator.act(no, 'recordTest', { ...tested, testResult: 'failed' })).state).toBe('planned');
    expect((await operator.act(no, 'recordTest', tested)).state).toBe('ready');
    await operator.act(no, 'submitReview');
    expect((await operator.act(no, 'reviewRejected', { reason: '类目与内容不符。' })).state).toBe('planned');
    await operator.act(no, 'recordTest', tested);
    await operator.act(no, 'submitReview');
    await operator.act(no, 'reviewPassed');
    await operator.act(no, 'grey', { percent: 10 });
    for (const percent of [10, 5, 0, 100, 10.5])
      await expect(operator.act(no, 'grey', { percent })).rejects.toMatchObject({ code: 'invalid' });
    await operator.act(no, 'grey', { percent: 50 });
    const published = await operator.act(no, 'publish');
    expect(published).toMatchObject({ state: 'published', holder: { role: 'operator' } });
    expect(running(published, 'fix')?.clause).toBe('G-3.3.4a');
    await expect(operator.act(no, 'verify', { verifier: '运营甲' })).rejects.toMatchObject({
      code: 'invalid',
    });
    const done = await operator.act(no, 'verify', verified);
    expect(done.state).toBe('verified');
    expect(done.clocks.filter(clock => clock.state === 'running')).toEqual([]);
    await system.run();
    expect(texts('demo-manager', no).map(text => text.replace(/^版本发布 \S+ /, ''))).toEqual([
      expect.stringContaining('已列入计划'),
      expect.stringContaining('已全量发布'),
      expect.stringContaining('已验证通过'),
    ]);
  });

  test('G-3.3.1b: the register keeps version, hash and date; a later version is a newer one', async () => {
    const no = await released(`${major}.9.0`);
    expect(factsOf(await manager.get(no))).toMatchObject({
      version: `${major}.9.0`,
      hash: '9f2c1ab',
      publishedAt: expect.stringMatching(/月 12 日/) as string,
    });
    for (const version of [`${major}.9.0`, `${major}.8.9`, `${major}.9`, `v${major}.10.0`, `${major}.010.0`])
      await expect(operator.open('release', plan(version))).rejects.toMatchObject({
        code: 'invalid',
        fields: { version: expect.any(String) as string },
      });
    // Numbers are compared, not letters.
    const { no: later } = await operator.open('release', plan(`${major}.10.0`));
    // A plan for a version that another release overtakes is not published any more.
    await operator.act(later, 'recordTest', tested);
    await operator.act(later, 'submitReview');
    await operator.act(later, 'reviewPassed');
    await released(`${major}.11.0`);
    await expect(operator.act(later, 'publish')).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining(`${major}.11.0`) as string,
    });
    expect((await operator.act(later, 'cancel', { reason: '改用更高的版本号。' })).state).toBe('cancelled');
  });

  test('G-3.3.4b: a major change waits for the manager’s consent; A12: login is major whatever the releaser says', async () => {
    const input = plan(`${major}.12.0`, { changes: ['login', 'fix'], major: false });
    const { no } = await operator.open('release', input);
    expect(factsOf(await operator.get(no))).toMatchObject({
      majorReason: '涉及登录方式，须由管理方批准',
    });
    // The plan is corrected, not written again.
    const revise = (await operator.get(no)).acts.find(({ act }) => act === 'revise');
    const held = (revise?.fields ?? []).map(({ name, value }) => [name, value]);
    expect(held).toEqual(
      expect.arrayContaining([
        ['version', `${major}.12.0`],
        ['changes', ['login', 'fix']],
        ['plannedOn', today],
        ['reason', undefined],
      ]),
    );
    // Leaving login out later does not make it minor again.
    await operator.act(no, 'revise', { ...plan(`${major}.12.0`), reason: '登录方式以后再改。' });
    expect(factsOf(await operator.get(no))['majorReason']).toContain('须由管理方批准');
    const waiting = await operator.act(no, 'recordTest', tested);
    expect(waiting).toMatchObject({ state: 'approving', holder: { role: 'manager' } });
    expect(await manager.queue('todo')).toContain(no);
    expect(await operator.offered(no)).not.toContain('submitReview');
    await expect(operator.act(no, 'submitReview')).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(operator.act(no, 'approve')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(staff('demo-operator-lead').act(no, 'approve')).rejects.toMatchObject({ code: 'forbidden' });
    expect((await manager.act(no, 'reject', { reason: '请补充老年人的登录方式。' })).state).toBe('planned');
    await operator.act(no, 'recordTest', tested);
    const approved = await manager.act(no, 'approve', { text: '同意。' });
    expect(approved).toMatchObject({ state: 'ready', holder: { role: 'operator' } });
    await operator.act(no, 'submitReview');
    await operator.act(no, 'reviewPassed');
    await operator.act(no, 'publish');
    expect((await operator.act(no, 'verify', verified)).state).toBe('verified');
    await system.run();
    expect(texts('demo-manager', no).some(text => text.includes('请审批'))).toBe(true);
    expect(texts('demo-operator', no).some(text => text.includes('管理方不同意'))).toBe(true);
  });

  test('A12: anyone may raise a release to major, also after the platform’s review; then it waits for consent', async () => {
    const no = await upToPassed(`${major}.13.0`);
    expect((await manager.act(no, 'raise', { majorReason: '涉及面广。' })).state).toBe('approving');
    await expect(operator.act(no, 'publish')).rejects.toMatchObject({ code: 'wrong-state' });
    // Consent brings it back to where it was.
    expect((await manager.act(no, 'approve')).state).toBe('passed');
    await operator.act(no, 'cancel', { reason: '并入下一版本。' });
    const { no: early } = await operator.open('release', plan(`${major}.13.1`));
    const raised = await operator.act(early, 'raise', { majorReason: '涉及首页改版。' });
    expect(raised.state).toBe('planned');
    expect(factsOf(raised)['majorReason']).toBe('涉及首页改版，须由管理方批准');
    expect((await operator.act(early, 'recordTest', tested)).state).toBe('approving');
    await operator.act(early, 'cancel', { reason: '不做了。' });
  });

  test('G-3.3.4a: nothing is published before its planned day, and whoever publishes reads why', async () => {
    const no = await upToPassed(`${major}.13.2`, { plannedOn: `${month}-19` });
    const waiting = await operator.get(no);
    expect(waiting.notYet).toContain(`${Number(month.slice(5))} 月 19 日`);
    expect(waiting.notYet).toContain('还没有到日期');
    // The operator has time until then.
    expect(running(waiting, 'execute')?.date).toBe(`${month}-19`);
    expect(await operator.offered(no)).toEqual(expect.not.arrayContaining(['grey', 'publish']));
    for (const act of ['grey', 'publish'])
      await expect(operator.act(no, act, { percent: 10 })).rejects.toMatchObject({
        code: 'wrong-state',
        message: expect.stringContaining('还没有到日期') as string,
      });
    await expect(operator.act(no, 'replan', { plannedOn: today })).rejects.toMatchObject({
      fields: { reason: expect.any(String) as string },
    });
    for (const plannedOn of [`${month}-19`, `${month}-11`, '2027-10-01'])
      await expect(operator.act(no, 'replan', { plannedOn, reason: '提前。' })).rejects.toMatchObject({
        fields: { plannedOn: expect.any(String) as string },
      });
    const moved = await operator.act(no, 'replan', { plannedOn: today, reason: '群众反映集中，提前修复。' });
    expect(moved).toMatchObject({ state: 'passed', holder: { role: 'operator' } });
    expect(moved.timeline.map(({ text }) => text)).toContain('群众反映集中，提前修复。');
    await system.run();
    expect(texts('demo-manager', no).at(-1)).toMatch(/^改期：版本 .*，计划 2026 年 1[01] 月 12 日/);
    expect((await operator.act(no, 'grey', { percent: 10 })).notYet).toBeUndefined();
    await operator.act(no, 'rollback', { rollbackReason: '演示。' });
  });

  test('G-3.3.4b: another day for a major change needs the manager’s consent anew', async () => {
    const input = plan(`${major}.13.3`, { changes: ['authentication'], plannedOn: `${month}-20` });
    const { no } = await operator.open('release', input);
    await operator.act(no, 'recordTest', tested);
    // Before the consent the manager decides about the day that is planned then.
    const early = await operator.act(no, 'replan', { plannedOn: `${month}-21`, reason: '避开周二高峰。' });
    expect(early).toMatchObject({ state: 'approving', holder: { role: 'manager' } });
    await manager.act(no, 'approve');
    await operator.act(no, 'submitReview');
    await operator.act(no, 'reviewPassed');
    const again = await operator.act(no, 'replan', { plannedOn: today, reason: '提前。' });
    expect(again).toMatchObject({ state: 'approving', holder: { role: 'manager' } });
    expect(factsOf(again)['approvedAt']).toBeUndefined();
    await expect(operator.act(no, 'publish')).rejects.toMatchObject({ code: 'wrong-state' });
    // Consent brings it back to where it was, and it can be published.
    expect((await manager.act(no, 'approve')).state).toBe('passed');
    expect(await operator.offered(no)).toContain('publish');
    await operator.act(no, 'cancel', { reason: '演示。' });
  });

  test('G-3.3.4a: rolled back with a reason at any time after publishing, the manager is told', async () => {
    const no = await upToPassed(`${major}.14.0`);
    await expect(operator.act(no, 'rollback', { rollbackReason: '过早。' })).rejects.toThrow(Refused);
    await operator.act(no, 'grey', { percent: 5 });
    await expect(operator.act(no, 'rollback')).rejects.toMatchObject({ code: 'invalid' });
    const back = await operator.act(no, 'rollback', { rollbackReason: '部分机型打不开。' });
    expect(back.state).toBe('rolled-back');
    expect(back.clocks.filter(clock => clock.state === 'running')).toEqual([]);
    await system.run();
    expect(texts('demo-manager', no).at(-1)).toContain('已回退');
    await expect(operator.act(no, 'rollback', { rollbackReason: '再次。' })).rejects.toThrow(Refused);
  });

  test('only operators plan releases; nobody of a unit or region sees them', async () => {
    for (const who of ['demo-hrss-lead', 'demo-manager', 'demo-gz-local'])
      await expect(staff(who).open('release', plan(`${major}.20.0`))).rejects.toMatchObject({
        code: 'forbidden',
      });
    const { no } = await operator.open('release', plan(`${major}.20.0`));
    await expect(staff('demo-hrss-lead').get(no)).rejects.toMatchObject({ code: 'not-found' });
    await operator.act(no, 'cancel', { reason: '演示。' });
  });

  test('G-3.3.4c: minor ones gather by themselves into the filing of the month, handed in with one tap', async () => {
    at(`${next}-01T00:06`);
    await system.run();
    const [no = ''] = await filings();
    const filing = await operator.get(no);
    expect(filing.state).toBe('collected');
    const { list = '' } = factsOf(filing);
    const lines = list.split('\n');
    expect(lines[0]).toMatch(/（20\d\d 年 \d+ 月 \d+ 日 周.发布，/);
    expect(factsOf(filing)['period']).toBe(`2026 年 ${Number(month.slice(5))} 月`);
    expect(lines.map(line => /版本 (\S+)（.*(已验证|已回退)/.exec(line)?.slice(1))).toEqual([
      // Filed in the month before and rolled back since: filed again as such.
      ...again.map(version => [version, '已回退']),
      [`${major}.0.0`, '已验证'],
      [`${major}.9.0`, '已验证'],
      [`${major}.11.0`, '已验证'],
      [`${major}.13.2`, '已回退'],
      [`${major}.14.0`, '已回退'],
    ]);
    // Major ones had the manager's consent and are not filed again.
    expect(list).not.toContain(`${major}.12.0`);
    expect(running(filing, 'filing')).toMatchObject({ date: due, clause: 'G-3.3.4c' });
    await expect(manager.act(no, 'file')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(operator.open('release-filing', { month })).rejects.toMatchObject({ code: 'forbidden' });
    const filed = await operator.act(no, 'file');
    expect(filed.state).toBe('filed');
    await system.run();
    expect(texts('demo-manager', no)).toEqual([expect.stringContaining('已书面报备')]);
    for (const link of filed.links) expect((await operator.get(link.no)).state).toBe('filed');
    expect(factsOf(await operator.get(filed.links[0]?.no ?? ''))['filedIn']).toBe(no);
    await system.run();
    expect(await filings()).toEqual([]);
  });

  test('G-3.3.4a: a release that was verified and filed is rolled back all the same', async () => {
    at(`${next}-05T10:00`);
    const [first] = await operator.queue('all', { kind: 'release', query: `${major}.11.0` });
    await operator.act(first ?? '', 'rollback', { rollbackReason: '办件数据显示有误。' });
    expect((await operator.get(first ?? '')).state).toBe('rolled-back');
  });
});

describe('around holidays', () => {
  test('G-3.3.4a: nothing is published on holidays and the last working day before, but it is rolled back', async () => {
    // The Spring Festival of an unpublished year has its statutory days: 2027-02-05 (除夕) to 02-08 (初三).
    at('2027-02-03T10:00');
    const no = await upToPassed('3.0.0', { plannedOn: '2027-02-03' });
    await operator.act(no, 'grey', { percent: 10 });
    for (const day of ['2027-02-04T10:00', '2027-02-05T10:00', '2027-02-07T10:00', '2027-02-08T23:59']) {
      at(day);
      expect(await operator.offered(no)).toEqual(expect.not.arrayContaining(['grey', 'publish']));
      for (const act of ['grey', 'publish'])
        await expect(operator.act(no, act, { percent: 20 })).rejects.toMatchObject({
          code: 'wrong-state',
          message: expect.stringContaining('2 月 9 日 周二起可以发布') as string,
        });
    }
    await expect(operator.open('release', plan('3.1.0', { plannedOn: '2027-04-30' }))).rejects.toMatchObject({
      fields: { plannedOn: expect.stringContaining('5 月 3 日') as string },
    });
    expect(await operator.offered(no)).toContain('rollback');
    at('2027-02-09T00:00');
    await operator.act(no, 'grey', { percent: 20 });
    at('2027-04-30T18:00');
    // 劳动节: the last working day before it.
    await operator.act(no, 'rollback', { rollbackReason: '节前发现缴费金额显示错误。' });
  });

  test('A12: the manager adds kinds that are major; the fixed ones stay', async () => {
    const { ruleSet } = await manager.call<{ ruleSet: { id: string; version: number } }>('ruleset.save', {
      id: 'ganfutong-draft-2025-06',
      majorChanges: ['payment', '人脸识别'],
    });
    await manager.call('ruleset.activate', ruleSet);
    for (const [version, kind] of [
      ['4.0.0', 'payment'],
      ['4.0.1', '人脸识别'],
      ['4.0.2', 'authentication'],
    ]) {
      const { no } = await operator.open(
        'release',
        plan(String(version), { changes: [kind], plannedOn: '2027-06-01' }),
      );
      expect(factsOf(await operator.get(no))['majorReason']).toContain('须由管理方批准');
      await operator.act(no, 'cancel', { reason: '演示。' });
    }
    await expect(
      operator.open('release', plan('4.0.3', { changes: ['没有这种'], plannedOn: '2027-06-01' })),
    ).rejects.toMatchObject({ fields: { changes: expect.any(String) as string } });
    await expect(
      operator.open('release', plan('4.0.3', { changes: [], plannedOn: '2027-06-01' })),
    ).rejects.toMatchObject({ fields: { changes: expect.any(String) as string } });
  });
});

describe('the timer silent for days', () => {
  test('G-3.3.4c: months without releases open nothing; each missed month has its own filing with its own date', async () => {
    const before = await filings();
    at('2027-06-10T10:00');
    const june = await released('5.0.0');
    at('2027-07-12T10:00');
    const july = await released('5.1.0');
    at('2027-09-03T15:00');
    await system.run();
    await system.run();
    const opened = (await filings()).filter(no => !before.includes(no));
    const found = await Promise.all(opened.map(no => operator.get(no)));
    const byMonth = (month: string) =>
      found.filter(ticket => factsOf(ticket)['period'] === `2027 年 ${Number(month.slice(5))} 月`);
    expect(byMonth('2027-06').flatMap(({ links }) => links.map(({ no }) => no))).toEqual([june]);
    expect(byMonth('2027-07').flatMap(({ links }) => links.map(({ no }) => no))).toEqual([july]);
    expect(byMonth('2027-08')).toEqual([]);
    // Counted from the first of the month after, as if the timer had run then.
    expect(byMonth('2027-06').map(ticket => running(ticket, 'filing')?.date)).toEqual(['2027-07-08']);
    // Weeks late: only the highest level is sent, the digest of all that is overdue.
    const levels = system
      .messages('demo-operator')
      .filter(({ at, template }) => at >= '2027-09-03' && !['open', 'roster-day'].includes(template))
      .map(({ template }) => template);
    expect([...new Set(levels)]).toEqual(['digest']);
    const late = await operator.act(byMonth('2027-06')[0]?.no ?? '', 'file', { remark: '补报。' });
    expect(outcomes(late, 'filing')).toEqual(['late 2027-07-08']);
  });
});
