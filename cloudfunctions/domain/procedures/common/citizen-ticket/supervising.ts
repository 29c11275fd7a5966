import { switchOf, windowOf } from '../../../rulesets';
import { switches, windows } from './limits';
import { addWorkdays, countWorkdays } from '../../../calendar';
import { act, text, longtext, number, bool, selectFor, type Change } from '../../../engine';
import { isLedByHotline } from '../../../ticket/hotline';
import { personalIn } from '../../../privacy/personal';
import { runningClock, type Ticket } from '../../../ticket/ticket';
import { spokenDate } from '../../../time/spoken';
import { civilDateOf } from '../../../time';
import { signatureErrors } from '../in-writing';
import { writtenAnswer } from '../supervision/answering';
import { issueErrors, levelsOf, type Level } from '../supervision/levels';
import { order } from '../supervision/order';
import { answerBeside, notSupervisable, supervised } from '../supervision/supervised';
import { askHotline, WAITS_FOR_HOTLINE } from './hotline/requests';
import { anyOperator, leadInCharge, manager, unitInCharge } from './parties';
import {
  citizen,
  inHand,
  tell,
  tellWhen,
  theHolder,
  theLead,
  theManager,
  until,
  tellInDigest,
} from './words';

/** Supervision 督办 (G-2.1c), extension 延期 where the rule set switches it on (A26), and publishing the outcome. */

export const supervise = act({
  act: 'supervise',
  label: '督办',
  place: 'beside',
  clause: 'G-2.1c',
  by: [leadInCharge, manager],
  from: [...inHand],
  unless: (ticket, { now }) => notSupervisable(ticket, now),
  fields: {
    text: longtext('督办意见', { required: true, max: 1000, keepPhones: true }),
    level: selectFor('级别', (_ticket, { actor }) => levelsOf(actor.role), {
      expected: true,
      value: () => 'supervise',
    }),
    dueOn: order.fields.dueOn,
    attachments: order.fields.attachments,
  },
  check: (_ticket, input, context) => issueErrors(input, context),
  internal: true,
  run: (change, { level, ...input }) =>
    supervised(change, { ...input, level: (level as Level | undefined) ?? 'supervise' }),
  tells: [
    tell(theLead, ticket => `被督办，请在 ${until(ticket, 'supervise')} 前答复督办`),
    tell(theHolder, () => '被督办，请优先办理'),
  ],
});

/** 催办 by the operator, of what lies with a unit: the lowest level of a supervision (A54). */
export const press = act({
  act: 'press',
  label: '催办单位',
  place: 'beside',
  clause: 'A54',
  by: [anyOperator],
  from: [...inHand],
  unless: (ticket, { now }) =>
    notSupervisable(ticket, now) ?? (ticket.holder.unitId ? undefined : '这件不在单位手里'),
  fields: {
    text: longtext('催办意见', { required: true, max: 1000, keepPhones: true }),
    dueOn: order.fields.dueOn,
  },
  check: (_ticket, input, context) => issueErrors(input, context),
  internal: true,
  run: (change, input) => supervised(change, { ...input, level: 'urge' }),
  tells: [
    tell(theLead, ticket => `被催办，请在 ${until(ticket, 'supervise')} 前答复`),
    tell(theHolder, () => '被催办，请优先办理'),
  ],
});

export const answerSupervision = act({
  act: 'answerSupervision',
  label: '答复督办',
  clause: 'G-2.1c',
  by: [leadInCharge],
  from: [...inHand],
  unless: ticket => (runningClock(ticket, 'supervise') ? undefined : '没有待答复的督办'),
  fields: {
    text: longtext('办理情况', { required: true, max: 2000, keepPhones: true }),
    ...writtenAnswer,
  },
  check: (_ticket, input, context) => signatureErrors(input, context),
  meets: ['supervise'],
  internal: true,
  run: (change, { text, ...written }) => answerBeside(change, text, written),
  tells: [tellInDigest(theManager, () => '督办已答复')],
});

/** Moves limit and promise by the days that were granted. */
export const grantExtension = (change: Change, days: number): void => {
  const { ticket, context } = change;
  const main = change.running('reply', ticket.holder.unitId);
  if (!main?.date) return;
  const to = addWorkdays(context.calendar, main.date, days);
  change.move(main, to, `经批准延期 ${days} 个工作日`);
  if (ticket.promise) ticket.promise.extendedTo = addWorkdays(context.calendar, ticket.promise.date, days);
  change.say(`经批准延期至 ${spokenDate(ticket.promise?.extendedTo ?? to)}`);
};

