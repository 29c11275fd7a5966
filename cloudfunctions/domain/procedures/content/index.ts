import {
  act,
  datetime,
  longtext,
  opening,
  pick,
  text,
  type Context,
  type FieldErrors,
  type Procedure,
} from '../../engine';
import { operators, unitMembers } from '../../catalogue/roles';
import { civilDateOf } from '../../time';
import { isTooFar, TOO_FAR } from '../../time/plausible';
import { until } from '../common/citizen-ticket/words';
import { signedIn } from '../common/signature';
import { orderOf } from '../common/supervision/order';
import { author, giveToAuthor, noteAuthor, theAuthor } from '../common/staff-ticket/author';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, manager, operator } from '../common/staff-ticket/parties';
import { placeWith } from '../common/staff-ticket/side';
import { tell, theManager, theOperator } from '../common/staff-ticket/words';
import { tellInDigest } from '../common/words';
import { known, onCalendar } from './known';
import { limits } from './limits';
import { reviewing } from './reviewing';
import { supervise, tellOrder } from './supervising';

/**
 * 内容, G-4.1, G-4.2.2, A53: a topic is proposed and written by plan, read by two persons, approved by the manager and every unit
 * that it is about, published on its day (by hand or by the account's own interface; the link is kept), put right,
 * withdrawn, or put under supervision.
 */

const form = pick(known.fields, 'topic', 'medium', 'plannedOn', 'why', 'units');

const dayErrors = ({ plannedOn }: { plannedOn: string }, { now }: Context): FieldErrors => {
  if (plannedOn < civilDateOf(now)) return { plannedOn: '不能早于今天' };
  return isTooFar(plannedOn, civilDateOf(now)) ? { plannedOn: TOO_FAR } : {};
};

const publish = act({
  act: 'publish',
  label: '已发布，登记链接',
  clause: 'G-4.2.2',
  by: [operator],
  from: ['scheduled'],
  to: 'published',
  meets: ['publish'],
  fields: {
    ...pick(known.fields, 'link'),
    publishedAt: datetime('发布时间', { required: true, value: (_ticket, { now }) => now }),
  },
  check: (_ticket, { publishedAt }, { now }) =>
    publishedAt > now ? { publishedAt: '不能在现在以后' } : undefined,
  says: 'link',
  run: change => {
    const { ticket } = change;
    giveToAuthor(change);
    change.end();
    change.count('published', ticket.unitId ?? ticket.holder.role);
    for (const unitId of ticket.work?.unitIds ?? []) change.tell({ to: 'unit', unitId }, '内容已发布');
  },
  tells: [tell(theManager, () => '内容已发布')],
});

const replan = act({
  act: 'replan',
  label: '改计划日期',
  place: 'beside',
  clause: 'G-4.2.2',
  by: [author, operator],
  from: ['scheduled'],
  fields: { ...pick(known.fields, 'plannedOn'), reason: text('原因', { required: true, max: 200 }) },
  check: (_ticket, input, context) => dayErrors(input, context),
  run: (change, { plannedOn, reason }) => {
    const clock = change.running('publish');
    if (clock) change.move(clock, plannedOn, reason);
  },
  tells: [tell(theAuthor, ticket => `发布日期改了，到 ${until(ticket, 'publish')}`)],
});

const correct = act({
  act: 'correctContent',
  label: '更正',
  place: 'beside',
  clause: 'G-4.2.2',
  by: [author, operator],
  from: ['published'],
  fields: { what: longtext('更正了什么', { required: true, max: 1000 }) },
  says: 'what',
  run: (change, { what }) => {
    const before = known.of(change.ticket).corrections ?? [];
    const { actor, now } = change.context;
    known.note(change, { corrections: [...before, { at: now, by: actor.name, what }].slice(-50) });
    tellOrder(change, '内容已更正', what);
  },
  tells: [tell(theManager, () => '已发布的内容作了更正')],
});

const withdraw = act({
  act: 'withdrawContent',
  label: '撤下、不再发布',
  place: 'beside',
  clause: 'G-4.2.2',
  by: [author, operator, manager],
  from: ['writing', 'first-review', 'second-review', 'final-review', 'scheduled', 'published'],
  to: 'withdrawn',
  cancels: ['write', 'review', 'consent', 'publish'],
  fields: { reason: longtext('原因', { required: true, max: 500 }) },
  run: (change, { reason }) => {
    known.note(change, { awaiting: undefined });
    change.end();
    tellOrder(change, '内容已撤下', reason);
  },
  tells: [tell(theManager, () => '内容已撤下'), tell(theAuthor, () => '内容已撤下')],
});

export const content: Procedure = {
  kind: 'content',
  prefix: 'NR',
  label: '内容发布',
  group: '内容和推广',
  purpose: '公众号等的选题、撰稿、三审、按计划发布、更正和撤下',
  order: 111,
  clauses: ['G-2.1c', 'G-4.1', 'G-4.2.2', 'A53'],
  limits: Object.values(limits),
  about: orderOf,
  onCalendar,
  signature: signedIn(
    ['first-review', 'second-review', 'final-review'],
    ['returnDraft', 'refuseConsent'],
    ['submitDraft'],
  ),
  states: {
    writing: { label: '待交稿' },
    'first-review': { label: '待初审' },
    'second-review': { label: '待复审' },
    'final-review': { label: '待终审' },
    scheduled: { label: '待发布' },
    published: { label: '已发布', ended: true },
    withdrawn: { label: '已撤下', ended: true },
  },
  opening: opening({
    label: '提出选题',
    offeredAt: { contentCalendar: '提出选题' },
    clause: 'G-4.2.2',
    by: [...operators, ...unitMembers, 'local'],
    fields: form,
    check: dayErrors,
    title: input => `选题：${input.topic}`,
    // Whoever it is about sees what is planned from the first day on (G-4.1).
    units: (input, { actor }) => [
      ...(actor.unitId ? [actor.unitId] : []),
      ...input.units.map(({ unitId }) => unitId),
    ],
    run: change => {
      placeWith(change, noteAuthor(change));
      change.to('writing');
      giveToAuthor(change);
      change.start(limits.write, change.ticket.holder);
      for (const unitId of change.ticket.work?.unitIds ?? [])
        change.tell({ to: 'unit', unitId }, '提出新选题，与您单位有关', undefined, { digest: true });
    },
    tells: [
      tell(theManager, ticket => `提出新选题，${until(ticket, 'write')} 前交稿`),
      tellInDigest(theOperator, () => '提出新选题'),
    ],
  }),
  facts: known,
  acts: [
    ...reviewing,
    publish,
    replan,
    correct,
    withdraw,
    supervise,
    noteProgress({
      clause: 'G-4.2.2',
      by: [author, concernedUnit, operator, manager],
      from: ['writing', 'first-review', 'second-review', 'final-review', 'scheduled'],
    }),
  ],
};
