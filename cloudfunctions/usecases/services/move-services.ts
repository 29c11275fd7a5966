import * as z from 'zod';
import { catalogueKeepers, ticketReaders } from '../../domain/catalogue/roles';
import {
  entryErrors,
  entryOf,
  keepingOf,
  changedParts,
  seesInside,
  type ServiceInput,
} from '../../domain/services/entry';
import { serviceTable } from '../../domain/services/rows';
import { changesBetween, withGiven, type FieldChange } from '../../domain/tables/table';
import type { Actor } from '../../domain/engine';
import { administrative } from '../kernel/writing/administer';
import type { ServiceImportDocument } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { raiseVersion } from '../catalogue/raise-version';
import { countExport } from '../kernel/meters';
import { PAGE, type Database, type HasTime } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import type { Work } from '../clock/work';
import { meantServices, storedService, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
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
  exportPart,
  fileFormat,
  readTableFile,
  tableFileInput,
  type TableOutcome,
  tableOutcome,
} from '../files/table-file';
import { writeEntry } from './save-service';
import { identifierOf } from '../../domain/typed/identifier';

/** The register of services as whole files, in and out. A file is taken as a whole or not at all. */

export const importServicesInput = tableFileInput;

export type ServiceImportOutcome = TableOutcome<{
  row: number;
  name: string;
  unitName: string;
  does: Does;
  changes: FieldChange[];
}>;

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
      for (const { given, ...row } of rows.slice(from, next)) {
        const before = await storedService(transaction, row.id);
        const entry = before && given ? withGiven(entryOf(before), row, given) : row;
        await writeEntry(ports, transaction, before, entry, catalogue, by);
      }
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
  const { rows, bad } = await readTableFile(ports, actor, input, serviceTable, '文件里没有服务');
  const stored = await meantServices(
    ports.database,
    rows.map(({ id }) => id),
  );
  const planned: ServiceImportOutcome['rows'] = [];
  const wanted: ServiceImportDocument['rows'] = [];
  for (const [at, { row, given, entry: typed }] of rows.entries()) {
    const service = stored[at];
    const read = { ...typed, id: service?.id ?? identifierOf(typed.id) };
    const before = service && entryOf(service);
    const entry = before ? withGiven(before, read, given) : read;
    const reason = plural(entryErrors(entry, catalogue, before));
    if (reason) bad.push({ row, reason });
    const isChanged = changedParts(before, entry).length > 0;
    const does: Does = !before ? 'create' : isChanged ? 'change' : 'nothing';
    const changes = before ? changesBetween(serviceTable, before, entry) : [];
    const unitName = catalogue.unit(entry.unitId)?.name ?? '';
    planned.push({ row, name: entry.name, unitName, does, changes });
    if (does !== 'nothing') wanted.push({ ...read, given });
  }
  if (bad.length > 0 || input.dryRun || wanted.length === 0) return tableOutcome(planned, bad);
  const document = await storeImport(storeOf(ports.database), {
    _id: ports.secrets.randomId(),
    at: ports.now(),
    by: { id: actor.id, name: actor.name },
    rows: wanted,
  });
  const waiting = await applyImport(runtime, document, timeOfCall(ports));
  return tableOutcome(planned, bad, { imported: wanted.length, waiting });
};

export const serviceImport = administrative(
  'service.import',
  () => ({}),
  useCase(importServicesInput, catalogueKeepers, (runtime, { actor }, input) =>
    importServices(runtime, actor, input),
  ),
);

export const exportServicesInput = z.object({ format: fileFormat, cursor: z.string().max(200).optional() });

/** Every service that a member keeps or sees inside, in the order of names, page by page. */
async function* servicesOf(
  { ports, snapshots }: Runtime,
  actor: Actor,
  after: string,
): AsyncGenerator<{ key: string; item: ServiceInput }> {
  const { catalogue } = await snapshots.current();
  let key = after;
  for (;;) {
    const page = await ports.database.find('services', {
      where: { nameKey: { gt: key } },
      order: ['nameKey', 'asc'],
      limit: PAGE,
    });
    for (const one of page)
      if (seesInside(actor, one, catalogue)) yield { key: one.nameKey, item: entryOf(one) };
    if (page.length < PAGE) return;
    key = page.at(-1)?.nameKey ?? '';
  }
}

/** `service.export`: the services that the member sees inside. */
export const exportServices = async (
  runtime: Runtime,
  actor: Actor,
  { format, cursor = '' }: z.infer<typeof exportServicesInput>,
): ReturnType<typeof exportPart> => {
  const isFirst = cursor === '';
  if (isFirst) await countExport(runtime, actor);
  return exportPart(runtime, actor, serviceTable, servicesOf(runtime, actor, cursor), {
    format,
    isFirst,
    sheetName: '服务登记',
  });
};

export const serviceExport = administrative(
  'service.export',
  ({ format }) => ({ what: format }),
  useCase(exportServicesInput, ticketReaders, (runtime, { actor }, input) =>
    exportServices(runtime, actor, input),
  ),
  { takesOut: true },
);
