import { settings } from '../settings';
import { ApiFailure } from '../failure';
import { api } from './api';

const KEY_LIMIT = 1024 * 1024;
const TOTAL_LIMIT = 10 * 1024 * 1024;

/** Each demo person has a phone of their own. */
const prefix = (): string => `wx:${settings.as}:`;

const bytes = (text: string): number => new Blob([text]).size;
const ownKeys = (): string[] => Object.keys(localStorage).filter(key => key.startsWith(prefix()));
const sizeOf = (keys: string[]): number =>
  keys.reduce((sum, key) => sum + bytes(localStorage.getItem(key) ?? ''), 0);

function write(key: unknown, data: unknown): void {
  if (typeof key !== 'string' || key === '')
    throw new ApiFailure('parameter error: key should be a non-empty string');
  if (typeof data === 'function' || data === undefined)
    throw new ApiFailure('parameter error: data cannot be stored');
  const text = JSON.stringify({ data });
  if (bytes(text) > KEY_LIMIT) throw new ApiFailure('entry size limit reached (1 MB)');
  const others = ownKeys().filter(one => one !== prefix() + key);
  if (sizeOf(others) + bytes(text) > TOTAL_LIMIT) throw new ApiFailure('exceed storage max size 10Mb');
  try {
    localStorage.setItem(prefix() + key, text);
  } catch {
    throw new ApiFailure('exceed storage max size 10Mb');
  }
}

const has = (key: string): boolean => localStorage.getItem(prefix() + key) !== null;
const read = (key: string): unknown => {
  const text = localStorage.getItem(prefix() + key);
  return text === null ? '' : (JSON.parse(text) as { data: unknown }).data;
};
const remove = (key: string): void => localStorage.removeItem(prefix() + key);
const clear = (): void => ownKeys().forEach(key => localStorage.removeItem(key));
const describe = () => {
  const keys = ownKeys();
  return {
    keys: keys.map(key => key.slice(prefix().length)),
    currentSize: Math.ceil(sizeOf(keys) / 1024),
    limitSize: TOTAL_LIMIT / 1024,
  };
};

/** Synchronous forms throw an Error whose message is the `errMsg`. */
const sync =
  <A extends unknown[], R>(name: string, run: (...args: A) => R) =>
  (...args: A): R => {
    try {
      return run(...args);
    } catch (error) {
      throw new Error(`${name}:fail ${(error as Error).message}`);
    }
  };

export const storage = {
  setStorageSync: sync('setStorageSync', write),
  getStorageSync: sync('getStorageSync', read),
  removeStorageSync: sync('removeStorageSync', remove),
  clearStorageSync: sync('clearStorageSync', clear),
  getStorageInfoSync: sync('getStorageInfoSync', describe),
  setStorage: api('setStorage', ({ key, data }: { key: string; data: unknown }) => write(key, data)),
  getStorage: api('getStorage', ({ key }: { key: string }) => {
    if (!has(key)) throw new ApiFailure('data not found');
    return { data: read(key) };
  }),
  removeStorage: api('removeStorage', ({ key }: { key: string }) => remove(key)),
  clearStorage: api('clearStorage', clear),
  getStorageInfo: api('getStorageInfo', describe),
};
