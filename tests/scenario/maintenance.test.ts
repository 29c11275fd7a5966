import type { FormField, ListedProcedure, ShownTicket } from '../../typings/contract';
import { at, plan, verified } from '../support/maintenance';
import { publicView } from '../support/public-view';
import { outcomes, running, useSystem } from '../support/system';

/** 升级维护 (G-3.2.3a–b, A5, A6): windows told in time, too late and running over, through the outside contract. */

const system = useSystem();
const { staff, citizen } = system;

const operator = staff('demo-operator');
const handler = staff('demo-hrss-handler');
const manager = staff('demo-manager');

const { service: stateOf, noticesOf, texts } = publicView(system);

const formOf = async (who: string): Promise<FormField[]> => {
  const { procedures: forms } = await staff(who).call<{ procedures: ListedProcedure[] }>('procedure.list');
  return forms.find(({ kind }) => kind === 'maintenance')?.fields ?? [];
};

const sweepAt = async (time: string): Promise<void> => {
  system.at(time);
  await system.run();
};

describe.each(['gdzw-0001.5-2019', 'ganfutong-draft-2025-06'])('a window told in time, under %s', ruleSet => {
  const service = ruleSet.startsWith('gdzw') ? 'S001' : 'S002';
  const follower = `follower-${service}`;
  let no = '';

  beforeAll(async () => {
    const { ruleSets } = await manager.call<{ ruleSets: { id: string; version: number }[] }>('ruleset.list');
    const version = ruleSets.find(one => one.id === ruleSet)?.version;
    system.at('2026-09-29T17:00');
    await manager.call('ruleset.activate', { id: ruleSet, version });
    await citizen(follower).call('notice.subscribe', { serviceId: service });
    no = (await handler.open('maintenance', plan(service, '2026-10-09T22:00', '2026-10-10T02:00'))).no;
    await system.run();
  });

  test('G-3.2.3a: the third working day before the start, 09-29 before the holidays, is in time', async () => {
    const ticket = await handler.get(no);
    expect(ticket.state).toBe('notified');
    expect(outcomes(ticket, 'notice')).toEqual(['met 2026-09-29']);
    expect(ticket.clocks.find(({ name }) => name === 'notice')).toMatchObject({ clause: 'G-3.2.3a' });
    expect(ticket.flags).not.toContain('urgent');
  });

  test('G-3.2.3a, J-16b: the operator is told to acknowledge, the manager has the filing', async () => {
    expect(texts('demo-operator', no)).toEqual([expect.stringContaining('请确认并发布公告')]);
    expect(texts('demo-manager', no)).toEqual([expect.stringContaining('报备')]);
    expect(texts('demo-hrss-handler', no)).toHaveLength(1);
    expect(await operator.queue('todo')).toContain(no);
    expect(running(await operator.get(no), 'accept')).toMatchObject({ internal: true });
    expect(await noticesOf(service)).toEqual([]);
  });

  test('G-3.2.3b: words that citizens do not use are refused; put right, the notice is public at once (A6)', async () => {
    await expect(
      operator.act(no, 'acknowledge', { impact: '数据库割接，接口不可用。' }),
    ).rejects.toMatchObject({ code: 'invalid', fields: { impact: expect.stringContaining('看不懂') } });
    system.at('2026-09-30T09:30');
    const ticket = await operator.act(no, 'acknowledge', { impact: '期间不能提交申请。' });
    expect(ticket.state).toBe('announced');
    const [notice] = await noticesOf(service);
    const name = (await stateOf(service))?.name;
    expect(notice).toMatchObject({ kind: 'maintenance', instead: expect.stringContaining('服务网点') });
    for (const part of [name, '10 月 9 日', '10 月 10 日', '不能提交申请'])
      expect(notice?.text).toContain(part);
    await system.run();
    expect(texts(follower, `GG-${no}`)).toHaveLength(1);
    expect(await stateOf(service)).toMatchObject({ state: 'online' });
  });

  test('G-3.2.3b: the service shows the maintenance while it runs', async () => {
    system.at('2026-10-09T22:00');
    await system.run();
    expect((await handler.get(no)).state).toBe('running');
    expect(await stateOf(service)).toMatchObject({
      state: 'maintenance',
      notice: expect.stringContaining('服务网点'),
    });
    expect(await handler.queue('todo')).toContain(no);
  });

  test('G-3.2.3b: it ends by the unit’s word with a verification, and the notice is taken down', async () => {
    system.at('2026-10-10T01:00');
    await expect(handler.act(no, 'finish', {})).rejects.toMatchObject({ code: 'invalid' });
    const ticket = await handler.act(no, 'finish', verified);
    expect(ticket.state).toBe('ended');
    expect(outcomes(ticket, 'execute')).toEqual(['met ']);
    expect(await stateOf(service)).toMatchObject({ state: 'online' });
    expect(await noticesOf(service)).toEqual([]);
    await system.run();
    for (const who of ['demo-operator', 'demo-manager', 'demo-hrss-handler'])
      expect(texts(who, no).at(-1)).toContain('已结束');
    expect(texts(follower, `GG-${no}`).at(-1)).toContain('可以正常办理');
  });
});

