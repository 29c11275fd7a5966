import fc from 'fast-check';
import { faqTable } from '../../cloudfunctions/domain/knowledge/content/faq-rows';
import { contentSchema } from '../../cloudfunctions/domain/knowledge/content/content';
import { entryErrors, entrySchema } from '../../cloudfunctions/domain/services/entry';
import { serviceTable } from '../../cloudfunctions/domain/services/rows';
import { guarded, UnreadableTable } from '../../cloudfunctions/domain/tables/cell';
import { cellsOf, MOST_CELLS } from '../../cloudfunctions/domain/tables/csv';
import { dayOf } from '../../cloudfunctions/domain/tables/days';
import { withGiven } from '../../cloudfunctions/domain/tables/table';
import { MARK } from '../support/export-mark';

/** Tables as spreadsheets save them: every row is read rightly, or named as bad, never half. */

const HEAD = '编号,名称,接入单位,地区';
const services = (head: string, row: string) =>
  serviceTable.readText(`${HEAD}${head}\r\nS1,社保卡,hrss,${row}\r\n`, 'csv');
const faqs = (text: string) => faqTable.readText(text, 'csv');

describe('a row that cannot be read as it was meant is named', () => {
  test.each([
    ['an error', '', '#N/A', '地区：是表格的错误值 #N/A'],
    ['an error in a cell with parts', ',联系人', '440000,#REF!', '联系人：是表格的错误值'],
    ['a code that lost its digits', '', '1.1444E+29', '地区：1.1444E+29 是被表格改坏的数字'],
    ['contacts in one line', ',联系人', '440000,负责人|甲|020；技术|乙|021', '联系人：'],
    ['a competent unit with too many parts', ',事权责任单位', '440000,440300|sz-hrss|x', '多于 2 段'],
    ['a way to open with too many parts', ',打开方式', '440000,h5|https://a.example|b', '多于 2 段'],
    ['two ways to open', ',打开方式', '440000,"h5|https://a.example\nh5|https://b.example"', '只能有一种'],
    ['a limit with too many parts', ',法定时限', '440000,受理|5|工作日|依据一|依据二', '多于 4 段'],
    ['a limit of no item', ',事项', '440000,- 受理|5|工作日|依据', '时限前面没有事项'],
    ['an item with too many parts', ',事项', '440000,1|申领|hrss|补领', '多于 3 段'],
    ['a number that is none', ',法定时限', '440000,受理|五|工作日|依据', '法定时限'],
    ['a probe without its minutes', ',网址', '440000,首页|https://a.example||200', '网址'],
  ])('%s', (_name, head, row, reason) => {
    const { rows, bad } = services(head, row);
    expect(rows).toEqual([]);
    expect(bad).toEqual([{ row: 2, reason: expect.stringContaining(reason) as string }]);
  });

  test.each([
    ['two columns of one name', '编号,问题,答复,答复\r\nK1,怎么办,答,另答', '“答复”有两列'],
    ['a heading and its English name', 'id,编号,问题,答复\r\nK1,K2,怎么办,答', '“编号”有两列'],
    ['a text without a heading', '编号,问题,答复,\r\nK1,怎么办,答,多的', '没有列名'],
    ['a heading that nobody knows', '编号,问题,答复,备注\r\nK1,怎么办,答,', '没有“备注”这一列'],
  ])('%s', (_name, text, reason) =>
    expect(faqs(text)).toMatchObject({
      rows: [],
      bad: [{ reason: expect.stringContaining(reason) as string }],
    }),
  );

  test('440100.0 is 440100, as a code and as a part of one', () => {
    expect(services(',事权责任单位', '440100.0,440300.0|sz-hrss').rows[0]?.entry).toMatchObject({
      region: '440100',
      competent: [{ region: '440300', unitId: 'sz-hrss' }],
    });
  });
});

