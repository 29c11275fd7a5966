import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { UnreadableTable } from '../../cloudfunctions/domain/tables/cell';
import { MOST_STEPS, readSheet } from '../../cloudfunctions/infra/files/read-sheet';
import { writeSheet } from '../../cloudfunctions/infra/files/write-sheet';
import { MARK } from '../support/export-mark';

/** Spreadsheets as Excel, WPS and whoever means harm write them. */

const SHEET = '<sheet name="甲" sheetId="1" r:id="rId1"/>';
const RELATION = '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>';
const sheetXml = (rows: string, behind = ''): string =>
  `<worksheet><sheetData>${rows}</sheetData>${behind}</worksheet>`;

const book = (
  sheet: string | Record<string, string>,
  { sheets = SHEET, relations = RELATION, parts = {} as Record<string, string> } = {},
): Uint8Array => {
  const files = typeof sheet === 'string' ? { 'xl/worksheets/sheet1.xml': sheet } : sheet;
  const all = {
    'xl/workbook.xml': `<workbook><sheets>${sheets}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations}</Relationships>`,
    ...files,
    ...parts,
  };
  return zipSync(Object.fromEntries(Object.entries(all).map(([path, xml]) => [path, strToU8(xml)])));
};
const cells = (row: string, parts: Record<string, string> = {}) =>
  readSheet(book(sheetXml(`<row r="1">${row}</row>`), { parts }))[0];

describe('what cells hold', () => {
  test.each([
    ['an error', '<c r="A1" t="e"><v>#N/A</v></c>', '#N/A'],
    ['a formula without a result', '<c r="A1"><f>B1</f></c>', '公式'],
    ['a number that lost its digits', '<c r="A1"><v>1.1444E+29</v></c>', '改坏的数字'],
    ['an identifier kept as a number', '<c r="A1"><v>440301199001010000</v></c>', '改坏的数字'],
    ['a text that is not there', '<c r="A1" t="s"><v>7</v></c>', '文字缺失'],
    ['a column beyond all', '<c r="XFD1" t="str"><v>1</v></c>', '100 列'],
  ])('%s is named', (_name, cell, words) => {
    expect(Object.values(cells(cell)?.wrong ?? {}).join()).toContain(words);
  });

  test.each([
    ['TRUE', '<c r="A1" t="b"><v>1</v></c>'],
    ['FALSE', '<c r="A1" t="b"><v>0</v></c>'],
    ['440100', '<c r="A1"><v>440100.0</v></c>'],
    ['0.3', '<c r="A1"><v>0.30000000000000004</v></c>'],
    ['算出的', '<c r="A1" t="str"><f>B1</f><v>算出的</v></c>'],
    ['2026-01-31', '<c r="A1" t="d"><v>2026-01-31T00:00:00</v></c>'],
    [
      '甲乙',
      '<c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></is></c>',
    ],
    ['第一行\n第二行', '<c r="A1" t="str"><v><![CDATA[第一行\n]]>第二行</v></c>'],
  ])('%s is read as it is shown', (text, cell) => expect(cells(cell)).toEqual({ row: 1, cells: [text] }));

  test('a formula whose result is empty is empty', () => {
    expect(cells('<c r="A1" t="str"><f>B1</f><v></v></c><c r="B1"><v>1</v></c>')?.cells).toEqual(['', '1']);
  });

  test('numbers are days where the format of the cell says so', () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="177" formatCode="[Red]0.00&quot;days&quot;\\d"/></numFmts>' +
      '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="22"/></cellXfs></styleSheet>';
    const row = [0, 1, 2, 3].map(style => `<c s="${style}"><v>46053</v></c>`).join('');
    expect(cells(`${row}<c s="4"><v>46053.75</v></c>`, { 'xl/styles.xml': styles })?.cells).toEqual([
      '46053',
      '2026-01-31',
      '2026-01-31',
      '46053',
      '2026-01-31 18:00',
    ]);
  });

  test('of merged cells the others are named, not taken for empty', () => {
    const rows =
      '<row r="2"><c r="A2" t="str"><v>人社厅</v></c></row><row r="3"><c r="B3"><v>1</v></c></row>';
    const [, third] = readSheet(book(sheetXml(rows, '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')));
    expect(third?.wrong?.[0]).toContain('合并');
  });

  test('the first sheet that is shown is read, hidden ones and charts are not', () => {
    const one = (text: string) => sheetXml(`<row r="1"><c r="A1" t="str"><v>${text}</v></c></row>`);
    const sheets =
      '<sheet name="设置" sheetId="1" state="veryHidden" r:id="a"/><sheet name="图" sheetId="2" r:id="b"/><sheet name="数据" sheetId="3" r:id="c"/>';
    const relations =
      '<Relationship Id="a" Type="x/worksheet" Target="worksheets/a.xml"/><Relationship Id="b" Type="x/chartsheet" Target="chartsheets/b.xml"/><Relationship Id="c" Type="x/worksheet" Target="worksheets/c.xml"/>';
    const files = { 'xl/worksheets/a.xml': one('旧'), 'xl/worksheets/c.xml': one('新') };
    expect(readSheet(book(files, { sheets, relations }))[0]?.cells).toEqual(['新']);
  });
});

