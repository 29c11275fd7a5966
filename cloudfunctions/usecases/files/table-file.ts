import * as z from 'zod';
import type { Actor } from '../../domain/engine';
import { readUpload } from '../../domain/files/upload-path';
import { UnreadableTable } from '../../domain/tables/cell';
import type { BadRow, FieldChange, ReadRows, Table } from '../../domain/tables/table';
import { fail } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { isOwnUpload } from './keep-files';
import { markExport } from './mark-export';

/** Files of rows, as they come from somebody's computer and go there. */

export const fileFormat = z.enum(['jsonl', 'csv', 'xlsx'], { error: '请选择 XLSX、CSV 或 JSON 行' });

const TOO_LARGE = '文件太大，请分成几个文件';

/** Files that are larger than a call come by way of the storage. */
const MOST_BYTES = 4_000_000;

/** So many rows are told of by name, the bad ones and the planned ones; an answer of a function has its limit. */
const MOST_TOLD = 500;
const MOST_TOLD_BYTES = 500_000;

/** What one answer of an export may hold, well below what a function may send; a spreadsheet is packed. */
const EXPORT_BYTES = { jsonl: 400_000, csv: 400_000, xlsx: 1_500_000 };

/** What a row does to what is stored. */
export type Does = 'create' | 'change' | 'nothing';

/** A row that is planned, with every field that it would change. */
type Planned = { does: Does; changes: FieldChange[] };

/** What came of a file, or would come of it. */
export type TableOutcome<R extends Planned> = {
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
export const tableOutcome = <R extends Planned>(
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
    bad: told([...bad].sort((a, b) => a.row - b.row)),
    badCount: bad.length,
    rows: told(planned),
  };
};

/** The first rows, as many as an answer can hold. */
const told = <R>(rows: readonly R[]): R[] => {
  let bytes = 0;
  return rows.slice(0, MOST_TOLD).filter(row => {
    bytes += Buffer.byteLength(JSON.stringify(row));
    return bytes <= MOST_TOLD_BYTES;
  });
};

export const tableFileInput = z.object({
  format: fileFormat,
  /** The file as it is (base64), or its text, or where it was uploaded to. */
  file: z.base64({ error: '文件内容不完整' }).min(1, '文件是空的').max(96_000, TOO_LARGE).optional(),
  text: z.string().min(1, '文件是空的').max(90_000, TOO_LARGE).optional(),
  fileID: z
    .string()
    .refine(fileID => readUpload(fileID) !== undefined, '请重新选择文件')
    .optional(),
  /** Only looks at the file and says what would happen. */
  dryRun: z.boolean().default(false),
});
type TableFile = z.infer<typeof tableFileInput>;

export const wrongFile = (reason: string): never => fail('invalid', '有内容需要补充或更正', { file: reason });

const ENCODINGS = ['utf-8', 'gb18030'];

/** Spreadsheets save text as UTF-16, which a mark at its beginning tells, or in the encoding of the computer. */
const decode = (bytes: Uint8Array): string => {
  const [first, second] = bytes;
  const marked =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : undefined;
  for (const encoding of marked ? [marked] : ENCODINGS)
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      // A text that is of no other encoding either is refused below.
      if ((error as { code?: unknown }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    }
  return wrongFile('文件的编码读不出来，请另存为 XLSX 或 UTF-8 编码的 CSV');
};

/** An uploaded file is read once, by whoever uploaded it: whatever comes of it, it does not stay. */
const uploaded = async (files: Files, actor: Actor, fileID: string): Promise<Uint8Array> => {
  const { readFile, removeFile } = files;
  const bytes = (await isOwnUpload(files, actor, fileID)) ? await readFile(fileID) : undefined;
  if (!bytes) return wrongFile('文件没有收到，请重新选择');
  await removeFile(fileID);
  return bytes.length > MOST_BYTES
    ? wrongFile(`文件最大 ${MOST_BYTES / 1_000_000} MB，请分成几个文件`)
    : bytes;
};

type Files = Pick<Ports, 'readFile' | 'removeFile' | 'readSheet' | 'database' | 'secrets'>;

const bytesOf = async (
  files: Files,
  actor: Actor,
  { file, fileID }: TableFile,
): Promise<Uint8Array | undefined> => {
  if (fileID !== undefined) return uploaded(files, actor, fileID);
  return file === undefined ? undefined : new Uint8Array(Buffer.from(file, 'base64'));
};

/** Reads the file in its format; `nothing` says that there is no row in it. */
export const readTableFile = async <R>(
  files: Files,
  actor: Actor,
  input: TableFile,
  table: Pick<Table<never, never, R>, 'readText' | 'readRows'>,
  nothing: string,
): Promise<ReadRows<R>> => {
  const { format, text } = input;
  const bytes = await bytesOf(files, actor, input);
  try {
    const found =
      format === 'xlsx'
        ? table.readRows(files.readSheet(bytes ?? wrongFile('请选择文件')))
        : table.readText(bytes ? decode(bytes) : (text ?? wrongFile('请选择文件')), format);
    return found.rows.length + found.bad.length === 0 ? wrongFile(nothing) : found;
  } catch (error) {
    if (error instanceof UnreadableTable) return wrongFile(error.message);
    throw error;
  }
};

type FileFormat = z.infer<typeof fileFormat>;
type Exported = { text?: string; file?: string; count: number; nextCursor?: string };

/**
 * One part of an export, from the first of `items` on: texts come in parts to be joined, spreadsheets as whole files
 * (base64) one after the other, each part with the watermark of its taking out. Each item comes with the key from which the next part goes on.
 */
export const exportPart = async <W>(
  runtime: Runtime,
  actor: Actor,
  table: Pick<Table<never, W, never>, 'writeText' | 'writeRows'>,
  items: AsyncIterable<{ key: string; item: W }> | Iterable<{ key: string; item: W }>,
  { format, isFirst, sheetName }: { format: FileFormat; isFirst: boolean; sheetName: string },
): Promise<Exported> => {
  const part: W[] = [];
  let bytes = 0;
  let last = '';
  let nextCursor: string | undefined;
  for await (const { key, item } of items) {
    bytes += Buffer.byteLength(JSON.stringify(item));
    if (part.length > 0 && bytes > EXPORT_BYTES[format]) {
      nextCursor = last;
      break;
    }
    part.push(item);
    last = key;
  }
  const mark = await markExport(runtime, actor);
  const written =
    format === 'xlsx'
      ? {
          file: Buffer.from(runtime.ports.writeSheet(sheetName, table.writeRows(part), mark)).toString(
            'base64',
          ),
        }
      : { text: table.writeText(part, format, isFirst, mark) };
  return { ...written, count: part.length, ...(nextCursor === undefined ? {} : { nextCursor }) };
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
