/** The last good answer of a page, shown while there is no network; erased with the account. */
const PREFIX = 'cache:';

export const keep = (key: string, value: object): void => store(PREFIX + key, value);

/** Stores what the cloud can be asked for again. On a phone that is full an older value must not pass for it. */
export function store(key: string, data: unknown): void {
  wx.setStorage({ key, data, fail: () => wx.removeStorageSync(key) });
}

export function kept<T extends object>(key: string): T | undefined {
  const value = wx.getStorageSync(PREFIX + key) as T | '';
  return value && typeof value === 'object' ? value : undefined;
}

export function dropCache(): void {
  for (const key of wx.getStorageInfoSync().keys) if (key.startsWith(PREFIX)) wx.removeStorageSync(key);
}
