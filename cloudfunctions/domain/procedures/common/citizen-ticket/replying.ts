import {
  act,
  attachmentsFor,
  text,
  longtext,
  files,
  type Change,
  type Context,
  type Audience,
  type Tell,
} from '../../../engine';
import { waitsForNobody } from '../../../ticket/empty-desk';
import { openAssists, type Attachment, type Ticket } from '../../../ticket/ticket';
import { leadInCharge, operatorInCharge, signerInstead, unitInCharge } from './parties';
import { theLead, theManager, theOperator, tellAwaited, tellInDigest } from './words';

/** How an answer is given: alone or with a second signature, and corrected without hiding the first text (A35). */

const replyFields = {
  text: longtext('答复内容', { required: true, keepPhones: true }),
  attachments: files('附件'),
};

/** Files of citizens are checked after the upload and pending until then; those of staff are not. */
export const attachmentsOf = (
  { attachments = [] }: { attachments?: string[] | undefined },
  context: Pick<Context, 'files'>,
  state: Attachment['state'] = 'ok',
): Attachment[] => attachmentsFor(attachments, context, state);

/** What lies with the lead alone (A34) needs nobody else's signature. */
const needsSecondSignature = (ticket: Ticket, secondSignature: (unitId: string) => boolean): boolean =>
  ticket.holder.role === 'unit' &&
  ticket.holder.unitId !== undefined &&
  secondSignature(ticket.holder.unitId);

/** The answer reaches the citizen: it meets accept, reply and supervise, and the window for rating opens. */
const deliver = (change: Change, text: string, attachments: Attachment[], by: string): void => {
  const { ticket } = change;
  const { details } = ticket;
  change.meet(['accept', 'supervise', 'dispatch']);
  // The inner clocks of assisting units end with the main one (A28).
  for (const assist of openAssists(ticket)) change.cancel(['reply'], assist.unitId);
  change.meet(['reply']);
  change.to('replied');
  ticket.replies.push({ at: change.now, unitId: ticket.holder.unitId ?? null, by, text, attachments });
  if (ticket.promise) ticket.promise.confirmed = true;
  delete details.pendingReply;
  delete details.announcedOn;
  change.unmark('awaiting-citizen');
  change.unmark('unreachable');
  change.count('replied', ticket.holder.unitId ?? ticket.holder.role);
};

const ofUnitsComplaint =
  (audience: (ticket: Ticket) => Audience): Tell['audience'] =>
  ticket =>
    ticket.kind === 'complaint' && ticket.unitId !== null ? audience(ticket) : undefined;

/** G-5.2 tells the citizen and the unit; G-5.3d tells the citizen, the operator and the manager. */
const replyTells = [
  tellAwaited(
    'reply',
    (_ticket, { ruleSet }) => `已答复您，请查看；${ruleSet.windows.rateDays} 日内可以评价`,
  ),
  tellInDigest(ofUnitsComplaint(theManager), () => '已答复处理结果'),
  tellInDigest(ofUnitsComplaint(theOperator), () => '已答复处理结果'),
];

const secondPair = '本单位的答复须经负责人审核，请提交审核';

export const reply = act({
  act: 'reply',
  label: '答复',
  clause: 'G-5.2d',
  by: [operatorInCharge, unitInCharge],
  from: ['dispatched', 'accepted'],
  unless: (ticket, context) =>
    needsSecondSignature(ticket, unitId => context.catalogue.unit(unitId)?.secondSignature ?? false)
      ? secondPair
      : undefined,
  fields: replyFields,
  run: (change, input) =>
    deliver(change, input.text, attachmentsOf(input, change.context), change.context.actor.id),
  tells: replyTells,
});

export const submitReply = act({
  act: 'submitReply',
  label: '提交审核',
  clause: 'A35',
  by: [unitInCharge],
  from: ['dispatched', 'accepted'],
  unless: (ticket, context) => {
    if (!needsSecondSignature(ticket, unitId => context.catalogue.unit(unitId)?.secondSignature ?? false))
      return '本单位可以直接答复';
    return ticket.details.pendingReply ? '已有一份答复在等待审核' : undefined;
  },
  fields: replyFields,
  internal: true,
  run: (change, input) => {
    change.ticket.details.pendingReply = {
      text: input.text,
      attachments: attachmentsOf(input, change.context),
      by: change.context.actor.id,
      at: change.now,
    };
  },
  tells: [
    {
      audience: (ticket, { catalogue }) =>
        waitsForNobody(ticket, catalogue) ? theManager() : theLead(ticket),
      text: () => '答复待您审核',
    },
  ],
});

const withoutPending = (ticket: Ticket): string | undefined =>
  ticket.details.pendingReply ? undefined : '没有等待审核的答复';

export const approveReply = act({
  act: 'approveReply',
  label: '审核通过并答复',
  clause: 'A35',
  by: [leadInCharge, signerInstead],
  from: ['dispatched', 'accepted'],
  unless: (ticket, context) =>
    withoutPending(ticket) ??
    (ticket.details.pendingReply?.by === context.actor.id ? '自己提交的答复须由另一位负责人审核' : undefined),
  run: change => {
    const pending = change.ticket.details.pendingReply;
    if (pending) deliver(change, pending.text, pending.attachments, pending.by);
  },
  tells: replyTells,
});

export const returnReply = act({
  act: 'returnReply',
  label: '退回修改',
  clause: 'A35',
  by: [leadInCharge, signerInstead],
  from: ['dispatched', 'accepted'],
  unless: withoutPending,
  fields: { reason: longtext('修改意见', { required: true, max: 1000, keepPhones: true }) },
  internal: true,
  run: change => {
    const by = change.ticket.details.pendingReply?.by;
    delete change.ticket.details.pendingReply;
    if (by) change.tell({ to: 'member', memberId: by }, '答复被退回修改');
  },
});

export const correctReply = act({
  act: 'correctReply',
  label: '更正答复',
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
