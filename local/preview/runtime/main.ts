import { component } from 'glass-easel-miniprogram-adapter';
import * as glassEasel from 'glass-easel';
import { registerBuiltins } from './builtins';
import { followCloudClock, previewDate } from './clock';
import { patchGlassEasel } from './engine/patches';
import { listenToKeys, Pointer } from './engine/pointer';
import { constructors, declareUnits, enter, leave, runScript } from './engine/space';
import { installWxsGlobals } from './engine/wxs';
import { followBuilds } from './live';
import { router } from './pages/router';
import { changeSettings, readSettings, settings, settingsChanged, type Settings } from './settings';
import type { AppSource, Instance } from './types';
import { wx } from './wx';
import {
  appFailed,
  appHidden,
  appShown,
  launchedWith,
  pageMissing,
  promiseFailed,
  windowResized,
} from './wx/app';
import { watchDevice } from './wx/device';
import { info } from './wx/info';
import { PageIntersectionObserver, SelectorQuery } from './wx/query';
import { requirePlugin } from './wx/speech';

type AppInstance = Record<string, unknown>;
let appInstance: AppInstance = {};

function callApp(name: string, ...args: unknown[]): void {
  const method = appInstance[name];
  if (typeof method === 'function') method.apply(appInstance, args);
}

/** What the mini-program's scripts find in the global scope. */
function installGlobals(scope: Record<string, unknown>): void {
  Object.assign(scope, constructors, {
    wx,
    App: (definition: AppInstance) => {
      appInstance = definition;
    },
    getApp: () => appInstance,
    requirePlugin,
    getCurrentPages: () => router.pages,
    __previewDate: previewDate,
  });
  installWxsGlobals(scope);
}

/** Methods that the adapter leaves out or does in its own way. */
function extendInstances(): void {
  const proto = component.ComponentCaller.prototype as unknown as Record<string, unknown>;
  const navigation = Object.fromEntries(
    ['navigateTo', 'redirectTo', 'reLaunch', 'switchTab', 'navigateBack'].map(name => [name, wx[name]]),
  );
  Object.assign(proto, {
    createSelectorQuery(this: Instance) {
      return new SelectorQuery(this._$);
    },
    createIntersectionObserver(this: Instance, options?: object) {
      return new PageIntersectionObserver(this._$, options);
    },
    getPageId: () => router.top?.path ?? '',
    getTabBar: () => (router.top?.instance.getTabBar as (() => unknown) | undefined)?.(),
    pageRouter: navigation,
    router: navigation,
  });
}

/** Errors of pages reach `App.onError` and wx.onError, and stay visible in the console. */
function reportErrors(): void {
  glassEasel.addGlobalErrorListener((error, method) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(`${method ?? ''} ${text}`);
    appFailed.emit(text);
    callApp('onError', text);
    return false;
  });
  window.addEventListener('error', event => {
    const text = event.error instanceof Error ? (event.error.stack ?? event.message) : event.message;
    appFailed.emit(text);
    callApp('onError', text);
  });
  window.addEventListener('unhandledrejection', event => {
    promiseFailed.emit({ reason: event.reason as unknown });
    callApp('onUnhandledRejection', { reason: event.reason as unknown });
    console.error('unhandled rejection', describeReason(event.reason));
  });
}

const describeReason = (reason: unknown): string =>
  reason instanceof Error ? (reason.stack ?? reason.message) : JSON.stringify(reason);

/** The page in the background and back: the tab of the browser is the phone's screen. */
function watchWindow(): void {
  document.addEventListener('visibilitychange', () => {
    const launch = launchOptions();
    const page = router.top;
    if (document.hidden) {
      page?.call('onHide');
      page?.comp.triggerPageLifetime('hide', []);
      callApp('onHide');
      appHidden.emit(undefined);
    } else {
      callApp('onShow', launch);
      appShown.emit(launch);
      page?.call('onShow');
      page?.comp.triggerPageLifetime('show', []);
    }
  });
  window.addEventListener('resize', () => {
    router.measure();
    const { windowWidth, windowHeight } = info.getWindowInfo();
    const size = { windowWidth, windowHeight };
    windowResized.emit({ size });
    router.top?.resize(size);
  });
}

const launchOptions = wx.getLaunchOptionsSync as () => ReturnType<typeof launchedWith>;

function openFirstPage(): void {
  const wanted = new URLSearchParams(location.search).get('page') ?? '';
  const url = wanted === '' ? `/${router.home}` : wanted.startsWith('/') ? wanted : `/${wanted}`;
  const [path = '', query = ''] = url.slice(1).split(/\?(.*)/s);
  const launch = launchedWith(path, query);
  callApp('onLaunch', launch);
  callApp('onShow', launch);
  appShown.emit(launch);
  router.reLaunch(url).catch((error: Error) => {
    console.warn(`${url}: ${error.message}`);
    pageMissing.emit({ path, query: {} });
    callApp('onPageNotFound', { path, query: {}, isEntryPage: true });
    if (router.top === undefined) void router.reLaunch(`/${router.home}`);
  });
}

async function start(source: AppSource): Promise<void> {
  readSettings();
  await followCloudClock();
  const screen = document.createElement('main');
  screen.className = 'wx-window';
  document.body.append(screen);
  patchGlassEasel();
  extendInstances();
  installGlobals(window as unknown as Record<string, unknown>);
  reportErrors();
  watchDevice();
  watchWindow();
  new Pointer().listen(screen);
  listenToKeys(screen);
  declareUnits(source, registerBuiltins);
  runScript('app', source.loadApp);
  for (const unit of source.units) runScript(unit.path, () => unit.load());
  router.start(source, screen);
  openFirstPage();
  document.body.dataset.ready = 'yes';
}

/** The console beside the phone and tests reach the phone by this object, or by messages from the frame. */
const preview = {
  enter,
  leave,
  start: (source: AppSource) => void start(source),
  set: (change: Partial<Settings>) => changeSettings(change),
  clockChanged: () => followCloudClock(),
  settings,
  settingsChanged,
};

(window as unknown as Record<string, unknown>).__preview = preview;
followBuilds();
window.addEventListener('message', event => {
  if (event.origin !== location.origin) return;
  const message = event.data as { preview?: 'set' | 'clock' | 'reload'; change?: Partial<Settings> };
  if (message.preview === 'set') preview.set(message.change ?? {});
  if (message.preview === 'clock') void followCloudClock();
  if (message.preview === 'reload') location.reload();
});
