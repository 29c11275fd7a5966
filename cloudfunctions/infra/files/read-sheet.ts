import { posix } from 'node:path';
import { UnreadableTable } from '../../domain/tables/cell';
import type { TableRow } from '../../domain/tables/csv';
import { unpack } from './archive';
import { dayOfNumber, timeStyles } from './number-formats';
import { readXml, type Budget } from './xml';

/** Reads spreadsheets (Office Open XML): the texts of the first sheet that is shown. */

/** A small archive can unpack to any size, and a small sheet hold any number of cells. */
const MOST_BYTES = 8_000_000;
export const MOST_STEPS = 600_000;
const MOST_ROWS = 50_000;
const MOST_COLUMNS = 100;
/** Spreadsheets keep so many digits of a number. */
const DIGITS = 15;

type Files = ReadonlyMap<string, Uint8Array>;

const unescape = (text: string): string =>
  text.replace(/_x([0-9A-F]{4})_/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Old spreadsheets and those with a password are of another format, which says so in its first bytes. */
const isCompound = (bytes: Uint8Array): boolean =>
  [0xd0, 0xcf, 0x11, 0xe0].every((byte, at) => bytes[at] === byte);

type Sheet = { id: string; hidden: boolean };

const listedSheets = (files: Files, budget: Budget): Sheet[] => {
  const workbook = files.get('xl/workbook.xml');
  if (!workbook) throw new UnreadableTable('表格里没有工作表');
  const sheets: Sheet[] = [];
  readXml(workbook, budget, {
    open: (path, attributes) => {
      if (path.at(-1) === 'workbookPr' && ['1', 'true'].includes(attributes.get('date1904') ?? ''))
        throw new UnreadableTable('表格使用 1904 日期系统，请在 Excel 选项里取消后另存');
      if (path.at(-1) !== 'sheet') return;
      const id = [...attributes].find(([name]) => /^(?:\w+:)?id$/.test(name))?.[1] ?? '';
      sheets.push({ id, hidden: (attributes.get('state') ?? 'visible') !== 'visible' });
    },
  });
  return sheets;
};

/** The first sheet that is shown: what is hidden is nothing that whoever chose the file has looked at. */
const firstSheet = (files: Files, budget: Budget): Uint8Array => {
  const sheets = listedSheets(files, budget);
  const paths = new Map<string, string>();
  const relations = files.get('xl/_rels/workbook.xml.rels');
  if (relations)
    readXml(relations, budget, {
      open: (path, attributes) => {
        const type = attributes.get('Type') ?? 'worksheet';
        if (path.at(-1) !== 'Relationship' || !type.endsWith('worksheet')) return;
        const target = (attributes.get('Target') ?? '').replaceAll('\\', '/');
        paths.set(
          attributes.get('Id') ?? '',
          target.startsWith('/') ? target.slice(1) : posix.join('xl', target),
        );
      },
    });
  const shown = sheets.filter(({ id, hidden }) => !hidden && paths.has(id))[0];
  const sheet = shown && files.get(paths.get(shown.id) ?? '');
  if (!sheet) throw new UnreadableTable('表格里没有工作表');
  return sheet;
};

/** Runs of rich text belong together; phonetic guides are no part of the text. */
const isText = (path: readonly string[], within: string): boolean =>
  path.at(-1) === 't' && path.includes(within) && !path.includes('rPh');

const sharedTexts = (shared: Uint8Array | undefined, budget: Budget): string[] => {
  const texts: string[] = [];
  if (shared)
    readXml(shared, budget, {
      open: path => {
        if (path.at(-1) === 'si') texts.push('');
      },
      text: (path, text) => {
        if (isText(path, 'si')) texts[texts.length - 1] += text;
      },
    });
  return texts.map(unescape);
};

/** `C7` → 2, 7. */
const placeOf = (reference: string): { column: number; row: number } | undefined => {
  const [, letters, row] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference) ?? [];
  if (letters === undefined) return undefined;
  return {
    column: [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1,
    row: Number(row),
  };
};

type Cell = { type: string; style: number; value: string | undefined; text: string; isFormula: boolean };
type Value = { text: string } | { wrong: string };

const numberText = (value: string, isTime: boolean): Value => {
  if (value.trim() === '') return { text: '' };
  const number = Number(value);
  if (!Number.isFinite(number)) return { wrong: `${value.slice(0, 40)} 不是数字` };
  if (isTime) {
    const day = dayOfNumber(number);
    return day === undefined ? { wrong: `${value.slice(0, 40)} 不是日期` } : { text: day };
  }
  if (Math.abs(number) >= 10 ** DIGITS)
    return { wrong: `${value.slice(0, 40)} 是被表格改坏的数字，请把这一列设成文本后重新填写` };
  return { text: String(Number(number.toPrecision(DIGITS))) };
};

const valueOf = (cell: Cell, shared: readonly string[], times: ReadonlySet<number>): Value => {
  const { type, style, value, text, isFormula } = cell;
  if (isFormula && value === undefined && type !== 'inlineStr')
    return { wrong: '公式还没有算出结果，请用 Excel 或 WPS 打开、保存后再导入' };
  switch (type) {
    case 's': {
      const found = value === undefined ? '' : shared[Number(value)];
      return found === undefined ? { wrong: '文字缺失，文件已损坏' } : { text: found };
    }
    case 'inlineStr':
      return { text: unescape(text) };
    case 'str':
      return { text: unescape(value ?? '') };
    case 'b':
      return { text: value === undefined ? '' : value.trim() === '1' ? 'TRUE' : 'FALSE' };
    case 'e':
      return { wrong: `是表格的错误值 ${(value ?? '').slice(0, 40)}，请改正后再导入` };
    case 'd':
      return { text: (value ?? '').replace(/T00:00:00(?:\.0+)?Z?$/, '') };
    default:
      return numberText(value ?? '', times.has(style));
  }
};

type Rows = Map<number, TableRow>;

const setCell = (row: TableRow, column: number, value: Value): void => {
  if ('wrong' in value) (row.wrong ??= {})[column] = value.wrong;
  else if (value.text !== '' && column >= MOST_COLUMNS)
    (row.wrong ??= {})[MOST_COLUMNS] = `只能有 ${MOST_COLUMNS} 列`;
  else if (value.text !== '') {
    while (row.cells.length < column) row.cells.push('');
    row.cells[column] = value.text;
  }
};

/** Of cells that were merged only the first holds the text; the others are not empty, nobody can tell what they are. */
const markMerged = (rows: Rows, range: string, budget: Budget): void => {
  const [from, to] = range.split(':').map(placeOf);
  if (!from || !to || !rows.get(from.row)?.cells[from.column]) return;
  const step = (): void => {
    budget.steps -= 1;
    if (budget.steps < 0) throw new UnreadableTable('表格里合并的单元格太多，请取消合并');
  };
  for (const row of rows.values()) {
    step();
    if (row.row < from.row || row.row > to.row) continue;
    for (let column = from.column; column <= Math.min(to.column, MOST_COLUMNS - 1); column += 1) {
      step();
      if (row.row !== from.row || column !== from.column)
        setCell(row, column, { wrong: '单元格是合并的，请取消合并后逐格填写' });
    }
  }
};

const readRows = (
  sheet: Uint8Array,
  shared: readonly string[],
  times: ReadonlySet<number>,
  budget: Budget,
): Rows => {
  const rows: Rows = new Map();
  const merged: string[] = [];
  let number = 0;
  let column = -1;
  let cell: Cell | undefined;
  let row: TableRow | undefined;
  readXml(sheet, budget, {
    open: (path, attributes) => {
      const [name, parent] = [path.at(-1), path.at(-2)];
      if (name === 'row' && parent === 'sheetData') {
        const said = Number(attributes.get('r'));
        number = Number.isSafeInteger(said) && said > 0 ? said : number + 1;
        row = rows.get(number) ?? { row: number, cells: [] };
        rows.set(number, row);
        if (rows.size > MOST_ROWS) throw new UnreadableTable('表格的行太多，请分成几个文件');
        column = -1;
      } else if (name === 'c' && parent === 'row') {
        column = placeOf(attributes.get('r') ?? '')?.column ?? column + 1;
        const type = attributes.get('t') ?? 'n';
        const style = Number(attributes.get('s') ?? 0);
        cell = { type, style, value: undefined, text: '', isFormula: false };
      } else if (cell && parent === 'c' && name === 'v') cell.value = '';
      else if (cell && parent === 'c' && name === 'f') cell.isFormula = true;
      else if (name === 'mergeCell') merged.push(attributes.get('ref') ?? '');
    },
    text: (path, text) => {
      if (!cell) return;
      if (path.at(-1) === 'v') cell.value = (cell.value ?? '') + text;
      else if (isText(path, 'is')) cell.text += text;
    },
    close: path => {
      if (path.at(-1) !== 'c' || !cell || !row) return;
      setCell(row, column, valueOf(cell, shared, times));
      cell = undefined;
    },
  });
  for (const range of merged) markMerged(rows, range, budget);
  return rows;
};

/** The texts of the first sheet that is shown; empty rows are left out. Throws UnreadableTable. */
export const readSheet = (bytes: Uint8Array, budget: Budget = { steps: MOST_STEPS }): TableRow[] => {
  if (isCompound(bytes))
    throw new UnreadableTable('旧的 XLS 格式和加了密码的表格读不了，请另存为没有密码的 XLSX');
  const files = unpack(bytes, name => /^xl\/.*\.(?:xml|rels)$/.test(name), MOST_BYTES);
  const sheet = firstSheet(files, budget);
  const shared = sharedTexts(files.get('xl/sharedStrings.xml'), budget);
  const rows = readRows(sheet, shared, timeStyles(files.get('xl/styles.xml'), budget), budget);
  return [...rows.values()]
    .filter(({ cells, wrong }) => cells.some(cell => cell.trim()) || wrong)
    .sort((a, b) => a.row - b.row);
};
