import http, { type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceEntry, ShownService } from '../../typings/contract';
import { useSystem } from '../support/system';

/** Watching the addresses of services: G-2.2b, G-3.3.1a; from so many failures to a fault (G-3.2.4a, G-3.3.3a). */

// Test servers live on this machine; without this line no probe would ask them.
process.env['BANJIE_PROBE_ALLOW'] = '127.0.0.1/32';

const system = useSystem();
const { staff, citizen } = system;

const servers: Server[] = [];
/** A server that does what it is told, and counts how often it is asked. */
const serve = async () => {
  const state: { answer: RequestListener; asked: number } = {
    answer: (_request, response) => void response.end('办事大厅'),
    asked: 0,
  };
  const server = http.createServer((request, response) => {
    state.asked += 1;
    state.answer(request, response);
  });
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, state };
};
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});
const down: RequestListener = (_request, response) => void response.writeHead(503).end();
const up: RequestListener = (_request, response) => void response.end('办事大厅');

const entry = async (id: string): Promise<ServiceEntry> =>
  (await staff('demo-manager').call<{ service: ServiceEntry }>('service.get', { id })).service;
const watch = (id: string, url: string, more: object = {}) =>
  staff('demo-operator-lead').call('service.save', {
    service: {
      id,
      name: `监测试用${id}`,
      unitId: 'hrss',
      region: '440000',
      contacts: [{ duty: 'owner', name: '演示', phone: '020-00000000' }],
      interfaces: [
        { name: '首页', url, probe: { everyMinutes: 5, timeoutSeconds: 1, failures: 3, ...more } },
      ],
    },
  });
const at = async (time: string): Promise<void> => {
  system.at(time);
  await system.run();
};
const shown = async (id: string): Promise<ShownService | undefined> =>
  (await citizen('someone').call<{ services: ShownService[] }>('service.list', { query: `监测试用${id}` }))
    .services[0];
const faultOf = async (id: string): Promise<string> => (await entry(id)).conditions[0]?.no ?? '';
const texts = (to: string, template?: string): string[] =>
  system
    .messages(to)
    .filter(one => template === undefined || one.template === template)
    .map(({ text }) => text);

test('G-3.3.1a: an address is asked on its own interval, and not in between, however often the timer runs', async () => {
  const { url, state } = await serve();
  system.at('2026-10-08T09:00');
  await watch('P1', url, { expectText: '办事大厅' });
  await at('2026-10-08T09:00:30');
  expect(state.asked).toBe(1);
  await at('2026-10-08T09:04');
  await at('2026-10-08T09:04:30');
  expect(state.asked).toBe(1);
  await at('2026-10-08T09:05');
  expect(state.asked).toBe(2);
  // A late run is not made up for, and does not move the grid.
  await at('2026-10-08T09:27');
  expect(state.asked).toBe(3);
  await at('2026-10-08T09:30');
  expect(state.asked).toBe(4);
});

test('G-2.2b: availability of each day is kept, with minutes and the median, and shown to who answers for it', async () => {
  const { availability } = await entry('P1');
  expect(availability).toEqual([
    {
      day: '2026-10-08',
      up: 4,
      down: 0,
      planned: 0,
      downMinutes: 0,
      percent: 100,
      medianMilliseconds: expect.any(Number) as number,
    },
  ]);
  const { service } = await staff('demo-psb-lead').call<{ service: ServiceEntry }>('service.get', {
    id: 'P1',
  });
  expect(service).not.toHaveProperty('availability');
  expect(service).not.toHaveProperty('interfaces');
});

