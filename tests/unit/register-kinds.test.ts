import type { Actor } from '../../cloudfunctions/domain/engine';
import { remindOwners } from '../../cloudfunctions/usecases/registers/remind-owners';
import { citizenOf, staffOf, toldTo } from '../support/callers';
import { everybody, leadOf, manager, operator, operatorLead } from '../support/domain';
import { memory } from '../support/memory';
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
