import { serviceReporters } from '../../catalogue/roles';
import {
  act,
  opening,
  needs,
  longtext,
  pick,
  type Change,
  type FieldErrors,
  type Procedure,
  type InputOf,
} from '../../engine';
import { failVerification, reportFix, verify } from './fixing';
import {
  confirmOffline,
  offlineBySilence,
  postponeOffline,
  proposeOffline,
  takeOfflineEarly,
} from './offline';
import { fixBy, holderOf, impactOf, instead, showAs, showAsOver } from './showing';
import { settleWithdrawn } from './withdrawal';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, localAuthority, manager, operator } from '../common/staff-ticket/parties';
import { openTicketsAbout } from '../common/staff-ticket/open-tickets';
import { watchingActs } from './watching';
import type { Instant } from '../../time';
import { withdrawnAlready } from '../common/staff-ticket/withdrawn';
import {
  notTheirs,
  reporterOf,
  tell,
  theFollowers,
  theLead,
  theLocal,
  theManager,
  theOperator,
  theUnit,
} from '../common/staff-ticket/words';
import { known } from './known';
import { limits, switches, windows } from './limits';

/**
 * 应用异常和暂时下线, G-3.2.4, G-3.3.1, G-3.3.3, figure A.2: whoever finds it reports it, unit and manager are told at
 * once and the service shows it at once; the unit has one working day to report the repair; when that is over the
 * service goes offline (A4) until it has been verified; closed only when the result has reached unit and manager. The platform's own outage
 * lies with the operator (A36).
 */

const reported = {
  ...pick(known.fields, 'serviceId', 'impact', 'instead', 'source', 'detectedAt', 'relatedNo'),
  text: longtext('技术情况（只给工作人员看）', { max: 2000 }),
};
type Report = InputOf<typeof reported>;

/** A fault that the watching of a service's addresses reports; `found` is for staff only. */
export const probeReport = (serviceId: string, detectedAt: Instant, found: string): Partial<Report> => ({
  serviceId,
  source: 'probe',
  impact: '打不开或者不能正常使用，我们正在核实处理。',
  detectedAt,
  text: found,
});

/** Who found it, where the form does not say it. */
const sourceOf = (role: string): Report['source'] =>
  role === 'unit' || role === 'local' || role === 'operator' ? role : undefined;

const needed = needs(async (lookup, subject) => ({ openTickets: await openTicketsAbout(lookup, subject) }));

const open = (change: Change, input: Report): void => {
  const { ticket, context } = change;
  const { work } = ticket;
  if (work && input.serviceId === undefined) work.platform = true;
  const reporter = reporterOf(context);
  known.note(change, {
    source: input.source ?? sourceOf(reporter.role),
    detectedAt: input.detectedAt ?? change.now,
  });
  if (context.related)
    ticket.links.push({ no: context.related.no, title: context.related.title, relation: 'same-matter' });
  change.to('fixing');
  change.mark('urgent');
  change.hold(holderOf(ticket));
  // Telling both at once is what the report asks for; the clock shows how long it took since it was found (G-3.3.3a).
  change.start(limits.report, reporter, { startedAt: known.of(ticket).detectedAt ?? change.now });
  change.meet(['report']);
  change.start(limits.fix, ticket.holder);
  showAs(change, 'fault', impactOf(ticket));
};

/** The result goes back to unit and manager; only then the fault is closed (G-3.3.3d). */
const report = act({
  act: 'report',
  label: '反馈处理情况并办结',
  clause: 'G-3.3.3d',
  by: [operator],
  from: ['verified'],
  to: 'closed',
  meets: ['report'],
  fields: pick(known.fields, 'result', 'files'),
  says: 'result',
  run: change => change.end(),
  tells: [
    tell(theUnit, () => '处理完毕，请查看处理情况'),
    tell(theManager, () => '处理完毕，请查看处理情况'),
    tell(theLocal, () => '处理完毕，请查看处理情况'),
  ],
});

