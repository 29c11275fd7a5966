import { windowOf } from '../../../rulesets';
import { limits, windows } from './limits';
import { countWorkdays } from '../../../calendar';
import {
  act,
  text,
  longtext,
  number,
  datetime,
  choices,
  files,
  type Change,
  type Context,
} from '../../../engine';
import { addDays, addMinutes, civilDateOf, startOfDay, type CivilDate, type Instant } from '../../../time';
import { ratingLevels } from '../../../ticket/rating';
import {
  othersWait,
  partOfActor,
  partsOf,
  partsOfPerson,
  personsOf,
  waitingPersons,
} from '../../../ticket/persons';
import { isPromiseOverdue, isWaitLong } from '../../../ticket/lights';
import { MOST_FILES } from '../../../ticket/room';
import type { Rating, Ticket } from '../../../ticket/ticket';
import { answerBeside } from '../supervision/supervised';
import { leaveEmptyDesk } from './passing-on';
import { filer, operatorInCharge, owner, platform, unitInCharge } from './parties';
import { comesBack } from './first-contact';
import { attachmentsOf } from './replying';
import { wantVisits } from './visiting';
import { beforeReply, inHand, tell, theHolder, theLead, until, tellAwaited } from './words';

/** What the citizen can do with an own ticket after filing, and the rating with its rectification (A20). */

export const amend = act({
  act: 'amend',
  label: '修改内容',
  place: 'beside',
  clause: 'public-rules §2.6',
  by: [filer],
  from: ['submitted', 'answered', 'dispatched'],
  unless: (ticket, context) => {
    const amendMinutes = windowOf(context.ruleSet, windows.amend);
    if (context.now > addMinutes(ticket.createdAt, amendMinutes))
      return `提交后 ${amendMinutes} 分钟内可以修改，现在请用“补充”`;
    return ticket.timeline.some(entry => entry.by.role !== 'citizen' && entry.by.role !== 'system')
      ? '已有工作人员办理，请用“补充”'
      : undefined;
  },
  fields: {
    title: text('标题', { max: 100, value: ({ title }) => title, ifChanged: true }),
    text: longtext('内容', { value: ticket => ticket.text, ifChanged: true }),
  },
  check: (_ticket, input) => (input.title || input.text ? undefined : { text: '请填写要修改的标题或内容' }),
  says: null,
  run: (change, input) => {
    if (input.title !== undefined) change.ticket.title = input.title;
    if (input.text !== undefined) change.ticket.text = input.text;
  },
});

export const supplement = act({
  act: 'supplement',
  label: '补充',
  place: 'next',
  foremost: ticket => ticket.marks.includes('awaiting-citizen'),
  clause: 'A25',
  wants: ({ marks }) =>
    marks.includes('awaiting-citizen')
      ? '等您补充'
      : marks.includes('unreachable')
        ? '联系不上您，请补充电话'
        : undefined,
  by: [owner],
  waits: true,
  from: [...beforeReply],
  fields: { text: longtext('补充内容', { required: true }), attachments: files('照片或文件') },
  check: (ticket, input) => {
    const left = Math.max(0, MOST_FILES - ticket.attachments.length);
    return (input.attachments?.length ?? 0) > left
      ? { attachments: `一件最多 ${MOST_FILES} 个附件，还能加 ${left} 个；其余的请新提交一件，写明本件编号` }
      : undefined;
  },
  run: (change, input) => {
    const { ticket } = change;
    const of = partOfActor(ticket, change.context.actor.id);
    ticket.attachments.push(
      ...attachmentsOf(input, change.context, 'pending').map(file => (of ? { ...file, of } : file)),
    );
    ticket.details.calls = [];
    delete ticket.details.announcedOn;
    change.unmark('awaiting-citizen');
    change.unmark('unreachable');
  },
  tells: [tell(theHolder, () => '群众补充了情况，请查看')],
});

