import { act, bool, correcting, date, longtext, pick, text, type Change } from '../../engine';
import { civilDateOf } from '../../time';
import type { Ticket } from '../../ticket/ticket';
import { author, authorOf, giveToAuthor, theAuthor } from '../common/staff-ticket/author';
import { isOfSide } from '../common/staff-ticket/side';
import { manager } from '../common/staff-ticket/parties';
import { tell, theManager, theOperatorLead } from '../common/staff-ticket/words';
import { until } from '../common/citizen-ticket/words';
import { formErrors } from './checking';
import { known } from './known';
import { limits } from './limits';

/** 审核、审定 (G-5.1c, G-4.2.1a, A53): the operator's lead reads it, the manager approves; what comes back is mended. */

/** Whose own people have written it needs no second reading there: it goes to the manager at once. */
export const putForward = (change: Change): void => {
  const ofOperator = isOfSide({ id: '', name: '', role: 'operator' }, authorOf(change.ticket));
  change.to(ofOperator ? 'approving' : 'reviewing');
  change.hold({ role: ofOperator ? 'manager' : 'operator-lead' });
  change.start(limits.review, change.ticket.holder);
};

export const theReader = ({ state }: Ticket) => (state === 'reviewing' ? theOperatorLead() : theManager());

const review = act({
  act: 'passReview',
  label: '审核通过，报管理方审定',
  clause: 'G-5.1c',
  by: [{ label: '运营方负责人', roles: ['operator-lead'], has: () => true }],
  from: ['reviewing'],
  to: 'approving',
  meets: ['review'],
  fields: { text: longtext('审核意见', { max: 1000 }) },
  run: change => {
    known.note(change, { reviewed: change.context.actor.name });
    change.hold({ role: 'manager' });
    change.start(limits.review, { role: 'manager' });
  },
  tells: [tell(theManager, ticket => `请审定文件，最迟 ${until(ticket, 'review')}`)],
});

const giveBack = (name: string, by: typeof review.by, from: readonly string[]) =>
  act({
    act: name,
    label: '退回修改',
    clause: 'G-5.1c',
    by,
    from,
    to: 'returned',
    meets: ['review'],
    fields: { reason: longtext('要改什么', { required: true, max: 1000 }) },
    run: change => {
      giveToAuthor(change);
      change.start(limits.revise, change.ticket.holder);
    },
    tells: [tell(theAuthor, ticket => `文件被退回，请在 ${until(ticket, 'revise')} 前修改`)],
  });

const approve = act({
  act: 'approve',
  label: '审定通过',
  clause: 'G-5.1c',
  by: [manager],
  from: ['approving'],
  to: 'approved',
  meets: ['review'],
  fields: {
    effectiveOn: date('从哪天起施行', {
      required: true,
      value: ticket => known.of(ticket).effectiveOn,
    }),
    secrecy: bool('已作保密审查，没有涉密内容'),
    personal: bool('已作个人信息审查，没有个人信息'),
    basis: text('审定依据', { required: true, max: 200 }),
  },
  shows: ticket => {
    const { publicWords } = known.of(ticket);
    return publicWords ? [{ label: '给群众的说明', text: publicWords }] : [];
  },
  check: (ticket, input, { now }) => {
    const isPublic = known.of(ticket).publicWords !== undefined;
    return {
      ...(input.effectiveOn < civilDateOf(now) ? { effectiveOn: '不能早于今天' } : {}),
      ...(isPublic && !input.secrecy ? { secrecy: '要向群众公开，须先作保密审查' } : {}),
      ...(isPublic && !input.personal ? { personal: '要向群众公开，须先作个人信息审查' } : {}),
    };
  },
  says: 'basis',
  run: change => {
    known.note(change, { approved: change.context.actor.name });
    change.hold({ role: 'operator' });
    change.start(limits.publish, { role: 'operator' });
  },
  tells: [
    tell(theAuthor, () => '文件已审定'),
    tell(
      () => ({ to: 'operator' }),
      ticket => `请发布已审定的文件，最迟 ${until(ticket, 'publish')}`,
    ),
  ],
});

const form = {
  ...correcting(pick(known.fields, 'name', 'body')),
  paper: known.fields.paper,
  ...correcting(pick(known.fields, 'effectiveOn', 'publicWords')),
};

const resubmit = act({
  act: 'resubmit',
  label: '改好，重新报审',
  clause: 'G-5.1c',
  by: [author],
  from: ['returned'],
  meets: ['revise'],
  fields: form,
  check: (_ticket, input, context) => formErrors(input, context),
  says: null,
  run: putForward,
  tells: [tell(theReader, ticket => `文件已改好，请在 ${until(ticket, 'review')} 前审核`)],
});

export const approving = [
  review,
  giveBack('returnReview', review.by, ['reviewing']),
  approve,
  giveBack('returnApproval', [manager], ['approving']),
  resubmit,
];