describe('a window told too late (A5)', () => {
  test('G-3.2.3a: after 17:30 of the latest day it is late: only as urgent, with a reason that goes to the manager', async () => {
    const whenNeeded = async (): Promise<string | undefined> =>
      (await formOf('demo-hrss-handler')).find(({ name }) => name === 'urgentReason')?.label;
    system.at('2026-11-18T17:29');
    expect(await whenNeeded()).toBe('紧急的理由（11 月 21 日 周六以前开始的必填）');
    system.at('2026-11-18T17:31');
    expect(await whenNeeded()).toBe('紧急的理由（11 月 24 日 周二以前开始的必填）');
    const late = plan('S003', '2026-11-21T00:00', '2026-11-21T06:00');
    await expect(handler.open('maintenance', late)).rejects.toMatchObject({
      code: 'invalid',
      fields: { urgentReason: expect.stringContaining('11 月 18 日') },
    });
    const { no } = await handler.open('maintenance', { ...late, urgentReason: '安全漏洞须尽快修补。' });
    const ticket = await manager.get(no);
    expect(ticket).toMatchObject({ state: 'notifiedLate', flags: ['urgent'] });
    expect(outcomes(ticket, 'notice')).toEqual(['late 2026-11-18']);
    await system.run();
    expect(texts('demo-manager', no)).toEqual([expect.stringMatching(/紧急.*安全漏洞/)]);

    // The same window was in time at 17:30 sharp.
    system.at('2026-11-18T17:29');
    const inTime = await handler.open('maintenance', {
      ...late,
      serviceId: 'S004',
      urgentReason: '不需要',
    });
    expect(inTime.state).toBe('notified');
  });

  test('A6: what nobody acknowledges is public all the same from the end of the operator’s time, at the latest from the start', async () => {
    system.at('2026-11-23T10:00');
    const slow = await handler.open('maintenance', plan('S005', '2026-12-01T22:00', '2026-12-02T02:00'));
    const soon = await handler.open(
      'maintenance',
      plan('S006', '2026-11-23T23:00', '2026-11-24T02:00', { urgentReason: '安全漏洞须尽快修补。' }),
    );
    const acknowledging = running(await operator.get(soon.no), 'accept');
    expect(acknowledging).toMatchObject({ dueAt: at('2026-11-23T23:00').replace('+', '.000+') });
    system.at('2026-11-23T23:00');
    await system.run();
    expect(outcomes(await operator.get(soon.no), 'accept').map(one => one.split(' ')[0])).toEqual(['late']);
    expect(await stateOf('S006')).toMatchObject({ state: 'maintenance' });
    expect((await handler.get(soon.no)).timeline.map(({ label }) => label)).toContain(
      '运营方未确认，公告自动发布',
    );
    await operator.act(soon.no, 'correctWords', { instead: '请改在明天办理。' });
    expect(await stateOf('S006')).toMatchObject({
      state: 'maintenance',
      notice: expect.stringContaining('明天'),
    });
    expect((await noticesOf('S006'))[0]).toMatchObject({ instead: '请改在明天办理。' });
    await handler.act(soon.no, 'finish', verified);
    expect(await noticesOf('S005')).toEqual([]);
    system.at('2026-11-25T00:00');
    await system.run();
    expect(await noticesOf('S005')).toHaveLength(1);
    expect(outcomes(await operator.get(slow.no), 'accept')).toEqual(['late 2026-11-24']);
  });
});

