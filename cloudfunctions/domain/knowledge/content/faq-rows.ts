import * as z from 'zod';
import {
  dayOf,
  rawOfTable,
  rawOfText,
  readRaw,
  writeCsv,
  writeTable,
  type Raw,
  type ReadRows,
  type TableRow,
  type TextFormat,
} from '../../tables/table';
import { contentSchema, ENTRY_ID, type FaqContent } from './content';

/** Entries as files: JSON lines, CSV, or the rows of a spreadsheet. Pure; each bad row is named. */

export type FaqRow = { id?: string; content: FaqContent };

const COLUMNS = [
  ['id', '编号'],
  ['question', '问题'],
  ['similar', '相似问法'],
  ['answer', '答复'],
  ['unitId', '单位'],
  ['serviceId', '服务'],
  ['region', '地区'],
  ['validFrom', '生效日'],
  ['validUntil', '失效日'],
] as const;
type Column = (typeof COLUMNS)[number][0];

const idSchema = z
  .string()
  .trim()
  .nullish()
  .transform(id => id || undefined)
  .refine(id => id === undefined || ENTRY_ID.test(id), '编号只能用字母、数字、- 和 _，最多 40 个');

const labelOf = new Map<PropertyKey, string>(COLUMNS);

const readRow = (raw: unknown): { value: FaqRow } | { reason: string } => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { reason: '这一行不是一个条目' };
  const id = idSchema.safeParse((raw as { id?: unknown }).id);
  const content = contentSchema.safeParse(raw);
  if (id.success && content.success)
    return { value: { content: content.data, ...(id.data ? { id: id.data } : {}) } };
  const issues = [
    ...(id.success ? [] : id.error.issues.map(issue => ({ ...issue, path: ['id'] as PropertyKey[] }))),
    ...(content.success ? [] : content.error.issues),
  ];
  return {
    reason: issues.map(({ path, message }) => `${labelOf.get(path[0] ?? '') ?? ''}：${message}`).join('；'),
  };
};

const valueOf = (column: Column, cell: string): unknown => {
  if (column === 'similar') return cell.split('\n');
  return column === 'validFrom' || column === 'validUntil' ? dayOf(cell) : cell;
};

const ofTable = (rows: readonly TableRow[]): Raw[] =>
  rawOfTable(rows, COLUMNS, ['question', 'answer'], valueOf);

/** Reads the rows of a spreadsheet, the names of the columns first. */
export const readFaqTable = (rows: readonly TableRow[]): ReadRows<FaqRow> => readRaw(ofTable(rows), readRow);

/** Reads a file; rows are numbered as whatever opens it numbers them. */
export const readFaqRows = (text: string, format: TextFormat): ReadRows<FaqRow> =>
  readRaw(rawOfText(text, format, ofTable), readRow);

const cellsFor = ({ id, content }: { id: string; content: FaqContent }): string[] =>
  COLUMNS.map(([column]) => {
    if (column === 'id') return id;
    return column === 'similar' ? content.similar.join('\n') : (content[column] ?? '');
  });

/** Entries as the rows of a spreadsheet, the names of the columns first. */
export const writeFaqTable = (rows: readonly { id: string; content: FaqContent }[]): string[][] =>
  writeTable(COLUMNS, rows.map(cellsFor));

/** Writes entries; `head` for the first part of a file. What is written reads back as it was. */
export const writeFaqRows = (
  rows: readonly { id: string; content: FaqContent }[],
  format: TextFormat,
  head: boolean,
): string =>
  format === 'jsonl'
    ? rows.map(({ id, content }) => `${JSON.stringify({ id, ...content })}\n`).join('')
    : writeCsv(COLUMNS, rows.map(cellsFor), head);
