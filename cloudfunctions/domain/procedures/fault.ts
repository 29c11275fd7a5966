import { addServiceMinutes, DEFAULT_SERVICE_HOURS } from '../deadline';
import type { ActDefinition, Change, Context, Input, Procedure, Tell } from '../procedure';
import { withCondition, withoutCondition } from '../service-state';
import { spokenDate } from '../spoken';
import type { Ticket } from '../ticket/ticket';
import type { Instant } from '../time';
import { concernedUnit, manager, operator, platform } from './staff-procedure/parties';
import { watchingActs } from './staff-procedure/watching';
import {
  called,
  fact,
  given,
  notTheirs,
  tell,
  theFollowers,
  theLead,
  theManager,
  theOperator,
  theUnit,
} from './staff-procedure/words';

/**
 * 应用异常和暂时下线, G-3.2.4, G-3.3.1, G-3.3.3, figure A.2: whoever finds it reports it, unit and manager are told at
 * once and the service shows it at once; the unit has one working day; when that is over the service goes offline
 * (A4) until it has been verified; closed only when the result has reached unit and manager. The platform's own outage
 * lies with the operator (A36).
 */

const isPlatform = (ticket: Ticket): boolean => ticket.work?.platform === true;

const holderOf = (ticket: Ticket): Ticket['holder'] =>
  isPlatform(ticket) || !ticket.unitId ? { role: 'operator' } : { role: 'unit', unitId: ticket.unitId };

const instead = (ticket: Ticket): string =>
  fact(ticket, 'instead') ?? '急需办理的，请到线下窗口或者拨打 12345。';

/** What citizens see: the state of the service, or of the platform, and the notice that says what to do instead. */
const showAs = (change: Change, state: 'fault' | 'offline', reason: string): void => {
  const { ticket } = change;
  if (isPlatform(ticket)) {
    change.platformFault = { no: ticket.no, reason, since: ticket.createdAt };
  } else {
    const condition = { no: ticket.no, state, reason, instead: instead(ticket), since: change.now };
    change.changeService(service => withCondition(service, condition));
  }
  change.publish(state, {
    what: state === 'fault' ? '出现异常' : '暂停服务',
    serviceName: ticket.serviceName ?? '办事平台',
    startsAt: ticket.notice?.startsAt ?? change.now,
    impact: reason,
    instead: instead(ticket),
  });
};

const showAsOver = (change: Change): void => {
  const { ticket } = change;
  if (isPlatform(ticket)) change.platformFault = null;
  else change.changeService(service => withoutCondition(service, ticket.no));
  change.withdrawNotice();
};

const impactOf = (ticket: Ticket): string => fact(ticket, 'impact') ?? '暂时不能正常使用。';

const sources = [
  { value: 'probe', label: '自动监测' },
  { value: 'citizens', label: '群众反映' },
  { value: 'operator', label: '运营方巡查' },
  { value: 'unit', label: '接入方自查' },
];

const open = (change: Change, input: Input): void => {
  const { ticket, context } = change;
  const { work } = ticket;
  if (work && input['serviceId'] === undefined) work.platform = true;
  if (!given(input, 'source')) change.note('source', context.actor.unitId ? 'unit' : 'operator');
  if (!given(input, 'detectedAt')) change.note('detectedAt', change.now);
  if (context.related)
    ticket.links.push({ no: context.related.no, title: context.related.title, relation: 'same-matter' });
  change.to('fixing');
  change.mark('urgent');
  change.hold(holderOf(ticket));
  // Telling both at once is what the report asks for; the clock shows how long it took since it was found (G-3.3.3a).
  change.start('fault.report', { role: 'operator' }, { startedAt: fact(ticket, 'detectedAt') ?? change.now });
  change.meet(['report']);
  change.start('fault.fix', ticket.holder);
  showAs(change, 'fault', impactOf(ticket));
};

/** The instant at which an order to take the service offline executes itself, unless somebody decides before (A4). */
const offlineAt = (ticket: Ticket, context: Pick<Context, 'calendar' | 'catalogue' | 'ruleSet'>): Instant => {
  const proposedAt = fact(ticket, 'proposedAt') ?? ticket.createdAt;
  const unit = ticket.unitId ? context.catalogue.unit(ticket.unitId) : undefined;
  const { limit } = context.ruleSet.limits['fault.offline'];
  return addServiceMinutes(
    context.calendar,
    unit?.serviceHours ?? DEFAULT_SERVICE_HOURS,
    proposedAt,
    limit.n,
  );
};

