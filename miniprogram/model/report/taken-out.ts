import type { ExportedFile } from '../../../typings/contract';

/** A file behind a link that expires: opened on the phone where it can be, else its link is copied. */

const copyLink = ({ url, expiresAt }: ExportedFile): void => {
  const title = `下载链接已复制，${expiresAt.slice(11, 16)} 前有效`;
  wx.setClipboardData({ data: url, success: () => wx.showToast({ title, icon: 'none' }) });
};

export const openFile = (file: ExportedFile): void => {
  wx.downloadFile({
    url: file.url,
    success: got =>
      wx.openDocument({ filePath: got.tempFilePath, showMenu: true, fail: () => copyLink(file) }),
    fail: () => copyLink(file),
  });
};
