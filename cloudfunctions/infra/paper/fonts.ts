import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fonts } from './page';

/** The fonts that lie beside the function: Noto Sans SC (OFL 1.1), cut to the characters of GBK by the build. */

/** Which characters a font of TrueType has: the table `cmap`, formats 4 and 12. */
export const charactersOf = (font: Buffer): ReadonlySet<number> => {
  const found = new Set<number>();
  const tables = font.readUInt16BE(4);
  let cmap = 0;
  for (let table = 0; table < tables; table += 1)
    if (font.toString('latin1', 12 + 16 * table, 16 + 16 * table) === 'cmap')
      cmap = font.readUInt32BE(12 + 16 * table + 8);
  const subtables = font.readUInt16BE(cmap + 2);
  for (let at = 0; at < subtables; at += 1) {
    const start = cmap + font.readUInt32BE(cmap + 4 + 8 * at + 4);
    const format = font.readUInt16BE(start);
    if (format === 4) addSegments(font, start, found);
    if (format === 12) addGroups(font, start, found);
  }
  return found;
};

const addSegments = (font: Buffer, start: number, found: Set<number>): void => {
  const twice = font.readUInt16BE(start + 6);
  for (let at = 0; at < twice; at += 2) {
    const end = font.readUInt16BE(start + 14 + at);
    const first = font.readUInt16BE(start + 16 + twice + at);
    for (let code = first; code <= end && code < 0xffff; code += 1) found.add(code);
  }
};

const addGroups = (font: Buffer, start: number, found: Set<number>): void => {
  const groups = font.readUInt32BE(start + 12);
  for (let at = 0; at < groups; at += 1) {
    const first = font.readUInt32BE(start + 16 + 12 * at);
    const last = font.readUInt32BE(start + 20 + 12 * at);
    for (let code = first; code <= last; code += 1) found.add(code);
  }
};

/** The fonts of a folder; what they have is read once an instance. */
export const fontsIn = (folder: string): Fonts => {
  const paths = { regular: join(folder, 'regular.ttf'), bold: join(folder, 'bold.ttf') };
  for (const path of Object.values(paths))
    if (!existsSync(path)) throw new Error(`the font ${path} is missing: build the functions first`);
  const characters = {
    regular: charactersOf(readFileSync(paths.regular)),
    bold: charactersOf(readFileSync(paths.bold)),
  };
  return {
    ...paths,
    has: (bold, character) => characters[bold ? 'bold' : 'regular'].has(character.codePointAt(0) ?? 0),
  };
};
