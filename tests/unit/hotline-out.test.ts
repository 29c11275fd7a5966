import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { createHotline } from '../../cloudfunctions/infra/hotline/send';
import { keysIn, verifiedId } from '../../cloudfunctions/infra/hotline/signature';
import type { HotlineSent } from '../../cloudfunctions/usecases/kernel/ports';
import { forgetCalls } from '../../cloudfunctions/usecases/hotline/answer-once';
import { sendChanges } from '../../cloudfunctions/usecases/hotline/send-changes';
import { trimChanges } from '../../cloudfunctions/usecases/hotline/trim-changes';
import type { HotlineChange } from '../../cloudfunctions/usecases/hotline/shapes';
import { NEVER } from '../../cloudfunctions/domain/time';
import { staffOf } from '../support/callers';
import { handlerOf, operator } from '../support/domain';
import { must, order } from '../support/hotline';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** What the hotline is told (contract §10): once per change, in order, under one id however often it is tried. */

const monday = '2026-11-23T10:00:00.000+08:00';
const handler = handlerOf('hrss');

type Got = { id: string; change: HotlineChange };

/** A hotline in a mood; what it took, in the order in which it did. */
const hotlineIn = (mood: () => HotlineSent) => {
  const taken: Got[] = [];
  const tried: Got[] = [];
  const sendHotline = async ({ id, body }: { id: string; body: string }): Promise<HotlineSent> => {
    const got = { id, change: JSON.parse(body) as HotlineChange };
    tried.push(got);
    const sent = mood();
    if (sent.state === 'taken') taken.push(got);
    return sent;
  };
  return { taken, tried, world: memory(monday, { sendHotline }) };
};

const events = (got: Got[]): string[] => got.map(({ change }) => `${change.sequence} ${change.event}`);

/** An order on its whole way. */
const handle = async (world: Memory, externalNo = 'HL-1'): Promise<string> => {
  const { no } = (await must(world, '/orders', order(externalNo, { category: 'business', contact: {} }))) as {
    no: string;
  };
  await staffOf(world, operator).act(no, 'dispatch', { unitId: 'hrss' });
  await staffOf(world, handler).act(no, 'accept');
  await staffOf(world, handler).act(no, 'note', { text: '已联系制卡厂' });
  await staffOf(world, handler).act(no, 'reply', { text: '新卡已寄出。', resultType: 'solved' });
  return no;
};
const whole = ['1 progress', '2 accepted', '3 replied'];

const run = async (world: Memory, work = plainWork()): Promise<number> =>
  (await sendChanges(world, work)).sent;

test('each change once, in order, with what the contract says of it; a note is none', async () => {
  const { world, taken } = hotlineIn(() => ({ state: 'taken' }));
  const no = await handle(world);
  expect(await run(world)).toBe(3);
  expect(events(taken)).toEqual(whole);
  expect(taken.at(-1)?.change).toEqual({
    externalNo: 'HL-1',
    source: '12345',
    no,
    sequence: 3,
    at: monday,
    event: 'replied',
    state: 'replied',
    unit: { id: 'hrss', name: '省人社厅' },
    promise: expect.stringMatching(/^2026-12-/) as string,
    reply: { text: '新卡已寄出。', resultType: 'solved' },
  });
  expect(new Set(taken.map(({ id }) => id)).size).toBe(3);
  expect(await run(world)).toBe(0);
  await staffOf(world, handler).act(no, 'correctReply', { text: '新卡 25 日寄出。', reason: '日期有误' });
  await run(world);
  expect(taken.at(-1)?.change).toMatchObject({
    sequence: 4,
    event: 'replied',
    reply: { text: '新卡 25 日寄出。' },
  });
});

test.each<[string, HotlineSent]>([
  ['down', { state: 'unreachable', why: 'ECONNREFUSED' }],
  ['too slow', { state: 'unreachable', why: 'TimeoutError' }],
  ['confused', { state: 'refused', why: '400' }],
  ['busy', { state: 'busy', seconds: 90 }],
])(
  '%s for three days, it ends in the same state as without, and every try had the same id',
  async (_mood, away) => {
    let mood: HotlineSent = away;
    const { world, taken, tried } = hotlineIn(() => mood);
    await handle(world);
    for (let minute = 0; minute < 3 * 24 * 60; minute += 20) {
      await run(world);
      world.pass(20 * 60_000);
    }
    expect(taken).toEqual([]);
    expect(new Set(tried.map(({ id }) => id)).size).toBe(1);
    mood = { state: 'taken' };
    world.pass(27 * 3_600_000);
    await run(world);
    expect(events(taken)).toEqual(whole);
    expect(world.all('hotlineorders')).toMatchObject([{ next: 4, last: 3, nextAt: NEVER, tries: 0 }]);
  },
);

