import { strToU8, zipSync } from 'fflate';
import { faqTable } from '../../cloudfunctions/domain/knowledge/content/faq-rows';
import { UnreadableTable } from '../../cloudfunctions/domain/tables/cell';
import { readSheet } from '../../cloudfunctions/infra/files/read-sheet';
import { writeSheet } from '../../cloudfunctions/infra/files/write-sheet';
import { MARK } from '../support/export-mark';

/** Spreadsheets as Excel, WPS and others write them, made by hand part by part. */
const book = (sheet: string, { shared = '', workbook = '' } = {}): Uint8Array =>
  zipSync({
    'xl/workbook.xml': strToU8(
      workbook || '<workbook><sheets><sheet name="甲" sheetId="7" r:id="rId3"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="rId1" Target="styles.xml"/><Relationship Target="/xl/worksheets/sheet9.xml" Id="rId3"/></Relationships>',
    ),
    'xl/worksheets/sheet9.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
    ...(shared ? { 'xl/sharedStrings.xml': strToU8(`<sst>${shared}</sst>`) } : {}),
  });

const content = (more: object = {}) => ({
  question: '怎么办 <社保卡> & "挂失"',
  similar: ['卡丢了', '=SUM(1)'],
  answer: '第一行\n第二行',
  unitId: 'hrss',
  validFrom: '2026-01-01',
  ...more,
});

test('what is written reads back as it was, also texts that look like formulas or markup', () => {
  const rows = [
    { id: 'F001', content: content() },
    { id: 'F002', content: content({ question: '=1+1 等于几', similar: [] }) },
  ];
  const { rows: read, bad } = faqTable.readRows(
    readSheet(writeSheet('知识库', faqTable.writeRows(rows), MARK)),
  );
  expect(bad).toEqual([]);
  expect(read.map(({ id, content: one }) => ({ id, content: one }))).toEqual(rows);
  expect(read.map(({ row }) => row)).toEqual([2, 3]);
});

test('shared and rich texts, gaps between cells, a prefix, a formula, days as Excel keeps them', () => {
  const shared =
    '<si><t>问题</t></si><si><t>答复</t></si><si><t>失效日</t></si>' +
    '<si><r><t>怎么</t></r><r><rPr/><t xml:space="preserve"> 报税</t></r><rPh><t>ZEN</t></rPh></si>';
  const sheet =
    '<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="s"><x:v>1</x:v></x:c><x:c r="D1" t="s"><x:v>2</x:v></x:c></x:row>' +
    '<x:row r="2"/>' +
    '<x:row r="5"><x:c r="A5" t="s"><x:v>3</x:v></x:c><x:c r="C5" t="str"><x:f>1</x:f><x:v>在网上&#10;A&amp;B</x:v></x:c><x:c r="D5"><x:v>46388</x:v></x:c></x:row>';
  expect(readSheet(book(sheet, { shared }))).toEqual([
    { row: 1, cells: ['问题', '', '答复', '失效日'] },
    { row: 5, cells: ['怎么 报税', '', '在网上\nA&B', '46388'] },
  ]);
  const { rows, bad } = faqTable.readRows(readSheet(book(sheet, { shared })));
  expect(bad).toEqual([]);
  expect(rows[0]).toMatchObject({
    row: 5,
    content: { question: '怎么 报税', answer: '在网上\nA&B', validUntil: '2027-01-01' },
  });
});

test('days as spreadsheets rewrite them in CSV are days; what is none is named', () => {
  const head = { row: 1, cells: ['问题', '答复', '生效日', '失效日'] };
  const row = (no: number, from: string, until: string) => ({
    row: no,
    cells: ['怎么办', '答', from, until],
  });
  const { rows, bad } = faqTable.readRows([
    head,
    row(2, '2026/1/31', '2026年12月1日'),
    row(3, '2026-01-31', '2026.2.30'),
  ]);
  expect(rows.map(({ content: one }) => [one.validFrom, one.validUntil])).toEqual([
    ['2026-01-31', '2026-12-01'],
  ]);
  expect(bad).toEqual([{ row: 3, reason: '失效日：日期应写作 2026-01-31' }]);
});

test.each([
  ['no archive', strToU8('问题,答复')],
  ['half a file', book('<row/>').slice(0, 60)],
  ['an archive without a sheet', zipSync({ 'a.txt': strToU8('x') })],
  ['days counted from 1904', book('<row/>', { workbook: '<workbook><workbookPr date1904="1"/></workbook>' })],
  ['one that unpacks to far more than it is', zipSync({ 'xl/workbook.xml': new Uint8Array(9_000_000) })],
])('%s is refused in words', (_name, bytes) => {
  expect(() => readSheet(bytes)).toThrow(UnreadableTable);
});
