import { ApiFailure } from '../failure';
import { download, fileAt, keepFile, pickImageSource } from '../files';
import { router } from '../pages/router';
import { make, openDialog } from '../shell/layer';
import { api } from './api';

/** Lets the person choose files from the computer. Cancelling fails, as in WeChat. */
function chooseFiles(accept: string, count: number): Promise<File[]> {
  const input = make('input', '');
  input.type = 'file';
  input.accept = accept;
  input.multiple = count > 1;
  input.hidden = true;
  input.dataset.testid = 'wx-file-chooser';
  document.body.append(input);
  return new Promise((resolve, reject) => {
    input.addEventListener('change', () => {
      input.remove();
      resolve([...(input.files ?? [])].slice(0, count));
    });
    input.addEventListener('cancel', () => {
      input.remove();
      reject(new ApiFailure('cancel'));
    });
    input.click();
  });
}

const kindOf = (file: File): string => (file.type.startsWith('video') ? 'video' : 'image');

async function sizeOf(file: Blob): Promise<{ width: number; height: number }> {
  if (!file.type.startsWith('image')) return { width: 0, height: 0 };
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  return { width: bitmap?.width ?? 0, height: bitmap?.height ?? 0 };
}

type Choose = { count?: number; mediaType?: string[]; type?: string; extension?: string[] };

const chooseMedia = api('chooseMedia', async ({ count = 9, mediaType = ['image', 'video'] }: Choose) => {
  const accept =
    mediaType
      .filter(one => one !== 'mix')
      .map(one => `${one}/*`)
      .join(',') || 'image/*,video/*';
  const files = await chooseFiles(accept, count);
  const tempFiles = await Promise.all(
    files.map(async file => ({
      tempFilePath: keepFile(file, file.name),
      size: file.size,
      fileType: kindOf(file),
      duration: 0,
      thumbTempFilePath: '',
      ...(await sizeOf(file)),
    })),
  );
  return { tempFiles, type: tempFiles.some(file => file.fileType === 'video') ? 'mix' : 'image' };
});

const chooseImage = api('chooseImage', async ({ count = 9 }: Choose) => {
  const files = await chooseFiles('image/*', count);
  const tempFiles = files.map(file => ({ path: keepFile(file, file.name), size: file.size }));
  return { tempFilePaths: tempFiles.map(file => file.path), tempFiles };
});

const chooseMessageFile = api(
  'chooseMessageFile',
  async ({ count = 1, type = 'all', extension = [] }: Choose) => {
    const byType = { image: 'image/*', video: 'video/*' }[type] ?? '';
    const files = await chooseFiles(
      extension.map(one => `.${one.replace(/^\./, '')}`).join(',') || byType,
      count,
    );
    const describe = (file: File) => ({
      path: keepFile(file, file.name),
      size: file.size,
      name: file.name,
      type: file.type.startsWith('image') || file.type.startsWith('video') ? kindOf(file) : 'file',
      time: Math.floor(file.lastModified / 1000),
    });
    return { tempFiles: files.map(describe) };
  },
);

/** Pictures one at a time; arrows and a tap go on, Escape closes. */
async function showPictures(urls: string[], current: number): Promise<void> {
  const comp = router.top?.comp;
  if (comp === undefined) throw new ApiFailure('no page');
  const dialog = openDialog<void>('sheet', '查看图片', undefined);
  dialog.panel.classList.add('wx-preview-image');
  const picture = make('img', '');
  const count = make('div', 'wx-preview-count');
  let at = Math.max(0, current);
  const show = (index: number): void => {
    at = (index + urls.length) % urls.length;
    picture.alt = `第 ${at + 1} 张，共 ${urls.length} 张`;
    count.textContent = `${at + 1} / ${urls.length}`;
    void pickImageSource(urls[at] ?? '', comp).then(url => picture.setAttribute('src', url));
  };
  const close = make('button', 'wx-preview-close', '关闭');
  close.addEventListener('click', () => dialog.close());
  picture.addEventListener('click', () => show(at + 1));
  dialog.panel.addEventListener('keydown', event => {
    if (event.key === 'ArrowRight') show(at + 1);
    if (event.key === 'ArrowLeft') show(at - 1);
  });
  dialog.panel.append(picture, count, close);
  show(at);
}

type CanvasExport = { canvas?: HTMLCanvasElement; fileType?: 'png' | 'jpg'; quality?: number };

export const media = {
  chooseMedia,
  chooseImage,
  chooseMessageFile,
  chooseVideo: api('chooseVideo', async () => {
    const [file] = await chooseFiles('video/*', 1);
    if (file === undefined) throw new ApiFailure('cancel');
    return { tempFilePath: keepFile(file, file.name), size: file.size, duration: 0, width: 0, height: 0 };
  }),
  previewImage: api('previewImage', ({ urls, current }: { urls: string[]; current?: string | number }) =>
    showPictures(urls, typeof current === 'number' ? current : urls.indexOf(current ?? '')),
  ),
  previewMedia: api(
    'previewMedia',
    ({ sources, current = 0 }: { sources: { url: string }[]; current?: number }) =>
      showPictures(
        sources.map(one => one.url),
        current,
      ),
  ),
  getImageInfo: api('getImageInfo', async ({ src }: { src: string }) => {
    const file = fileAt(src);
    if (file === undefined) throw new ApiFailure(`file not found: ${src}`);
    return { ...(await sizeOf(file)), path: src, type: file.type.split('/')[1] ?? '', orientation: 'up' };
  }),
  compressImage: api('compressImage', ({ src }: { src: string }) => ({ tempFilePath: src })),
  saveImageToPhotosAlbum: api('saveImageToPhotosAlbum', ({ filePath }: { filePath: string }) => {
    const file = fileAt(filePath);
    if (file === undefined) throw new ApiFailure(`file not found: ${filePath}`);
    download(file, filePath.replace(/^.*\//, ''));
  }),
  downloadFile: api('downloadFile', async ({ url }: { url: string }) => {
    const response = await fetch(url).catch(() => {
      throw new ApiFailure('request:fail', { errCode: -1 });
    });
    return { tempFilePath: keepFile(await response.blob(), url), statusCode: response.status };
  }),
  openDocument: api('openDocument', ({ filePath }: { filePath: string }) => {
    const file = fileAt(filePath);
    if (file === undefined) throw new ApiFailure(`file doesn't exist: ${filePath}`);
    download(file, filePath.replace(/^.*\//, ''));
  }),
  canvasToTempFilePath: api(
    'canvasToTempFilePath',
    async ({ canvas, fileType = 'png', quality = 1 }: CanvasExport) => {
      if (canvas === undefined) throw new ApiFailure('canvas is missing (only type="2d" is supported)');
      const type = fileType === 'jpg' ? 'image/jpeg' : 'image/png';
      const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, type, quality));
      if (blob === null) throw new ApiFailure('canvas is empty');
      return { tempFilePath: keepFile(blob) };
    },
  ),
};
