import { ApiFailure } from '../failure';
import { download, fileAt, writeFile } from '../files';
import { api } from './api';

/** Files on the phone: read what was chosen, write what is to be sent. They live as long as the page. */

type Encoding = 'base64' | 'utf8' | 'utf-8';
type Read = { filePath: string; encoding?: Encoding };

function bytesOf(data: string | ArrayBuffer, encoding: Encoding): BlobPart {
  if (typeof data !== 'string' || encoding !== 'base64') return data;
  return Uint8Array.from(atob(data), character => character.charCodeAt(0));
}

const readAsBase64 = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new ApiFailure('file cannot be read'));
    reader.readAsDataURL(blob);
  });

const existing = (path: string): Blob => {
  const file = fileAt(path);
  if (file === undefined) throw new ApiFailure(`no such file or directory ${path}`);
  return file;
};

const manager = {
  readFile: api('readFile', async ({ filePath, encoding }: Read) => {
    const file = existing(filePath);
    if (encoding === 'base64') return { data: await readAsBase64(file) };
    return { data: encoding === undefined ? await file.arrayBuffer() : await file.text() };
  }),
  writeFileSync: (path: string, data: string | ArrayBuffer, encoding: Encoding = 'utf8'): void =>
    writeFile(path, new Blob([bytesOf(data, encoding)])),
};

const nameOf = (path: string): string => path.replace(/^.*\//, '');

/** In the preview a file that is sent or saved comes as a download. */
export const fileSystem = {
  getFileSystemManager: () => manager,
  shareFileMessage: api(
    'shareFileMessage',
    ({ filePath, fileName }: { filePath: string; fileName?: string }) =>
      download(existing(filePath), fileName ?? nameOf(filePath)),
  ),
  saveFileToDisk: api('saveFileToDisk', ({ filePath }: { filePath: string }) =>
    download(existing(filePath), nameOf(filePath)),
  ),
};