const takeOffline = (change: Change): void => {
  const { ticket } = change;
  change.meet(['execute']);
  change.cancel(['execute']);
  change.meet(['fix']);
  change.note('offlineAt', change.now);
  change.to('offline');
  change.hold(holderOf(ticket));
  change.start('fault.reopen', ticket.holder);
  showAs(change, 'offline', impactOf(ticket));
  change.count('taken-offline', ticket.unitId ?? undefined);
};

const offlineTells = [
  tell(theUnit, ticket => `${called(ticket)} 已暂时下线，修复并验证通过后重新开放`),
  tell(theManager, ticket => `${called(ticket)} 已暂时下线`),
  tell(theOperator, ticket => `${called(ticket)} 已暂时下线，公告已发布`),
  tell(theFollowers, ticket => `“${ticket.serviceName ?? '办事平台'}”暂停服务，${instead(ticket)}`),
];

const verificationFields = [
  { name: 'verifier', label: '验证人', type: 'text', required: true, max: 30 },
  { name: 'evidence', label: '验证情况（怎样验证、结果如何）', type: 'longtext', required: true, max: 2000 },
  { name: 'proof', label: '验证记录', type: 'files' },
] as const satisfies NonNullable<ActDefinition['fields']>;

const reportFix: ActDefinition = {
  act: 'reportFix',
  label: '报告已修复',
  clause: 'G-3.2.4a',
  by: [concernedUnit, operator],
  from: ['fixing', 'overdue', 'offline'],
  unless: ticket => (fact(ticket, 'fixedAt') ? '已报告修复，等待验证' : undefined),
  fields: [
    { name: 'cause', label: '原因', type: 'longtext', required: true, max: 2000 },
    { name: 'fix', label: '处理措施', type: 'longtext', required: true, max: 2000 },
  ],
  says: 'fix',
  run: change => {
    change.note('fixedAt', change.now);
    change.start('fault.verify', { role: 'operator' });
  },
  tells: [
    tell(theOperator, ticket => `${called(ticket)} 已修复，请验证后恢复`),
    tell(theUnit, ticket => `${called(ticket)} 已报告修复，等待运营方验证`),
  ],
};

/** Opened again only with a record of the verification (G-3.3.3c). */
const verify: ActDefinition = {
  act: 'verify',
  label: '验证通过，恢复服务',
  clause: 'G-3.3.3c',
  by: [operator],
  from: ['fixing', 'overdue', 'offline'],
  unless: ticket => (fact(ticket, 'fixedAt') ? undefined : '请先由接入方报告修复'),
  to: 'verified',
  fields: verificationFields,
  says: 'evidence',
  run: change => {
    const { ticket } = change;
    change.meet(['fix', 'review']);
    change.cancel(['execute']);
    change.note('verifiedAt', change.now);
    showAsOver(change);
    change.hold({ role: 'operator' });
    change.start('change.report', { role: 'operator' }, { clause: 'G-3.3.3d', label: '反馈处理情况' });
    change.unmark('urgent');
    change.count('fault-verified', ticket.unitId ?? undefined);
  },
  tells: [
    tell(theUnit, ticket => `${called(ticket)} 已验证通过，恢复服务`),
    tell(theManager, ticket => `${called(ticket)} 已验证通过，恢复服务`),
    tell(theFollowers, ticket => `“${ticket.serviceName ?? '办事平台'}”已恢复，可以正常办理了`),
  ],
};

const failVerification: ActDefinition = {
  act: 'failVerification',
  label: '验证未通过',
  clause: 'G-3.3.3c',
  by: [operator],
  from: ['fixing', 'overdue', 'offline'],
  unless: ticket => (fact(ticket, 'fixedAt') ? undefined : '请先由接入方报告修复'),
  fields: [
    { name: 'reason', label: '哪里没有通过', type: 'longtext', required: true, max: 2000, passing: true },
  ],
  meets: ['review'],
  run: change => change.note('fixedAt', undefined),
  tells: [tell(theUnit, ticket => `${called(ticket)} 验证未通过，请继续修复`)],
};

const fixOverAt = (ticket: Ticket): Instant | undefined =>
  ticket.clocks.find(clock => clock.name === 'fix' && clock.state === 'running')?.redAt;

/** Nobody is asked to confirm what executes itself in the next moment: the sweep was late. */
const whileOpen =
  (audience: Tell['audience']): Tell['audience'] =>
  (ticket, context) =>
    offlineAt(ticket, context) > context.now ? audience(ticket, context) : undefined;

