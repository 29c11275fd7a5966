import type { Actor } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { beginRuns, settleRuns } from '../../cloudfunctions/usecases/oversight/plans/run-plans';
import { actOnTicket } from '../../cloudfunctions/usecases/tickets/act-on-ticket';
import { listQueue } from '../../cloudfunctions/usecases/tickets/lists/list-queue';
import { queueInput } from '../../cloudfunctions/usecases/tickets/lists/queue-range';
import { staffOf, toldTo } from '../support/callers';
import { everybody, handlerOf, leadOf, manager, operator, operatorLead, units } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** Recurring duties (G-3.3.2.1, A8, A10), and the ten lessons on recurring checks of facts/oversight.md §6. */

const at = (moment: string): string => `${moment}:00.000+08:00`;
const stored = (world: Memory, no: string): Ticket => world.get('tickets', no)!.ticket;
const local = everybody.find(({ role }) => role === 'local')!;

const weekly = {
  kind: 'inspection',
  topic: 'weekly',
  title: '每周巡检',
  period: 'weekly',
  party: { role: 'operator' },
  from: '2026-01-01',
} as const;

const save = (world: Memory, actor: Actor, input: object) =>
  staffOf(world, actor).call('plan.save', { ...weekly, ...input } as never);
const missed = (world: Memory, actor: Actor = manager, from = '2026-01-01', to = '2027-12-31') =>
  staffOf(world, actor).call('plan.missed', { from, to });

const told = (world: Memory, { id }: Actor): Promise<string[]> => toldTo(world, `openid-${id}`);

const tick = async (world: Memory, moment: string): Promise<void> => {
  world.at(at(moment));
  await beginRuns(world, plainWork());
  await settleRuns(world, plainWork());
};

const opened = (world: Memory): Ticket[] =>
  world
    .all('tickets')
    .map(({ ticket }) => ticket)
    .filter(({ kind }) => ['inspection', 'duty', 'simulation', 'assessment'].includes(kind))
    .sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
const periods = (world: Memory): string[] =>
  world
    .all('planruns')
    .map(({ period }) => period)
    .sort();

const record = (world: Memory, actor: Actor, no: string, more: Record<string, object> = {}) => {
  const ticket = stored(world, no);
  const checklist = ticket.work?.values['checklist'] as { item: string; threshold?: string }[];
  return actOnTicket(world, actor, {
    no,
    act: 'record',
    version: ticket.version,
    input: {
      items: checklist.map(({ item, threshold }) => ({
        item,
        result: 'pass',
        ...(threshold ? { value: threshold.startsWith('≥') ? '100%' : '50%' } : {}),
        ...more[item],
      })),
    },
  });
};

test('G-3.3.2.1: a week opens by itself on its first working day, once, with the checklist of the documents', async () => {
  const world = memory(at('2026-11-21T10:00'));
  await save(world, manager, { from: '2026-11-23' });
  await tick(world, '2026-11-22T23:59');
  expect(opened(world)).toEqual([]);
  await tick(world, '2026-11-23T00:00');
  await tick(world, '2026-11-23T00:01');
  await tick(world, '2026-11-25T09:00');
  const [ticket] = opened(world);
  expect(opened(world)).toHaveLength(1);
  expect(ticket).toMatchObject({ state: 'toCheck', holder: { role: 'operator' } });
  expect(ticket!.clocks[0]).toMatchObject({ name: 'report', date: '2026-11-27', clause: 'G-3.3.2.1' });
  // G-3.3.2.1 a–c: eight, two, the servers, and what the probes see.
  const items = (ticket!.work?.values['checklist'] as { item: string }[]).map(({ item }) => item);
  expect(items).toHaveLength(15);
  const eight = ['升级', '兼容性', '办事功能', '查询功能', '咨询功能', '公告', '用户中心', '其他功能'];
  expect(items.slice(0, 10)).toEqual([
    ...eight.map(item => `小程序${item}`),
    '后台登录测试',
    '后台信息发布测试',
  ]);
  expect(items.slice(10).join()).toMatch(/磁盘.*CPU.*内存.*数据库/);
  expect(await told(world, operator)).toContainEqual(expect.stringMatching(/^请检查并报告/));
});

test('G-3.3.2.1r: the report reaches the manager with the record, in the same week', async () => {
  const world = memory(at('2026-11-23T09:00'));
  await save(world, manager, {});
  await tick(world, '2026-11-23T09:01');
  const [{ no }] = opened(world) as [Ticket];
  world.at(at('2026-11-27T17:00'));
  await record(world, operator, no);
  expect(await told(world, manager)).toEqual([expect.stringContaining('15 项通过')]);
  // G-3.3.2.2a: the lead of the operator hears of it too.
  expect(await told(world, operatorLead)).toContainEqual(expect.stringMatching(/^已报告/));
  await tick(world, '2026-11-30T09:00');
  expect(world.get('planruns', `${world.all('plans')[0]!._id}|2026-W48`)).toMatchObject({ state: 'done' });
  expect((await missed(world)).missed).toEqual([]);
});

