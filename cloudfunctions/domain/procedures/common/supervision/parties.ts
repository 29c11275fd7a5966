import type { Catalogue } from '../../../catalogue';
import { operators } from '../../../catalogue/roles';
import { unitDesk } from '../../../catalogue/staffing';
import type { Audience, Change, Party } from '../../../engine';
import type { Holder, Ticket } from '../../../ticket/ticket';
import { issuerOf, type Issuer } from './order';

/** Who takes part in a 督办单: who issued it, and who answers. */

/** Who stands in its place now: where nobody is left of it, the manager (A42). */
const standing = (issuer: Issuer, catalogue: Pick<Catalogue, 'staffAt'>): Issuer => {
  const { role, unitId } = issuer;
  const desk = catalogue.staffAt(unitId ? unitDesk(unitId) : 'operator');
  const isThere = role === 'manager' || desk.some(one => role === 'operator' || one.role === role);
  return isThere ? issuer : { role: 'manager' };
};

/** The party that issued it; only where nobody is left of it, who stands above (A42). */
export const issuingParty: Party = {
  label: '签发方',
  roles: [...operators, 'lead', 'manager'],
  has: (actor, ticket, { catalogue }) => {
    const { role, unitId } = standing(issuerOf(ticket), catalogue);
    if (role === 'operator') return operators.includes(actor.role);
    return actor.role === role && (unitId === undefined || actor.unitId === unitId);
  },
};

/** The lead of whoever has to answer; a local authority answers itself. */
export const answeringParty: Party = {
  label: '被督办方负责人',
  roles: ['lead', 'operator-lead', 'local'],
  has: (actor, ticket) => {
    const { unitId, region } = ticket.holder;
    if (unitId) return actor.role === 'lead' && actor.unitId === unitId;
    return region ? actor.role === 'local' && actor.region === region : actor.role === 'operator-lead';
  },
};

export const theIssuer = (ticket: Ticket): Audience => {
  const { role, unitId } = issuerOf(ticket);
  if (role === 'lead' && unitId) return { to: 'lead', unitId };
  if (role === 'operator' || role === 'operator-lead') return { to: role };
  return { to: 'manager' };
};

/** Whoever has to answer. */
export const theAnswering = ({ holder: { role, unitId, region } }: Ticket): Audience => {
  if (unitId) return { to: role === 'lead' ? 'lead' : 'unit', unitId };
  return region ? { to: 'authority', region } : { to: 'operator-lead' };
};

/** Who has to answer from now on, with the clock. */
export const giveOrderTo = (change: Change, { role, unitId, region }: Holder): void => {
  const { ticket } = change;
  const responsible = { role, ...(unitId ? { unitId } : {}), ...(region ? { region } : {}) };
  change.hold(responsible);
  ticket.unitId = unitId ?? null;
  if (unitId && ticket.work) ticket.work.unitIds = [...new Set([unitId, ...ticket.work.unitIds])];
  ticket.clocks = ticket.clocks.map(clock =>
    clock.name === 'supervise' && clock.state === 'running' ? { ...clock, responsible } : clock,
  );
};