/** At the end of the limit the order to go offline stands ready for one confirmation (A4). */
const proposeOffline: ActDefinition = {
  act: 'proposeOffline',
  label: '一个工作日内未解决，提出暂时下线',
  clause: 'G-3.2.4b',
  by: [platform],
  from: ['fixing'],
  due: fixOverAt,
  to: 'overdue',
  run: change => {
    // From the end of the limit on, also when the sweep comes late: the end is the same.
    const proposedAt = fixOverAt(change.ticket) ?? change.now;
    change.note('proposedAt', proposedAt);
    change.start('fault.offline', { role: 'operator' }, { startedAt: proposedAt });
  },
  tells: [
    tell(whileOpen(theOperator), ticket => `${called(ticket)} 已超过解决时限，请确认暂时下线`),
    tell(whileOpen(theUnit), ticket => `${called(ticket)} 已超过解决时限，将暂时下线，请配合`),
    tell(whileOpen(theManager), ticket => `${called(ticket)} 已超过解决时限，将暂时下线`),
  ],
};

/** Nobody was there to press the button: Friday nights have none (A4). */
const offlineBySilence: ActDefinition = {
  act: 'offlineBySilence',
  label: '无人确认，自动暂时下线',
  clause: 'G-3.3.3b',
  by: [platform],
  from: ['overdue'],
  due: (ticket, context) => {
    const until = fact(ticket, 'postponedTo');
    if (until) return until;
    return context.ruleSet.switches.offlineNeedsConfirmation ? undefined : offlineAt(ticket, context);
  },
  run: takeOffline,
  tells: offlineTells,
};

/** The operator may also take it offline before the limit is over, when it harms. */
const confirmOffline: ActDefinition = {
  act: 'takeOffline',
  label: '暂时下线',
  clause: 'G-3.3.3b',
  by: [operator],
  from: ['fixing', 'overdue'],
  fields: [{ name: 'reason', label: '下线理由', type: 'longtext', required: true, max: 500, passing: true }],
  run: takeOffline,
  tells: offlineTells,
};

const LONGEST_POSTPONEMENT = 5;

const postponeOffline: ActDefinition = {
  act: 'postponeOffline',
  label: '暂缓下线',
  clause: 'G-3.2.4b',
  by: [operator, manager],
  from: ['overdue'],
  fields: [
    { name: 'postponedTo', label: '暂缓到', type: 'datetime', required: true },
    { name: 'reason', label: '理由（报管理方）', type: 'longtext', required: true, max: 500, passing: true },
  ],
  check: (_ticket, input, context) => {
    const until = String(input['postponedTo']);
    if (until <= context.now) return { postponedTo: '请填写以后的时间' };
    const latest = addServiceMinutes(
      context.calendar,
      DEFAULT_SERVICE_HOURS,
      context.now,
      LONGEST_POSTPONEMENT * 450,
    );
    return until > latest ? { postponedTo: `最多暂缓 ${LONGEST_POSTPONEMENT} 个工作日` } : undefined;
  },
  run: change => change.meet(['execute']),
  tells: [
    tell(
      theManager,
      ticket =>
        `${called(ticket)} 暂缓下线到 ${spokenDate((fact(ticket, 'postponedTo') ?? '').slice(0, 10))}，请查看理由`,
    ),
    tell(theUnit, ticket => `${called(ticket)} 暂缓下线，请抓紧修复`),
  ],
};

/** The result goes back to unit and manager; only then the fault is closed (G-3.3.3d). */
const report: ActDefinition = {
  act: 'report',
  label: '反馈处理情况并办结',
  clause: 'G-3.3.3d',
  by: [operator],
  from: ['verified'],
  to: 'closed',
  meets: ['report'],
  fields: [
    { name: 'result', label: '处理情况', type: 'longtext', required: true, max: 4000 },
    { name: 'files', label: '处理报告', type: 'files' },
  ],
  says: 'result',
  run: change => change.end(),
  tells: [
    tell(theUnit, ticket => `${called(ticket)} 处理完毕，请查看处理情况`),
    tell(theManager, ticket => `${called(ticket)} 处理完毕，请查看处理情况`),
  ],
};

