import { unitOf } from '../engine/space';
import { ApiFailure } from '../failure';
import { rememberInAddress } from '../settings';
import { askToLeave } from '../shell/modal';
import { TabBar } from '../shell/tab-bar';
import type { AppSource, Comp, Instance } from '../types';
import { EventChannel } from './channel';
import { OpenPage } from './page';

const STACK_LIMIT = 10;
const CUSTOM_TAB_BAR = 'custom-tab-bar/index';

/** The person decided to stay: that is no error. */
const stay = (): void => undefined;

type Target = { path: string; query: string };

/** The page stack, with the tab pages kept alive beside it. */
class Router {
  private source: AppSource | undefined;
  private readonly stack: OpenPage[] = [];
  private readonly tabs = new Map<string, OpenPage>();
  private window: HTMLElement = document.body;
  private tabBar: TabBar | undefined;
  /** Set by wx.enableAlertBeforeUnload for the page on top. */
  private readonly warnings = new Map<OpenPage, string>();

  start(source: AppSource, window: HTMLElement): void {
    this.source = source;
    this.window = window;
    const { tabBar } = source.app;
    if (tabBar !== undefined && tabBar.custom !== true) {
      this.tabBar = new TabBar(tabBar, path => void this.switchTab(`/${path}`));
      window.append(this.tabBar.element);
    }
  }

  get top(): OpenPage | undefined {
    return this.stack.at(-1);
  }

  get pages(): Instance[] {
    return this.stack.map(page => page.instance);
  }

  get home(): string {
    return this.source?.app.entryPagePath ?? this.source?.pages[0] ?? '';
  }

  private isTab(path: string): boolean {
    return this.source?.app.tabBar?.list.some(tab => tab.pagePath === path) === true;
  }

  /** Resolves `/pages/x?a=1` or `../x`; unknown pages are refused as WeChat does. */
  private target(url: string): Target {
    const [head = '', query = ''] = url.split(/\?(.*)/s);
    const base = `http://page/${this.top?.path ?? ''}`;
    const path = new URL(head, base).pathname.slice(1).replace(/\.html$/, '');
    if (this.source?.pages.includes(path) !== true) throw new ApiFailure(`page "${path}" is not found`);
    return { path, query };
  }

  private create({ path, query }: Target): OpenPage {
    const tab = this.isTab(path);
    const first = this.stack.length === 0;
    const back = first ? undefined : () => void this.navigateBack(1).catch(stay);
    const home = first && !tab && path !== this.home ? () => void this.reLaunch(`/${this.home}`) : undefined;
    return new OpenPage(path, query, tab, this.source?.app.window ?? {}, tab ? undefined : back, home);
  }

  /** Puts a page on the stack before its onLoad: vant calls getCurrentPages() early. */
  private push(page: OpenPage): void {
    const custom = this.source?.app.tabBar?.custom === true && unitOf(CUSTOM_TAB_BAR) !== undefined;
    this.stack.push(page);
    this.showTabBar();
    page.open(this.window, page.isTab && custom ? CUSTOM_TAB_BAR : undefined);
    if (page.isTab) this.tabs.set(page.path, page);
    this.remember();
  }

  private showTabBar(): void {
    this.tabBar?.show(this.top?.isTab === true ? this.top.path : undefined);
    this.measure();
  }

  /** `vh` counts the page area, which is lower than the window. */
  measure(): void {
    const page = this.top;
    if (page === undefined) return;
    const height = page.viewport.clientHeight || window.innerHeight;
    document.documentElement.style.setProperty('--page-vh', `${height / 100}px`);
  }

  private remember(): void {
    if (this.top !== undefined) rememberInAddress(`/${this.top.url}`);
    this.measure();
  }

  private closeTop(): void {
    const page = this.stack.pop();
    if (page === undefined) return;
    this.warnings.delete(page);
    if (page.isTab) page.hide();
    else page.close();
  }

  /** Where wx.enableAlertBeforeUnload asked for it, the person decides first. */
  private async mayLeave(): Promise<void> {
    const warning = this.top === undefined ? undefined : this.warnings.get(this.top);
    if (warning !== undefined && !(await askToLeave(warning)))
      throw new ApiFailure('cancelled by the person');
  }

  warnBeforeLeaving(message: string | undefined): void {
    if (this.top === undefined) return;
    if (message === undefined) this.warnings.delete(this.top);
    else this.warnings.set(this.top, message);
  }

  async navigateTo(
    url: string,
    events: Record<string, (...args: unknown[]) => void> = {},
  ): Promise<EventChannel> {
    const target = this.target(url);
    if (this.isTab(target.path)) throw new ApiFailure('can not navigateTo a tabbar page');
    if (this.stack.length >= STACK_LIMIT) throw new ApiFailure(`page stack is full (${STACK_LIMIT})`);
    const page = this.create(target);
    const channel = new EventChannel();
    channel.connect(page.channel);
    for (const [name, listener] of Object.entries(events)) channel.on(name, listener);
    this.top?.hide();
    this.push(page);
    return channel;
  }

  async redirectTo(url: string): Promise<void> {
    const target = this.target(url);
    if (this.isTab(target.path)) throw new ApiFailure('can not redirectTo a tabbar page');
    this.closeTop();
    this.push(this.create(target));
  }

  async reLaunch(url: string): Promise<void> {
    const target = this.target(url);
    while (this.stack.length > 0) this.closeTop();
    for (const page of this.tabs.values()) page.close();
    this.tabs.clear();
    this.push(this.create(target));
  }

  async switchTab(url: string): Promise<void> {
    const target = this.target(url);
    if (!this.isTab(target.path)) throw new ApiFailure('can not switch to no-tabBar page');
    if (this.stack.length === 1 && this.top?.path === target.path) return;
    while (this.stack.length > 0) this.closeTop();
    const kept = this.tabs.get(target.path);
    if (kept === undefined) return this.push(this.create(target));
    this.stack.push(kept);
    this.showTabBar();
    kept.show();
    this.remember();
  }

  async navigateBack(delta = 1): Promise<void> {
    if (this.stack.length < 2) throw new ApiFailure('cannot navigate back at first page.');
    await this.mayLeave();
    for (let i = 0; i < delta && this.stack.length > 1; i += 1) this.closeTop();
    this.showTabBar();
    this.top?.show();
    this.remember();
  }

  private pageAt(element: HTMLElement): OpenPage | undefined {
    return [...this.stack, ...this.tabs.values()].find(page => page.scroller === element);
  }

  setRootFontSize(element: HTMLElement, size: string): void {
    const page = this.pageAt(element);
    if (page === undefined) return;
    page.rootFontSize = size;
    if (page === this.top) document.documentElement.style.fontSize = size;
  }

  setTitleOf(element: HTMLElement, title: string): void {
    this.pageAt(element)?.nav.setTitle(title);
  }

  /** What the page on top offers to share. */
  share(from: 'button' | 'menu', target?: Comp): { title: string; path: string } {
    const page = this.top;
    const dataset = target?.dataset ?? {};
    const own = page?.call('onShareAppMessage', { from, target: { dataset }, webViewUrl: '' }) as
      { title?: string; path?: string } | undefined;
    return { title: own?.title ?? page?.nav.title ?? '', path: own?.path ?? `/${page?.url ?? ''}` };
  }
}

export const router = new Router();
