import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { createEmail } from '../../cloudfunctions/infra/platform/email';
import { createSms } from '../../cloudfunctions/infra/platform/sms';
import { jobs } from '../../cloudfunctions/usecases/clock/jobs';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { clockRetry, getClock } from '../../cloudfunctions/usecases/clock/show-clock';
import type { MessageDocument } from '../../cloudfunctions/usecases/kernel/documents';
import type { Sent } from '../../cloudfunctions/usecases/kernel/ports';
import { manager } from '../support/domain';
import { memory } from '../support/memory';

/** A45, G-3.2.3a: what the other side may have taken is not sent again by itself; the manager sees it and decides. */

const listening: (Server | HttpServer)[] = [];
const listen = async (server: Server | HttpServer): Promise<number> => {
  listening.push(server);
  await new Promise<void>(done => void server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
};
afterEach(async () => {
  for (const server of listening.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise<void>(done => void server.close(() => done()));
  }
});

/** A mail server that speaks as far as it is told; `end` says what it does with the whole message. */
const mailServer = (
  end: (socket: Socket) => void,
  early?: { at: 'MAIL' | 'DATA'; does: (socket: Socket) => void },
): Server =>
  createServer(socket => {
    let inData = false;
    let heard = '';
    socket.on('error', () => undefined);
    socket.write('220 test\r\n');
    socket.on('data', part => {
      heard += String(part);
      if (inData) {
        if (heard.endsWith('\r\n.\r\n')) end(socket);
        return;
      }
      for (const line of heard.split('\r\n').slice(0, -1)) {
        if (early && line.startsWith(early.at)) return early.does(socket);
        inData = line.startsWith('DATA');
        socket.write(inData ? '354 go on\r\n' : line.startsWith('EHLO') ? '250 test\r\n' : '250 ok\r\n');
      }
      heard = '';
    });
  });
const mail = { id: 'm1', to: 'op@example.com', subject: '【办结】请确认', text: '请确认维护计划' };
const patience = { connectionTimeout: 300, greetingTimeout: 300, socketTimeout: 300 };
const mailed = async (server: Server): Promise<Sent> => {
  const SMTP_URL = `smtp://127.0.0.1:${await listen(server)}`;
  return createEmail({ SMTP_URL, SMTP_FROM: 'banjie@example.com' }, patience, async () => ({
    createTransport,
  }))(mail);
};

describe('a mail', () => {
  test.each<[string, (socket: Socket) => void, Sent['state']]>([
    ['that the server takes and then is gone', socket => socket.destroy(), 'unknown'],
    ['that the server takes and closes in order', socket => socket.end(), 'unknown'],
    ['that the server takes and never answers', () => undefined, 'unknown'],
    [
      'that the server answers too late',
      socket => void setTimeout(() => socket.write('250 ok\r\n'), 600),
      'unknown',
    ],
    ['that the server takes', socket => socket.write('250 ok\r\n'), 'sent'],
    [
      'that the server refuses for now after reading it',
      socket => socket.write('451 busy\r\n'),
      'unreachable',
    ],
    ['that the server refuses for good after reading it', socket => socket.write('554 spam\r\n'), 'refused'],
  ])('%s', async (_what, end, state) => {
    expect((await mailed(mailServer(end))).state).toBe(state);
  });

  test.each<['MAIL' | 'DATA']>([['MAIL'], ['DATA']])(
    'of which the server has seen nothing yet, when it goes away at %s, has not been sent',
    async at => {
      const server = mailServer(() => undefined, { at, does: socket => socket.destroy() });
      expect((await mailed(server)).state).toBe('unreachable');
    },
  );
});

describe('a short message', () => {
  const message = { id: 'm1', to: '10000000001', template: 'open', words: ['WH1'] };
  const texted = async (server: HttpServer): Promise<Sent> => {
    const SMS_ENDPOINT = `http://127.0.0.1:${await listen(server)}`;
    const account = { SMS_SECRET_ID: 'id', SMS_SECRET_KEY: 'key', SMS_APP_ID: '1', SMS_SIGN: '演示' };
    return createSms({ ...account, SMS_TEMPLATES: '{"default":"1"}', SMS_ENDPOINT }, 300)(message);
  };
  const replying = (body: string, status = 200): HttpServer =>
    createHttp((request, response) => {
      request.resume().on('end', () => response.writeHead(status).end(body));
    });

  test.each<[string, HttpServer, Sent['state']]>([
    ['that the provider never answers', createHttp(request => void request.resume()), 'unknown'],
    [
      'after which the connection is gone',
      createHttp(request => void request.on('data', () => request.socket.destroy())),
      'unknown',
    ],
    ['that ends at a gateway', replying('<html>504</html>', 504), 'unknown'],
    [
      'on which the provider timed out inside',
      replying('{"Response":{"Error":{"Code":"InternalError.Timeout"}}}'),
      'unknown',
    ],
    ['that met a limit', replying('{"Response":{"Error":{"Code":"RequestLimitExceeded"}}}'), 'unreachable'],
    ['that was taken', replying('{"Response":{"SendStatusSet":[{"Code":"Ok"}]}}'), 'sent'],
  ])('%s', async (_what, server, state) => {
    expect((await texted(server)).state).toBe(state);
  });
});

const queued = (channel: 'email' | 'sms', at: string): MessageDocument => ({
  _id: `m1:${channel}`,
  to: 'op@example.com',
  channel,
  template: 'open',
  text: '请确认',
  about: 'WH1',
  at,
  atKey: `${at}|m1:${channel}`,
  state: 'waiting',
  retryAt: at,
  tries: 0,
});

test.each(['email', 'sms'] as const)(
  'an unknown %s waits for the manager, and goes once more by hand',
  async channel => {
    const at = '2026-10-09T12:00:00.000+08:00';
    const fates: Sent[] = [{ state: 'unknown', why: 'ETIMEDOUT' }, { state: 'sent' }];
    let sent = 0;
    const send = async (): Promise<Sent> => fates[sent++] ?? { state: 'sent' };
    const world = memory(at, { sendEmail: send, sendSms: send });
    world.put('messages', queued(channel, at));
    const only = jobs.filter(({ name }) => name === channel);
    const run = async (time: string): Promise<void> => {
      world.at(time);
      await runClock(world, only);
    };
    await run(at);
    for (const time of ['09T12:01', '09T12:20', '09T20:00', '10T12:00'])
      await run(`2026-10-${time}:00.000+08:00`);
    expect(sent).toBe(1);
    expect(world.get('messages', `m1:${channel}`)).toMatchObject({ state: 'unknown', why: 'ETIMEDOUT' });
    const [aside] = (await getClock(world)).aside;
    expect(aside).toMatchObject({
      id: `${channel}|m1:${channel}`,
      about: 'WH1',
      unknown: true,
      nextAt: null,
    });

    await clockRetry.run(world, { openid: manager.id, actor: manager }, { id: aside!.id });
    await run('2026-10-10T12:01:00.000+08:00');
    await run('2026-10-10T12:02:00.000+08:00');
    expect(sent).toBe(2);
    expect(world.get('messages', `m1:${channel}`)?.state).toBe('sent');
    expect((await getClock(world)).aside).toEqual([]);
  },
);
