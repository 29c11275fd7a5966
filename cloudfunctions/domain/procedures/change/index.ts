import { serviceApplicants } from '../../catalogue/roles';
import {
  act,
  opening,
  longtext,
  pick,
  allOptional,
  correcting,
  type Change,
  type Context,
  type FieldErrors,
  type Procedure,
  type Tell,
  type ValuesOf,
} from '../../engine';
import type { Ticket } from '../../ticket/ticket';
import { signatureErrors, signatureOf } from '../common/in-writing';
import { changeMode, filesOnly } from '../common/staff-ticket/change-mode';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, localAuthority, manager, operator } from '../common/staff-ticket/parties';
import { signedIn } from '../common/signature';
import { completed, jargonErrors, notAccessUnits, plannedErrors } from '../common/staff-ticket/planned';
import { isFilledIn, serviceFormErrors, withInput } from '../common/staff-ticket/service-form';
import {
  applicantOf,
  tell,
  tellApplicant,
  theLead,
  theManager,
  theOperator,
  theOtherLocals,
  theUnit,
} from '../common/staff-ticket/words';
import { application, known } from './known';
import { limits, windows } from './limits';
import {
  execute,
  failVerification,
  issueOrder,
  needed,
  report,
  reschedule,
  schedule,
  verify,
} from './work-order';

/**
 * 服务调整或撤销, G-3.2.2, J-11a, figure A.1: a written application with the sealed letter → the manager's review and
 * reply, or the filing where the rule set files (A9) → a numbered work order → the operator schedules it with a public
 * notice, executes it once and verifies it → the result goes back to unit and manager → closed. The notice stands
 * before the execution; the register changes in the moment of the execution.
 */

const applicants = [concernedUnit, localAuthority];

type Application = ValuesOf<typeof application>;

/** What was applied for, taken together: an adjustment says what, a withdrawal says what to do instead. */
const applicationErrors = (values: Application, context: Context, no?: string): FieldErrors => {
  const { service, catalogue } = context;
  const { impact, instead } = values;
  const isWithdrawal = values.changeType === 'withdraw';
  const other = service?.withdrawalNo === no ? undefined : service?.withdrawalNo;
  const within = catalogue.unit(values.accessUnitId ?? service?.unitId ?? '')?.region;
  return {
    ...(service?.withdrawn ? { serviceId: '这项服务已经撤销' } : {}),
    ...(isWithdrawal && other ? { changeType: `这项服务的撤销申请 ${other} 正在办理，不用再申请` } : {}),
    ...(isWithdrawal && !instead ? { instead: '请写明撤销以后群众可以怎么办' } : {}),
    ...(!isWithdrawal && !isFilledIn(values) ? { changeType: '请至少填写一项要调整的内容' } : {}),
    ...serviceFormErrors(values, within, context),
    ...signatureErrors(values, context),
    ...jargonErrors({ impact, instead }),
  };
};

const titleOf = ({ changeType }: Application, { service }: Context): string =>
  `${changeType === 'withdraw' ? '撤销' : '调整'}“${service?.name ?? ''}”`;

/** The service knows which application would withdraw it, so that there is no second one at the same time. */
const claimWithdrawal = (change: Change, under: boolean): void => {
  const { no } = change.ticket;
  const present = change.service?.withdrawalNo;
  if (under ? present === no : present !== no) return;
  change.changeService(({ withdrawalNo: _over, ...service }) =>
    under ? { ...service, withdrawalNo: no } : service,
  );
};

const submit = (change: Change): void => {
  known.note(change, signatureOf(known.of(change.ticket), change.context));
  claimWithdrawal(change, known.of(change.ticket).changeType === 'withdraw');
  if (filesOnly(change.context)) {
    known.note(change, { filedAt: change.now });
    return issueOrder(change);
  }
  change.to('review');
  change.hold({ role: 'manager' });
  change.start(limits.decide, { role: 'manager' });
};

const submitted: Tell['text'] = (_ticket, context) =>
  filesOnly(context) ? '已报备，将按计划执行；有问题请要求更正' : '已提交，请审核回复';

const orderNo = (ticket: Ticket): string => known.of(ticket).workOrderNo ?? '';

const ordered = tell(theOperator, ticket =>
  ticket.state === 'ordered' ? `工单 ${orderNo(ticket)} 已下达，请安排执行并先发公告` : '已提交，等待审核',
);

const approve = act({
  act: 'approve',
  label: '同意，下达工单',
  clause: 'G-3.2.2b',
  by: [manager],
  from: ['review'],
  meets: ['review'],
  fields: pick(known.fields, 'conditions'),
  says: 'conditions',
  run: issueOrder,
  tells: [
    ordered,
    ...tellApplicant(ticket => `已同意，工单 ${orderNo(ticket)}`, undefined, [theUnit, theLead]),
    tell(theOtherLocals, () => '已同意'),
  ],
});

