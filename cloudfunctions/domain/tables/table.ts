import { BadCell, damageOf, guarded, unguarded, UnreadableTable } from './cell';
import { cellsOf, csvLine, separated, type TableRow } from './csv';
import { MARK_FIELD, MARK_LABEL, markHeading, type ExportMark } from './export-mark';
import { comparable } from '../typed/words';
import { identifierOf } from '../typed/identifier';

/**
 * Things as files: JSON lines, CSV, or the rows of a spreadsheet. Pure; each bad row is named, not only the first. What
 * is written reads back as it was.
 */

export type TextFormat = 'jsonl' | 'csv';
export type BadRow = { row: number; reason: string };
export type Raw = { row: number; value: unknown } | BadRow;
export type ReadRows<T> = { rows: (T & { row: number })[]; bad: BadRow[] };

/** So many rows are checked and answered for within the time that a call has. */
const MOST_ROWS = 2000;
/** Titles and remarks may stand above the names of the columns. */
const MOST_TITLE_ROWS = 20;

/** How things of one kind are written as a file and read from one. */
export type TableKind<N extends string, Written, Read> = {
  /** Name and heading of each column; what stands behind a bracket in a heading is a remark. */
  columns: readonly (readonly [name: N, heading: string])[];
  /** Without these columns a table is none. */
  needed: readonly N[];
  /** The measure word. */
  counted: string;
  /** What a cell that is not empty says. Throws BadCell. */
  valueOf: (column: N, cell: string) => unknown;
  cellOf: (item: Written, column: N) => string;
  /** Reads a row: the columns that there are, null where the cell is empty. */
  read: (value: unknown) => { value: Read } | { reason: string };
  /** As a line of JSON. */
  lineOf: (item: Written) => object;
};

export type Table<N extends string, Written, Read> = {
  columns: readonly (readonly [name: N, label: string])[];
  /** Reads the text of a file; rows are numbered as whatever opens it numbers them. Throws UnreadableTable. */
  readText: (text: string, format: TextFormat) => ReadRows<Read>;
  /** Reads the rows of a spreadsheet. Throws UnreadableTable. */
  readRows: (rows: readonly TableRow[]) => ReadRows<Read>;
  /** `head` for the first part of a file: spreadsheets take CSV for UTF-8 only with the mark at its beginning. */
  writeText: (items: readonly Written[], format: TextFormat, head: boolean, mark: ExportMark) => string;
  /** Rows for a spreadsheet, the names of the columns first. */
  writeRows: (items: readonly Written[]) => string[][];
  cellOf: (item: Written, column: N) => string;
};

