import { settings } from './settings';
import type { Comp } from './types';

/** Files that live as long as the page: chosen pictures, canvas exports. WeChat calls them temporary files. */
const files = new Map<string, { blob: Blob; url: string }>();
let count = 0;

const extensionOf = (name: string, type: string): string =>
  /\.\w+$/.exec(name)?.[0] ?? (type === '' ? '' : `.${type.split('/')[1]!.replace('jpeg', 'jpg')}`);

/** Keeps a file and gives its temporary path. */
export function keepFile(blob: Blob, name = ''): string {
  const path = `wxfile://tmp_${(count += 1)}${extensionOf(name, blob.type)}`;
  files.set(path, { blob, url: URL.createObjectURL(blob) });
  return path;
}

/** Writes a file under a path of the mini-program's own. */
export function writeFile(path: string, blob: Blob): void {
  files.set(path, { blob, url: URL.createObjectURL(blob) });
}

/** Hands a file to the person at the computer. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
}

export const fileAt = (path: string): Blob | undefined => files.get(path)?.blob;

/** The address under which the cloud gives a file to the person who holds the phone. */
export const cloudFileUrl = (fileID: string): string =>
  `/control/file?fileID=${encodeURIComponent(fileID)}&as=${encodeURIComponent(settings.as)}`;

/** Where a browser finds what a page calls `src`: temporary, cloud, mini-program or network. */
export async function pickImageSource(src: string, comp: Comp): Promise<string> {
  const file = files.get(src);
  if (file !== undefined) return file.url;
  if (src === '' || /^(data:|https?:|blob:|\/\/)/.test(src)) return src;
  if (src.startsWith('cloud://')) return settings.online ? cloudFileUrl(src) : 'data:,';
  return localFileUrl(src, comp);
}

/** A file of the mini-program; relative paths count from the page or component that wrote them. */
function localFileUrl(src: string, comp: Comp): string {
  if (src.startsWith('/')) return `/preview/files${src}`;
  const owner = comp.ownerShadowRoot?.getHostNode().is ?? '';
  return new URL(src, `${location.origin}/preview/files/${owner}`).pathname;
}
