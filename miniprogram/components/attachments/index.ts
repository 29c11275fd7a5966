import type { ShownAttachment } from '../../../typings/contract';
import { citizen, staff } from '../../cloud/client';
import { troubleText } from '../../cloud/view';
import { openPicture, refused } from '../../lib/wechat';

/** Files that belong to a ticket or a reply; a picture opens large, one under review says so. */
Component({
  properties: {
    files: { type: Array, value: [] as ShownAttachment[] },
    /** Says below each what it is: files of a procedure are called by the field that asked for them. */
    named: { type: Boolean, value: false },
    /** Of which ticket, by whom it is read, and where its older files begin. */
    no: { type: String, value: '' },
    staff: { type: Boolean, value: false },
    earlier: { type: String, value: '' },
  },
  data: {
    shown: [] as (ShownAttachment & { picture: boolean; words: string; caption: string })[],
    older: [] as ShownAttachment[],
    cursor: '',
    loading: false,
    trouble: '',
  },
  observers: {
    'files, earlier'(_files: ShownAttachment[], earlier: string) {
      this.setData({ older: [], cursor: earlier, trouble: '' });
      this.arrange();
    },
  },
  methods: {
    arrange() {
      const files = [...this.data.older, ...(this.data.files as ShownAttachment[])];
      const shown = files.map(file => ({
        ...file,
        // The link is the cloud's: the reader is not always the owner of the file.
        picture: file.state === 'ok' && file.type.startsWith('image') && file.url !== undefined,
        caption: file.label && file.label !== file.name ? `${file.label}：${file.name}` : file.name,
        words: file.state === 'pending' ? '检查中' : file.state === 'blocked' ? '未通过检查' : file.name,
      }));
      this.setData({ shown });
    },
    async readOn() {
      const { no, cursor, loading } = this.data;
      if (loading || !cursor) return;
      this.setData({ loading: true, trouble: '' });
      const input = { no, cursor };
      const answer = await (this.data.staff ? staff('ticket.files', input) : citizen('ticket.files', input));
      this.setData({ loading: false });
      // The ticket was read anew meanwhile.
      if (cursor !== this.data.cursor || no !== this.data.no) return;
      if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
      const { files, earlier = '' } = answer.data;
      this.setData({ older: [...files, ...this.data.older], cursor: earlier });
      this.arrange();
    },
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
