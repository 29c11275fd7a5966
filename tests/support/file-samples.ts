import { files, rows, type Fields } from '../../cloudfunctions/domain/engine';

/** Small pictures, well-formed as far as their parts go, with notes of the kinds that telephones and programs write. */

export const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

const joined = (...parts: (Uint8Array | string)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map(part => (typeof part === 'string' ? bytesOf(part) : part))));

const be = (value: number, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, at) => (value >>> (8 * (bytes - 1 - at))) & 0xff);
const le = (value: number, bytes: number): Uint8Array => be(value, bytes).reverse();

/** EXIF with one entry (how the picture is turned) and the note behind it. */
const exif = (note: string, turned: number): Uint8Array =>
  joined(
    'II*\0',
    le(8, 4),
    le(1, 2),
    le(0x0112, 2),
    le(3, 2),
    le(1, 4),
    le(turned, 2),
    le(0, 2),
    le(0, 4),
    note,
  );

const segment = (marker: number, content: Uint8Array | string): Uint8Array => {
  const part = joined(content);
  return joined(Uint8Array.from([0xff, marker]), be(part.length + 2, 2), part);
};

export const jpegWith = (note = '', turned = 1): Uint8Array =>
  joined(
    '\xff\xd8',
    segment(0xe0, 'JFIF\0\x01\x02\0\0\x01\0\x01\0\0'),
    ...(note
      ? [
          segment(0xe1, joined('Exif\0\0', exif(note, turned))),
          segment(0xe1, `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${note}</x:xmpmeta>`),
          segment(0xed, `Photoshop 3.0\0${note}`),
          segment(0xfe, note),
        ]
      : []),
    segment(0xdb, joined(Uint8Array.from([0]), new Uint8Array(64).fill(16))),
    segment(0xda, '\x01\x01\0\0\x3f\0'),
    'PICTURE-DATA\xff\0\xff\xd0more',
    segment(0xda, '\x01\x01\0\0\x3f\0'),
    'second scan',
    '\xff\xd9',
    note ? `behind the end ${note}` : '',
  );

const chunk = (name: string, content: Uint8Array | string): Uint8Array => {
  const part = joined(content);
  return joined(be(part.length, 4), name, part, be(0, 4));
};

export const pngWith = (note = ''): Uint8Array =>
  joined(
    '\x89PNG\r\n\x1a\n',
    chunk('IHDR', joined(be(1, 4), be(1, 4), '\x08\x02\0\0\0')),
    ...(note
      ? [
          chunk('eXIf', exif(note, 1)),
          chunk('tEXt', `Comment\0${note}`),
          chunk('iTXt', `XML:com.adobe.xmp\0${note}`),
        ]
      : []),
    chunk('IDAT', 'PICTURE-DATA'),
    chunk('IEND', ''),
    note ? `behind the end ${note}` : '',
  );

const riff = (name: string, content: Uint8Array | string): Uint8Array => {
  const part = joined(content);
  return joined(name, le(part.length, 4), part, part.length % 2 ? '\0' : '');
};

export const webpWith = (note = ''): Uint8Array => {
  const parts = joined(
    'WEBP',
    riff('VP8X', joined(Uint8Array.from([note ? 0x0c : 0, 0, 0, 0]), new Uint8Array(6))),
    riff('VP8 ', 'PICTURE-DATA'),
    ...(note ? [riff('EXIF', exif(note, 1)), riff('XMP ', note)] : []),
  );
  return joined('RIFF', le(parts.length, 4), parts, note ? `behind the end ${note}` : '');
};

export const gifWith = (note = ''): Uint8Array =>
  joined(
    'GIF89a',
    le(1, 2),
    le(1, 2),
    '\x80\0\0',
    '\0\0\0\xff\xff\xff',
    note ? joined('\x21\xfe', be(note.length, 1), note, '\0') : '',
    note ? joined('\x21\xff\x0bXMP DataXMP', be(note.length, 1), note, '\0') : '',
    '\x2c\0\0\0\0\x01\0\x01\0\0\x02\x0cPICTURE-DATA\0',
    '\x3b',
    note ? `behind the end ${note}` : '',
  );

/** A form with a table in whose rows files lie. */
export const file: Fields = { rows: rows('照片', { photo: files('照片') }) };
