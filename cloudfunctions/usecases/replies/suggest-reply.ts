import type { ReplySuggestions } from '../../../typings/api';
import { frontDesk } from '../../domain/catalogue/roles';
import { answer } from '../../domain/knowledge';
import { fillPhrase } from '../../domain/replies/phrase';
import { similarReplies } from '../../domain/replies/similar';
import type { Ticket } from '../../domain/ticket/ticket';
import { civilDateOf, type Instant } from '../../domain/time';
import type { Snapshot } from '../kernel/reading/snapshot';
import { sideName } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { readTicket } from '../tickets/read-ticket';
import { findAlike } from '../tickets/search/find-alike';
import { ticketInput } from '../tickets/show-ticket';
import { phrasesOf } from './keep-phrases';

/** What a clerk can start a reply from (contract §5): entries of the knowledge base, replies to the like, the desk's phrases. */

const MOST_ENTRIES = 3;
/** Long messages say in their beginning what they want. */
const READ = 500;
/** A part in common of one character is chance. */
const LEAST_IN_COMMON = 2;

const whyOf = (matched: readonly string[]): string | undefined => {
  const parts = matched.filter(part => [...part].length >= LEAST_IN_COMMON).slice(0, 3);
  return parts.length > 0 ? `都说到${parts.map(part => `“${part}”`).join('、')}` : undefined;
};

const entriesFor = async (
  snapshot: Snapshot,
  { title, text, region, serviceId }: Ticket,
  now: Instant,
): Promise<ReplySuggestions['entries']> => {
  const { index, entry, gate } = await snapshot.knowledge();
  const { top } = answer(index, `${title} ${text}`.slice(0, READ), {
    region,
    today: civilDateOf(now),
    gate,
    limit: MOST_ENTRIES,
  });
  return top.flatMap(({ id, confidence, matched }) => {
    const faq = entry(id);
    const why = whyOf(matched);
    if (!faq?.answer || why === undefined) return [];
    const sameService = serviceId !== undefined && faq.serviceId === serviceId;
    return [
      {
        faqId: id,
        question: faq.question,
        answer: faq.answer,
        confidence,
        why: sameService ? `同一项服务，${why}` : why,
      },
    ];
  });
};

/** `reply.suggest`: three looks after one another, whatever there is. */
export const replySuggest = useCase(
  ticketInput,
  frontDesk,
  async ({ ports, snapshots }, { actor }, { no }): Promise<ReplySuggestions> => {
    const now = ports.now();
    const [snapshot, { ticket }, phrases] = await Promise.all([
      snapshots.current(),
      readTicket(ports.database, actor, no),
      phrasesOf(ports.database, actor),
    ]);
    const [entries, others] = await Promise.all([
      entriesFor(snapshot, ticket, now),
      findAlike(ports.database, snapshot, actor, ticket),
    ]);
    const filling = { ticket, unitName: sideName(actor, snapshot), now };
    return {
      entries,
      similar: similarReplies(ticket, others, actor).map(({ ticket: other, reply, text }) => ({
        no: other.no,
        title: other.title,
        reply: text,
        unitName: reply.unitId
          ? (snapshot.catalogue.unit(reply.unitId)?.name ?? snapshot.activeRuleSet.roleNames.unit)
          : snapshot.activeRuleSet.roleNames.operator,
        repliedOn: civilDateOf(reply.at),
      })),
      phrases: phrases.map(({ _id, title, text }) => ({ id: _id, title, text: fillPhrase(text, filling) })),
    };
  },
);
