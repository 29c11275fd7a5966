import { useSystem } from '../support/system';

/** Staff accounts: invited, revoked at once, replaced while away; agreements of partners (J-21c). */
const system = useSystem();
const manager = system.staff('demo-manager');
const lead = system.staff('demo-psb-lead');

type Member = { member: { id: string } };

test('a lead invites handlers of the own unit; revoked, the account is out with the next call', async () => {
  system.at('2026-09-24T10:00');
  const invitation = { openid: 'new-handler', name: '新人', role: 'handler', unitId: 'psb' };
  await expect(system.staff('new-handler').call('me.get')).rejects.toMatchObject({ code: 'forbidden' });
  const { member } = await lead.call<Member>('member.invite', invitation);
  const ticket = await system.citizen('jia').file({ serviceId: 'S012' });
  const newcomer = system.staff('new-handler');
  await newcomer.act(ticket.no, 'claim');
  expect(await newcomer.call('me.get')).toMatchObject({ roles: ['handler'], unit: { id: 'psb' } });
  expect(await system.citizen('new-handler').call('me.get')).toMatchObject({ staff: { roles: ['handler'] } });
  await expect(lead.call('member.invite', invitation)).rejects.toMatchObject({ code: 'conflict' });
  for (const wrong of [
    { unitId: 'hrss' },
    { role: 'lead' },
    { role: 'manager' },
    { role: 'operator', unitId: undefined },
    { unitId: 'nobody' },
  ])
    await expect(lead.call('member.invite', { ...invitation, openid: 'x', ...wrong })).rejects.toMatchObject({
      code: 'forbidden',
    });
  await expect(
    system.staff('demo-hrss-lead').call('member.revoke', { memberId: member.id }),
  ).rejects.toMatchObject({ code: 'not-found' });

  await lead.call('member.revoke', { memberId: member.id });
  await expect(newcomer.get(ticket.no)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(newcomer.actAt(ticket.no, 2, 'reply', { text: '答' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  // What was assigned to the account does not wait for it: the unit is reminded.
  system.at('2026-10-08T09:00');
  await system.run();
  expect(system.messages('new-handler', ticket.no).map(one => one.template)).not.toContain('yellow');
  expect(system.messages('demo-psb-handler', ticket.no).map(one => one.template)).toContain('yellow');
  // Invited again later, the person is staff again.
  await lead.call('member.invite', invitation);
  expect(await system.citizen('new-handler').call('me.get')).toMatchObject({ staff: { roles: ['handler'] } });
});

test('a stand-in gets the messages until the day, inclusive', async () => {
  system.at('2026-09-24T10:00');
  const handler = system.staff('demo-hsa-handler');
  await expect(
    handler.call('member.standIn', { memberId: 'demo-psb-handler', until: '2026-09-30' }),
  ).rejects.toMatchObject({ code: 'invalid', fields: { memberId: expect.any(String) as string } });
  await handler.call('member.standIn', { memberId: 'demo-hsa-lead', until: '2026-09-28' });
  const file = async () => {
    const { no } = await system.citizen('yi').file({ serviceId: 'S023' });
    await system.run();
    return system.messages('demo-hsa-lead', no).length;
  };
  system.at('2026-09-28T23:00');
  expect(await file()).toBe(1);
  system.at('2026-09-29T09:00');
  expect(await file()).toBe(0);
});

test('a partner’s account ends with its agreement (J-21c, A37)', async () => {
  system.at('2026-09-24T10:00');
  const partner = { openid: 'new-partner', name: '合作方', role: 'partner' };
  await manager.call('member.invite', { ...partner, agreementUntil: '2026-09-30' });
  expect(await system.staff('new-partner').call('me.get')).toMatchObject({ roles: ['partner'] });
  system.at('2026-10-01T00:10');
  await expect(system.staff('new-partner').call('me.get')).rejects.toMatchObject({ code: 'forbidden' });
});

test('OPENIDs of colleagues are shown to nobody; leads see their own side', async () => {
  system.at('2026-09-24T10:00');
  const { members } = await lead.call<{ members: { id: string; unitId?: string }[] }>('member.list');
  expect(members.every(one => one.unitId === 'psb')).toBe(true);
  const all = await manager.call<{ members: object[] }>('member.list');
  expect(all.members.length).toBeGreaterThan(30);
  expect(JSON.stringify(all)).not.toContain('openid');
});
