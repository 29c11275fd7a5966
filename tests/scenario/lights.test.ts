import type { CitizenProfile, ShownTicket } from '../../typings/contract';
import { running, useSystem } from '../support/system';

/** Lights and reminders: A24, A31. A consultation of Thursday 2026-09-24 is due on Friday 2026-10-09. */
const system = useSystem();
const operator = system.staff('demo-operator');

const file = (openid: string, more: object = {}): Promise<ShownTicket> => {
  system.at('2026-09-24T10:00');
  return system.citizen(openid).file(more);
};
const runAt = async (time: string): Promise<void> => {
  system.at(time);
  await system.run();
};
const templates = (to: string, no: string): string[] => system.messages(to, no).map(one => one.template);
const digests = (to: string) => system.messages(to).filter(one => one.template === 'digest');

describe('the light at the exact instant', () => {
  const rows: [string, object, string, string, string, string][] = [
    // what, filing, clock, due date, first instant of yellow, first instant of red
    ['1 WD: from 12:00 of the due day', {}, 'dispatch', '2026-09-28', '2026-09-28T12:00', '2026-09-29T00:00'],
    [
      '2 WD: from the start of the due day',
      { category: 'technical' },
      'reply',
      '2026-09-29',
      '2026-09-29T00:00',
      '2026-09-30T00:00',
    ],
    [
      '5 WD: 1 WD before',
      { serviceId: 'S001' },
      'reply',
      '2026-10-09',
      '2026-10-08T00:00',
      '2026-10-10T00:00',
    ],
    [
      '7 WD: 2 WD before',
      { kind: 'complaint', serviceId: 'S001' },
      'accept',
      '2026-10-12',
      '2026-10-09T00:00',
      '2026-10-13T00:00',
    ],
    [
      '20 WD: 4 WD before',
      { kind: 'complaint', serviceId: 'S001' },
      'reply',
      '2026-10-29',
      '2026-10-23T00:00',
      '2026-10-30T00:00',
    ],
  ];
  test.each(rows)('%s', async (_what, input, name, date, yellow, red) => {
    const ticket = await file('light', input);
    const light = async (time: string) => {
      system.at(time);
      const clock = running(await system.staff('demo-manager').get(ticket.no), name as 'reply');
      expect(clock?.date).toBe(date);
      return clock?.light;
    };
    const before = (instant: string): string =>
      new Date(Date.parse(`${instant}:00Z`) - 10_000).toISOString().slice(0, 19);
    expect(await light(before(yellow))).toBe('green');
    expect(await light(yellow)).toBe('yellow');
    expect(await light(before(red))).toBe('yellow');
    expect(await light(red)).toBe('red');
  });

  test('of the ticket: the worst running clock for staff, the promise for the citizen (contract §6)', async () => {
    const ticket = await file('yu', { kind: 'complaint', serviceId: 'S001' });
    system.at('2026-10-13T10:00');
    expect((await operator.get(ticket.no)).light).toBe('red');
    const yu = system.citizen('yu');
    expect((await yu.get(ticket.no)).light).toBe('green');
    system.at('2026-10-23T00:00');
    expect((await yu.get(ticket.no)).light).toBe('yellow');
    system.at('2026-10-30T00:00');
    expect(await yu.get(ticket.no)).toMatchObject({ light: 'red', promise: { daysLeft: -1 } });
    // A Saturday after a due Friday is over too, although no working day has passed.
    const friday = await file('yu', { serviceId: 'S056' });
    system.at('2026-10-11T10:00');
    expect((await yu.get(friday.no)).promise?.daysLeft).toBeLessThan(0);
  });

  test('the queue filters and sorts by it', async () => {
    const late = await file('wei', { category: 'technical', title: '灯色筛选甲' });
    system.at('2026-09-29T10:00');
    const fresh = await system.citizen('wei').file({ category: 'technical', title: '灯色筛选乙' });
    const all = { query: '灯色筛选', within: true };
    expect(await operator.queue('todo', { ...all, light: 'yellow' })).toEqual([late.no]);
    expect(await operator.queue('todo', { ...all, light: 'green' })).toEqual([fresh.no]);
    const both = (await operator.queue('todo')).filter(no => [late.no, fresh.no].includes(no));
    expect(both).toEqual([late.no, fresh.no]);
    // A search gives the newest first.
    expect(await operator.queue('todo', all)).toEqual([fresh.no, late.no]);
    expect(await operator.queue('overdue', all)).toEqual([]);
    system.at('2026-09-30T00:00');
    expect(await operator.queue('overdue', all)).toEqual([late.no]);
    expect(await operator.queue('todo', { ...all, light: 'red' })).toEqual([late.no]);
  });
});

