import { guarded, UnreadableTable } from './cell';

/** Comma-separated texts (RFC 4180), as spreadsheets save and open them. */

export type TableRow = {
  row: number;
  cells: string[];
  /** What cannot be read of a cell, by the place of its column. */
  wrong?: Record<number, string>;
};

/** Far more than a file may hold of what is wanted, and little enough to be looked at. */
export const MOST_CELLS = 400_000;

/**
 * Cells of a text: quotes, doubled quotes, line breaks inside, rows ended by LF, CR LF or CR alone; undefined when a
 * quote is not closed. Rows are numbered as a spreadsheet numbers them: there whoever looks for a bad one sees it.
 */
export const cellsOf = (text: string, delimiter = ','): TableRow[] | undefined => {
  const rows: TableRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let row = 1;
  let count = 0;
  const endCell = (): void => {
    cells.push(cell);
    cell = '';
    count += 1;
    if (count > MOST_CELLS) throw new UnreadableTable('表格的格子太多，请分成几个文件');
  };
  const endRow = (): void => {
    endCell();
    if (cells.some(one => one.trim())) rows.push({ row, cells });
    cells = [];
    row += 1;
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
    else if (character === delimiter) endCell();
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[at + 1] === '\n') at += 1;
      endRow();
    } else cell += character;
  }
  if (quoted) return undefined;
  endRow();
  return rows;
};

const SEPARATORS = [',', '\t', ';'];

/**
 * The separator that a file names in its first line (`sep=;`, which spreadsheets do not show as a row), and the text
 * behind it; else all that are common.
 */
export const separated = (text: string): { separators: readonly string[]; text: string } => {
  const end = text.search(/[\r\n]/);
  const first = end < 0 ? text : text.slice(0, end);
  const named = /^"?sep=([^"])/i.exec(first)?.[1];
  if (named === undefined) return { separators: SEPARATORS, text };
  const next = text.startsWith('\r\n', end) ? end + 2 : end + 1;
  return { separators: [named], text: end < 0 ? '' : text.slice(next) };
};

const csvCell = (value: string): string =>
  /[",;\t\r\n]/.test(value) || value !== value.trim() ? `"${value.replaceAll('"', '""')}"` : value;

/** A row as one line, guarded against being run. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map(cell => csvCell(guarded(cell))).join(',')}\r\n`;
