import { settings } from '../settings';
import { showModal } from '../shell/modal';
import { ApiFailure } from '../failure';
import { api } from './api';

type Resolve = (answer: { event: 'exposureAuthorization' | 'agree' | 'disagree'; buttonId?: string }) => void;
type PrivacyListener = (resolve: Resolve, info: { referrer: string }) => void;

let privacyListener: PrivacyListener | undefined;
const agreedKey = (): string => `wx-privacy:${settings.as}`;
const hasAgreed = (): boolean => localStorage.getItem(agreedKey()) === 'yes';
const agree = (): void => localStorage.setItem(agreedKey(), 'yes');

/** Asks once per person: the page's own popup where it registered one, WeChat's otherwise. */
async function requirePrivacy(): Promise<void> {
  if (hasAgreed()) return;
  const asked = privacyListener;
  const agreed =
    asked === undefined
      ? (
          await showModal({
            title: '用户隐私保护提示',
            content: '使用前请阅读并同意《用户隐私保护指引》。',
            confirmText: '同意',
            cancelText: '拒绝',
          })
        ).confirm
      : await new Promise<boolean>(resolve => {
          asked(answer => answer.event !== 'exposureAuthorization' && resolve(answer.event === 'agree'), {
            referrer: 'requirePrivacyAuthorize',
          });
        });
  if (!agreed) throw new ApiFailure('privacy permission is not authorized', { errno: 104 });
  agree();
}

const scopes = ['scope.userLocation', 'scope.camera', 'scope.record', 'scope.writePhotosAlbum'];

export const open = {
  login: api('login', () => ({ code: `preview-${settings.as}` })),
  checkSession: api('checkSession', () => undefined),
  onNeedPrivacyAuthorization: (listener: PrivacyListener): void => {
    privacyListener = listener;
  },
  requirePrivacyAuthorize: api('requirePrivacyAuthorize', requirePrivacy),
  getPrivacySetting: api('getPrivacySetting', () => ({
    needAuthorization: !hasAgreed(),
    privacyContractName: '《办结小程序隐私保护指引》',
  })),
  openPrivacyContract: api('openPrivacyContract', async () => {
    await showModal({
      title: '隐私保护指引',
      content: '在微信里这里显示由平台托管的隐私保护指引。',
      showCancel: false,
    });
  }),
  getSetting: api('getSetting', () => ({
    authSetting: Object.fromEntries(scopes.map(scope => [scope, true])),
    subscriptionsSetting: { mainSwitch: true, itemSettings: {} },
  })),
  openSetting: api('openSetting', () => ({
    authSetting: Object.fromEntries(scopes.map(scope => [scope, true])),
  })),
  authorize: api('authorize', () => undefined),
};