export const urge = act({
  act: 'urge',
  label: '催一催',
  // Minutes after filing nobody is urged: it is the thing to do once the promised day is near or over.
  place: 'next',
  foremost: (ticket, context) => !ticket.marks.includes('awaiting-citizen') && isWaitLong(ticket, context),
  invites: (ticket, context) =>
    ticket.replies.length === 0 && isPromiseOverdue(ticket, context)
      ? '可以点“催一催”，马上转告办理的人；有新情况请点“补充”'
      : undefined,
  control: 'tap',
  done: '已转告承办单位',
  clause: 'contract §4',
  by: [owner],
  from: [...inHand],
  unless: (ticket, context) => {
    // Of several persons each may; what came along with a merge counts for whoever waits alone.
    const alone = personsOf(ticket).length < 2;
    const last = alone
      ? ticket.details.urges.at(-1)
      : ticket.timeline.filter(({ act, by }) => act === 'urge' && by.id === context.actor.id).at(-1)?.at;
    const waited =
      last === undefined || countWorkdays(context.calendar, civilDateOf(last), civilDateOf(context.now)) >= 1;
    return waited ? undefined : '每个工作日可以催一次，已转告承办方';
  },
  run: change => {
    change.ticket.details.urges.push(change.now);
    change.count('urged', change.ticket.holder.unitId ?? change.ticket.holder.role);
  },
  tells: [tell(theHolder, ticket => `群众催办（第 ${ticket.details.urges.length} 次）`)],
});

/** One of several persons wants it no more. */
const withdrawPart = (ticket: Ticket, id: string, at: Instant): void => {
  if (ticket.ownerId === id) ticket.details.withdrawnAt = at;
  for (const part of ticket.joined ?? []) if (part.ownerId === id) part.withdrawnAt = at;
};

export const withdraw = act({
  act: 'withdraw',
  label: '撤回',
  done: '已撤回',
  place: 'beside',
  clause: 'contract §4',
  by: [owner],
  from: [...beforeReply],
  unless: (ticket, context) =>
    waitingPersons(ticket).includes(context.actor.id) ? undefined : '您已撤回，这件还在为一并反映的人办理',
  fields: { reason: text('撤回原因') },
  run: change => {
    const { id } = change.context.actor;
    // It goes on for whoever else waits (A43).
    if (othersWait(change.ticket, id)) return withdrawPart(change.ticket, id, change.now);
    change.to('withdrawn');
    change.cancel(['dispatch', 'accept', 'reply', 'supervise', 'objection']);
    change.ticket.promise = null;
    delete change.ticket.details.pendingReply;
    delete change.ticket.details.pendingDecision;
    change.end();
    wantVisits(change);
    change.count('withdrawn');
  },
  tells: [
    tell(theHolder, ticket =>
      ticket.state === 'withdrawn' ? '群众已撤回，不用再办' : '一人已撤回，其余的人还在等，请继续办理',
    ),
  ],
});

export const confirmSolved = act({
  act: 'confirmSolved',
  label: '已解决',
  wants: () => '知识库已回答，请看看解决了没有',
  done: '已办结，谢谢',
  clause: 'A15',
  by: [owner],
  from: ['answered'],
  unless: (ticket, context) =>
    othersWait(ticket, context.actor.id) ? '这件还有其他人一并反映，由工作人员答复后办结' : undefined,
  to: 'closed',
  meets: ['dispatch', 'reply'],
  cancels: ['supervise'],
  run: change => {
    change.ticket.details.closedAs = 'solved-by-machine';
    change.end();
    wantVisits(change);
    change.count('solved-by-machine');
  },
});

const ratingTags = [
  '回复不及时',
  '没有解决问题',
  '答非所问',
  '态度不好',
  '推来推去',
  '办得快',
  '说得清楚',
  '态度好',
].map(tag => ({ value: tag, label: tag }));

const lastDayToRate = (ticket: Ticket, days: number): CivilDate =>
  addDays(civilDateOf(ticket.replies.at(-1)?.at ?? ticket.updatedAt), days);

