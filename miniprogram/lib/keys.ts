import { isBusy, onQuiet } from './busy';
import { isTyping } from './typing';

/**
 * A key of a PC's keyboard; `ctrl`: with Ctrl or ⌘ held; `early`: pressed before what it speaks to was on the screen. An early
 * key may open a form and choose in it, but never send anything: nobody has seen yet what would be sent.
 */
export type Key = { key: string; ctrl: boolean; early?: boolean };

type Listener = (key: Key) => void;

const HELD = ['Control', 'Meta'];
/** Keys that choose, confirm or pass on; the others mean the same at any time. */
const DECIDING = /^([0-9 ]|Enter)$/;
/** Keys with which somebody turns to something else. */
const LEAVING = ['Escape', 'j', 'k'];

const pageOnTop = (): unknown => {
  const pages = getCurrentPages();
  return pages[pages.length - 1];
};

let kept: { key: string; page: unknown; listener: Listener }[] = [];

/** What was pressed for what will not come, e.g. because the act before was refused. */
export function forgetKeys(): void {
  kept = [];
}

/** In the order in which they were pressed, as far as nothing is waited for again. */
function handOver(): void {
  while (kept.length > 0 && !isBusy()) {
    const [{ key, page, listener }, ...others] = kept as [(typeof kept)[0], ...typeof kept];
    kept = others;
    if (page === pageOnTop()) listener({ key, ctrl: false, early: true });
  }
}

onQuiet(handOver);

/** An early key that would have sent something: it says so, and has to be pressed again. */
export function refuseEarly(): void {
  forgetKeys();
  wx.showToast({ title: '刚显示出来，请看过再按一次', icon: 'none' });
}

/**
 * Hands the keys to the page that is on top. Only WeChat on a PC has a keyboard, and tells of each key alone: what is held is
 * kept here. What is pressed while something is on its way is handed over when that is there. Returns how to stop it.
 */
export function onKeys(listener: Listener): () => void {
  if (!wx.onKeyDown) return () => undefined;
  let ctrl = false;
  const down = ({ key }: { key: string }): void => {
    if (HELD.indexOf(key) >= 0) ctrl = true;
    else if (!ctrl && !isTyping() && DECIDING.test(key) && (isBusy() || kept.length > 0))
      kept = [...kept, { key, page: pageOnTop(), listener }];
    else {
      if (LEAVING.indexOf(key) >= 0 && !isTyping()) forgetKeys();
      listener({ key, ctrl });
    }
  };
  const up = ({ key }: { key: string }): void => {
    if (HELD.indexOf(key) >= 0) ctrl = false;
  };
  wx.onKeyDown(down);
  if (wx.onKeyUp) wx.onKeyUp(up);
  return () => {
    kept = kept.filter(one => one.listener !== listener);
    wx.offKeyDown(down);
    if (wx.offKeyUp) wx.offKeyUp(up);
  };
}

/** `0` for the key 1 … `8` for the key 9; nothing for others. */
export const placeOf = ({ key, ctrl }: Key): number | undefined =>
  !ctrl && /^[1-9]$/.test(key) ? Number(key) - 1 : undefined;