/** A heading without remark, star, blanks and case. */
const plainHeading = (cell: string): string =>
  comparable(cell)
    .replace(/\(.*/s, '')
    .replace(/[\s*★☆※:]/g, '');

type Named<N> = readonly (readonly [name: N, label: string])[];

const namesIn = <N extends string>({ cells }: TableRow, columns: Named<N>): (N | undefined)[] =>
  cells.map(cell => {
    const heading = plainHeading(cell);
    return columns.find(
      ([name, label]) => heading === name.toLowerCase() || heading === plainHeading(label),
    )?.[0];
  });

/** Where the names of the columns stand; -1 = nowhere. */
const headOf = <N extends string>(
  rows: readonly TableRow[],
  columns: Named<N>,
  needed: readonly N[],
): number =>
  rows.slice(0, MOST_TITLE_ROWS).findIndex(row => {
    const names = namesIn(row, columns);
    return needed.every(name => names.includes(name));
  });

/** What is wrong with the row of headings. */
const wrongHead = <N extends string>(
  { row, cells }: TableRow,
  names: readonly (N | undefined)[],
  columns: Named<N>,
): BadRow | undefined => {
  const unknown = cells.find((cell, at) => cell.trim() && !names[at]);
  if (unknown !== undefined)
    return {
      row,
      reason: `没有“${unknown.trim().slice(0, 20)}”这一列，列名是：${columns.map(([, label]) => label).join('、')}`,
    };
  const twice = columns.find(([name]) => names.filter(one => one === name).length > 1);
  return twice && { row, reason: `“${twice[1]}”有两列，请只留一列` };
};

const rowOf = <N extends string>(
  { row, cells, wrong = {} }: TableRow,
  names: readonly (N | undefined)[],
  columns: Named<N>,
  valueOf: (column: N, cell: string) => unknown,
): Raw => {
  const value: Partial<Record<N, unknown>> = {};
  const reasons: string[] = [];
  const beyond = cells.findIndex((cell, at) => !names[at] && cell.trim() !== '');
  if (beyond >= names.length) return { row, reason: '这一行的格数多于列名，文字里有逗号时请加引号' };
  if (beyond >= 0) return { row, reason: `第 ${beyond + 1} 列有内容而没有列名` };
  for (const [at, name] of names.entries()) {
    const label = columns.find(([one]) => one === name)?.[1] ?? '';
    const shown = (cells[at] ?? '').trim();
    const damage = wrong[at] ?? damageOf(shown);
    if (damage !== undefined) reasons.push(label ? `${label}：${damage}` : `第 ${at + 1} 列：${damage}`);
    else if (name) {
      const cell = unguarded(shown);
      try {
        value[name] = cell === '' ? null : valueOf(name, cell);
      } catch (error) {
        if (!(error instanceof BadCell)) throw error;
        reasons.push(`${label}：${error.message}`);
      }
    }
  }
  const outside = Object.entries(wrong).find(([at]) => Number(at) >= names.length);
  if (outside) reasons.push(`第 ${Number(outside[0]) + 1} 列：${outside[1]}`);
  return reasons.length > 0 ? { row, reason: [...new Set(reasons)].join('；') } : { row, value };
};

/** The column that says who took the file out is no part of what it holds. */
const withoutMark = (rows: readonly TableRow[], head: TableRow): TableRow[] => {
  const at = head.cells.findIndex(cell => plainHeading(cell) === MARK_LABEL);
  if (at < 0) return [...rows];
  return rows.map(row => {
    const { [at]: _mark, ...wrong } = row.wrong ?? {};
    return { ...row, cells: row.cells.map((cell, column) => (column === at ? '' : cell)), wrong };
  });
};

const rawOfLines = (text: string): Raw[] =>
  text.split(/\r\n|\r|\n/).flatMap((line, at): Raw[] => {
    if (!line.trim()) return [];
    try {
      const value: unknown = JSON.parse(line, (key, one: unknown) => (key === MARK_FIELD ? undefined : one));
      return [{ row: at + 1, value }];
    } catch {
      return [{ row: at + 1, reason: '这一行不是正确的 JSON' }];
    }
  });

/** Reads each row; two with the same id are one too many. */
const readRaw = <T extends { id?: string }>(
  raws: readonly Raw[],
  read: (value: unknown) => { value: T } | { reason: string },
): ReadRows<T> => {
  const rows: (T & { row: number })[] = [];
  const bad: BadRow[] = [];
  const seen = new Map<string, number>();
  for (const raw of raws) {
    const found = 'reason' in raw ? raw : read(raw.value);
    if ('reason' in found) {
      bad.push({ row: raw.row, reason: found.reason });
      continue;
    }
    const id = identifierOf(found.value.id ?? '').toUpperCase();
    if (id && seen.has(id)) bad.push({ row: raw.row, reason: `编号与第 ${seen.get(id)} 行相同` });
    else {
      if (id) seen.set(id, raw.row);
      rows.push({ ...found.value, row: raw.row });
    }
  }
  return { rows, bad };
};

export const tableOf = <N extends string, Written, Read extends { id?: string }>(
  kind: TableKind<N, Written, Read>,
): Table<N, Written, Read> => {
  const { needed, counted, valueOf, cellOf, read, lineOf } = kind;
  const columns = kind.columns.map(([name, heading]) => [name, heading.replace(/（.*/, '')] as const);
  const bounded = (raws: readonly Raw[]): ReadRows<Read> => {
    if (raws.length > MOST_ROWS)
      throw new UnreadableTable(`一个文件最多 ${MOST_ROWS} ${counted}，请分成几个文件`);
    return readRaw(raws, read);
  };
  const rawOfTable = (rows: readonly TableRow[]): Raw[] => {
    const at = headOf(rows, columns, needed);
    if (!rows[at])
      return [{ row: 1, reason: `首行应是列名：${columns.map(([, label]) => label).join('、')}` }];
    const [head, ...body] = withoutMark(rows.slice(at), rows[at]) as [TableRow, ...TableRow[]];
    const names = namesIn(head, columns);
    const wrong = wrongHead(head, names, columns);
    return wrong ? [wrong] : body.map(row => rowOf(row, names, columns, valueOf));
  };
  const rawOfCsv = (whole: string): Raw[] => {
    const { separators, text } = separated(whole);
    const tables = separators.map(separator => () => cellsOf(text, separator));
    const fitting = tables.find(table => headOf(table() ?? [], columns, needed) >= 0) ?? tables[0]!;
    const rows = fitting();
    return rows ? rawOfTable(rows) : [{ row: 1, reason: '引号没有成对，文件不完整' }];
  };
  const headings = kind.columns.map(([, heading]) => heading);
  const cellsFor = (item: Written): string[] => columns.map(([name]) => cellOf(item, name));
  return {
    columns,
    cellOf,
    readText: (text, format) => {
      const plain = text.replace(/^\uFEFF/, '');
      return bounded(format === 'jsonl' ? rawOfLines(plain) : rawOfCsv(plain));
    },
    readRows: rows => bounded(rawOfTable(rows)),
    writeText: (items, format, head, mark) => {
      if (format === 'jsonl')
        return items
          .map(item => `${JSON.stringify({ ...lineOf(item), [MARK_FIELD]: mark.words })}\n`)
          .join('');
      return (
        (head ? `\uFEFF${csvLine([...headings, markHeading(mark)])}` : '') +
        items.map(item => csvLine([...cellsFor(item), mark.number])).join('')
      );
    },
    writeRows: items => [headings, ...items.map(item => cellsFor(item).map(guarded))],
  };
};

/** The columns that a row has: what is not there leaves what is stored. */
export const givenIn = <N extends string>(value: unknown, columns: readonly N[]): N[] =>
  typeof value === 'object' && value !== null ? columns.filter(name => Object.hasOwn(value, name)) : [];

/** A row without its empty cells. */
export const filledIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null))
    : value;

/** What is stored, changed in the columns that were given; an empty one is cleared. */
export const withGiven = <T extends object>(stored: T, row: T, given: readonly (keyof T)[]): T => {
  const next = { ...stored };
  for (const name of given) {
    if (row[name] === undefined) delete next[name];
    else next[name] = row[name];
  }
  return next;
};

/** A field that an import changes, as its cells read before and after. */
export type FieldChange = { label: string; from: string; to: string };
const SHOWN_CHARACTERS = 60;

/** Which fields differ between two things, each cut to what can be shown. */
export const changesBetween = <N extends string, Written>(
  { columns, cellOf }: Pick<Table<N, Written, never>, 'columns' | 'cellOf'>,
  before: Written,
  after: Written,
): FieldChange[] =>
  columns.flatMap(([name, label]) => {
    const [from, to] = [cellOf(before, name), cellOf(after, name)];
    return from === to ? [] : [{ label, from: cut(from), to: cut(to) }];
  });

const cut = (text: string): string => {
  const characters = [...text.slice(0, 2 * SHOWN_CHARACTERS + 2)];
  return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join('')}…` : text;
};
