import {
  act,
  date,
  facts,
  files,
  longtext,
  opening,
  pick,
  select,
  text,
  ticket as ticketField,
  type Change,
  type Context,
  type FieldErrors,
  type InputOf,
  type Procedure,
} from '../../engine';
import { noticeProblems } from '../../notices/notice';
import { workdays, type Policy } from '../../rulesets';
import type { Ticket } from '../../ticket/ticket';
import { addDays, civilDateOf, endOfDay, NEVER } from '../../time';
import { spokenDay } from '../../time/spoken';
import { until } from '../common/citizen-ticket/words';
import { inWriting, signatureErrors } from '../common/in-writing';
import { noteProgress } from '../common/staff-ticket/forms';
import { manager, operator } from '../common/staff-ticket/parties';
import { tell, theManager, theOperator } from '../common/staff-ticket/words';
import { endByExit } from '../partner-access/serving';
import { known as accessKnown, PARTNER_ACCESS, thePartner } from '../partner-access/known';

/**
 * 合作方强制退出, J-15c: who harms the running of the platform or its name has to go: the manager orders it with evidence, people
 * are told, the operator takes it off, its account ends at once.
 */

const reasons = [
  { value: 'running', label: '影响平台正常运行' },
  { value: 'opinion', label: '造成重大舆情' },
  { value: 'data', label: '违规使用、泄露数据' },
  { value: 'rights', label: '损害群众利益' },
  { value: 'agreement', label: '违反协议' },
  { value: 'own-wish', label: '合作方主动退出' },
] as const;

const known = facts({
  accessNo: ticketField('哪个合作方（接入编号）', { required: true }),
  company: text('合作方'),
  reason: select('原因', reasons, { required: true }),
  facts: longtext('事实', { required: true, max: 4000 }),
  evidence: files('证据', { required: true, max: 9 }),
  exitOn: date('从哪天起退出', { required: true, value: (_ticket, { now }) => civilDateOf(now) }),
  publicWords: longtext('给群众的公告（停哪些服务、改在哪里办）', {
    required: true,
    max: 500,
    keepPhones: true,
  }),
  ...inWriting,
  taken: longtext('下线、停用接口和账号的情况', { required: true, max: 2000 }),
  proof: files('下线佐证', { max: 9 }),
});

const limits = {
  takeOff: {
    id: 'partner-exit.takeOff',
    clock: 'takeOff',
    label: '下线合作方的服务',
    clause: 'J-15c',
    limit: workdays(1),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

const form = pick(
  known.fields,
  'accessNo',
  'reason',
  'facts',
  'evidence',
  'exitOn',
  'publicWords',
  'signedBy',
  'signedOn',
  'documentNo',
);

type Form = InputOf<typeof form>;

/** An exit is no plan for next year. */
const FARTHEST_DAYS = 90;

/** People read it so long. */
const PUBLIC_DAYS = 30;

const access = ({ related, tickets }: Context): Ticket | undefined => related ?? tickets?.[0];

const errors = (input: Form, context: Context): FieldErrors => {
  const of = access(context);
  const nowhere = { serviceId: null, serviceName: null, region: null, startsAt: null, instead: null };
  const { text: words } = noticeProblems(
    {
      id: '',
      kind: 'general',
      title: '',
      text: input.publicWords,
      publishedAt: NEVER,
      endsAt: NEVER,
      ...nowhere,
    },
    context,
  );
  const today = civilDateOf(context.now);
  return {
    ...(of && of.kind !== PARTNER_ACCESS ? { accessNo: '请填写合作方接入的编号' } : {}),
    ...(of?.kind === PARTNER_ACCESS && !['connecting', 'serving'].includes(of.state)
      ? { accessNo: '这个合作方没有在合作' }
      : {}),
    ...(input.exitOn < today || input.exitOn > addDays(today, FARTHEST_DAYS)
      ? { exitOn: '请选今天或者不久以后的日期' }
      : {}),
    ...(words ? { publicWords: words } : {}),
    ...signatureErrors(input, context),
  };
};

const open = (change: Change, input: Form): void => {
  const { ticket, related, context } = change;
  const of = access(context);
  const { company = '' } = of ? accessKnown.of(of) : {};
  known.note(change, { company });
  change.to('ordered');
  change.hold({ role: 'operator' });
  change.start(limits.takeOff, { role: 'operator' });
  if (of) ticket.links.push({ no: of.no, title: of.title, relation: 'about' });
  if (of?.work?.partnerId && ticket.work) {
    ticket.work.partnerId = of.work.partnerId;
    // Its access has ended: until that day it reads why, and does nothing any more.
    change.account = { memberId: of.work.partnerId, until: input.exitOn };
  }
  change.announce({
    title: `${company}退出服务`,
    text: `自 ${spokenDay(input.exitOn)} 起，${company}不再提供服务。${input.publicWords}`,
    endsAt: endOfDay(addDays(input.exitOn, PUBLIC_DAYS)),
  });
  if (related) endByExit(related, ticket);
};

const takeOff = act({
  act: 'takeOff',
  label: '已下线',
  clause: 'J-15c',
  by: [operator],
  from: ['ordered'],
  to: 'exited',
  meets: ['takeOff'],
  fields: pick(known.fields, 'taken', 'proof'),
  says: 'taken',
  run: change => {
    const { partnerId } = change.ticket.work ?? {};
    if (partnerId) change.account = { memberId: partnerId, until: null };
    change.end();
    change.count('exited');
  },
  tells: [tell(theManager, () => '合作方已下线')],
});

const revoke = act({
  act: 'revokeExit',
  label: '撤销退出',
  place: 'beside',
  clause: 'J-15c',
  by: [manager],
  from: ['ordered'],
  to: 'revoked',
  cancels: ['takeOff'],
  fields: { text: longtext('原因（合作须重新申请接入）', { required: true, max: 500 }) },
  run: change => {
    change.withdrawNotice();
    change.end();
  },
  tells: [tell(theOperator, () => '退出已撤销，不用下线')],
});

export const partnerExit: Procedure = {
  kind: 'partner-exit',
  prefix: 'TC',
  label: '合作方退出',
  group: '合作方',
  purpose: '合作方影响运行、造成舆情等，强制退出并公告',
  order: 131,
  clauses: ['J-15c'],
  limits: Object.values(limits),
  states: {
    ordered: { label: '待下线' },
    exited: { label: '已退出', ended: true },
    revoked: { label: '已撤销', ended: true },
  },
  opening: opening({
    label: '决定合作方退出',
    clause: 'J-15c',
    by: ['manager'],
    fields: form,
    check: errors,
    title: (_input, context) => {
      const of = access(context);
      return `合作方退出：${(of && accessKnown.of(of).company) ?? ''}`;
    },
    units: () => [],
    run: open,
    tells: [
      tell(theOperator, ticket => `合作方强制退出，请在 ${until(ticket, 'takeOff')} 前下线`),
      tell(thePartner, () => '已被强制退出，账号停用'),
    ],
  }),
  facts: known,
  acts: [takeOff, revoke, noteProgress({ clause: 'J-15c', by: [operator, manager], from: ['ordered'] })],
};