/** What was taken for a fault was none: the service is shown as online again. */
const dismiss = act({
  act: 'dismiss',
  label: '不是异常，撤销',
  place: 'beside',
  clause: 'G-3.3.1a',
  by: [operator],
  from: ['fixing', 'fixed'],
  to: 'dismissed',
  unless: (_ticket, context) => withdrawnAlready(context),
  cancels: ['fix', 'review'],
  fields: { reason: longtext('核实情况', { required: true, max: 1000 }) },
  run: change => {
    showAsOver(change);
    change.end();
  },
  tells: [
    tell(theUnit, () => '经核实不是异常，已撤销'),
    tell(theManager, () => '经核实不是异常，已撤销'),
    tell(theLocal, () => '经核实不是异常，已撤销'),
    tell(theFollowers, () => '经核实可以正常办理'),
  ],
});

const note = noteProgress({
  clause: 'G-3.3.1a',
  by: [concernedUnit, localAuthority, operator, manager],
  from: ['fixing', 'fixed', 'overdue', 'offline', 'verified'],
});

export const fault: Procedure = {
  kind: 'fault',
  prefix: 'YC',
  label: '应用异常',
  group: '故障和应急',
  purpose: '服务打不开、办不成：群众马上看到提示，接入方和管理方马上知道',
  order: 20,
  clauses: ['G-3.2.4a', 'G-3.2.4b', 'G-3.3.1a', 'G-3.3.3a', 'G-3.3.3b', 'G-3.3.3c', 'G-3.3.3d', 'G-A.2'],
  states: {
    fixing: { label: '处理中' },
    fixed: { label: '已修复，待验证' },
    overdue: { label: '待确认下线' },
    offline: { label: '已暂时下线' },
    verified: { label: '已恢复，待反馈' },
    closed: { label: '已办结', ended: true },
    dismissed: { label: '不是异常，已撤销', ended: true },
    withdrawn: { label: '服务已撤销', ended: true },
  },
  handsOver: true,
  limits: Object.values(limits),
  windows: Object.values(windows),
  switches: Object.values(switches),
  needs: needed,
  openTickets: context => needed.of(context)?.openTickets,
  opening: opening({
    label: '报告应用异常',
    offeredAt: {
      service: '报告异常',
      ticket: { label: '报告这项服务异常', values: { source: 'citizens' } },
    },
    clause: 'G-3.3.3a',
    by: [...serviceReporters, 'system'],
    fields: reported,
    unless: (_input, context) => notTheirs(context.service, context),
    check: ({ detectedAt }, context): FieldErrors | undefined => {
      if (detectedAt && detectedAt > context.now) return { detectedAt: '发现时间不能晚于现在' };
      const gone = withdrawnAlready(context);
      if (gone) return { serviceId: gone };
      const reportedBefore = context.service?.conditions?.find(one => one.state === 'fault');
      return reportedBefore ? { serviceId: `这项服务的异常已经报告，见 ${reportedBefore.no}` } : undefined;
    },
    title: (_input, context) => `${context.service?.name ?? '办事平台'}异常`,
    run: open,
    tells: [
      tell(theUnit, ticket => `出现异常，请在 ${fixBy(ticket)} 24:00 前解决，解决不了将暂时下线`),
      tell(theLead, () => '出现异常，请督促解决'),
      tell(theManager, () => '出现异常，服务已显示为异常'),
      tell(theOperator, () => '出现异常，服务已显示为异常'),
      tell(theLocal, () => '出现异常，服务已显示为异常'),
      tell(theFollowers, ticket => `出现异常，正在处理；${instead(ticket)}`),
    ],
  }),
  facts: known,
  acts: [
    settleWithdrawn,
    verify,
    failVerification,
    confirmOffline,
    reportFix,
    takeOfflineEarly,
    postponeOffline,
    report,
    dismiss,
    note,
    offlineBySilence,
    proposeOffline,
    ...watchingActs,
  ],
};
