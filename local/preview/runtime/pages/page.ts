import type { Root } from 'glass-easel-miniprogram-adapter';
import { backend, codeSpace, flushReady, unitOf } from '../engine/space';
import { NavBar } from '../shell/nav-bar';
import type { Comp, Instance, Query, WindowConfig } from '../types';
import { EventChannel } from './channel';

const REACH_BOTTOM_PX = 50;

/** `a=1&b=%20` → pairs. WeChat does not decode the values; neither do we. */
export function parseQuery(text: string): Query {
  const query: Query = {};
  for (const part of text.split('&').filter(Boolean)) {
    const cut = part.indexOf('=');
    query[cut < 0 ? part : part.slice(0, cut)] = cut < 0 ? '' : part.slice(cut + 1);
  }
  return query;
}

/** One open page: its instance, its place in the window, its own tab bar where the mini-program draws one itself. */
export class OpenPage {
  readonly element = document.createElement('section');
  readonly viewport = document.createElement('div');
  readonly instance: Instance;
  readonly channel = new EventChannel();
  readonly config: WindowConfig;
  readonly nav: NavBar;
  rootFontSize = '';
  private readonly root: Root;
  private tabBar: { root: Root; instance: Instance } | undefined;
  private visible = false;
  /** What had the focus when the page was left, so that a keyboard goes on where it was. */
  private focused: HTMLElement | null = null;
  /** How long the page was when its end was reached; 0 = it is not at its end. */
  private endedAt = 0;

  constructor(
    readonly path: string,
    readonly queryText: string,
    readonly isTab: boolean,
    defaults: WindowConfig,
    onBack: (() => void) | undefined,
    onHome: (() => void) | undefined,
  ) {
    const unit = unitOf(path);
    this.config = { ...defaults, ...unit?.config };
    this.element.className = 'wx-open-page';
    this.element.dataset.path = path;
    this.viewport.className = 'wx-viewport';
    this.nav = new NavBar(this.config, onBack, onHome);
    this.element.append(this.nav.element, this.viewport);
    const url = queryText === '' ? `/${path}` : `/${path}?${queryText}`;
    this.root = backend.createRoot('page', codeSpace, url);
    this.instance = this.root.get() as unknown as Instance;
    Object.assign(this.instance, {
      route: path,
      __route__: path,
      options: parseQuery(queryText),
      getTabBar: () => this.tabBar?.instance,
      getOpenerEventChannel: () => this.channel,
    });
  }

  get comp(): Comp {
    return this.root.getComponent();
  }

  get scroller(): HTMLElement {
    return this.comp.$$ as unknown as HTMLElement;
  }

  get url(): string {
    return this.queryText === '' ? this.path : `${this.path}?${this.queryText}`;
  }

  /** Calls a lifetime or handler of the page where it has one. */
  call(name: string, ...args: unknown[]): unknown {
    const method = this.instance[name];
    if (typeof method !== 'function') return undefined;
    try {
      return method.apply(this.instance, args) as unknown;
    } catch (error) {
      console.error(
        `${this.path} ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return undefined;
    }
  }

  /** Attaches the page: onLoad and onShow come before `ready`, as in WeChat. */
  open(window: HTMLElement, tabBarPath: string | undefined): void {
    window.append(this.element);
    if (tabBarPath !== undefined) this.openTabBar(tabBarPath);
    this.attach(this.root, this.viewport.firstChild);
    this.scroller.setAttribute('is', this.path);
    this.scroller.style.backgroundColor = this.config.backgroundColor ?? '';
    this.scroller.addEventListener('scroll', () => this.onScroll());
    this.listenToPull();
    this.call('onLoad', parseQuery(this.queryText));
    this.show();
    setTimeout(() => {
      flushReady();
      this.call('onReady');
    });
  }

  private attach(root: Root, before: Node | null): void {
    const placeholder = document.createElement('div');
    this.viewport.insertBefore(placeholder, before);
    root.attach(this.viewport as never, placeholder as never);
  }

  private openTabBar(path: string): void {
    const root = backend.createRoot('custom-tab-bar', codeSpace, `/${path}`);
    this.tabBar = { root, instance: root.get() as unknown as Instance };
    this.attach(root, null);
  }

  show(): void {
    if (this.visible) return;
    this.visible = true;
    this.element.hidden = false;
    document.title = this.nav.title;
    document.documentElement.style.fontSize = this.rootFontSize;
    this.focused?.focus({ preventScroll: true });
    this.call('onShow');
    this.comp.triggerPageLifetime('show', []);
    this.tabBar?.root.getComponent().triggerPageLifetime('show', []);
  }

  hide(): void {
    if (!this.visible) return;
    this.visible = false;
    const active = document.activeElement as HTMLElement | null;
    this.focused = this.element.contains(active) && !active!.matches('input, textarea') ? active : null;
    this.call('onHide');
    this.comp.triggerPageLifetime('hide', []);
    this.tabBar?.root.getComponent().triggerPageLifetime('hide', []);
    this.element.hidden = true;
  }

  resize(size: { windowWidth: number; windowHeight: number }): void {
    this.call('onResize', { size });
    this.comp.triggerPageLifetime('resize', [{ size }]);
    this.tabBar?.root.getComponent().triggerPageLifetime('resize', [{ size }]);
  }

  close(): void {
    this.visible = false;
    this.call('onUnload');
    this.root.release();
    this.tabBar?.root.release();
    this.element.remove();
  }

  private onScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.call('onPageScroll', { scrollTop });
    const rest = scrollHeight - clientHeight - scrollTop;
    const near = rest <= (this.config.onReachBottomDistance ?? REACH_BOTTOM_PX);
    // A page that has grown since has another end, however fast one comes to it.
    const isNew = near && this.endedAt !== scrollHeight;
    this.endedAt = near ? scrollHeight : 0;
    if (isNew) this.call('onReachBottom');
  }

  /** Pulling down at the top refreshes a page that allows it. */
  private listenToPull(): void {
    if (this.config.enablePullDownRefresh !== true) return;
    let start: number | undefined;
    this.comp.addListener('touchstart', event => {
      const { touches } = event as unknown as { touches: { clientY: number }[] };
      start = this.scroller.scrollTop <= 0 ? touches[0]?.clientY : undefined;
    });
    this.comp.addListener('touchend', event => {
      const { changedTouches } = event as unknown as { changedTouches: { clientY: number }[] };
      if (start !== undefined && (changedTouches[0]?.clientY ?? 0) - start > 80) this.startPullDown();
    });
  }

  startPullDown(): void {
    if (this.viewport.querySelector('.wx-pull-down') !== null) return;
    const bar = document.createElement('div');
    bar.className = 'wx-pull-down';
    bar.setAttribute('role', 'status');
    bar.textContent = '正在刷新…';
    this.viewport.prepend(bar);
    this.call('onPullDownRefresh');
  }

  stopPullDown(): void {
    this.viewport.querySelector('.wx-pull-down')?.remove();
  }
}
