import * as z from 'zod';
import type { ExportedFile } from '../../../typings/contract';
import type { Actor } from '../../domain/engine';
import { approvalTag, approvedUntil } from '../../domain/procedures/data-export';
import { registerReaders } from '../../domain/registers';
import { guarded } from '../../domain/tables/cell';
import { csvLine } from '../../domain/tables/csv';
import { markHeading } from '../../domain/tables/export-mark';
import { civilDateOf } from '../../domain/time';
import { markExport } from '../files/mark-export';
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

/** The number of the approval under which this member may take the rows out now; without one it is refused. */
const approvalFor = async (
  { ports }: Runtime,
  actor: Actor,
  register: string,
  label: string,
): Promise<string> => {
  const found = await ports.database.find('tickets', {
    where: { 'keys.tags': approvalTag(actor.id, register) },
    order: ['keys.newKey', 'desc'],
    limit: 1,
  });
  const until = found[0] && approvedUntil(found[0].ticket);
  return found[0] && until !== undefined && until >= civilDateOf(ports.now())
    ? found[0]._id
    : fail('wrong-state', `“${label}”含个人信息，请先在“发起”里申请导出个人信息，管理方同意后再导出`);
};

/** `register.export`: the rows that the member sees, in words, as a file behind a link that expires. */
export const exportRegister = async (
  runtime: Runtime,
  actor: Actor,
  { register: name, format }: z.infer<typeof exportInput>,
): Promise<ExportedFile> => {
  const { ports, snapshots } = runtime;
  const { register, key } = openRegister(actor, name);
  const approval = register.personal ? await approvalFor(runtime, actor, name, register.label) : undefined;
  if (approval) runtime.alsoRecord?.({ approval });
  await countExport(runtime, actor);
  const context = contextFor(await snapshots.current(), actor, ports.now(), undefined);
  const columns = Object.entries(register.fields);
  const lines = [columns.map(([, { label }]) => label)];
  for await (const document of rowsOf(ports.database, register, key)) {
    if (lines.length > MOST_ROWS) fail('invalid', `一次最多导出 ${MOST_ROWS} 行，请联系运营方`);
    const { words } = showRow(register, document, context);
    lines.push(columns.map(([field]) => words[field] ?? ''));
  }
  const mark = await markExport(runtime, actor);
  const marked = (cells: string[], at: number): string[] => [
    ...cells,
    at > 0 ? mark.number : markHeading(mark),
  ];
  const bytes =
    format === 'xlsx'
      ? ports.writeSheet(
          register.label,
          lines.map(cells => cells.map(guarded)),
          mark,
        )
      : // Spreadsheets take CSV for UTF-8 only with the mark at its beginning.
        new TextEncoder().encode(`\uFEFF${lines.map((cells, at) => csvLine(marked(cells, at))).join('')}`);
  return storeExport(ports, `${register.label}-${civilDateOf(context.now)}.${format}`, bytes);
};

export const registerExport = administrative(
  'register.export',
  ({ register, format }) => ({ about: register, what: format }),
  useCase(exportInput, registerReaders, (runtime, { actor }, input) => exportRegister(runtime, actor, input)),
);
