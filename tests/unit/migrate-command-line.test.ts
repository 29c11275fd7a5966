import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { signedHeaders } from '../../cloudfunctions/infra/platform/tencent-signature';

/** `npm run migrate` against a fake of the platform that checks the signature (facts of the platform: TC3-HMAC-SHA256). */

const root = join(__dirname, '../..');
const token = 'a-token-for-this-one-time-0123456789';
const keys = { TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', BANJIE_SETUP_TOKEN: token };

type Call = { body: unknown; action: unknown; signed: boolean };
let server: Server;
let calls: Call[] = [];
let answers: object[] = [];
let url = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (text: Buffer) => (body += text.toString()));
    request.on('end', () => {
      const { headers } = request;
      const seconds = Number(headers['x-tc-timestamp']);
      const expected = signedHeaders(
        { secretId: 'id', secretKey: 'key', region: 'ap-shanghai' },
        { service: 'scf', host: headers.host ?? '', action: 'Invoke', version: '2018-04-16', body },
        seconds,
      )['authorization'];
      calls.push({
        body: JSON.parse(body),
        action: headers['x-tc-action'],
        signed: headers.authorization === expected && Math.abs(Date.now() / 1000 - seconds) < 60,
      });
      response.end(
        JSON.stringify({ Response: answers.shift() ?? { Error: { Code: 'X', Message: 'too often' } } }),
      );
    });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  calls = [];
});

const run = (args: string[], env: Record<string, string> = keys) =>
  new Promise<{ code: number | null; out: string; err: string }>(done => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'tools/migrate.ts'), ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'], ...env },
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (text: Buffer) => (said.out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said.err += text.toString()));
    child.once('close', code => done({ code, ...said }));
  });

const answered = (data: object): object => ({
  Result: { InvokeResult: 0, RetMsg: JSON.stringify({ ok: true, data }) },
});
const progress = (more: object = {}): object => ({
  ...{ filled: false, done: false, version: 0, newest: 2, changed: 100, failed: [] },
  ...more,
});

test('calls setup until it says that everything is done, a line for each call', async () => {
  answers = [answered(progress()), answered(progress({ done: true, version: 2, changed: 7 }))];
  const { code, out } = await run(['--env', 'env-1', '--endpoint', url]);
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map(line => (JSON.parse(line) as { changed: number }).changed),
  ).toEqual([100, 7]);
  const call = {
    body: { FunctionName: 'setup', Namespace: 'env-1', ClientContext: JSON.stringify({ token }) },
    action: 'Invoke',
    signed: true,
  };
  expect(calls).toEqual([call, call]);
});

test('1 when something could not be brought over, or the function or the platform refuses', async () => {
  answers = [answered(progress({ done: true, failed: ['tickets/T1'] }))];
  expect(await run(['--env', 'env-1', '--endpoint', url])).toMatchObject({
    code: 1,
    out: expect.stringContaining('T1'),
  });
  const refusal = { ok: false, error: { message: '系统出了点问题', errorNo: '20261128-ABC' } };
  answers = [{ Result: { InvokeResult: 0, RetMsg: JSON.stringify(refusal) } }];
  expect(await run(['--env', 'env-1', '--endpoint', url])).toMatchObject({
    code: 1,
    err: expect.stringContaining('20261128-ABC'),
  });
  answers = [{ Error: { Code: 'AuthFailure.SignatureFailure', Message: 'wrong key' } }];
  expect(await run(['--env', 'env-1', '--endpoint', url])).toMatchObject({
    code: 1,
    err: expect.stringContaining('AuthFailure'),
  });
  answers = [{ Result: { InvokeResult: 1, RetMsg: '', ErrMsg: 'Time limit exceeded' } }];
  expect(await run(['--env', 'env-1', '--endpoint', url])).toMatchObject({
    code: 1,
    err: expect.stringContaining('Time limit'),
  });
});

test('2 without an environment, without keys, or with an unknown option', async () => {
  for (const [args, env] of [
    [[], keys],
    [['--env', 'env-1'], {}],
    [['--env', 'env-1'], { TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key' }],
    [['--env', 'env-1', '--nonsense'], keys],
  ] as const)
    expect(await run([...args], env)).toMatchObject({ code: 2, out: '' });
  expect(calls).toEqual([]);
});
