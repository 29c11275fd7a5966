import {
  correcting,
  type ActDefinition,
  type Change,
  type Context,
  type FieldSpec,
  type Input,
  type Procedure,
} from '../../engine';
import type { Ticket } from '../../ticket/ticket';
import { concernedUnit, localAuthority, manager, operator } from '../common/staff-ticket/parties';
import {
  completedField,
  jargonErrors,
  notAccessUnits,
  plannedErrors,
  plannedOn,
} from '../common/staff-ticket/planned';
import { filledIn, serviceFields, serviceFormErrors, withInput } from '../common/staff-ticket/service-form';
import {
  applicantOf,
  called,
  fact,
  given,
  tell,
  tellApplicant,
  theLead,
  theManager,
  theOperator,
  theOtherLocals,
  theUnit,
} from '../common/staff-ticket/words';
import {
  execute,
  failVerification,
  issueOrder,
  report,
  reschedule,
  schedule,
  verify,
} from '../common/staff-ticket/work-order';

/**
 * 服务调整或撤销, G-3.2.2, J-11a, figure A.1: a written application with the sealed letter → the manager's review and
 * reply, or the filing where the rule set files (A9) → a numbered work order → the operator schedules it with a public
 * notice, executes it once and verifies it → the result goes back to unit and manager → closed. The notice stands
 * before the execution; the register changes in the moment of the execution.
 */

const applicants = [concernedUnit, localAuthority];

const filesOnly = ({ ruleSet }: Pick<Context, 'ruleSet'>): boolean => ruleSet.switches.changeMode === 'file';

const letter = (required: boolean): FieldSpec => ({
  name: 'letter',
  label: '盖章的书面申请',
  type: 'files',
  required,
});

const types = [
  { value: 'adjust', label: '调整' },
  { value: 'withdraw', label: '撤销' },
];

const applicationFields = (required: boolean): FieldSpec[] => [
  {
    name: 'changeType',
    label: '调整还是撤销（调整时只填要改的内容）',
    type: 'select',
    required,
    options: types,
  },
  { name: 'reason', label: '理由和依据', type: 'longtext', required, max: 2000 },
  { name: 'impact', label: '群众会看到什么变化', type: 'longtext', required, max: 400, keepPhones: true },
  { name: 'instead', label: '群众可以怎么办（撤销时必填）', type: 'longtext', max: 300, keepPhones: true },
  ...[
    { name: 'accessUnitId', label: '改由哪个单位接入', type: 'unit' } as const,
    ...serviceFields(false),
  ].map(field => ({ ...field, onlyIf: { field: 'changeType', is: ['adjust'] } })),
  plannedOn('计划执行日期', required),
  letter(required),
];

/** What was applied for, taken together: an adjustment says what, a withdrawal says what to do instead. */
const applicationErrors = (values: Input, context: Context, no?: string): Record<string, string> => {
  const { service, catalogue } = context;
  const adjusted = [...filledIn(values), ...(given(values, 'accessUnitId') ? ['accessUnitId'] : [])];
  const isWithdrawal = given(values, 'changeType') === 'withdraw';
  const other = service?.withdrawalNo === no ? undefined : service?.withdrawalNo;
  const within = catalogue.unit(given(values, 'accessUnitId') ?? service?.unitId ?? '')?.region;
  return {
    ...(service?.withdrawn ? { serviceId: '这项服务已经撤销' } : {}),
    ...(isWithdrawal && other ? { changeType: `这项服务的撤销申请 ${other} 正在办理，不用再申请` } : {}),
    ...(isWithdrawal && !given(values, 'instead') ? { instead: '请写明撤销以后群众可以怎么办' } : {}),
    ...(!isWithdrawal && adjusted.length === 0 ? { changeType: '请至少填写一项要调整的内容' } : {}),
    ...serviceFormErrors(values, within, context),
    ...jargonErrors(values, ['impact', 'instead']),
  };
};

const titleOf = (input: Input, { service }: Context): string =>
  `${given(input, 'changeType') === 'withdraw' ? '撤销' : '调整'}“${service?.name ?? ''}”`;

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
  claimWithdrawal(change, fact(change.ticket, 'changeType') === 'withdraw');
  if (filesOnly(change.context)) {
    change.note('filedAt', change.now);
    return issueOrder(change);
  }
  change.to('review');
  change.hold({ role: 'manager' });
  change.start('change.decide', { role: 'manager' });
};

const submitted = (ticket: Ticket, context: Context): string =>
  filesOnly(context)
    ? `${called(ticket)} 已报备，将按计划执行；有问题请要求更正`
    : `${called(ticket)} 已提交，请审核回复`;

const orderedTells = [
  tell(theOperator, ticket =>
    ticket.state === 'ordered'
      ? `${called(ticket)} 工单 ${fact(ticket, 'workOrderNo') ?? ''} 已下达，请安排执行并先发公告`
      : `${called(ticket)} 已提交，等待审核`,
  ),
];

const approve: ActDefinition = {
  act: 'approve',
  label: '同意，下达工单',
  clause: 'G-3.2.2b',
  by: [manager],
  from: ['review'],
  meets: ['review'],
  fields: [{ name: 'conditions', label: '意见或条件', type: 'longtext', max: 2000 }],
  says: 'conditions',
  run: issueOrder,
  tells: [
    ...orderedTells,
    ...tellApplicant(
      ticket => `${called(ticket)} 已同意，工单 ${fact(ticket, 'workOrderNo') ?? ''}`,
      undefined,
      [theUnit, theLead],
    ),
    tell(theOtherLocals, ticket => `${called(ticket)} 已同意`),
  ],
};

