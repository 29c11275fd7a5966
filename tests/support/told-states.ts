import type { Page } from 'playwright-core';
import type { State } from './every-state';
import type { Hand } from './hand';

/** How the state of a page is told to who cannot see it, and how it goes on without a mouse. */

/** How a page goes on from each state: what can be pressed. */
const ON = /^(重试|重新查看|再问一次)$/;

/** What is wrong with how the state is told, a line each: its heading, its words in a live region, the way on. */
export const untold = (page: Page, state: State): Promise<string[]> =>
  page.evaluate(
    ({ state: now, on }) => {
      const wrong: string[] = [];
      const open = document.querySelector('.wx-open-page:not([hidden])');
      if (!open) return ['no page is open'];
      const seen = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });
      const live = [...open.querySelectorAll('[aria-live], [role=alert], [role=status]')].filter(seen);
      const said = live.map(element => (element as HTMLElement).innerText).join('\n');
      if (![...document.querySelectorAll('h1')].some(one => seen(one) && one.textContent?.trim()))
        wrong.push('no heading');
      if (now === 'loading' && ![...open.querySelectorAll('[role=progressbar]')].some(seen))
        wrong.push('nothing says that it is on its way');
      if (now === 'loading' || now === 'loaded') return wrong;
      if (!said.trim()) wrong.push('nothing is said in a live region');
      const controls = [
        ...open.querySelectorAll<HTMLElement>('[role=button], [role=link], [role=tab], input, textarea'),
      ]
        .filter(seen)
        .filter(element => element.tabIndex >= 0);
      const names = controls.map(element => (element.getAttribute('aria-label') ?? element.innerText).trim());
      if (now === 'empty' ? controls.length === 0 : !names.some(name => new RegExp(on).test(name)))
        wrong.push(`no way on: ${names.join(' | ')}`);
      return wrong;
    },
    { state, on: ON.source },
  );

/** Goes on by keyboard alone: Tab leads to the way on, Enter takes it. */
export async function goOnByKeyboard({ page }: Hand): Promise<void> {
  for (let tabs = 0; tabs < 80; tabs += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const { activeElement: active } = document;
      return (active?.getAttribute('aria-label') ?? (active as HTMLElement | null)?.innerText ?? '').trim();
    });
    if (!ON.test(name)) continue;
    await page.keyboard.press('Enter');
    return;
  }
  throw new Error('Tab leads to no way on');
}

/** The mini-program is started again where it is. */
export async function startAgain({ page }: Hand): Promise<void> {
  await page.reload();
  await page.waitForSelector('body[data-ready]');
}

/** The page is asked for again, as pulling it down or 重试 does; one that has neither is opened again. */
export async function refresh(hand: Hand): Promise<void> {
  const isAsked = await hand.page.evaluate(`(() => {
    const page = getCurrentPages().at(-1);
    const again = page.onPullDownRefresh ?? page.retry ?? page.load;
    void again?.call(page);
    return again !== undefined;
  })()`);
  if (!isAsked) await startAgain(hand);
}

export const linesOf = async (hand: Hand): Promise<string[]> =>
  (await hand.text()).split('\n').map(line => line.trim());
