import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { launchBrowser, temporaryFolder } from '../support/browser';
import { startPreviewHost, type PreviewHost } from '../support/preview-host';

const REPOSITORY = join(__dirname, '../..');
const folder = temporaryFolder();
const root = join(folder.path, 'specimen');
let host: PreviewHost;
let browser: Browser;

beforeAll(async () => {
  // A copy, so that the tests may change its sources.
  cpSync(join(REPOSITORY, 'local/preview/specimen'), root, { recursive: true });
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder.path, 'node_modules'));
  [host, browser] = await Promise.all([
    startPreviewHost({ root, outDir: join(folder.path, 'out'), report: () => undefined }),
    launchBrowser(),
  ]);
});

afterAll(async () => {
  await browser.close();
  await host.close();
  folder.remove();
});

let page: Page;
const errors: string[] = [];

beforeEach(async () => {
  errors.length = 0;
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(5000);
  page.on('pageerror', error => errors.push(String(error)));
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
});

afterEach(async () => {
  await page.close();
  expect(errors).toEqual([]);
});

const phone = async (): Promise<Frame> => {
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await frame!.waitForSelector('body[data-ready]');
  return frame!;
};

test('the console changes who holds the phone', async () => {
  await page.goto(host.origin);
  await phone();
  await page.fill('[aria-label="找一个身份"]', '天河');
  await page.click('text=天河区主管部门');
  await page.waitForFunction(() => document.querySelector('iframe')!.src.includes('as=demo-th-local'));
  expect(page.url()).toContain('as=demo-th-local');
  await page.waitForSelector('text=给 demo-th-local 的消息');
  await page.fill('[aria-label="找一个身份"]', 'hrss 负责人');
  expect(await page.$$eval('.person', all => all.map(one => one.textContent))).toEqual([
    '人力资源和社会保障厅 · 负责人',
    '广州市人力资源和社会保障局 · 负责人',
    '深圳市人力资源和社会保障局 · 负责人',
  ]);
});

test('the console sets the clock, the network and the font size of the phone', async () => {
  await page.goto(`${host.origin}/?page=/pages/mine/index`);
  const frame = await phone();
  await page.waitForSelector('text=2026 年 9 月 24 日 周四 10:00');
  await page.click('text=下一天 9:00');
  await page.waitForSelector('text=2026 年 9 月 25 日 周五 09:00');
  await frame.waitForSelector('[data-testid="today"]:has-text("9-25")');
  await page.fill('[aria-label="日期和时间"]', '2026-10-01T08:30');
  await page.click('text=设定');
  await frame.waitForSelector('[data-testid="today"]:has-text("10-1")');
  await page.click('text=断网');
  await frame.waitForSelector('[data-testid="net"]:has-text("断网")');
  await page.click('text=关怀');
  await frame.waitForSelector('[data-testid="font"]:has-text("23.8")');
  // The reload kept the page and the network.
  await frame.click('[data-testid="call"]');
  await frame.waitForSelector('text=request:fail');
});

test('a slow network keeps the answer back, not the call', async () => {
  await page.goto(`${host.origin}/?page=/pages/mine/index`);
  const frame = await phone();
  await frame.evaluate('__preview.set({ slowSeconds: 0.3 })');
  const before = host.calls.length;
  await frame.click('[data-testid="call"]');
  expect(await frame.textContent('[data-testid="answer"]')).toBe('');
  await frame.waitForSelector('[data-testid="answer"]:has-text("ok")');
  expect(host.calls).toHaveLength(before + 1);
});

test('an answer that is to fail is an error of the contract, and reaches no function', async () => {
  await page.goto(`${host.origin}/?page=/pages/mine/index`);
  const frame = await phone();
  await frame.evaluate("__preview.set({ fail: 'internal' })");
  const before = host.calls.length;
  const result = await frame.evaluate("wx.cloud.callFunction({ name: 'citizen', data: {} })");
  expect(result).toMatchObject({ result: { ok: false, error: { code: 'internal' } } });
  expect(host.calls).toHaveLength(before);
});

test('the wide window is WeChat on a PC; a narrow browser shows the phone alone', async () => {
  await page.goto(`${host.origin}/?window=wide`);
  const frame = await phone();
  expect(await frame.evaluate('wx.getWindowInfo().windowWidth')).toBeGreaterThanOrEqual(900);
  await page.click('.choices >> text=手机');
  await frame.waitForFunction('wx.getWindowInfo().windowWidth === 375');
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.isVisible('.console')).toBe(false);
  await frame.waitForFunction('wx.getWindowInfo().windowWidth === 390');
});

test('a changed source reloads the page where it was; a mistake shows with its place until it is mended', async () => {
  await page.goto(`${host.origin}/?page=/pages/mine/index`);
  const frame = await phone();
  const file = join(root, 'pages/mine/index.wxml');
  const source = readFileSync(file, 'utf8');
  writeFileSync(file, source.replace('我的</view>', '我的，改过</view>'));
  await frame.waitForSelector('text=我的，改过');
  writeFileSync(file, `${source}<nonsense />`);
  await frame.waitForSelector('.wx-build-errors >> text=pages/mine/index.wxml:12:1 unknown tag <nonsense>');
  writeFileSync(file, source);
  await frame.waitForSelector('.wx-build-errors', { state: 'detached' });
  await frame.waitForSelector('.title:has-text("我的")');
  expect(errors.splice(0).every(line => line.startsWith('build failed'))).toBe(true);
});
