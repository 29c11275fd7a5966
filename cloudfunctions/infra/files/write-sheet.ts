import { strToU8, zipSync } from 'fflate';
import { MARK_LABEL, type ExportMark } from '../../domain/tables/export-mark';

/** Writes spreadsheets (Office Open XML): one sheet of texts. */

/** What XML cannot hold or would change, as spreadsheets write it; what looks like that is told apart. */
const hidden = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

export const escapeXml = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-F]{4}(?:_|[\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]))/gi, hidden)
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/gu, hidden)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

export const letterOf = (column: number): string => String.fromCharCode(65 + column);

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** At the foot of each printed page (J-26); in its language `&` begins a command. */
export const pageFooter = ({ words }: ExportMark): string =>
  `<headerFooter><oddFooter>&amp;C${escapeXml(words.replaceAll('&', '&&'))}</oddFooter></headerFooter>`;

/** A sheet of texts, the first row frozen as the head; at most 26 columns. Behind it a sheet that says who took it out. */
export const writeSheet = (name: string, rows: readonly string[][], mark: ExportMark): Uint8Array => {
  const lines = rows.map((cells, at) => {
    const written = cells.map(
      (cell, column) =>
        `<c r="${letterOf(column)}${at + 1}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`,
    );
    return `<row r="${at + 1}">${written.join('')}</row>`;
  });
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escapeXml(name)}" sheetId="1" r:id="rId1"/><sheet name="${MARK_LABEL}" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="2" max="4" width="40" customWidth="1"/></cols><sheetData>${lines.join('')}</sheetData>${pageFooter(mark)}</worksheet>`,
    'xl/worksheets/sheet2.xml': `<worksheet xmlns="${MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">${escapeXml(mark.words)}</t></is></c></row></sheetData></worksheet>`,
  };
  const files = Object.entries(parts).map(([path, xml]) => [path, strToU8(HEAD + xml)]);
  // The same entries give the same file, whenever it is written.
  return zipSync(Object.fromEntries(files) as Record<string, Uint8Array>, { mtime: '2000-01-01T00:00:00' });
};
