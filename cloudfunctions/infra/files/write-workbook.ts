import { strToU8, Zip, ZipDeflate } from 'fflate';
import { headOf } from '../../domain/engine/clip';
import type { Cell, Sheet } from '../../domain/reports/paper';
import { MARK_LABEL, type ExportMark } from '../../domain/tables/export-mark';
import { escapeXml, letterOf, pageFooter } from './write-sheet';

/**
 * Writes spreadsheets of some sheets with texts, numbers and shares: numbers are numbers, so that they can be counted with.
 * Rows are packed as they come, so that a sheet of many is never held as a whole.
 */

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The places of the formats in `styles`. */
const STYLE = { text: 0, head: 1, number: 2, share: 3 } as const;

const styles = `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf fontId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf fontId="1"/><xf numFmtId="3" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`;

const cellXml = (cell: Cell, at: string, isHead: boolean): string => {
  if (typeof cell === 'number') return `<c r="${at}" s="${STYLE.number}"><v>${cell}</v></c>`;
  if (typeof cell === 'object') return `<c r="${at}" s="${STYLE.share}"><v>${cell.share}</v></c>`;
  const style = isHead ? STYLE.head : STYLE.text;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
};

const rowXml = (cells: readonly Cell[], row: number): string => {
  const written = cells.map((cell, column) => cellXml(cell, `${letterOf(column)}${row}`, row === 1));
  return `<row r="${row}">${written.join('')}</row>`;
};

/** A sheet, piece by piece. */
const sheetXml = async function* ({ head, widths, rows }: Sheet, mark: ExportMark): AsyncGenerator<string> {
  const columns = widths.map(
    (wide, at) => `<col min="${at + 1}" max="${at + 1}" width="${wide}" customWidth="1"/>`,
  );
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${columns.join('')}</cols><sheetData>${rowXml(head, 1)}`;
  let row = 1;
  for await (const cells of rows) yield rowXml(cells, (row += 1));
  const filter = `<autoFilter ref="A1:${letterOf(Math.max(0, head.length - 1))}${row}"/>`;
  yield `</sheetData>${filter}${pageFooter(mark)}</worksheet>`;
};

/** What a name of a sheet cannot hold, and how long it may be. */
const sheetName = (name: string): string => headOf(name.replace(/[\\/?*[\]:]/g, ' '), 31);

/** So much is packed at once. */
const PIECE = 64 * 1024;

/** An archive that is packed file by file. */
const archive = (): {
  add(path: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void>;
  end(): Uint8Array;
} => {
  const packed: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    packed.push(chunk);
  });
  return {
    add: async (path, pieces) => {
      const file = new ZipDeflate(path);
      // The same content gives the same file.
      file.mtime = '2000-01-01T00:00:00';
      zip.add(file);
      let waiting = '';
      for await (const piece of pieces) {
        waiting += piece;
        if (waiting.length < PIECE) continue;
        file.push(strToU8(waiting));
        waiting = '';
      }
      file.push(strToU8(waiting), true);
    },
    end: () => {
      zip.end();
      return new Uint8Array(Buffer.concat(packed));
    },
  };
};

/** Who took it out, on a sheet of its own (J-26). */
const markSheet = ({ words }: ExportMark): Sheet => ({
  name: MARK_LABEL,
  head: [MARK_LABEL],
  widths: [80],
  rows: [[words]],
});

/** The same content and mark give the same file. At most 26 columns a sheet. */
export const writeWorkbook = async (sheets: readonly Sheet[], mark: ExportMark): Promise<Uint8Array> => {
  const numbered = [...sheets, markSheet(mark)].map((sheet, at) => ({
    sheet,
    file: `sheet${at + 1}.xml`,
    id: `rId${at + 1}`,
    n: at + 1,
  }));
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${numbered.map(({ file }) => `<Override PartName="/xl/worksheets/${file}" ContentType="${TYPE}.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${numbered.map(({ sheet, id, n }) => `<sheet name="${escapeXml(sheetName(sheet.name))}" sheetId="${n}" r:id="${id}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${numbered.map(({ file, id }) => `<Relationship Id="${id}" Type="${OFFICE}/worksheet" Target="worksheets/${file}"/>`).join('')}<Relationship Id="rIdStyles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': styles,
  };
  const { add, end } = archive();
  for (const [path, xml] of Object.entries(parts)) await add(path, [HEAD + xml]);
  for (const { sheet, file } of numbered) await add(`xl/worksheets/${file}`, sheetXml(sheet, mark));
  return end();
};
