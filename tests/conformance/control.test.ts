import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openLab, type Lab } from './lab';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ now: '2026-09-24T10:00:00+08:00' });
});
afterAll(() => lab.end());

const ask = async (
  method: string,
  path: string,
  body?: string | Buffer,
  headers: Record<string, string> = {},
) => {
  const response = await fetch(lab.url + path, { method, body: body as string | undefined, headers });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers };
};

describe('the clock', () => {
  test('is read and set with the offset of China', async () => {
    expect((await ask('GET', '/control/clock')).body.now).toMatch(/^2026-09-24T10:00:0\d\.\d{3}\+08:00$/);
    const set = await ask('POST', '/control/clock', JSON.stringify({ now: '2026-10-01T00:00:00Z' }));
    expect(set.status).toBe(200);
    expect(set.body.now).toMatch(/^2026-10-01T08:00:00\.\d{3}\+08:00$/);
    await ask('POST', '/control/clock', JSON.stringify({ now: '2025-01-01T00:00:00+08:00' }));
    expect((await ask('GET', '/control/clock')).body.now).toMatch(/^2025-01-01T00:00:0/);
  });

  test.each([
    '{"now":"2026-10-01"}',
    '{"now":"2026-02-30T00:00:00+08:00"}',
    '{"now":"2026-10-01T25:00:00+08:00"}',
    '{"now":"soon"}',
    '{"now":5}',
    '{}',
  ])('is not set by %s', async body => {
    const before = (await ask('GET', '/control/clock')).body.now as string;
    expect((await ask('POST', '/control/clock', body)).status).toBe(400);
    expect(((await ask('GET', '/control/clock')).body.now as string).slice(0, 13)).toBe(before.slice(0, 13));
  });
});

describe('requests that make no sense', () => {
  test.each([
    ['GET', '/', 404],
    ['GET', '//', 400],
    ['GET', '///', 400],
    ['GET', '/nothing', 404],
    ['GET', '/control/nothing', 404],
    ['GET', '/control/clock/more', 404],
    ['POST', '/control/run-timer', 404],
    ['POST', '/control/run-timer/nothing', 404],
    ['POST', '/control/run-timer/lab', 404],
    ['GET', '/control/run-timer/tick', 405],
    ['DELETE', '/control/clock', 405],
    ['POST', '/control/messages', 405],
    ['GET', '/call/lab', 405],
    ['GET', '/control/upload', 405],
    ['GET', '/control/invocations?last=many', 400],
    ['GET', '/storage/%E0%A4%A', 403],
    ['GET', '/storage/../cloud.db', 404],
  ])('%s %s answers %i in JSON', async (method, path, status) => {
    const response = await fetch(lab.url + path, { method });
    expect(response.status).toBe(status);
    if (!path.startsWith('/storage/%')) expect(typeof (await response.json())).toBe('object');
  });

  test.each(['{', '[]', '"text"', 'null', '{"a":1}}', '\u0000'])('the body %j is refused', async body => {
    for (const path of ['/call/lab', '/control/clock', '/control/openapi'])
      expect((await ask('POST', path, body)).status).toBe(400);
  });

  test('a body that is too large is refused, and so is a wrong script', async () => {
    expect((await ask('POST', '/call/tight', 'x'.repeat(200_000))).status).toBe(413);
    expect((await ask('POST', '/control/openapi', '{"name":"nothing","script":null}')).status).toBe(400);
    expect(
      (await ask('POST', '/control/openapi', '{"name":"security.msgSecCheck","script":{"unknown":1}}'))
        .status,
    ).toBe(400);
  });

  test("another site's page gets nothing, nor does a request under another name", async () => {
    expect(
      (await ask('GET', '/control/clock', undefined, { origin: 'https://elsewhere.example' })).status,
    ).toBe(403);
    expect((await ask('GET', '/control/clock', undefined, { origin: lab.url })).status).toBe(200);
  });

  test('the wire answers nobody but a running invocation', async () => {
    const body = JSON.stringify({
      action: 'database.getDocument',
      collectionName: 'tickets',
      wxCloudApiToken: 'guess',
    });
    expect((await ask('POST', '/admin', body, { authorization: 'x' })).body.code).toBe('INVALID_PARAM');
    expect((await ask('POST', '/admin', '{')).body.code).toBe('INVALID_PARAM');
    const open = await fetch(lab.url + '/admin', {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'multipart/form-data' },
    });
    expect(new Uint8Array(await open.arrayBuffer())[0]).toBe(0x18);
  });

  test('after all of it the cloud is alive', async () => {
    expect(await lab.inFunction(() => 'alive')).toBe('alive');
    expect((await ask('GET', '/control/warnings')).body).toEqual({ warnings: [] });
  });
});

