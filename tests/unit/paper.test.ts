import { inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import PDFDocument from 'pdfkit';
import type { ShownReport } from '../../typings/contract';
import { availabilityFigure, figuresOf, sectionsOf } from '../../cloudfunctions/domain/reports/figures';
import { reportPaper, reportSheets } from '../../cloudfunctions/domain/reports/report-paper';
import { replyResults } from '../../cloudfunctions/domain/ticket/reply-result';
import { MOST_CHARACTERS } from '../../cloudfunctions/domain/ticket/room';
import { readSheet } from '../../cloudfunctions/infra/files/read-sheet';
import { writeWorkbook } from '../../cloudfunctions/infra/files/write-workbook';
import { fontsIn } from '../../cloudfunctions/infra/paper/fonts';
import { writePdf } from '../../cloudfunctions/infra/paper/write-pdf';
import { paperShape } from '../../cloudfunctions/usecases/reports/paper-shape';
import { fontsFolder } from '../../tools/fonts';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, manager, operator, operatorLead } from '../support/domain';
import { memory } from '../support/memory';
import type { Paper } from '../../cloudfunctions/domain/reports/paper';
import { MARK } from '../support/export-mark';

/** Reports and cases as files (G-3.3.1c, A54): PDF with Chinese fonts, selectable and tagged; XLSX with numbers as numbers. */

const AT = '2026-10-09T09:00:00.000+08:00';
const period = { id: '2026-09', first: '2026-09-01', last: '2026-09-30' };
const counted = {
  'filed|complaint': 120,
  'replied|complaint': 110,
  'clock.reply.met|complaint': 100,
  'clock.reply.late|complaint': 12,
  'dispatched|complaint': 118,
};
const minutes = { up: 40_000, down: 20 };
const none = { up: 0, down: 0 };

const report = (units = 1, times = 1): ShownReport => {
  const now = Object.fromEntries(Object.entries(counted).map(([key, n]) => [key, n * times]));
  const figures = [
    availabilityFigure(minutes, none, none),
    ...figuresOf({ now, before: counted, yearBefore: {} }, period, {}),
  ];
  return {
    id: 'monthly-2026-09',
    no: 'BG1',
    title: '2026 年 9 月运行月报（省政务服务数据管理局）',
    type: 'monthly',
    period: period.id,
    version: 1,
    state: 'sent',
    whose: '省政务服务数据管理局',
    from: period.first,
    to: period.last,
    ruleSet: { name: '粤省事运营规范', draft: false },
    figures,
    parties: Array.from({ length: units }, (_, n) => ({
      unitId: `u${n}`,
      name: `第 ${n} 单位`,
      figures: figures.map(({ key, numerator, denominator, rate }) => ({
        key,
        numerator,
        denominator,
        rate,
      })),
    })),
    sections: [
      ...sectionsOf(figures),
      { key: 'analysis', label: '情况分析', text: '滘口、䶮村反映集中，𠮷字没有。', figures: [] },
    ],
    sentTo: [],
    signedBy: '李负责',
    signedOn: '2026-10-09',
  };
};

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** The embedded fonts as they are, so that it can be seen that they have outlines. */
const embedded = (bytes: Uint8Array): Buffer[] => {
  const pdf = text(bytes);
  const references = [...pdf.matchAll(/\/FontFile2 (\d+) 0 R/g)].map(([, id]) => id ?? '');
  return references.map(id => {
    const object = pdf.indexOf(`\n${id} 0 obj`);
    const start = pdf.indexOf('stream\n', object) + 'stream\n'.length;
    const end = pdf.indexOf('\nendstream', start);
    return inflateSync(Uint8Array.from(Buffer.from(pdf.slice(start, end), 'latin1')));
  });
};

/** Of each stream of drawing where its boxes end, from above, and how many characters it writes. */
const drawnIn = (bytes: Uint8Array): { boxes: number[]; glyphs: number }[] =>
  [...text(bytes).matchAll(/stream\n([\s\S]*?)\nendstream/g)].flatMap(([, raw = '']) => {
    const stream = Uint8Array.from(Buffer.from(raw, 'latin1'));
    // Streams are deflated, all but none; fonts draw no boxes.
    const words = stream[0] === 0x78 ? inflateSync(stream).toString('latin1') : '';
    const boxes = [...words.matchAll(/^[\d.-]+ ([\d.-]+) [\d.-]+ ([\d.-]+) re$/gm)];
    const written = [...words.matchAll(/<([0-9a-f]+)>/g)];
    return boxes.length > 0 || /\bBT\b/.test(words)
      ? [
          {
            boxes: boxes.map(([, top, high]) => Number(top) + Number(high)),
            glyphs: written.reduce((sum, [, hex = '']) => sum + hex.length / 4, 0),
          },
        ]
      : [];
  });

