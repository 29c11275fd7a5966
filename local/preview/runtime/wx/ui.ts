import { ApiFailure } from '../failure';
import { router } from '../pages/router';
import { showModal, type ModalOptions } from '../shell/modal';
import { showShareSheet } from '../shell/share';
import { showConsent, showSheet } from '../shell/sheet';
import { hideToast, showToast } from '../shell/toast';
import { api } from './api';

type Toast = { title: string; icon?: string; image?: string; duration?: number; mask?: boolean };

export const ui = {
  showToast: api('showToast', ({ title, icon = 'success', image, duration = 1500, mask = false }: Toast) =>
    showToast(title, icon, duration, mask, image),
  ),
  hideToast: api('hideToast', hideToast),
  showLoading: api('showLoading', ({ title, mask = false }: Toast) =>
    showToast(title, 'loading', undefined, mask),
  ),
  hideLoading: api('hideLoading', hideToast),
  showModal: api('showModal', (options: ModalOptions) => showModal(options)),
  showActionSheet: api(
    'showActionSheet',
    async (options: { itemList: string[]; alertText?: string; itemColor?: string }) => {
      if (options.itemList.length > 6)
        throw new ApiFailure('parameter error: itemList should not be large than 6');
      const tapIndex = await showSheet(options.itemList, options.alertText, options.itemColor);
      if (tapIndex === undefined) throw new ApiFailure('cancel');
      return { tapIndex };
    },
  ),
  /** Every template is offered with a box; refusing all answers `reject` for each, as WeChat does. */
  requestSubscribeMessage: api('requestSubscribeMessage', async ({ tmplIds }: { tmplIds: string[] }) => {
    if (tmplIds.length === 0 || tmplIds.length > 5)
      throw new ApiFailure('tmplIds count is wrong', { errCode: 20003 });
    const title = '办结 申请向您发送以下消息';
    const ticked = await showConsent(
      title,
      tmplIds.map(id => `服务提醒（${id}）`),
      '允许',
      '拒绝',
    );
    const answers = tmplIds.map((id, i) => [id, ticked?.[i] === true ? 'accept' : 'reject']);
    return Object.fromEntries(answers) as Record<string, string>;
  }),
  showShareMenu: api('showShareMenu', () => undefined),
  hideShareMenu: api('hideShareMenu', () => undefined),
  updateShareMenu: api('updateShareMenu', () => undefined),
  shareAppMessage: () => showShareSheet(router.share('menu')),
  setTabBarBadge: api('setTabBarBadge', () => undefined),
  removeTabBarBadge: api('removeTabBarBadge', () => undefined),
  showTabBarRedDot: api('showTabBarRedDot', () => undefined),
  hideTabBarRedDot: api('hideTabBarRedDot', () => undefined),
  showTabBar: api('showTabBar', () => document.body.classList.remove('tab-bar-hidden')),
  hideTabBar: api('hideTabBar', () => document.body.classList.add('tab-bar-hidden')),
  setBackgroundColor: api('setBackgroundColor', () => undefined),
  setBackgroundTextStyle: api('setBackgroundTextStyle', () => undefined),
  nextTick: (callback: () => void) => void Promise.resolve().then(callback),
};