test('A8: a week without a working day is exempt and says so; a make-up day counts', async () => {
  // Spring festival 2026: the week of 16 February has no working day; 28 February is a make-up Saturday.
  const world = memory(at('2026-02-13T10:00'));
  await save(world, manager, { from: '2026-02-16' });
  for (const day of ['16', '18', '22']) await tick(world, `2026-02-${day}T09:00`);
  expect(opened(world)).toEqual([]);
  await tick(world, '2026-02-23T09:00');
  await tick(world, '2026-02-24T09:00');
  expect(periods(world)).toEqual(['2026-W09']);
  // The last working day of that week is the make-up Saturday.
  expect(opened(world)[0]!.clocks[0]).toMatchObject({ date: '2026-02-28' });
  const { exempt } = await listQueue(world, operator, queueInput.parse({ view: 'all', kind: 'inspection' }));
  expect(exempt).toEqual([{ period: expect.stringContaining('2 月 16 日'), why: '本周无工作日' }]);
});

test('lesson 5: a period that was missed is a red light and a row with its reason; what is done later does not take it away', async () => {
  const world = memory(at('2026-11-23T09:00'));
  const { plan } = await save(world, manager, {});
  await tick(world, '2026-11-23T09:01');
  const [{ no }] = opened(world) as [Ticket];
  world.at(at('2026-11-30T09:00'));
  await sweepDeadlines(world, plainWork());
  expect(stored(world, no).lights.map(({ level }) => level)).toContain('red');
  expect(await told(world, operatorLead)).toContainEqual(expect.stringMatching(/^已超期/));
  await actOnTicket(world, operator, {
    no,
    act: 'explain',
    version: stored(world, no).version,
    input: { reason: '机房停电' },
  });
  await tick(world, '2026-11-30T09:02');
  await record(world, operator, no);
  await tick(world, '2026-12-01T00:02');
  expect((await missed(world)).missed).toEqual([
    expect.objectContaining({
      planId: plan.id,
      period: '2026-W48',
      party: { role: 'operator' },
      due: '2026-11-27',
      reason: '机房停电',
      no,
    }),
  ]);
  expect((await missed(world, manager, '2026-11-28')).missed).toEqual([]);
});

test('lesson 4: the next period comes by the calendar, whether this one was done early or late, and each meets its own alone', async () => {
  const world = memory(at('2026-11-23T09:00'));
  await save(world, manager, {});
  await tick(world, '2026-11-23T09:01');
  await record(world, operator, opened(world)[0]!.no);
  await tick(world, '2026-11-29T23:59');
  expect(periods(world)).toEqual(['2026-W48']);
  await tick(world, '2026-11-30T00:01');
  expect(periods(world)).toEqual(['2026-W48', '2026-W49']);
  // Not done in its week; what is done on the Tuesday after is that of the week before.
  await tick(world, '2026-12-07T09:00');
  world.at(at('2026-12-08T09:00'));
  await record(world, operator, opened(world)[1]!.no);
  await tick(world, '2026-12-13T23:59');
  expect(opened(world).map(({ state }) => state)).toEqual(['checked', 'checked', 'toCheck']);
  await tick(world, '2026-12-14T00:01');
  expect(periods(world)).toEqual(['2026-W48', '2026-W49', '2026-W50', '2026-W51']);
  expect((await missed(world)).missed.map(({ period }) => period)).toEqual(['2026-W49', '2026-W50']);
});

test('A10: a check that was called off is a missed period with its reason', async () => {
  const world = memory(at('2026-11-23T09:00'));
  await save(world, manager, {});
  await tick(world, '2026-11-23T09:01');
  const [{ no, version }] = opened(world) as [Ticket];
  await actOnTicket(world, operator, { no, act: 'cancel', version, input: { reason: '系统整体停机' } });
  await tick(world, '2026-11-30T00:10');
  expect((await missed(world)).missed).toMatchObject([{ period: '2026-W48', reason: '系统整体停机' }]);
});