describe('messages', () => {
  test('once at yellow, at 16:00 of the due day, at red to handler, lead and manager, then digests; in service hours', async () => {
    const ticket = await file('xie', { serviceId: 'S012' });
    const to = { handler: 'demo-psb-handler', lead: 'demo-psb-lead', manager: 'demo-manager' };
    // Signed for: otherwise the lead hears that it is not (A51).
    await system.staff(to.handler).get(ticket.no);
    await system.run();
    expect(templates(to.handler, ticket.no)).toEqual(['file']);
    await runAt('2026-10-08T08:59');
    expect(templates(to.handler, ticket.no)).toEqual(['file']);
    await runAt('2026-10-08T09:00');
    await runAt('2026-10-08T09:01');
    // Otherwise the lead hears that nobody knows of the yellow light (A24).
    await system.staff(to.handler).act(ticket.no, 'acknowledgeLight');
    await runAt('2026-10-09T15:59');
    expect(templates(to.handler, ticket.no)).toEqual(['file', 'yellow']);
    await runAt('2026-10-09T16:00');
    await runAt('2026-10-09T23:00');
    expect(templates(to.handler, ticket.no)).toEqual(['file', 'yellow', 'due-day']);
    expect(templates(to.lead, ticket.no)).toEqual([]);
    await runAt('2026-10-10T08:59');
    expect((await operator.get(ticket.no)).light).toBe('red');
    expect(templates(to.handler, ticket.no)).not.toContain('red');
    // The make-up Saturday has service hours.
    await runAt('2026-10-10T09:00');
    await runAt('2026-10-12T10:00');
    expect(templates(to.handler, ticket.no)).toEqual(['file', 'yellow', 'due-day', 'red']);
    // Of the red one nobody has said anything for a working day.
    expect(templates(to.lead, ticket.no)).toEqual(['red', 'lead-red']);
    expect(templates(to.manager, ticket.no)).toEqual(['red']);
    const count = () => Object.values(to).map(who => digests(who).length);
    await runAt('2026-10-14T08:59');
    const before = count();
    await runAt('2026-10-14T09:00');
    await runAt('2026-10-14T15:00');
    expect(count().slice(0, 2)).toEqual(before.slice(0, 2).map(n => n + 1));
    expect(digests(to.handler).at(-1)?.text).toContain('1 件已超期');
    await system.staff(to.handler).act(ticket.no, 'reply', { text: '答' });
    const handled = digests(to.handler).length;
    // The manager answers for more that is late, and may have had a digest a day before.
    await runAt('2026-10-16T09:00');
    expect(digests(to.manager).length).toBeGreaterThan(before[2] ?? 0);
    expect(digests(to.manager).at(-1)?.text).toMatch(/共有 \d+ 件已超期/);
    await runAt('2026-10-19T09:00');
    expect(digests(to.handler)).toHaveLength(handled);
  });

  test('an urgent ticket does not wait for service hours (A31)', async () => {
    const ticket = await file('xun', { serviceId: 'S022', urgent: true });
    await runAt('2026-10-07T23:59');
    expect(templates('demo-hsa-handler', ticket.no)).not.toContain('yellow');
    await runAt('2026-10-08T00:00');
    expect(templates('demo-hsa-handler', ticket.no)).toContain('yellow');
    await runAt('2026-10-10T00:00');
    for (const who of ['demo-hsa-handler', 'demo-hsa-lead', 'demo-manager'])
      expect(templates(who, ticket.no)).toContain('red');
    expect((await system.citizen('xun').get(ticket.no)).flags).toContain('urgent');
  });

  test('marked urgent by the operator; the unit is told', async () => {
    const ticket = await file('yan', { serviceId: 'S030' });
    await operator.act(ticket.no, 'markUrgent');
    await system.run();
    expect(templates('demo-mca-handler', ticket.no)).toContain('markUrgent');
    await expect(operator.act(ticket.no, 'markUrgent')).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('a reminder that falls into the noon break waits until 13:30', async () => {
    const ticket = await file('yin');
    await runAt('2026-09-28T12:05');
    expect(templates('demo-operator', ticket.no)).not.toContain('yellow');
    await runAt('2026-09-28T13:30');
    expect(templates('demo-operator', ticket.no)).toContain('yellow');
  });

  test('hours are the unit’s own: in 深圳 the afternoon begins at 14:00', async () => {
    const ticket = await file('ying', { serviceId: 'S001', region: '440300' });
    await operator.act(ticket.no, 'link', { to: (await file('ying2', { serviceId: 'S001' })).no });
    await system.run();
    // A message about an act is no reminder: it is sent at any hour.
    await runAt('2026-09-26T23:00');
    await system.citizen('ying').act(ticket.no, 'urge');
    await system.run();
    expect(templates('demo-sz-hrss-handler', ticket.no)).toEqual(['file', 'urge']);
    await runAt('2026-10-08T08:59');
    expect(templates('demo-sz-hrss-handler', ticket.no)).not.toContain('yellow');
    await runAt('2026-10-08T09:00');
    expect(templates('demo-sz-hrss-handler', ticket.no)).toContain('yellow');
  });

  test('a mini-program message goes out only with consent, once for each consent', async () => {
    const tu = system.citizen('tu');
    const { templates } = await tu.call<CitizenProfile>('me.get');
    const granted = templates.filter(one => !one.for.includes('notice')).map(({ id }) => id);
    await tu.call('me.save', { granted });
    await expect(tu.call('me.save', { granted: ['template-1'] })).rejects.toMatchObject({ code: 'invalid' });
    const ticket = await file('tu', { serviceId: 'S040' });
    await system.run();
    await system.staff('demo-mot-handler').act(ticket.no, 'reply', { text: '答' });
    await system.run();
    const told = system.messages('tu', ticket.no);
    expect(told.filter(({ channel }) => channel === 'inbox')).toHaveLength(2);
    // None for the receipt; the reply by the template of replies, what happened first (A45).
    const pushed = told.filter(({ channel }) => channel === 'subscribe');
    expect(pushed.map(({ template }) => template)).toEqual([
      templates.find(one => one.for.includes('reply'))?.id,
    ]);
    expect(pushed[0]?.text).toMatch(/^已答复您/);
    expect(pushed[0]?.text).toContain(ticket.no);
  });
});
