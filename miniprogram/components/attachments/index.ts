import type { ShownAttachment } from '../../../typings/contract';
import { openPicture, refused } from '../../lib/wechat';

/** Files that belong to a ticket or a reply; a picture opens large, one under review says so. */
Component({
  properties: {
    files: { type: Array, value: [] as ShownAttachment[] },
    /** Says below each what it is: files of a procedure are called by the field that asked for them. */
    named: { type: Boolean, value: false },
  },
  data: { shown: [] as (ShownAttachment & { picture: boolean; words: string; caption: string })[] },
  observers: {
    files(files: ShownAttachment[]) {
      const shown = files.map(file => ({
        ...file,
        // The link is the cloud's: the reader is not always the owner of the file.
        picture: file.state === 'ok' && file.type.startsWith('image') && file.url !== undefined,
        caption: file.label && file.label !== file.name ? `${file.label}：${file.name}` : file.name,
        words: file.state === 'pending' ? '检查中' : file.state === 'blocked' ? '未通过检查' : file.name,
      }));
      this.setData({ shown });
    },
  },
  methods: {
    open(event: { currentTarget: { dataset: { index: number } } }) {
      const file = this.data.shown[event.currentTarget.dataset.index];
      if (!file || file.state !== 'ok') return;
      if (file.picture) {
        const urls = this.data.shown.filter(each => each.picture).map(each => each.url || each.fileID);
        openPicture(file.url || file.fileID, urls);
        return;
      }
      wx.cloud.downloadFile({
        fileID: file.keptID || file.fileID,
        success: got => wx.openDocument({ filePath: got.tempFilePath, showMenu: true, fail: cannotOpen }),
        fail: cannotOpen,
      });
    },
  },
});

const cannotOpen = refused('文件打不开，请稍后重试');
