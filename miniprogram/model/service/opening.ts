import type { ShownService } from '../../../typings/contract';
import { refused } from '../../lib/wechat';

/** Opens a service where it is: another mini-program, or a page for a browser. */
export function openService({ type, target }: NonNullable<ShownService['open']>): void {
  if (type === 'miniprogram') {
    wx.navigateToMiniProgram({ appId: target, fail: refused('这项服务没有打开，请稍后重试') });
    return;
  }
  wx.setClipboardData({
    data: target,
    success: () => wx.showToast({ title: '网址已复制，请在浏览器打开', icon: 'none' }),
    fail: refused('网址没有复制成功，请再试一次'),
  });
}
