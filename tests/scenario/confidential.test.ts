import { useSystem } from '../support/system';

/** Complaints about those who handle or route: A34. */
const system = useSystem();
const operator = system.staff('demo-operator');
const operatorLead = system.staff('demo-operator-lead');
const manager = system.staff('demo-manager');
const handler = system.staff('demo-hrss-handler');
const lead = system.staff('demo-hrss-lead');

const file = (openid: string, more: object) => {
  system.at('2026-09-24T10:00');
  return system
    .citizen(openid)
    .file({ kind: 'complaint', title: '态度恶劣的工作人员', region: '440106', ...more });
};

test('against staff: the unit’s lead holds it, the handler neither finds nor hears of it', async () => {
  const ticket = await file('bao', { against: 'staff', serviceId: 'S001' });
  expect(ticket.flags).toContain('confidential');
  const seen = await lead.get(ticket.no);
  expect(seen.holder).toMatchObject({ role: 'lead', unitId: 'hrss' });
  for (const stranger of [handler, operator, system.staff('demo-th-local'), system.staff('demo-psb-lead')]) {
    await expect(stranger.get(ticket.no)).rejects.toMatchObject({ code: 'not-found' });
    await expect(stranger.actAt(ticket.no, 1, 'note', { text: '看看' })).rejects.toMatchObject({
      code: expect.stringMatching(/not-found|forbidden/) as string,
    });
    for (const view of ['todo', 'unit', 'overdue', 'all'] as const) {
      expect(await stranger.queue(view)).not.toContain(ticket.no);
      expect(await stranger.queue(view, { query: '态度恶劣' })).toEqual([]);
      expect(await stranger.queue(view, { query: ticket.no })).toEqual([]);
    }
  }
  expect(await lead.queue('todo')).toContain(ticket.no);
  expect(await manager.queue('all')).toContain(ticket.no);
  await system.run();
  expect(system.messages('demo-hrss-lead', ticket.no)).toHaveLength(1);
  for (const who of ['demo-hrss-handler', 'demo-operator'])
    expect(system.messages(who, ticket.no)).toEqual([]);

  // It cannot be given to the person concerned, nor shown to another unit.
  await expect(lead.act(ticket.no, 'assign', { memberId: 'demo-hrss-handler' })).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(lead.act(ticket.no, 'assist', { unitId: 'psb', text: '请查' })).rejects.toMatchObject({
    code: 'wrong-state',
  });
  system.at('2026-10-13T10:00');
  await system.run();
  expect(system.messages('demo-hrss-handler', ticket.no)).toEqual([]);
  expect(system.messages('demo-hrss-lead', ticket.no).map(one => one.template)).toContain('red');
  await lead.act(ticket.no, 'accept');
  await lead.act(ticket.no, 'reply', { text: '已核查处理。' });
  await system.run();
  expect(system.messages('demo-operator', ticket.no)).toEqual([]);
  await expect(manager.act(ticket.no, 'disclose')).rejects.toMatchObject({ code: 'wrong-state' });
  expect((await system.citizen('bao').get(ticket.no)).replies).toHaveLength(1);
});

test('against the operator: its lead holds it, the manager has a copy, the operator finds nothing', async () => {
  for (const more of [{}, { category: 'technical' }, { serviceId: 'S001' }]) {
    const ticket = await file('bi', { against: 'operator', ...more });
    expect((await operatorLead.get(ticket.no)).holder.role).toBe('operator-lead');
    expect(ticket.unit).toBeNull();
    await expect(operator.get(ticket.no)).rejects.toMatchObject({ code: 'not-found' });
    expect(await operator.queue('todo')).not.toContain(ticket.no);
    await system.run();
    expect(system.messages('demo-manager', ticket.no)).toHaveLength(1);
    expect(system.messages('demo-operator-lead', ticket.no)).toHaveLength(1);
    expect(system.messages('demo-operator', ticket.no)).toEqual([]);
  }
});

test('dispatched by the operator’s lead, returned, merged or linked: it stays among leads', async () => {
  const ticket = await file('bing', { against: 'staff' });
  await operatorLead.act(ticket.no, 'dispatch', { unitId: 'hrss' });
  await expect(handler.get(ticket.no)).rejects.toMatchObject({ code: 'not-found' });
  await lead.act(ticket.no, 'return', { reason: '当事人是别的单位的' });
  expect((await operatorLead.get(ticket.no)).holder.role).toBe('operator-lead');
  const plain = await system.citizen('bing').file({ kind: 'complaint' });
  await expect(operatorLead.act(plain.no, 'merge', { into: ticket.no })).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(operatorLead.act(plain.no, 'link', { to: ticket.no })).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(operator.act(plain.no, 'link', { to: ticket.no })).rejects.toMatchObject({ code: 'invalid' });
});

test('only a complaint can be against somebody', async () => {
  await expect(file('bo', { kind: 'consultation', against: 'staff' })).rejects.toMatchObject({
    code: 'invalid',
    fields: { against: expect.any(String) as string },
  });
});
