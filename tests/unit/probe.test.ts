import http, { type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createProbe } from '../../cloudfunctions/infra/platform/probe';
import type { ProbeRequest } from '../../cloudfunctions/usecases/kernel/ports';
import { selfSigned } from '../support/certificate';

/** One look at a registered address, with servers that do what servers should not (G-2.2b, G-3.3.1a). */

const servers: Server[] = [];
const sockets = new Set<Socket>();

const listen = (server: Server): Promise<number> => {
  servers.push(server);
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return new Promise(resolve =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
};
const serve = async (listener: RequestListener): Promise<string> =>
  `127.0.0.1:${await listen(http.createServer(listener))}`;

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

const LOCAL = '127.0.0.1/32';
const probe = createProbe({ allowed: LOCAL });
const ask = (host: string, more: Partial<ProbeRequest> = {}): ProbeRequest => ({
  url: `http://${host}/`,
  hosts: [host],
  expectStatus: 200,
  timeoutSeconds: 5,
  ...more,
});

test('a page with the status and the text that are registered is up', async () => {
  const host = await serve((_request, response) => response.end('<h1>社保卡申领</h1>'));
  const result = await probe(ask(host, { expectText: '社保卡' }));
  expect(result).toEqual({ milliseconds: expect.any(Number) as number });
});

test('a page in GB 18030 is read too', async () => {
  // 社保卡
  const host = await serve((_request, response) =>
    response.end(new Uint8Array([0xc9, 0xe7, 0xb1, 0xa3, 0xbf, 0xa8])),
  );
  expect(await probe(ask(host, { expectText: '社保卡' }))).not.toHaveProperty('failure');
});

test('the wrong status, or the right one without the text, is a failure', async () => {
  const broken = await serve((_request, response) => response.writeHead(502).end('社保卡'));
  expect(await probe(ask(broken))).toMatchObject({ failure: 'status' });
  const empty = await serve((_request, response) => response.end('系统维护中'));
  expect(await probe(ask(empty, { expectText: '社保卡' }))).toMatchObject({ failure: 'text' });
  expect(await probe(ask(broken, { expectStatus: 502 }))).not.toHaveProperty('failure');
});

test('a server that hangs ends at the time limit', async () => {
  const host = await serve(() => undefined);
  const result = await probe(ask(host, { timeoutSeconds: 1 }));
  expect(result.failure).toBe('timeout');
  expect(result.milliseconds).toBeLessThan(2500);
});

test('a slow drip ends at the time limit: it counts for the whole exchange, not for each byte', async () => {
  const host = await serve((_request, response) => {
    const drip = setInterval(() => response.write('.'), 100);
    response.on('close', () => clearInterval(drip));
  });
  const result = await probe(ask(host, { timeoutSeconds: 1, expectText: '社保卡' }));
  expect(result.failure).toBe('timeout');
  expect(result.milliseconds).toBeLessThan(2500);
});

test('a name server that does not answer ends at the time limit', async () => {
  const silent = createProbe({ allowed: LOCAL, lookup: () => new Promise(() => undefined) });
  const host = 'slow.test';
  expect(await silent(ask(host, { timeoutSeconds: 1 }))).toMatchObject({ failure: 'timeout' });
});

test('1 GB is cut off after 256 KB', async () => {
  let sent = 0;
  const host = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': String(2 ** 30) });
    const chunk = '.'.repeat(64 * 1024);
    const more = (): void => {
      while (sent < 2 ** 30 && !response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
    };
    more();
  });
  expect(await probe(ask(host))).not.toHaveProperty('failure');
  expect(sent).toBeLessThan(32 * 2 ** 20);
  expect(await probe(ask(host, { expectText: '社保卡' }))).toMatchObject({ failure: 'text' });
});

test('redirects are followed three times at most', async () => {
  const hops = await serve((request, response) => {
    const n = Number(new URL(request.url ?? '', 'http://x').searchParams.get('n') ?? 0);
    if (n >= 3) response.end('到了');
    else response.writeHead(302, { location: `/?n=${n + 1}` }).end();
  });
  expect(await probe(ask(hops, { expectText: '到了' }))).not.toHaveProperty('failure');
  let asked = 0;
  const loop = await serve((_request, response) => {
    asked += 1;
    response.writeHead(302, { location: '/' }).end();
  });
  expect(await probe(ask(loop))).toMatchObject({ failure: 'redirect-loop' });
  expect(asked).toBe(4);
});

test('a redirect to a host that is not registered, or to another port, is not followed', async () => {
  let reached = 0;
  const foreign = await serve((_request, response) => {
    reached += 1;
    response.end();
  });
  for (const location of [
    `http://${foreign}/`,
    'http://localhost/',
    'file:///etc/passwd',
    '//169.254.169.254/',
  ]) {
    const host = await serve((_request, response) => response.writeHead(301, { location }).end());
    expect(await probe(ask(host))).toMatchObject({ failure: 'foreign-redirect' });
  }
  expect(reached).toBe(0);
  const registered = await serve((_request, response) =>
    response.writeHead(301, { location: `http://${foreign}/` }).end(),
  );
  expect(await probe(ask(registered, { hosts: [registered, foreign] }))).not.toHaveProperty('failure');
  expect(reached).toBe(1);
});

