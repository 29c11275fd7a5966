import * as z from 'zod';
import { auditors } from '../../domain/catalogue/roles';
import type { Actor, Procedure } from '../../domain/engine';
import { procedureOf } from '../../domain/procedures';
import type { JournalDocument } from '../kernel/documents';
import { roleLabels, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { journalOf } from './read-journal';

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

export const auditList = useCase(auditListInput, auditors, (runtime, _caller, { no }) =>
  listJournal(runtime, no),
);
