import type { StaffApi } from '../../typings/api';
import { outcomes, running, useSystem } from '../support/system';

/** Limits set by law (A3), versions of rule sets, and the calendar of a year that is published late (A32). */
const system = useSystem();
const manager = system.staff('demo-manager');
const operator = system.staff('demo-operator');

type Service = { id: string; statutory: object[]; [field: string]: unknown };
const service = (id: string, statutory: object[], more: object = {}): Service => ({
  id,
  name: `法定时限服务${id}`,
  unitId: 'mca',
  region: '440000',
  state: 'online',
  statutory,
  ...more,
});

describe('a limit set by law replaces 5 and 20 WD (A3)', () => {
  const file = (kind: string, serviceId: string, category = 'business') => {
    system.at('2026-09-24T10:00');
    return system
      .citizen(`law-${serviceId}`)
      .file({ kind: kind as 'complaint', category: category as 'business', serviceId });
  };

  test('longer and shorter, in working days, days and months, at once after it was saved', async () => {
    const limit = (n: number, unit: string, stage = 'reply') => ({
      n,
      unit,
      stage,
      basis: '《某某条例》第一条',
    });
    const rows: [string, object[], string][] = [
      ['L1', [limit(15, 'working-day')], '2026-10-22'],
      ['L2', [limit(3, 'working-day')], '2026-09-30'],
      // 30 days end on Saturday 10-24 and move to Monday.
      ['L3', [limit(30, 'calendar-day')], '2026-10-26'],
      ['L4', [limit(2, 'month')], '2026-11-24'],
    ];
    for (const [id, statutory, date] of rows) {
      await manager.call('service.save', { service: service(id, statutory) });
      for (const kind of ['consultation', 'complaint']) {
        const ticket = await file(kind, id);
        expect(ticket.promise).toMatchObject({ date, confirmed: true });
        expect(running(ticket, 'reply')).toMatchObject({ date, clause: '《某某条例》第一条' });
      }
    }
  });

  test('for accepting too; using the mini-program has no statutory limit', async () => {
    const statutory = [{ n: 2, unit: 'working-day', stage: 'accept', basis: '《某某办法》' }];
    await manager.call('service.save', { service: service('L5', statutory) });
    const ticket = await file('complaint', 'L5');
    expect(outcomes(ticket, 'accept')).toEqual(['running 2026-09-29']);
    expect(outcomes(ticket, 'reply')).toEqual(['running 2026-10-29']);
    expect((await file('consultation', 'L1', 'technical')).promise?.date).toBe('2026-09-29');
    // Without a known unit one working day goes before it.
    expect((await file('consultation', 'L2', 'unsure')).promise?.date).toBe('2026-10-08');
  });

  test('only the manager and the operator’s lead keep services; units that do not exist are refused', async () => {
    await expect(operator.call('service.save', { service: service('L6', []) })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      manager.call('service.save', { service: service('L6', [], { unitId: 'nobody' }) }),
    ).rejects.toMatchObject({ code: 'invalid', fields: { 'service.unitId': expect.any(String) as string } });
    await expect(
      manager.call('service.save', { service: service('L6', [], { region: '999999' }) }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});

type Listed = { id: string; version: number; latest: boolean };
type Shown = StaffApi['ruleset.get']['out']['ruleSet'];

describe('rule sets', () => {
  test('a new version is active for new tickets; older ones keep theirs (design §1)', async () => {
    system.at('2026-09-24T10:00');
    const wen = system.citizen('wen');
    const before = await wen.file({ serviceId: 'S001' });
    const { ruleSet } = await manager.call<{ ruleSet: { id: string; version: number } }>('ruleset.save', {
      id: 'gdzw-0001.5-2019',
      limits: { 'consult.business': { limit: { n: 3, unit: 'working-day' } } },
    });
    // Saved is not active yet.
    expect((await wen.file({ serviceId: 'S001' })).promise?.date).toBe('2026-10-09');
    await manager.call('ruleset.activate', ruleSet);
    const after = await wen.file({ serviceId: 'S001' });
    expect(after.promise?.date).toBe('2026-09-30');
    const kept = await system.staff('demo-hrss-handler').act(before.no, 'dispatch', { unitId: 'gz-hrss' });
    expect(outcomes(kept, 'reply').at(-1)).toBe('running 2026-10-09');

    await manager.call('ruleset.activate', { id: 'ganfutong-draft-2025-06', version: 1 });
    const draft = await wen.file({ serviceId: 'S001' });
    expect(draft.ruleSet).toMatchObject({ id: 'ganfutong-draft-2025-06', draft: true });
    expect(draft.ruleSet.name).toContain('征求意见稿');
    await manager.call('ruleset.activate', { id: 'gdzw-0001.5-2019', version: 1 });
  });

  test('what is saved is shown as a whole, with what shipped, who saved it and what it changes', async () => {
    const id = 'gdzw-0001.5-2019';
    const listed = async () => (await manager.call<{ ruleSets: Listed[] }>('ruleset.list')).ruleSets;
    const newest = (await listed()).find(one => one.id === id && one.latest)!;
    const { ruleSet } = await manager.call<{ ruleSet: Shown }>('ruleset.save', {
      id,
      version: newest.version,
      // Both forms of the input.
      limits: {
        'complaint.business.reply': { n: 25, unit: 'working-day' },
        'consult.business': { limit: { n: 5, unit: 'working-day' } },
      },
      windows: { rateDays: 9 },
      switches: { extension: true },
      roleNames: { operator: '运营公司' },
      majorChanges: ['换登录方式'],
    });
    expect(ruleSet).toMatchObject({
      version: newest.version + 1,
      basedOn: 1,
      active: false,
      latest: true,
      saved: { by: '管理方演示' },
      switches: { extension: true, changeMode: 'approve' },
      windows: { rateDays: 9, objectDays: 7 },
      roleNames: { operator: '运营公司' },
      majorChanges: ['换登录方式'],
    });
    expect(ruleSet.limits['complaint.business.reply']).toMatchObject({
      limit: { n: 25, unit: 'working-day' },
      shipped: { n: 20, unit: 'working-day' },
      label: '答复处理结果',
      clause: 'G-5.3d',
      clock: 'reply',
    });
    expect(ruleSet.limits['dispatch']).toMatchObject({ internal: true, limit: { n: 1 }, shipped: { n: 1 } });
    expect(ruleSet.about.windows['rateDays']).toMatchObject({ label: '答复后可以评价', shipped: 7, max: 60 });
    expect(ruleSet.differences.map(({ label }) => label)).toEqual([
      '投诉：答复处理结果',
      '答复后可以评价',
      '延期答复',
      '另行规定的重大变更',
      '运营方的称谓',
    ]);
    // What shipped is as it was, and the version before, too.
    const got = (version: number) => manager.call<{ ruleSet: Shown }>('ruleset.get', { id, version });
    expect((await got(1)).ruleSet.limits['complaint.business.reply']?.limit.n).toBe(20);
    expect((await got(1)).ruleSet.latest).toBe(false);
    // Somebody who had looked at the version before is told.
    await expect(
      manager.call('ruleset.save', { id, version: newest.version, windows: { rateDays: 8 } }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect((await listed()).filter(one => one.id === id)).toHaveLength(newest.version + 1);
  });

  test('save, activate, file: the date follows; what was filed before keeps its limits (G-5.3d)', async () => {
    system.at('2026-11-02T10:00');
    const id = 'gdzw-0001.5-2019';
    const lin = system.citizen('lin');
    const file = () => lin.file({ kind: 'complaint', serviceId: 'S001' });
    const before = await file();
    expect(before.promise?.date).toBe('2026-11-30');
    const { ruleSet } = await manager.call<{ ruleSet: Shown }>('ruleset.save', {
      id,
      limits: {
        'complaint.business.reply': { n: 13, unit: 'working-day' },
        supervise: { n: 3, unit: 'working-day' },
      },
    });
    await manager.call('ruleset.activate', { id, version: ruleSet.version });
    const after = await file();
    expect(after.promise?.date).toBe('2026-11-19');
    expect(outcomes(after, 'reply')).toEqual(['running 2026-11-19']);
    const supervised = async (no: string) => {
      const ticket = await manager.act(no, 'supervise', { text: '请优先办理' });
      return running(ticket, 'supervise')?.date;
    };
    expect(await supervised(before.no)).toBe('2026-11-04');
    expect(await supervised(after.no)).toBe('2026-11-05');
    expect(outcomes(await lin.get(before.no), 'reply')).toEqual(['running 2026-11-30']);
    expect((await lin.get(before.no)).promise?.date).toBe('2026-11-30');
    await manager.call('ruleset.activate', { id, version: 1 });
  });

  test('what no rule set may say is refused where it stands, in words that say what may be said', async () => {
    const errors = async (input: object) => {
      const refusal: unknown = await manager.call('ruleset.save', { id: 'gdzw-0001.5-2019', ...input }).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(refusal).toMatchObject({ code: 'invalid' });
      return (refusal as { fields: Record<string, string> }).fields;
    };
    expect(
      await errors({
        limits: {
          dispatch: { n: 0, unit: 'working-day' },
          'complaint.business.reply': { n: 20, unit: 'minute' },
          'fault.report': { limit: { n: 50_000, unit: 'service-minute' } },
        },
        windows: { rateDays: 61, nights: 1 },
        switches: { changeMode: 'both', hotlines: 'linked' },
      }),
    ).toEqual({
      dispatch: '应为整数，1 到 250 个工作日',
      'complaint.business.reply': '这一时限的单位只能是：个工作日、日、个月',
      'fault.report': '应为整数，1 到 43200 分钟（服务时间内）',
      rateDays: '应为整数，1 到 60 日',
      nights: '没有这一项',
      changeMode: '只能选：须经审核、报备即可',
      // Nothing asks it yet.
      hotlines: '没有这一项',
    });
    expect(
      await errors({ limits: { 'complaint.business.accept': { n: 200, unit: 'working-day' } } }),
    ).toHaveProperty(['complaint.business.accept']);
  });

  test('unknown limits and rule sets are refused; only the manager may change them', async () => {
    await expect(
      manager.call('ruleset.save', {
        id: 'gdzw-0001.5-2019',
        limits: { nonsense: { limit: { n: 1, unit: 'month' } } },
      }),
    ).rejects.toMatchObject({ code: 'invalid', fields: { nonsense: expect.any(String) as string } });
    await expect(
      manager.call('ruleset.activate', { id: 'gdzw-0001.5-2019', version: 99 }),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      operator.call('ruleset.activate', { id: 'gdzw-0001.5-2019', version: 1 }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a year that is published after the filing (A32)', () => {
  const off = (date: string, name = '元旦') => ({ date, kind: 'off', name });
  const year2027 = (more: object[] = []) => ({
    year: 2027,
    source: '国务院办公厅关于2027年部分节假日安排的通知（演示数据）',
    days: [
      off('2027-01-01'),
      off('2027-02-05', '春节'),
      off('2027-02-06', '春节'),
      off('2027-02-07', '春节'),
      off('2027-02-08', '春节'),
      off('2027-04-05', '清明节'),
      off('2027-05-01', '劳动节'),
      off('2027-05-02', '劳动节'),
      off('2027-06-09', '端午节'),
      off('2027-09-15', '中秋节'),
      off('2027-10-01', '国庆节'),
      off('2027-10-02', '国庆节'),
      off('2027-10-03', '国庆节'),
      ...more,
    ],
  });

  test('provisional dates are counted anew: later by itself, earlier only when the manager confirms', async () => {
    system.at('2026-12-04T10:00');
    const xia = system.citizen('xia');
    const later = await xia.file({ kind: 'complaint', serviceId: 'S001' });
    expect(later.promise).toMatchObject({ date: '2027-01-04', provisional: true });
    expect(running(later, 'reply')).toMatchObject({ date: '2027-01-04', provisional: true });
    system.at('2026-12-28T10:00');
    const earlier = await xia.file({ serviceId: 'S001' });
    expect(earlier.promise).toMatchObject({ date: '2027-01-05', provisional: true });

    // 元旦 with Monday off and Saturday, the 2nd, as a make-up day: the first date moves, the second comes earlier.
    await expect(operator.call('calendar.import', year2027())).rejects.toMatchObject({ code: 'forbidden' });
    // Before it is confirmed it shows how many running dates move, and which way (A41); nothing is written.
    const preview = await manager.call<{ moves: { later: number; earlier: number }; published: boolean }>(
      'calendar.import',
      { ...year2027([off('2027-01-04')]), dryRun: true },
    );
    expect(preview.published).toBe(true);
    // Reply and promise of both tickets.
    expect(preview.moves.later).toBeGreaterThanOrEqual(4);
    expect(preview.moves.earlier).toBe(0);
    expect(await manager.call('calendar.get', { year: 2027 })).toMatchObject({ published: false });
    await manager.call('calendar.import', year2027([off('2027-01-04')]));
    await system.run();
    const moved = await xia.get(later.no);
    expect(moved.promise).toMatchObject({ date: '2027-01-05', provisional: false });
    expect(running(moved, 'reply')).toMatchObject({ date: '2027-01-05', provisional: false });
    expect((await xia.get(earlier.no)).promise).toMatchObject({ date: '2027-01-06' });

    const makeUp = [off('2027-01-04'), { date: '2027-01-02', kind: 'work', name: '元旦' }];
    const make3 = [...makeUp, { date: '2027-01-03', kind: 'work', name: '元旦' }];
    // A change of what is published has a reason (A41).
    await expect(manager.call('calendar.import', year2027(make3))).rejects.toMatchObject({
      code: 'invalid',
      fields: { reason: expect.stringContaining('理由') as string },
    });
    const supplement = { ...year2027(make3), reason: '国务院办公厅补充通知（演示数据）' };
    const { moves } = await manager.call<{ moves: { later: number; earlier: number } }>('calendar.import', {
      ...supplement,
      dryRun: true,
    });
    expect(moves.earlier).toBeGreaterThan(0);
    expect(moves.later).toBe(0);
    await manager.call('calendar.import', supplement);
    await system.run();
    expect(running(await xia.get(later.no), 'reply')?.date).toBe('2027-01-05');
    expect(system.messages('demo-manager').map(one => one.template)).toContain('calendar-earlier');
    const { pendingEarlier } = await manager.call<{ pendingEarlier: number }>('calendar.get', { year: 2027 });
    expect(pendingEarlier).toBeGreaterThan(0);
    await expect(operator.call('calendar.confirm')).rejects.toMatchObject({ code: 'forbidden' });
    await manager.call('calendar.confirm');
    expect(running(await xia.get(later.no), 'reply')?.date).toBe('2027-01-02');
    expect((await manager.call<{ pendingEarlier: number }>('calendar.get')).pendingEarlier).toBe(0);
    // Said again, nothing moves and nobody is told twice. Reports that nobody drafted meanwhile go on being drafted.
    const told = () => system.messages('demo-manager').filter(({ about }) => !about.startsWith('BG'));
    await system.run();
    const before = told();
    await system.run();
    expect(told()).toEqual(before);
    expect((await manager.call<{ broken: unknown[] }>('audit.check')).broken).toEqual([]);
  });

  test('a list without the statutory days of its year is refused with every missing day (A41)', async () => {
    const days = ['01-01', '05-01', '05-02', '05-03', '10-01', '10-02', '10-03'].map(day =>
      off(`2028-${day}`),
    );
    const missing = ['2028-01-25', '2028-01-26', '2028-01-27', '2028-01-28', '2028-04-04', '2028-05-28'];
    for (const dryRun of [true, false]) {
      const refused = manager.call('calendar.import', { year: 2028, source: '通知', days, dryRun });
      // Said in the message too, where the name of a field means nothing.
      await expect(refused).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining(missing[0] ?? '') as string,
        fields: { days: expect.any(String) as string },
      });
      for (const date of missing)
        await expect(refused).rejects.toMatchObject({
          fields: { days: expect.stringContaining(date) as string },
        });
    }
    expect(await manager.call('calendar.get', { year: 2028 })).toMatchObject({ published: false });
  });

  test('a day that was published is missing only when it is named (A41)', async () => {
    const { days } = year2027();
    const make = [off('2027-01-04'), { date: '2027-01-02', kind: 'work', name: '元旦' }];
    const lacking = { ...year2027(), days: [...days, ...make], reason: '更正' };
    await expect(manager.call('calendar.import', lacking)).rejects.toMatchObject({
      code: 'invalid',
      fields: { days: expect.stringContaining('2027-01-03') as string },
    });
    const named = { ...lacking, removed: ['2027-01-03'] };
    expect(await manager.call('calendar.import', { ...named, dryRun: true })).toMatchObject({ year: 2027 });
    await expect(
      manager.call('calendar.import', { ...named, removed: ['2027-02-30'] }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  test('an arrangement with errors is refused with the days named', async () => {
    await expect(
      manager.call('calendar.import', { year: 2028, source: '通知', days: [off('2028-13-01')] }),
    ).rejects.toMatchObject({ code: 'invalid', fields: { 'days.0.date': expect.any(String) as string } });
    await expect(manager.call('calendar.import', { ...year2027(), year: 2028 })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('the manager is warned once when the published calendar is about to end', async () => {
    system.at('2027-11-20T10:00');
    await system.run();
    await system.run();
    const alarms = system.messages('demo-manager').filter(one => one.template === 'calendar-alarm');
    expect(alarms.filter(one => one.text.includes('2027'))).toHaveLength(1);
  });
});
