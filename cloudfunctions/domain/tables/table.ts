import { addDays, isCivilDate } from '../time';

/** Things as files: JSON lines, CSV, or the rows of a spreadsheet. Pure; each bad row is named, not only the first. */

export type TextFormat = 'jsonl' | 'csv';
export type BadRow = { row: number; reason: string };
export type TableRow = { row: number; cells: string[] };
/** Name and heading of each column. */
export type Columns<N extends string> = readonly (readonly [name: N, label: string])[];
export type ReadRows<T> = { rows: (T & { row: number })[]; bad: BadRow[] };

/**
 * Cells of a CSV text (RFC 4180: quotes, doubled quotes, line breaks inside); undefined when a quote is not closed.
 * Rows are numbered as a spreadsheet numbers them: there whoever looks for a bad one sees it.
 */
export const cellsOf = (text: string): TableRow[] | undefined => {
  const rows: TableRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let row = 1;
  const endRow = (): void => {
    cells.push(cell);
    if (cells.some(Boolean)) rows.push({ row, cells });
    [cells, cell] = [[], ''];
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
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
      row += 1;
    } else if (character !== '\r') cell += character;
  }
  if (quoted) return undefined;
  endRow();
  return rows;
};

/** A leading apostrophe keeps spreadsheets from running a cell as a formula; it is no part of the text. */
const unprotect = (cell: string): string => cell.replace(/^'(?='*[=+\-@])/, '');
const protect = (cell: string): string => (/^'*[=+\-@]/.test(cell) ? `'${cell}` : cell);

export type Raw = { row: number; value: unknown } | BadRow;

/** Spreadsheets write days in their own way: `2026/1/31`, `2026年1月31日`, or as a number of days. */
export const dayOf = (cell: string): string => {
  const serial = /^(\d{5})(?:\.\d+)?$/.exec(cell)?.[1];
  if (serial) return addDays('1899-12-30', Number(serial));
  const [, year, month, day] = /^(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?$/.exec(cell) ?? [];
  const written = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  return isCivilDate(written) ? written : cell;
};

/** Rows under the names of their columns; `valueOf` reads a cell that is not empty. */
export const rawOfTable = <N extends string>(
  rows: readonly TableRow[],
  columns: Columns<N>,
  needed: readonly N[],
  valueOf: (column: N, cell: string) => unknown,
): Raw[] => {
  const head = rows[0]?.cells.map(cell => cell.trim()) ?? [];
  const names = head.map(cell => columns.find(([name, label]) => cell === name || cell === label)?.[0]);
  const unknown = head.filter((cell, at) => cell && !names[at]);
  if (unknown.length > 0 || needed.some(name => !names.includes(name)))
    return [{ row: 1, reason: `首行应是列名：${columns.map(([, label]) => label).join('、')}` }];
  return rows.slice(1).map(({ row, cells }): Raw => {
    if (cells.length > head.length) return { row, reason: '这一行的格数多于列名，文字里有逗号时请加引号' };
    const value: Partial<Record<N, unknown>> = {};
    names.forEach((name, at) => {
      const cell = unprotect((cells[at] ?? '').trim());
      if (name && cell) value[name] = valueOf(name, cell);
    });
    return { row, value };
  });
};

export const rawOfLines = (text: string): Raw[] =>
  text.split('\n').flatMap((line, at): Raw[] => {
    if (!line.trim()) return [];
    try {
      return [{ row: at + 1, value: JSON.parse(line) as unknown }];
    } catch {
      return [{ row: at + 1, reason: '这一行不是正确的 JSON' }];
    }
  });

/** Reads each row; two with the same id are one too many. */
export const readRaw = <T extends { id?: string }>(
  raws: readonly Raw[],
  read: (value: unknown) => { value: T } | { reason: string },
): ReadRows<T> => {
  const rows: (T & { row: number })[] = [];
  const bad: BadRow[] = [];
  const seen = new Map<string, number>();
  for (const raw of raws) {
    if ('reason' in raw) {
      bad.push(raw);
      continue;
    }
    const found = read(raw.value);
    if ('reason' in found) {
      bad.push({ row: raw.row, reason: found.reason });
      continue;
    }
    const { id } = found.value;
    if (id && seen.has(id)) bad.push({ row: raw.row, reason: `编号与第 ${seen.get(id)} 行相同` });
    else {
      if (id) seen.set(id, raw.row);
      rows.push({ ...found.value, row: raw.row });
    }
  }
  return { rows, bad };
};

/** Reads the text of a file; rows are numbered as whatever opens it numbers them. */
export const rawOfText = (
  text: string,
  format: TextFormat,
  ofTable: (rows: readonly TableRow[]) => Raw[],
): Raw[] => {
  const plain = text.replace(/^\uFEFF/, '');
  if (format === 'jsonl') return rawOfLines(plain);
  const rows = cellsOf(plain);
  return rows ? ofTable(rows) : [{ row: 1, reason: '引号没有成对，文件不完整' }];
};

const csvCell = (value: string): string =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

const csvLine = (cells: readonly string[]): string =>
  `${cells.map(cell => csvCell(protect(cell))).join(',')}\r\n`;

/** Rows as CSV; `head` for the first part of a file: spreadsheets take it for UTF-8 only with the mark at its beginning. */
export const writeCsv = <N extends string>(
  columns: Columns<N>,
  rows: readonly (readonly string[])[],
  head: boolean,
): string => (head ? `\uFEFF${csvLine(columns.map(([, label]) => label))}` : '') + rows.map(csvLine).join('');

/** Rows for a spreadsheet, the names of the columns first. */
export const writeTable = <N extends string>(
  columns: Columns<N>,
  rows: readonly (readonly string[])[],
): string[][] => [columns.map(([, label]) => label), ...rows.map(row => row.map(protect))];