describe('so many failures in a row open one fault', () => {
  test('G-3.2.4a, G-3.3.3a: the third failure opens it, found at the first; unit, manager and operator are told', async () => {
    const { url, state } = await serve();
    system.at('2026-10-12T10:00');
    await watch('P2', url);
    state.answer = down;
    await at('2026-10-12T10:00:10');
    await at('2026-10-12T10:05');
    expect(await shown('P2')).toMatchObject({ state: 'online' });
    await at('2026-10-12T10:10');
    expect(await shown('P2')).toMatchObject({ state: 'fault' });
    const no = await faultOf('P2');
    const ticket = await staff('demo-hrss-handler').get(no);
    expect(ticket.facts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'source', value: '自动监测' }),
        expect.objectContaining({ name: 'detectedAt', value: expect.stringContaining('10:00') as string }),
      ]),
    );
    for (const who of ['demo-hrss-handler', 'demo-hrss-lead', 'demo-manager', 'demo-operator'])
      expect(system.messages(who, no).length).toBeGreaterThan(0);

    // It goes on failing: looked at less often, and no second fault.
    const asked = state.asked;
    for (const minute of ['10:15', '10:19', '10:20', '10:30', '10:40']) await at(`2026-10-12T${minute}`);
    expect(state.asked - asked).toBe(2);
    expect((await entry('P2')).conditions.map(one => one.no)).toEqual([no]);
    state.answer = up;
    await at('2026-10-12T13:00');
    const recovered = await staff('demo-operator').get(no);
    expect(recovered.state).toBe('fixing');
    expect(recovered.facts).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'recoveredAt' })]),
    );
    // The address answers, but only a verification ends a fault (G-3.3.3c).
    expect(await shown('P2')).toMatchObject({ state: 'fault' });
    expect(texts('demo-hrss-handler', 'probeRecovered')).toHaveLength(1);
    await at('2026-10-12T13:05');
    expect(texts('demo-hrss-handler', 'probeRecovered')).toHaveLength(1);
    const [day] = (await entry('P2')).availability ?? [];
    expect(day).toMatchObject({ down: 5, up: 2 });
    expect(day?.percent).toBeLessThan(100);
  });

  test('a fault that was dismissed does not come back for the same failures, but for new ones', async () => {
    const { url, state } = await serve();
    state.answer = down;
    system.at('2026-10-13T10:00');
    await watch('P3', url, { failures: 1 });
    await at('2026-10-13T10:00:10');
    const no = await faultOf('P3');
    expect(no).toMatch(/^YC/);
    await staff('demo-operator').act(no, 'dismiss', { reason: '对方在更换网址。' });
    await at('2026-10-13T14:00');
    expect(await faultOf('P3')).toBe('');
    state.answer = up;
    await at('2026-10-13T16:00');
    state.answer = down;
    await at('2026-10-13T18:00');
    expect(await faultOf('P3')).toMatch(/^YC/);
    expect(await faultOf('P3')).not.toBe(no);
  });

  test('a fault that somebody reported is not reported again', async () => {
    const { url, state } = await serve();
    state.answer = down;
    system.at('2026-10-14T10:00');
    await watch('P4', url, { failures: 1 });
    const { no } = await staff('demo-operator').open('fault', { serviceId: 'P4', impact: '页面打不开。' });
    await at('2026-10-14T10:01');
    expect((await entry('P4')).conditions.map(one => one.no)).toEqual([no]);
  });

  test('a server that hangs is a failure after its time limit, and holds up nobody else', async () => {
    const [hanging, other] = [await serve(), await serve()];
    hanging.state.answer = () => undefined;
    system.at('2026-10-15T10:00');
    await watch('P5', hanging.url, { failures: 1 });
    await watch('P6', other.url);
    const started = performance.now();
    await at('2026-10-15T10:01');
    expect(performance.now() - started).toBeLessThan(8000);
    expect(await shown('P5')).toMatchObject({ state: 'fault' });
    expect(other.state.asked).toBe(1);
  });
});

test('what fails during announced maintenance is no fault, and is counted apart', async () => {
  const { url, state } = await serve();
  system.at('2026-10-19T09:00');
  await watch('P7', url, { failures: 1 });
  await staff('demo-hrss-lead').open('maintenance', {
    type: 'upgrade',
    serviceId: 'P7',
    startsAt: '2026-10-26T20:00:00+08:00',
    endsAt: '2026-10-26T22:00:00+08:00',
    impact: '升级期间不能提交申请。',
    instead: '急需办理的请到窗口。',
  });
  await at('2026-10-26T19:50');
  state.answer = down;
  await at('2026-10-26T20:30');
  await at('2026-10-26T21:30');
  const conditions = (await entry('P7')).conditions.map(one => one.state);
  expect(conditions).not.toContain('fault');
  expect((await entry('P7')).availability?.[0]).toMatchObject({ down: 0, planned: 2 });
});

describe('what must not be asked', () => {
  test('a private address is refused, the unit and the operator are told once, and no fault opens', async () => {
    system.at('2026-10-27T10:00');
    await watch('P8', 'http://169.254.169.254/latest/meta-data/', { failures: 1 });
    await at('2026-10-27T10:01');
    await at('2026-10-27T10:06');
    expect(await faultOf('P8')).toBe('');
    expect((await entry('P8')).availability).toEqual([]);
    for (const who of ['demo-hrss-handler', 'demo-operator'])
      expect(texts(who, 'probe').filter(text => text.includes('指向内部地址'))).toHaveLength(1);
  });

  test('a redirect to a host that is not registered is not followed; nothing is held against the service', async () => {
    const [first, foreign] = [await serve(), await serve()];
    first.state.answer = (_request, response) =>
      void response.writeHead(302, { location: foreign.url }).end();
    system.at('2026-10-28T10:00');
    await watch('P9', first.url, { failures: 1 });
    await at('2026-10-28T10:01');
    expect(foreign.state.asked).toBe(0);
    expect(await faultOf('P9')).toBe('');
    expect(texts('demo-operator', 'probe').at(-1)).toContain('跳转到没有登记的网址');
  });

  test('an address that is taken out of the register, or whose service is withdrawn, is not asked any more', async () => {
    const { url, state } = await serve();
    system.at('2026-10-29T10:00');
    await watch('P10', url);
    await at('2026-10-29T10:01');
    expect(state.asked).toBe(1);
    const { service } = await staff('demo-manager').call<{ service: ServiceEntry }>('service.get', {
      id: 'P10',
    });
    await staff('demo-hrss-lead').call('service.save', { service: { ...service, interfaces: [] } });
    await at('2026-10-29T11:00');
    expect(state.asked).toBe(1);
  });
});

test('many hosts silent at once and none that answers: our own network, the operator is told and no fault opens', async () => {
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.splice(0).map(server => new Promise(resolve => server.close(resolve))));
  system.at('2026-10-30T10:00');
  // Names that exist nowhere: to this platform it looks as if its name server were gone.
  for (let n = 1; n <= 6; n += 1) await watch(`R${n}`, `https://outage-${n}.invalid/`, { failures: 1 });
  await at('2026-10-30T10:02');
  expect((await Promise.all([1, 2, 3, 4, 5, 6].map(n => faultOf(`R${n}`)))).some(Boolean)).toBe(false);
  expect(texts('demo-operator', 'probe-outage')).toHaveLength(1);
});
