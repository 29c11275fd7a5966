import { latestNoticeDay, noticeDay } from '../../cloudfunctions/domain/maintenance-window';
import type {
  FormField,
  MaintenanceCalendar,
  ShownNotice,
  ShownService,
  ShownTicket,
} from '../../typings/contract';
import { calendar } from '../support/domain';
import { outcomes, Refused, running, useSystem } from '../support/system';

/** 升级维护和重大活动 (G-3.2.3a–b, J-16b, A5, A6), through the outside contract. */

const system = useSystem();
const { staff, citizen } = system;

const operator = staff('demo-operator');
const handler = staff('demo-hrss-handler');
const manager = staff('demo-manager');

const names: Record<string, string> = {};
const stateOf = async (id: string): Promise<ShownService> => {
  let cursor: string | undefined;
  do {
    const page = await citizen('someone').call<{ services: ShownService[]; nextCursor?: string }>(
      'service.list',
      { cursor },
    );
    for (const one of page.services) names[one.id] = one.name;
    const found = page.services.find(one => one.id === id);
    if (found) return found;
    cursor = page.nextCursor;
  } while (cursor);
  throw new Error(`no service ${id}`);
};
const noticesOf = async (id: string): Promise<ShownNotice[]> =>
  (await citizen('someone').call<{ notices: ShownNotice[] }>('notice.list', { serviceId: id })).notices;
const texts = (to: string, about?: string): string[] => system.messages(to, about).map(({ text }) => text);

const formOf = async (who: string): Promise<FormField[]> => {
  const forms = await staff(who).call<{ kind: string; fields: FormField[] }[]>('procedure.list');
  return forms.find(({ kind }) => kind === 'maintenance')?.fields ?? [];
};

const at = (time: string): string => `${time}:00+08:00`;
const plan = (serviceId: string, startsAt: string, endsAt: string, more: object = {}) => ({
  type: 'upgrade',
  serviceId,
  startsAt: at(startsAt),
  endsAt: at(endsAt),
  impact: '期间不能提交申请，也不能查询进度。',
  instead: '请改在第二天办理，急需的可到服务网点窗口。',
  ...more,
});
const sweepAt = async (time: string): Promise<void> => {
  system.at(time);
  await system.run();
};
const verified = { verifier: '经办甲', evidence: '维护后提交三次均成功，查询正常。' };

describe('the latest day of a notice (A5, requirements §1.6)', () => {
  test.each([
    ['2026-10-12', '2026-10-08'],
    ['2026-10-09', '2026-09-29'],
    ['2026-02-24', '2026-02-12'],
    ['2026-05-06', '2026-04-28'],
    ['2026-11-21', '2026-11-18'],
  ])('G-3.2.3a: start %s, told on %s at the latest', (start, latest) => {
    expect(latestNoticeDay(calendar, at(`${start}T02:00`), 3)).toBe(latest);
  });

  test.each([
    ['2026-09-29T17:30:00.000+08:00', '2026-09-29'],
    ['2026-09-29T17:30:00.001+08:00', '2026-09-30'],
    ['2026-09-30T18:00:00.000+08:00', '2026-10-08'],
    ['2026-09-20T10:00:00.000+08:00', '2026-09-20'],
    ['2026-09-26T10:00:00.000+08:00', '2026-09-28'],
  ])('a notice at %s counts for %s', (given, day) => {
    expect(noticeDay(calendar, given)).toBe(day);
  });
});

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
    await stateOf(service);
    expect(notice).toMatchObject({ kind: 'maintenance', instead: expect.stringContaining('服务网点') });
    for (const part of [names[service], '10 月 9 日', '10 月 10 日', '不能提交申请'])
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
    expect(texts('demo-manager', no).at(-1)).toContain('延长到');
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

