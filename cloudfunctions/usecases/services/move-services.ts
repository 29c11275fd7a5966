import * as z from 'zod';
import type { Service } from '../../domain/catalogue';
import { catalogueKeepers, ticketReaders } from '../../domain/catalogue/roles';
import {
  entryErrors,
  entryOf,
  keepingOf,
  changedParts,
  seesInside,
  type ServiceInput,
} from '../../domain/services/entry';
import {
  readServiceRows,
  readServiceTable,
  writeServiceRows,
  writeServiceTable,
} from '../../domain/services/rows';
import type { Actor } from '../../domain/engine';
import type { ServiceImportDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { raiseVersion } from '../catalogue/raise-version';
import { PAGE, type Database, type HasTime } from '../kernel/ports';
import { queueOf } from '../kernel/queue';
import type { Work } from '../clock/work';
import { storedService, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { writeSheet } from '../files/spreadsheet';
import {
  brokenOffUntil,
  finishStored,
  removeImport,
  storedRows,
  storeImport,
  timeOfCall,
} from '../files/stored-imports';
import {
  type Does,
  EXPORT_BYTES,
  fileFormat,
  readTableFile,
  sideBySide,
  tableFileInput,
  type TableOutcome,
  tableOutcome,
} from '../files/table-file';
import { writeEntry } from './save-service';

/** The register of services as whole files, in and out. A file is taken as a whole or not at all. */

export const importServicesInput = tableFileInput;

export type ServiceImportOutcome = TableOutcome<{ row: number; name: string; unitName: string; does: Does }>;

/** Three documents a row; a transaction should stay small. */
const ROWS_AT_ONCE = 6;

const progressId = (id: string): string => `${id}#done`;

const storeOf = (database: Database) => ({
  get: (id: string) => database.get('serviceimports', id),
  insert: (document: ServiceImportDocument) => database.insert('serviceimports', document),
  remove: (id: string) => database.remove('serviceimports', id),
});

/**
 * Writes the rows that are not written yet, while there is time; how far it came is written with them, so that no row
 * comes twice. Returns how many rows wait.
 */
const applyImport = async (
  { ports, snapshots }: Runtime,
  document: ServiceImportDocument,
  hasTime: HasTime,
): Promise<number> => {
  const { catalogue } = await snapshots.current();
  const { _id, at, by } = document;
  const { database } = ports;
  const store = storeOf(database);
  const rows = await storedRows(store, document);
  let done = (await store.get(progressId(_id)))?.done ?? 0;
  while (done < rows.length) {
    if (!(await hasTime())) return rows.length - done;
    const from = done;
    done = await database.transaction(async transaction => {
      const progress = await transaction.get('serviceimports', progressId(_id));
      // Another run was quicker.
      if ((progress?.done ?? 0) !== from) return progress?.done ?? 0;
      const next = Math.min(from + ROWS_AT_ONCE, rows.length);
      for (const entry of rows.slice(from, next)) await writeEntry(ports, transaction, entry, catalogue, by);
      const reached = { _id: progressId(_id), at, by, rows: [], of: _id, done: next };
      await transaction.put('serviceimports', reached);
      await raiseVersion(transaction);
      return next;
    });
  }
  await removeImport(store, document);
  await store.remove(progressId(_id));
  return 0;
};

/** Goes on with imports that were broken off. */
export const finishServiceImports = (runtime: Runtime, work: Work): Promise<{ imported: number }> => {
  const { database, now } = runtime.ports;
  return finishStored(
    storeOf(database),
    queueOf(database, 'serviceimports', 'at', { until: brokenOffUntil(now()) }),
    work,
    async document => (await applyImport(runtime, document, work.hasTime)) === 0,
  );
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
  const { rows, bad } = await readTableFile(ports, input, {
    readText: readServiceRows,
    readTable: readServiceTable,
    counted: '项',
    nothing: '文件里没有服务',
  });
  const stored = await sideBySide(rows, ({ id }) => storedService(ports.database, id));
  const planned: ServiceImportOutcome['rows'] = [];
  const entries: ServiceInput[] = [];
  for (const [at, { row, ...entry }] of rows.entries()) {
    const reason = plural(entryErrors(entry, catalogue));
    if (reason) bad.push({ row, reason });
    const before = stored[at];
    const parts = changedParts(before && entryOf(before), entry);
    const does: Does = !before ? 'create' : parts.length > 0 ? 'change' : 'nothing';
    planned.push({ row, name: entry.name, unitName: catalogue.unit(entry.unitId)?.name ?? '', does });
    if (does !== 'nothing') entries.push(entry);
  }
  if (bad.length > 0 || input.dryRun || entries.length === 0) return tableOutcome(planned, bad);
  const document = await storeImport(storeOf(ports.database), {
    _id: ports.secrets.randomId(),
    at: ports.now(),
    by: { id: actor.id, name: actor.name },
    rows: entries,
  });
  const waiting = await applyImport(runtime, document, timeOfCall(ports));
  return tableOutcome(planned, bad, { imported: entries.length, waiting });
};

export const serviceImport = useCase(importServicesInput, catalogueKeepers, (runtime, { actor }, input) =>
  importServices(runtime, actor, input),
);

export const exportServicesInput = z.object({ format: fileFormat, cursor: z.string().max(200).optional() });

/** Every service that a member keeps or sees inside, in the order of names, page by page. */
async function* servicesOf(
  { ports, snapshots }: Runtime,
  actor: Actor,
  after: string,
): AsyncGenerator<{ key: string; service: Service }> {
  const { catalogue } = await snapshots.current();
  let key = after;
  for (;;) {
    const page = await ports.database.find('services', {
      where: { nameKey: { gt: key } },
      order: ['nameKey', 'asc'],
      limit: PAGE,
    });
    for (const one of page) if (seesInside(actor, one, catalogue)) yield { key: one.nameKey, service: one };
    if (page.length < PAGE) return;
    key = page.at(-1)?.nameKey ?? '';
  }
}

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
    if (part.length > 0 && bytes > EXPORT_BYTES[format]) {
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

export const serviceExport = useCase(exportServicesInput, ticketReaders, (runtime, { actor }, input) =>
  exportServices(runtime, actor, input),
);