describe('names, targets and limits', () => {
  const catalogue = { unit: () => ({}), region: () => ({}) } as unknown as Parameters<typeof entryErrors>[1];
  const entry = entrySchema.parse({ id: 'S1', name: '社保卡', unitId: 'hrss', region: '440000' });
  const limit = { n: 5, unit: 'working-day' as const, stage: 'accept' as const, basis: '条例' };
  const wrong = (change: Partial<typeof entry>, before?: typeof entry) =>
    Object.keys(entryErrors({ ...entry, ...change }, catalogue, before));

  test.each<[string, Partial<typeof entry>]>([
    ['name', { name: '社保\n卡' }],
    ['name', { name: '社保\u2028卡' }],
    ['aliases', { aliases: ['甲\r乙'] }],
    ['aliases', { aliases: [''] }],
    ['contacts', { contacts: [{ duty: 'owner', name: '甲\n乙', phone: '020' }] }],
    ['items', { items: [{ code: '1', name: '申\t领', statutory: [] }] }],
    ['items', { items: [{ code: '1', name: '申领', statutory: [limit, limit] }] }],
    ['statutory', { statutory: [limit, { ...limit, n: 7 }] }],
    ['open.target', { open: { type: 'h5', target: 'javascript:alert(1)' } }],
    ['open.target', { open: { type: 'h5', target: 'http://a.example/' } }],
    ['open.target', { open: { type: 'h5', target: 'https://a.example/\nb' } }],
    ['open.target', { open: { type: 'miniprogram', target: 'https://a.example/' } }],
  ])('%s is refused', (field, change) => expect(wrong(change)).toEqual([field]));

  test('what is right is taken, and what is stored already keeps nothing else from being changed', () => {
    expect(
      wrong({
        open: { type: 'h5', target: 'https://a.example/x' },
        statutory: [limit, { ...limit, stage: 'reply' }],
      }),
    ).toEqual([]);
    const before = { ...entry, open: { type: 'h5' as const, target: 'http://old.example/' } };
    expect(wrong({ open: before.open, aliases: ['新'] }, before)).toEqual([]);
  });
});

test.each([
  '2026-01-31',
  '2026/1/31',
  '2026.1.31',
  '2026年1月31日',
  '2026 年 1 月 31 号',
  '20260131',
  '20260131.0',
  '46053',
  '46053.5',
  '2026/1/31 0:00',
  '2026-01-31 00:00:00',
  '2026-01-31T00:00:00.000',
  '2026-01-30T16:00:00.000Z',
  '2026-01-31 08:00:00+08:00',
  '２０２６／１／３１',
  '2026－01－31',
  '2026–01–31',
  '2026年1月31日星期六',
  '2026年1月31日 周六',
  '2026年1月31日 8时30分',
  '二〇二六年一月三十一日',
  '31-Jan-2026',
  '31 January 2026',
  'Jan 31, 2026',
  "'2026-01-31",
  '2026/1/31 上午 8:30',
])('%s is a day', text => expect(dayOf(text)).toBe('2026-01-31'));
test.each(['2026-02-30', '1/2/2026', '31/1/26', '2026年1月', '2026', '3-Foo-2026', '明天', '2026-1-31-2'])(
  '%s is none',
  text => expect(dayOf(text)).toBe(text),
);

describe('files as Excel and WPS save them', () => {
  const expected = [{ id: 'K1', content: { question: '怎么办', answer: '网上办' } }];
  test.each([
    ['CR alone', '编号,问题,答复\rK1,怎么办,网上办\r'],
    ['tabs', '编号\t问题\t答复\r\nK1\t怎么办\t网上办'],
    ['semicolons', '编号;问题;答复\nK1;怎么办;网上办'],
    ['a line that names the separator', 'sep=;\r\n编号;问题;答复\r\nK1;怎么办;网上办'],
    ['titles above', '知识库导入表,,\r\n填表说明：星号必填,,\r\n编号,问题,答复\r\nK1,怎么办,网上办'],
    ['stars, blanks and remarks', '编号（可空）,* 问 题,＊答复：(必填)\r\nK1,怎么办,网上办'],
    ['empty columns and rows', ',,,\r\n编号,问题,答复,\r\n , ,\r\nK1,怎么办,网上办,,,\r\n'],
  ])('%s', (_name, text) => expect(faqs(text)).toMatchObject({ bad: [], rows: expected }));
});

