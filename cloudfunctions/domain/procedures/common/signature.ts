import type { Procedure } from '../../engine';
import type { Ticket } from '../../ticket/ticket';

/**
 * How what somebody has to sign stands (A35): it waits for whoever signs, or has come back to whoever wrote it. It follows
 * from the ticket, so that no procedure keeps it twice: `waits` = it lies before the signer; it has come back when, of the acts
 * that send it back and those that put it forward again or pass it on, the last was one of the former.
 */
export const signature =
  ({
    waits,
    sentBackBy,
    isAgain,
  }: {
    waits: (ticket: Pick<Ticket, 'state' | 'details'>) => boolean;
    sentBackBy: readonly string[];
    isAgain: (act: string) => boolean;
  }): NonNullable<Procedure['signature']> =>
  ticket => {
    if (waits(ticket)) return 'waiting';
    const last = ticket.timeline.filter(({ act }) => sentBackBy.includes(act) || isAgain(act)).at(-1);
    return last && sentBackBy.includes(last.act) ? 'returned' : undefined;
  };

/** Of a procedure whose states say that it waits. */
export const signedIn = (
  waiting: readonly string[],
  sentBackBy: readonly string[],
  againBy: readonly string[],
): NonNullable<Procedure['signature']> =>
  signature({
    waits: ({ state }) => waiting.includes(state),
    sentBackBy,
    isAgain: act => againBy.includes(act),
  });
