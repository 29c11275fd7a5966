import { uuid } from '../../cloud/uuid';

/** A picked photo: `fileID` once it has arrived in the cloud; `progress` 0–100 on the way; `failed` can be tapped to try again. */
type Photo = { key: string; path: string; fileID: string; progress: number; failed: boolean };

const MOST = 9;

/** Photos with their progress. Fires `change` with `{name, value: fileIDs, uploading}`. */
Component({
  properties: {
    name: { type: String, value: 'attachments' },
    label: { type: String, value: '照片' },
    hint: { type: String, value: '' },
    /** fileIDs of a draft. */
    value: { type: Array, value: [] as string[] },
    max: { type: Number, value: MOST },
    error: { type: String, value: '' },
  },
  data: { photos: [] as Photo[] },
  observers: {
    value(value: string[]) {
      const here = this.data.photos.map(photo => photo.fileID);
      const others = value.filter(fileID => !here.includes(fileID));
      if (others.length === 0) return;
      const kept = others.map(fileID => ({
        key: fileID,
        path: fileID,
        fileID,
        progress: 100,
        failed: false,
      }));
      this.setData({ photos: [...this.data.photos, ...kept] });
    },
  },
  methods: {
    add() {
      const room = this.data.max - this.data.photos.length;
      wx.chooseMedia({
        count: Math.min(MOST, room),
        mediaType: ['image'],
        sizeType: ['compressed'],
        success: chosen => {
          const photos = chosen.tempFiles.slice(0, room).map(file => ({
            key: uuid(),
            path: file.tempFilePath,
            fileID: '',
            progress: 0,
            failed: false,
          }));
          this.setData({ photos: [...this.data.photos, ...photos] });
          photos.forEach(photo => this.upload(photo));
          this.tell();
        },
        fail: failure => {
          if (!/cancel/.test(failure.errMsg))
            wx.showToast({ title: '没有取到照片，请检查相册权限', icon: 'none' });
        },
      });
    },
    upload(photo: Photo) {
      const type = /\.(png|gif|webp|jpeg|jpg|bmp)$/i.exec(photo.path);
      const task = wx.cloud.uploadFile({
        cloudPath: `attachments/${photo.key}.${type && type[1] ? type[1].toLowerCase() : 'jpg'}`,
        filePath: photo.path,
        success: sent => this.change(photo.key, { fileID: sent.fileID, progress: 100, failed: false }),
        fail: () => this.change(photo.key, { failed: true }),
      }) as unknown as WechatMiniprogram.UploadTask | undefined;
      task?.onProgressUpdate?.(update => this.change(photo.key, { progress: Math.min(99, update.progress) }));
    },
    change(key: string, part: Partial<Photo>) {
      const photos = this.data.photos.map(each =>
        each.key === key && !(each.fileID && !part.fileID) ? { ...each, ...part } : each,
      );
      this.setData({ photos });
      if (part.fileID || part.failed) this.tell();
    },
    open(event: { currentTarget: { dataset: { index: number } } }) {
      const photo = this.data.photos[event.currentTarget.dataset.index];
      if (!photo) return;
      if (!photo.failed) {
        wx.previewImage({ current: photo.path, urls: this.data.photos.map(each => each.path) });
        return;
      }
      this.change(photo.key, { failed: false, progress: 0 });
      this.upload(photo);
      this.tell();
    },
    remove(event: { currentTarget: { dataset: { index: number } } }) {
      const photos = this.data.photos.filter((_, index) => index !== event.currentTarget.dataset.index);
      this.setData({ photos });
      this.tell();
    },
    tell() {
      const { photos, name } = this.data;
      this.triggerEvent('change', {
        name,
        value: photos.map(photo => photo.fileID).filter(Boolean),
        uploading: photos.some(photo => !photo.fileID && !photo.failed),
        failed: photos.some(photo => photo.failed),
      });
    },
  },
});