describe('what can go wrong, and changes of the plan', () => {
  const refusedFields = async (input: object): Promise<Record<string, string>> =>
    handler.open('maintenance', input).then(
      () => ({}),
      (error: unknown) => (error instanceof Refused ? error.fields : Promise.reject(error as Error)),
    );

  test('ends before it starts, in the past, over 30 days, two for one service at one time: refused at the field', async () => {
    system.at('2027-01-04T10:00');
    const window = (startsAt: string, endsAt: string) => plan('S010', startsAt, endsAt);
    expect(await refusedFields(window('2027-01-12T22:00', '2027-01-12T21:00'))).toHaveProperty('endsAt');
    expect(await refusedFields(window('2027-01-12T22:00', '2027-01-12T22:00'))).toHaveProperty('endsAt');
    expect(await refusedFields(window('2027-01-03T22:00', '2027-01-12T21:00'))).toHaveProperty('startsAt');
    expect(await refusedFields(window('2027-01-12T22:00', '2027-02-11T22:01'))).toHaveProperty('endsAt');
    expect(await refusedFields(window('2150-01-12T22:00', '2150-01-12T23:00'))).toHaveProperty('startsAt');
    expect(
      await refusedFields(plan('S010', '2027-01-12T22:00', '2027-01-12T23:00', { impact: '' })),
    ).toHaveProperty('impact');
    const { no } = await handler.open('maintenance', window('2027-01-12T22:00', '2027-01-13T02:00'));
    const clash = await refusedFields(window('2027-01-13T01:59', '2027-01-13T04:00'));
    expect(clash['startsAt']).toContain(no);
    await handler.open('maintenance', window('2027-01-13T02:00', '2027-01-13T04:00'));
  });

  test('a unit plans for its own services, nobody plans the platform for the operator; another unit does not see it', async () => {
    system.at('2027-01-04T11:00');
    const input = plan('S011', '2027-01-12T22:00', '2027-01-13T02:00');
    const other = staff('demo-psb-handler');
    await expect(other.open('maintenance', input)).rejects.toMatchObject({ code: 'forbidden' });
    const { serviceId: _serviceId, ...platform } = input;
    await expect(handler.open('maintenance', platform)).rejects.toMatchObject({
      code: 'invalid',
      fields: { serviceId: '请选择哪项服务' },
    });
    const asked = async (who: string) => (await formOf(who)).find(({ name }) => name === 'serviceId');
    for (const who of ['demo-psb-handler', 'demo-psb-lead', 'demo-gz-local'])
      expect(await asked(who)).toMatchObject({ label: '哪项服务', required: true });
    expect(await asked('demo-operator')).toMatchObject({
      label: '哪项服务（平台本身维护时不选）',
      required: false,
    });
    await expect(citizen('x').call('procedure.open', {})).rejects.toThrow(Refused);
    const { no } = await handler.open('maintenance', input);
    await expect(other.get(no)).rejects.toMatchObject({ code: 'not-found' });
    await expect(handler.act(no, 'acknowledge')).rejects.toMatchObject({ code: 'forbidden' });
    expect(await operator.offered(no)).not.toContain('finish');
  });

  test('put off: a new notice, counted and acknowledged anew; cancelled: the notice is withdrawn, followers are told', async () => {
    system.at('2027-01-05T10:00');
    await citizen('f12').call('notice.subscribe', { serviceId: 'S012' });
    const desk = staff('demo-psb-handler');
    const { no } = await desk.open('maintenance', plan('S012', '2027-01-12T22:00', '2027-01-13T02:00'));
    await operator.act(no, 'acknowledge');
    const moved = await desk.act(no, 'reschedule', {
      startsAt: at('2027-01-19T22:00'),
      endsAt: at('2027-01-20T02:00'),
      reason: '与春运值守冲突。',
    });
    expect(moved.state).toBe('notified');
    expect(outcomes(moved, 'notice')).toHaveLength(2);
    expect((await noticesOf('S012'))[0]?.text).toContain('1 月 19 日');
    await system.run();
    expect(texts('f12', `GG-${no}`).at(-1)).toContain('改到');
    await operator.act(no, 'acknowledge');
    await desk.act(no, 'cancel', { reason: '供应商未准备好。' });
    expect(await noticesOf('S012')).toEqual([]);
    await system.run();
    expect(texts('f12', `GG-${no}`).at(-1)).toContain('已取消');
    await sweepAt('2027-01-19T22:00');
    expect(await stateOf('S012')).toMatchObject({ state: 'online' });
  });

  test('J-16b, A39: a local authority files a major event of its region; it stays open to citizens unless it pauses', async () => {
    system.at('2027-01-20T10:00');
    const local = staff('demo-gz-local');
    // 广州积分制入户, of a unit of the city.
    const service = { id: 'S074' };
    await expect(
      local.open('maintenance', plan('S076', '2027-01-28T09:00', '2027-01-28T18:00')),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const event = { type: 'event', risk: '访问量预计为平时五倍，已扩充人手。' };
    const { no } = await local.open(
      'maintenance',
      plan(service.id, '2027-01-28T09:00', '2027-01-28T18:00', event),
    );
    await operator.act(no, 'acknowledge');
    await system.run();
    expect(texts('demo-manager', no)[0]).toContain('重大活动');
    await sweepAt('2027-01-28T09:00');
    expect((await local.get(no)).state).toBe('running');
    expect(await stateOf(service.id)).toMatchObject({ state: 'online' });
    await local.act(no, 'finish', verified);
  });

  test('J-16b: whether a service pauses is asked of major events alone', async () => {
    system.at('2027-01-21T10:00');
    const field = (await formOf('demo-hrss-handler')).find(({ name }) => name === 'pauses');
    expect(field?.onlyIf).toEqual({ field: 'type', is: ['event'] });
    const upgrade = plan('S007', '2027-02-01T22:00', '2027-02-02T02:00', { pauses: true });
    expect(await refusedFields(upgrade)).toHaveProperty('pauses');
    const { no } = await handler.open('maintenance', { ...upgrade, type: 'event' });
    await operator.act(no, 'acknowledge');
    await sweepAt('2027-02-01T22:00');
    expect(await stateOf('S007')).toMatchObject({ state: 'maintenance' });
    await handler.act(no, 'finish', verified);
  });

  test('the platform itself: planned by the operator, every service shows it; two at one time are refused', async () => {
    system.at('2027-02-01T10:00');
    const { serviceId: _serviceId, ...input } = plan('', '2027-02-20T01:00', '2027-02-20T05:00');
    const { no } = await operator.open('maintenance', input);
    await expect(operator.open('maintenance', input)).rejects.toMatchObject({
      fields: { startsAt: expect.stringContaining(no) },
    });
    await operator.act(no, 'acknowledge');
    await sweepAt('2027-02-20T01:00');
    expect(await stateOf('S013')).toMatchObject({ state: 'maintenance' });
    system.at('2027-02-20T04:00');
    await operator.act(no, 'finish', verified);
    expect(await stateOf('S013')).toMatchObject({ state: 'online' });
  });
});

describe('the calendar of windows (A5)', () => {
  test('G-3.2.3a: it warns of other windows of the service, the unit and the day, of make-up days, holidays and working hours', async () => {
    system.at('2026-09-01T10:00');
    const late = { urgentReason: '演练。' };
    const open = async (who: string, input: object): Promise<string> =>
      (await staff(who).open('maintenance', { ...input, ...late })).no;
    // A Sunday that is worked (make-up for National Day), in working hours.
    const first = await open('demo-hrss-handler', plan('S001', '2026-09-20T10:00', '2026-09-20T12:00'));
    const sameUnit = await open('demo-hrss-handler', plan('S002', '2026-09-20T20:00', '2026-09-20T22:00'));
    const { serviceId: _serviceId, ...platform } = plan('', '2026-09-20T11:00', '2026-09-20T23:00');
    const whole = await open('demo-operator', platform);
    const holiday = await open('demo-hrss-handler', plan('S003', '2026-10-02T02:00', '2026-10-02T04:00'));
    for (const [who, id] of [
      ['demo-psb-handler', 'S012'],
      ['demo-psb-handler', 'S013'],
      ['demo-tax-handler', 'S035'],
    ] as const)
      await open(who, plan(id, '2026-10-02T06:00', '2026-10-02T07:00'));
    const { windows, days } = await manager.call<MaintenanceCalendar>('maintenance.calendar', {
      from: '2026-09-19',
      to: '2026-10-02',
    });
    const warnings = (no: string): string => windows.find(one => one.no === no)?.warnings.join(';') ?? '';
    expect(warnings(first)).toContain(`与 ${whole}“办事平台”的时间重叠`);
    expect(warnings(first)).toContain(`同一天本单位还有 ${sameUnit}`);
    expect(warnings(first)).toContain('是调休上班日');
    expect(warnings(first)).toContain('占用工作时间');
    expect(warnings(sameUnit)).not.toContain('占用工作时间');
    expect(warnings(holiday)).toContain('国庆节假期');
    expect(warnings(holiday)).toMatch(/同一天其他单位还有“[^”]+”、“[^”]+”等 3 次/);
    expect(days.find(({ date }) => date === '2026-09-20')).toMatchObject({ kind: 'make-up' });
    expect(days.find(({ date }) => date === '2026-09-19')).toMatchObject({ kind: 'off' });
    expect(days.find(({ date }) => date === '2026-10-01')).toEqual({
      date: '2026-10-01',
      kind: 'off',
      name: '国庆节',
    });

    await handler.act(first, 'cancel', { reason: '不做了。' });
    const after = await handler.call<MaintenanceCalendar>('maintenance.calendar', {
      from: '2026-09-20',
      to: '2026-09-20',
    });
    expect(after.windows.map(({ no }) => no)).toEqual([whole, sameUnit]);
  });

  test('a span that is wrong or too long is refused, and so is whoever handles no tickets', async () => {
    for (const span of [
      { from: '2026-10-02', to: '2026-10-01' },
      { from: '2026-01-01', to: '2026-12-31' },
      { from: '2026-02-30', to: '2026-03-01' },
    ])
      await expect(manager.call('maintenance.calendar', span)).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      staff('demo-security').call('maintenance.calendar', { from: '2026-10-01', to: '2026-10-02' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});
