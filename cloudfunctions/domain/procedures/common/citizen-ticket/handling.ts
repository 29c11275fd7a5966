import { hasRole, operators, type Role } from '../../../catalogue/roles';
import { upTo99 } from '../../../views/counts';
import { isComplaint } from '../../../ticket/citizen-kinds';
import { limitOf, windowOf } from '../../../rulesets';
import { limits, windows } from './limits';
import { addWorkdays, countWorkdays, subtractWorkdays } from '../../../calendar';
import {
  act,
  text,
  longtext,
  bool,
  unit,
  member,
  type Change,
  type Field,
  type Party,
} from '../../../engine';
import { appoint, callAgainAt, checkAppointment } from '../appointment';
import { awaitSigning } from '../signing';
import { replyPolicy } from './promise';
import { openAssists, runningClock, type Ticket } from '../../../ticket/ticket';
import { civilDateOf } from '../../../time';
import { giveToUnit, serviceOf, startReply, takerOf } from './passing-on';
import { wantVisits } from './visiting';
import {
  anyOperator,
  assistingUnit,
  leadInCharge,
  manager,
  managerInCharge,
  operatorInCharge,
  owner,
  unitInCharge,
} from './parties';
import { spokenDate } from '../../../time/spoken';
import { beforeReply, citizen, inHand, tell, theHolder, tellAwaited } from './words';

/** Working on a ticket: claim, assign, note, ask the citizen, log calls, ask another unit for help. */

const inCharge: Party[] = [operatorInCharge, unitInCharge];

export const claim = act({
  act: 'claim',
  label: '我来办',
  control: 'tap',
  place: 'beside',
  clause: 'G-2.2c',
  by: inCharge,
  from: [...inHand],
  unless: (ticket, context) => (ticket.holder.memberId === context.actor.id ? '已由您办理' : undefined),
  internal: true,
  run: change => {
    const { id, name } = change.context.actor;
    change.ticket.holder = { ...change.ticket.holder, memberId: id, memberName: name };
  },
});

/** Who may hold it: somebody of the side that has it; what is confidential only its leads (A34). */
const mayHold = (
  { holder, marks }: Ticket,
  { unitId, role }: { unitId?: string | undefined; role: Role },
): boolean => {
  const ofSide = holder.unitId ? unitId === holder.unitId : hasRole({ role }, operators);
  return ofSide && (!marks.includes('confidential') || role === 'lead' || role === 'operator-lead');
};

const MOST_OFFERED = 20;

/** Colleagues by how much they hold, the least first, so that work spreads by itself. */
const byLoad: NonNullable<Field['suggestedFor']> = (ticket, { desk = [], actor }) =>
  desk
    // What a lead holds may be confidential: not even its number is for handlers (A34).
    .filter(({ role }) => actor.role !== 'handler' || role !== 'lead')
    .filter(
      ({ id, role }) =>
        id !== ticket.holder.memberId && mayHold(ticket, { unitId: ticket.holder.unitId, role }),
    )
    .sort((one, other) => one.holds - other.holds || (one.id < other.id ? -1 : 1))
    .slice(0, MOST_OFFERED)
    .map(({ id, name, holds }) => ({
      value: id,
      label: name,
      why: holds > 0 ? `手上 ${upTo99(holds)} 件` : '手上没有件',
    }));

export const assign = act({
  act: 'assign',
  label: '指派',
  place: 'beside',
  clause: 'G-2.2c',
  by: [unitInCharge, leadInCharge, manager],
  from: [...inHand],
  unless: ticket => (ticket.holder.role === 'manager' ? '等待管理方指定承办单位' : undefined),
  fields: { memberId: member('承办人', { required: true, suggestedFor: byLoad }) },
  check: (ticket, _input, { member }) => {
    return member?.state === 'active' && mayHold(ticket, member)
      ? undefined
      : { memberId: '请选择承办方的在岗人员' };
  },
  internal: true,
  run: change => {
    const { member } = change.context;
    if (member)
      change.ticket.holder = { ...change.ticket.holder, memberId: member.id, memberName: member.name };
  },
  tells: [tell(theHolder, () => '已指派给您')],
});

export const note = act({
  act: 'note',
  label: '内部批注',
  place: 'beside',
  clause: 'G-2.2c',
  by: [anyOperator, unitInCharge, assistingUnit, manager],
  from: [...inHand, 'replied', 'refused', 'closed'],
  fields: { text: longtext('批注', { required: true, max: 2000, keepPhones: true }) },
  internal: true,
});

export const askCitizen = act({
  act: 'askCitizen',
  label: '请群众补充',
  place: 'beside',
  clause: 'A25',
  by: inCharge,
  // As long as the citizen can supplement.
  from: [...beforeReply],
  fields: {
    text: longtext('需要补充什么', { required: true, max: 1000, keepPhones: true }),
    callAgainAt,
  },
  check: checkAppointment,
  run: (change, input) => {
    change.mark('awaiting-citizen');
    appoint(change, input.callAgainAt);
  },
  tells: [tellAwaited('question', () => '请您补充情况，请查看并回复；办理时限照常计算')],
});

