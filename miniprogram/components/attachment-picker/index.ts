import { uuid } from '../../cloud/uuid';
import { endingOf, nameOfUpload } from '../../lib/file-names';
import { openPicture, refused } from '../../lib/wechat';
import { uploadPath } from '../../model/account/upload';

/**
 * A picked photo or document: `fileID` once it has arrived in the cloud; `progress` 0–100 on the way; `failed` can be tapped to
 * try again. `name`: what the file was called; `words`: what a document shows instead of a picture.
 */
type Photo = {
  key: string;
  path: string;
  fileID: string;
  progress: number;
  failed: boolean;
  name: string;
  words: string;
};

const MOST = 9;
const MOST_BYTES = 20 * 1024 * 1024;
const PICTURE = /\.(png|gif|webp|jpeg|jpg|bmp)$/i;

/** What lies with a thing already is called there, not by its path. */
const nameOf = (fileID: string): string =>
  fileID.indexOf('/kept/') >= 0 ? '已登记的文件' : nameOfUpload(fileID);

/** Photos, for staff also documents, with their progress. Fires `change` with `{name, value: fileIDs, uploading, failed}`. */
Component({
  properties: {
    name: { type: String, value: 'attachments' },
    label: { type: String, value: '照片' },
    hint: { type: String, value: '' },
    /** fileIDs of a draft. */
    value: { type: Array, value: [] as string[] },
    max: { type: Number, value: MOST },
    required: { type: Boolean, value: false },
    /** Documents may be chosen too. */
    documents: { type: Boolean, value: false },
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
        name: nameOf(fileID),
        words: PICTURE.test(fileID) ? '' : nameOf(fileID),
      }));
      this.setData({ photos: [...this.data.photos, ...kept] });
    },
  },
  methods: {
    add() {
      if (!this.data.documents) return this.addPhotos();
      wx.showActionSheet({
        itemList: ['拍照或选照片', '从聊天里选文件'],
        success: ({ tapIndex }) => (tapIndex === 0 ? this.addPhotos() : this.addDocuments()),
        fail: refused('没有打开，请再试一次'),
      });
    },
    addPhotos() {
      wx.chooseMedia({
        count: Math.min(MOST, this.room()),
        mediaType: ['image'],
        sizeType: ['compressed'],
        success: chosen =>
          this.take(
            // WeChat does not say what a photo was called.
            chosen.tempFiles.map(({ tempFilePath: path }) => ({
              path,
              name: `照片.${PICTURE.test(path) ? endingOf(path) : 'jpg'}`,
            })),
          ),
        fail: refused('没有取到照片，请检查相册权限'),
      });
    },
    addDocuments() {
      wx.chooseMessageFile({
        count: this.room(),
        type: 'file',
        success: ({ tempFiles }) => {
          const fitting = tempFiles.filter(file => file.size <= MOST_BYTES && /\.\w+$/.test(file.name));
          if (fitting.length < tempFiles.length)
            wx.showToast({ title: '一个文件最大 20 MB，要有扩展名', icon: 'none' });
          this.take(fitting.map(({ path, name }) => ({ path, name })));
        },
        fail: refused('没有取到文件，请再试一次'),
      });
    },
    room(): number {
      return this.data.max - this.data.photos.length;
    },
    take(files: { path: string; name: string }[]) {
      const photos = files.slice(0, this.room()).map(({ path, name }) => ({
        key: uuid(),
        path,
        fileID: '',
        progress: 0,
        failed: false,
        name,
        words: PICTURE.test(name) ? '' : name,
      }));
      this.setData({ photos: [...this.data.photos, ...photos] });
      photos.forEach(photo => void this.upload(photo));
      this.tell();
    },
    async upload(photo: Photo) {
      const cloudPath = await uploadPath(photo.name);
      if (cloudPath === undefined) return this.change(photo.key, { failed: true });
      const task = wx.cloud.uploadFile({
        cloudPath,
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
        const pictures = this.data.photos.filter(each => !each.words).map(each => each.path);
        if (!photo.words) openPicture(photo.path, pictures);
        return;
      }
      this.change(photo.key, { failed: false, progress: 0 });
      void this.upload(photo);
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
