import * as z from 'zod';
import type { Actor, Procedure } from '../../domain/engine';
import { procedureOf } from '../../domain/procedures';
import { checkChain, type ChainEntry } from '../../domain/privacy/chain';
import type { JournalDocument } from '../kernel/documents';
import { PAGE, type Database } from '../kernel/ports';
import { roleLabels, type Runtime } from '../kernel/runtime';

/** All entries of a ticket in order. */
export const journalOf = async (database: Database, no: string): Promise<JournalDocument[]> => {
  const all: JournalDocument[] = [];
  for (;;) {
    const page = await database.find('journal', {
      where: { no, seq: { gt: all.at(-1)?.seq ?? 0 } },
      order: ['seq', 'asc'],
      limit: PAGE,
    });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
};

const toChain = (entry: JournalDocument): ChainEntry => ({
  no: entry.no,
  seq: entry.seq,
  at: entry.at,
  type: entry.type,
  actor: `${entry.actor.role}:${entry.actor.id}`,
  commitment: entry.commitment,
  hash: entry.hash,
  ...(entry.salt === null ? {} : { payload: entry.payload, salt: entry.salt }),
});

export const auditInput = z.object({
  no: z.string().max(64).optional(),
  cursor: z.string().max(64).optional(),
});

type Broken = { no: string; seq: number; why: 'changed' | 'missing' | 'head' };

/**
 * `audit.check`: recomputes the chain of one ticket, or of all tickets page by page (J-26). Finds a changed, a
 * missing and a cut-off entry; what was erased at a citizen's wish still verifies.
 */
export const checkJournal = async (
  { ports }: Runtime,
  input: z.infer<typeof auditInput>,
): Promise<{ checked: number; broken: Broken[]; nextCursor?: string }> => {
  const { database, secrets } = ports;
  const documents = input.no
    ? [await database.get('tickets', input.no)]
    : await database.find('tickets', {
        where: { 'keys.newKey': { gt: input.cursor ?? '' } },
        order: ['keys.newKey', 'asc'],
        limit: PAGE,
      });
  const broken: Broken[] = [];
  for (const document of documents) {
    if (!document) continue;
    const entries = await journalOf(database, document._id);
    const result = checkChain(entries.map(toChain), document.chain.head, secrets.sha256);
    if (!result.ok) broken.push({ no: document._id, seq: result.seq, why: result.why });
  }
  const last = documents.at(-1);
  const more = !input.no && documents.length === PAGE && last;
  return {
    checked: documents.filter(Boolean).length,
    broken,
    ...(more ? { nextCursor: last.keys.newKey } : {}),
  };
};

export const auditListInput = z.object({ no: z.string({ error: '请填写工单编号' }).min(1).max(64) });

/** What stands in a journal besides the acts of procedures. */
const OTHER_TYPES: Record<string, string> = {
  file: '提交',
  remind: '提醒',
  open: '发起',
  linkFault: '关联服务异常',
  look: '核对时限',
  erase: '按本人要求删除个人信息',
  attachmentChecked: '附件安全检查',
  claimByCaller: '来电人认领',
  migrate: '数据格式升级',
};

/** An act is called as its own procedure calls it: one name can stand for different things. */
const labelOf = (type: string, procedure: Procedure | undefined): string =>
  procedure?.acts.find(({ act }) => act === type)?.label ?? OTHER_TYPES[type] ?? type;

/** `audit.list`: what happened to a ticket, without what was written. */
export const listJournal = async (
  { ports }: Runtime,
  no: string,
): Promise<{
  entries: (Pick<JournalDocument, 'seq' | 'at' | 'type' | 'hash'> & {
    label: string;
    role: string;
    roleLabel: string;
    actorId: string;
  })[];
}> => {
  const found = await ports.database.get('tickets', no);
  const procedure = found && procedureOf(found.ticket.kind);
  return {
    entries: (await journalOf(ports.database, no)).map(({ seq, at, type, actor, hash }) => ({
      seq,
      at,
      type,
      label: labelOf(type, procedure),
      role: actor.role,
      roleLabel: roleLabels[actor.role as Actor['role']] ?? actor.role,
      actorId: actor.id,
      hash,
    })),
  };
};
