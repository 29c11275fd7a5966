import {
  act,
  datetime,
  facts,
  longtext,
  opening,
  pick,
  rows,
  select,
  text,
  ticket as ticketField,
  unit,
  type Change,
  type Context,
  type FieldErrors,
  type InputOf,
  type Procedure,
} from '../../engine';
import { deskFor } from '../../catalogue/staffing';
import { workdays, type Policy } from '../../rulesets';
import type { Ticket } from '../../ticket/ticket';
import { NEVER } from '../../time';
import { until } from '../common/citizen-ticket/words';
import { author, giveToAuthor, noteAuthor, theAuthor } from '../common/staff-ticket/author';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, manager, operator } from '../common/staff-ticket/parties';
import { tell, theManager, theOperatorLead } from '../common/staff-ticket/words';
import { known as documentKnown, RULE_DOCUMENT } from '../rule-document/known';
import { noticeProblems } from '../../notices/notice';
import { calleesOf, needed } from './call-list';

/**
 * 启动应急预案, J-23: a plan is started at once, by whoever has one: those on duty are called, people are told where that concerns
 * them; afterwards it says what came of it.
 */

const levels = [
  { value: 'one', label: '一级响应' },
  { value: 'two', label: '二级响应' },
  { value: 'three', label: '三级响应' },
  { value: 'four', label: '四级响应' },
] as const;

const known = facts({
  reason: text('因为什么启动', { required: true, max: 60 }),
  level: select('响应级别', levels, { required: true, value: () => 'three' }),
  planNo: ticketField('哪一件应急预案（制度文件编号）'),
  units: rows('通知哪些单位', { unitId: unit('单位', { required: true }) }, { max: 30 }),
  detail: longtext('情况和要求', { max: 2000 }),
  publicWords: longtext('给群众的公告（和群众有关的才填，用平常的话）', { max: 500, keepPhones: true }),
  calls: rows(
    '电话通知名单（按值班表）',
    { who: text('通知谁', { required: true }), phone: text('电话', { required: true, keepPhones: true }) },
    { max: 60 },
  ),
  overAt: datetime('结束时间'),
  handling: longtext('处置经过', { required: true, max: 4000 }),
  lessons: longtext('预案要改什么', { required: true, max: 2000 }),
});

const limits = {
  end: {
    id: 'contingency.end',
    clock: 'respond',
    label: '处置并结束响应',
    clause: 'J-23',
    limit: workdays(3),
    internal: true,
  },
  review: {
    id: 'contingency.review',
    clock: 'evaluate',
    label: '总结处置、修改预案',
    clause: 'J-23',
    limit: workdays(10),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

const form = pick(known.fields, 'reason', 'level', 'planNo', 'units', 'detail', 'publicWords');

type Form = InputOf<typeof form>;

const planErrors = (plan: Ticket | undefined): FieldErrors => {
  if (!plan) return {};
  const { docType } = documentKnown.of(plan);
  return plan.kind === RULE_DOCUMENT &&
    docType === 'contingency' &&
    ['published', 'in-force'].includes(plan.state)
    ? {}
    : { planNo: '请填写一件现行有效的应急预案的编号，没有的不填' };
};

const publicErrors = (words: string | undefined, context: Context): FieldErrors => {
  if (words === undefined) return {};
  const nowhere = { serviceId: null, serviceName: null, region: null, startsAt: null, instead: null };
  const { text: problem } = noticeProblems(
    { id: '', kind: 'general', title: '', text: words, publishedAt: NEVER, endsAt: NEVER, ...nowhere },
    context,
  );
  return problem ? { publicWords: problem } : {};
};

const named = ({ units = [] }: Pick<Form, 'units'>, { catalogue, actor }: Context): string[] => [
  ...new Set(
    [...(actor.unitId ? [actor.unitId] : []), ...units.map(({ unitId }) => unitId)].flatMap(
      id => deskFor(id, false, catalogue) ?? [],
    ),
  ),
];

const open = (change: Change, input: Form): void => {
  const { ticket } = change;
  noteAuthor(change);
  if (ticket.work) ticket.work.security = true;
  change.mark('urgent');
  known.note(change, { calls: calleesOf(change) });
  change.to('running');
  giveToAuthor(change);
  change.start(limits.end, ticket.holder);
  const words = `启动应急预案，请马上到位，${input.reason}`;
  const called = { channels: ['sms' as const] };
  change.tell({ to: 'duty' }, words, undefined, called);
  for (const unitId of ticket.work?.unitIds ?? [])
    change.tell({ to: 'duty', unitId }, words, undefined, called);
  for (const audience of [theManager(), theOperatorLead(), { to: 'security' } as const])
    change.tell(audience, words, undefined, called);
  if (input.publicWords !== undefined)
    change.announce({ title: '应急公告', text: input.publicWords, endsAt: NEVER });
};

const standDown = act({
  act: 'standDown',
  label: '结束响应',
  clause: 'J-23',
  by: [author, manager],
  from: ['running'],
  to: 'over',
  meets: ['respond'],
  fields: pick(known.fields, 'handling'),
  says: 'handling',
  run: change => {
    known.note(change, { overAt: change.now });
    change.unmark('urgent');
    change.withdrawNotice();
    change.start(limits.review, change.ticket.holder);
    for (const unitId of change.ticket.work?.unitIds ?? [])
      change.tell({ to: 'unit', unitId }, '应急响应已结束');
  },
  tells: [
    tell(theManager, () => '应急响应已结束'),
    tell(theAuthor, ticket => `应急响应已结束，请在 ${until(ticket, 'evaluate')} 前总结`),
  ],
});

const review = act({
  act: 'evaluate',
  label: '总结，办结',
  clause: 'J-23',
  by: [author],
  from: ['over'],
  to: 'closed',
  meets: ['evaluate'],
  fields: pick(known.fields, 'lessons'),
  says: 'lessons',
  run: change => change.end(),
  tells: [tell(theManager, () => '应急处置已总结')],
});

export const contingency: Procedure = {
  kind: 'contingency',
  prefix: 'YJ',
  label: '启动应急预案',
  group: '安全和应急',
  purpose: '发生重大事件，马上启动预案，通知值班人员和群众',
  order: 141,
  clauses: ['J-23'],
  handsOver: true,
  limits: Object.values(limits),
  states: {
    running: { label: '响应中' },
    over: { label: '待总结' },
    closed: { label: '已办结', ended: true },
  },
  opening: opening({
    label: '启动应急预案',
    urgent: { label: '一键启动应急预案', fields: 2 },
    clause: 'J-23',
    by: ['manager', 'lead', 'local', 'operator-lead'],
    fields: form,
    check: (input, context) => ({
      ...planErrors(context.related),
      ...publicErrors(input.publicWords, context),
    }),
    title: input => `应急响应：${input.reason}`,
    units: named,
    run: open,
  }),
  facts: known,
  needs: needed,
  acts: [
    standDown,
    review,
    noteProgress({
      clause: 'J-23',
      by: [author, concernedUnit, operator, manager],
      from: ['running', 'over'],
    }),
  ],
};
