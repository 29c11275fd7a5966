import { authorityName, regionPath, type Catalogue } from '../../../catalogue';
import { hasRole, operators, unitMembers } from '../../../catalogue/roles';
import { deskFor } from '../../../catalogue/staffing';
import type { Actor, Audience, Change, Context, Party } from '../../../engine';
import type { Holder, Ticket } from '../../../ticket/ticket';

/** A side that has something to do, without a person: a unit, a local authority, the operator, the manager. */
export type Side = Pick<Holder, 'role' | 'unitId' | 'region'>;

/** Everybody of staff who can stand on a side. */
export const sides = [...operators, ...unitMembers, 'local', 'manager'] as const;

/** Whether somebody stands on it. */
export const isOfSide = (actor: Actor, { role, unitId, region }: Side): boolean => {
  if (unitId) return actor.unitId === unitId;
  if (region) return actor.role === 'local' && actor.region === region;
  return role === 'manager' ? actor.role === 'manager' : hasRole(actor, operators);
};

/** Whoever holds the ticket now. */
export const holdingSide: Party = {
  label: '承办方',
  roles: sides,
  has: (actor, { holder }) => isOfSide(actor, holder),
};

export const theSide = ({ role, unitId, region }: Side): Audience => {
  if (unitId) return { to: 'unit', unitId };
  if (region) return { to: 'authority', region };
  return { to: role === 'manager' ? 'manager' : 'operator' };
};

export const theHoldingSide = ({ holder }: Ticket): Audience => theSide(holder);

export const sideName = (
  { role, unitId, region }: Side,
  { catalogue, ruleSet }: Pick<Context, 'catalogue' | 'ruleSet'>,
): string => {
  if (unitId) return catalogue.unit(unitId)?.name ?? unitId;
  if (region) return authorityName(region, ruleSet.roleNames.local, catalogue);
  return role === 'manager' ? ruleSet.roleNames.manager : ruleSet.roleNames.operator;
};

/** The side of a unit, of a region, or else the one of the role; of a unit without anybody the one that stands in (A42). */
export const sideFor = (
  { role, unitId, region }: { role: Side['role']; unitId?: string | undefined; region?: string | undefined },
  catalogue: Pick<Catalogue, 'unit' | 'staffAt'>,
): Side => {
  if (unitId) {
    const desk = deskFor(unitId, false, catalogue);
    return desk === undefined ? { role: 'operator' } : { role: 'unit', unitId: desk };
  }
  return region ? { role: 'local', region } : { role };
};

/** It belongs to the region of a side, where it belongs to none yet: the authorities of that region see it. */
export const placeWith = ({ ticket, context: { catalogue } }: Change, { unitId, region }: Side): void => {
  const place = region ?? catalogue.unit(unitId ?? '')?.region;
  if (place === undefined || ticket.region !== undefined) return;
  ticket.region = place;
  ticket.regionPath = regionPath(place, catalogue);
};

/** Gives a ticket of staff to a side, which sees it from now on together with the authorities of its region. */
export const giveToSide = (change: Change, side: Side): void => {
  const { ticket } = change;
  change.hold(side);
  ticket.unitId = side.unitId ?? ticket.unitId;
  const { work } = ticket;
  if (!work) return;
  if (side.unitId) work.unitIds = [...new Set([side.unitId, ...work.unitIds])];
  if (side.region) work.localRegion = side.region;
  placeWith(change, side);
};
