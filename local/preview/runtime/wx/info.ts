import { router } from '../pages/router';
import { fontSizes, settings } from '../settings';
import { api } from './api';

/** Base library and client that the preview answers for. */
const SDK_VERSION = '3.8.0';
const WECHAT_VERSION = '8.0.50';
/** From here on it is WeChat on a PC. */
const WIDE = 900;
const NAV_BAR = 44;

const isWide = (): boolean => innerWidth >= WIDE;
const statusBarHeight = (): number => (isWide() ? 0 : 28);

const windowInfo = () => {
  const viewport = router.top?.viewport;
  return {
    pixelRatio: devicePixelRatio,
    screenWidth: innerWidth,
    screenHeight: innerHeight,
    windowWidth: viewport?.clientWidth || innerWidth,
    windowHeight: viewport?.clientHeight || innerHeight - statusBarHeight() - NAV_BAR,
    statusBarHeight: statusBarHeight(),
    screenTop: statusBarHeight() + NAV_BAR,
    safeArea: {
      left: 0,
      right: innerWidth,
      top: statusBarHeight(),
      bottom: innerHeight,
      width: innerWidth,
      height: innerHeight - statusBarHeight(),
    },
  };
};

const deviceInfo = () => ({
  abi: 'x86_64',
  brand: 'preview',
  model: isWide() ? 'PC' : 'Phone',
  system: isWide() ? 'Windows 11' : 'Android 14',
  platform: isWide() ? 'windows' : 'android',
  benchmarkLevel: 40,
  memorySize: 8192,
  cpuType: 'preview',
});

const appBaseInfo = () => ({
  SDKVersion: SDK_VERSION,
  version: WECHAT_VERSION,
  language: 'zh_CN',
  enableDebug: false,
  theme: 'light',
  host: { appId: '', env: 'WeChat' },
  ...fontSizes(),
});

const systemSetting = () => ({
  bluetoothEnabled: false,
  locationEnabled: true,
  wifiEnabled: settings.online,
  deviceOrientation: isWide() ? 'landscape' : 'portrait',
});

const systemInfo = () => ({ ...windowInfo(), ...deviceInfo(), ...appBaseInfo(), ...systemSetting() });

const menuButton = () => {
  const [width, height, top] = [87, 32, statusBarHeight() + 6];
  return { width, height, top, bottom: top + height, right: innerWidth - 10, left: innerWidth - 10 - width };
};

export const info = {
  getWindowInfo: windowInfo,
  getDeviceInfo: deviceInfo,
  getAppBaseInfo: appBaseInfo,
  getSystemSetting: systemSetting,
  getSystemInfoSync: systemInfo,
  getSystemInfo: api('getSystemInfo', systemInfo),
  getSystemInfoAsync: api('getSystemInfoAsync', systemInfo),
  getAppAuthorizeSetting: () => ({
    albumAuthorized: 'authorized',
    cameraAuthorized: 'authorized',
    locationAuthorized: 'authorized',
    notificationAuthorized: 'authorized',
  }),
  getMenuButtonBoundingClientRect: menuButton,
  getAccountInfoSync: () => ({
    miniProgram: { appId: 'wx0000000000000000', envVersion: 'develop', version: '' },
    plugin: {},
  }),
};
