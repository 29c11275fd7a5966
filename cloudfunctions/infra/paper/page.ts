import type PDFDocument from 'pdfkit';

/** Lines, tables and pages of a PDF, each part of its structure (tagged PDF). */

export type Document = InstanceType<typeof PDFDocument>;

/** By their paths, and the characters that the bold one has: what it has not is written in the regular one. */
export type Fonts = { regular: string; bold: string; has(bold: boolean, character: string): boolean };

type Look = { size: number; bold?: boolean; color?: string; align?: 'center' };
type Place = { x: number; y: number; width: number };

export type Writer = {
  document: Document;
  left: number;
  width: number;
  gap(points: number): void;
  /** A new page unless so much is left of this one. */
  room(points: number): void;
  text(tag: string, text: string, look: Look): void;
  line(tag: string, text: string, look: Look & Place): void;
  figure(alt: string, draw: () => void): void;
  table(head: readonly string[], rows: readonly (readonly string[])[], widths?: readonly number[]): void;
  finish(footer: string): void;
};

const INK = '#1b2330';
const RULE = '#c9d1dc';
const HEAD = '#eef2f7';
const PADDING = 4;
const CELL = 9;

/** What no font has is a box, never a gap: nobody reads past what is missing. */
const MISSING = '□';

/** Of a row that goes on over the page at least so much stands on it. */
const LEAST_PART = 80;

/** The longest beginning of a text that fits, of one character at least, and the rest. */
const cutAt = (text: string, fits: (part: string) => boolean): [first: string, rest: string] => {
  if (fits(text)) return [text, ''];
  const characters = [...text];
  let [least, most] = [1, characters.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(characters.slice(0, middle).join(''))) least = middle;
    else most = middle - 1;
  }
  return [characters.slice(0, least).join(''), characters.slice(least).join('')];
};

export const layout = (document: Document, fonts: Fonts): Writer => {
  const left = document.page.margins.left;
  const width = document.page.width - left - document.page.margins.right;
  const bottom = document.page.height - document.page.margins.bottom;
  const root = document.struct('Document');
  document.addStructure(root);

  const readable = (text: string): string =>
    [...text].map(one => (/\s/.test(one) || fonts.has(false, one) ? one : MISSING)).join('');
  const use = (text: string, { size, bold = false, color = INK }: Look): void => {
    const whole = bold && [...text].every(one => fonts.has(true, one));
    document
      .font(whole ? fonts.bold : fonts.regular)
      .fontSize(size)
      .fillColor(color);
  };
  const heightOf = (text: string, look: Look, wide: number): number => {
    use(text, look);
    return document.heightOfString(text === '' ? ' ' : text, { width: wide, lineGap: 2 });
  };
  const room = (points: number): void => {
    if (document.y + points > bottom) document.addPage();
  };

  const text = (tag: string, raw: string, look: Look): void => {
    for (const paragraph of readable(raw).split('\n')) {
      use(paragraph, look);
      room(look.size * 1.6);
      const element = document.struct(tag);
      root.add(element);
      element.add(
        document.struct('Span', {}, () => {
          use(paragraph, look);
          document.text(paragraph === '' ? ' ' : paragraph, left, document.y, {
            width,
            lineGap: 2,
            align: look.align ?? 'left',
          });
        }),
      );
      element.end();
      document.y += 2;
    }
  };

  const line = (tag: string, raw: string, { x, y, width: wide, ...look }: Look & Place): void => {
    const words = readable(raw);
    const element = document.struct('P');
    root.add(element);
    element.add(
      document.struct(tag, {}, () => {
        use(words, look);
        document.text(words, x, y, { width: wide, height: look.size * 1.5, ellipsis: true });
      }),
    );
    element.end();
  };

  const figure = (alt: string, draw: () => void): void => {
    root.add(document.struct('Figure', { alt }, draw));
  };

  const table: Writer['table'] = (head, rows, widths) => {
    const shares = widths ?? head.map(() => 1);
    const all = shares.reduce((sum, share) => sum + share, 0);
    const columns = shares.map(share => (share / all) * width);
    let element = document.struct('Table');
    root.add(element);
    const roomFor = (at: number): number => (columns[at] ?? 0) - 2 * PADDING;
    const lookOf = (isHead: boolean): Look => ({ size: CELL, bold: isHead });
    const heightOfRow = (cells: readonly string[], isHead: boolean): number =>
      Math.max(...cells.map((cell, at) => heightOf(cell, lookOf(isHead), roomFor(at)))) + 2 * PADDING;

    const draw = (cells: readonly string[], isHead: boolean): void => {
      const high = heightOfRow(cells, isHead);
      const top = document.y;
      const line = document.struct('TR');
      element.add(line);
      let x = left;
      for (const [at, cell] of cells.entries()) {
        const wide = columns[at] ?? 0;
        const from = x;
        line.add(
          document.struct(isHead ? 'TH' : 'TD', {}, () => {
            if (isHead) document.rect(from, top, wide, high).fill(HEAD);
            document.rect(from, top, wide, high).lineWidth(0.5).stroke(RULE);
            use(cell, lookOf(isHead));
            document.text(cell === '' ? ' ' : cell, from + PADDING, top + PADDING, {
              width: roomFor(at),
              lineGap: 2,
            });
          }),
        );
        x += wide;
      }
      line.end();
      document.y = top + high;
    };

    const heads = head.map(readable);
    const onNextPage = (): void => {
      element.end();
      document.addPage();
      element = document.struct('Table');
      root.add(element);
      // The head is repeated: no figure stands without what it is.
      draw(heads, true);
    };
    const page = bottom - document.page.margins.top - heightOfRow(heads, true);
    const row = (cells: readonly string[]): void => {
      const high = heightOfRow(cells, false);
      if (document.y + high <= bottom) return draw(cells, false);
      if (high <= page || bottom - document.y < LEAST_PART) {
        onNextPage();
        return row(cells);
      }
      // Higher than a page: as much of it as fits, and the rest as a row of the next one.
      const parts = cells.map((cell, at) =>
        cutAt(cell, part => heightOf(part, lookOf(false), roomFor(at)) <= bottom - document.y - 2 * PADDING),
      );
      draw(
        parts.map(([first]) => first),
        false,
      );
      row(parts.map(([, rest]) => rest));
    };
    room(60);
    draw(heads, true);
    for (const cells of rows) row(cells.map(readable));
    element.end();
    document.x = left;
    document.y += 8;
  };

  const finish = (footer: string): void => {
    const { start, count } = document.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      document.switchToPage(page);
      const { margins } = document.page;
      const kept = margins.bottom;
      // Below the margin text would begin a new page.
      margins.bottom = 0;
      document.markContent('Artifact', { type: 'Pagination' });
      const words = readable(`${footer}　　第 ${page - start + 1} 页，共 ${count} 页`);
      use(words, { size: 8, color: '#5b6472' });
      document.text(words, left, document.page.height - 40, { width, align: 'center', lineBreak: false });
      document.endMarkedContent();
      margins.bottom = kept;
    }
    root.end();
    document.end();
  };

  return {
    document,
    left,
    width,
    gap: points => {
      document.y += points;
    },
    room,
    text,
    line,
    figure,
    table,
    finish,
  };
};
