import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { createSms } from '../../cloudfunctions/infra/platform/sms';
import type { Sent } from '../../cloudfunctions/usecases/kernel/ports';
import type { ShownTicket } from '../../typings/contract';
import { useSystem, type Person } from '../support/system';

/** E-mail and short messages to the operator (G-3.2.3a), by a real mail server and a real provider’s interface on loopback. */

type Mail = { to: string[]; source: string };

/** A mail server that takes mail, refuses some recipients for good and others for now. */
const mails: Mail[] = [];
const busy = new Set<string>();
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  logger: false,
  onRcptTo({ address }, _session, done) {
    const refusal = (code: number) => done(Object.assign(new Error('no'), { responseCode: code }));
    if (address.startsWith('gone')) return refusal(550);
    if (busy.has(address)) return refusal(451);
    return done();
  },
  onData(stream, session, done) {
    let source = '';
    stream.on('data', part => (source += String(part)));
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      mails.push({ to, source });
      done();
    });
  },
});

/** A provider of short messages that answers what the test has laid ready. */
const requests: { headers: Record<string, unknown>; body: Record<string, unknown> }[] = [];
let answer: object = { Response: { SendStatusSet: [{ Code: 'Ok' }] } };
const provider: Server = createServer((request, response) => {
  let body = '';
  request.on('data', part => (body += String(part)));
  request.on('end', () => {
    requests.push({ headers: request.headers, body: JSON.parse(body) as Record<string, unknown> });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
});

const portOf = (address: unknown): number => (address as AddressInfo).port;
const env: Record<string, string> = {};

beforeAll(async () => {
  await new Promise<void>(done => void server.listen(0, '127.0.0.1', done));
  await new Promise<void>(done => void provider.listen(0, '127.0.0.1', done));
  Object.assign(env, {
    SMTP_URL: `smtp://127.0.0.1:${portOf(server.server.address())}`,
    SMTP_FROM: '办结 <banjie@example.com>',
    SMS_SECRET_ID: 'id',
    SMS_SECRET_KEY: 'key',
    SMS_APP_ID: '2400000001',
    SMS_SIGN: '演示签名',
    SMS_TEMPLATES: JSON.stringify({ default: '100001', open: '100002' }),
    SMS_ENDPOINT: `http://127.0.0.1:${portOf(provider.address())}`,
  });
});
afterAll(async () => {
  await new Promise<void>(done => void server.close(() => done()));
  await new Promise<void>(done => void provider.close(() => done()));
});

const system = useSystem('demo', env);
const { staff, citizen } = system;
const operator = staff('demo-operator');
const lead = staff('demo-operator-lead');
const handler = staff('demo-hrss-handler');

const PHONE = '10000000001';
const plan = (serviceId: string) => ({
  type: 'upgrade',
  serviceId,
  startsAt: '2026-10-19T22:00:00+08:00',
  endsAt: '2026-10-20T02:00:00+08:00',
  impact: '期间不能提交申请，也不能查询进度。',
  instead: '请改在第二天办理。',
});
const sweepAt = async (time: string): Promise<void> => {
  system.at(time);
  await system.run();
};
const delivery = async (no: string, channel: string): Promise<string | undefined> =>
  (await operator.get(no)).facts?.find(({ name }) => name === `delivery-${channel}`)?.value;
const mailsTo = (address: string): Mail[] => mails.filter(({ to }) => to.includes(address));
const address = (who: Person, email?: string, phone?: string) =>
  who.call('member.address', { ...(email ? { email } : {}), ...(phone ? { phone } : {}) });

describe('the operator is told of maintenance', () => {
  test('G-3.2.3a: in the inbox, by e-mail and by short message, each with its state for staff', async () => {
    system.at('2026-10-09T10:00');
    await address(operator, 'op@example.com', PHONE);
    await operator.call('me.get');
    const { no } = await handler.open('maintenance', plan('S001'));
    await system.run();
    const own = { address: { email: 'op@example.com', phone: PHONE } };
    expect(await operator.call('me.get')).toMatchObject(own);
    expect(await lead.call('me.get')).toMatchObject({ address: {} });
    for (const who of [lead, staff('demo-manager')])
      expect(JSON.stringify(await who.call('member.list'))).not.toContain('op@example.com');
    const [mail] = mailsTo('op@example.com');
    expect(mail?.source).toContain('Message-ID:');
    expect(system.messages('op@example.com')).toEqual([
      expect.objectContaining({
        channel: 'email',
        about: no,
        text: expect.stringContaining('请确认并发布公告'),
      }),
    ]);
    expect(system.messages(PHONE)).toEqual([expect.objectContaining({ channel: 'sms', about: no })]);
    expect(requests.at(-1)?.body).toMatchObject({
      PhoneNumberSet: [`+86${PHONE}`],
      SignName: '演示签名',
      TemplateId: '100002',
      TemplateParamSet: [no],
    });
    expect(requests.at(-1)?.headers).toMatchObject({ 'x-tc-action': 'SendSms' });
    for (const channel of ['inbox', 'email', 'sms']) expect(await delivery(no, channel)).toContain('已发送');
    expect(await delivery(no, 'subscribe')).toContain('未发送');
    const shown: ShownTicket = await handler.get(no);
    expect(JSON.stringify(shown)).not.toContain('op@example.com');
    const noted = await handler.act(no, 'note', { text: '方案已发运营方。' });
    const sent = (ticket: ShownTicket) => ticket.facts?.filter(({ name }) => name.startsWith('delivery-'));
    expect(sent(noted)).toEqual(sent(shown));
  });

  test('run again, and by four at once, nobody gets it twice', async () => {
    const before = mailsTo('op@example.com').length;
    const { no } = await handler.open('maintenance', plan('S002'));
    await Promise.all([system.run(), system.run(), system.run(), system.run()]);
    await system.run();
    expect(mailsTo('op@example.com')).toHaveLength(before + 1);
    expect(requests.filter(({ body }) => String(body['TemplateParamSet']) === no)).toHaveLength(1);
  });

  test('a recipient that is refused has failed for good, and it stands on the ticket', async () => {
    await sweepAt('2026-10-09T11:00');
    await address(operator, 'gone@example.com', PHONE);
    const { no } = await handler.open('maintenance', plan('S003'));
    await sweepAt('2026-10-09T11:01');
    expect(await delivery(no, 'email')).toMatch(/未送达 1.*550/);
    expect(await delivery(no, 'sms')).toContain('已发送');
    await sweepAt('2026-10-09T18:00');
    expect(mailsTo('gone@example.com')).toEqual([]);
  });

  test('a server that is busy is tried again, with longer and longer breaks, until it takes it', async () => {
    system.at('2026-10-10T09:00');
    await address(operator, 'later@example.com', PHONE);
    busy.add('later@example.com');
    const { no } = await handler.open('maintenance', plan('S004'));
    for (const minute of ['09:00', '09:02', '09:08']) await sweepAt(`2026-10-10T${minute}`);
    expect(await delivery(no, 'email')).toContain('等待发送');
    busy.clear();
    await sweepAt('2026-10-10T09:30');
    expect(mailsTo('later@example.com')).toEqual([]);
    await sweepAt('2026-10-10T09:40');
    expect(mailsTo('later@example.com')).toHaveLength(1);
    expect(await delivery(no, 'email')).toContain('已发送');
  });

  test('a provider’s limit passes, a wrong template does not', async () => {
    system.at('2026-10-12T09:00');
    answer = { Response: { SendStatusSet: [{ Code: 'LimitExceeded.PhoneNumberDailyLimit' }] } };
    const limited = await handler.open('maintenance', plan('S005'));
    await system.run();
    expect(await delivery(limited.no, 'sms')).toContain('等待发送');
    answer = { Response: { Error: { Code: 'InvalidParameterValue.TemplateIdNotExist' } } };
    await sweepAt('2026-10-12T09:02');
    expect(await delivery(limited.no, 'sms')).toContain('TemplateIdNotExist');
    answer = { Response: { SendStatusSet: [{ Code: 'Ok' }] } };
  });

  test('without an address nothing is sent, and the ticket says so; a wrong address is refused', async () => {
    system.at('2026-10-12T10:00');
    await address(operator);
    await expect(address(operator, 'no address')).rejects.toMatchObject({ code: 'invalid' });
    await expect(address(operator, undefined, '123')).rejects.toMatchObject({ code: 'invalid' });
    const { no } = await handler.open('maintenance', plan('S006'));
    await system.run();
    expect(await delivery(no, 'email')).toContain('没有登记');
    await expect(citizen('someone').call('member.address', {})).rejects.toMatchObject({ code: 'invalid' });
    await address(lead, 'lead@example.com');
  });

  test('a mail server that is not there: the message waits, after the last try it has failed; the inbox has it anyway', async () => {
    system.at('2026-10-12T11:00');
    await address(operator, 'op@example.com');
    const { SMTP_URL } = env;
    env['SMTP_URL'] = 'smtp://127.0.0.1:1';
    await system.restart();
    const { no } = await handler.open('maintenance', plan('S007'));
    await system.run();
    expect(await delivery(no, 'email')).toContain('等待发送');
    expect(await delivery(no, 'inbox')).toContain('已发送');
    for (const time of ['12T11:02', '12T11:08', '12T11:40', '12T13:45', '13T02:00'])
      await sweepAt(`2026-10-${time}`);
    expect(await delivery(no, 'email')).toMatch(/未送达 1/);
    expect(mailsTo('op@example.com').filter(({ source }) => source.includes(no))).toEqual([]);
    env['SMTP_URL'] = SMTP_URL ?? '';
  });

  test('channels that nobody has set up: recorded as such, nothing fails', async () => {
    system.at('2026-10-13T09:00');
    const { SMTP_URL, SMS_SIGN } = env;
    Object.assign(env, { SMTP_URL: '', SMS_SIGN: '' });
    await address(operator, 'op@example.com', PHONE);
    await system.restart();
    const { no } = await handler.open('maintenance', plan('S008'));
    await system.run();
    expect(await delivery(no, 'email')).toContain('没有开通');
    expect(await delivery(no, 'sms')).toContain('没有开通');
    Object.assign(env, { SMTP_URL, SMS_SIGN });
  });
});

describe('many readers, few digests', () => {
  test('A24: one digest each third working day for a person, however many tickets are overdue since when', async () => {
    for (const day of ['2026-11-02', '2026-11-03', '2026-11-04']) {
      system.at(`${day}T09:30`);
      await citizen(`digest-${day}`).file({ category: 'technical' });
    }
    for (const day of ['05', '06', '09', '10', '11', '12', '13', '16', '17', '18', '19', '20', '23'])
      await sweepAt(`2026-11-${day}T10:00`);
    const days = system
      .messages('demo-operator')
      .filter(({ template, at }) => template === 'digest' && at >= '2026-11-05')
      .map(({ at }) => at.slice(0, 10));
    expect(days.length).toBeGreaterThanOrEqual(3);
    const workdays = ['05', '06', '09', '10', '11', '12', '13', '16', '17', '18', '19', '20', '23'];
    const places = days.map(day => workdays.indexOf(day.slice(8)));
    places.slice(1).forEach((place, index) => expect(place - (places[index] ?? 0)).toBeGreaterThanOrEqual(3));
  });

  test('a message to hundreds of followers reaches each once', async () => {
    system.at('2026-12-01T10:00');
    const followers = Array.from({ length: 230 }, (_, n) => `many-${n}`);
    for (const one of followers) await citizen(one).call('notice.subscribe', { serviceId: 'S030' });
    const { no } = await operator.open('fault', { serviceId: 'S030', impact: '提交申请时一直转圈。' });
    await system.run();
    await system.run();
    const about = `GG-${no}`;
    for (const one of followers) expect([one, system.messages(one, about).length]).toEqual([one, 1]);
  });
});

describe('the interface of the provider', () => {
  test.each<[string, Record<string, string>, Sent['state']]>([
    ['is not set up', { SMS_TEMPLATES: '' }, 'not-configured'],
    ['has templates that cannot be read', { SMS_TEMPLATES: '{' }, 'not-configured'],
  ])('a provider that %s', async (_what, change, state) => {
    const send = createSms({ ...env, ...change });
    const sent = await send({ id: '1', to: PHONE, template: 'open', words: ['WH1'] });
    expect(sent.state).toBe(state);
  });

  test('a provider that is not there', async () => {
    const closed = createServer();
    await new Promise<void>(done => void closed.listen(0, '127.0.0.1', done));
    const SMS_ENDPOINT = `http://127.0.0.1:${portOf(closed.address())}`;
    await new Promise<void>(done => void closed.close(() => done()));
    const send = createSms({ ...env, SMS_ENDPOINT });
    const message = { id: '1', to: PHONE, template: 'open', words: ['WH1'] };
    expect(await send(message)).toEqual({ state: 'unreachable', why: 'ECONNREFUSED' });
  });
});
