import { staffActions } from '../../cloudfunctions/api/staff';
import { isBelow, regionPath } from '../../cloudfunctions/domain/catalogue';
import { administrativeLabels } from '../../cloudfunctions/usecases/oversight/list-journal';
import type { StaffApi } from '../../typings/api';
import type { JournalEntry } from '../../typings/api';
import { citizenOf, registered, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, operator, operatorLead } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { year2027 } from './calendar-fixtures';
import { classifiedFind } from '../support/classified';

/** A47: who changed the system itself, when and what; two who save at once; and nobody locks the system. */

const START = '2026-11-26T10:00:00.000+08:00';
const ON = {
  url: 'https://files/1',
  links: async (ids: string[]) => new Map(ids.map(id => [id, 'https://files/1'])),
};
const newWorld = (): Memory => memory(START, { fileLinks: ON.links });

const unit = (id: string, name: string, more = {}) => ({
  id,
  name,
  region: '440000',
  duties: [],
  secondSignature: false,
  ...more,
});

describe('two writers', () => {
  const keeper = (world: Memory) => staffOf(world, operatorLead);

  test('a unit meant as new does not replace the one that has its id', async () => {
    const world = newWorld();
    const before = world.get('units', 'psb');
    for (const [sent, code] of [
      [{ unit: unit('psb', '公安教育考试院') }, 'conflict'],
      [{ unit: unit('psb', '公安教育考试院'), new: true }, 'invalid'],
      [{ unit: unit('psb', '省公安厅'), new: true }, 'invalid'],
    ] as const)
      await expect(keeper(world).call('unit.save', sent)).rejects.toMatchObject({
        code,
        fields: { 'unit.id': expect.stringContaining('省公安厅') as string },
      });
    expect(world.get('units', 'psb')).toEqual(before);
  });

  test('an id that does not exist is a creation, with or without a word; a version then is wrong', async () => {
    const world = newWorld();
    expect((await keeper(world).call('unit.save', { unit: unit('edu', '教育厅') })).unit.version).toBe(1);
    await keeper(world).call('unit.save', { unit: unit('exam', '教育考试院'), new: true });
    await expect(
      keeper(world).call('unit.save', { unit: unit('gone', '不在的'), version: 3 }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  test('of two who read the same version the second is told; what was read carries its version', async () => {
    const world = newWorld();
    const read = async () =>
      (await keeper(world).call('unit.list', { query: '省公安厅' })).units.find(({ id }) => id === 'psb')!;
    const [one, other] = [await read(), await read()];
    await keeper(world).call('unit.save', { unit: { ...one, name: '省公安厅（新）' } });
    await expect(keeper(world).call('unit.save', { unit: { ...other, phone: '110' } })).rejects.toMatchObject(
      { code: 'conflict', message: expect.stringContaining('刚被别人更改') as string },
    );
    // Called the same, it can be no other one: as acceptance checks save.
    await keeper(world).call('unit.save', { unit: unit('psb', '省公安厅（新）', { phone: '110' }) });
  });

  test('no unit and no region is above itself, however far around', async () => {
    const world = newWorld();
    await expect(
      keeper(world).call('unit.save', { unit: unit('hrss', '省人社厅', { parentId: 'th-hrss' }) }),
    ).rejects.toMatchObject({ code: 'invalid', fields: { 'unit.parentId': expect.any(String) as string } });
    await expect(
      keeper(world).call('region.save', { region: { code: '440000', name: '广东省', parent: '440106' } }),
    ).rejects.toMatchObject({ code: 'invalid', fields: { 'region.parent': expect.any(String) as string } });
    const { catalogue } = await world.snapshots.current();
    expect(isBelow('hrss', 'th-hrss', catalogue)).toBe(false);
    expect(regionPath('440000', catalogue)).toEqual(['440000']);
  });

  test('of two managers who put a rule set in force at once the later sees what is in force first', async () => {
    const world = newWorld();
    const boss = staffOf(world, manager);
    const { ruleSets } = await boss.call('ruleset.list', {});
    const [first, other] = [ruleSets.find(({ active }) => active)!, ruleSets.find(({ active }) => !active)!];
    const { ruleSet: saved } = await boss.call('ruleset.save', { id: first.id, windows: { rateDays: 9 } });
    const { inForce } = saved;
    expect(inForce).toEqual({ id: first.id, version: first.version });
    await boss.call('ruleset.activate', { id: other.id, version: other.version, inForce });
    await expect(
      boss.call('ruleset.activate', { id: saved.id, version: saved.version, inForce }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('别人') as string });
    expect(world.get('settings', 'current')?.ruleSet).toEqual({ id: other.id, version: other.version });
    // Who repeats the own call, and who says nothing of what was seen, is not stopped.
    await boss.call('ruleset.activate', { id: other.id, version: other.version, inForce });
    await boss.call('ruleset.activate', { id: saved.id, version: saved.version });
  });

  test('a unit that would never serve is refused: no act of its tickets would come to an end', async () => {
    const world = newWorld();
    for (const periods of [[], [['12:00', '09:00']], [['9', '12']]] as [string, string][][])
      await expect(
        keeper(world).call('unit.save', {
          unit: unit('psb', '省公安厅', { serviceHours: { periods } }),
        }),
      ).rejects.toMatchObject({ code: 'invalid' });
  });

  test('a unit that somebody has changed meanwhile is not dissolved, and nothing of it is moved', async () => {
    const world = newWorld();
    const before = JSON.stringify([world.all('services'), world.all('journal'), world.all('units')]);
    await expect(
      staffOf(world, manager).call('unit.dissolve', {
        unitId: 'hrss',
        successorId: 'psb',
        version: 3,
        reason: '机构改革',
      }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(JSON.stringify([world.all('services'), world.all('journal'), world.all('units')])).toBe(before);
  });

  test('regions, services and notices are kept in the same way', async () => {
    const world = newWorld();
    await expect(
      keeper(world).call('region.save', { region: { code: '440300', name: '深圳新区' } }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      keeper(world).call('service.save', { service: { id: 'card', name: '公积金提取' } as never }),
    ).rejects.toMatchObject({ code: 'conflict', fields: { 'service.id': expect.any(String) as string } });
    const boss = staffOf(world, manager);
    const draft = { kind: 'general', title: '中秋停机', text: '中秋节停机一小时。' } as const;
    const { notice } = await boss.call('notice.save', { notice: draft });
    await boss.call('notice.save', { notice: { ...draft, id: notice.id }, version: notice.version });
    for (const late of [
      boss.call('notice.save', { notice: { ...draft, id: notice.id }, version: notice.version }),
      boss.call('notice.publish', { id: notice.id, version: notice.version }),
      boss.call('notice.withdraw', { id: notice.id, version: notice.version, reason: '撤' }),
    ])
      await expect(late).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('members', () => {
  test('the last manager stays, whoever wants it, also when two revoke each other', async () => {
    const world = newWorld();
    const boss = staffOf(world, manager);
    await expect(boss.call('member.revoke', { memberId: 'mgr' })).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining('先邀请另一位') as string,
    });
    const invited = { openid: 'second', name: '管理二', role: 'manager' } as const;
    const { member } = await boss.call('member.invite', invited);
    const second = staffOf(world, { id: member.id, role: 'manager', name: '管理二' });
    const both = await Promise.allSettled([
      boss.call('member.revoke', { memberId: member.id }),
      second.call('member.revoke', { memberId: 'mgr' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(world.all('members').filter(one => one.role === 'manager' && one.state === 'active')).toHaveLength(
      1,
    );
  });

  test('a manager whose agreement has run out counts as none', async () => {
    const world = newWorld();
    const boss = staffOf(world, manager);
    await boss.call('member.invite', {
      openid: 'second',
      name: '管理二',
      role: 'manager',
      agreementUntil: '2026-11-25',
    });
    await expect(boss.call('member.revoke', { memberId: 'mgr' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
  });

  test.each([
    [{ role: 'operator', unitId: 'hrss' }, 'unitId'],
    [{ role: 'manager', region: '440100' }, 'region'],
    [{ role: 'handler' }, 'unitId'],
    [{ role: 'lead', unitId: 'hrss', region: '440100' }, 'region'],
    [{ role: 'local' }, 'region'],
    [{ role: 'local', unitId: 'hrss', region: '440100' }, 'unitId'],
    [{ role: 'security', unitId: 'hrss' }, 'unitId'],
  ] as const)('a place that does not fit the role is refused: %j', async (place, field) => {
    const boss = staffOf(newWorld(), manager);
    await expect(boss.call('member.invite', { openid: 'x', name: '新人', ...place })).rejects.toMatchObject({
      code: 'invalid',
      fields: { [field]: expect.any(String) as string },
    });
  });
});

/** What is written elsewhere: tickets have chains of their own; what one has read is nobody's business. */
const ELSEWHERE = [
  'ticket.act',
  'ticket.bulk',
  'ticket.register',
  'procedure.open',
  'inbox.read',
  'draft.save',
  'presence.touch',
  // Nothing to learn from here, so nothing is written; with enough judgements they leave their line as the others do.
  'knowledge.refit',
  'router.refit',
];
const READS =
  /\.(get|list|queue|timeline|files|history|numbers|proposals|sample|candidates|standIns|words|calendar|check|state|likely|suggest|tickets|tryOut|missed|unjudged|duplicates|held)$/;

describe('every administrative act leaves who, when and what (A47)', () => {
  test('after each there is one more entry, by whoever did it', async () => {
    const world = newWorld();
    const done: string[] = [];
    const listed = async (): Promise<JournalEntry[]> =>
      (await staffOf(world, manager).call('audit.list', {})).entries;
    const does = async <A extends keyof StaffApi>(
      actor: Parameters<typeof staffOf>[1],
      action: A,
      input: StaffApi[A]['in'],
    ): Promise<StaffApi[A]['out']> => {
      const before = world.get('chains', 'administration')?.seq ?? 0;
      world.pass(1_000);
      const out = await staffOf(world, actor).call(action, input);
      const [newest] = await listed();
      expect([action, newest?.seq, newest?.type, newest?.actorId, newest?.at]).toEqual([
        action,
        before + 1,
        action,
        actor.id,
        world.ports.now(),
      ]);
      expect(newest?.label).toBe(administrativeLabels[action]);
      done.push(action);
      return out;
    };
    await does(operatorLead, 'unit.save', { unit: unit('edu', '教育厅') });
    await does(manager, 'unit.dissolve', { unitId: 'edu', version: 1, reason: '机构改革' });
    await does(operatorLead, 'region.save', { region: { code: '440400', name: '珠海市', parent: '440000' } });
    const { member } = await does(manager, 'member.invite', {
      openid: 'openid-secret',
      name: '新人',
      role: 'handler',
      unitId: 'hrss',
      phone: '13800138000',
    });
    await does(manager, 'member.revoke', { memberId: member.id });
    await does(handlerOf('hrss'), 'member.standIn', { memberId: 'hrss-lead', until: '2026-12-31' });
    await does(handlerOf('hrss'), 'member.address', { email: 'a@example.com' });
    const { phrase } = await does(handlerOf('hrss'), 'phrase.save', {
      title: '已办好',
      text: '{称呼}：您的{服务}已办好。',
    });
    await does(leadOf('hrss'), 'phrase.remove', { id: phrase.id });
    const { days, source } = year2027();
    await does(manager, 'calendar.import', { year: 2027, source, days });
    await does(manager, 'calendar.confirm', {});
    const { ruleSet } = await does(manager, 'ruleset.save', {
      id: 'gdzw-0001.5-2019',
      windows: { rateDays: 8 },
    });
    await does(manager, 'ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
    await does(operatorLead, 'service.save', {
      service: { id: 'fund', name: '公积金提取', unitId: 'hrss', region: '440000' } as never,
    });
    await does(operatorLead, 'service.import', {
      format: 'csv',
      text: '编号,名称,接入单位,地区\nfund2,公积金缴存,hrss,440000\n',
      dryRun: false,
    });
    await does(operatorLead, 'service.export', { format: 'csv' });
    const entry = { question: '社保卡怎么补办', answer: '带身份证到窗口。', similar: [], unitId: 'hrss' };
    const { faq } = await does(handlerOf('hrss'), 'faq.save', { entry });
    const of = { id: faq.id, version: faq.version };
    await does(handlerOf('hrss'), 'faq.submit', of);
    await does(leadOf('hrss'), 'faq.review', { ...of, approve: true });
    await does(manager, 'faq.review', { ...of, approve: true });
    await does(leadOf('hrss'), 'faq.publish', { ...of, confirmed: [] });
    await does(handlerOf('hrss'), 'faq.save', { ...of, entry: { ...entry, answer: '带社保卡。' } });
    await does(leadOf('hrss'), 'faq.withdraw', of);
    await does(leadOf('hrss'), 'faq.rollback', { id: faq.id, version: 2, to: 1 });
    const second = await does(handlerOf('hrss'), 'faq.save', {
      entry: { ...entry, question: '怎么补办社保卡' },
    });
    const other = { id: second.faq.id, version: 1 };
    await does(handlerOf('hrss'), 'faq.submit', other);
    for (const actor of [leadOf('hrss'), manager])
      await does(actor, 'faq.review', { ...other, approve: true });
    await does(manager, 'faq.publish', { ...other, confirmed: [faq.id] });
    await does(leadOf('hrss'), 'faq.merge', { id: faq.id, version: 3, other });
    await does(handlerOf('hrss'), 'faq.import', {
      format: 'jsonl',
      text: JSON.stringify({ question: '医保卡怎么补办', answer: '到窗口。', unitId: 'hrss' }),
      dryRun: false,
    });
    await does(manager, 'faq.export', { format: 'jsonl' });
    await does(operatorLead, 'knowledge.saveWords', {
      version: 0,
      words: { synonyms: [['社保卡', '社会保障卡']], boilerplate: [] },
    });
    for (const name of ['000001', '000002'] as const)
      world.put('gates', {
        _id: name,
        version: Number(name),
        at: START,
        by: 'x',
        judged: 1,
        dataHash: '',
        before: null,
        after: null,
        refused: null,
        gate: {} as never,
      });
    for (const name of ['000001', '000002'] as const)
      world.put('routers', {
        _id: name,
        version: Number(name),
        at: START,
        by: 'x',
        messages: 1,
        dataHash: '',
        before: null,
        after: null,
        refused: null,
        dispatchAt: null,
        text: '{}',
      });
    await does(manager, 'knowledge.rollback', { to: 1 });
    await does(manager, 'router.rollback', { to: 1 });
    const ou = citizenOf(world, 'ou');
    const asked = await ou.call('ask', { text: '社保卡怎么补办' });
    await does(manager, 'knowledge.judge', { askId: asked.askId, right: true });
    const draft = {
      kind: 'general',
      title: '中秋停机',
      text: '中秋节小程序停机一小时，请提前办理。',
    } as const;
    const { notice } = await does(operator, 'notice.save', { notice: draft });
    await does(operator, 'notice.publish', { id: notice.id });
    await does(manager, 'notice.review', { id: notice.id, approve: true, reason: '有文件' });
    await does(operator, 'notice.withdraw', { id: notice.id, reason: '改期' });
    const { row } = await does(manager, 'register.save', {
      register: 'certificates',
      values: { name: '社保系统', kind: 'penetration', unitId: 'hrss', issuedOn: '2026-01-01' },
    });
    await does(manager, 'register.rectify', {
      register: 'certificates',
      id: row.id,
      requestId: '00000000-0000-4000-8000-000000000001',
      values: { what: '弱口令', severity: 'high', unitId: 'hrss' },
    });
    await does(manager, 'register.export', { register: 'certificates', format: 'csv' });
    await does(operator, 'report.build', { type: 'monthly', period: '2026-08' });
    await does(operator, 'report.file', { id: 'monthly-2026-08', format: 'xlsx' });
    const { no: filed } = await registered(world, operator);
    await does(operator, 'ticket.file', { no: filed });
    const event = await classifiedFind(world);
    await does(manager, 'ticket.purge', { no: filed, event });
    const planned = { kind: 'inspection', topic: 'patrol', title: '日常巡检', period: 'weekly' } as const;
    await does(manager, 'plan.save', {
      ...planned,
      from: START.slice(0, 10),
      party: { role: 'unit', unitId: 'hrss' },
    });
    world.put('asides', {
      _id: 'outbox|x',
      job: 'outbox',
      item: 'x',
      about: null,
      tries: 9,
      nextAt: START,
      since: START,
      lastAt: START,
      code: 'internal',
      errorNo: 'E-1',
    });
    await does(manager, 'clock.retry', {});

    // Whatever else the staff function can write must be named here.
    const left = Object.keys(staffActions).filter(
      action => !READS.test(action) && !ELSEWHERE.includes(action) && !done.includes(action),
    );
    expect(left).toEqual([]);
    expect(
      Object.keys(administrativeLabels)
        .filter(action => !done.includes(action))
        .sort(),
    ).toEqual(['knowledge.refit', 'router.refit']);
    // No account and no number of a person is kept for good.
    const kept = JSON.stringify(world.all('journal').filter(({ no }) => no === 'administration'));
    expect(kept).not.toMatch(/openid-secret|13800138000|a@example\.com/);
    expect((await staffOf(world, manager).call('audit.check', {})).broken).toEqual([]);
  });

  test('what is refused leaves nothing; a changed and a cut-off entry are found', async () => {
    const world = newWorld();
    const keeper = staffOf(world, operatorLead);
    await expect(keeper.call('unit.save', { unit: unit('psb', '别的') })).rejects.toThrow();
    expect(world.get('chains', 'administration')).toBeUndefined();
    await keeper.call('unit.save', { unit: unit('edu', '教育厅') });
    await keeper.call('unit.save', { unit: unit('edu2', '教育二厅') });
    const [first] = world.all('journal').filter(({ no }) => no === 'administration');
    world.put('journal', { ...first!, actor: { ...first!.actor, id: 'somebody-else' } });
    const { broken } = await staffOf(world, manager).call('audit.check', { no: 'administration' });
    expect(broken).toEqual([{ no: 'administration', seq: 1, why: 'changed' }]);
    world.put('journal', first!);
    world.put('chains', { _id: 'administration', seq: 3, head: 'gone' });
    expect((await staffOf(world, manager).call('audit.check', {})).broken).toMatchObject([
      { no: 'administration', why: 'head' },
    ]);
  });
});