describe('run-timer', () => {
  test('answers when the function is done', async () => {
    const reply = await ask('POST', '/control/run-timer/tick');
    expect(reply).toMatchObject({ status: 200, body: { ok: true, result: { type: 'Timer' } } });
    expect(await lab.inFunction(async ({ db }) => (await db.collection('ticks').count()).total)).toBe(1);
  });
});

describe('messages', () => {
  test("the product's own and those sent, to one person, newest last", async () => {
    lab.control.setNow('2026-09-24T10:00:00+08:00');
    await lab.inFunction(async ({ db, cloud }) => {
      const send = (no: string, text: string) =>
        cloud.openapi.subscribeMessage.send({
          touser: 'anna',
          templateId: 'TPL',
          page: `packages/citizen/ticket/index?no=${no}&from=message`,
          data: { thing1: { value: text }, date2: { value: '2026-09-25' } },
        });
      await send('T1', '已答复');
      await db.collection('messages').add({
        data: {
          to: 'anna',
          channel: 'inbox',
          template: 'replied',
          text: '您的件已答复',
          about: 'T1',
          at: '2026-09-24T09:59:00.000+08:00',
        },
      });
      await db.collection('messages').add({
        data: {
          to: 'bert',
          channel: 'inbox',
          template: 'x',
          text: 'y',
          about: 'T2',
          at: '2026-09-24T09:00:00.000+08:00',
        },
      });
    });
    expect((await ask('GET', '/control/messages?to=anna')).body.messages).toEqual([
      {
        channel: 'inbox',
        to: 'anna',
        template: 'replied',
        text: '您的件已答复',
        about: 'T1',
        at: '2026-09-24T09:59:00.000+08:00',
      },
      {
        channel: 'subscribe',
        to: 'anna',
        template: 'TPL',
        text: '已答复；2026-09-25',
        about: 'T1',
        at: expect.stringMatching(/^2026-09-24T10:00:0.*\+08:00$/),
      },
    ]);
    expect((await ask('GET', '/control/messages?to=bert')).body.messages).toHaveLength(1);
    expect((await ask('GET', '/control/messages')).body.messages).toHaveLength(3);
    expect((await ask('GET', '/control/messages?to=nobody')).body.messages).toEqual([]);
  });
});

describe("the owner's own tools", () => {
  test('use the SDK with the environment that the cloud hands out', async () => {
    const script = `const cloud = require('wx-server-sdk'); cloud.init({ env: 'local' });
      cloud.database().collection('bare').add({ data: { _id: 'seeded' } }).then(({ _id }) => console.log(_id))`;
    const env = { ...process.env, ...lab.sdkEnv };
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { env, cwd: __dirname });
    expect(stdout.trim()).toBe('seeded');
  });
});

describe('invocations', () => {
  test('the last ones are told, by number', async () => {
    await lab.call('tight', {});
    const { invocations } = (await ask('GET', '/control/invocations?last=2')).body;
    expect(invocations).toHaveLength(2);
    expect(invocations[1]).toMatchObject({
      function: 'tight',
      databaseCalls: 0,
      durationMs: expect.any(Number),
    });
  });
});
