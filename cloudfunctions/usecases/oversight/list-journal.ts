import * as z from 'zod';
import type { JournalEntry } from '../../../typings/api';
import { auditors, roleLabels } from '../../domain/catalogue/roles';
import type { Actor, Procedure } from '../../domain/engine';
import { ADMINISTRATION } from '../../domain/privacy/chain';
import { normaliseTicketNumber } from '../../domain/privacy/ticket-number';
import { procedureOf, procedures } from '../../domain/procedures';
import { SECURITY_EVENT, timeOfEvent } from '../../domain/procedures/security-event';
import { maySee } from '../../domain/ticket/scope';
import { addMinutes, type Instant } from '../../domain/time';
import type { JournalDocument } from '../kernel/documents';
import { notFound } from '../kernel/failure';
import { cutPage } from '../kernel/reading/paging';
import { queueOf } from '../kernel/reading/queue';
import type { Query } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';

export const auditListInput = z.object({
  /** Of a ticket; without it the administrative acts, newest first. */
  no: z.string().min(1, '请填写工单编号').max(64).optional(),
  /** A security event: what was done by anybody while it went on, and before (J-26). */
  event: z.string().min(1, '请填写安全事件编号').max(64).optional(),
  /** So many days before it was noticed. */
  daysBefore: z.number({ error: '请选择往前几天' }).int().min(0).max(30).default(1),
  /** Of that only looks at personal data, files that were taken out, or changes. */
  what: z.enum(['access', 'export', 'change'], { error: '没有这一种' }).optional(),
  cursor: z
    .string()
    .regex(/^(\d{1,12}|\d{4}-\d\d-\d\dT[\d:.]{8,12}\+08:00\|\d{1,4})$/, '请从头查看')
    .optional(),
});
type ListInput = z.infer<typeof auditListInput>;

/** What stands in a journal besides the acts of procedures. */
const OTHER_TYPES: Record<string, string> = {
  file: '提交',
  remind: '提醒',
  open: '发起',
  linkFault: '关联服务异常',
  look: '核对时限',
  erase: '删除内容（按本人要求，或者涉密清除）',
  attachmentChecked: '附件安全检查',
  claimByCaller: '来电人认领',
  migrate: '数据格式升级',
  reseal: '更换加密密钥',
};

/** Administrative acts, by their actions. */
export const administrativeLabels: Record<string, string> = {
  'unit.save': '登记或更改单位',
  'unit.dissolve': '撤销单位',
  'region.save': '登记或更改地区',
  'member.invite': '邀请人员',
  'member.revoke': '收回权限',
  'member.standIn': '设置代班人',
  'member.address': '更改本人联系方式',
  'calendar.import': '导入放假安排',
  'calendar.confirm': '确认提前的日期',
  'ruleset.save': '保存规则集新版本',
  'ruleset.activate': '启用规则集',
  'service.save': '登记或更改服务',
  'service.import': '导入服务',
  'service.export': '导出服务',
  'faq.save': '编写知识条目',
  'faq.submit': '提交知识条目审核',
  'faq.review': '审核知识条目',
  'faq.publish': '发布知识条目',
  'faq.withdraw': '撤下知识条目',
  'faq.rollback': '恢复知识条目旧版',
  'faq.merge': '合并知识条目',
  'faq.import': '导入知识条目',
  'faq.export': '导出知识条目',
  'knowledge.judge': '评判机器答复',
  'knowledge.refit': '更新判定标准',
  'knowledge.rollback': '恢复旧判定标准',
  'knowledge.saveWords': '更改词表',
  'router.refit': '更新分办模型',
  'router.rollback': '恢复旧分办模型',
  'notice.save': '编写公告',
  'notice.publish': '发布公告',
  'notice.withdraw': '撤下公告',
  'notice.review': '审核公告',
  'plan.save': '定检查计划',
  'phrase.save': '编写常用语',
  'phrase.remove': '删去常用语',
  'register.save': '登记或更改台账',
  'register.rectify': '从台账发出整改',
  'register.export': '导出台账',
  'report.build': '汇总报告',
  'report.file': '导出报告',
  'ticket.file': '导出案卷',
  'ticket.purge': '清除涉密内容',
  'clock.retry': '重试没有做成的事项',
};

/** An act is called as its own procedure calls it: one name can stand for different things. */
const labelOf = (type: string, procedure: Procedure | undefined): string =>
  procedure?.acts.find(({ act }) => act === type)?.label ??
  OTHER_TYPES[type] ??
  administrativeLabels[type] ??
  type;

/** Of an administrative act: to what it was done, and by whom. */
const deedSchema = z.object({
  about: z.string().optional(),
  what: z.string().optional(),
  by: z.string().optional(),
  /** The number on a file that was taken out. */
  mark: z.string().optional(),
});