const reject: ActDefinition = {
  act: 'reject',
  label: '不同意',
  clause: 'G-3.2.2b',
  by: [manager],
  from: ['review'],
  to: 'rejected',
  meets: ['review'],
  fields: [{ name: 'decision', label: '理由', type: 'longtext', required: true, max: 2000 }],
  says: 'decision',
  run: change => {
    claimWithdrawal(change, false);
    change.end();
  },
  tells: [
    ...tellApplicant(ticket => `${called(ticket)} 没有同意，请看理由`, undefined, [theUnit, theLead]),
    tell(theOperator, ticket => `${called(ticket)} 没有同意，不用执行`),
    tell(theOtherLocals, ticket => `${called(ticket)} 没有同意，请看理由`),
  ],
};

/** The manager asks for more; a filing can be corrected until it is executed (A9). */
const askCorrection: ActDefinition = {
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
  fields: [
    {
      name: 'decision',
      label: '要补充或更正什么',
      type: 'longtext',
      required: true,
      max: 2000,
      passing: true,
    },
  ],
  says: 'decision',
  run: change => {
    change.withdrawNotice();
    change.note('executeAt', undefined);
    change.hold(applicantOf(change.ticket));
    change.start('change.decide', change.ticket.holder, { label: '补充申请材料' });
  },
  tells: [
    ...tellApplicant(
      ticket => `${called(ticket)} 要补充或更正，请看理由后再提交`,
      ticket => `${called(ticket)} 要补充或更正，由当地主管部门补充`,
    ),
    tell(theOperator, ticket => `${called(ticket)} 要更正，请先不要执行`),
    tell(theOtherLocals, ticket => `${called(ticket)} 要补充或更正`),
  ],
};

const complete: ActDefinition = {
  act: 'complete',
  label: '补充后再提交',
  clause: 'G-3.2.2a',
  by: applicants,
  from: ['returned'],
  meets: ['review'],
  fields: [completedField, ...correcting(applicationFields(false))],
  says: 'completed',
  check: (ticket, input, context) => ({
    ...applicationErrors(withInput(ticket, input), context, ticket.no),
    ...plannedErrors(input, context),
  }),
  run: change => {
    change.ticket.title = titleOf(change.ticket.work?.values ?? {}, change.context);
    submit(change);
  },
  tells: [tell(theManager, submitted), ...orderedTells],
};

const cancel: ActDefinition = {
  act: 'cancelApplication',
  label: '撤回申请',
  place: 'beside',
  clause: 'G-3.2.2a',
  by: [...applicants, manager],
  from: ['review', 'returned', 'ordered', 'scheduled'],
  to: 'cancelled',
  cancels: ['review', 'execute'],
  fields: [
    { name: 'cancelReason', label: '理由', type: 'longtext', required: true, max: 1000, passing: true },
  ],
  says: 'cancelReason',
  run: change => {
    claimWithdrawal(change, false);
    change.withdrawNotice();
    change.end();
  },
  tells: [
    tell(theOperator, ticket => `${called(ticket)} 已撤回，不用执行`),
    tell(theManager, ticket => `${called(ticket)} 已撤回`),
    ...tellApplicant(ticket => `${called(ticket)} 已撤回`),
  ],
};

const note: ActDefinition = {
  act: 'note',
  label: '记录进展',
  place: 'beside',
  clause: 'G-3.2.2c',
  by: [...applicants, operator, manager],
  from: ['review', 'returned', 'ordered', 'scheduled', 'executed', 'verified'],
  fields: [{ name: 'text', label: '进展', type: 'longtext', required: true, max: 2000, passing: true }],
  internal: true,
};

export const change: Procedure = {
  kind: 'change',
  label: '服务调整或撤销',
  group: '服务管理',
  purpose: '调整或者撤销已经上架的服务：书面申请，附盖章的附件',
  order: 50,
  clauses: ['G-2.1b1', 'G-3.2.2a', 'G-3.2.2b', 'G-3.2.2c', 'G-A.1', 'J-11a', 'A9'],
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
  needs: ['unansweredTickets'],
  opening: {
    label: '申请服务调整或撤销',
    offeredAt: { service: '调整或撤销' },
    clause: 'G-3.2.2a',
    by: ['handler', 'lead', 'local'],
    fields: [
      { name: 'serviceId', label: '要调整或撤销的服务', type: 'service', required: true },
      ...applicationFields(true),
    ],
    unless: (_input, context) => notAccessUnits(context.service, context),
    check: (input, context) => ({ ...applicationErrors(input, context), ...plannedErrors(input, context) }),
    title: titleOf,
    run: submit,
    tells: [
      tell(theManager, submitted),
      ...orderedTells,
      ...tellApplicant(ticket => `${called(ticket)} 已提交`, undefined, [theUnit, theLead]),
      tell(theOtherLocals, ticket => `${called(ticket)} 已提交`),
    ],
  },
  facts: [
    { name: 'workOrderNo', label: '工单号', type: 'text' },
    { name: 'filedAt', label: '报备时间', type: 'datetime' },
    { name: 'doneAt', label: '实际执行时间', type: 'datetime' },
  ],
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
