import { zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a built function as the zip that is uploaded: the same files make the same zip. */

/** A zip holds local times: read as local, this is the same one everywhere. */
const NO_TIME = '1980-01-02T00:00:00';

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => statSync(join(folder, path)).isFile())
    .sort();

/** The hash is that of names and contents: another version of the packing changes nothing that runs. */
export const packCode = (folder: string): { hash: string; zip: string } => {
  const hash = createHash('sha256');
  const files: Record<string, Uint8Array> = {};
  for (const path of filesIn(folder)) {
    const content = new Uint8Array(readFileSync(join(folder, path)));
    const name = path.replaceAll('\\', '/');
    hash.update(`${name}\n${content.length}\n`).update(content);
    files[name] = content;
  }
  const zip = zipSync(files, { mtime: NO_TIME, level: 9 });
  return { hash: hash.digest('hex').slice(0, 16), zip: Buffer.from(zip).toString('base64') };
};
