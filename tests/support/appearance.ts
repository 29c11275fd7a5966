import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Serious and critical accessibility violations on the screen, a line each; colour contrast included. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const found = await checker.run(document, { resultTypes: ['violations'] });
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
      );
  });
}

/** What is cut, overlaps or lies outside of the screen, a line each. Rows that are meant to be swiped are left out. */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const TOLERANCE = 2;
    const wrong: string[] = [];
    const root = document.scrollingElement!;
    if (root.scrollWidth > root.clientWidth) wrong.push(`the page is ${root.scrollWidth} wide`);
    const visible = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      element.getBoundingClientRect().width > 0;
    // What scrolls lies under the bars: only what scrolls together may not overlap.
    const layerOf = (element: Element | null): Element | null =>
      element === null || getComputedStyle(element).position === 'fixed'
        ? element
        : layerOf(element.parentElement);
    const swiped = (element: Element | null): boolean =>
      element !== null &&
      (/(auto|scroll)/.test(getComputedStyle(element).overflowX) || swiped(element.parentElement));
    const nameOf = (element: Element): string =>
      (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40);
    const controls = [
      ...document.querySelectorAll(
        '[role=button], [role=radio], [role=tab], [role=switch], [role=checkbox], [role=link]',
      ),
    ].filter(element => visible(element) && !swiped(element.parentElement));
    for (const control of controls) {
      const { left, right } = control.getBoundingClientRect();
      if (left < -TOLERANCE || right > innerWidth + TOLERANCE) wrong.push(`outside: ${nameOf(control)}`);
      // A line that ends in … on purpose is read whole where it leads to.
      const isCut = getComputedStyle(control).textOverflow === 'ellipsis';
      if (!isCut && control.scrollWidth > control.clientWidth + TOLERANCE && control.clientWidth > 0)
        wrong.push(`too wide: ${nameOf(control)}`);
      if (control.scrollHeight > control.clientHeight + TOLERANCE && control.clientHeight > 0)
        wrong.push(`too high: ${nameOf(control)}`);
    }
    for (const [at, one] of controls.entries()) {
      for (const other of controls.slice(at + 1)) {
        if (one.contains(other) || other.contains(one) || layerOf(one) !== layerOf(other)) continue;
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > TOLERANCE && down > TOLERANCE) wrong.push(`overlap: ${nameOf(one)} / ${nameOf(other)}`);
      }
    }
    return wrong;
  });
}
