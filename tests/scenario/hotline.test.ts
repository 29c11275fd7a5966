import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { signedHeaders } from '../../cloudfunctions/infra/hotline/signature';
import { hotlinePage } from '../../tools/hotline/page';
import { Hotline } from '../../tools/hotline/simulator';
import { useSystem } from '../support/system';

/** The hotline 12345 over the wire (contract §10, G-5.1b, J-18b): the function behind HTTP access, and a simulated hotline that listens. */

const [key, outKey] = [randomBytes(32), randomBytes(32)].map(bytes => new Uint8Array(bytes)) as [
  Uint8Array,
  Uint8Array,
];
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const env: Record<string, string> = {
  BANJIE_HOTLINE_KEY: `whsec_${base64(key)}`,
  BANJIE_HOTLINE_OUT_KEY: base64(outKey),
};

const other: { side?: Hotline } = {};
const server = createServer((request: IncomingMessage, response) => {
  const parts: string[] = [];
  request.setEncoding('utf8').on('data', (text: string) => parts.push(text));
  request.on('end', () => {
    void other.side
      ?.receive(request.headers as Record<string, string>, parts.join(''))
      .then(({ status, headers }) => response.writeHead(status, headers).end());
  });
});
beforeAll(async () => {
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready));
  env['BANJIE_HOTLINE_URL'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/changes`;
});
afterAll(() => void server.close());

const system = useSystem('demo', env);
const START = '2026-11-02T09:30';
const now = (): number => Date.parse(system.cloud.control.now());

const post = async (path: string, headers: Record<string, string>, body: string) => {
  const response = await fetch(`${system.cloud.url}/http/hotline${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, body: (await response.json()) as unknown };
};

test('an order goes its whole way over the wire, and the hotline knows how it stands', async () => {
  system.at(START);
  const hotline = new Hotline({ key, outKeys: [outKey], now, post, sleep: async () => undefined });
  other.side = hotline;
  const order = {
    externalNo: 'HL-2026-1',
    kind: 'complaint',
    title: '社保卡补办没有回音',
    text: '一个月没有回音，身份证 44010619900307123X。',
    contact: { name: '陈一一', phone: '13800138000' },
    category: 'business',
    receivedAt: '2026-11-02T09:00:00+08:00',
    limits: { reply: '2026-11-20' },
  };
  const { status, body } = await hotline.send({ path: '/orders', body: order });
  expect(status).toBe(200);
  const { no } = (body as { data: { no: string } }).data;
  const operator = system.staff('demo-operator');
  expect(await operator.get(no)).toMatchObject({
    channel: '12345',
    externalNo: 'HL-2026-1',
    promise: { date: '2026-11-20' },
    contact: { phone: '138****8000' },
  });
  await operator.act(no, 'dispatch', { unitId: 'hrss' });
  const handler = system.staff('demo-hrss-handler');
  await handler.act(no, 'accept');
  await handler.act(no, 'reply', { text: '新卡已寄出。', resultType: 'solved' });
  await system.run();
  expect(hotline.orders.get('HL-2026-1')).toMatchObject({
    no,
    last: 3,
    events: ['progress', 'accepted', 'replied'],
    reply: '新卡已寄出。',
  });
  const page = hotlinePage(system.cloud);
  expect(page).toMatch(/HL-2026-1/);
  expect(page).toMatch(/对方已收下/);
  expect(page).not.toMatch(/44010619900307123X|13800138000|陈一一/);
});

test('without a signature nobody is listened to, and what is too large is not read', async () => {
  system.at(START);
  const body = JSON.stringify({ externalNo: 'HL-2026-1' });
  expect(await post('/orders/urge', {}, body)).toMatchObject({ status: 401, body: { ok: false } });
  const large = JSON.stringify({ externalNo: 'HL-2026-1', text: 'x'.repeat(70_000) });
  const signed = signedHeaders([key], { id: 'large', seconds: Math.floor(now() / 1000), body: large });
  expect((await post('/orders/supplement', signed, large)).status).toBe(413);
  expect((await post('/orders/supplement', {}, 'x'.repeat(110_000))).status).toBe(413);
  expect((await fetch(`${system.cloud.url}/http/staff/x`, { method: 'POST', body: '{}' })).status).toBe(404);
});
