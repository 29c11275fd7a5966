import type { ContentKind } from './kind';

/**
 * Pictures without what tells who took them, where (GPS) and with what. Kept is what is needed to show the picture (a list
 * of what is known to be needed, so that a new kind of note does not slip through), and the way it is turned. What
 * follows the end of the picture goes too.
 */

export class BrokenPicture extends Error {}

const text = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));
const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x1_0000 + u16(bytes, at + 2);

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** From 1 (upright) to 8, as the camera was held; read from the EXIF of a JPEG segment. */
const turned = (segment: Uint8Array): number => {
  const tiff = segment.subarray(10);
  const little = text(tiff, 0, 2) === 'II';
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 8) return 1;
  const list = view.getUint32(4, little);
  if (list + 2 > tiff.length) return 1;
  const count = view.getUint16(list, little);
  for (let entry = 0; entry < count; entry += 1) {
    const at = list + 2 + entry * 12;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) !== 0x0112) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
};

/** EXIF that says nothing but how the picture is turned. */
const onlyTurned = (value: number): Uint8Array =>
  Uint8Array.from([
    ...[0xff, 0xe1, 0x00, 0x22, 0x45, 0x78, 0x69, 0x66, 0x00, 0x00],
    ...[0x4d, 0x4d, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x08, 0x00, 0x01],
    ...[0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, value, 0x00, 0x00],
    ...[0x00, 0x00, 0x00, 0x00],
  ]);

/** JFIF, colour profile and Adobe’s colours are needed; all other notes of programs and comments are not. */
const isNeeded = (marker: number, segment: Uint8Array): boolean => {
  if (marker === 0xfe) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  if (marker === 0xe0) return text(segment, 4, 8) === 'JFIF';
  if (marker === 0xe2) return text(segment, 4, 15) === 'ICC_PROFILE';
  return marker === 0xee && text(segment, 4, 9) === 'Adobe';
};

const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;

const jpeg = (bytes: Uint8Array): Uint8Array => {
  const parts = [bytes.subarray(0, 2)];
  let at = 2;
  let scanned = false;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw new BrokenPicture();
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === END_OF_IMAGE) break;
    const end = at + 2 + u16(bytes, at + 2);
    if (end > bytes.length || end < at + 4) throw new BrokenPicture();
    const segment = bytes.subarray(at, end);
    if (marker === 0xe1 && text(segment, 4, 8) === 'Exif') {
      const way = turned(segment);
      if (way !== 1) parts.push(onlyTurned(way));
    } else if (isNeeded(marker, segment)) parts.push(segment);
    at = end;
    if (marker !== START_OF_SCAN) continue;
    scanned = true;
    // The picture itself: up to a marker that is neither a filler nor a restart.
    const from = at;
    while (at < bytes.length) {
      const next = bytes[at + 1] ?? END_OF_IMAGE;
      if (bytes[at] === 0xff && next !== 0 && (next < 0xd0 || next > 0xd7)) break;
      at += 1;
    }
    parts.push(bytes.subarray(from, at));
  }
  if (!scanned) throw new BrokenPicture();
  return joined([...parts, Uint8Array.from([0xff, END_OF_IMAGE])]);
};

const PNG_NEEDED = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP acTL fcTL fdAT'.split(' '),
);

const png = (bytes: Uint8Array): Uint8Array => {
  const parts = [bytes.subarray(0, 8)];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + u32(bytes, at);
    if (end > bytes.length) throw new BrokenPicture();
    const name = text(bytes, at + 4, at + 8);
    if (PNG_NEEDED.has(name)) parts.push(bytes.subarray(at, end));
    if (name === 'IEND') return joined(parts);
    at = end;
  }
  throw new BrokenPicture();
};

const WEBP_NEEDED = new Set(['VP8 ', 'VP8L', 'VP8X', 'ANIM', 'ANMF', 'ALPH', 'ICCP']);
/** Bits of VP8X that announce EXIF and XMP. */
const WEBP_NOTES = 0x08 | 0x04;

const webp = (bytes: Uint8Array): Uint8Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  const whole = Math.min(bytes.length, 8 + view.getUint32(4, true));
  let at = 12;
  while (at + 8 <= whole) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > whole) throw new BrokenPicture();
    const name = text(bytes, at, at + 4);
    if (WEBP_NEEDED.has(name)) {
      const part = bytes.slice(at, end);
      if (name === 'VP8X') part[8] = (part[8] ?? 0) & ~WEBP_NOTES;
      parts.push(part);
    }
    at = end;
  }
  if (parts.length === 0) throw new BrokenPicture();
  const clean = joined([bytes.slice(0, 12), ...parts]);
  new DataView(clean.buffer).setUint32(4, clean.length - 8, true);
  return clean;
};

/** Up to the block of length nought that ends the parts of a GIF. */
const afterBlocks = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
  if (at >= bytes.length) throw new BrokenPicture();
  return at + 1;
};
const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0);

const gif = (bytes: Uint8Array): Uint8Array => {
  let at = 13 + tableBytes(bytes[10] ?? 0);
  const parts = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const from = at;
    const block = bytes[at];
    if (block === 0x3b) return joined([...parts, bytes.subarray(at, at + 1)]);
    if (block === 0x2c) {
      at = afterBlocks(bytes, at + 11 + tableBytes(bytes[at + 9] ?? 0));
      parts.push(bytes.subarray(from, at));
    } else if (block === 0x21) {
      at = afterBlocks(bytes, at + 2);
      const label = bytes[from + 1];
      const loops = label === 0xff && text(bytes, from + 3, from + 14) === 'NETSCAPE2.0';
      if (label === 0xf9 || label === 0x01 || loops) parts.push(bytes.subarray(from, at));
    } else throw new BrokenPicture();
  }
  throw new BrokenPicture();
};

const readers = { jpeg, png, webp, gif };

/** The picture without its notes, as one can show it. Throws BrokenPicture where it is no whole picture. */
export const withoutMetadata = (bytes: Uint8Array, kind: NonNullable<ContentKind['picture']>): Uint8Array =>
  readers[kind](bytes);
