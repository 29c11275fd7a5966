import * as z from 'zod';
import { mayWrite, sideOf, type FaqContent } from '../domain/knowledge/content';
import {
  readFaqRows,
  readFaqTable,
  writeFaqRows,
  writeFaqTable,
  type FaqRow,
} from '../domain/knowledge/faq-rows';
import type { Actor } from '../domain/procedure';
import type { BadRow } from '../domain/table';
import { applyImport } from './apply-imports';
import type { FaqDocument, FaqImportDocument, FaqVersionDocument } from './documents';
import { maskContent, unitNameOf, wrongIn } from './faq-versions';
import type { Database } from './ports';
import type { Runtime } from './runtime';
import { sameText } from './save-faq';
import type { Snapshot } from './snapshot';
import { writeSheet } from './spreadsheet';
import { fileFormat, readTableFile, tableFileInput, wrongFile } from './table-file';

/** Whole files of entries, in and out. What comes in are drafts: they go the way of every other text. */

/** As many as fit into one call with their answers. */
const MOST_ROWS = 200;

export const importFaqsInput = tableFileInput;
type ImportInput = z.infer<typeof importFaqsInput>;

/** What a row would do, for looking at it first. */
export type PlannedRow = {
  row: number;
  question: string;
  unitName: string;
  does: 'create' | 'change' | 'nothing';
};

export type ImportOutcome = {
  imported: number;
  created: number;
  changed: number;
  unchanged: number;
  bad: BadRow[];
  rows: PlannedRow[];
};

type Row = FaqRow & { row: number };

const newestOf = async (database: Database, faqId: string): Promise<FaqVersionDocument | undefined> =>
  (await database.find('faqversions', { where: { faqId }, order: ['version', 'desc'], limit: 1 }))[0];

/** What is wrong with a row beyond its form. */
const wrongWith = async (
  snapshot: Snapshot,
  actor: Actor,
  { content }: Row,
  before: FaqContent | undefined,
): Promise<string | undefined> => {
  const wrong = Object.values(await wrongIn(snapshot, content));
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
  const { rows, bad } = readTableFile(input, readFaqRows, readFaqTable);
  if (rows.length + bad.length > MOST_ROWS) wrongFile(`一个文件最多 ${MOST_ROWS} 条，请分成几个文件`);
  if (rows.length + bad.length === 0) wrongFile('文件里没有条目');
  const before = new Map<Row, FaqVersionDocument | undefined>();
  const planned: PlannedRow[] = [];
  const plan = ({ row, content }: Row, does: PlannedRow['does']): void =>
    void planned.push({
      row,
      question: content.question,
      unitName: unitNameOf(snapshot, content.unitId),
      does,
    });
  for (const row of rows) {
    const newest = row.id ? await newestOf(ports.database, row.id) : undefined;
    const reason = await wrongWith(snapshot, actor, row, newest?.content);
    if (reason) bad.push({ row: row.row, reason });
    // A file that was exported, changed in places and brought back makes drafts of what was changed only.
    if (newest && sameText(newest.content, maskContent(row.content))) plan(row, 'nothing');
    else {
      before.set(row, newest);
      plan(row, newest ? 'change' : 'create');
    }
  }
  const count = (wanted: PlannedRow['does']): number => planned.filter(({ does }) => does === wanted).length;
  const counts = { created: count('create'), changed: count('change'), unchanged: count('nothing') };
  if (bad.length > 0 || input.dryRun)
    return { imported: 0, ...counts, bad: bad.sort((a, b) => a.row - b.row), rows: planned };
  const document: FaqImportDocument = {
    _id: ports.secrets.randomId(),
    at: ports.now(),
    by: { id: actor.id, name: actor.name },
    rows: [...before].map(([row, newest]) => ({
      id: row.id ?? `K${ports.secrets.randomId().slice(0, 12)}`,
      content: maskContent(row.content),
      base: newest?.version ?? 0,
    })),
  };
  if (document.rows.length > 0) {
    await ports.database.insert('faqimports', document);
    await applyImport(ports, document);
  }
  return { imported: document.rows.length, ...counts, bad: [], rows: planned };
};

export const exportFaqsInput = z.object({ format: fileFormat, cursor: z.string().max(64).optional() });

/** Well below what one answer of a function may hold; a spreadsheet is packed. */
const PART_BYTES = { jsonl: 400_000, csv: 400_000, xlsx: 1_500_000 };

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

type Part = { id: string; content: FaqContent }[];

const writePart = (
  part: Part,
  wanted: z.infer<typeof fileFormat>,
  first: boolean,
): { text?: string; file?: string } =>
  wanted === 'xlsx'
    ? { file: Buffer.from(writeSheet('知识库', writeFaqTable(part))).toString('base64') }
    : { text: writeFaqRows(part, wanted, first) };

/**
 * `faq.export`: published entries; a unit gets its own, the operator and the manager all. Texts come in parts to be
 * joined, spreadsheets as whole files (base64) one after the other.
 */
export const exportFaqs = async (
  { snapshots }: Runtime,
  actor: Actor,
  { format: wanted, cursor = '' }: z.infer<typeof exportFaqsInput>,
): Promise<{ text?: string; file?: string; count: number; nextCursor?: string }> => {
  const { entries } = await (await snapshots.current()).knowledge();
  const own = entries.filter(
    faq => faq.id > cursor && (mayWrite(actor, faq.unitId) || sideOf(actor, faq.unitId) !== undefined),
  );
  const part: Part = [];
  let bytes = 0;
  for (const faq of own) {
    const row = { id: faq.id, content: contentOf(faq) };
    bytes += Buffer.byteLength(JSON.stringify(row));
    if (part.length > 0 && bytes > PART_BYTES[wanted]) break;
    part.push(row);
  }
  return {
    ...writePart(part, wanted, cursor === ''),
    count: part.length,
    ...(part.length < own.length ? { nextCursor: part.at(-1)?.id } : {}),
  };
};
