import * as z from 'zod';
import { addDays, isCivilDate } from '../time';
import { contentSchema, ENTRY_ID, type FaqContent } from './content';

/** Entries as files: JSON lines, CSV, or the rows of a spreadsheet. Pure; each bad row is named. */

export type FileFormat = 'jsonl' | 'csv';
export type FaqRow = { id?: string; content: FaqContent };
export type BadRow = { row: number; reason: string };
export type TableRow = { row: number; cells: string[] };

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

/** Cells of a CSV text (RFC 4180: quotes, doubled quotes, line breaks inside); undefined when a quote is not closed. */
export const cellsOf = (text: string): TableRow[] | undefined => {
  const rows: TableRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let startedOn = 1;
  const endRow = (): void => {
    cells.push(cell);
    if (cells.some(Boolean)) rows.push({ row: startedOn, cells });
    [cells, cell] = [[], ''];
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '\n') line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === ',') {
      cells.push(cell);
      cell = '';
    } else if (character === '\n') {
      endRow();
      startedOn = line;
    } else if (character !== '\r') cell += character;
  }
  if (quoted) return undefined;
  endRow();
  return rows;
};

/** A leading apostrophe keeps spreadsheets from running a cell as a formula; it is no part of the text. */
const unprotect = (cell: string): string => cell.replace(/^'(?='*[=+\-@])/, '');
const protect = (cell: string): string => (/^'*[=+\-@]/.test(cell) ? `'${cell}` : cell);

type Raw = { row: number; value: unknown } | BadRow;

/** Spreadsheets write days in their own way: `2026/1/31`, `2026年1月31日`, or as a number of days. */
const dayOf = (cell: string): string => {
  const serial = /^(\d{5})(?:\.\d+)?$/.exec(cell)?.[1];
  if (serial) return addDays('1899-12-30', Number(serial));
  const [, year, month, day] = /^(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?$/.exec(cell) ?? [];
  const written = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  return isCivilDate(written) ? written : cell;
};

const valueOf = (column: Column, cell: string): unknown => {
  if (column === 'similar') return cell.split('\n');
  return column === 'validFrom' || column === 'validUntil' ? dayOf(cell) : cell;
};

const rawOfTable = (rows: readonly TableRow[]): Raw[] => {
  const head = rows[0]?.cells.map(cell => cell.trim()) ?? [];
  const columns = head.map(cell => COLUMNS.find(([name, label]) => cell === name || cell === label)?.[0]);
  const unknown = head.filter((cell, at) => cell && !columns[at]);
  if (unknown.length > 0 || !columns.includes('question') || !columns.includes('answer'))
    return [{ row: 1, reason: `首行应是列名：${COLUMNS.map(([, label]) => label).join('、')}` }];
  return rows.slice(1).map(({ row, cells }): Raw => {
    if (cells.length > head.length) return { row, reason: '这一行的格数多于列名，文字里有逗号时请加引号' };
    const value: Partial<Record<Column, unknown>> = {};
    columns.forEach((column, at) => {
      const cell = unprotect((cells[at] ?? '').trim());
      if (!column || !cell) return;
      value[column] = valueOf(column, cell);
    });
    return { row, value };
  });
};

const rawOfLines = (text: string): Raw[] =>
  text.split('\n').flatMap((line, at): Raw[] => {
    if (!line.trim()) return [];
    try {
      return [{ row: at + 1, value: JSON.parse(line) as unknown }];
    } catch {
      return [{ row: at + 1, reason: '这一行不是正确的 JSON' }];
    }
  });

type ReadRows = { rows: (FaqRow & { row: number })[]; bad: BadRow[] };

/** Every bad row is named, not only the first. */
const readRaw = (raws: readonly Raw[]): ReadRows => {
  const rows: (FaqRow & { row: number })[] = [];
  const bad: BadRow[] = [];
  const seen = new Map<string, number>();
  for (const raw of raws) {
    if ('reason' in raw) {
      bad.push(raw);
      continue;
    }
    const read = readRow(raw.value);
    if ('reason' in read) bad.push({ row: raw.row, reason: read.reason });
    else if (read.value.id && seen.has(read.value.id))
      bad.push({ row: raw.row, reason: `编号与第 ${seen.get(read.value.id)} 行相同` });
    else {
      if (read.value.id) seen.set(read.value.id, raw.row);
      rows.push({ ...read.value, row: raw.row });
    }
  }
  return { rows, bad };
};

/** Reads the rows of a spreadsheet, the names of the columns first. */
export const readFaqTable = (rows: readonly TableRow[]): ReadRows => readRaw(rawOfTable(rows));

/** Reads a file; rows are numbered as an editor numbers its lines. */
export const readFaqRows = (text: string, format: FileFormat): ReadRows => {
  const plain = text.replace(/^\uFEFF/, '');
  if (format === 'jsonl') return readRaw(rawOfLines(plain));
  const rows = cellsOf(plain);
  return rows ? readFaqTable(rows) : { rows: [], bad: [{ row: 1, reason: '引号没有成对，文件不完整' }] };
};

const csvCell = (value: string): string =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

const csvLine = (cells: readonly string[]): string =>
  `${cells.map(cell => csvCell(protect(cell))).join(',')}\r\n`;

const cellsFor = ({ id, content }: { id: string; content: FaqContent }): string[] =>
  COLUMNS.map(([column]) => {
    if (column === 'id') return id;
    return column === 'similar' ? content.similar.join('\n') : (content[column] ?? '');
  });

/** Entries as the rows of a spreadsheet, the names of the columns first. */
export const writeFaqTable = (rows: readonly { id: string; content: FaqContent }[]): string[][] => [
  COLUMNS.map(([, label]) => label),
  ...rows.map(row => cellsFor(row).map(protect)),
];

/** Writes entries; `head` for the first part of a file. What is written reads back as it was. */
export const writeFaqRows = (
  rows: readonly { id: string; content: FaqContent }[],
  format: FileFormat,
  head: boolean,
): string => {
  if (format === 'jsonl')
    return rows.map(({ id, content }) => `${JSON.stringify({ id, ...content })}\n`).join('');
  // Spreadsheets take a file for UTF-8 only with the mark at its beginning.
  const first = head ? `\uFEFF${csvLine(COLUMNS.map(([, label]) => label))}` : '';
  return first + rows.map(row => csvLine(cellsFor(row))).join('');
};