/** Each person rates once; where several wait, also after one of them has (A43). */
const whyNotRate = (ticket: Ticket, context: Context): string | undefined => {
  const { id } = context.actor;
  if (civilDateOf(context.now) > lastDayToRate(ticket, windowOf(context.ruleSet, windows.rate)))
    return '已过评价期限';
  if (hasRated(ticket, id)) return '您已评价过';
  if (!waitingPersons(ticket).includes(id)) return '您已撤回，不用再评价';
  const judged = ['rated', 'rectified'].includes(ticket.details.closedAs ?? 'rated');
  return ticket.state === 'replied' || (ticket.details.rating && judged) ? undefined : '这件没有可评价的答复';
};

/** What each person said; where it was one's alone, the filer's. */
const ratingsOf = ({ no, details: { rating, ratings }, ownerId }: Ticket): (Rating & { by: string })[] =>
  ratings ?? (rating ? [{ ...rating, by: ownerId ?? no }] : []);

/** Also by what was taken down from the person before the account was known (A49). */
const hasRated = (ticket: Ticket, id: string): boolean => {
  const own = [id, ...partsOfPerson(ticket, id).map(({ no }) => no)];
  return ratingsOf(ticket).some(({ by }) => own.includes(by));
};

/** Keeps a rating; false when a worse one, or one as bad, counts already. */
const keepRating = (change: Change, rating: Rating, by = change.context.actor.id): boolean => {
  const { details, holder } = change.ticket;
  const party = holder.unitId ?? holder.role;
  const before = details.rating;
  if (change.ticket.joined) details.ratings = [...ratingsOf(change.ticket), { ...rating, by }];
  if (before && before.level <= rating.level) return false;
  if (before) change.count(`rated.${before.level}`, party, -1);
  // A rectification that runs is measured from the rating that began it.
  details.rating = before && before.level <= 2 ? { ...rating, at: before.at } : rating;
  change.count(`rated.${rating.level}`, party);
  return true;
};

/** 1 and 2 are 差评: contact within 1 WD, rectification within 15 WD, with a result of its own, once a ticket. */
export const beginRectification = (change: Change, why = '收到差评'): void => {
  const { ticket } = change;
  comesBack(change);
  change.to('rectifying');
  ticket.endsAt = null;
  delete ticket.details.closedAs;
  const responsible = {
    role: ticket.holder.role,
    ...(ticket.holder.unitId ? { unitId: ticket.holder.unitId } : {}),
  };
  change.start(limits.ratingContact, responsible);
  change.start(limits.ratingRectify, responsible);
  leaveEmptyDesk(change);
  change.tell(
    theHolder(ticket),
    `${why}，请在 ${until(ticket, 'contact')} 前联系群众，${until(ticket, 'rectify')} 前整改`,
    'bad-rating',
  );
  change.tell(theLead(ticket), `${why}，请督促整改`, 'bad-rating');
};

const accountOf = (ticket: Ticket, of: string): string =>
  partsOf(ticket).find(({ no }) => no === of)?.ownerId ?? of;

/** Whether the person whose words lie under this number has rated. */
export const isRatedBy = (ticket: Ticket, of: string): boolean => hasRated(ticket, accountOf(ticket, of));

export const isRectifying = ({ state }: Ticket): boolean => state === 'rectifying';

/** Once a ticket. */
export const wasRectified = ({ clocks }: Ticket): boolean => clocks.some(({ name }) => name === 'rectify');

/**
 * A rating taken down from a person who was called (A49): it counts as the person's own, who rates once. False where there is
 * no answer to be rated, or the person has rated; `of` is the number under which the person's words lie.
 */
export const takeRating = (change: Change, of: string, level: number, text: string | undefined): boolean => {
  const { ticket } = change;
  if (ticket.replies.length === 0 || ticket.state !== 'closed' || isRatedBy(ticket, of)) return false;
  const by = accountOf(ticket, of);
  const counts = keepRating(change, { level, tags: [], at: change.now, ...(text ? { text } : {}) }, by);
  if (ticket.details.closedAs === 'no-rating') ticket.details.closedAs = 'rated';
  if (counts && level <= 2 && !wasRectified(ticket)) beginRectification(change);
  return true;
};

