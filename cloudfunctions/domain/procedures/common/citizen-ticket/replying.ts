import { isComplaint } from '../../../ticket/citizen-kinds';
import {
  act,
  attachmentsFor,
  date,
  files,
  longtext,
  select,
  tellAll,
  text,
  type Audience,
  type Change,
  type Context,
  type InputOf,
  type Tell,
} from '../../../engine';
import type { Clock } from '../../../deadline';
import { checkReply } from '../../../replies/check-reply';
import { FIRST_RESULT, replyResults, type ReplySigns } from '../../../ticket/reply-result';
import { openAssists, type Attachment, type Ticket, type TicketReply } from '../../../ticket/ticket';
import { windowOf, type Policy } from '../../../rulesets';
import { civilDateOf, startOfDay, type CivilDate } from '../../../time';
import { isTooFar, TOO_FAR } from '../../../time/plausible';
import { spokenDate } from '../../../time/spoken';
import { unitDesk } from '../../../catalogue/staffing';
import { leaveEmptyDesk } from './passing-on';
import { comesBack, countFirstContact, type OnTheSpot } from './first-contact';
import { limits, windows } from './limits';
import { leadWhoSigns, managerWhoSigns, operatorInCharge, platform, unitInCharge } from './parties';
import {
  carryOutDecision,
  operatorThatSigns,
  pendingLabel,
  shownDecision,
  shownInput,
  signatureWaits,
  theSigner,
  wantsSignature,
  whyUnsignable,
} from './second-signature';
import { answerBeside } from '../supervision/supervised';
import { tell, tellAwaited, tellInDigest, theHolder, theLead, theManager, theOperator, until } from './words';

/** How an answer is given: alone or with a second signature, and corrected without hiding the first text (A35). */

/**
 * A clock of which the documents say 原则上 (G-5.2d): what comes after it says why (A3). Not where the law, a document or the
 * hotline names another limit; that one has no exceptions.
 */
const isPrinciple = ({ policy, clause, until }: Clock): boolean =>
  policy === limits.consultBusiness.id && clause === limits.consultBusiness.clause && until === undefined;

const lateInPrinciple = ({ clocks, holder }: Ticket, { now }: Pick<Context, 'now'>): Clock | undefined =>
  clocks.find(
    clock =>
      clock.state === 'running' &&
      isPrinciple(clock) &&
      clock.responsible.unitId === holder.unitId &&
      now >= clock.redAt,
  );

const lateReason = longtext('没有在原则期限内答复的原因（会告诉群众）', {
  expected: true,
  max: 500,
  keepPhones: true,
  askedWhen: (ticket, context) =>
    ticket.details.pendingReply?.lateReason === undefined && lateInPrinciple(ticket, context) !== undefined,
});

const replyFields = {
  text: longtext('答复内容', { required: true, keepPhones: true }),
  resultType: select(
    '办理结果',
    replyResults.map(({ value, label }) => ({ value, label })),
    { expected: true, value: () => FIRST_RESULT },
  ),
  plannedOn: date('计划办成的日期（到时恢复办理，再次答复）', {
    required: true,
    onlyIf: { field: 'resultType', is: ['planned'] },
  }),
  attachments: files('附件'),
  lateReason,
};

/** Files of citizens are checked after the upload and pending until then; those of staff are not. */
export const attachmentsOf = (
  { attachments = [] }: { attachments?: string[] | undefined },
  context: Pick<Context, 'files'>,
  state: Attachment['state'] = 'ok',
): Attachment[] => attachmentsFor(attachments, context, state);

type Answer = Omit<TicketReply, 'unitId' | 'by' | 'at'>;

/** Against what it leaves (A52): how it is worded is a matter of style, and no sign of anything. */
const signsOf = (ticket: Ticket, text: string, { sameWords }: Context): Pick<Answer, 'signs'> => {
  const codes = checkReply(ticket, text).map(({ code }) => code);
  const warned = [...new Set(codes)].filter(code => code !== 'plain');
  const signs: ReplySigns = {
    ...(warned.length > 0 ? { warned } : {}),
    ...(sameWords ? { words: sameWords.words } : {}),
    ...(sameWords?.others ? { sameWords: true } : {}),
  };
  return Object.keys(signs).length > 0 ? { signs } : {};
};

