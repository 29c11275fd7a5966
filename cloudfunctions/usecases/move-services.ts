import * as z from 'zod';
import { entryErrors, entryOf, keepingOf, changedParts, type ServiceInput } from '../domain/service-register';
import {
  readServiceRows,
  readServiceTable,
  writeServiceRows,
  writeServiceTable,
} from '../domain/service-rows';
import type { Actor } from '../domain/procedure';
import type { BadRow } from '../domain/table';
import { addMinutes } from '../domain/time';
import type { ServiceImportDocument } from './documents';
import { fail } from './failure';
import { raiseVersion } from './manage-catalogue';
import { servicesOf, writeEntry } from './manage-services';
import { PAGE, type Ports } from './ports';
import { storedService, type Runtime } from './runtime';
import { writeSheet } from './spreadsheet';
import { fileFormat, readTableFile, tableFileInput, wrongFile } from './table-file';

/** The register of services as whole files, in and out. A file is taken as a whole or not at all. */

export const importServicesInput = tableFileInput;

const MOST_ROWS = 2000;

type Does = 'create' | 'change' | 'nothing';

export type ServiceImportOutcome = {
  imported: number;
  created: number;
  changed: number;
  unchanged: number;
  bad: BadRow[];
  rows: { row: number; name: string; unitName: string; does: Does }[];
};

/** Three documents a row; a transaction should stay small. */
const ROWS_AT_ONCE = 6;
const BROKEN_OFF_AFTER_MINUTES = 2;

const progressId = (id: string): string => `${id}#done`;

/** Writes the rows that are not written yet; how far it came is written with them, so that no row comes twice. */
const applyImport = async (ports: Ports, { _id, by, rows }: ServiceImportDocument): Promise<void> => {
  const { database } = ports;
  let done = (await database.get('serviceimports', progressId(_id)))?.done ?? 0;
  while (done < rows.length) {
    const from = done;
    done = await database.transaction(async transaction => {
      const progress = await transaction.get('serviceimports', progressId(_id));
      // Another run was quicker.
      if ((progress?.done ?? 0) !== from) return progress?.done ?? 0;
      const next = Math.min(from + ROWS_AT_ONCE, rows.length);
      for (const entry of rows.slice(from, next)) await writeEntry(ports, transaction, entry, by);
      await transaction.put('serviceimports', { _id: progressId(_id), at: null, by, rows: [], done: next });
      await raiseVersion(transaction);
      return next;
    });
  }
  await database.remove('serviceimports', _id);
  await database.remove('serviceimports', progressId(_id));
};

/** Goes on with imports that were broken off. */
export const finishServiceImports = async (ports: Ports, hasTime: () => boolean): Promise<number> => {
  const due = await ports.database.find('serviceimports', {
    where: { at: { lte: addMinutes(ports.now(), -BROKEN_OFF_AFTER_MINUTES) } },
    order: ['at', 'asc'],
    limit: PAGE,
  });
  let finished = 0;
  for (const document of due) {
    if (!hasTime()) break;
    await applyImport(ports, document);
    finished += 1;
  }
  return finished;
};

const plural = (errors: Record<string, string>): string | undefined =>
  Object.values(errors).join('；') || undefined;

/** `service.import`: all rows, or, when one is bad, none; every bad row is named with its reason. */
export const importServices = async (
  runtime: Runtime,
  actor: Actor,
  input: z.infer<typeof importServicesInput>,
): Promise<ServiceImportOutcome> => {
  const { ports, snapshots } = runtime;
  const { catalogue } = await snapshots.current();
  if (keepingOf(actor, undefined) !== 'all') fail('forbidden', '您的角色不能导入服务登记');
  const { rows, bad } = readTableFile(input, readServiceRows, readServiceTable);
  if (rows.length + bad.length > MOST_ROWS) wrongFile(`一个文件最多 ${MOST_ROWS} 项，请分成几个文件`);
  if (rows.length + bad.length === 0) wrongFile('文件里没有服务');
  const planned: ServiceImportOutcome['rows'] = [];
  const entries: ServiceInput[] = [];
  for (const { row, ...entry } of rows) {
    const reason = plural(entryErrors(entry, catalogue));
    if (reason) bad.push({ row, reason });
    const before = await storedService(ports.database, entry.id);
    const parts = changedParts(before && entryOf(before), entry);
    const does: Does = !before ? 'create' : parts.length > 0 ? 'change' : 'nothing';
    planned.push({ row, name: entry.name, unitName: catalogue.unit(entry.unitId)?.name ?? '', does });
    if (does !== 'nothing') entries.push(entry);
  }
  const count = (wanted: Does): number => planned.filter(({ does }) => does === wanted).length;
  const outcome = {
    created: count('create'),
    changed: count('change'),
    unchanged: count('nothing'),
    rows: planned,
  };
  if (bad.length > 0 || input.dryRun)
    return { imported: 0, ...outcome, bad: bad.sort((a, b) => a.row - b.row) };
  const document: ServiceImportDocument = {
    _id: ports.secrets.randomId(),
    at: ports.now(),
    by: { id: actor.id, name: actor.name },
    rows: entries,
    done: 0,
  };
  if (entries.length > 0) {
    await ports.database.insert('serviceimports', document);
    await applyImport(ports, document);
  }
  return { imported: entries.length, ...outcome, bad: [] };
};

export const exportServicesInput = z.object({ format: fileFormat, cursor: z.string().max(200).optional() });

/** Well below what one answer of a function may hold; a spreadsheet is packed. */
const PART_BYTES = { jsonl: 400_000, csv: 400_000, xlsx: 1_500_000 };

/**
 * `service.export`: the services that the member sees inside. Texts come in parts to be joined, spreadsheets as whole
 * files (base64) one after the other.
 */
export const exportServices = async (
  runtime: Runtime,
  actor: Actor,
  { format, cursor = '' }: z.infer<typeof exportServicesInput>,
): Promise<{ text?: string; file?: string; count: number; nextCursor?: string }> => {
  const part: ServiceInput[] = [];
  let bytes = 0;
  let last = cursor;
  let more = false;
  for await (const { key, service } of servicesOf(runtime, actor, cursor)) {
    const entry = entryOf(service);
    bytes += Buffer.byteLength(JSON.stringify(entry));
    if (part.length > 0 && bytes > PART_BYTES[format]) {
      more = true;
      break;
    }
    part.push(entry);
    last = key;
  }
  const written =
    format === 'xlsx'
      ? { file: Buffer.from(writeSheet('服务登记', writeServiceTable(part))).toString('base64') }
      : { text: writeServiceRows(part, format, cursor === '') };
  return { ...written, count: part.length, ...(more ? { nextCursor: last } : {}) };
};