const daysOfMissedCalls = (ticket: Ticket): number =>
  new Set(ticket.details.calls.filter(call => !call.reached).map(call => civilDateOf(call.at))).size;

/** Three calls on three days without reaching the citizen announce the closing (A25). */
export const logCall = act({
  act: 'logCall',
  label: '登记联系情况',
  foremost: ticket => runningClock(ticket, 'contact') !== undefined,
  place: 'beside',
  clause: 'A25',
  by: inCharge,
  from: ['dispatched', 'accepted', 'rectifying'],
  fields: {
    reached: bool('是否联系上', { required: true }),
    text: longtext('联系情况', { max: 1000, keepPhones: true }),
    callAgainAt,
  },
  check: checkAppointment,
  internal: true,
  run: (change, input) => {
    const { ticket, context } = change;
    appoint(change, input.callAgainAt);
    const reached = input.reached === true;
    const text = input.text;
    if (reached) {
      ticket.details.calls = [];
      delete ticket.details.announcedOn;
      change.unmark('unreachable');
      change.meet(['contact']);
      return;
    }
    ticket.details.calls.push({ at: change.now, reached, by: context.actor.id, ...(text ? { text } : {}) });
    if (
      ticket.details.announcedOn ||
      ticket.state === 'rectifying' ||
      daysOfMissedCalls(ticket) < windowOf(context.ruleSet, windows.calls)
    )
      return;
    ticket.details.announcedOn = change.today;
    change.mark('unreachable');
    const until = addWorkdays(context.calendar, change.today, windowOf(context.ruleSet, windows.announced));
    change.say(`多次联系不上，已公告：${spokenDate(until)} 前没有回复将按联系不上办结`);
    change.tell(
      citizen(),
      `多次联系不上您，请在 ${spokenDate(until)} 前回复，否则将先行办结`,
      'unreachable',
      { awaited: 'question' },
    );
  },
});

export const closeUnreachable = act({
  act: 'closeUnreachable',
  label: '按联系不上办结',
  place: 'beside',
  clause: 'A25',
  by: inCharge,
  from: ['dispatched', 'accepted'],
  unless: (ticket, context) => {
    const announced = ticket.details.announcedOn;
    if (!announced)
      return `须在 ${windowOf(context.ruleSet, windows.calls)} 个不同的日子登记联系不上后才能办结`;
    const from = addWorkdays(context.calendar, announced, windowOf(context.ruleSet, windows.announced));
    return civilDateOf(context.now) < from ? `已公告，${spokenDate(from)} 起可以办结` : undefined;
  },
  run: change => {
    change.cancel(['accept', 'reply', 'supervise', 'dispatch']);
    change.ticket.details.wasAccepted = change.ticket.state === 'accepted';
    change.to('closed');
    change.ticket.details.closedAs = 'unreachable';
    change.mark('unreachable');
    change.end();
    wantVisits(change);
    change.count('closed-unreachable', change.ticket.holder.unitId ?? change.ticket.holder.role);
  },
  tells: [tellAwaited('end', () => '联系不上您，已先行办结；您可以申请恢复办理一次')],
});

/** What was closed because nobody was reached goes on, under a fresh limit: at the person's wish, own or taken down (A49). */
export const takeUpUnreached = (change: Change): void => {
  const { ticket } = change;
  ticket.details.reopened = true;
  ticket.details.reopenedAt = change.now;
  // Counted for whoever has closed it, before it is handed on.
  change.count('reopened', ticket.holder.unitId ?? ticket.holder.role);
  ticket.details.calls = [];
  delete ticket.details.announcedOn;
  delete ticket.details.closedAs;
  ticket.endsAt = null;
  change.unmark('unreachable');
  change.unmark('awaiting-citizen');
  const service = serviceOf(ticket, change.context);
  const accepted = ticket.details.wasAccepted ?? false;
  const unstaffed =
    ticket.unitId !== null && takerOf(ticket, ticket.unitId, change.context) !== ticket.unitId;
  if (ticket.unitId && unstaffed) giveToUnit(change, ticket.unitId, service);
  else if (!ticket.unitId) {
    change.to('dispatched');
    change.start(replyPolicy(ticket), { role: ticket.holder.role });
  } else if (!isComplaint(ticket) || accepted) {
    change.to(accepted ? 'accepted' : 'dispatched');
    startReply(change, service);
  } else giveToUnit(change, ticket.unitId, service);
};

export const reopen = act({
  act: 'reopen',
  label: '恢复办理',
  invites: () => '还需要办，可以重新打开一次',
  waits: true,
  clause: 'A25',
  by: [owner],
  from: ['closed'],
  unless: ticket =>
    ticket.details.closedAs !== 'unreachable' || ticket.details.reopened
      ? '只有因联系不上办结的件可以恢复办理一次'
      : undefined,
  fields: { text: longtext('补充说明', { required: true, max: 2000 }) },
  run: takeUpUnreached,
  tells: [tell(theHolder, () => '群众请求恢复办理，答复时限重新起算')],
});