const reject = act({
  act: 'reject',
  label: '不同意',
  clause: 'G-3.2.2b',
  by: [manager],
  from: ['review'],
  to: 'rejected',
  meets: ['review'],
  fields: pick(known.fields, 'decision'),
  says: 'decision',
  run: change => {
    claimWithdrawal(change, false);
    change.end();
  },
  tells: [
    ...tellApplicant(() => '没有同意，请看理由', undefined, [theUnit, theLead]),
    tell(theOperator, () => '没有同意，不用执行'),
    tell(theOtherLocals, () => '没有同意，请看理由'),
  ],
});

/** The manager asks for more; a filing can be corrected until it is executed (A9). */
const askCorrection = act({
  act: 'askCorrection',
  label: '要求补充或更正',
  place: 'beside',
  clause: 'G-3.2.2b',
  by: [manager],
  from: ['review', 'ordered', 'scheduled'],
  to: 'returned',
  unless: (ticket, context) =>
    ticket.state === 'review' || filesOnly(context) ? undefined : '已经同意并下达工单',
  meets: ['review'],
  cancels: ['execute'],
  fields: { decision: longtext('要补充或更正什么', { required: true, max: 2000 }) },
  says: 'decision',
  run: change => {
    change.withdrawNotice();
    // Said in the timeline; what is kept as the decision is why it was refused.
    known.note(change, { executeAt: undefined, decision: undefined });
    change.hold(applicantOf(change.ticket));
    change.start(limits.decide, change.ticket.holder, { label: '补充申请材料' });
  },
  tells: [
    ...tellApplicant(
      () => '要补充或更正，请看理由后再提交',
      () => '要补充或更正，由当地主管部门补充',
    ),
    tell(theOperator, () => '要更正，请先不要执行'),
    tell(theOtherLocals, () => '要补充或更正'),
  ],
});

const complete = act({
  act: 'complete',
  label: '补充后再提交',
  clause: 'G-3.2.2a',
  by: applicants,
  from: ['returned'],
  meets: ['review'],
  fields: { completed, ...correcting(allOptional(application)) },
  says: 'completed',
  check: (ticket, input, context) => ({
    ...applicationErrors(withInput(known.of(ticket), input), context, ticket.no),
    ...plannedErrors(input.plannedOn, context),
  }),
  run: change => {
    change.ticket.title = titleOf(known.of(change.ticket), change.context);
    submit(change);
  },
  tells: [tell(theManager, submitted), ordered],
});

const cancel = act({
  act: 'cancelApplication',
  label: '撤回申请',
  place: 'beside',
  clause: 'G-3.2.2a',
  by: [...applicants, manager],
  from: ['review', 'returned', 'ordered', 'scheduled'],
  to: 'cancelled',
  cancels: ['review', 'execute'],
  fields: { cancelReason: longtext('理由', { required: true, max: 1000 }) },
  says: 'cancelReason',
  run: change => {
    claimWithdrawal(change, false);
    change.withdrawNotice();
    change.end();
  },
  tells: [
    tell(theOperator, () => '已撤回，不用执行'),
    tell(theManager, () => '已撤回'),
    ...tellApplicant(() => '已撤回'),
  ],
});

const note = noteProgress({
  clause: 'G-3.2.2c',
  by: [...applicants, operator, manager],
  from: ['review', 'returned', 'ordered', 'scheduled', 'executed', 'verified'],
});

export const change: Procedure = {
  kind: 'change',
  prefix: 'BG',
  label: '服务调整或撤销',
  group: '服务管理',
  purpose: '调整或者撤销已经上架的服务：书面申请，附盖章的附件',
  order: 50,
  clauses: ['G-2.1b1', 'G-3.2.2a', 'G-3.2.2b', 'G-3.2.2c', 'G-A.1', 'J-11a', 'A9'],
  limits: Object.values(limits),
  windows: Object.values(windows),
  switches: [changeMode],
  states: {
    review: { label: '待审核' },
    returned: { label: '待补充' },
    ordered: { label: '已下达工单' },
    scheduled: { label: '已安排执行' },
    executed: { label: '已执行，待验证' },
    verified: { label: '已验证，待反馈' },
    closed: { label: '已办结', ended: true },
    rejected: { label: '不同意', ended: true },
    cancelled: { label: '已撤回', ended: true },
  },
  signature: signedIn(['review'], ['askCorrection'], ['complete', 'approve']),
  needs: needed,
  openTickets: context => needed.of(context)?.openTickets,
  opening: opening({
    label: '申请服务调整或撤销',
    offeredAt: { service: '调整或撤销' },
    clause: 'G-3.2.2a',
    by: serviceApplicants,
    fields: { ...pick(known.fields, 'serviceId'), ...application },
    unless: (_input, context) => notAccessUnits(context.service, context),
    check: (input, context) => ({
      ...applicationErrors(input, context),
      ...plannedErrors(input.plannedOn, context),
    }),
    title: titleOf,
    run: submit,
    tells: [
      tell(theManager, submitted),
      ordered,
      ...tellApplicant(() => '已提交', undefined, [theUnit, theLead]),
      tell(theOtherLocals, () => '已提交'),
    ],
  }),
  facts: known,
  acts: [
    approve,
    reject,
    askCorrection,
    complete,
    schedule,
    reschedule,
    execute,
    verify,
    failVerification,
    report,
    cancel,
    note,
  ],
};
