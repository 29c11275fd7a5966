import { act, bool, correcting, longtext, pick, type Change, type Context } from '../../engine';
import { operators } from '../../catalogue/roles';
import { differences } from '../../typed/difference';
import type { Ticket } from '../../ticket/ticket';
import { until } from '../common/citizen-ticket/words';
import { askConsent, consentActs } from '../common/consenting';
import { author, giveToAuthor, theAuthor } from '../common/staff-ticket/author';
import { tell, theManager, theOperator, theOperatorLead } from '../common/staff-ticket/words';
import { innerOf, known, notePerson, notePrevious } from './known';
import { limits } from './limits';
import { hintsOn, personalErrors } from './wording';

/** 撰稿、初审、复审、终审 (G-4.2.2, A53): another person each time; at last the manager and every unit that it is about. */

const MOST_CHANGES = 60;

const draft = pick(known.fields, 'headline', 'body', 'pictures', 'source');

/** The draft that is handed in now; the one before it is compared by `previous`. */
const handIn = (change: Change, body: string, previous: string | undefined): void => {
  const changes = previous === undefined ? [] : differences(previous, body).slice(0, MOST_CHANGES);
  known.note(change, {
    hints: hintsOn(`${known.of(change.ticket).headline ?? ''}\n${body}`),
    changes: changes.length > 0 ? changes.map(({ was, is }) => ({ was, is })) : undefined,
  });
  notePerson(change, 'writerId');
  change.hold({ role: 'operator' });
  change.start(limits.review, { role: 'operator' });
};

const write = act({
  act: 'submitDraft',
  label: '交稿',
  clause: 'G-4.2.2',
  by: [author],
  from: ['writing'],
  to: 'first-review',
  meets: ['write'],
  fields: { ...correcting(pick(draft, 'headline', 'body')), ...pick(draft, 'pictures', 'source') },
  check: (_ticket, { headline, body }) => personalErrors({ headline, body }),
  says: 'headline',
  run: (change, { body }) => {
    handIn(change, body, innerOf(change.ticket).previous);
    notePrevious(change, body);
  },
  tells: [tell(theOperator, ticket => `请初审文稿，最迟 ${until(ticket, 'review')}`)],
});

const shown = (ticket: Ticket) => {
  const { headline = '', body = '', hints } = known.of(ticket);
  return [
    { label: '标题', text: headline },
    { label: '正文', text: body },
    ...(hints ? [{ label: '需要注意的用语', text: hints }] : []),
  ];
};

const ownDraft = (ticket: Ticket, { actor }: Context): string | undefined =>
  innerOf(ticket).writerId === actor.id ? '撰稿和审稿不能是同一个人' : undefined;

const first = act({
  act: 'passFirst',
  label: '初审通过',
  clause: 'A53',
  by: [{ label: '运营方（不是撰稿人）', roles: operators, has: () => true }],
  from: ['first-review'],
  to: 'second-review',
  meets: ['review'],
  unless: ownDraft,
  shows: shown,
  fields: { text: longtext('初审意见', { max: 1000 }) },
  run: change => {
    notePerson(change, 'firstId');
    known.note(change, { firstBy: change.context.actor.name });
    change.hold({ role: 'operator-lead' });
    change.start(limits.review, { role: 'operator-lead' });
  },
  tells: [
    tell(theOperatorLead, ticket => `请复审文稿，最迟 ${until(ticket, 'review')}`),
    tell(theManager, () => '文稿已初审，等复审'),
  ],
});

const reviewedBefore = (ticket: Ticket, context: Context): string | undefined =>
  ownDraft(ticket, context) ??
  (innerOf(ticket).firstId === context.actor.id ? '初审和复审不能是同一个人' : undefined);

/** Where the operator's lead has written or read it already, the manager reads it in the second place too. */
const second = act({
  act: 'passSecond',
  label: '复审通过，报终审',
  clause: 'A53',
  by: [{ label: '运营方负责人或管理方', roles: ['operator-lead', 'manager'], has: () => true }],
  from: ['second-review'],
  to: 'final-review',
  meets: ['review'],
  unless: reviewedBefore,
  shows: shown,
  fields: {
    secrecy: bool('已作保密审查，没有涉密内容', { required: true }),
    personal: bool('已作个人信息审查，没有个人信息', { required: true }),
    ...pick(known.fields, 'basis'),
  },
  check: (_ticket, input) => ({
    ...(input.secrecy ? {} : { secrecy: '没有作保密审查的不能发布' }),
    ...(input.personal ? {} : { personal: '没有作个人信息审查的不能发布' }),
  }),
  says: 'basis',
  run: change => {
    known.note(change, { secondBy: change.context.actor.name });
    const units = known.of(change.ticket).units ?? [];
    askConsent(
      change,
      limits.consent,
      units.map(({ unitId }) => unitId),
      '文稿请审定',
    );
  },
});

const backToWriter = (change: Change): void => {
  change.to('writing');
  giveToAuthor(change);
  change.start(limits.write, change.ticket.holder);
};

const giveBack = act({
  act: 'returnDraft',
  label: '退回修改',
  clause: 'A53',
  by: [{ label: '运营方或管理方', roles: [...operators, 'manager'], has: () => true }],
  from: ['first-review', 'second-review'],
  meets: ['review'],
  unless: ownDraft,
  fields: { reason: longtext('要改什么', { required: true, max: 1000 }) },
  run: backToWriter,
  tells: [tell(theAuthor, ticket => `文稿被退回，请在 ${until(ticket, 'write')} 前改好`)],
});

const final = consentActs({
  clause: 'G-4.2.2',
  from: 'final-review',
  shows: shown,
  all: change => {
    const { ticket } = change;
    known.note(change, { finalBy: change.context.actor.name });
    change.to('scheduled');
    change.hold({ role: 'operator' });
    const { plannedOn = change.today } = known.of(ticket);
    const day = plannedOn > change.today ? plannedOn : undefined;
    change.start(
      limits.publish,
      { role: 'operator' },
      day === undefined ? {} : { until: { date: day, why: '计划发布的日期' } },
    );
    change.tell({ to: 'operator' }, `文稿已审定，请在 ${until(ticket, 'publish')} 前发布`);
    change.tell(theAuthor(ticket), '文稿已审定');
  },
  refused: backToWriter,
  tellsRefused: [
    tell(theAuthor, ticket => `文稿没有通过审定，请在 ${until(ticket, 'write')} 前改好`),
    tell(theOperator, () => '文稿没有通过审定'),
  ],
});

export const reviewing = [write, first, second, giveBack, ...final];
