import { matterLikeness } from '../search/alike';
import { maskPersons } from '../privacy/personal';
import { maySee } from '../ticket/scope';
import type { Actor } from '../engine';
import type { Ticket, TicketReply } from '../ticket/ticket';

/** Replied tickets that help to write the next reply: what was answered then, without the person whom it went to. */

export type SimilarReply = { ticket: Ticket; reply: TicketReply; text: string };

const MOST = 3;
/** Less in common than this is another matter. */
const LEAST = 0.3;

/** 差评: nobody writes it once more. */
const wasGood = ({ details: { rating } }: Ticket): boolean => rating === undefined || rating.level > 2;

/** The name of somebody else at the beginning of a reply. */
const SALUTATION =
  /^(?:尊敬的)?[^，。！：:,!\n]{1,10}(?:先生|女士|小姐|同志|老师)(?:[您你]好)?[，。！：:,!\s]*/;

const asItHelps = ({ text, corrected }: TicketReply): string =>
  maskPersons(corrected?.text ?? text).replace(SALUTATION, '');

/** At most three, the most alike first. What is confidential helps nobody (A34). */
export const similarReplies = (
  ticket: Pick<Ticket, 'no' | 'title' | 'text' | 'serviceId'>,
  others: readonly Ticket[],
  actor: Actor,
): SimilarReply[] =>
  others
    .filter(
      other =>
        other.no !== ticket.no &&
        !other.marks.includes('confidential') &&
        wasGood(other) &&
        maySee(actor, other),
    )
    .flatMap(other => {
      const reply = other.replies.at(-1);
      const sameService = ticket.serviceId !== undefined && ticket.serviceId === other.serviceId;
      const score = matterLikeness(ticket, other);
      return reply && score >= LEAST
        ? [{ ticket: other, reply, text: asItHelps(reply), score: score + (sameService ? 0.1 : 0) }]
        : [];
    })
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST)
    .map(({ ticket: found, reply, text }) => ({ ticket: found, reply, text }));
