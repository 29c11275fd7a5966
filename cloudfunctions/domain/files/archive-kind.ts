import type { ContentKind } from './kind';

/** Documents that are packed folders: told by what lies in them, read from the list at the end, unpacking nothing. */

const docx: ContentKind = {
  type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  endings: ['docx'],
};
const xlsx: ContentKind = {
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  endings: ['xlsx'],
};
const pptx: ContentKind = {
  type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  endings: ['pptx'],
};
const ofd: ContentKind = { type: 'application/ofd', endings: ['ofd'] };

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LONGEST_COMMENT = 65_535;
const MOST_ENTRIES = 5_000;

/** The names in an archive, from its central directory; undefined when it is broken or too long. */
const entryNames = (bytes: Uint8Array): string[] | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_BYTES;
  const first = Math.max(0, end - LONGEST_COMMENT);
  while (end >= first && view.getUint32(end, true) !== END) end -= 1;
  if (end < first) return undefined;
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) return undefined;
  let at = view.getUint32(end + 16, true);
  const names: string[] = [];
  for (let entry = 0; entry < count; entry += 1) {
    if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== ENTRY) return undefined;
    const length = view.getUint16(at + 28, true);
    const rest = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    names.push(String.fromCharCode(...bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + length)));
    at += ENTRY_BYTES + length + rest;
  }
  return names;
};

/** The kind of a packed document; undefined for any other archive, and for one that holds a program. */
export const archiveKind = (bytes: Uint8Array): ContentKind | undefined => {
  const names = entryNames(bytes);
  if (!names || names.some(name => /vbaProject\.bin$/i.test(name))) return undefined;
  const has = (start: string): boolean => names.some(name => name.startsWith(start));
  if (names.includes('OFD.xml')) return ofd;
  if (!names.includes('[Content_Types].xml')) return undefined;
  if (has('word/')) return docx;
  if (has('xl/')) return xlsx;
  return has('ppt/') ? pptx : undefined;
};
