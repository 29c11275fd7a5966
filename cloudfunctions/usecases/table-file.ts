import * as z from 'zod';
import type { TableRow, TextFormat } from '../domain/table';
import { fail } from './failure';
import { readSheet, UnreadableSheet } from './spreadsheet';

/** A file of rows as it comes from somebody's computer. */

export const fileFormat = z.enum(['jsonl', 'csv', 'xlsx'], { error: '请选择 XLSX、CSV 或 JSON 行' });

const TOO_LARGE = '文件太大，请分成几个文件';

export const tableFileInput = z.object({
  format: fileFormat,
  /** The file as it is (base64), or its text. */
  file: z.base64({ error: '文件内容不完整' }).min(1, '文件是空的').max(96_000, TOO_LARGE).optional(),
  text: z.string().min(1, '文件是空的').max(90_000, TOO_LARGE).optional(),
  /** Only looks at the file and says what would happen. */
  dryRun: z.boolean().default(false),
});

export const wrongFile = (reason: string): never => fail('invalid', '有内容需要补充或更正', { file: reason });

/** Spreadsheets save CSV in the encoding of the computer: what is no UTF-8 is GB 18030. */
const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
};

/** Reads the file in its format by one of two readers. */
export const readTableFile = <T>(
  { format, file, text }: z.infer<typeof tableFileInput>,
  readText: (text: string, format: TextFormat) => T,
  readTable: (rows: readonly TableRow[]) => T,
): T => {
  const bytes = file === undefined ? undefined : new Uint8Array(Buffer.from(file, 'base64'));
  if (format !== 'xlsx') return readText(bytes ? decode(bytes) : (text ?? wrongFile('请选择文件')), format);
  try {
    return readTable(readSheet(bytes ?? wrongFile('请选择文件')));
  } catch (error) {
    if (error instanceof UnreadableSheet) return wrongFile(error.message);
    throw error;
  }
};
