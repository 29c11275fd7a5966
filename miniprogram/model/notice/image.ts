export type NoticeLine = { label: string; text: string };

const WIDTH = 720;
const MARGIN = 56;
const LINE = 44;

/** Draws a notice on a 2d canvas and saves it in the album; false where the citizen refused or the phone could not. */
async function drawNotice(
  canvas: WechatMiniprogram.Canvas,
  title: string,
  lines: NoticeLine[],
): Promise<boolean> {
  const context = canvas.getContext('2d') as unknown as Pen;
  context.font = '28px sans-serif';
  const rows = lines.flatMap(line => wrap(context, `${line.label}：${line.text}`, WIDTH - 2 * MARGIN));
  canvas.width = WIDTH;
  canvas.height = MARGIN * 2 + 90 + rows.length * LINE;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#14212e';
  context.font = 'bold 40px sans-serif';
  context.fillText(title, MARGIN, MARGIN + 40);
  context.font = '28px sans-serif';
  rows.forEach((row, index) => context.fillText(row, MARGIN, MARGIN + 120 + index * LINE));
  try {
    const { tempFilePath } = await wx.canvasToTempFilePath({ canvas, fileType: 'png' });
    await wx.saveImageToPhotosAlbum({ filePath: tempFilePath });
    return true;
  } catch {
    return false;
  }
}

type HasCanvas = { createSelectorQuery(): WechatMiniprogram.SelectorQuery };

/** Draws on the canvas `.paper` of a component and saves the picture; says what came of it. */
export function savePicture(
  component: HasCanvas,
  title: string,
  lines: NoticeLine[],
  done: () => void,
): void {
  component
    .createSelectorQuery()
    .select('.paper')
    .fields({ node: true })
    .exec(async (found: { node?: WechatMiniprogram.Canvas }[]) => {
      const canvas = found[0]?.node;
      const saved = canvas ? await drawNotice(canvas, title, lines) : false;
      done();
      wx.showToast({ title: saved ? '已保存到相册' : '没有保存成功，可以复制全文', icon: 'none' });
    });
}

/** The part of the 2d context that is used here; the typings leave it open. */
type Pen = {
  font: string;
  fillStyle: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { width: number };
};

function wrap(context: Pen, text: string, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const letter of text) {
    if (letter === '\n' || context.measureText(row + letter).width > width) {
      rows.push(row);
      row = letter === '\n' ? '' : letter;
    } else row += letter;
  }
  return row ? [...rows, row] : rows;
}
