import { Emitter } from './emitter';

/** What the demo console sets about the phone; it lives in the address, so a reload keeps it. */
export type Settings = {
  /** OPENID of the person who holds the phone. */
  as: string;
  online: boolean;
  /** Every answer of the cloud comes this much later. */
  slowSeconds: number;
  /** Every call of a cloud function is answered with this code of the contract's errors, and reaches none; empty = as it is. */
  fail: string;
  /** `care` = WeChat's 关怀模式. */
  font: 'standard' | 'care';
};

const fromAddress = (): Settings => {
  const query = new URLSearchParams(location.search);
  return {
    as: query.get('as') ?? 'demo-citizen-1',
    online: query.get('net') !== 'off',
    slowSeconds: Number(query.get('slow') ?? 0),
    fail: query.get('fail') ?? '',
    font: query.get('font') === 'care' ? 'care' : 'standard',
  };
};

export const settings: Settings = { as: '', online: true, slowSeconds: 0, fail: '', font: 'standard' };
export const settingsChanged = new Emitter<Settings>();

/** 关怀模式 writes 23.8 px where the standard is 17 px. */
export const fontSizes = () =>
  settings.font === 'care'
    ? { fontSizeSetting: 23.8, fontSizeScaleFactor: 1.4 }
    : { fontSizeSetting: 17, fontSizeScaleFactor: 1 };

/** Writes settings and the page on top to the address. */
export function rememberInAddress(page?: string): void {
  const query = new URLSearchParams(location.search);
  const put = (name: string, value: string): void =>
    value === '' ? query.delete(name) : query.set(name, value);
  put('as', settings.as);
  put('net', settings.online ? '' : 'off');
  put('slow', settings.slowSeconds > 0 ? String(settings.slowSeconds) : '');
  put('fail', settings.fail);
  put('font', settings.font === 'care' ? 'care' : '');
  if (page !== undefined) put('page', page);
  history.replaceState(null, '', `?${query.toString()}`);
}

/** Changes settings; another person means another phone, so the mini-program starts afresh. */
export function changeSettings(change: Partial<Settings>): void {
  const person = settings.as;
  Object.assign(settings, change);
  if (settings.as !== person) {
    rememberInAddress('');
    location.reload();
    return;
  }
  rememberInAddress();
  settingsChanged.emit(settings);
}

export function readSettings(): void {
  Object.assign(settings, fromAddress());
}