test('every text that is written reads back as it was', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('_', 'x', '0', 'D', '\r', '\n', '\t', ' ', '\u0001', '\ud800', '&', '<', '😀'),
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.array(text, { maxLength: 4 }), { maxLength: 4 }), rows => {
      const written = rows.map(row => ['*', ...row, '*']);
      expect(readSheet(writeSheet('表', written, MARK)).map(row => row.cells)).toEqual(written);
    }),
  );
});

describe('a file that means harm is refused within a bounded number of steps', () => {
  const refused = (bytes: Uint8Array): number => {
    const budget = { steps: MOST_STEPS };
    expect(() => readSheet(bytes, budget)).toThrow(UnreadableTable);
    return MOST_STEPS - budget.steps;
  };
  const inSheet = (xml: string) => book(`<worksheet><sheetData>${xml}`);

  test.each([
    ['open rows', '<row>'.repeat(1_400_000), 100],
    ['open elements that nobody knows', '<a>'.repeat(2_500_000), 100],
    ['empty rows', '<row/>'.repeat(1_300_000), 60_000],
    ['empty cells', `<row>${'<c/>'.repeat(1_900_000)}`, MOST_STEPS + 1],
    [
      'attributes',
      `<row ${Array.from({ length: 700_000 }, (_, at) => `a${at}=""`)
        .join(' ')
        .slice(0, 7_800_000)}`,
      MOST_STEPS + 1,
    ],
    ['comments', '<!---->'.repeat(1_100_000), MOST_STEPS + 1],
    ['an element without an end', `<row ${' '.repeat(7_900_000)}`, 20],
  ])('%s', (_name, xml, most) => {
    const bytes = inSheet(xml);
    expect(bytes.length).toBeLessThan(4_000_000);
    expect(refused(bytes)).toBeLessThanOrEqual(most);
  });

  test('entities of its own', () => {
    const bomb = `<!DOCTYPE a [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "&a;&a;&a;">]><worksheet/>`;
    expect(refused(book(bomb))).toBeLessThan(20);
  });

  test('an archive that tells less than it unpacks to', () => {
    const bytes = book('<a/>'.padEnd(6_000_000));
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 46 < bytes.length; at += 1)
      if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) > 5_000_000)
        view.setUint32(at + 24, 1000, true);
    expect(refused(bytes)).toBe(0);
  });

  test('a file cut anywhere, or with a password', () => {
    const whole = book(sheetXml('<row r="1"><c r="A1"><v>1</v></c></row>'));
    for (let length = 0; length < whole.length; length += 7) refused(whole.slice(0, length));
    refused(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0]));
  });

  test('merged cells that reach over everything', () => {
    const rows = Array.from({ length: 5000 }, (_, at) => `<row r="${at + 1}"><c><v>1</v></c></row>`).join('');
    const merges = '<mergeCell ref="A1:ZZ9999999"/>'.repeat(50_000);
    expect(refused(book(sheetXml(rows, `<mergeCells>${merges}</mergeCells>`)))).toBeLessThanOrEqual(
      MOST_STEPS + 1,
    );
  });
});
