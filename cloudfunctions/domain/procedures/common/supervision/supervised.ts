import type { Change } from '../../../engine';
import { limitOf } from '../../../rulesets';
import { isOpen, runningClock, type Ticket } from '../../../ticket/ticket';
import type { CivilDate, Instant } from '../../../time';
import { inHand } from '../citizen-ticket/words';
import { answered } from './answering';
import { levelLimits, type Level } from './levels';
import { writeOrder, ORDER, orderBeside, type Issue } from './order';
import { giveOrderTo, theAnswering, theIssuer } from './parties';

/** What a supervision does to the ticket that is supervised. */

const isInHand = ({ work, state }: Ticket): boolean =>
  work === undefined && (inHand as readonly string[]).includes(state);

/** The clock `supervise` of a citizen's ticket, for whoever holds it; what staff have started has that of the order alone. */
export const startSupervision = (
  change: Change,
  { level, dueOn }: { level: Level; dueOn?: CivilDate | undefined },
): void => {
  const { ticket, context } = change;
  if (!isInHand(ticket) || change.running('supervise')) return;
  const { role, unitId } = ticket.holder;
  const { label, clause } = levelLimits[level];
  const limit = limitOf(context.ruleSet, levelLimits[level]);
  const options = { limit, label, clause };
  const clock = change.start(levelLimits.supervise, { role, ...(unitId ? { unitId } : {}) }, options);
  if (dueOn) moveTo(change, clock, dueOn);
  change.count('supervised', unitId ?? role);
};

/** The order says itself until when. */
export const moveTo = (change: Change, clock: Parameters<Change['move']>[0], dueOn: CivilDate): void =>
  change.move(clock, dueOn, '督办单要求的日期');

/** An act on the ticket puts it under supervision: its clock runs, and the order is written. */
export const supervised = (change: Change, issue: Issue): void => {
  startSupervision(change, issue);
  writeOrder(change, issue);
};

/** Why a ticket cannot be put under supervision, whoever wants it. */
export const notSupervisable = (ticket: Ticket, now: Instant): string | undefined => {
  if (ticket.kind === ORDER) return '督办单本身不再督办，可以在督办单里提级';
  if (!isOpen(ticket, now)) return '这件已办结';
  if (!ticket.work && !isInHand(ticket)) return '这件已答复或办结';
  if (runningClock(ticket, 'supervise')) return '已在督办中';
  return ticket.holder.role === 'manager' ? '正在管理方手里，不用督办' : undefined;
};

const openOrderBeside = (change: Change): Change | undefined => {
  const order = orderBeside(change);
  return order?.ticket.state === 'issued' ? order : undefined;
};

/** What was answered in the ticket reaches its order too: there its issuer looks at it. */
export const answerBeside = (
  change: Change,
  answer: string,
  written: Parameters<typeof answered>[2] = {},
): void => {
  const order = openOrderBeside(change);
  if (!order) return;
  order.say('答复督办', answer);
  answered(order, answer, written);
  order.tell(theIssuer(order.ticket), '督办已答复，请查看并销号');
};

/** The order goes along with the ticket to whoever can answer it now. */
export const followHolder = (change: Change): void => {
  const order = openOrderBeside(change);
  const { unitId } = change.ticket.holder;
  if (!order || !unitId || order.ticket.holder.unitId === unitId) return;
  order.say('随督办的件转给承办单位');
  giveOrderTo(order, change.ticket.holder);
  order.tell(theAnswering(order.ticket), '随件转来，请按时答复');
};