const shown = (
  { no, seq, at, type, actor, hash, payload }: JournalDocument,
  procedure: Procedure | undefined,
): JournalEntry => {
  // What was written on a ticket is not shown here.
  const deed = no === ADMINISTRATION ? deedSchema.safeParse(payload).data : undefined;
  return {
    seq,
    at,
    type,
    label: labelOf(type, procedure),
    role: actor.role,
    roleLabel: roleLabels[actor.role as Actor['role']] ?? actor.role,
    actorId: actor.id,
    hash,
    ...(deed?.by ? { actorName: deed.by } : {}),
    ...(deed?.about ? { about: deed.about } : {}),
    ...(deed?.what || deed?.mark ? { what: [deed.what, deed.mark].filter(Boolean).join(' ') } : {}),
  };
};

const LINES = 50;
/** So many entries are looked at in one call for those of one sort. */
const MOST_LOOKED_AT = 1000;

/** What an entry is to whoever looks for the cause of an event. */
const sortOf = ({ no, type, actor }: JournalDocument): NonNullable<ListInput['what']> | undefined => {
  if (type === 'reveal') return 'access';
  if (no === ADMINISTRATION && /\.(export|file)$/.test(type)) return 'export';
  return actor.role === 'system' || actor.role === 'citizen' ? undefined : 'change';
};

/** A number begins with the prefix of its kind, which some kinds share: the one that knows the act. */
const procedureOfEntry = ({ no, type }: JournalDocument): Procedure | undefined =>
  procedures.find(({ prefix, acts }) => no.startsWith(prefix) && acts.some(({ act }) => act === type));

/**
 * From a security event to what members did in its time, in that order: looks at personal data, files taken out, changes.
 * Entries of the last minute, which the timer has not delivered, are not among them yet.
 */
const listAround = async (
  { ports: { database, now }, snapshots }: Runtime,
  actor: Actor,
  { event = '', daysBefore, what, cursor }: ListInput,
): Promise<{ entries: JournalEntry[]; from: Instant; until: Instant; nextCursor?: string }> => {
  const found = await database.get('tickets', normaliseTicketNumber(event) ?? event);
  if (!found || found.ticket.kind !== SECURITY_EVENT || !maySee(actor, found.ticket))
    return notFound('安全事件');
  const time = timeOfEvent(found.ticket);
  const [from, until] = [addMinutes(time.from, -daysBefore * 24 * 60), time.until ?? now()];
  const [startedAt = from, passed = '0'] = cursor?.split('|') ?? [];
  const { directory } = await snapshots.current();
  const entries: JournalEntry[] = [];
  /** The last that was looked at: its moment, and the how many-th of that moment it is. */
  let last = { at: startedAt, n: 0 };
  let looked = 0;
  for await (const entry of queueOf(database, 'journal', 'at', {
    where: { outbox: 'done' },
    from: startedAt,
    until,
  })) {
    const here = { at: entry.at, n: entry.at === last.at ? last.n + 1 : 1 };
    const isPassed = entry.at === startedAt && here.n <= Number(passed);
    if (!isPassed && (entries.length === LINES || looked === MOST_LOOKED_AT))
      return { entries, from, until, nextCursor: `${last.at}|${last.n}` };
    last = here;
    if (isPassed) continue;
    looked += 1;
    const sort = sortOf(entry);
    if (sort === undefined || (what !== undefined && sort !== what)) continue;
    const name = directory.member(entry.actor.id)?.name;
    const ofTicket = entry.no === ADMINISTRATION ? {} : { no: entry.no };
    entries.push({
      ...(name ? { actorName: name } : {}),
      ...shown(entry, procedureOfEntry(entry)),
      ...ofTicket,
      sort,
    });
  }
  return { entries, from, until };
};

/**
 * `audit.list`: what happened to a ticket, without what was written; what was done to the system itself (A47); or what was done
 * by anybody in the time of a security event.
 */
export const listJournal = async (
  runtime: Runtime,
  actor: Actor,
  input: ListInput,
): Promise<{ entries: JournalEntry[]; from?: Instant; until?: Instant; nextCursor?: string }> => {
  if (input.event !== undefined) return listAround(runtime, actor, input);
  const { ports } = runtime;
  const { no: asked, cursor } = input;
  const no = asked === undefined ? ADMINISTRATION : (normaliseTicketNumber(asked) ?? asked);
  const found = asked === undefined ? undefined : await ports.database.get('tickets', no);
  const query: Query =
    asked === undefined
      ? { where: { no, ...(cursor ? { seq: { lt: Number(cursor) } } : {}) }, order: ['seq', 'desc'] }
      : { where: { no, seq: { gt: Number(cursor ?? 0) } }, order: ['seq', 'asc'] };
  const documents = await ports.database.find('journal', { ...query, limit: LINES + 1 });
  const { page, next } = cutPage(documents, LINES, ({ seq }) => String(seq));
  const procedure = found && procedureOf(found.ticket.kind);
  return { entries: page.map(entry => shown(entry, procedure)), ...next };
};

export const auditList = useCase(auditListInput, auditors, (runtime, { actor }, input) =>
  listJournal(runtime, actor, input),
);