/** What was taken for a fault was none: the service is shown as online again. */
const dismiss: ActDefinition = {
  act: 'dismiss',
  label: '不是异常，撤销',
  clause: 'G-3.3.1a',
  by: [operator],
  from: ['fixing'],
  to: 'dismissed',
  cancels: ['fix', 'review'],
  fields: [{ name: 'reason', label: '核实情况', type: 'longtext', required: true, max: 1000, passing: true }],
  run: change => {
    showAsOver(change);
    change.end();
  },
  tells: [
    tell(theUnit, ticket => `${called(ticket)} 经核实不是异常，已撤销`),
    tell(theManager, ticket => `${called(ticket)} 经核实不是异常，已撤销`),
    tell(theFollowers, ticket => `“${ticket.serviceName ?? '办事平台'}”经核实可以正常办理`),
  ],
};

const note: ActDefinition = {
  act: 'note',
  label: '记录进展',
  clause: 'G-3.3.1a',
  by: [concernedUnit, operator, manager],
  from: ['fixing', 'overdue', 'offline', 'verified'],
  fields: [{ name: 'text', label: '进展', type: 'longtext', required: true, max: 2000, passing: true }],
  internal: true,
};

export const fault: Procedure = {
  kind: 'fault',
  label: '应用异常',
  clauses: ['G-3.2.4a', 'G-3.2.4b', 'G-3.3.1a', 'G-3.3.3a', 'G-3.3.3b', 'G-3.3.3c', 'G-3.3.3d', 'G-A.2'],
  states: {
    fixing: { label: '处理中' },
    overdue: { label: '待确认下线' },
    offline: { label: '已暂时下线' },
    verified: { label: '已恢复，待反馈' },
    closed: { label: '已办结', ended: true },
    dismissed: { label: '已撤销', ended: true },
  },
  needs: ['openTickets'],
  opening: {
    label: '报告应用异常',
    clause: 'G-3.3.3a',
    by: ['operator', 'operator-lead', 'handler', 'lead', 'local', 'system'],
    fields: [
      { name: 'serviceId', label: '出现异常的服务（平台本身异常时不选）', type: 'service' },
      { name: 'impact', label: '群众遇到什么情况', type: 'longtext', required: true, max: 500 },
      { name: 'instead', label: '群众可以怎么办', type: 'text', max: 300, keepPhones: true },
      { name: 'source', label: '怎样发现的', type: 'select', options: sources },
      { name: 'detectedAt', label: '发现时间', type: 'datetime' },
      { name: 'relatedNo', label: '相关群众工单', type: 'ticket' },
      { name: 'text', label: '技术情况（只给工作人员看）', type: 'longtext', max: 2000, passing: true },
    ],
    unless: (input, context) => {
      const theirs = notTheirs(context.service, context);
      if (theirs) return theirs;
      const own = ['operator', 'operator-lead', 'system'].includes(context.actor.role);
      return input['serviceId'] === undefined && !own ? '平台本身的异常由运营方报告' : undefined;
    },
    check: (input, context): Record<string, string> | undefined => {
      const detectedAt = given(input, 'detectedAt');
      if (detectedAt && detectedAt > context.now) return { detectedAt: '发现时间不能晚于现在' };
      const known = context.service?.conditions?.find(one => one.state === 'fault');
      return known ? { serviceId: `这项服务的异常已经报告，见 ${known.no}` } : undefined;
    },
    title: (_input, context) => `${context.service?.name ?? '办事平台'}异常`,
    run: open,
    tells: [
      tell(theUnit, ticket => `${called(ticket)} 请在 1 个工作日内解决，解决不了将暂时下线`),
      tell(theLead, ticket => `${called(ticket)} 已报告，请督促解决`),
      tell(theManager, ticket => `${called(ticket)} 已报告，服务已显示为异常`),
      tell(theOperator, ticket => `${called(ticket)} 已报告，服务已显示为异常`),
      tell(
        theFollowers,
        ticket => `“${ticket.serviceName ?? '办事平台'}”出现异常，正在处理；${instead(ticket)}`,
      ),
    ],
  },
  facts: [
    { name: 'proposedAt', label: '提出下线', type: 'datetime' },
    { name: 'offlineAt', label: '下线时间', type: 'datetime' },
    { name: 'recoveredAt', label: '自动监测恢复', type: 'datetime' },
    { name: 'fixedAt', label: '修复时间', type: 'datetime' },
    { name: 'verifiedAt', label: '验证通过', type: 'datetime' },
  ],
  acts: [
    reportFix,
    verify,
    failVerification,
    confirmOffline,
    postponeOffline,
    report,
    note,
    dismiss,
    offlineBySilence,
    proposeOffline,
    ...watchingActs,
  ],
};