const tableLength = (font: Buffer, name: string): number => {
  for (let at = 0; at < font.readUInt16BE(4); at += 1)
    if (font.toString('latin1', 12 + 16 * at, 16 + 16 * at) === name) return font.readUInt32BE(24 + 16 * at);
  return 0;
};

describe('PDF', () => {
  test('Chinese fonts are embedded with outlines, text can be selected, the structure is tagged, the same gives the same', async () => {
    const fonts = fontsIn(await fontsFolder());
    const paper = reportPaper(report(), AT, '李负责 10 月 9 日 周五 09:00 导出');
    const bytes = await writePdf(paper, fonts);
    const pdf = text(bytes);
    for (const mark of [
      '/Marked true',
      '/StructTreeRoot',
      '(zh-CN)',
      '/ToUnicode',
      '/S /Table',
      '/S /TH',
      '/S /Figure',
    ])
      expect([mark, pdf.includes(mark)]).toEqual([mark, true]);
    const found = embedded(bytes);
    expect(found).toHaveLength(2);
    for (const font of found) expect(tableLength(font, 'glyf')).toBeGreaterThan(5000);
    expect(text(await writePdf(paper, fonts)) === pdf).toBe(true);
    expect(bytes.length).toBeLessThan(400_000);
  });

  test('names of places are there; what no font has is a box, never a gap', async () => {
    const fonts = fontsIn(await fontsFolder());
    expect([...'滘漖塱䶮①镕喆—（），。％'].filter(one => !fonts.has(false, one))).toEqual([]);
    expect(fonts.has(false, '𠮷')).toBe(false);
    expect(fonts.has(false, '□')).toBe(true);
  });

  test('60 pages of units stay within the memory of the function', async () => {
    const fonts = fontsIn(await fontsFolder());
    const bytes = await writePdf(reportPaper(report(1000), AT, '导出'), fonts);
    expect([...text(bytes).matchAll(/\/Type \/Page\b/g)].length).toBeGreaterThan(30);
  });

  test('of tens of thousands no number is broken by the edge of its cell', async () => {
    const { regular } = fontsIn(await fontsFolder());
    const pen = new PDFDocument({ size: 'A4', margin: 50, font: regular }).fontSize(9);
    const broken = reportPaper(report(3, 450), AT, '导出').blocks.flatMap(block => {
      if (block.kind !== 'table') return [];
      const shares = block.widths ?? block.head.map(() => 1);
      const all = shares.reduce((sum, share) => sum + share, 0);
      const room = shares.map(share => (share / all) * (pen.page.width - 100) - 8);
      return block.rows.flatMap(cells =>
        cells
          .slice(1)
          .flatMap((cell, at) =>
            cell.split('\n').filter(line => pen.widthOfString(line) > (room[at + 1] ?? 0)),
          ),
      );
    });
    expect(broken).toEqual([]);
  });

  test('a row that is higher than a page goes on over the next ones, under its head, and no box runs past the foot', async () => {
    const fonts = fontsIn(await fontsFolder());
    const long = '一直没有人来处理。'.repeat(1000);
    const head = ['时间', '谁', '做了什么'];
    const rows = [
      ['1', '甲', '短'],
      ['2', '乙', long],
      ['3', '丙', '后来'],
    ];
    const table = { kind: 'table', head, widths: [3, 3, 7], rows } as const;
    const drawn = drawnIn(
      await writePdf({ title: '案卷', at: AT, footer: '导出', blocks: [table] }, fonts),
    ).filter(page => page.glyphs > 0);
    expect(drawn.length).toBeGreaterThan(5);
    const last = 842 - 64;
    for (const { boxes, glyphs } of drawn) {
      expect(boxes.length).toBeGreaterThan(0);
      expect(Math.max(...boxes)).toBeLessThanOrEqual(last);
      expect(glyphs).toBeGreaterThan(head.join('').length);
    }
    expect(drawn.reduce((sum, { glyphs }) => sum + glyphs, 0)).toBeGreaterThan(long.length);
  });

  test('what one function hands to the other is checked', () => {
    const paper: Paper = reportPaper(report(), AT, '导出');
    expect(paperShape.parse(JSON.parse(JSON.stringify(paper)))).toEqual(paper);
    expect(paperShape.safeParse({ ...paper, blocks: [{ kind: 'script', text: 'x' }] }).success).toBe(false);
  });
});

describe('XLSX', () => {
  test('numbers are numbers, shares are percentages, and the words say what is counted', async () => {
    const bytes = await writeWorkbook(reportSheets(report()), MARK);
    const rows = readSheet(bytes).map(({ cells }) => cells);
    expect(rows[0]).toEqual(expect.arrayContaining(['部分', '项目', '本期件数']));
    const received = rows.find(cells => cells.includes('收到'));
    expect(received).toEqual(expect.arrayContaining(['120']));
    const files = unzipSync(bytes);
    const sheet = new TextDecoder().decode(files['xl/worksheets/sheet1.xml']);
    expect(sheet).toContain('<v>120</v>');
    expect(sheet).toMatch(/s="3"><v>0\.892/);
    expect(new TextDecoder().decode(files['xl/workbook.xml'])).toMatch(/数字.*各单位.*文字.*含义/s);
  });
});

