import { existsSync, mkdirSync, readFileSync, copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import subsetFont from 'subset-font';

/**
 * The fonts that the function `report` carries: Noto Sans SC (OFL 1.1; "Noto" is no reserved name of it), cut to what may
 * stand in a report. Cut once for each version of the package, and kept beside the installed packages.
 */

const PACKAGE = '@expo-google-fonts/noto-sans-sc';

/** In names of places, and not in the older tables. */
const PLACES = '滘漖塱䶮𬭚㙟㛃䓖';

/** All characters of two bytes of an encoding. */
const charactersOf = (encoding: string, firstByte: number, secondByte: number): string => {
  const decoder = new TextDecoder(encoding);
  const found: string[] = [];
  for (let one = firstByte; one <= 0xfe; one += 1)
    for (let other = secondByte; other <= 0xfe; other += 1) {
      const text = decoder.decode(Uint8Array.of(one, other));
      if (text.length <= 2 && !text.includes('\ufffd')) found.push(text);
    }
  return found.join('');
};

const LATIN = Array.from({ length: 0x17f - 0x20 }, (_, at) => String.fromCharCode(0x20 + at)).join('');
const SIGNS = '①②③④⑤⑥⑦⑧⑨⑩□■▲●○◆★※→←↑↓—–…“”‘’《》〈〉【】〔〕「」、。，；：？！（）％·￥°±×÷≤≥≠';

/** Words of citizens and clerks stand in the regular one: all of GBK; headings in the bold one: GB 2312. */
const weights = [
  { name: 'regular.ttf', of: '400Regular/NotoSansSC_400Regular.ttf', first: 0x81, second: 0x40 },
  { name: 'bold.ttf', of: '700Bold/NotoSansSC_700Bold.ttf', first: 0xa1, second: 0xa1 },
] as const;

/** The folder with both fonts and their licence. */
export const fontsFolder = async (): Promise<string> => {
  const source = dirname(require.resolve(`${PACKAGE}/package.json`));
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  const folder = resolve(source, '..', '..', '.cache', 'banjie-fonts', version);
  if (existsSync(folder)) return folder;
  const own = `${folder}.${randomUUID()}`;
  mkdirSync(own, { recursive: true });
  for (const { name, of, first, second } of weights) {
    const characters = `${LATIN}${SIGNS}${PLACES}${charactersOf('gb18030', first, second)}`;
    const cut = await subsetFont(readFileSync(join(source, of)), characters, { targetFormat: 'truetype' });
    writeFileSync(join(own, name), new Uint8Array(cut));
  }
  copyFileSync(join(source, 'LICENSE_FONT'), join(own, 'LICENSE_FONT'));
  // Two builds at once: the first that is done stays.
  if (!existsSync(folder)) renameSync(own, folder);
  return folder;
};
