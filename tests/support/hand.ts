import type { BrowserContext, Locator, Page } from 'playwright-core';
import { SCREENS, type Answers, type Pointing, type Screen } from './browser';

export type HandOptions = {
  pointing?: Pointing;
  screen?: Screen;
  /** 关怀模式: WeChat's large letters. */
  care?: boolean;
  /** How the cloud answers from the start. */
  cloud?: Answers;
};

type Role = 'button' | 'radio' | 'checkbox' | 'switch' | 'tab' | 'link';

const ROLES: Role[] = ['button', 'radio', 'tab', 'switch', 'checkbox', 'link'];

/** Somebody with the phone: sees what is on the screen, taps what has a name, types into what has a label. */
export type Hand = {
  page: Page;
  /** Console errors and uncaught exceptions so far. */
  errors: string[];
  /** The thing of this name, whatever its role, on the page that is open. */
  thing(name: string | RegExp): Locator;
  /** Taps or clicks the thing of this name. */
  press(name: string | RegExp): Promise<void>;
  tap(target: Locator): Promise<void>;
  /** Types into the field of this label, replacing what was there. */
  type(label: string, text: string): Promise<void>;
  /** Takes an act of the open ticket: fills its form by label (a list of names is pressed instead) and confirms. */
  act(label: string, fields?: Record<string, string>, choices?: (string | RegExp)[]): Promise<void>;
  /** Waits until this text can be seen. */
  sees(text: string | RegExp): Promise<void>;
  /** Waits until this text can no longer be seen. */
  misses(text: string | RegExp): Promise<void>;
  /** Everything that can be read on the open page. */
  text(): Promise<string>;
  /** The number in the address of the ticket that is open. */
  ticketNo(): Promise<string>;
  /** Waits until nothing is being loaded or moved any more. */
  settled(): Promise<void>;
  /** Goes to a page as a fresh start of the mini-program. */
  open(page: string): Promise<void>;
  back(): Promise<void>;
  set(change: Answers): Promise<void>;
  close(): Promise<void>;
};

/** Opens the phone of `as` at a page, in a profile of the browser, and collects everything that goes wrong. */
export async function openHand(
  context: BrowserContext,
  url: string,
  as: string,
  at: string,
  options: HandOptions = {},
): Promise<Hand> {
  const { pointing = 'mouse', screen = 'phone', care = false, cloud = {} } = options;
  // Long enough for a machine that has much else to do: nothing here measures speed.
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.setViewportSize(SCREENS[screen]);
  const errors: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning')
      errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', error => errors.push(String(error.stack ?? error)));
  const address = (path: string): string => {
    const query = new URLSearchParams({
      as,
      ...(path ? { page: path } : {}),
      ...(care ? { font: 'care' } : {}),
      ...(cloud.online === false ? { net: 'off' } : {}),
      ...(cloud.slowSeconds ? { slow: String(cloud.slowSeconds) } : {}),
      ...(cloud.fail ? { fail: cloud.fail } : {}),
    });
    return `${url}/preview/phone?${query.toString()}`;
  };
  const ready = (): Promise<unknown> => page.waitForSelector('body[data-ready]');
  // Whoever is asked whether messages may be sent allows it; what follows a refusal is told over the phone's own functions.
  await page.addInitScript(() => {
    setInterval(() => document.querySelector<HTMLElement>('.wx-sheet-accept')?.click(), 100);
  });
  await page.goto(address(at));
  await ready();

  const thing = (name: string | RegExp): Locator =>
    ROLES.map(role => page.getByRole(role, { name, exact: typeof name === 'string' }))
      .reduce((one, other) => one.or(other))
      .filter({ visible: true });
  const tap = async (target: Locator): Promise<void> => {
    await target.waitFor();
    // Bars fixed at an edge cover what Playwright itself scrolls only just into view.
    await target.evaluate(element => element.scrollIntoView({ block: 'center' }));
    await (pointing === 'touch' ? target.tap() : target.click());
  };
  const press = (name: string | RegExp): Promise<void> => tap(thing(name).first());
  const type = (label: string, text: string): Promise<void> =>
    page.getByRole('textbox', { name: label, exact: true }).filter({ visible: true }).first().fill(text);
  const act = async (
    label: string,
    fields: Record<string, string> = {},
    choices: (string | RegExp)[] = [],
  ) => {
    const more = thing('更多办理');
    await thing(label).or(more).first().waitFor();
    if (!(await thing(label).first().isVisible())) await press('更多办理');
    await press(label);
    for (const choice of choices) await press(choice);
    for (const [field, text] of Object.entries(fields)) await type(field, text);
    // What is called 确认 already is not confirmed twice.
    const name = label.includes('确认') ? label : `确认${label}`;
    const confirm = page
      .getByRole('dialog', { name: label, exact: true })
      .getByRole('button', { name, exact: true });
    await tap(confirm.filter({ visible: true }).first());
    await confirm.filter({ visible: true }).first().waitFor({ state: 'hidden' });
  };
  const screenText = (): Promise<string> => page.locator('.wx-open-page:not([hidden])').innerText();
  const seen = (text: string | RegExp): Locator => page.getByText(text).filter({ visible: true }).first();
  return {
    page,
    errors,
    thing,
    tap,
    press,
    type,
    act,
    sees: text =>
      seen(text)
        .waitFor()
        .catch(async () => {
          throw new Error(`${String(text)} is not on the screen, which says:\n${await screenText()}`);
        }),
    misses: text => seen(text).waitFor({ state: 'hidden' }),
    text: screenText,
    ticketNo: async () => {
      await page.waitForFunction(() => /no=[A-Z0-9-]+/.test(decodeURIComponent(location.search)));
      return /no=([A-Z0-9-]+)/.exec(decodeURIComponent(page.url()))?.[1] ?? '';
    },
    settled: async () => {
      await page.waitForFunction(() => document.querySelector('.van-skeleton, [class*=skeleton]') === null);
      await page.waitForFunction(() => document.getAnimations().every(one => one.playState !== 'running'));
    },
    async open(path) {
      await page.goto(address(path));
      await ready();
    },
    back: () => tap(thing('返回').first()),
    set: change => page.evaluate(`__preview.set(${JSON.stringify(change)})`) as Promise<void>,
    close: () => page.close(),
  };
}
