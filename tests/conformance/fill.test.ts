import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
