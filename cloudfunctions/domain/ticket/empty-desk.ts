import type { Catalogue } from '../catalogue';
import { isStaffed, unitDesk } from '../catalogue/staffing';
import type { ListedTicket } from './listed';
import type { Holder } from './ticket';

/** Nobody waits at an empty desk (A42): a ticket that somebody has to work on, where there is nobody. */

type Staffing = Pick<Catalogue, 'staffAt'>;

/** Whether somebody can act for a party. */
const isThere = (
  { role, unitId, region }: Pick<Holder, 'unitId' | 'region'> & { role: string },
  catalogue: Staffing,
): boolean => {
  if (unitId) return isStaffed(unitId, role === 'lead', catalogue);
  if (region) return catalogue.staffAt(`region:${region}`).length > 0;
  if (role === 'operator-lead') return catalogue.staffAt('operator').some(one => one.role === role);
  return catalogue.staffAt(role).length > 0;
};

/** A reply waits for a signature that nobody of the unit can give: no lead, or only the one who wrote it (A35). */
export const waitsForNobody = ({ details, holder, assigned }: ListedTicket, catalogue: Staffing): boolean => {
  const pending = details.pendingReply ?? details.pendingDecision;
  // What a document assigns is signed by the manager, not by a lead (A54).
  if (!pending || !holder.unitId || assigned) return false;
  return !catalogue
    .staffAt(unitDesk(holder.unitId))
    .some(({ id, role }) => role === 'lead' && id !== pending.by);
};

/** Why nobody can go on with it; undefined = somebody can, or nobody has to. */
export const emptyDesk = (
  ticket: ListedTicket,
  catalogue: Staffing,
): 'nobody' | 'no-signature' | undefined => {
  const running = ticket.clocks.filter(
    ({ state, pausedAt }) => state === 'running' && pausedAt === undefined,
  );
  if (running.length === 0) return undefined;
  // What staff have started waits for whoever has to keep a clock, a citizen's ticket for its holder.
  const parties = ticket.work ? running.map(({ responsible }) => responsible) : [ticket.holder];
  if (parties.some(party => !isThere(party, catalogue))) return 'nobody';
  return waitsForNobody(ticket, catalogue) ? 'no-signature' : undefined;
};
