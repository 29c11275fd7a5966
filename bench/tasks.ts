import { chromium, type Locator, type Page } from 'playwright-core';

/**
 * What the tasks of the desk take: keys, taps, calls one after the other, and seconds until the screen has changed, on a running
 * `npm start` with demo data. Seconds are the machine's; what a person adds is estimated by the keystroke-level model (Card, Moran,
 * Newell 1980): 0.28 s a key, 1.1 s a tap, 1.35 s to think before the first key and before confirming; what is to be read is
 * counted at five Chinese characters a second, as adults read aloud; in silence it is eight.
 */

const KEY = 0.28;
const TAP = 1.1;
const THINK = 1.35;
const READ = 1 / 5;

type Did = { keys: number; taps: number; characters: number };

const HOME = '/pages/home/index';
const WORKBENCH = '/pages/workbench/index';
const REGISTER = '/packages/staff/tickets/record/index';
/** Keys for a Chinese character in a pinyin input method, choosing included. */
const KEYS_A_CHARACTER = 3;
const SETTLE = 700;

class Desk {
  private did: Did = { keys: 0, taps: 0, characters: 0 };
  private running = 0;
  private calls = 0;

  constructor(readonly page: Page) {
    page.on('request', request => {
      if (!request.url().includes('/call/')) return;
      if (this.running === 0) this.calls += 1;
      this.running += 1;
    });
    const over = (request: { url(): string }): void => {
      if (request.url().includes('/call/')) this.running -= 1;
    };
    page.on('requestfinished', over);
    page.on('requestfailed', over);
  }

  async key(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      this.did.keys += 1;
    }
  }

  /** Types Chinese, as an input method hands it over. */
  async write(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
    this.did.keys += KEYS_A_CHARACTER * [...text].length;
  }

  async tap(name: string | RegExp): Promise<void> {
    const exact = typeof name === 'string';
    await this.page.getByRole('button', { name, exact }).filter({ visible: true }).first().click();
    this.did.taps += 1;
  }

  async press(target: Locator): Promise<void> {
    await target.click();
    this.did.taps += 1;
  }

  sees(text: string | RegExp): Promise<void> {
    return this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Reads what stands at these places, every character of it. */
  async read(places: Locator): Promise<void> {
    for (const text of await places.allInnerTexts())
      this.did.characters += [...text.replace(/\s/g, '')].length;
  }

  /** Runs a task and takes down what it took; calls that run side by side count once. */
  async task(name: string, work: () => Promise<void>): Promise<void> {
    await this.page.waitForTimeout(SETTLE);
    this.did = { keys: 0, taps: 0, characters: 0 };
    this.calls = 0;
    const began = performance.now();
    await work();
    const seconds = (performance.now() - began) / 1000;
    const { keys, taps, characters } = this.did;
    const person = seconds + keys * KEY + taps * TAP + characters * READ + 2 * THINK;
    // At once: a task that fails takes nothing with it.
    console.log(
      `| ${[name, keys, taps, characters, this.calls, seconds.toFixed(1), person.toFixed(1)].join(' | ')} |`,
    );
  }
}

const open = async (
  url: string,
  as: string,
  width: number,
  height: number,
  at: string = WORKBENCH,
): Promise<Desk> => {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await (await browser.newContext({ viewport: { width, height } })).newPage();
  await page.goto(`${url}/preview/phone?as=${as}&page=${at}`);
  await page.waitForSelector('body[data-ready]');
  if (at === WORKBENCH) await page.locator('.list [data-no]').first().waitFor();
  return new Desk(page);
};

/** How many cards of the list can be seen as wholes; runs in the browser. */
const IN_SIGHT = `[...document.querySelectorAll('.list [data-no]')].filter(one => {
  const { left, top, bottom } = one.getBoundingClientRect();
  return [top + 3, bottom - 3].every(y => one.contains(document.elementFromPoint(left + 20, y)));
}).length`;

/** Walks down the list to a ticket in this state. */
const walkTo = async (desk: Desk, state: RegExp): Promise<void> => {
  const first = desk.page.locator('.handling').getByText(state).first();
  for (let n = 0; n < 40 && !(await first.isVisible()); n += 1) {
    await desk.page.keyboard.press('j');
    await desk.page.waitForTimeout(SETTLE);
  }
};

/**
 * The manager's morning, from the first screen (A24, J-24): what is red now, whose, since when, who knows of it, why and what was done
 * about it, every character of all of them read.
 */
const morning = async (url: string, width: number, height: number, where: string): Promise<void> => {
  const manager = await open(url, 'demo-manager', width, height);
  const { page } = manager;
  await manager.task(`what is red, whose, since when, what was done: the manager, ${where}`, async () => {
    await manager.tap('监督');
    await manager.sees('现在红灯');
    const lines = page.locator('.sums, [role=group][aria-label*="红灯"]').filter({ visible: true });
    const all = page.getByText('看全部 ›').filter({ visible: true }).first();
    await page.waitForTimeout(SETTLE);
    if (!(await all.isVisible())) return manager.read(lines);
    await manager.press(all);
    await lines.first().waitFor();
    await page.waitForTimeout(SETTLE);
    await manager.read(lines);
  });
  const red = await page.locator('[aria-label^="红灯，"]').filter({ visible: true }).count();
  console.log(`red lights, ${where}: ${String(red)}`);
  await page.context().browser()?.close();
};

