/** Keeps in sight what the keyboard has walked to. */

type Rect = { top: number; bottom: number };
type Viewport = { height: number; scrollTop: number };

/** Left free around the card. */
const FREE = 8;
/** What the tab bar covers. */
const TAB_BAR = 84;

/** By how much a page is scrolled for a card to stand between what covers its upper and its lower edge; 0 where it does. */
export function scrolledBy(card: Rect, above: number, below: number): number {
  if (card.top < above + FREE) return card.top - above - FREE;
  return Math.max(0, card.bottom - below + FREE);
}

/** Brings a card of the list into sight, under the tools that stay above it. */
export function bringIntoSight(card: string, tools: string): void {
  const query = wx.createSelectorQuery();
  query.select(card).boundingClientRect();
  query.select(tools).boundingClientRect();
  query.selectViewport().fields({ size: true, scrollOffset: true });
  query.exec(found => {
    const [one, above, view] = found as [Rect | null, Rect | null, Viewport | null];
    if (!one || !above || !view) return;
    const by = scrolledBy(one, above.bottom, view.height - TAB_BAR);
    if (by !== 0) wx.pageScrollTo({ scrollTop: Math.max(0, view.scrollTop + by), duration: 0 });
  });
}

const NEARLY_LAST = 4;

/** So near the end of the list, more of it is fetched. */
export const nearEnd = (at: number, list: unknown[]): boolean => at > list.length - NEARLY_LAST;
