import { archiveKind } from './archive-kind';
import type { ContentKind } from './kind';

/** What a file is by its content: the name and the header of an upload prove nothing. */

const jpeg: ContentKind = { type: 'image/jpeg', endings: ['jpg', 'jpeg'], picture: 'jpeg' };
const png: ContentKind = { type: 'image/png', endings: ['png'], picture: 'png' };
const gif: ContentKind = { type: 'image/gif', endings: ['gif'], picture: 'gif' };
const webp: ContentKind = { type: 'image/webp', endings: ['webp'], picture: 'webp' };
const pdf: ContentKind = { type: 'application/pdf', endings: ['pdf'] };
/** Word, Excel, PowerPoint and WPS before 2007 share one container. */
const oldOffice: ContentKind = {
  type: 'application/x-ole-storage',
  endings: ['doc', 'xls', 'ppt', 'wps', 'et', 'dps'],
};

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  [...text].every((character, index) => bytes[at + index] === character.charCodeAt(0));

/** The kind of an accepted file; undefined = not accepted, whatever it is called. */
export const contentKind = (bytes: Uint8Array): ContentKind | undefined => {
  if (startsWith(bytes, '\xff\xd8\xff')) return jpeg;
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return png;
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return gif;
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return webp;
  if (startsWith(bytes, '%PDF-')) return pdf;
  if (startsWith(bytes, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return oldOffice;
  return startsWith(bytes, 'PK\x03\x04') ? archiveKind(bytes) : undefined;
};

/** Photos of telephones that few others can show; WeChat hands them over as JPEG when asked for a compressed one. */
export const isHeic = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 'ftyp', 4) &&
  ['heic', 'heix', 'heim', 'heis', 'hevc', 'mif1', 'msf1', 'avif'].some(brand => startsWith(bytes, brand, 8));

/** The name with an ending that its content has. */
export const fittingName = (name: string, { endings }: ContentKind): string => {
  const ending = /\.(\w{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (endings.includes(ending)) return name;
  return `${ending ? name.slice(0, -ending.length - 1) : name}.${endings[0]}`;
};
