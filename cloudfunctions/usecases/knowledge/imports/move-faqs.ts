import * as z from 'zod';
import { editors, frontDesk } from '../../../domain/catalogue/roles';
import { contentSchema, mayWrite, sideOf, type FaqContent } from '../../../domain/knowledge/content/content';
import { faqTable } from '../../../domain/knowledge/content/faq-rows';
import { changesBetween, withGiven, type FieldChange } from '../../../domain/tables/table';
import type { Actor } from '../../../domain/engine';
import { canonical } from '../../../domain/privacy/chain';
import { takeImport } from './apply-imports';
import type { FaqDocument, FaqImportDocument, FaqVersionDocument } from '../../kernel/documents';
import { maskContent, unitNameOf, wrongIn } from '../entries/faq-versions';
import { countExport } from '../../kernel/meters';
import type { Database, Secrets } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { sameText } from '../entries/save-faq';
import type { Snapshot } from '../../kernel/reading/snapshot';
import { timeOfCall } from '../../files/stored-imports';
import { administrative } from '../../kernel/writing/administer';
import {
  type Does,
  exportPart,
  fileFormat,
  readTableFile,
  sideBySide,
  tableFileInput,
  type TableOutcome,
  tableOutcome,
} from '../../files/table-file';

/** Whole files of entries, in and out. What comes in are drafts: they go the way of every other text. */

export const importFaqsInput = tableFileInput;
type ImportInput = z.infer<typeof importFaqsInput>;

/** What a row would do, for looking at it first. */
export type PlannedRow = {
  row: number;
  question: string;
  unitName: string;
  does: Does;
  changes: FieldChange[];
};

export type ImportOutcome = TableOutcome<PlannedRow>;

const newestOf = async (database: Database, faqId: string): Promise<FaqVersionDocument | undefined> =>
  (await database.find('faqversions', { where: { faqId }, order: ['version', 'desc'], limit: 1 }))[0];

/** A row without an id gets it from its words: the same row, brought twice, is one entry. */
const idOf = ({ sha256 }: Secrets, content: FaqContent): string =>
  `K${sha256(canonical({ ...content })).slice(0, 12)}`;

/** What is wrong with a row beyond its form. */
const wrongWith = async (
  snapshot: Snapshot,
  actor: Actor,
  content: FaqContent,
  before: FaqContent | undefined,
): Promise<string | undefined> => {
  const wrong = Object.values(await wrongIn(snapshot, content));
  // A day of the file and one that is stored need not fit each other.
  const read = contentSchema.safeParse(content);
  if (!read.success) wrong.push(...read.error.issues.map(({ message }) => message));
  if (!mayWrite(actor, content.unitId) || (before && !mayWrite(actor, before.unitId)))
    wrong.push('只能导入本单位的条目');
  return wrong.length > 0 ? wrong.join('；') : undefined;
};

/** `faq.import`: all rows become drafts, or, when one is bad, none; every bad row is named with its reason. */
export const importFaqs = async (
  runtime: Runtime,
  actor: Actor,
  input: ImportInput,
): Promise<ImportOutcome> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const { rows, bad } = await readTableFile(ports, actor, input, faqTable, '文件里没有条目');
  const firstOf = new Map<string, number>();
  const named = rows.map(row => ({ ...row, entryId: row.id ?? idOf(ports.secrets, row.content) }));
  const newest = await sideBySide(named, ({ entryId }) => newestOf(ports.database, entryId));
  const planned: PlannedRow[] = [];
  const wanted: FaqImportDocument['rows'] = [];
  for (const [at, { row, id, entryId, content: read, given }] of named.entries()) {
    const before = newest[at];
    const first = firstOf.get(entryId);
    const content = id && before ? withGiven(before.content, read, given) : read;
    const reason = await wrongWith(snapshot, actor, content, before?.content);
    if (first !== undefined) bad.push({ row, reason: `与第 ${first} 行相同` });
    else if (reason) bad.push({ row, reason });
    firstOf.set(entryId, first ?? row);
    const masked = maskContent(content);
    // A file that was exported, changed in places and brought back makes drafts of what was changed only. A row without
    // an id that was imported before does nothing: a call that seemed lost may be sent again.
    const nothing = before && (!id || sameText(before.content, masked));
    const does = nothing ? 'nothing' : before ? 'change' : 'create';
    planned.push({
      row,
      question: content.question,
      unitName: unitNameOf(snapshot, content.unitId),
      does,
      // What others have written is not shown to whoever may not change it.
      changes:
        does === 'change' && before && !reason
          ? changesBetween(
              faqTable,
              { id: entryId, content: before.content },
              { id: entryId, content: masked },
            )
          : [],
    });
    if (!nothing)
      wanted.push({
        id: entryId,
        content: maskContent(read),
        base: before?.version ?? 0,
        ...(id ? { given } : {}),
      });
  }
  if (bad.length > 0 || input.dryRun || wanted.length === 0) return tableOutcome(planned, bad);
  const document: FaqImportDocument = {
    _id: ports.secrets.randomId(),
    at: ports.now(),
    by: { id: actor.id, name: actor.name },
    rows: wanted,
  };
  const waiting = await takeImport(ports, document, timeOfCall(ports));
  return tableOutcome(planned, bad, { imported: wanted.length, waiting });
};

export const faqImport = administrative(
  'faq.import',
  () => ({}),
  useCase(importFaqsInput, frontDesk, (runtime, { actor }, input) => importFaqs(runtime, actor, input)),
);

export const exportFaqsInput = z.object({ format: fileFormat, cursor: z.string().max(64).optional() });

const contentOf = ({
  question,
  similar,
  answer = '',
  unitId,
  serviceId,
  region,
  ...rest
}: FaqDocument): FaqContent => ({
  question,
  similar,
  answer,
  unitId,
  serviceId,
  region,
  validFrom: rest.validFrom,
  validUntil: rest.validUntil,
});

/** `faq.export`: published entries; a unit gets its own, the operator and the manager all. */
export const exportFaqs = async (
  runtime: Runtime,
  actor: Actor,
  { format, cursor = '' }: z.infer<typeof exportFaqsInput>,
): ReturnType<typeof exportPart> => {
  const { snapshots } = runtime;
  if (cursor === '') await countExport(runtime, actor);
  const { entries } = await (await snapshots.current()).knowledge();
  const own = entries.filter(
    faq => faq.id > cursor && (mayWrite(actor, faq.unitId) || sideOf(actor, faq.unitId) !== undefined),
  );
  const items = own.map(faq => ({ key: faq.id, item: { id: faq.id, content: contentOf(faq) } }));
  return exportPart(runtime, actor, faqTable, items, { format, isFirst: cursor === '', sheetName: '知识库' });
};

export const faqExport = administrative(
  'faq.export',
  ({ format }) => ({ what: format }),
  useCase(exportFaqsInput, editors, (runtime, { actor }, input) => exportFaqs(runtime, actor, input)),
  { takesOut: true },
);