describe('a window that runs over', () => {
  const open = async (serviceId: string): Promise<string> => {
    system.at('2026-12-02T10:00');
    const { no } = await handler.open('maintenance', plan(serviceId, '2026-12-07T22:00', '2026-12-08T02:00'));
    await operator.act(no, 'acknowledge');
    return no;
  };

  test('G-3.2.3b: unit lead, operator and manager are alarmed, the shown end moves, the service goes on showing it', async () => {
    const no = await open('S007');
    system.at('2026-12-07T22:00');
    await system.run();
    system.at('2026-12-08T02:00');
    await system.run();
    expect((await handler.get(no)).state).toBe('overran');
    for (const who of ['demo-hrss-lead', 'demo-operator', 'demo-manager'])
      expect(texts(who, no).at(-1)).toContain('超时未结束');
    const [notice] = await noticesOf('S007');
    expect(notice).toMatchObject({ endsAt: '2026-12-08T03:00:00.000+08:00' });
    expect(await stateOf('S007')).toMatchObject({ state: 'maintenance' });

    // Without a word it goes on, hour by hour; never ends silently.
    system.at('2026-12-08T03:00');
    await system.run();
    expect((await noticesOf('S007'))[0]).toMatchObject({ endsAt: '2026-12-08T04:00:00.000+08:00' });

    // A new end with a reason, by the unit or the operator.
    await expect(
      handler.act(no, 'extend', { endsAt: at('2026-12-08T01:00'), reason: '回退' }),
    ).rejects.toMatchObject({ fields: { endsAt: expect.any(String) } });
    await operator.act(no, 'extend', {
      endsAt: at('2026-12-08T08:00'),
      reason: '接入方来电，预计八点恢复。',
    });
    expect((await noticesOf('S007'))[0]?.text).toContain('08:00');
    system.at('2026-12-08T07:59');
    await system.run();
    expect(texts('demo-manager', no).at(-1)).toMatch(/^系统升级延长：.*到 12 月 8 日/);
    await handler.act(no, 'finish', verified);
    expect(await noticesOf('S007')).toEqual([]);
  });

  test('G-3.2.3b: what is to be done is red from the end of the window on, and yellow shortly before', async () => {
    system.at('2026-12-14T10:00');
    const { no } = await handler.open('maintenance', plan('S010', '2026-12-18T22:00', '2026-12-19T02:00'));
    await operator.act(no, 'acknowledge');
    await sweepAt('2026-12-18T22:00');
    const lightAt = async (time: string) => {
      system.at(time);
      const clock = running(await handler.get(no), 'execute');
      return [clock?.light, clock?.dueAt];
    };
    const end = '2026-12-19T02:00:00.000+08:00';
    expect(await lightAt('2026-12-19T01:40')).toEqual(['green', end]);
    expect(await lightAt('2026-12-19T01:50')).toEqual(['yellow', end]);
    // Also before the sweep has noticed.
    expect(await lightAt('2026-12-19T02:00')).toEqual(['red', end]);
    await sweepAt('2026-12-19T02:01');
    await handler.act(no, 'extend', { endsAt: at('2026-12-19T04:00'), reason: '数据核对未完成。' });
    expect(await lightAt('2026-12-19T02:05')).toEqual(['green', '2026-12-19T04:00:00.000+08:00']);
    system.at('2026-12-19T04:10');
    const ended = await handler.act(no, 'finish', verified);
    expect(outcomes(ended, 'execute').map(outcome => outcome.split(' ')[0])).toEqual(['late', 'late']);
  });

  test('the sweep dead for three days and then run once: the same end as on time, one alarm', async () => {
    const onTime = await open('S008');
    for (const moment of ['12-07T22:00', '12-08T02:00', '12-08T03:00', '12-08T04:00', '12-08T06:00'])
      await sweepAt(`2026-${moment}`);
    for (const moment of ['12-08T10:00', '12-08T18:00', '12-09T10:00', '12-10T18:00', '12-11T09:30'])
      await sweepAt(`2026-${moment}`);
    const late = await open('S009');
    await sweepAt('2026-12-11T09:30');
    const [one, other] = [await handler.get(onTime), await handler.get(late)];
    expect(other.state).toBe('overran');
    const ends = ({ clocks }: ShownTicket) => clocks.map(({ name, state, dueAt }) => [name, state, dueAt]);
    expect(ends(other)).toEqual(ends(one));
    const [expected] = await noticesOf('S008');
    expect((await noticesOf('S009'))[0]).toMatchObject({
      endsAt: expected?.endsAt,
      startsAt: expected?.startsAt,
    });
    expect(expected?.endsAt).toBe('2026-12-13T10:00:00.000+08:00');
    expect(texts('demo-hrss-lead', late).filter(text => text.includes('超时'))).toHaveLength(1);
    expect(texts('demo-hrss-handler', late).filter(text => text.includes('已开始'))).toEqual([]);
  });
});