describe('what is exported', () => {
  test.each([
    '=1+1',
    '\t=1+1',
    '\r=1',
    ' =1',
    '＝1',
    '+1',
    '-1',
    '@A',
    '\u3000＋1',
    '\n=1',
    '#N/A',
    "'=1",
    '1E+5',
  ])('%j runs in no spreadsheet', text => expect(guarded(text)).toBe(`'${text}`));
  test.each(['甲', '#1 窗口', "'甲", '1-2'])('%j is left alone', text => expect(guarded(text)).toBe(text));

  const text = fc
    .string({
      unit: fc.constantFrom(
        '=',
        '＝',
        '-',
        "'",
        ' ',
        '\t',
        '\n',
        '\r',
        ',',
        ';',
        '"',
        '|',
        '\\',
        '甲',
        '#',
        '1',
        'E',
        '+',
        '.',
        '0',
      ),
      minLength: 2,
      maxLength: 12,
    })
    .map(one => one.trim())
    .filter(one => one.length >= 2);
  const line = text.map(one => one.replace(/\s/g, '')).filter(one => one.length >= 2);

  test.each(['csv', 'jsonl', 'rows'] as const)('entries read back as they were: %s', format => {
    fc.assert(
      fc.property(text, text, fc.uniqueArray(line, { maxLength: 3 }), (question, answer, similar) => {
        const content = contentSchema.parse({ question, answer, similar });
        const items = [{ id: 'K1', content }];
        const { rows, bad } =
          format === 'rows'
            ? faqTable.readRows(faqTable.writeRows(items).map((cells, at) => ({ row: at + 1, cells })))
            : faqTable.readText(faqTable.writeText(items, format, true, MARK), format);
        expect(bad).toEqual([]);
        expect(rows.map(row => row.content)).toEqual([content]);
      }),
    );
  });

  test.each(['csv', 'jsonl'] as const)('services read back as they were: %s', format => {
    const limit = { n: 5, unit: 'month', stage: 'reply' };
    fc.assert(
      fc.property(fc.array(line, { minLength: 8, maxLength: 8 }), ([a = '', b, c, d, e, f, g, h]) => {
        const entry = entrySchema.parse({
          id: 'S1',
          name: a,
          unitId: 'hrss',
          region: '440000',
          aliases: [b, c],
          contacts: [
            { duty: 'owner', name: d, phone: e },
            { duty: 'duty', name: '', phone: '' },
          ],
          statutory: [{ ...limit, basis: f }],
          interfaces: [{ name: g, url: 'https://a.example/', probe: { everyMinutes: 5, expectText: h } }],
          items: [{ code: b, name: c, statutory: [{ ...limit, basis: d }] }],
        });
        const { rows, bad } = serviceTable.readText(
          serviceTable.writeText([entry], format, true, MARK),
          format,
        );
        expect(bad).toEqual([]);
        expect(rows.map(row => row.entry)).toEqual([entry]);
      }),
    );
  });
});

test('a column that is not there leaves what is stored, an empty cell clears it', () => {
  const stored = entrySchema.parse({
    id: 'S1',
    name: '旧名',
    unitId: 'hrss',
    region: '440000',
    aliases: ['别名'],
    contacts: [{ duty: 'owner', name: '甲', phone: '020' }],
  });
  const [leaves] = services('', '440000').rows;
  expect(leaves && withGiven(stored, leaves.entry, leaves.given)).toEqual({ ...stored, name: '社保卡' });
  const [clears] = services(',别名,联系人', '440000,,').rows;
  const { contacts: _contacts, ...rest } = stored;
  expect(clears && withGiven(stored, clears.entry, clears.given)).toEqual({
    ...rest,
    name: '社保卡',
    aliases: [],
  });
});

describe('a text of the largest size is read in as many steps as it has characters', () => {
  test('more cells than a file may hold are refused when so many have been read', () => {
    for (const one of [',', '\n,', '\t', ';']) {
      const hostile = one.repeat(3_900_000 / one.length);
      expect(() => cellsOf(hostile, one.at(-1))).toThrow(UnreadableTable);
      expect(cellsOf(','.repeat(MOST_CELLS - 1))).toEqual([]);
    }
  });
  test('a limit is known by its first character, whatever stands behind', () => {
    const hostile = `1|申领\n-${' '.repeat(3_000_000)}受理|5|工作日|依据\u2028二`;
    const { rows, bad } = services(',事项', `440000,"${hostile}"`);
    expect(bad).toEqual([]);
    expect(rows[0]?.entry.items).toEqual([
      {
        code: '1',
        name: '申领',
        statutory: [{ n: 5, unit: 'working-day', stage: 'accept', basis: '依据\u2028二' }],
      },
    ]);
  });
  test('more rows than a file may hold are refused before any is checked', () => {
    const checked = jest.spyOn(contentSchema, 'safeParse');
    expect(() => faqTable.readText('{}\n'.repeat(1_300_000), 'jsonl')).toThrow(UnreadableTable);
    expect(checked).not.toHaveBeenCalled();
  });
});
