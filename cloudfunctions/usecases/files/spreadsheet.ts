import { strFromU8, strToU8, unzipSync, zipSync, type Unzipped } from 'fflate';
import type { TableRow } from '../../domain/tables/table';

/** Spreadsheets (Office Open XML): the texts of the first sheet in, one sheet of texts out. */

/** What cannot be read as a spreadsheet; the message is for whoever chose the file. */
export class UnreadableSheet extends Error {}

/** A small archive can unpack to any size. */
const MOST_BYTES = 8_000_000;
const MOST_COLUMNS = 100;

const unpack = (bytes: Uint8Array): Unzipped => {
  let size = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/^xl\/.*\.(xml|rels)$/.test(name)) return false;
        size += originalSize;
        if (size > MOST_BYTES) throw new UnreadableSheet('表格展开后太大，请分成几个文件');
        return true;
      },
    });
  } catch (error) {
    if (error instanceof UnreadableSheet) throw error;
    throw new UnreadableSheet('这不是 XLSX 表格，或者文件已损坏');
  }
};

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescape = (xml: string): string =>
  xml
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      if (name) return ENTITIES[name] ?? whole;
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .replace(/_x([0-9A-F]{4})_/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\r\n?/g, '\n');

/** Elements of a name, with any prefix; each as its attributes and what is inside. */
const elements = (xml: string, name: string): { attributes: string; inner: string }[] =>
  [
    ...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}((?:\\s[^>]*?)?)(?:/>|>(.*?)</(?:\\w+:)?${name}>)`, 'gs')),
  ].map(([, attributes = '', inner = '']) => ({ attributes, inner }));

const attribute = (attributes: string, name: string): string =>
  unescape(
    new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)?.slice(1).find(Boolean) ?? '',
  );

/** Runs of rich text belong together; phonetic guides are no part of the text. */
const textIn = (xml: string): string =>
  elements(xml.replace(/<(?:\w+:)?rPh\b.*?<\/(?:\w+:)?rPh>/gs, ''), 't')
    .map(({ inner }) => unescape(inner))
    .join('');

const firstSheet = (files: Unzipped): string => {
  const read = (path: string): string => {
    const bytes = files[path];
    return bytes ? strFromU8(bytes) : '';
  };
  const workbook = read('xl/workbook.xml');
  if (/date1904\s*=\s*["'](?:1|true)/.test(workbook))
    throw new UnreadableSheet('表格使用 1904 日期系统，请在 Excel 选项里取消后另存');
  const id = attribute(elements(workbook, 'sheet')[0]?.attributes ?? '', '(?:\\w+:)?id');
  const target = elements(read('xl/_rels/workbook.xml.rels'), 'Relationship').find(
    ({ attributes }) => attribute(attributes, 'Id') === id,
  );
  const path = attribute(target?.attributes ?? '', 'Target');
  const sheet = read(path.startsWith('/') ? path.slice(1) : `xl/${path}`);
  if (!sheet) throw new UnreadableSheet('表格里没有工作表');
  return sheet;
};

/** `C7` → 2. */
const columnOf = (reference: string): number =>
  [.../^[A-Z]*/.exec(reference)![0]].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** The texts of the first sheet; empty rows are left out. Throws UnreadableSheet. */
export const readSheet = (bytes: Uint8Array): TableRow[] => {
  const files = unpack(bytes);
  const sheet = firstSheet(files);
  const sharedXml = files['xl/sharedStrings.xml'];
  const shared = sharedXml ? elements(strFromU8(sharedXml), 'si').map(({ inner }) => textIn(inner)) : [];
  return elements(sheet, 'row').flatMap(({ attributes, inner }, at) => {
    const cells: string[] = [];
    for (const cell of elements(inner, 'c')) {
      const type = attribute(cell.attributes, 't');
      const reference = attribute(cell.attributes, 'r');
      const column = reference ? columnOf(reference) : cells.length;
      if (column < 0 || column >= MOST_COLUMNS) continue;
      const value = unescape(elements(cell.inner, 'v')[0]?.inner ?? '');
      while (cells.length < column) cells.push('');
      cells[column] =
        type === 'inlineStr' ? textIn(cell.inner) : type === 's' ? (shared[Number(value)] ?? '') : value;
    }
    while (cells.length > 0 && !cells.at(-1)) cells.pop();
    return cells.length > 0 ? [{ row: Number(attribute(attributes, 'r')) || at + 1, cells }] : [];
  });
};

const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    // XML cannot hold other control characters at all.

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');

const letterOf = (column: number): string => String.fromCharCode(65 + column);

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A sheet of texts, the first row frozen as the head; at most 26 columns. */
export const writeSheet = (name: string, rows: readonly string[][]): Uint8Array => {
  const lines = rows.map((cells, at) => {
    const written = cells.map(
      (cell, column) =>
        `<c r="${letterOf(column)}${at + 1}" t="inlineStr"><is><t xml:space="preserve">${escape(cell)}</t></is></c>`,
    );
    return `<row r="${at + 1}">${written.join('')}</row>`;
  });
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escape(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="2" max="4" width="40" customWidth="1"/></cols><sheetData>${lines.join('')}</sheetData></worksheet>`,
  };
  const files = Object.entries(parts).map(([path, xml]) => [path, strToU8(HEAD + xml)]);
  // The same entries give the same file, whenever it is written.
  return zipSync(Object.fromEntries(files) as Record<string, Uint8Array>, { mtime: '2000-01-01T00:00:00' });
};
