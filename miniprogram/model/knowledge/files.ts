import type { Answer } from '../../cloud/client';
import type { FileContent, FileFormat } from '../../../typings/api';
import { uploadPath } from '../account/upload';
import { civilNow } from '../../lib/dates';

/** Whole files of entries, of the knowledge base or of the register of services, between the phone and the cloud. */

export type ChosenFile = {
  name: string;
  format: FileFormat;
  path: string;
  /** What is in it (base64), where a call can carry it. */
  file?: string;
};

/** A call carries 100 KB, and a file grows by a third on its way (base64): larger ones go by way of the storage. */
const CARRIED_BYTES = 70_000;
const MOST_BYTES = 4_000_000;
const EXTENSIONS: Record<string, FileFormat> = {
  xlsx: 'xlsx',
  csv: 'csv',
  jsonl: 'jsonl',
  json: 'jsonl',
  txt: 'jsonl',
};

export const FORMATS: { value: FileFormat; label: string; hint: string }[] = [
  { value: 'xlsx', label: 'XLSX 表格', hint: '用 Excel 或 WPS 打开' },
  { value: 'csv', label: 'CSV', hint: '别的系统也能读' },
  { value: 'jsonl', label: 'JSON 行', hint: '一行一个条目' },
];

/** Lets the person choose a file from a chat; nothing when they chose none. Rejects with the words to show. */
export async function chooseFile(): Promise<ChosenFile | undefined> {
  const chosen = await wx
    .chooseMessageFile({ count: 1, type: 'file', extension: Object.keys(EXTENSIONS) })
    .catch(() => undefined);
  const file = chosen && chosen.tempFiles[0];
  if (!file) return undefined;
  const ending = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const format = EXTENSIONS[ending];
  if (ending === 'xls') throw new Error('旧的 XLS 格式读不了，请在 Excel 或 WPS 里另存为 XLSX');
  if (!format) throw new Error('请选择 XLSX、CSV 或 JSON 行文件');
  if (file.size > MOST_BYTES) throw new Error('文件超过 4 MB，请分成几个文件，或者存成 XLSX（会小很多）');
  const { name, path } = file;
  return { name, format, path, ...(file.size <= CARRIED_BYTES ? { file: await readBase64(path) } : {}) };
}

const readBase64 = (filePath: string): Promise<string> =>
  new Promise((resolve, reject) =>
    wx.getFileSystemManager().readFile({
      filePath,
      encoding: 'base64',
      success: found => resolve(String(found.data)),
      fail: () => reject(new Error('这个文件读不出来，请重新选择')),
    }),
  );

/** A file as a call carries it. The cloud reads an uploaded one once and removes it, so that each call uploads it anew. */
export const contentOf = async ({ file, name, path }: ChosenFile): Promise<Answer<FileContent>> => {
  if (file !== undefined) return { ok: true, data: { file } };
  const cloudPath = await uploadPath(name);
  if (cloudPath === undefined) return notUploaded;
  try {
    const { fileID } = await wx.cloud.uploadFile({ cloudPath, filePath: path });
    return { ok: true, data: { fileID } };
  } catch {
    return notUploaded;
  }
};

const notUploaded = {
  ok: false,
  error: { code: 'unavailable', message: '文件没有传上去，什么都没有导入。请检查网络后重试。' },
} as const;

export type WrittenFile = { path: string; name: string; count: number };

/** A part of what is exported: text to be joined, or a whole spreadsheet (base64). */
export type FilePart = { text?: string; file?: string; count: number; nextCursor?: string };

/** Fetches all parts and writes them on the phone under `called`; large ones become several spreadsheets. */
export async function fetchFiles(
  fetchPart: (format: FileFormat, cursor?: string) => Promise<Answer<FilePart>>,
  called: string,
  format: FileFormat,
  tell: (count: number) => void,
): Promise<Answer<WrittenFile[]>> {
  const files: WrittenFile[] = [];
  let text = '';
  let count = 0;
  let cursor: string | undefined;
  do {
    const part = await fetchPart(format, cursor);
    if (!part.ok) return part;
    cursor = part.data.nextCursor;
    count += part.data.count;
    text += part.data.text ?? '';
    tell(count);
    if (part.data.file !== undefined) {
      const several = cursor !== undefined || files.length > 0;
      files.push(
        write(
          called,
          format,
          several ? `-${files.length + 1}` : '',
          part.data.file,
          'base64',
          part.data.count,
        ),
      );
    }
  } while (cursor);
  if (format !== 'xlsx') files.push(write(called, format, '', text, 'utf8', count));
  return { ok: true, data: files };
}

function write(
  called: string,
  format: FileFormat,
  ending: string,
  data: string,
  encoding: 'base64' | 'utf8',
  count: number,
): WrittenFile {
  const name = `${called}-${civilNow().slice(0, 10)}${ending}.${format}`;
  const path = `${wx.env.USER_DATA_PATH}/${name}`;
  wx.getFileSystemManager().writeFileSync(path, data, encoding);
  return { path, name, count };
}
