import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPreviewHost, type PreviewHost } from '../support/preview-host';

const folder = mkdtempSync(join(tmpdir(), 'preview-server-'));
const root = join(folder, 'mini');
const write = (name: string, text: string): void => writeFileSync(join(root, name), text);
const reported: string[] = [];
let host: PreviewHost;

beforeAll(async () => {
  mkdirSync(join(root, 'pages'), { recursive: true });
  write('app.json', '{ "pages": ["pages/a"] }');
  write('app.ts', 'App({});');
  write('pages/a.ts', 'Page({});');
  write('pages/a.wxml', '<view>{{one}}</view>');
  write('secret.json', '{}');
  write('dot.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, 'outside.png'), 'x');
  host = await startPreviewHost({
    root,
    outDir: join(folder, 'out'),
    watch: true,
    report: line => reported.push(line),
  });
});

afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(host.origin + path, { headers });

test('serves the frame, the phone and their assets; the rest is not the preview’s', async () => {
  for (const path of [
    '/',
    '/preview/phone?as=x',
    '/preview/runtime.js',
    '/preview/app.js',
    '/preview/app.css',
    '/preview/frame.js',
  ]) {
    expect([path, (await get(path)).status]).toEqual([path, 200]);
  }
  expect((await get('/elsewhere')).status).toBe(404);
  expect((await get('/preview/none.js')).status).toBe(404);
});

test('pictures of the mini-program are served, no other file and nothing outside', async () => {
  expect((await get('/preview/files/dot.svg')).headers.get('content-type')).toBe('image/svg+xml');
  for (const path of ['secret.json', '..%2foutside.png', '%2e%2e/outside.png', '/etc/hostname', 'none.png']) {
    expect([path, (await get(`/preview/files/${path}`)).status]).toEqual([path, 404]);
  }
});

test('an unchanged asset is not sent twice', async () => {
  const etag = (await get('/preview/app.js')).headers.get('etag')!;
  expect((await get('/preview/app.js', { 'if-none-match': etag })).status).toBe(304);
});

test('a changed file is built by itself, and open phones are told; mistakes reach them as text', async () => {
  const stream = (await get('/preview/events')).body!.getReader();
  const next = async (): Promise<string> => {
    let text = '';
    while (!text.includes('event: built')) text += new TextDecoder().decode((await stream.read()).value);
    return text;
  };
  const broken = next();
  write('pages/a.wxml', '<view>\n<wrong /></view>');
  expect(await broken).toContain('pages/a.wxml:2:1 unknown tag <wrong>');
  expect(await (await get('/preview/phone')).text()).toContain('pages/a.wxml:2:1');
  expect(reported).toHaveLength(1);
  const mended = next();
  write('pages/a.wxml', '<view>好</view>');
  expect(await mended).toContain('{"errors":[]}');
  await stream.cancel();
});

test('a path that is not valid escapes is refused, and the server goes on', async () => {
  expect((await get('/preview/files/%zz')).status).toBe(404);
  expect((await get('/')).status).toBe(200);
});