export const requestExtension = act({
  act: 'requestExtension',
  label: '申请延期',
  place: 'beside',
  clause: 'A26',
  by: [unitInCharge],
  from: ['dispatched', 'accepted'],
  unless: (ticket, context) => {
    const isAllowed = isLedByHotline(ticket) || switchOf(context.ruleSet, switches.extension);
    if (!isAllowed) return '现行规则不允许延期';
    if (ticket.details.hotlineRequest) return WAITS_FOR_HOTLINE;
    if (ticket.details.extension) return '每件只能申请一次延期';
    const main = runningClock(ticket, 'reply', ticket.holder.unitId);
    if (!main?.date) return '没有正在计算的答复时限';
    const left = countWorkdays(context.calendar, civilDateOf(context.now), main.date);
    return left < 1 ? '到期当天不能再申请延期' : undefined;
  },
  fields: {
    days: number('延长几个工作日', {
      required: true,
      min: windows.extension.min,
      max: windows.extension.max,
    }),
    reason: longtext('理由', { required: true, max: 1000, keepPhones: true }),
  },
  check: (_ticket, input, context) =>
    input.days > windowOf(context.ruleSet, windows.extension)
      ? { days: `最多延长 ${windowOf(context.ruleSet, windows.extension)} 个工作日` }
      : undefined,
  internal: true,
  run: (change, input) => {
    change.ticket.details.extension = {
      days: input.days,
      reason: input.reason,
      by: change.context.actor.id,
      at: change.now,
      state: 'asked',
    };
    askHotline(change, { about: 'extension', reason: input.reason, days: input.days });
  },
  tells: [
    tellWhen(
      ticket => !isLedByHotline(ticket),
      theLead,
      () => '申请延期，请审批',
    ),
    tellWhen(
      ticket => !isLedByHotline(ticket),
      theManager,
      () => '申请延期，请审批',
    ),
    tellWhen(isLedByHotline, theLead, () => '申请延期，已报 12345 决定'),
  ],
});

/** Who hears what has become of an extension. */
export const extensionDecided = [
  tell(
    theHolder,
    ticket => `延期申请${ticket.details.extension?.state === 'approved' ? '已同意' : '未同意'}`,
  ),
  tellWhen(
    ticket => ticket.details.extension?.state === 'approved' && ticket.promise?.extendedTo !== undefined,
    citizen,
    ticket =>
      `已批准延期，最迟 ${spokenDate(ticket.promise?.extendedTo ?? ticket.createdAt.slice(0, 10))} 答复您`,
  ),
];

export const decideExtension = act({
  act: 'decideExtension',
  label: '审批延期',
  clause: 'A26',
  by: [leadInCharge, manager],
  from: ['dispatched', 'accepted'],
  unless: (ticket, context) => {
    if (ticket.details.extension?.state !== 'asked') return '没有待审批的延期申请';
    if (isLedByHotline(ticket)) return WAITS_FOR_HOTLINE;
    return ticket.details.extension.by === context.actor.id ? '不能审批自己的申请' : undefined;
  },
  fields: { approve: bool('同意延期', { required: true }), reason: text('意见', { required: true }) },
  internal: true,
  run: (change, input) => {
    const { ticket } = change;
    const asked = ticket.details.extension;
    if (!asked) return;
    const main = runningClock(ticket, 'reply', ticket.holder.unitId);
    asked.state = input.approve === true && main?.date ? 'approved' : 'refused';
    if (asked.state === 'approved') grantExtension(change, asked.days);
  },
  tells: extensionDecided,
});

/** What of title and reply, which everybody would read, names a person. */
const personalOutcome = ({ title, replies }: Ticket): string | undefined => {
  const reply = replies.at(-1)?.corrected?.text ?? replies.at(-1)?.text ?? '';
  const [inTitle, inReply] = [personalIn(title), personalIn(reply)];
  return inTitle ? `标题${inTitle}` : inReply && `答复${inReply}`;
};

/** Publishes the outcome without anything personal: title, unit, reply and dates. */
export const disclose = act({
  act: 'disclose',
  label: '公开办理结果',
  place: 'beside',
  clause: 'G-2.1d',
  by: [manager],
  from: ['replied', 'closed'],
  unless: ticket => {
    if (ticket.marks.includes('confidential')) return '保密件不能公开';
    if (ticket.replies.length === 0) return '还没有答复，不能公开';
    return ticket.details.disclosed ? '已公开' : personalOutcome(ticket);
  },
  run: change => {
    change.ticket.details.disclosed = { at: change.now };
  },
  tells: [tell(citizen, () => '办理结果已公开，不含个人信息')],
});

export const undisclose = act({
  act: 'undisclose',
  label: '取消公开',
  place: 'beside',
  clause: 'G-2.1d',
  by: [manager],
  from: ['replied', 'closed', 'rectifying'],
  unless: ticket => (ticket.details.disclosed ? undefined : '没有公开'),
  run: change => {
    delete change.ticket.details.disclosed;
  },
});
