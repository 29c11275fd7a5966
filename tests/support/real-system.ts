import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Cloud } from '../../local/cloud';
import { PROFILES } from '../../local/cloud/profile';
import { formatDiagnostic } from '../../local/preview/build';
import { createPreview, serveBuilt } from '../../local/preview/server';
import type { Added } from '../../tools/build';
import { startSystem } from '../../tools/local-system';
import { launchBrowser, newContext, type Pointing } from './browser';
import { openHand, type Hand, type HandOptions } from './hand';
import { madeOnce } from './made-once';
import { builtFunctions, freshData, Person, type Seed } from './system';

const MINI_PROGRAM = join(__dirname, '../../miniprogram');

export type RealSystem = {
  cloud: Cloud;
  browser: Browser;
  /** Opens the phone of a person. What goes wrong in it fails the test that is running. */
  open(as: string, page?: string, options?: HandOptions): Promise<Hand>;
  citizen(openid: string): Person;
  staff(openid: string): Person;
  /** Sets the clock to `2026-09-24T10:00` in Asia/Shanghai and does all that is due. */
  at(time: string): Promise<void>;
};

/** The mini-program as the preview builds it, without a diagnostic. */
const builtPages = (): Promise<string> =>
  madeOnce('preview', async outDir => {
    const preview = await createPreview({ root: MINI_PROGRAM, outDir, watch: false });
    preview.close();
    expect(preview.diagnostics().map(formatDiagnostic)).toEqual([]);
  });

/**
 * The whole product for the browser tests of one file: built functions, local cloud, the mini-program's own pages in
 * Chromium. Hands left open are closed after each test, and none of them may have seen an error.
 */
export function useRealSystem(options: {
  now: string;
  /** Without it the demo data. */
  seed?: Seed;
  demoTickets?: boolean;
  /** The modules of one more procedure or register. */
  added?: Added;
  /** `production`: as slow and as narrow as the service. */
  profile?: 'production';
}): RealSystem {
  let cloud: Cloud | undefined;
  let browser: Browser | undefined;
  let dataDir = '';
  let hands: Hand[] = [];
  const profiles = new Map<Pointing, Page>();
  const here = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('the system is not running');
    return thing;
  };
  /**
   * One profile of the browser for all people of this file who point in the same way: a new one would load and compile
   * the whole mini-program again for each page. What a person's phone stores is theirs alone and is cleared after each
   * test; the page that stays open is for that.
   */
  const profile = async (pointing: Pointing = 'mouse'): Promise<BrowserContext> => {
    const known = profiles.get(pointing);
    if (known) return known.context();
    const keeper = await (await newContext(here(browser), { pointing })).newPage();
    await keeper.goto(`${here(cloud).url}/preview/app.css`);
    profiles.set(pointing, keeper);
    return keeper.context();
  };
  beforeAll(async () => {
    const [functions, pages, chromium] = await Promise.all([
      builtFunctions(options.added),
      builtPages(),
      launchBrowser(),
    ]);
    browser = chromium;
    const now = `${options.now}:00+08:00`;
    dataDir = await freshData(options.seed, now, options.demoTickets, functions);
    cloud = await startSystem({
      dataDir,
      seed: options.seed ?? 'demo',
      now,
      timers: false,
      flush: false,
      demoTickets: options.demoTickets ?? false,
      functions,
      profile: PROFILES[options.profile ?? ''],
      routes: serveBuilt(MINI_PROGRAM, pages),
    });
  });
  afterEach(async () => {
    const errors = hands.flatMap(hand => hand.errors);
    await Promise.all(hands.map(hand => hand.close()));
    hands = [];
    for (const keeper of profiles.values())
      await keeper.evaluate(() => {
        localStorage.clear();
        sessionStorage.clear();
      });
    expect(errors).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await cloud?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    get cloud() {
      return here(cloud);
    },
    get browser() {
      return here(browser);
    },
    async open(as, page = '', handOptions = {}) {
      const hand = await openHand(
        await profile(handOptions.pointing),
        here(cloud).url,
        as,
        page,
        handOptions,
      );
      hands.push(hand);
      return hand;
    },
    citizen: openid => new Person(() => here(cloud).url, openid, 'citizen'),
    staff: openid => new Person(() => here(cloud).url, openid, 'staff'),
    async at(time) {
      here(cloud).control.setNow(`${time}:00+08:00`);
      const outcome = await here(cloud).control.runTimer('clock');
      if (!outcome.ok) throw new Error(outcome.errMsg);
    },
  };
}
