import { randomUUID } from 'node:crypto';
import type { ShownTicket, StaffView } from '../../typings/contract';
import { callAt, useSystem } from '../support/system';

/** Who may call what, and whose rows everybody sees: contract §3, §5; J-7 (local authorities), J-21b. */
const system = useSystem();

const roles = {
  operator: 'demo-operator',
  'operator-lead': 'demo-operator-lead',
  handler: 'demo-hrss-handler',
  lead: 'demo-hrss-lead',
  manager: 'demo-manager',
  local: 'demo-gz-local',
  partner: 'demo-partner',
  security: 'demo-security',
} as const;
type Role = keyof typeof roles;
const everybody = Object.keys(roles) as Role[];
const caseworkers: Role[] = ['operator', 'operator-lead', 'handler', 'lead', 'manager'];
const frontDesk: Role[] = ['operator', 'operator-lead', 'handler', 'lead'];

/** Every action of the staff function and the roles that may call it. */
const allowed: Record<string, Role[]> = {
  'me.get': everybody,
  'ticket.queue': [...caseworkers, 'local', 'partner', 'security'],
  'ticket.act': [...caseworkers, 'local', 'partner', 'security'],
  'ticket.bulk': [...caseworkers, 'local', 'partner', 'security'],
  // What documents assign is registered by the manager too (A54).
  'ticket.register': [...frontDesk, 'manager'],
  'procedure.list': everybody,
  'procedure.open': [...caseworkers, 'local', 'partner', 'security'],
  'faq.list': everybody,
  'service.list': everybody,
  'service.get': everybody,
  'service.save': ['manager', 'operator-lead', 'lead'],
  'service.import': ['manager', 'operator-lead'],
  'service.export': [...caseworkers, 'local'],
  'service.history': [...caseworkers, 'local'],
  'region.save': ['manager', 'operator-lead'],
  'unit.list': everybody,
  'unit.save': ['manager', 'operator-lead'],
  'member.list': ['manager', 'operator-lead', 'lead'],
  'member.invite': ['manager', 'operator-lead', 'lead'],
  'member.revoke': ['manager', 'operator-lead', 'lead'],
  'calendar.get': everybody,
  'calendar.import': ['manager'],
  'calendar.confirm': ['manager'],
  'ruleset.list': everybody,
  'ruleset.save': ['manager'],
  'ruleset.activate': ['manager'],
  'ruleset.tryOut': ['manager'],
  'member.address': everybody,
  'maintenance.calendar': [...caseworkers, 'local'],
  'notice.list': [...caseworkers, 'local'],
  'notice.save': [...caseworkers, 'local'],
  'notice.publish': ['operator', 'operator-lead', 'manager'],
  'notice.review': ['operator', 'operator-lead', 'manager'],
  'notice.withdraw': [...caseworkers, 'local'],
  'board.get': [...caseworkers, 'local'],
  'compliance.get': [...caseworkers, 'local'],
  'compliance.tickets': [...caseworkers, 'local'],
  'report.tickets': [...caseworkers, 'local'],
  'light.list': [...caseworkers, 'local'],
  'odd.list': [...caseworkers, 'local'],
  'document.held': [...caseworkers, 'local'],
  'inbox.list': everybody,
  'inbox.read': everybody,
  'audit.list': ['manager', 'security'],
  'ticket.purge': ['manager', 'security'],
  'audit.check': ['manager', 'security'],
};

test.each(Object.keys(allowed))(
  '%s is forbidden to every other role, whatever the input is',
  async action => {
    for (const role of everybody) {
      const reply = await system.staff(roles[role]).reply(action, { view: 'all' });
      const forbidden = !reply.ok && reply.error.code === 'forbidden';
      expect({ action, role, forbidden }).toEqual({
        action,
        role,
        forbidden: !allowed[action]?.includes(role),
      });
    }
    const stranger = await system.staff('nobody-at-all').reply(action);
    expect(!stranger.ok && stranger.error.code).toBe('forbidden');
    const nameless = await callAt(system.cloud.url, 'staff', undefined, { action });
    expect(!nameless.ok && nameless.error.code).toBe('unauthenticated');
  },
);

