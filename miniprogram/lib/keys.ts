/** A key of a PC's keyboard; `ctrl`: with Ctrl or ⌘ held. */
export type Key = { key: string; ctrl: boolean };

const HELD = ['Control', 'Meta'];

/**
 * Hands the keys to the page that is on top. Only WeChat on a PC has a keyboard, and tells of each key alone: what is held is
 * kept here. Returns how to stop it.
 */
export function onKeys(listener: (key: Key) => void): () => void {
  if (!wx.onKeyDown) return () => undefined;
  let ctrl = false;
  const down = ({ key }: { key: string }): void => {
    if (HELD.indexOf(key) >= 0) ctrl = true;
    else listener({ key, ctrl });
  };
  const up = ({ key }: { key: string }): void => {
    if (HELD.indexOf(key) >= 0) ctrl = false;
  };
  wx.onKeyDown(down);
  if (wx.onKeyUp) wx.onKeyUp(up);
  return () => {
    wx.offKeyDown(down);
    if (wx.offKeyUp) wx.offKeyUp(up);
  };
}

/** `0` for the key 1 … `8` for the key 9; nothing for others. */
export const placeOf = ({ key, ctrl }: Key): number | undefined =>
  !ctrl && /^[1-9]$/.test(key) ? Number(key) - 1 : undefined;
