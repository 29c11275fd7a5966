import type { ExportedFile } from '../../../typings/contract';
import type { Paper } from '../../domain/reports/paper';
import { addMinutes } from '../../domain/time';
import type { Work } from '../clock/work';
import { fail } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import type { Runtime } from '../kernel/runtime';

/** Files that were written for one person: behind a link that expires, and removed afterwards. */

const MINUTES = 30;

/** Stores a file; `name` is what it is called for its reader. */
export const storeExport = (ports: Ports, name: string, bytes: Uint8Array): Promise<ExportedFile> =>
  exported(ports, name, path => ports.storeFile(path, bytes));

/** Puts a document on paper and stores it. */
export const storePaper = (ports: Ports, name: string, paper: Paper): Promise<ExportedFile> =>
  exported(ports, name, path => ports.writePaper(path, paper));

const exported = async (
  ports: Ports,
  name: string,
  store: (path: string) => Promise<string>,
): Promise<ExportedFile> => {
  const id = ports.secrets.randomId();
  const fileID = await store(`exports/${id}.${name.slice(name.lastIndexOf('.') + 1)}`);
  const expiresAt = addMinutes(ports.now(), MINUTES);
  await ports.database.insert('exports', { _id: id, fileID, expiresAt });
  const url = (await ports.fileLinks([fileID], MINUTES * 60)).get(fileID);
  return url === undefined ? fail('unavailable', '文件没有写成，请稍后再试') : { url, name, expiresAt };
};

/** Removes files whose links have expired. */
export const removeExports = async ({ ports }: Runtime, work: Work): Promise<{ removed: number }> => {
  const { database, now } = ports;
  let removed = 0;
  for await (const { _id, fileID } of queueOf(database, 'exports', 'expiresAt', { until: now() })) {
    if (!(await work.hasTime())) break;
    const done = await work.attempt(_id, async () => {
      await ports.removeFile(fileID);
      await database.remove('exports', _id);
    });
    if (done) removed += 1;
  }
  return { removed };
};