const answerOf = (input: InputOf<typeof replyFields>, { ticket, context }: Change): Answer => ({
  text: input.text,
  attachments: attachmentsOf(input, context),
  result: input.resultType ?? FIRST_RESULT,
  ...(input.plannedOn ? { plannedOn: input.plannedOn } : {}),
  ...(input.lateReason ? { lateReason: input.lateReason } : {}),
  ...signsOf(ticket, input.text, context),
});

/** What is planned is planned for a day to come, and not for ever. */
const checkPlan = (
  _ticket: Ticket,
  { plannedOn }: { plannedOn?: CivilDate | undefined },
  { now }: Context,
) => {
  if (plannedOn === undefined) return undefined;
  const today = civilDateOf(now);
  if (plannedOn <= today) return { plannedOn: '计划日期须在今天以后' };
  return isTooFar(plannedOn, today) ? { plannedOn: TOO_FAR } : undefined;
};

/** What documents assign is counted apart (A54). */
const countAssigned = (change: Change): void => {
  const clock = change.running('reply');
  if (!change.ticket.assigned || !clock) return;
  const { unitId, role } = change.ticket.holder;
  change.count(change.now < clock.redAt ? 'assigned.met' : 'assigned.late', unitId ?? role);
};

/** The answer reaches the citizen: it meets accept, reply and supervise, and the window for rating opens. */
const deliver = (change: Change, answer: Answer, by: string): void => {
  const { ticket } = change;
  const { details } = ticket;
  change.meet(['accept', 'supervise', 'dispatch']);
  answerBeside(change, '已答复群众');
  // The inner clocks of assisting units end with the main one (A28).
  for (const assist of openAssists(ticket)) change.cancel(['reply'], assist.unitId);
  countAssigned(change);
  const late = lateInPrinciple(ticket, change);
  change.meet(['reply']);
  if (answer.lateReason !== undefined)
    ticket.clocks = ticket.clocks.map(clock =>
      clock.id === late?.id ? { ...clock, reasoned: true } : clock,
    );
  change.to('replied');
  ticket.replies.push({ at: change.now, unitId: ticket.holder.unitId ?? null, by, ...answer });
  if (ticket.promise) ticket.promise.confirmed = true;
  delete details.pendingReply;
  delete details.pendingDecision;
  delete details.hotlineRequest;
  delete details.announcedOn;
  delete details.callAgainAt;
  change.unmark('awaiting-citizen');
  change.unmark('unreachable');
  change.count('replied', ticket.holder.unitId ?? ticket.holder.role);
};

const ofUnitsComplaint =
  (audience: (ticket: Ticket) => Audience): Tell['audience'] =>
  ticket =>
    isComplaint(ticket) && ticket.unitId !== null ? audience(ticket) : undefined;

/** G-5.2 tells the citizen and the unit; G-5.3d tells the citizen, the operator and the manager. */
const replyTells = [
  tellAwaited('reply', (ticket, { ruleSet }) => {
    const planned = ticket.replies.at(-1)?.plannedOn;
    const next = planned ? `计划 ${spokenDate(planned)} 办成，到时再次答复；` : '';
    return `已答复您，请查看；${next}${windowOf(ruleSet, windows.rate)} 日内可以评价`;
  }),
  tellInDigest(ofUnitsComplaint(theManager), () => '已答复处理结果'),
  tellInDigest(ofUnitsComplaint(theOperator), () => '已答复处理结果'),
];

const secondPair = ({ assigned }: Ticket): string =>
  assigned ? '交办件的答复由管理方签发，请提交审核' : '本单位的答复须经负责人审核，请提交审核';

