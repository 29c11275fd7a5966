import fs from 'node:fs';
import path from 'node:path';

/** Where the texts for development lie: `--data DIR`, BANJIE_TEXTS, or beside the repository. */
export const textsFolder = (argument?: string): string =>
  path.resolve(argument ?? process.env['BANJIE_TEXTS'] ?? path.join(__dirname, '..', '..', 'shared', 'data'));

/** The rows of a file of JSON lines in the folder. */
export const readRows = <T>(folder: string, name: string): T[] =>
  fs
    .readFileSync(path.join(folder, name), 'utf8')
    .split('\n')
    .filter(line => line.trim())
    .map(line => JSON.parse(line) as T);