test('a ticket is seen by its unit, the operator, the manager and the authorities of its region, by nobody else', async () => {
  system.at('2026-09-24T10:00');
  const filed: Record<string, ShownTicket> = {};
  const rows: [string, object][] = [
    ['hrss', { serviceId: 'S001' }],
    ['th', { serviceId: 'S001', region: '440106', kind: 'complaint' }],
    ['gz', { serviceId: 'S001', region: '440100' }],
    ['sz', { serviceId: 'S001', region: '440300' }],
    ['psb', { serviceId: 'S012' }],
    ['open', { title: '没有选服务' }],
  ];
  for (const [name, input] of rows) filed[name] = await system.citizen(`scope-${name}`).file(input);
  const sees: Record<string, string[]> = {
    'demo-operator': ['hrss', 'th', 'gz', 'sz', 'psb', 'open'],
    'demo-operator-lead': ['hrss', 'th', 'gz', 'sz', 'psb', 'open'],
    'demo-manager': ['hrss', 'th', 'gz', 'sz', 'psb', 'open'],
    'demo-hrss-handler': ['hrss', 'th'],
    'demo-hrss-lead': ['hrss', 'th'],
    'demo-gz-hrss-handler': ['gz'],
    'demo-sz-hrss-lead': ['sz'],
    'demo-psb-handler': ['psb'],
    'demo-mca-handler': [],
    'demo-gz-local': ['th', 'gz'],
    'demo-th-local': ['th'],
    'demo-partner': [],
    'demo-security': [],
  };
  for (const [who, names] of Object.entries(sees)) {
    const reader = system.staff(who);
    for (const [name, ticket] of Object.entries(filed)) {
      const reply = await reader.reply('ticket.get', { no: ticket.no });
      expect({ who, name, code: reply.ok || reply.error.code }).toEqual({
        who,
        name,
        code: names.includes(name) || 'not-found',
      });
    }
    if (names.length === 0 && who !== 'demo-mca-handler') continue;
    const wanted = names.map(name => filed[name]?.no).sort();
    expect([who, (await reader.queue('all')).sort()]).toEqual([who, wanted]);
    for (const view of ['todo', 'mine', 'unit', 'overdue'] as StaffView[])
      for (const no of await reader.queue(view)) expect(wanted).toContain(no);
  }
  // What one has to do: the holder, not everybody who sees it.
  expect(await system.staff('demo-operator').queue('todo')).toEqual([filed['open']?.no]);
  expect((await system.staff('demo-hrss-handler').queue('unit')).sort()).toEqual(
    [filed['hrss']?.no, filed['th']?.no].sort(),
  );
  expect(await system.staff('demo-gz-local').queue('todo')).toEqual([]);

  // Another unit's handler, with an act that would be right at home.
  for (const who of ['demo-psb-handler', 'demo-gz-hrss-lead'])
    await expect(
      system.staff(who).actAt(filed['hrss']?.no ?? '', 1, 'reply', { text: '答' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  // The wrong role: forbidden, also where the ticket can be seen.
  for (const who of ['demo-manager', 'demo-operator'])
    await expect(
      system.staff(who).actAt(filed['hrss']?.no ?? '', 1, 'reply', { text: '答' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  await expect(
    system.staff('demo-hrss-handler').actAt(filed['hrss']?.no ?? '', 1, 'urge'),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

test('citizens see their own tickets only, and can take no act of the staff', async () => {
  system.at('2026-09-24T10:00');
  const one = system.citizen('own-1');
  const other = system.citizen('own-2');
  const ticket = await one.file({ serviceId: 'S001' });
  const foreign = await other.file({ serviceId: 'S001' });
  await expect(other.get(ticket.no)).rejects.toMatchObject({ code: 'not-found' });
  await expect(other.actAt(ticket.no, 1, 'withdraw')).rejects.toMatchObject({ code: 'not-found' });
  await expect(one.actAt(ticket.no, 1, 'reply', { text: '自己答' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(one.actAt(foreign.no, 1, 'reply', { text: '答' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const { tickets } = await one.call<{ tickets: { no: string }[] }>('ticket.list');
  expect(tickets.map(({ no }) => no)).toEqual([ticket.no]);
  // A member of staff is an ordinary citizen at the citizens' function.
  await expect(system.citizen('demo-manager').get(ticket.no)).rejects.toMatchObject({ code: 'not-found' });
});

test('no internal clock, note, name or stranger’s number reaches the citizen (contract §6)', async () => {
  system.at('2026-09-24T10:00');
  const yu = system.citizen('inner');
  const ticket = await yu.file({ kind: 'complaint', category: 'unsure' });
  const operator = system.staff('demo-operator');
  const handler = system.staff('demo-hrss-handler');
  await operator.act(ticket.no, 'note', { text: '内部批注一' });
  await operator.act(ticket.no, 'triage', { category: 'business' });
  await operator.act(ticket.no, 'dispatch', { unitId: 'psb' });
  await system.staff('demo-psb-handler').act(ticket.no, 'return', { reason: '内部退回理由' });
  await operator.act(ticket.no, 'dispatch', { unitId: 'hrss' });
  await handler.act(ticket.no, 'claim');
  await handler.act(ticket.no, 'note', { text: '内部批注二' });
  await handler.act(ticket.no, 'logCall', { reached: false, text: '内部通话' });
  await system.staff('demo-manager').act(ticket.no, 'supervise', { text: '内部督办' });
  const seen = await yu.get(ticket.no);
  const text = JSON.stringify(seen);
  for (const secret of ['内部', '经办演示', '运营演示', 'demo-', 'suggestions'])
    expect([secret, text.includes(secret)]).toEqual([secret, false]);
  expect(seen.timeline.some(one => one.internal)).toBe(false);
  expect([...new Set(seen.clocks.map(one => one.name))].sort()).toEqual(['accept', 'reply']);
  expect(
    seen.timeline.every(one => ['您', '群众', '运营方', '系统'].includes(one.who) || /厅|局/.test(one.who)),
  ).toBe(true);
});

test('lists are read in pages by key, none twice, none left out', async () => {
  system.at('2026-09-24T10:00');
  const pager = system.citizen('pager');
  const filed: string[] = [];
  for (let n = 0; n < 7; n += 1)
    filed.push((await pager.file({ title: `分页测试${n}`, serviceId: 'S060' })).no);
  type Page = { tickets: { no: string }[]; nextCursor?: string };
  for (const read of [
    (cursor?: string) => pager.call<Page>('ticket.list', { limit: 3, cursor }),
    (cursor?: string) =>
      system.staff('demo-nr-handler').call<Page>('ticket.queue', { view: 'todo', limit: 3, cursor }),
    (cursor?: string) =>
      system
        .staff('demo-manager')
        .call<Page>('ticket.queue', { view: 'all', query: '分页测试', limit: 3, cursor }),
  ]) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Page = await read(cursor);
      expect(page.tickets.length).toBeLessThanOrEqual(3);
      seen.push(...page.tickets.map(({ no }) => no));
      cursor = page.nextCursor;
    } while (cursor);
    expect([...seen].sort()).toEqual([...filed].sort());
  }
  // What a list shows is without text, timeline and explanations (contract §5).
  const [first] = (await pager.call<{ tickets: object[] }>('ticket.list', { limit: 1 })).tickets;
  expect(Object.keys(first ?? {})).not.toEqual(expect.arrayContaining(['text']));
  expect(JSON.stringify(first)).not.toMatch(/"text"|"timeline"|"explanation"/);
});

test('the timer refuses everybody who has an OPENID, the manager too (design §4)', async () => {
  for (const openid of ['demo-manager', 'somebody'])
    for (const name of ['clock', 'setup'] as const) {
      const reply = await callAt(system.cloud.url, name, openid, { action: 'run' }).catch(() => undefined);
      expect(reply?.ok ?? false).toBe(false);
      if (name === 'clock') expect(reply && !reply.ok && reply.error.code).toBe('forbidden');
    }
});

test('the board shows a unit its own numbers, a local authority those of its units', async () => {
  system.at('2026-09-24T10:00');
  await system.run();
  type Board = { weeks: { filed: number }[]; units: { unitId: string }[] };
  const filed = async (who: string) =>
    (await system.staff(who).call<Board>('board.get', { weeks: 1 })).weeks.reduce(
      (sum, week) => sum + week.filed,
      0,
    );
  const before = await Promise.all(['demo-manager', 'demo-gz-local', 'demo-hrss-lead'].map(filed));
  await system.citizen('board').file({ serviceId: 'S001', region: '440100', requestId: randomUUID() });
  await system.citizen('board').file({ serviceId: 'S001', requestId: randomUUID() });
  await system.run();
  const after = await Promise.all(['demo-manager', 'demo-gz-local', 'demo-hrss-lead'].map(filed));
  expect(after.map((n, index) => n - (before[index] ?? 0))).toEqual([2, 1, 1]);
});