test('a timer that was dead over the turn of the year catches up: each period once, what is past is missed', async () => {
  const world = memory(at('2026-12-14T09:00'));
  await save(world, manager, {});
  await tick(world, '2026-12-14T09:01');
  await tick(world, '2027-01-06T09:00');
  await tick(world, '2027-01-06T09:01');
  expect(periods(world)).toEqual(['2026-W51', '2026-W52', '2026-W53', '2027-W01']);
  expect(opened(world)).toHaveLength(4);
  expect((await missed(world)).missed.map(({ period, reason }) => [period, reason])).toEqual([
    ['2026-W51', undefined],
    ['2026-W52', '平台停运，到期后才发起'],
    ['2026-W53', '平台停运，到期后才发起'],
  ]);
});

test('a run that breaks off opens its ticket once, whatever it had come to', async () => {
  const world = memory(at('2026-11-23T09:00'));
  await save(world, manager, {});
  world.at(at('2026-11-23T09:01'));
  await beginRuns(world, plainWork());
  let broken = false;
  world.onWrite = name => {
    if (name !== 'planruns' || broken) return;
    broken = true;
    throw new Error('the run was killed');
  };
  await expect(settleRuns(world, plainWork())).rejects.toThrow('killed');
  expect(opened(world)).toHaveLength(1);
  world.onWrite = () => undefined;
  await settleRuns(world, plainWork());
  expect(opened(world)).toHaveLength(1);
  expect(world.all('planruns')[0]).toMatchObject({ state: 'open', no: opened(world)[0]!.no });
});

describe('a plan that changes in the middle of its period neither loses nor doubles a run', () => {
  const changed = async (period: string, moment: string) => {
    const world = memory(at('2026-11-23T09:00'));
    const { plan } = await save(world, manager, {});
    await tick(world, '2026-11-23T09:01');
    world.at(at('2026-11-25T09:00'));
    await save(world, manager, {
      id: plan.id,
      version: plan.version,
      period,
      title: '巡检（新）',
      checklist: ['只看一项'],
    });
    await tick(world, '2026-11-25T09:01');
    expect(opened(world)).toHaveLength(1);
    await tick(world, moment);
    return world;
  };

  test('lesson 10: what has begun keeps its title and list; what begins later has the new ones', async () => {
    const world = await changed('weekly', '2026-11-30T09:00');
    const [before, after] = opened(world);
    expect(before!.work?.values['checklist']).toHaveLength(15);
    expect(after!.work?.values['checklist']).toEqual([{ item: '只看一项' }]);
    expect(after!.title).toContain('巡检（新）');
  });

  test('from weeks to months: the month that had weeks has no run besides; the next one has', async () => {
    expect(periods(await changed('monthly', '2026-11-30T09:00'))).toEqual(['2026-W48']);
    expect(periods(await changed('monthly', '2026-12-01T09:00'))).toEqual(['2026-12', '2026-W48']);
  });

  test('from months to weeks: no week that the month covers', async () => {
    const world = memory(at('2026-11-02T09:00'));
    const { plan } = await save(world, manager, { period: 'monthly' });
    await tick(world, '2026-11-02T09:01');
    await save(world, manager, { id: plan.id, version: plan.version, period: 'weekly' });
    for (const day of ['2026-11-09', '2026-11-30', '2026-12-04', '2026-12-07'])
      await tick(world, `${day}T09:00`);
    expect(periods(world)).toEqual(['2026-11', '2026-W50']);
  });

  test('one that was over and is taken up again does not catch up what was not planned', async () => {
    const world = memory(at('2026-09-01T09:00'));
    const { plan } = await save(world, manager, { until: '2026-09-04' });
    await tick(world, '2026-09-01T09:01');
    await tick(world, '2026-11-25T09:00');
    await save(world, manager, { id: plan.id, version: plan.version });
    await tick(world, '2026-11-25T09:01');
    expect(periods(world)).toEqual(['2026-W36', '2026-W48']);
  });
});

