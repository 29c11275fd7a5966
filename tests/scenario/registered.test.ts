import { randomUUID } from 'node:crypto';
import type { ListedProcedure, ShownTicket } from '../../typings/contract';
import { useSystem, type Person } from '../support/system';

/** What comes by phone, over the counter and from the 12345 hotline: G-5.1a, G-5.1b, A14. */
const system = useSystem();
const operator = system.staff('demo-operator');

const register = async (who: Person, more: object = {}): Promise<ShownTicket> => {
  const { ticket } = await who.call<{ ticket: ShownTicket }>('ticket.register', {
    requestId: randomUUID(),
    kind: 'complaint',
    category: 'business',
    title: '窗口不给办理',
    text: '来电反映窗口以系统故障为由不给办理。',
    serviceId: 'S001',
    channel: 'phone',
    applicant: { type: 'person', name: '王小明' },
    contact: { phone: '13700137000' },
    ...more,
  });
  return ticket;
};

test('taken by phone: the same limits, no owner, personal data masked', async () => {
  system.at('2026-09-24T10:00');
  const ticket = await register(operator);
  expect(ticket).toMatchObject({
    channel: 'phone',
    state: 'dispatched',
    unit: { id: 'hrss' },
    applicant: { name: '王**' },
    contact: { phone: '137****7000' },
    promise: { date: '2026-10-29', confirmed: true },
  });
  await system.run();
  expect(system.messages('demo-hrss-handler', ticket.no)).toHaveLength(1);
});

test('claimed with its number and the phone number; a wrong one says no more than a missing ticket', async () => {
  system.at('2026-09-24T10:00');
  const ticket = await register(operator);
  const wang = system.citizen('wang');
  await expect(wang.get(ticket.no)).rejects.toMatchObject({ code: 'not-found' });
  const wrong = await wang.reply('ticket.claim', { no: ticket.no, phone: '13700137001' });
  const missing = await wang.reply('ticket.claim', { no: 'TS20260924-000-000-000', phone: '13700137000' });
  expect(wrong.ok || wrong.error.code).toBe('not-found');
  expect(!wrong.ok && !missing.ok && wrong.error.message).toBe(!missing.ok && missing.error.message);
  await expect(wang.call('ticket.claim', { no: ticket.no, phone: 'x' })).rejects.toMatchObject({
    code: 'invalid',
  });
  // Dictated: lower case, spaces, with the country code.
  const dictated = ticket.no.toLowerCase().replaceAll('-', ' ');
  const { ticket: claimed } = await wang.call<{ ticket: ShownTicket }>('ticket.claim', {
    no: dictated,
    phone: '+86 137 0013 7000',
  });
  expect(claimed.no).toBe(ticket.no);
  expect((await wang.get(ticket.no)).acts.map(one => one.act)).toContain('urge');
  await expect(
    system.citizen('other').call('ticket.claim', { no: ticket.no, phone: '13700137000' }),
  ).rejects.toMatchObject({ code: 'not-found' });
  await system.staff('demo-hrss-handler').act(ticket.no, 'reply', { text: '已办。' });
  await system.run();
  expect(system.messages('wang', ticket.no).at(-1)?.template).toBe('reply');
  for (let tries = 0; tries < 10; tries += 1)
    await system.citizen('guess').reply('ticket.claim', { no: ticket.no, phone: `1370013${7001 + tries}` });
  await expect(
    system.citizen('guess').call('ticket.claim', { no: ticket.no, phone: '13700137000' }),
  ).rejects.toMatchObject({ code: 'rate-limited' });
});

test('a number of the hotline is handled once (A14); a retry of the same registration is the same ticket', async () => {
  system.at('2026-09-24T10:00');
  const requestId = randomUUID();
  const hotline = { channel: '12345', externalNo: 'HL-2026-0001', requestId };
  const ticket = await register(operator, hotline);
  expect(ticket.externalNo).toBe('HL-2026-0001');
  expect((await register(operator, hotline)).no).toBe(ticket.no);
  await expect(register(operator, { ...hotline, requestId: randomUUID() })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(ticket.no) as string,
  });
  // Two clerks at once: one of them is told of the other's.
  const both = await Promise.allSettled(
    [operator, system.staff('demo-operator-lead')].map(who =>
      register(who, { channel: '12345', externalNo: 'HL-2026-0002' }),
    ),
  );
  expect(both.map(one => one.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('procedures are offered as data and opened with the generic form', async () => {
  system.at('2026-09-24T10:00');
  const { procedures: listed } = await operator.call<{ procedures: ListedProcedure[] }>('procedure.list');
  expect(listed.slice(0, 3).map(one => one.kind)).toEqual(['consultation', 'complaint', 'suggestion']);
  const own = listed.filter(one => one.mayOpen);
  expect(own.map(one => one.kind)).toContain('fault');
  expect(own.every(one => one.clauses.length > 0 && one.fields!.length > 0)).toBe(true);
  // What others open is listed too, without its form.
  const others = listed.filter(one => !one.mayOpen);
  expect(others.map(one => one.kind)).toEqual(
    expect.arrayContaining(['listing', 'change', 'release-filing']),
  );
  expect(others.every(one => one.fields === undefined && one.purpose !== '' && one.group !== '')).toBe(true);
  const requestId = randomUUID();
  const input = {
    channel: 'counter',
    category: 'technical',
    title: '打不开',
    text: '白屏',
    phone: '13600136000',
  };
  const opened = await operator.call<{ ticket: ShownTicket }>('procedure.open', {
    kind: 'consultation',
    requestId,
    input,
  });
  expect(opened.ticket).toMatchObject({
    kind: 'consultation',
    channel: 'counter',
    contact: { phone: '136****6000' },
  });
  await expect(
    operator.call('procedure.open', { kind: 'nothing', requestId: randomUUID(), input }),
  ).rejects.toMatchObject({ code: 'invalid' });
});
