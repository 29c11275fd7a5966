/** The last good answer of a page, shown while there is no network; erased with the account. */
const PREFIX = 'cache:';

export function keep(key: string, value: object): void {
  wx.setStorage({ key: PREFIX + key, data: value });
}

export function kept<T extends object>(key: string): T | undefined {
  const value = wx.getStorageSync(PREFIX + key) as T | '';
  return value && typeof value === 'object' ? value : undefined;
}

export function dropCache(): void {
  for (const key of wx.getStorageInfoSync().keys) if (key.startsWith(PREFIX)) wx.removeStorageSync(key);
}
