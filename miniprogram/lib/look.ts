/** How the page must look for this reader: letter size and window width; `care`: with the few large things of 关怀模式. */
export type Look = { fs: string; wide: boolean; care: boolean };

/** From this width on (WeChat on a PC) list and ticket stand side by side. */
export const WIDE = 900;
/** Larger letters that the citizen chose in 我的, whatever the phone says. */
const LARGE = 1.3;
/** Above this the longest words of a control no longer fit a phone of 320 px. */
const MAX = 1.8;
const KEY = 'look:large';

/** Reads the letter size that the phone (关怀模式) or the citizen asks for; every size is multiplied by `--fs`. */
export function look(): Look {
  const asked = wx.getAppBaseInfo().fontSizeScaleFactor ?? 1;
  const scale = Math.min(MAX, Math.max(1, asked, wantsLarge() ? LARGE : 1));
  return { fs: `--fs:${scale}`, wide: wx.getWindowInfo().windowWidth >= WIDE, care: scale >= LARGE };
}

export const wantsLarge = (): boolean => wx.getStorageSync(KEY) === true;

export const setLarge = (large: boolean): void => wx.setStorageSync(KEY, large);
