import { randomUUID } from 'node:crypto';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { remindOwners } from '../../cloudfunctions/usecases/registers/remind-owners';
import { citizenOf, staffOf, toldTo } from '../support/callers';
import { everybody, handlerOf, leadOf, manager, operator, operatorLead } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** The registers of contract §9 besides assets and rosters (G-2.2b, G-2.3b, J-21a, J-21c, J-22). */

const NOW = '2026-11-23T10:00:00.000+08:00';

describe('registers: typed, owned, with dates, reminders and export (contract §9)', () => {
  const rows: [register: string, values: Record<string, string>, reminds: string, also: Actor][] = [
    [
      'agreements',
      {
        name: '某公司驻场人员',
        kind: 'confidentiality',
        accountType: 'supplier',
        signedOn: '2026-01-01',
        validUntil: '2026-12-23',
      },
      '协议或审查到期提醒',
      manager,
    ],
    [
      'data-use',
      {
        name: '参保信息',
        way: 'used',
        grade: 'personal',
        purpose: '核验身份',
        basis: '社会保险法',
        from: '2026-01-01',
        until: '2026-12-23',
      },
      '数据使用到期提醒',
      leadOf('hrss'),
    ],
    [
      'interfaces',
      {
        name: '参保查询接口',
        kind: 'data',
        ownerName: '王工',
        ownerPhone: '020-83331234',
        validUntil: '2026-12-23',
        state: 'in-use',
      },
      '接口证书到期提醒',
      operatorLead,
    ],
    [
      'resources',
      {
        name: '云主机一组',
        kind: 'cloud',
        capacity: '8 核 32G',
        ownerName: '王工',
        paidUntil: '2026-12-23',
        state: 'in-use',
      },
      '资源到期提醒',
      leadOf('hrss'),
    ],
    [
      'zones',
      {
        name: '社保专区',
        kind: 'department',
        maintainer: '某公司',
        maintainedUntil: '2026-12-23',
        state: 'in-use',
      },
      '专区运维到期提醒',
      leadOf('hrss'),
    ],
    [
      'certificates',
      { name: '社保系统', kind: 'protection', issuedOn: '2025-12-23', validUntil: '2026-12-23' },
      '测评或备案到期提醒',
      everybody.find(({ role }) => role === 'security')!,
    ],
  ];

  test.each(rows)(
    '%s: a unit keeps its own, is reminded before the end, others see nothing',
    async (register, values, words, also) => {
      const world = memory(NOW);
      const lead = staffOf(world, leadOf('hrss'));
      const { row } = await lead.call('register.save', { register, values });
      expect(row).toMatchObject({ ownerId: 'hrss', remindOn: '2026-11-23', name: values['name'] });
      expect((await staffOf(world, leadOf('psb')).call('register.list', { register })).rows).toEqual([]);
      expect((await staffOf(world, operator).call('register.list', { register })).rows).toHaveLength(1);
      await remindOwners(world, plainWork());
      for (const who of [leadOf('hrss'), also])
        expect(await toldTo(world, `openid-${who.id}`)).toEqual(
          expect.arrayContaining([expect.stringContaining(words) as string]),
        );
    },
  );

  test('J-9b: the operator says which services stand on the first page, where, for whom and until when', async () => {
    const world = memory(NOW);
    const service = world.get('services', 'card')!;
    for (const id of ['pension', 'permit']) world.put('services', { ...service, _id: id, id, name: id });
    const place = (values: object) =>
      staffOf(world, operator).call('register.save', {
        register: 'front-page',
        values: { label: '社保卡', serviceId: 'card', place: '2', ...values },
      });
    const { row } = await place({});
    await place({ label: '养老金', serviceId: 'pension', place: '1', until: '2026-11-30' });
    await place({ label: '居住证', serviceId: 'permit', place: '2', region: '440100' });
    // What is withdrawn for good stands there no more.
    world.put('services', { ...service, _id: 'gone', id: 'gone', withdrawn: true });
    await place({ label: '老年证', serviceId: 'gone', place: '3' });
    const seen = async (region?: string) =>
      (
        await citizenOf(world, 'ou').call('service.list', { featured: true, ...(region ? { region } : {}) })
      ).services.map(({ label, id }) => [label, id]);
    expect(await seen()).toEqual([
      ['养老金', 'pension'],
      ['社保卡', 'card'],
    ]);
    // In Guangzhou and below the second place is another service's.
    expect(await seen('440106')).toEqual([
      ['养老金', 'pension'],
      ['居住证', 'permit'],
    ]);
    world.at('2026-12-01T00:00:00.000+08:00');
    expect(await seen()).toEqual([['社保卡', 'card']]);
    expect(row.words).toMatchObject({ place: '第 2 位' });
    for (const values of [
      { label: '张三 13800138000' },
      { serviceId: 'none' },
      { from: '2027-02-01', until: '2027-01-01' },
    ])
      await expect(place(values)).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      staffOf(world, leadOf('hrss')).call('register.list', { register: 'front-page' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('J-9a: the team of operators is named, with its duty and term; the manager is reminded, units see none of it', async () => {
    const world = memory(NOW);
    const values = {
      name: '陈工',
      duty: 'complaints',
      position: 'lead',
      company: '某运营公司',
      basis: '粤政数〔2026〕1 号',
      from: '2026-01-01',
      until: '2026-12-23',
    };
    const { row } = await staffOf(world, manager).call('register.save', {
      register: 'operator-team',
      values,
    });
    expect(row.words).toMatchObject({ duty: '用户投诉处理', position: '负责人' });
    expect(
      (await staffOf(world, operator).call('register.list', { register: 'operator-team' })).rows,
    ).toHaveLength(1);
    await expect(
      staffOf(world, leadOf('hrss')).call('register.list', { register: 'operator-team' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await remindOwners(world, plainWork());
    expect(await toldTo(world, `openid-${manager.id}`)).toEqual([
      expect.stringContaining('任期届满提醒') as string,
    ]);
  });

  test('what is the operator’s own reminds the operator’s lead', async () => {
    const world = memory(NOW);
    const [, , , [register, values]] = rows as [unknown, unknown, unknown, (typeof rows)[number]];
    await staffOf(world, operatorLead).call('register.save', { register, values });
    await remindOwners(world, plainWork());
    expect(await toldTo(world, `openid-${operatorLead.id}`)).toEqual([expect.stringContaining('云主机一组')]);
  });
});

describe('J-22: what a test has found is put right from its row', () => {
  const lead = leadOf('hrss');
  const values = { name: '社保系统', kind: 'penetration', issuedOn: '2026-11-01', findings: '弱口令；越权' };
  const weak = { what: '后台口令太弱', severity: 'high', unitId: 'hrss', dueOn: '2026-12-11' };

  const rowOf = async (world: Memory) =>
    (await staffOf(world, lead).call('register.save', { register: 'certificates', values })).row;
  const order = (
    world: Memory,
    id: string,
    finding: Record<string, string | undefined> = weak,
    requestId: string = randomUUID(),
    actor = lead,
  ) =>
    staffOf(world, actor).call('register.rectify', {
      register: 'certificates',
      id,
      requestId,
      values: finding,
    });
  const listed = async (world: Memory, id: string, actor = lead) =>
    (await staffOf(world, actor).call('register.history', { register: 'certificates', id })).rectifications;
  const pass = async (world: Memory, id: string) => {
    const { rows } = await staffOf(world, lead).call('register.list', { register: 'certificates' });
    const { version } = rows.find(one => one.id === id)!;
    return staffOf(world, lead).call('register.save', {
      register: 'certificates',
      id,
      version,
      values: { ...values, result: 'passed' },
    });
  };

  test('in one act, with words, severity, party and day; a repeat orders nothing twice', async () => {
    const world = memory(NOW);
    const { id } = await rowOf(world);
    const { no } = await order(world, id, weak, '00000000-0000-4000-8000-000000000001');
    expect(await order(world, id, weak, '00000000-0000-4000-8000-000000000001')).toEqual({ no });
    const { ticket } = world.get('tickets', no)!;
    expect(ticket).toMatchObject({
      kind: 'rectification',
      state: 'ordered',
      holder: { role: 'unit', unitId: 'hrss' },
    });
    expect(ticket.clocks[0]).toMatchObject({ date: '2026-12-11' });
    expect(ticket.work?.values).toMatchObject({
      source: 'test',
      severity: 'high',
      findings: [{ what: weak.what }],
    });
    expect(world.get('registers', id)?.rectifications).toEqual([no]);
    expect(world.all('journal').filter(({ type }) => type === 'register.rectify')).toHaveLength(1);
    await expect(order(world, id, { what: '没有写程度' })).rejects.toMatchObject({
      fields: { severity: expect.any(String) as string },
    });
  });

  test('listed with the row until closed, and with an open one it has not passed', async () => {
    const world = memory(NOW);
    const { id } = await rowOf(world);
    const { no } = await order(world, id);
    const second = await order(world, id, { ...weak, what: '越权', dueOn: undefined });
    expect(await listed(world, id)).toMatchObject({
      list: [{ no: second.no }, { no, stateLabel: '待整改', ended: false, due: '2026-12-11', opens: true }],
      fields: [{ name: 'what' }, { name: 'severity' }, { name: 'unitId', value: 'hrss' }, { name: 'dueOn' }],
    });
    // Who only reads sees them, and is offered no form.
    const read = await listed(world, id, operator);
    expect(read).toMatchObject({ list: { length: 2 } });
    expect(read?.fields).toBeUndefined();
    await expect(pass(world, id)).rejects.toMatchObject({
      fields: { result: '还有 2 件整改没有办结，不能登记为通过' },
    });
    await staffOf(world, lead).act(no, 'mend', { measure: '已改为强口令。' });
    await expect(pass(world, id)).rejects.toMatchObject({
      fields: { result: expect.stringContaining('2 件') as string },
    });
    await staffOf(world, lead).act(no, 'pass', {});
    await staffOf(world, lead).act(second.no, 'withdrawOrder', { reason: '不属实' });
    const { row } = await pass(world, id);
    expect(row.words).toMatchObject({ result: '通过' });
    expect(world.get('registers', id)?.rectifications).toEqual([no, second.no]);
    expect(await listed(world, id)).toMatchObject({ list: [{ ended: true }, { no, stateLabel: '已整改' }] });
    expect((await listed(world, id))?.fields).toBeUndefined();
    await expect(order(world, id)).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('of its own row alone, by who keeps the register, and only where rows hold findings', async () => {
    const world = memory(NOW);
    const { id } = await rowOf(world);
    await expect(
      order(world, id, { ...weak, unitId: 'psb' }, randomUUID(), leadOf('psb')),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(order(world, id, { ...weak, unitId: 'psb' })).rejects.toMatchObject({
      fields: { unitId: expect.any(String) as string },
    });
    await expect(order(world, id, weak, randomUUID(), handlerOf('hrss'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      staffOf(world, lead).call('register.rectify', {
        register: 'assets',
        id,
        requestId: randomUUID(),
        values: weak,
      }),
    ).rejects.toMatchObject({ code: 'invalid' });
    expect(world.all('tickets')).toEqual([]);
  });
});
