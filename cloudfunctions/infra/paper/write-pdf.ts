import PDFDocument from 'pdfkit';
import type { Bar, Block, Paper } from '../../domain/reports/paper';
import { type Fonts, type Writer, layout } from './page';

/**
 * Writes a document as PDF (G-3.3.1c, A54): Chinese fonts embedded, text that can be selected, tagged for screen readers. The
 * fonts are given by their paths: by a buffer pdfkit would read them anew for every cell (facts/oversight.md §1).
 */

const LINE = 6;
const BAR_HEIGHT = 12;
const LABEL_WIDTH = 205;
const WORDS_WIDTH = 130;

const heading = (writer: Writer, text: string): void => {
  // With the first rows of what it stands above.
  writer.room(110);
  writer.gap(LINE);
  writer.text('H2', text, { size: 13, bold: true });
  writer.gap(LINE / 2);
};

const facts = (writer: Writer, rows: readonly (readonly [string, string])[]): void => {
  for (const [label, value] of rows) writer.text('P', `${label}：${value}`, { size: 10 });
};

/** A bar with its figure as text beside it: nothing is told by length or colour alone. */
const bar = (writer: Writer, { label, words, share }: Bar): void => {
  writer.room(BAR_HEIGHT + LINE);
  const { document, left, width } = writer;
  const top = document.y;
  const most = width - LABEL_WIDTH - WORDS_WIDTH - 2 * LINE;
  writer.line('Span', label, { size: 9, x: left, y: top, width: LABEL_WIDTH });
  if (share !== null)
    writer.figure(`${label} ${words}`, () => {
      document.rect(left + LABEL_WIDTH, top + 2, most, BAR_HEIGHT - 4).fill('#e8ecf2');
      document
        .rect(left + LABEL_WIDTH, top + 2, most * Math.max(0, Math.min(1, share)), BAR_HEIGHT - 4)
        .fill('#2f6fed');
    });
  writer.line('Span', words, { size: 9, x: left + width - WORDS_WIDTH, y: top, width: WORDS_WIDTH });
  document.y = top + BAR_HEIGHT + LINE / 2;
};

const block = (writer: Writer, one: Block): void => {
  switch (one.kind) {
    case 'heading':
      return heading(writer, one.text);
    case 'text':
      return writer.text('P', one.text, { size: 10.5 });
    case 'small':
      return writer.text('P', one.text, { size: 8.5, color: '#5b6472' });
    case 'facts':
      return facts(writer, one.rows);
    case 'table':
      return writer.table(one.head, one.rows, one.widths);
    case 'bars':
      writer.text('P', one.title, { size: 9, color: '#5b6472' });
      for (const each of one.bars) bar(writer, each);
      return;
  }
};

/** The document as bytes: the same content gives the same. */
export const writePdf = (paper: Paper, fonts: Fonts): Promise<Uint8Array> => {
  const at = new Date(paper.at);
  const document = new PDFDocument({
    size: 'A4',
    margins: { top: 56, bottom: 64, left: 50, right: 50 },
    // Without a font here Helvetica would be looked for outside of the bundle.
    font: fonts.regular,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: paper.title, Creator: '办结', Producer: '办结', CreationDate: at, ModDate: at },
  });
  const chunks: Uint8Array[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('error', reject);
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
  const writer = layout(document, fonts);
  writer.text('H1', paper.title, { size: 16, bold: true, align: 'center' });
  if (paper.subtitle) writer.text('P', paper.subtitle, { size: 10, align: 'center', color: '#5b6472' });
  for (const one of paper.blocks) block(writer, one);
  writer.finish(paper.footer);
  return done;
};
