import { ticketReaders } from '../../../domain/catalogue/roles';
import { likelyAmong } from '../../../domain/search/alike';
import { useCase } from '../../kernel/use-case';
import { readTicket } from '../read-ticket';
import { ticketInput } from '../show-ticket';
import { findAlike } from './find-alike';

/** `ticket.likely`: what may be the same matter, with the reason; of what staff have started nothing is a duplicate (A29). */
export const ticketLikely = useCase(
  ticketInput,
  ticketReaders,
  async ({ ports, snapshots }, { actor }, { no }) => {
    const [snapshot, { ticket }] = await Promise.all([
      snapshots.current(),
      readTicket(ports.database, actor, no),
    ]);
    if (ticket.work || ticket.state === 'merged') return { tickets: [] };
    const others = await findAlike(ports.database, snapshot, actor, ticket, { byPerson: true });
    return {
      tickets: likelyAmong(ticket, others, actor).map(({ ticket: other, reason }) => ({
        no: other.no,
        title: other.title,
        reason,
      })),
    };
  },
);
