import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem } from '../../tools/local-system';

/** Timers look for nothing that is not there yet: they begin when an empty installation was filled. */

const folder = mkdtempSync(join(tmpdir(), 'filled-'));
const functions = join(folder, 'functions');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, code: string, config: object = {}): void => {
  mkdirSync(join(functions, name), { recursive: true });
  writeFileSync(join(functions, name, 'index.js'), code);
  writeFileSync(join(functions, name, 'config.json'), JSON.stringify({ timeout: 10, ...config }));
};

test('no timer runs before the installation is filled, then they do by themselves', async () => {
  // Filling takes longer than the second between two looks of the timers.
  put(
    'setup',
    `const wait = ms => new Promise(resolve => setTimeout(resolve, ms));
     exports.main = async () => {
       console.log('begins');
       await wait(1500);
       console.log('filled');
       return { ok: true, data: { done: true, version: 1, newest: 1, changed: 0, failed: [] } };
     };`,
  );
  const triggers = [{ name: 'everySecond', type: 'timer', config: '* * * * * * *' }];
  put('clock', `exports.main = async () => void console.log('runs');`, { triggers });

  const shown: string[] = [];
  let enough = (): void => undefined;
  const runs = new Promise<void>(resolve => (enough = resolve));
  const show = (line: string): void => {
    shown.push(line);
    // The first run is asked for by whoever fills; the second one is a timer's.
    if (shown.filter(one => one === '[clock] runs').length === 2) enough();
  };
  const cloud = await startSystem({
    dataDir: join(folder, 'data'),
    seed: 'empty',
    functions,
    flush: false,
    show,
  });
  await runs;
  await cloud.close();
  expect(shown.slice(0, 3)).toEqual(['[setup] begins', '[setup] filled', '[clock] runs']);
});

test('whoever comes while it is filled or brought to this version is told to wait, on the port that was asked for', async () => {
  const port = await freePort();
  const heard: string[] = [];
  const ask = async (accept: string, path: string): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: path === '/' ? 'GET' : 'POST',
      headers: { accept },
    });
    heard.push(`${response.status} ${await response.text()}`);
  };
  const own = join(folder, 'told');
  const told = { dataDir: own, seed: 'empty', functions, flush: false, timers: false, port } as const;
  let asked: Promise<unknown> | undefined;
  const show = (line: string): void => {
    if (line === '[setup] begins') asked = Promise.all([ask('text/html', '/'), ask('*/*', '/call/citizen')]);
  };
  const cloud = await startSystem({ ...told, show });
  await asked;
  expect(cloud.port).toBe(port);
  await cloud.close();
  expect(heard.sort()).toEqual([
    expect.stringMatching(/^200 .*"ok":false.*"code":"unavailable".*系统正在启动/),
    expect.stringMatching(/^503 <!doctype html>.*系统正在启动/s),
  ]);

  // A folder of an earlier build is brought to this one apart as well.
  writeFileSync(join(own, 'filled.json'), JSON.stringify({ seed: 'empty', setup: 'before' }));
  heard.length = 0;
  await (await startSystem({ ...told, show })).close();
  await asked;
  expect(heard).toHaveLength(2);

  // What is as this build wants it is there at once, and a port that is taken is told at once.
  heard.length = 0;
  const again = await startSystem({ ...told, show });
  expect(heard).toEqual([]);
  const other = { ...told, dataDir: join(folder, 'other') };
  await expect(startSystem(other)).rejects.toThrow(`The port ${port} cannot be used`);
  await again.close();
});

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise(done => server.close(done));
  return port;
};
