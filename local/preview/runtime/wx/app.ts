import { Emitter } from '../emitter';
import { parseQuery } from '../pages/page';
import { api } from './api';

type Launch = { path: string; query: object; scene: number; referrerInfo: object; shareTicket?: string };
type WindowSize = { size: { windowWidth: number; windowHeight: number } };

export const appShown = new Emitter<Launch>();
export const appHidden = new Emitter<undefined>();
export const appFailed = new Emitter<string>();
export const promiseFailed = new Emitter<{ reason: unknown }>();
export const pageMissing = new Emitter<{ path: string; query: object }>();
export const windowResized = new Emitter<WindowSize>();
const themeChanged = new Emitter<{ theme: string }>();
const memoryWarned = new Emitter<{ level: number }>();

/** Opened from the list of mini-programs. */
const SCENE = 1089;
let launched: Launch = { path: '', query: {}, scene: SCENE, referrerInfo: {} };

export function launchedWith(path: string, query: string): Launch {
  launched = { path, query: parseQuery(query), scene: SCENE, referrerInfo: {} };
  return launched;
}

const updateManager = {
  onCheckForUpdate: (callback: (result: { hasUpdate: boolean }) => void) =>
    setTimeout(() => callback({ hasUpdate: false })),
  onUpdateReady: () => undefined,
  onUpdateFailed: () => undefined,
  applyUpdate: () => undefined,
};

const logger = {
  debug: () => undefined,
  info: () => undefined,
  log: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setFilterMsg: () => undefined,
  addFilterMsg: () => undefined,
};

export const app = {
  onAppShow: appShown.on,
  offAppShow: appShown.off,
  onAppHide: appHidden.on,
  offAppHide: appHidden.off,
  onError: appFailed.on,
  offError: appFailed.off,
  onUnhandledRejection: promiseFailed.on,
  offUnhandledRejection: promiseFailed.off,
  onPageNotFound: pageMissing.on,
  offPageNotFound: pageMissing.off,
  onWindowResize: windowResized.on,
  offWindowResize: windowResized.off,
  onThemeChange: themeChanged.on,
  offThemeChange: themeChanged.off,
  onMemoryWarning: memoryWarned.on,
  offMemoryWarning: memoryWarned.off,
  getLaunchOptionsSync: () => launched,
  getEnterOptionsSync: () => launched,
  getUpdateManager: () => updateManager,
  getLogManager: () => logger,
  getRealtimeLogManager: () => logger,
  reportEvent: () => undefined,
  reportPerformance: () => undefined,
  setEnableDebug: api('setEnableDebug', () => undefined),
  preloadAssets: api('preloadAssets', () => undefined),
  loadFontFace: api('loadFontFace', () => ({ status: 'loaded' })),
};
