import * as z from 'zod';
import type { BadRow, ReadRows, TableRow, TextFormat } from '../../domain/tables/table';
import { fail } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import { readSheet, UnreadableSheet } from './spreadsheet';

/** A file of rows as it comes from somebody's computer. */

export const fileFormat = z.enum(['jsonl', 'csv', 'xlsx'], { error: '请选择 XLSX、CSV 或 JSON 行' });

const TOO_LARGE = '文件太大，请分成几个文件';

/** Files that are larger than a call come by way of the storage, in this folder and in no other. */
const UPLOADED = /^cloud:\/\/[^/]+\/imports\/[\w-]+\.\w+$/;
const MOST_BYTES = 4_000_000;
/** So many rows are checked and answered for within the time that a call has. */
const MOST_ROWS = 2000;

/** So many rows are told of by name, the bad ones and the planned ones; an answer of a function has its limit. */
const MOST_TOLD = 500;

/** What one answer of an export may hold, well below what a function may send; a spreadsheet is packed. */
export const EXPORT_BYTES = { jsonl: 400_000, csv: 400_000, xlsx: 1_500_000 };

/** What a row does to what is stored. */
export type Does = 'create' | 'change' | 'nothing';

/** What came of a file, or would come of it. */
export type TableOutcome<R extends { does: Does }> = {
  imported: number;
  created: number;
  changed: number;
  unchanged: number;
  /** Of the imported ones: how many the timer has still to write. */
  waiting: number;
  /** The first of so many. */
  bad: BadRow[];
  badCount: number;
  rows: R[];
};

/** Nothing is imported unless `taken` says so. */
export const tableOutcome = <R extends { does: Does }>(
  planned: readonly R[],
  bad: readonly BadRow[],
  taken: { imported: number; waiting: number } = { imported: 0, waiting: 0 },
): TableOutcome<R> => {
  const count = (wanted: Does): number => planned.filter(({ does }) => does === wanted).length;
  return {
    ...taken,
    created: count('create'),
    changed: count('change'),
    unchanged: count('nothing'),
    bad: [...bad].sort((a, b) => a.row - b.row).slice(0, MOST_TOLD),
    badCount: bad.length,
    rows: planned.slice(0, MOST_TOLD),
  };
};

export const tableFileInput = z.object({
  format: fileFormat,
  /** The file as it is (base64), or its text, or where it was uploaded to. */
  file: z.base64({ error: '文件内容不完整' }).min(1, '文件是空的').max(96_000, TOO_LARGE).optional(),
  text: z.string().min(1, '文件是空的').max(90_000, TOO_LARGE).optional(),
  fileID: z.string().max(300).regex(UPLOADED, '请重新选择文件').optional(),
  /** Only looks at the file and says what would happen. */
  dryRun: z.boolean().default(false),
});
type TableFile = z.infer<typeof tableFileInput>;

export const wrongFile = (reason: string): never => fail('invalid', '有内容需要补充或更正', { file: reason });

/** Spreadsheets save CSV in the encoding of the computer: what is no UTF-8 is GB 18030. */
const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
};

/** An uploaded file is read once: whatever comes of it, it does not stay. */
const uploaded = async ({ readFile, removeFile }: Files, fileID: string): Promise<Uint8Array> => {
  const bytes = await readFile(fileID);
  if (!bytes) return wrongFile('文件没有收到，请重新选择');
  await removeFile(fileID);
  return bytes.length > MOST_BYTES
    ? wrongFile(`文件最大 ${MOST_BYTES / 1_000_000} MB，请分成几个文件`)
    : bytes;
};

type Files = Pick<Ports, 'readFile' | 'removeFile'>;

const bytesOf = async (files: Files, { file, fileID }: TableFile): Promise<Uint8Array | undefined> => {
  if (fileID !== undefined) return uploaded(files, fileID);
  return file === undefined ? undefined : new Uint8Array(Buffer.from(file, 'base64'));
};

/** Reads the file in its format by one of two readers; `counted`: the measure word of its rows. */
export const readTableFile = async <T extends { id?: string }>(
  files: Files,
  input: TableFile,
  {
    readText,
    readTable,
    counted,
    nothing,
  }: {
    readText: (text: string, format: TextFormat) => ReadRows<T>;
    readTable: (rows: readonly TableRow[]) => ReadRows<T>;
    counted: string;
    nothing: string;
  },
): Promise<ReadRows<T>> => {
  const bytes = await bytesOf(files, input);
  const found = readIn(input, bytes, readText, readTable);
  const count = found.rows.length + found.bad.length;
  if (count > MOST_ROWS) wrongFile(`一个文件最多 ${MOST_ROWS} ${counted}，请分成几个文件`);
  if (count === 0) wrongFile(nothing);
  return found;
};

const readIn = <T>(
  { format, text }: TableFile,
  bytes: Uint8Array | undefined,
  readText: (text: string, format: TextFormat) => T,
  readTable: (rows: readonly TableRow[]) => T,
): T => {
  if (format !== 'xlsx') return readText(bytes ? decode(bytes) : (text ?? wrongFile('请选择文件')), format);
  try {
    return readTable(readSheet(bytes ?? wrongFile('请选择文件')));
  } catch (error) {
    if (error instanceof UnreadableSheet) return wrongFile(error.message);
    throw error;
  }
};

const AT_ONCE = 20;

/** Looks up something for each item, some side by side, in their order. */
export const sideBySide = async <T, R>(
  items: readonly T[],
  lookUp: (item: T) => Promise<R>,
): Promise<R[]> => {
  const found: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE)
    found.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(lookUp))));
  return found;
};
