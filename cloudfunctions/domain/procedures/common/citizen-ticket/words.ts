import { spokenDate, spokenTime } from '../../../time/spoken';
import type { Audience, Awaited, Change, Context, Tell } from '../../../engine';
import { runningClock, type Ticket } from '../../../ticket/ticket';

export { tell, tellInDigest, theManager, theOperatorLead } from '../words';

/** Words that messages share. */

export const citizen = (): Audience => ({ to: 'citizen' });
export const theOperator = (ticket: Ticket): Audience =>
  ticket.marks.includes('confidential') ? { to: 'operator-lead' } : { to: 'operator' };

/** Whoever has to act now: one member when it is assigned, else the party. */
export const theHolder = (ticket: Ticket): Audience => {
  const { role, unitId, memberId } = ticket.holder;
  if (memberId) return { to: 'member', memberId };
  if (role === 'unit' && unitId) return { to: 'unit', unitId };
  if (role === 'lead' && unitId) return { to: 'lead', unitId };
  if (role === 'operator-lead') return { to: 'operator-lead' };
  return role === 'manager' ? { to: 'manager' } : { to: 'operator' };
};

/** The lead of the party that holds it. */
export const theLead = (ticket: Ticket): Audience =>
  ticket.unitId ? { to: 'lead', unitId: ticket.unitId } : { to: 'operator-lead' };

/** What the citizen waits for: also outside of the mini-program, by a consent of its kind (A45). */
export const tellAwaited = (awaited: Awaited, text: Tell['text']): Tell => ({
  audience: citizen,
  text,
  awaited,
});

/** Tells only when a condition of the ticket holds. */
export const tellWhen = (
  when: (ticket: Ticket) => boolean,
  audience: (ticket: Ticket) => Audience,
  text: Tell['text'],
): Tell => ({
  audience: ticket => (when(ticket) ? audience(ticket) : undefined),
  text,
});

/** `10 月 30 日 周五`, until when a running clock lasts; its number is the rule set's. */
export const until = (ticket: Ticket, name: Parameters<Change['running']>[0]): string => {
  const { date, dueAt } = runningClock(ticket, name) ?? {};
  return date ? spokenDate(date) : dueAt ? spokenTime(dueAt) : '期限';
};

/** `最迟 10 月 30 日 周五 答复您`, or nothing without a promise. */
export const promised = (ticket: Ticket): string =>
  ticket.promise ? `最迟 ${spokenDate(ticket.promise.extendedTo ?? ticket.promise.date)} 答复您` : '';

/** Whose it is now, by name. */
export const unitName = (ticket: Ticket, context: Pick<Context, 'catalogue' | 'ruleSet'>): string =>
  ticket.unitId
    ? (context.catalogue.unit(ticket.unitId)?.name ?? '承办单位')
    : context.ruleSet.roleNames.operator;

/** States in which somebody on the staff side has to act. */
export const inHand = ['submitted', 'answered', 'dispatched', 'accepted', 'rectifying'] as const;
/** States before an answer. */
export const beforeReply = ['submitted', 'answered', 'dispatched', 'accepted'] as const;
