import * as z from 'zod';
import type { ExportedFile } from '../../../typings/contract';
import type { Actor } from '../../domain/engine';
import { registerReaders } from '../../domain/registers';
import { guarded } from '../../domain/tables/cell';
import { csvLine } from '../../domain/tables/csv';
import { civilDateOf } from '../../domain/time';
import { storeExport } from '../files/stored-exports';
import { administrative } from '../kernel/writing/administer';
import { fail } from '../kernel/failure';
import { countExport } from '../kernel/meters';
import { contextFor, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { rowsOf } from './list-register';
import { openRegister, showRow } from './row';

const exportInput = z.object({
  register: z.string({ error: '请选择台账' }).min(1).max(40),
  format: z.enum(['xlsx', 'csv'], { error: '请选择 XLSX 或 CSV' }),
});

/** More could not be written within the time of a call. */
const MOST_ROWS = 10_000;

/** `register.export`: the rows that the member sees, in words, as a file behind a link that expires. */
export const exportRegister = async (
  runtime: Runtime,
  actor: Actor,
  { register: name, format }: z.infer<typeof exportInput>,
): Promise<ExportedFile> => {
  const { ports, snapshots } = runtime;
  const { register, key } = openRegister(actor, name);
  await countExport(runtime, actor);
  const context = contextFor(await snapshots.current(), actor, ports.now(), undefined);
  const columns = Object.entries(register.fields);
  const lines = [columns.map(([, { label }]) => label)];
  for await (const document of rowsOf(ports.database, register, key)) {
    if (lines.length > MOST_ROWS) fail('invalid', `一次最多导出 ${MOST_ROWS} 行，请联系运营方`);
    const { words } = showRow(register, document, context);
    lines.push(columns.map(([field]) => words[field] ?? ''));
  }
  const bytes =
    format === 'xlsx'
      ? ports.writeSheet(
          register.label,
          lines.map(cells => cells.map(guarded)),
        )
      : // Spreadsheets take CSV for UTF-8 only with the mark at its beginning.
        new TextEncoder().encode(`\uFEFF${lines.map(csvLine).join('')}`);
  return storeExport(ports, `${register.label}-${civilDateOf(context.now)}.${format}`, bytes);
};

export const registerExport = administrative(
  'register.export',
  ({ register, format }) => ({ about: register, what: format }),
  useCase(exportInput, registerReaders, (runtime, { actor }, input) => exportRegister(runtime, actor, input)),
);