/** What is put on paper is kept to be looked at. */
const worldOfPapers = () => {
  const papers: Paper[] = [];
  const world = memory('2026-09-21T09:00:00.000+08:00', {
    writePaper: async (path, paper) => {
      papers.push(paper);
      return `cloud://memory/${path}`;
    },
    fileLinks: async ids => new Map(ids.map(id => [id, `https://files/${id}`])),
  });
  return { world, papers };
};

test('A54: a case as one file holds what its reader sees of it, masked, whole story and all', async () => {
  const { world, papers } = worldOfPapers();
  const { no } = await citizenOf(world, 'lin').file({
    serviceId: 'card',
    category: 'business',
    text: '电话 13912345678，补办一个月没有回音。',
  });
  await staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '已经办好，请查看。' });
  const file = await staffOf(world, handlerOf('hrss')).call('ticket.file', { no });
  expect(file).toMatchObject({ name: expect.stringMatching(/案卷.*\.pdf$/) as string });
  const words = JSON.stringify(papers[0]);
  expect(words).toContain('已经办好，请查看。');
  expect(words).not.toContain('13912345678');
  expect(words).not.toContain('13800138000');
  expect(papers[0]?.footer).toContain('导出');
  // Whoever may not see it gets nothing, and taking it out stands in the journal.
  await expect(staffOf(world, handlerOf('psb')).call('ticket.file', { no })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(world.all('journal').map(({ type }) => type)).toContain('ticket.file');
  expect(papers).toHaveLength(1);
});

test('A54: what was merged into a case, what was said of it and what it leads to stand in its file, with the year', async () => {
  const { world, papers } = worldOfPapers();
  const unit = staffOf(world, handlerOf('hrss'));
  const file = async (who: string, text: string): Promise<string> =>
    (await citizenOf(world, who).file({ serviceId: 'card', category: 'business', text })).no;
  const no = await file('lin', '补办一个月没有回音。');
  const other = await file('chen', '我的也没有补办。');
  await staffOf(world, operatorLead).act(other, 'merge', { into: no });
  await unit.act(no, 'note', { text: '已电话核实。' });
  await unit.act(no, 'reply', { text: '已经办好，请查看。', resultType: 'partly' });
  await citizenOf(world, 'lin').act(no, 'rate', { level: 2, text: '等得太久' });
  const wordsOf = async (taken: string): Promise<string> => {
    await staffOf(world, manager).call('ticket.file', { no: taken });
    const [paper] = papers.splice(0);
    expect(paperShape.safeParse(paper).success).toBe(true);
    return JSON.stringify(paper);
  };
  const words = await wordsOf(no);
  const partly = replyResults.find(({ value }) => value === 'partly')?.told ?? '没有这个结果';
  for (const said of [
    ...['2026 年 9 月 21 日', '2026-09-21 09:00', '网上', '已电话核实。', '内部', '等得太久'],
    ...['并入的件', `并入的 ${other}`, '我的也没有补办。', partly],
  ])
    expect([said, words.includes(said)]).toEqual([said, true]);
  expect(await wordsOf(other)).toContain('本件并入该件');
});

test('A54: the fullest ticket there can be fits on paper', () => {
  const line = { at: AT, by: { id: 'lin', role: 'citizen', name: '群众' }, act: 'urge', label: '催办' };
  const lines = Math.ceil(MOST_CHARACTERS / JSON.stringify(line).length);
  const rows = Array.from({ length: lines }, () => ['2026-10-09 09:00', '群众', '催办']);
  const head = ['时间', '谁', '做了什么'];
  const paper = { title: '案卷', at: AT, footer: '导出', blocks: [{ kind: 'table', head, rows }] };
  expect(lines).toBeGreaterThan(5000);
  expect(paperShape.safeParse(paper).success).toBe(true);
});

test('a report as a file goes to its readers alone', async () => {
  const world = memory('2026-10-09T09:00:00.000+08:00', {
    fileLinks: async ids => new Map(ids.map(id => [id, `https://files/${id}`])),
  });
  await staffOf(world, operator).call('report.build', { type: 'monthly', period: '2026-09' });
  for (const format of ['pdf', 'xlsx'] as const)
    expect(
      await staffOf(world, operator).call('report.file', { id: 'monthly-2026-09', format }),
    ).toMatchObject({
      name: expect.stringMatching(new RegExp(`月报.*\\.${format}$`)) as string,
    });
  await expect(
    staffOf(world, manager).call('report.file', { id: 'monthly-2026-09', format: 'pdf' }),
  ).rejects.toMatchObject({ code: 'not-found' });
});
