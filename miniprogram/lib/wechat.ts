/** What WeChat or the phone does for us, and what is said where it does not. */

/** Says that it was refused, unless the person called it off. */
export const refused =
  (title: string) =>
  ({ errMsg }: { errMsg: string }): void => {
    if (!/cancel/.test(errMsg)) wx.showToast({ title, icon: 'none' });
  };

/** Copies a text; WeChat itself says that it was copied. */
export const copy = (text: string): void =>
  wx.setClipboardData({ data: text, fail: refused('没有复制成功，请再试一次') });

/** Rings a number; on a computer nothing can ring. */
export const ring = (phone: string): void =>
  wx.makePhoneCall({ phoneNumber: phone, fail: refused(`这台设备打不了电话，请拨 ${phone}`) });

/** Opens a picture large, with the others beside it. */
export const openPicture = (current: string, urls: string[]): void =>
  wx.previewImage({ current, urls, fail: refused('照片打不开，请稍后重试') });