/** Answered while the person is there (A48); what was read from an entry says which one, to staff. */
export const answerOnTheSpot = (change: Change, { text, entry, sms }: OnTheSpot): void => {
  change.say('当场答复', text);
  if (entry) change.say(`答复依据知识条目 ${entry.id}`, entry.question, true);
  deliver(change, { text, attachments: [], result: FIRST_RESULT }, change.context.actor.id);
  if (sms) {
    change.say('答复和编号发到来电人的手机', '来电人要求', true);
    change.tell({ to: 'caller' }, '已答复您的来电', 'caller-answer');
  }
  countFirstContact(change);
};

export const reply = act({
  act: 'reply',
  label: '答复',
  control: 'compose',
  clause: 'G-5.2d',
  by: [operatorInCharge, unitInCharge],
  from: ['dispatched', 'accepted'],
  unless: (ticket, context) => (wantsSignature(ticket, context) ? secondPair(ticket) : undefined),
  fields: replyFields,
  check: checkPlan,
  run: (change, input) => deliver(change, answerOf(input, change), change.context.actor.id),
  tells: replyTells,
});

export const submitReply = act({
  act: 'submitReply',
  label: '提交审核',
  control: 'compose',
  clause: 'A35',
  by: [unitInCharge, operatorThatSigns],
  from: ['dispatched', 'accepted'],
  unless: (ticket, context) =>
    wantsSignature(ticket, context) ? signatureWaits(ticket) : '本单位可以直接答复',
  check: checkPlan,
  fields: replyFields,
  internal: true,
  run: (change, input) => {
    change.ticket.details.pendingReply = {
      ...answerOf(input, change),
      by: change.context.actor.id,
      at: change.now,
    };
  },
  tells: [tell(theSigner, () => '答复待您审核')],
});

/** Another answer is wanted: by whom it lay with, under a clock of its own. What was promised was kept and stays. */
export const takeUpAgain = (change: Change, limit: Policy): void => {
  const { ticket } = change;
  const { role, unitId } = ticket.holder;
  comesBack(change);
  change.to(isComplaint(ticket) && unitId ? 'accepted' : 'dispatched');
  // Whoever answered then may be gone: the whole desk has it.
  ticket.holder = { role, ...(unitId ? { unitId } : {}) };
  ticket.endsAt = null;
  delete ticket.details.closedAs;
  delete ticket.details.pendingDecision;
  change.start(limit, ticket.holder);
  leaveEmptyDesk(change);
};

/** What is planned and was not taken up yet. */
const openPlan = ({ replies }: Ticket): TicketReply | undefined => {
  const last = replies.at(-1);
  return last?.plannedOn && !last.resumedAt ? last : undefined;
};

/** On the day for which it was planned the ticket is open again (A49). */
export const resumePlanned = act({
  act: 'resumePlanned',
  label: '到了计划的日期，恢复办理',
  clause: 'A49',
  by: [platform],
  from: ['replied', 'closed'],
  due: ticket => {
    const day = openPlan(ticket)?.plannedOn;
    return day && startOfDay(day);
  },
  run: change => {
    const plan = openPlan(change.ticket);
    if (plan) plan.resumedAt = change.now;
    takeUpAgain(change, limits.planned);
    change.count('resumed', change.ticket.holder.unitId ?? change.ticket.holder.role);
  },
  tells: [
    tell(theHolder, ticket => `到了计划办成的日期，请在 ${until(ticket, 'reply')} 前答复落实结果`),
    tellAwaited('reply', ticket => `到了计划的日期，已恢复办理，最迟 ${until(ticket, 'reply')} 再次答复您`),
  ],
});

/** A correction, a closing and the result of a rectification are signed where the reply has long been given. */
const signedIn = ['dispatched', 'accepted', 'replied', 'closed', 'rectifying'] as const;

const withoutPending = (ticket: Ticket): string | undefined =>
  signatureWaits(ticket) ? undefined : '没有等待审核的内容';

const submittedBy = ({ details }: Ticket): string | undefined =>
  (details.pendingReply ?? details.pendingDecision)?.by;

