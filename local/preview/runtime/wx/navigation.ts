import { ApiFailure } from '../failure';
import { router } from '../pages/router';
import { settings } from '../settings';
import { api } from './api';

type To = { url: string; events?: Record<string, (...args: unknown[]) => void> };

export const navigation = {
  navigateTo: api('navigateTo', async ({ url, events }: To) => ({
    eventChannel: await router.navigateTo(url, events),
  })),
  redirectTo: api('redirectTo', ({ url }: To) => router.redirectTo(url)),
  reLaunch: api('reLaunch', ({ url }: To) => router.reLaunch(url)),
  switchTab: api('switchTab', ({ url }: To) => router.switchTab(url)),
  navigateBack: api('navigateBack', ({ delta }: { delta?: number }) => router.navigateBack(delta ?? 1)),
  enableAlertBeforeUnload: api('enableAlertBeforeUnload', ({ message }: { message: string }) =>
    router.warnBeforeLeaving(message),
  ),
  disableAlertBeforeUnload: api('disableAlertBeforeUnload', () => router.warnBeforeLeaving(undefined)),
  setNavigationBarTitle: api('setNavigationBarTitle', ({ title }: { title: string }) =>
    router.top?.nav.setTitle(title),
  ),
  setNavigationBarColor: api(
    'setNavigationBarColor',
    ({ frontColor, backgroundColor }: { frontColor: string; backgroundColor: string }) =>
      router.top?.nav.setColor(frontColor, backgroundColor),
  ),
  showNavigationBarLoading: api('showNavigationBarLoading', () => router.top?.nav.setLoading(true)),
  hideNavigationBarLoading: api('hideNavigationBarLoading', () => router.top?.nav.setLoading(false)),
  hideHomeButton: api('hideHomeButton', () =>
    router.top?.nav.element.querySelector('.wx-nav-home')?.remove(),
  ),
  startPullDownRefresh: api('startPullDownRefresh', () => router.top?.startPullDown()),
  stopPullDownRefresh: api('stopPullDownRefresh', () => router.top?.stopPullDown()),
  pageScrollTo: api(
    'pageScrollTo',
    ({ scrollTop, selector, duration = 300, offsetTop = 0 }: ScrollTarget) => {
      const page = router.top;
      if (page === undefined) throw new ApiFailure('no page');
      const found = selector === undefined ? undefined : page.comp.getShadowRoot()?.querySelector(selector);
      const target = found ? (found.$$ as unknown as HTMLElement | null) : null;
      if (selector !== undefined && target === null)
        throw new ApiFailure(`selector "${selector}" is not found`);
      const own = page.scroller.getBoundingClientRect().top;
      const below =
        target === null ? 0 : target.getBoundingClientRect().top - own + page.scroller.scrollTop + offsetTop;
      page.scroller.scrollTo({ top: scrollTop ?? below, behavior: duration > 0 ? 'smooth' : 'instant' });
    },
  ),
  navigateToMiniProgram: api('navigateToMiniProgram', ({ appId, path }: { appId: string; path?: string }) => {
    if (!settings.online) throw new ApiFailure('network is disconnected');
    console.info(`navigateToMiniProgram ${appId} ${path ?? ''}`);
  }),
  exitMiniProgram: api('exitMiniProgram', () => undefined),
  navigateBackMiniProgram: api('navigateBackMiniProgram', () => undefined),
};

type ScrollTarget = { scrollTop?: number; selector?: string; duration?: number; offsetTop?: number };
