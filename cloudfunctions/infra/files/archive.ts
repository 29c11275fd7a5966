import { inflateRawSync } from 'node:zlib';
import { UnreadableTable } from '../../domain/tables/cell';

/**
 * Files in a ZIP archive. An archive may tell any size of what it unpacks to: Node's zlib stops where that is reached,
 * which fflate does not (facts of the comparison are in architecture.md), so the directory is read here.
 */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MOST_COMMENT_BYTES = 0xffff;
const MOST_ENTRIES = 2000;

const broken = (): never => {
  throw new UnreadableTable('这不是 XLSX 表格，或者文件已损坏');
};

const endOf = (view: DataView): number => {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MOST_COMMENT_BYTES); at -= 1)
    if (view.getUint32(at, true) === END) return at;
  return broken();
};

const contentAt = (bytes: Uint8Array, view: DataView, entry: number): Uint8Array => {
  const method = view.getUint16(entry + 10, true);
  const [packed, size] = [view.getUint32(entry + 20, true), view.getUint32(entry + 24, true)];
  const local = view.getUint32(entry + 42, true);
  if (view.getUint32(local, true) !== LOCAL) return broken();
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const content = bytes.subarray(from, from + packed);
  if (content.length !== packed) return broken();
  if (method === 0) return packed === size ? content : broken();
  if (method !== 8) return broken();
  const unpacked: Uint8Array =
    size === 0 ? new Uint8Array() : inflateRawSync(content, { maxOutputLength: size });
  return unpacked.length === size ? unpacked : broken();
};

/** The wanted files of an archive by their names, unless they unpack to more than `mostBytes` together. */
export const unpack = (
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
  mostBytes: number,
): Map<string, Uint8Array> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<string, Uint8Array>();
  try {
    const end = endOf(view);
    const count = view.getUint16(end + 10, true);
    if (count > MOST_ENTRIES) return broken();
    let at = view.getUint32(end + 16, true);
    let size = 0;
    for (let index = 0; index < count; index += 1) {
      if (view.getUint32(at, true) !== ENTRY) return broken();
      const nameLength = view.getUint16(at + 28, true);
      const name = new TextDecoder()
        .decode(bytes.subarray(at + 46, at + 46 + nameLength))
        .replaceAll('\\', '/');
      if (wanted(name)) {
        size += view.getUint32(at + 24, true);
        if (size > mostBytes) throw new UnreadableTable('表格展开后太大，请分成几个文件');
        found.set(name, contentAt(bytes, view, at));
      }
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
  } catch (error) {
    // What zlib and the view throw says where the file ends or lies, nothing that its owner could use.
    if (error instanceof UnreadableTable) throw error;
    return broken();
  }
  return found;
};