describe('what is saved', () => {
  test('thresholds that are no numbers, things named twice, unknown topics and bad days are said at their places', async () => {
    const world = memory(at('2026-11-23T09:00'));
    const wrong = (input: object) =>
      save(world, manager, input).then(
        () => ({}),
        (error: unknown) => error,
      );
    expect(await wrong({ checklist: [{ item: '磁盘', threshold: '不多' }, '磁盘'] })).toMatchObject({
      fields: {
        'checklist.0.threshold': expect.stringContaining('≤80%'),
        'checklist.1.item': '这一项写了两次',
      },
    });
    expect(await wrong({ topic: 'nothing' })).toMatchObject({ fields: { topic: '没有这项检查内容' } });
    expect(await wrong({ kind: 'complaint' })).toMatchObject({ fields: { kind: '这个流程不能定计划' } });
    expect(await wrong({ party: { role: 'unit' } })).toMatchObject({
      fields: { 'party.unitId': '请选择单位' },
    });
    expect(await wrong({ from: '2026-11-30', until: '2026-11-29' })).toMatchObject({
      fields: { until: '不能早于开始日期' },
    });
  });

  test('a unit plans for itself, an authority for its region, nobody else for them; each sees its own', async () => {
    const world = memory(at('2026-11-23T09:00'));
    const own = { topic: 'patrol', title: '日常巡检', party: { role: 'unit', unitId: 'hrss' } };
    const { plan } = await save(world, leadOf('hrss'), own);
    await save(world, local, {
      topic: 'regional',
      title: '本市巡检',
      party: { role: 'local', region: '440100' },
    });
    await expect(save(world, leadOf('psb'), own)).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      save(world, leadOf('psb'), { ...own, id: plan.id, version: 1, party: { role: 'unit', unitId: 'psb' } }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(save(world, local, own)).rejects.toMatchObject({ code: 'invalid' });
    await expect(save(world, handlerOf('hrss'), own)).rejects.toThrow('may not call');
    await expect(save(world, manager, { ...own, id: plan.id, version: 7 })).rejects.toMatchObject({
      code: 'conflict',
    });
    const titles = async (actor: Actor) =>
      (await staffOf(world, actor).call('plan.list', {})).plans.map(({ title }) => title).sort();
    expect(await titles(handlerOf('hrss'))).toEqual(['日常巡检']);
    expect(await titles(handlerOf('psb'))).toEqual([]);
    expect(await titles(local)).toEqual(['本市巡检']);
    expect(await titles(operator)).toEqual(['日常巡检', '本市巡检']);
    await tick(world, '2026-11-23T09:01');
    // J-17: whoever holds the patrol hears when it begins.
    expect(
      opened(world)
        .map(({ holder }) => holder.unitId ?? holder.region)
        .sort(),
    ).toEqual(['440100', 'hrss']);
  });

  test('A10: every check that the documents name has a template with its clause and period', async () => {
    const world = memory(at('2026-11-23T09:00'));
    const { templates } = await staffOf(world, manager).call('plan.list', {});
    const found = templates.map(({ topic, clause, period, checklist }) => [
      topic,
      clause,
      period,
      checklist.length > 0,
    ]);
    for (const [topic, clause, period] of [
      ['weekly', 'G-3.3.2.1', 'weekly'],
      ['log-check', 'G-3.3.2.2a', 'monthly'],
      ['security-check', 'G-3.3.2.2b', 'monthly'],
      ['middleware', 'G-3.3.2.3a', 'monthly'],
      ['database', 'G-3.3.2.3b', 'monthly'],
      ['training', 'J-20b', 'quarterly'],
      ['risk-assessment', 'J-20b', 'quarterly'],
      ['security-patrol', 'J-20b', 'quarterly'],
      ['drill', 'J-23', 'yearly'],
      ['plan-review', 'J-23', 'yearly'],
      ['bulletin', 'G-3.1', 'monthly'],
      ['content-topics', 'G-4.2.2', 'monthly'],
      ['self-check', 'J-14b', 'monthly'],
      ['guidance', 'G-2.1b2', 'quarterly'],
      ['patrol', 'J-17', 'weekly'],
    ])
      expect(found).toContainEqual([topic, clause, period, true]);
    // Each can be planned and opened as it is.
    for (const [index, one] of templates.entries()) {
      const party =
        one.party.role === 'unit'
          ? { role: 'unit', unitId: 'hrss' }
          : one.party.role === 'local'
            ? { role: 'local', region: '440100' }
            : one.party;
      await save(world, manager, { ...one, checklist: undefined, title: `计划${index}`, party });
    }
    await tick(world, '2026-11-23T09:01');
    expect(opened(world)).toHaveLength(templates.length);
    expect(procedureOf('inspection').planned?.topics.length).toBeGreaterThan(4);
  });

  test('a unit that was dissolved within its period: its successor has the check, and the next ones', async () => {
    const world = memory(at('2026-11-23T09:00'));
    await save(world, manager, {
      topic: 'patrol',
      title: '日常巡检',
      party: { role: 'unit', unitId: 'gz-hrss' },
    });
    const unit = units.find(({ id }) => id === 'gz-hrss')!;
    world.put('units', { ...unit, _id: unit.id, ended: { successorId: 'hrss', on: '2026-11-23' } } as never);
    const settings = world.get('settings', 'current')!;
    world.put('settings', {
      ...settings,
      version: (settings.version ?? 0) + 1,
      catalogueVersion: settings.catalogueVersion + 1,
    });
    await tick(world, '2026-11-24T09:01');
    expect(opened(world)[0]).toMatchObject({ holder: { role: 'unit', unitId: 'hrss' } });
  });
});