/** A rating by whoever is named: a bad one begins the rectification, and the last one that is awaited closes the ticket. */
const rateAs = (change: Change, rating: Rating, by: string): void => {
  const { ticket } = change;
  const counts = keepRating(change, rating, by);
  if (counts && rating.level <= 2 && !wasRectified(ticket)) return beginRectification(change);
  if (ticket.state !== 'replied') return;
  const rated = ratingsOf(ticket).map(one => one.by);
  if (waitingPersons(ticket).some(id => id !== by && !rated.includes(id))) return;
  change.to('closed');
  ticket.details.closedAs = 'rated';
  change.end();
  wantVisits(change);
};

/** A rating that the hotline has taken from the person of one part (A40). */
export const ratedBy = (change: Change, rating: Rating, of: string): void =>
  rateAs(change, rating, accountOf(change.ticket, of));

export const rate = act({
  act: 'rate',
  label: '评价',
  wants: ({ state }) => (state === 'replied' ? '已答复，请您评价' : undefined),
  done: '谢谢您的评价',
  waits: { field: 'level', is: ['1', '2'] },
  invites: () => '请看下面的答复；满意不满意，都请评价',
  clause: 'A20',
  by: [owner],
  from: ['replied', 'rectifying', 'closed'],
  unless: whyNotRate,
  fields: {
    level: number('评价', { required: true, min: 1, max: 5, options: ratingLevels }),
    tags: choices('标签', ratingTags),
    text: longtext('说说原因', { max: 1000 }),
  },
  run: (change, input) => {
    const { level, text } = input;
    const tags = (input.tags as string[] | undefined) ?? [];
    rateAs(change, { level, tags, at: change.now, ...(text ? { text } : {}) }, change.context.actor.id);
  },
});

/** Replied and not rated for seven days: the loop is closed (A20). */
export const closeWithoutRating = act({
  act: 'closeWithoutRating',
  label: '答复后没有评价，已过评价期限，自动办结',
  clause: 'A20',
  by: [platform],
  from: ['replied'],
  to: 'closed',
  due: (ticket, context) =>
    startOfDay(addDays(lastDayToRate(ticket, windowOf(context.ruleSet, windows.rate)), 1)),
  run: change => {
    change.ticket.details.closedAs = 'no-rating';
    change.end();
    wantVisits(change);
  },
});

/** When the citizen was reached after the bad rating, where that is on record. */
const reachedAt = ({ clocks, details }: Ticket): Instant | undefined =>
  [...clocks]
    .reverse()
    .find(
      ({ name, stoppedAt }) =>
        name === 'contact' && stoppedAt !== undefined && stoppedAt >= (details.rating?.at ?? ''),
    )?.stoppedAt;

export const rectify = act({
  act: 'rectify',
  label: '反馈整改结果',
  clause: 'A20',
  by: [operatorInCharge, unitInCharge],
  from: ['rectifying'],
  to: 'closed',
  fields: {
    text: longtext('整改结果', { required: true, keepPhones: true }),
    contactedAt: datetime('联系群众的时间', {
      required: true,
      known: ticket => reachedAt(ticket) !== undefined,
    }),
  },
  check: (ticket, input, context) => {
    const contactedAt = String(input.contactedAt ?? reachedAt(ticket));
    const rated = ticket.details.rating?.at ?? ticket.updatedAt;
    return contactedAt < rated || contactedAt > context.now
      ? { contactedAt: '须在评价之后、现在之前' }
      : undefined;
  },
  run: (change, input) => {
    const contactedAt = String(input.contactedAt ?? reachedAt(change.ticket));
    change.meet(['contact'], { at: contactedAt });
    change.meet(['rectify', 'supervise']);
    answerBeside(change, '差评整改已完成');
    change.ticket.details.rectification = { text: input.text, contactedAt, at: change.now };
    change.ticket.details.closedAs = 'rectified';
    change.end();
    wantVisits(change);
  },
  tells: [tellAwaited('reply', () => '差评已整改，请查看结果')],
});