test('a host that is not registered is never asked, whatever the address says', async () => {
  const host = await serve((_request, response) => response.end());
  expect(await probe(ask(host, { hosts: [] }))).toMatchObject({ failure: 'foreign-redirect' });
});

test('a name that leads to a private address is refused, also when only one of its addresses is', async () => {
  let reached = 0;
  const host = await serve((_request, response) => {
    reached += 1;
    response.end();
  });
  const port = host.split(':')[1];
  const name = `localhost:${port}`;
  expect(await createProbe({})(ask(name))).toMatchObject({ failure: 'refused' });
  expect(await createProbe({})(ask(host))).toMatchObject({ failure: 'refused' });
  const two = createProbe({
    lookup: () =>
      Promise.resolve([
        { address: '1.1.1.1', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]),
  });
  expect(await two(ask(`public.test:${port}`))).toMatchObject({ failure: 'refused' });
  for (const literal of ['0x7f000001', '2130706433', '127.1', '[::ffff:127.0.0.1]', '[::1]'])
    expect(
      await createProbe({})({
        ...ask(''),
        url: `http://${literal}:${port}/`,
        hosts: [new URL(`http://${literal}:${port}/`).host],
      }),
    ).toMatchObject({ failure: 'refused' });
  expect(reached).toBe(0);
});

test('the connection goes to the address that was checked: a name that changes its mind leads nowhere', async () => {
  const host = await serve((_request, response) => response.end('here'));
  const port = host.split(':')[1];
  let asked = 0;
  const rebinding = createProbe({
    allowed: LOCAL,
    lookup: () => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    },
  });
  // The name exists nowhere: only the pinned address can have been used.
  const result = await rebinding(ask(`rebinding.invalid:${port}`, { expectText: 'here' }));
  expect(result).not.toHaveProperty('failure');
  expect(asked).toBe(1);
});

test('nobody listens, or what listens does not speak the protocol', async () => {
  const host = await serve((_request, response) => response.end());
  const closed = servers.at(-1);
  await new Promise(resolve => closed?.close(resolve));
  expect(await probe(ask(host))).toMatchObject({ failure: 'unreachable' });
  const noise = http.createServer();
  noise.on('connection', socket => socket.end('SSH-2.0-OpenSSH\r\n\r\n'));
  const port = await listen(noise);
  expect(await probe(ask(`127.0.0.1:${port}`))).toMatchObject({ failure: 'protocol' });
  const broken = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  });
  expect(await probe(ask(broken))).toMatchObject({ failure: 'unreachable' });
});

describe('certificates', () => {
  const day = 24 * 3600 * 1000;
  const secure = async (until: Date) => {
    const pair = selfSigned('service.test', until);
    const server = https.createServer(pair, (_request, response) => response.end('secure'));
    return { host: `127.0.0.1:${await listen(server)}`, ca: [pair.cert] };
  };
  const until = new Date(Math.floor(Date.now() / 1000) * 1000 + 9 * day);

  test('one that nobody vouches for, an expired one and one of another name are failures', async () => {
    const { host, ca } = await secure(until);
    const https = { url: `https://${host}/` };
    expect(await probe(ask(host, https))).toMatchObject({ failure: 'certificate' });
    const expired = await secure(new Date(Date.now() - day));
    expect(
      await createProbe({ allowed: LOCAL, ca: expired.ca })(
        ask(expired.host, { url: `https://${expired.host}/` }),
      ),
    ).toMatchObject({ failure: 'certificate' });
    const other = host.replace('127.0.0.1', 'other.test');
    const resolving = createProbe({
      allowed: LOCAL,
      ca,
      lookup: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    });
    expect(await resolving(ask(other, { url: `https://${other}/` }))).toMatchObject({
      failure: 'certificate',
    });
    const own = host.replace('127.0.0.1', 'service.test');
    expect(await resolving(ask(own, { url: `https://${own}/` }))).not.toHaveProperty('failure');
  });

  test('the end of a good one is told', async () => {
    const { host, ca } = await secure(until);
    const result = await createProbe({ allowed: LOCAL, ca })(ask(host, { url: `https://${host}/` }));
    expect(result).not.toHaveProperty('failure');
    expect(new Date(result.certificateUntil ?? '').getTime()).toBe(until.getTime());
  });

  test('a server without TLS is a failure', async () => {
    const host = await serve((_request, response) => response.end());
    expect(await probe(ask(host, { url: `https://${host}/` }))).toMatchObject({ failure: 'certificate' });
  });
});
