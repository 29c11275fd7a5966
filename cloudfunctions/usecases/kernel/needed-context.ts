import type { Context, Procedure, TicketReference } from '../../domain/engine';
import { tag } from '../../domain/ticket/scope';
import type { TicketDocument } from './documents';
import { openTicketsAbout } from '../services/follow-service';
import { findResponders, publishedVersions, unfiledReleases } from './needed-lists';
import type { Ports } from './ports';
import type { Snapshot } from './snapshot';

const MOST_REFERENCES = 100;

/** What the rules of a procedure need to know besides; read before the change begins. */
export const neededFor = async (
  ports: Pick<Ports, 'database' | 'now'>,
  snapshot: Snapshot,
  procedure: Procedure,
  serviceId: string | undefined,
): Promise<Pick<Context, 'openTickets' | 'releases' | 'versions' | 'responders'>> => {
  const needs = procedure.needs ?? [];
  const reference = ({ ticket }: TicketDocument): TicketReference => ({
    no: ticket.no,
    // Whoever reads the list may be whom a confidential complaint concerns (A34).
    title: ticket.marks.includes('confidential') ? '保密件' : ticket.title,
    unitName: ticket.unitId
      ? (snapshot.catalogue.unit(ticket.unitId)?.name ?? '')
      : snapshot.activeRuleSet.roleNames.operator,
  });
  const openTickets: TicketReference[] = [];
  const unanswered = needs.includes('unansweredTickets');
  const wanted = unanswered || needs.includes('openTickets');
  if (wanted && serviceId) {
    for await (const document of openTicketsAbout(
      ports,
      serviceId,
      unanswered ? tag.unanswered : tag.about,
    )) {
      openTickets.push(reference(document));
      if (openTickets.length === MOST_REFERENCES) break;
    }
  }
  return {
    ...(wanted ? { openTickets } : {}),
    ...(needs.includes('releases') ? { releases: await unfiledReleases(ports) } : {}),
    ...(needs.includes('versions') ? { versions: await publishedVersions(ports) } : {}),
    ...(needs.includes('responders')
      ? { responders: await findResponders(ports, snapshot.activeRuleSet) }
      : {}),
  };
};
