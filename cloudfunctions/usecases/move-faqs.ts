import * as z from 'zod';
import { mayWrite, sideOf, type FaqContent } from '../domain/knowledge/content';
import { readFaqRows, writeFaqRows, type BadRow, type FaqRow } from '../domain/knowledge/faq-rows';
import type { Actor } from '../domain/procedure';
import { applyImport } from './apply-imports';
import type { FaqDocument, FaqImportDocument, FaqVersionDocument } from './documents';
import { fail } from './failure';
import { maskContent, wrongIn } from './faq-versions';
import type { Database } from './ports';
import type { Runtime } from './runtime';
import { sameText } from './save-faq';
import type { Snapshot } from './snapshot';

/** Whole files of entries, in and out. What comes in are drafts: they go the way of every other text. */

const format = z.enum(['jsonl', 'csv'], { error: '请选择 JSON 行或 CSV' });

/** As many as fit into one call with their answers. */
const MOST_ROWS = 200;

export const importFaqsInput = z.object({
  format,
  text: z.string({ error: '请选择文件' }).min(1, '文件是空的').max(90_000, '文件太大，请分成几个文件'),
  /** Only looks at the file and says what would happen. */
  dryRun: z.boolean().default(false),
});

export type ImportOutcome = {
  imported: number;
  created: number;
  changed: number;
  unchanged: number;
  bad: BadRow[];
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
  input: z.infer<typeof importFaqsInput>,
): Promise<ImportOutcome> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const { rows, bad } = readFaqRows(input.text, input.format);
  if (rows.length + bad.length > MOST_ROWS)
    fail('invalid', '有内容需要补充或更正', { text: `一个文件最多 ${MOST_ROWS} 条，请分成几个文件` });
  if (rows.length + bad.length === 0) fail('invalid', '有内容需要补充或更正', { text: '文件里没有条目' });
  const before = new Map<Row, FaqVersionDocument | undefined>();
  let unchanged = 0;
  for (const row of rows) {
    const newest = row.id ? await newestOf(ports.database, row.id) : undefined;
    const reason = await wrongWith(snapshot, actor, row, newest?.content);
    if (reason) bad.push({ row: row.row, reason });
    // A file that was exported, changed in places and brought back makes drafts of what was changed only.
    if (newest && sameText(newest.content, maskContent(row.content))) unchanged += 1;
    else before.set(row, newest);
  }
  const created = [...before.values()].filter(newest => !newest).length;
  const counts = { created, changed: before.size - created, unchanged };
  if (bad.length > 0 || input.dryRun)
    return { imported: 0, ...counts, bad: bad.sort((a, b) => a.row - b.row) };
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
  return { imported: document.rows.length, ...counts, bad: [] };
};

export const exportFaqsInput = z.object({ format, cursor: z.string().max(64).optional() });

/** Well below what one answer of a function may hold. */
const PART_BYTES = 400_000;

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

/** `faq.export`: published entries in parts, to be joined; a unit gets its own, the operator and the manager all. */
export const exportFaqs = async (
  { snapshots }: Runtime,
  actor: Actor,
  { format: wanted, cursor = '' }: z.infer<typeof exportFaqsInput>,
): Promise<{ text: string; count: number; nextCursor?: string }> => {
  const { entries } = await (await snapshots.current()).knowledge();
  const own = entries.filter(
    faq => faq.id > cursor && (mayWrite(actor, faq.unitId) || sideOf(actor, faq.unitId) !== undefined),
  );
  let text = writeFaqRows([], wanted, cursor === '');
  let bytes = 0;
  let count = 0;
  for (const faq of own) {
    const line = writeFaqRows([{ id: faq.id, content: contentOf(faq) }], wanted, false);
    bytes += Buffer.byteLength(line);
    if (count > 0 && bytes > PART_BYTES) return { text, count, nextCursor: own[count - 1]?.id };
    text += line;
    count += 1;
  }
  return { text, count };
};