test('the tries become rarer, from five seconds to a day', async () => {
  const { world, tried } = hotlineIn(() => ({ state: 'unreachable', why: '503' }));
  await handle(world);
  const waits: number[] = [];
  for (let n = 0; n < 8; n += 1) {
    await run(world);
    const [{ nextAt } = { nextAt: '' }] = world.all('hotlineorders');
    const wait = Date.parse(nextAt) - Date.parse(world.ports.now());
    waits.push(Math.round(wait / 1000));
    world.pass(wait);
  }
  expect(tried).toHaveLength(8);
  const at = [5, 30, 120, 600, 3600, 21_600, 86_400, 86_400];
  expect(waits.every((wait, n) => wait >= at[n]! && wait <= at[n]! * 1.1 + 1)).toBe(true);
});

test('busy, it is left alone as long as it wants', async () => {
  let mood: HotlineSent = { state: 'busy', seconds: 3600 };
  const { world, taken, tried } = hotlineIn(() => mood);
  await handle(world);
  await handle(world, 'HL-2');
  let rest = '';
  await run(world, { ...plainWork(), rest: until => void (rest = until ?? '') });
  expect(tried).toHaveLength(1);
  expect(Date.parse(rest) - Date.parse(monday)).toBeGreaterThanOrEqual(3_600_000);
  mood = { state: 'taken' };
  world.pass(4_000_000);
  await run(world);
  expect(taken).toHaveLength(6);
});

test('gone (410) stops that order until the manager wants it tried again; others go on', async () => {
  let gone = true;
  const { world, taken } = hotlineIn(() => (gone ? { state: 'gone' } : { state: 'taken' }));
  await handle(world);
  const aside: string[] = [];
  await run(world, { ...plainWork(), setAside: async item => void aside.push(item) });
  gone = false;
  await handle(world, 'HL-2');
  world.pass(48 * 3_600_000);
  await run(world);
  expect(taken.map(({ change }) => change.externalNo)).toEqual(['HL-2', 'HL-2', 'HL-2']);
  expect(aside).toHaveLength(1);
  await run(world, { ...plainWork(), again: aside });
  expect(events(taken.slice(3))).toEqual(whole);
});

test('nothing configured: it waits, and goes out as soon as it is', async () => {
  let mood: HotlineSent = { state: 'not-configured' };
  const { world, taken } = hotlineIn(() => mood);
  await handle(world);
  await run(world);
  mood = { state: 'taken' };
  await run(world);
  expect(events(taken)).toEqual(whole);
});

test('two runs at once move an order on by one, not by two', async () => {
  const { world, taken } = hotlineIn(() => ({ state: 'taken' }));
  await handle(world);
  await Promise.all([run(world), run(world)]);
  expect([...new Set(events(taken))]).toEqual(whole);
  expect(world.all('hotlineorders')).toMatchObject([{ next: 4, last: 3 }]);
});

test('ids of requests are kept for a day at least, and then forgotten', async () => {
  const { world } = hotlineIn(() => ({ state: 'taken' }));
  await must(world, '/orders', order('HL-1'));
  world.pass(25 * 3_600_000);
  await forgetCalls(world, plainWork());
  expect(world.all('hotlinecalls')).toHaveLength(1);
  world.pass(24 * 3_600_000);
  await forgetCalls(world, plainWork());
  expect(world.all('hotlinecalls')).toEqual([]);
});

test('what was taken goes after the days of the rule set, step by step; what was not stays until it is', async () => {
  let mood: HotlineSent = { state: 'taken' };
  const { world, taken } = hotlineIn(() => mood);
  await handle(world);
  await run(world);
  mood = { state: 'unreachable', why: '503' };
  await handle(world, 'HL-2');
  await run(world);
  let marks: Readonly<Record<string, string>> = {};
  const trim = async (hasTime?: () => boolean): Promise<number> =>
    (
      await trimChanges(world, {
        ...plainWork(hasTime),
        marks: () => marks,
        remember: kept => void (marks = kept),
      })
    ).trimmed;
  // 180 days after 2026-11-23 is 2027-05-22: what happened on that day has had them on the day after.
  world.at('2027-05-22T09:00:00.000+08:00');
  expect(await trim()).toBe(0);
  expect((await must(world, '/orders/changes', { externalNo: 'HL-1', after: 0 })).changes).toHaveLength(3);
  world.at('2027-05-23T03:00:00.000+08:00');
  expect(await trim()).toBe(0);
  world.at('2027-05-23T03:10:00.000+08:00');
  let steps = 1;
  expect(await trim(() => (steps -= 1) >= 0)).toBe(1);
  expect(await trim()).toBe(2);
  expect(await trim()).toBe(0);
  expect(new Set(world.all('hotlinechanges').map(({ externalNo }) => externalNo))).toEqual(new Set(['HL-2']));
  expect(world.all('hotlineorders')).toHaveLength(2);
  mood = { state: 'taken' };
  await run(world);
  expect(events(taken.filter(({ change }) => change.externalNo === 'HL-2'))).toEqual(whole);
  world.at('2027-05-24T03:10:00.000+08:00');
  expect(await trim()).toBe(3);
});

