import { datetime, type Change, type Context, type FieldErrors } from '../../engine';
import type { Ticket } from '../../ticket/ticket';
import { civilDateOf, type Instant } from '../../time';
import { isTooFar, TOO_FAR } from '../../time/plausible';

/** A call that was promised: it is handed over at the end of a shift (A51). */
export const callAgainAt = datetime('约好再联系的时间');

export const checkAppointment = (
  _ticket: Ticket,
  input: { callAgainAt?: Instant | undefined },
  { now }: Context,
): FieldErrors | undefined => {
  if (input.callAgainAt === undefined) return undefined;
  if (input.callAgainAt <= now) return { callAgainAt: '须在现在之后' };
  return isTooFar(civilDateOf(input.callAgainAt), civilDateOf(now)) ? { callAgainAt: TOO_FAR } : undefined;
};

/** The last appointment counts; who has been called without another one is owed none any more. */
export const appoint = ({ ticket }: Change, at: Instant | undefined): void => {
  delete ticket.details.callAgainAt;
  if (at !== undefined) ticket.details.callAgainAt = at;
};