/** The inner date lies half of the days left before the main one, at least a working day before it (A28). */
export const assist = act({
  act: 'assist',
  label: '请协办',
  place: 'beside',
  clause: 'A28',
  by: [unitInCharge],
  from: ['dispatched', 'accepted'],
  unless: (ticket, context) => {
    // Only leads and the manager may see it (A34).
    if (ticket.marks.includes('confidential')) return '保密件不能请其他单位协办';
    const main = runningClock(ticket, 'reply', ticket.holder.unitId);
    const left = main?.date ? countWorkdays(context.calendar, civilDateOf(context.now), main.date) : 0;
    return left < 2 ? '离到期太近，来不及请协办，请电话联系' : undefined;
  },
  fields: {
    unitId: unit('协办单位', { required: true }),
    text: longtext('需要协办什么', { required: true, max: 2000, keepPhones: true }),
  },
  check: (ticket, input, context) => {
    if (input.unitId === ticket.holder.unitId) return { unitId: '主办单位不能协办自己的件' };
    if (openAssists(ticket).some(one => one.unitId === input.unitId))
      return { unitId: '已请这个单位协办，正在等待答复' };
    return takerOf(ticket, input.unitId, context) === input.unitId
      ? undefined
      : { unitId: '这个单位目前无人办理，请另选单位' };
  },
  internal: true,
  run: (change, input) => {
    const { ticket, context } = change;
    const unitId = input.unitId;
    const main = runningClock(ticket, 'reply', ticket.holder.unitId);
    if (!main?.date) return;
    const left = countWorkdays(context.calendar, change.today, main.date);
    const latest = subtractWorkdays(context.calendar, main.date, 1);
    const { n: least } = limitOf(context.ruleSet, limits.assist);
    const n = Math.max(
      1,
      Math.min(Math.max(least, Math.floor(left / 2)), countWorkdays(context.calendar, change.today, latest)),
    );
    const clock = change.start(
      limits.assist,
      { role: 'unit', unitId },
      { limit: { n, unit: 'working-day' } },
    );
    ticket.details.assists.push({
      unitId,
      askedAt: change.now,
      text: input.text,
      clockId: clock.id,
    });
    change.tell(
      { to: 'unit', unitId },
      `请协办，最迟 ${spokenDate(clock.date ?? change.today)} 答复主办单位`,
    );
  },
});

export const answerAssist = act({
  act: 'answerAssist',
  label: '答复协办',
  clause: 'A28',
  by: [assistingUnit],
  from: ['dispatched', 'accepted'],
  fields: { text: longtext('协办意见', { required: true, keepPhones: true }) },
  internal: true,
  run: (change, input) => {
    const { ticket, context } = change;
    const open = openAssists(ticket).find(one => one.unitId === context.actor.unitId);
    if (!open) return;
    open.answeredAt = change.now;
    open.answer = input.text;
    change.meet(['reply'], { unitId: open.unitId });
  },
  tells: [tell(theHolder, () => '协办单位已答复')],
});

export const markUrgent = act({
  act: 'markUrgent',
  label: '标为紧急',
  control: 'tap',
  place: 'beside',
  clause: 'A31',
  by: [anyOperator],
  from: [...inHand],
  unless: ticket => (ticket.marks.includes('urgent') ? '已是紧急件' : undefined),
  internal: true,
  run: change => {
    change.mark('urgent');
    awaitSigning(change);
  },
  tells: [tell(theHolder, () => '已标为紧急，请立即办理')],
});

/** Personal data are shown to whoever holds the ticket, with a reason, recorded, and not without end (A22). */
export const reveal = act({
  act: 'reveal',
  alone: true,
  label: '查看联系方式',
  place: 'beside',
  clause: 'J-21b',
  by: [operatorInCharge, unitInCharge, managerInCharge],
  from: [...inHand, 'replied', 'refused', 'closed'],
  unless: ticket => (ticket.anonymous ? '匿名件不能查看个人信息' : undefined),
  fields: { reason: text('查看原因', { required: true, max: 200 }) },
  internal: true,
  // Whose data they are hears of it, in the inbox alone (J-21b).
  tells: [tell(citizen, () => '承办人员查看了您的联系方式，只用于办理这一件')],
});

/** A new code each day; on one day the same is read out again. */
export const claimCode = act({
  act: 'claimCode',
  alone: true,
  label: '给来电人认领码',
  control: 'tap',
  place: 'beside',
  clause: 'contract §4',
  by: [anyOperator, unitInCharge],
  from: [...inHand, 'replied', 'refused', 'closed', 'merged'],
  unless: ticket => {
    if (ticket.channel === 'online') return '网上提交的件不用认领';
    if (!ticket.phoneHash) return '登记时没有留电话，不能认领';
    return ticket.ownerId === null ? undefined : '已经有人认领';
  },
  internal: true,
  run: change => {
    const { details } = change.ticket;
    const known = details.claimCode;
    if (known && civilDateOf(known.at) === change.today) return;
    details.claimCode = { issue: (known?.issue ?? 0) + 1, at: change.now };
  },
});