test('what was missed of all orders comes page by page, of each hotline its own', async () => {
  const world = memory(monday);
  for (let n = 1; n <= 23; n += 1) {
    const { no } = await must(
      world,
      '/orders',
      order(`HL-${n}`, { contact: {}, category: 'business', title: `第${n}件` }),
    );
    await staffOf(world, operator).act(String(no), 'dispatch', { unitId: 'hrss' });
    world.pass(1000);
  }
  const first = await must(world, '/orders/changes', { after: 0 });
  const second = await must(world, '/orders/changes', { after: first.next });
  expect([(first.changes as unknown[]).length, (second.changes as unknown[]).length]).toEqual([20, 3]);
  expect(second.next).toBeUndefined();
  expect((await must(world, '/orders/changes', { after: 0, source: 'zz12328' })).changes).toEqual([]);
});

describe('over the wire', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)].map(key => key.toString('base64')) as [
    string,
    string,
  ];
  const answers: { status: number; headers?: Record<string, string>; slow?: number }[] = [];
  const heard: { headers: IncomingMessage['headers']; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: string[] = [];
    request.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: chunks.join('') });
      const { status, headers, slow = 0 } = answers.shift() ?? { status: 204 };
      setTimeout(() => response.writeHead(status, headers).end(), slow);
    });
  });
  let env: NodeJS.ProcessEnv = {};
  beforeAll(async () => {
    await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/changes`;
    env = { BANJIE_HOTLINE_URL: url, BANJIE_HOTLINE_OUT_KEY: `whsec_${fresh} ${old}` };
  });
  afterAll(() => void server.close());

  test('signed with every key while they are exchanged: whoever has the old or the new one verifies it', async () => {
    expect(await createHotline(env)({ id: 'm1', body: '{"no":"甲"}' })).toEqual({ state: 'taken' });
    const { headers, body } = heard.at(-1)!;
    for (const key of [old, fresh])
      expect(verifiedId(keysIn(key), headers as Record<string, string>, body, Date.now())).toBe('m1');
    expect(
      verifiedId(
        keysIn(randomBytes(32).toString('base64')),
        headers as Record<string, string>,
        body,
        Date.now(),
      ),
    ).toBeUndefined();
  });

  test.each<[number, Record<string, string> | undefined, HotlineSent]>([
    [200, undefined, { state: 'taken' }],
    [202, undefined, { state: 'taken' }],
    [410, undefined, { state: 'gone' }],
    [429, { 'retry-after': '120' }, { state: 'busy', seconds: 120 }],
    [429, undefined, { state: 'busy' }],
    [302, { location: '/else' }, { state: 'refused', why: '302' }],
    [404, undefined, { state: 'refused', why: '404' }],
    [503, undefined, { state: 'unreachable', why: '503' }],
  ])('%d', async (status, headers, sent) => {
    answers.push({ status, ...(headers ? { headers } : {}) });
    const before = heard.length;
    expect(await createHotline(env)({ id: 'm2', body: '{}' })).toEqual(sent);
    expect(heard).toHaveLength(before + 1);
  });

  test('who does not answer is not waited for; without address or key nothing is sent', async () => {
    answers.push({ status: 200, slow: 300 });
    expect(await createHotline(env, 50)({ id: 'm3', body: '{}' })).toMatchObject({ state: 'unreachable' });
    expect(await createHotline({})({ id: 'm4', body: '{}' })).toEqual({ state: 'not-configured' });
    const without = { ...env, BANJIE_HOTLINE_OUT_KEY: 'whsec_' };
    expect(await createHotline(without)({ id: 'm5', body: '{}' })).toEqual({ state: 'not-configured' });
  });
});