/** Whoever wrote what is sent back; where they are no longer there, who holds it now. */
const theAuthor = (by: string | undefined, { ticket, context }: Change): Audience => {
  const desk = ticket.holder.unitId ? context.catalogue.staffAt(unitDesk(ticket.holder.unitId)) : [];
  return by && desk.some(({ id }) => id === by) ? { to: 'member', memberId: by } : theHolder(ticket);
};

const shownReply = ({ details }: Ticket, context: Context): { label: string; text: string }[] => {
  const { text, result, plannedOn, attachments, lateReason: reason } = details.pendingReply ?? {};
  if (text === undefined) return [];
  const given = {
    text,
    resultType: result,
    plannedOn,
    lateReason: reason,
    attachments: attachments?.map(({ fileID }) => fileID),
  };
  return shownInput(replyFields, given, context);
};

const approvedLate: typeof lateReason = {
  ...lateReason,
  askedWhen: (ticket, context) =>
    ticket.details.pendingReply !== undefined && (lateReason.askedWhen?.(ticket, context) ?? true),
};

export const approveReply = act({
  act: 'approveReply',
  label: '审核通过并答复',
  labelFor: ticket =>
    ticket.details.pendingDecision ? `审核通过：${pendingLabel(ticket) ?? ''}` : undefined,
  clause: 'A35',
  by: [leadWhoSigns, managerWhoSigns],
  from: [...signedIn],
  unless: (ticket, context) =>
    withoutPending(ticket) ??
    (submittedBy(ticket) === context.actor.id
      ? '自己提交的须由另一位负责人审核'
      : whyUnsignable(ticket, context)),
  shows: (ticket, context) => [...shownReply(ticket, context), ...shownDecision(ticket, context)],
  // What was submitted in time may be signed too late.
  fields: { lateReason: approvedLate },
  // What is decided has its own line.
  internal: ({ details }) => details.pendingDecision !== undefined,
  run: (change, { lateReason: reason }) => {
    const { pendingReply: pending } = change.ticket.details;
    if (!pending) return carryOutDecision(change);
    const { by, at: _submitted, ...answer } = pending;
    deliver(change, { ...answer, ...(reason ? { lateReason: reason } : {}) }, by);
    tellAll(change, replyTells);
  },
});

export const returnReply = act({
  act: 'returnReply',
  label: '退回修改',
  clause: 'A35',
  by: [leadWhoSigns, managerWhoSigns],
  from: [...signedIn],
  unless: withoutPending,
  fields: { reason: longtext('修改意见', { required: true, max: 1000, keepPhones: true }) },
  internal: true,
  run: change => {
    const { ticket } = change;
    const [by, what] = [submittedBy(ticket), pendingLabel(ticket)];
    delete ticket.details.pendingReply;
    delete ticket.details.pendingDecision;
    change.tell(theAuthor(by, change), `“${what ?? '答复'}”被退回修改`);
  },
});

export const correctReply = act({
  act: 'correctReply',
  label: '更正答复',
  control: 'compose',
  place: 'beside',
  clause: 'A35',
  by: [operatorInCharge, unitInCharge],
  from: ['replied', 'closed'],
  unless: ticket => (ticket.replies.length > 0 ? undefined : '还没有答复'),
  fields: {
    text: longtext('更正后的答复', {
      required: true,
      keepPhones: true,
      value: ({ replies }) => replies.at(-1)?.corrected?.text ?? replies.at(-1)?.text,
    }),
    reason: text('更正原因', { required: true }),
  },
  says: 'reason',
  run: (change, input) => {
    const last = change.ticket.replies.at(-1);
    // Every text that a citizen has been given stays visible, also that of an earlier correction.
    if (last?.corrected) change.say('此前更正的答复', last.corrected.text);
    if (last) last.corrected = { at: change.now, text: input.text, reason: input.reason };
  },
  tells: [tellAwaited('reply', () => '答复有更正，请查看'), tellInDigest(theLead, () => '答复已更正')],
});
