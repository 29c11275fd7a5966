import { addDays, civilDateOf } from '../../time';
import { windowOf, type WindowDefinition } from '../../rulesets';
import type { Change, Context } from '../../engine';
import type { Ticket } from '../../ticket/ticket';
import { limits } from '../common/citizen-ticket/limits';
import { theManager, until } from '../common/citizen-ticket/words';

/** An objection to a refusal (A16): by the person, or taken down from the person who was called (A49). */

export const objectWindow: WindowDefinition = {
  id: 'objectDays',
  label: '不予受理后可以提出异议',
  clause: 'A16',
  unit: '日',
  first: 7,
  min: 1,
  max: 60,
};

/** The last day on which somebody may object. */
export const objectUntil = (change: Change): string =>
  addDays(change.today, windowOf(change.context.ruleSet, objectWindow));

export const whyNotObject = (
  { details: { objection, refusal } }: Ticket,
  { now }: Pick<Context, 'now'>,
): string | undefined => {
  if (objection) return '只能提出一次异议';
  const last = refusal?.objectUntil;
  return last === undefined || civilDateOf(now) > last ? '已过提出异议的期限' : undefined;
};

/** Takes an objection to the manager, under the limit for it. */
export const raiseObjection = (change: Change, text: string, said?: string): void => {
  const { ticket } = change;
  ticket.details.objection = { text, at: change.now, ...(said ? { said } : {}) };
  ticket.endsAt = null;
  change.hold({ role: 'manager' });
  change.start(limits.objection, { role: 'manager' });
  change.count('objected');
};

export const objected = (ticket: Ticket): string =>
  `群众对不予受理提出异议，请在 ${until(ticket, 'objection')} 前复核`;

/** Tells the manager of one that was taken down. */
export const tellObjection = (change: Change): void => change.tell(theManager(), objected(change.ticket));
