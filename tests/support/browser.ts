import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

export type Pointing = 'mouse' | 'touch';

const EXECUTABLE = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts headless Chromium. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });

/**
 * Starts headless Chromium as a process of its own on a profile, so that it can be killed and started again where it was.
 * `kill` ends it and all that belongs to it at once, as a phone without power would.
 */
export async function launchOnProfile(
  profile: string,
): Promise<{ context: BrowserContext; kill(): Promise<void>; close(): Promise<void> }> {
  const child = spawn(
    EXECUTABLE,
    [...ARGUMENTS, '--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found?.[1]) resolve(found[1]);
    });
    child.once('exit', () => reject(new Error(`Chromium did not start: ${said.slice(-500)}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    // The whole group: the browser is more than one process.
    process.kill(-(child.pid as number), signal);
    await ended;
    await browser.close().catch(() => undefined);
  };
  return {
    context: browser.contexts()[0] as BrowserContext,
    kill: () => end('SIGKILL'),
    close: () => end('SIGTERM'),
  };
}

/** The screen of a phone, or of WeChat on a PC. */
export const SCREENS = {
  phone: { width: 375, height: 812 },
  narrow: { width: 320, height: 640 },
  tablet: { width: 768, height: 1024 },
  wide: { width: 1180, height: 760 },
  desk: { width: 1280, height: 800 },
};
export type Screen = keyof typeof SCREENS;

/** Switches of the phone: network, slowness, an error for every answer. */
export type Answers = { online?: boolean; slowSeconds?: number; fail?: string };

/** A profile of the browser: its own store and cache, pointed at with a mouse or a finger. */
export const newContext = (
  browser: Browser,
  { pointing = 'mouse', screen = 'phone' }: { pointing?: Pointing; screen?: Screen } = {},
): Promise<BrowserContext> =>
  browser.newContext({
    viewport: SCREENS[screen],
    ...(pointing === 'touch' ? { hasTouch: true, isMobile: true } : {}),
  });

export type Phone = {
  page: Page;
  /** Taps the way this test points. */
  tap(selector: string): Promise<void>;
  /** By `data-testid`, on the page that is open now. */
  id(name: string): string;
  text(name: string): Promise<string>;
  /** Console errors and uncaught exceptions so far. */
  errors: string[];
  close(): Promise<void>;
};

/** Opens an address as a phone would show it and collects everything that goes wrong. */
export async function openPhone(
  browser: Browser,
  url: string,
  options: { pointing?: Pointing; screen?: Screen } = {},
): Promise<Phone> {
  const { pointing = 'mouse' } = options;
  const context = await newContext(browser, options);
  context.setDefaultTimeout(5000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', error => errors.push(String(error.stack ?? error)));
  await page.goto(url);
  await page.waitForSelector('body[data-ready]');
  const id = (name: string): string => `.wx-open-page:not([hidden]) [data-testid="${name}"]`;
  return {
    page,
    errors,
    id,
    async tap(selector) {
      // Bars fixed at an edge cover what Playwright itself scrolls only just into view.
      await page.locator(selector).evaluate(element => element.scrollIntoView({ block: 'center' }));
      await (pointing === 'touch' ? page.tap(selector) : page.click(selector));
    },
    text: async name => (await page.textContent(id(name)))?.trim() ?? '',
    close: () => context.close(),
  };
}

/** A folder that is gone after the test. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'preview-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