/** The first ticket of a citizen, then the second: both lie with the operator, and are dispatched further below. */
const fileTwo = async (url: string, texts: [string, string]): Promise<void> => {
  const citizen = await open(url, `citizen-${String(Date.now())}`, 375, 812, HOME);
  const { page } = citizen;
  const file = async (text: string, first: boolean): Promise<void> => {
    await page.getByRole('textbox').filter({ visible: true }).first().focus();
    await citizen.write(text);
    await citizen.tap('问一问');
    await citizen.tap(/转人工/);
    // The consent is asked for once.
    if (first)
      await citizen.press(page.getByRole('checkbox', { name: /同意/ }).filter({ visible: true }).first());
    await citizen.tap('提交');
    // WeChat's own question whether messages may be sent is no tap of the product.
    const allow = page.getByText('允许', { exact: true }).filter({ visible: true }).first();
    await allow.waitFor({ timeout: 4_000 }).then(
      () => allow.click(),
      () => undefined,
    );
    await citizen.sees(/已提交/);
  };
  await citizen.task('from home to a filed ticket, the first one with consent (phone)', () =>
    file(texts[0], true),
  );
  await page.goto(page.url().replace(/([?&]page=)[^&]*/, `$1${HOME}`));
  await page.waitForSelector('body[data-ready]');
  await citizen.task('the same, the next one (phone)', () => file(texts[1], false));
  await page.context().browser()?.close();
};

/** Opens the first ticket of the list, on a phone, for which a unit is offered. */
const openOffered = async ({ page }: Desk): Promise<void> => {
  const cards = page.locator('.list [data-no]').filter({ hasText: '分办' });
  const count = await cards.count();
  for (let at = 0; at < count; at += 1) {
    await cards.nth(at).click();
    await page.waitForTimeout(SETTLE);
    if (await page.getByText('可能的负责单位').filter({ visible: true }).count()) return;
    await page.goBack();
    await page.waitForTimeout(SETTLE);
  }
};

/** `npm run bench -- tasks --url http://127.0.0.1:PORT` */
export const benchTasks = async (url: string): Promise<void> => {
  console.log(
    '| task | keys | taps | read | serial calls | machine s | with a person s |\n|---|---|---|---|---|---|---|',
  );
  for (const [width, height, where] of [
    [375, 812, 'phone'],
    [1280, 720, '1280'],
  ] as const)
    await morning(url, width, height, where);
  await fileTwo(url, ['公园的健身器材断了一根管子', '湖边的长椅被人搬走了']);
  // The longest list: the own one may hold fewer than there is room for.
  const lists = await open(url, 'demo-operator', 1280, 720);
  await lists.page
    .getByText(/^全部件/)
    .first()
    .click();
  await lists.page.waitForTimeout(3 * SETTLE);
  console.log(`tickets in sight at 1280 × 720: ${String(await lists.page.evaluate(IN_SIGHT))}`);
  await lists.page.context().browser()?.close();

  const operator = await open(url, 'demo-operator', 1280, 720);
  await walkTo(operator, / 待分办/);
  await operator.task('dispatch to an offered unit, the next ticket opens (keyboard, 1280)', async () => {
    await operator.key('1');
    await operator.sees('确认分办');
    await operator.page.waitForTimeout(SETTLE);
    await operator.key('1', 'Enter');
    await operator.sees(/“分办”已办好/);
  });
  await operator.page.context().browser()?.close();

  const handler = await open(url, 'demo-hrss-handler', 1280, 720);
  await walkTo(handler, / (待答复|办理中)/);
  await handler.task('reply from a suggestion (keyboard, 1280)', async () => {
    await handler.key('1');
    await handler.page
      .getByRole('button', { name: /^放进答复/ })
      .first()
      .waitFor();
    await handler.key('1', 'Enter');
    const done = handler.page.getByText(/“答复”已办好/).first();
    const sent = await done.waitFor({ timeout: 2_500 }).then(
      () => true,
      () => false,
    );
    // Something in it was pointed out; it is sent all the same.
    if (!sent) await handler.key('Enter');
    await done.waitFor();
  });
  await handler.page.context().browser()?.close();

  const calls = await open(url, 'demo-operator', 1280, 720, REGISTER);
  await calls.sees('记内容');
  await calls.task('take a call down and answer it from an entry (keyboard, 1280)', async () => {
    await calls.key(...'13800138000', 'Enter');
    await calls.page.locator('textarea:focus').waitFor();
    await calls.write('社保卡丢了怎么补办');
    await calls.sees('当场这样答复');
    await calls.key('Escape', '1', 'Control+Enter');
    await calls.sees('已登记，请告诉对方');
  });
  await calls.page.context().browser()?.close();

  // The third item of the service is another unit's.
  const items = await open(url, 'demo-operator', 1280, 720);
  await items.task('from the desk to a call with an item of its service (keyboard, 1280)', async () => {
    await items.key('n');
    await items.sees('记内容');
    await items.key(...'13800138001', 'Enter');
    await items.page.locator('textarea:focus').waitFor();
    await items.write('新生儿出生登记的时候怎么参加医保');
    await items.sees('哪个事项');
    await items.key('Escape', 'i', 'i', 'i');
    await items.sees(/直接转给医疗保障局/);
    await items.key('Control+Enter');
    await items.sees('已登记，请告诉对方');
  });
  await items.page.context().browser()?.close();

  const phone = await open(url, 'demo-operator', 375, 812);
  await openOffered(phone);
  await phone.task('dispatch to an offered unit, to the next ticket (phone)', async () => {
    await phone.tap('分办');
    await phone.tap(/^选 /);
    await phone.tap('确认分办');
    await phone.sees(/“分办”已办好/);
    await phone.tap(/^下一件/);
  });
  await phone.page.context().browser()?.close();
};
