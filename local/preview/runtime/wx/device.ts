import { Emitter } from '../emitter';
import { settings, settingsChanged } from '../settings';
import { showModal } from '../shell/modal';
import { showToast } from '../shell/toast';
import { ApiFailure } from '../failure';
import { api } from './api';

type Network = { isConnected: boolean; networkType: string };
type Key = { key: string; code: string; keyCode: number; timeStamp: number };

const networkType = (): string => (settings.online ? (settings.slowSeconds > 0 ? '2g' : 'wifi') : 'none');
const networkChanged = new Emitter<Network>();
const weakNetwork = new Emitter<{ weakNet: boolean; networkType: string }>();
const keyDown = new Emitter<Key>();
const keyUp = new Emitter<Key>();

/** What is told to listeners when the console flips the network; keys of a PC's keyboard. */
export function watchDevice(): void {
  let [online, slow] = [settings.online, settings.slowSeconds > 0];
  settingsChanged.on(next => {
    const type = networkType();
    if (next.online !== online) networkChanged.emit({ isConnected: next.online, networkType: type });
    if (next.slowSeconds > 0 !== slow) weakNetwork.emit({ weakNet: next.slowSeconds > 0, networkType: type });
    online = next.online;
    slow = next.slowSeconds > 0;
  });
  const describe = ({ key, code, keyCode, timeStamp }: KeyboardEvent): Key => ({
    key,
    code,
    keyCode,
    timeStamp,
  });
  document.addEventListener('keydown', event => {
    // It has tapped what has the focus (engine/pointer.ts): that is no key for the page.
    if (!event.defaultPrevented) keyDown.emit(describe(event));
  });
  document.addEventListener('keyup', event => keyUp.emit(describe(event)));
}

export const device = {
  getNetworkType: api('getNetworkType', () => ({
    networkType: networkType(),
    signalStrength: 0,
    hasSystemProxy: false,
  })),
  onNetworkStatusChange: networkChanged.on,
  offNetworkStatusChange: networkChanged.off,
  onNetworkWeakChange: weakNetwork.on,
  offNetworkWeakChange: weakNetwork.off,
  setClipboardData: api('setClipboardData', async ({ data }: { data: string }) => {
    await navigator.clipboard?.writeText(data).catch(() => undefined);
    sessionStorage.setItem('wx-clipboard', data);
    showToast('内容已复制', 'success', 1500, false);
  }),
  getClipboardData: api('getClipboardData', () => ({ data: sessionStorage.getItem('wx-clipboard') ?? '' })),
  makePhoneCall: api('makePhoneCall', async ({ phoneNumber }: { phoneNumber: string }) => {
    const { confirm } = await showModal({ content: phoneNumber, confirmText: '呼叫' });
    if (!confirm) throw new ApiFailure('cancel');
  }),
  vibrateShort: api('vibrateShort', () => undefined),
  vibrateLong: api('vibrateLong', () => undefined),
  hideKeyboard: api('hideKeyboard', () => (document.activeElement as HTMLElement | null)?.blur()),
  onKeyboardHeightChange: () => undefined,
  offKeyboardHeightChange: () => undefined,
  onKeyDown: keyDown.on,
  offKeyDown: keyDown.off,
  onKeyUp: keyUp.on,
  offKeyUp: keyUp.off,
  setKeepScreenOn: api('setKeepScreenOn', () => undefined),
  scanCode: api('scanCode', async () => {
    const { content } = await showModal({ title: '扫码（预览：输入码的内容）', editable: true });
    if (content === null) throw new ApiFailure('cancel');
    return { result: content, scanType: 'QR_CODE', charSet: 'UTF-8', path: '' };
  }),
};
