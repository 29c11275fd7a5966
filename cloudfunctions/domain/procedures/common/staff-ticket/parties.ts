import { operators, unitMembers } from '../../../catalogue/roles';
import type { Party } from '../../../engine';

export { manager, platform } from '../parties';

/** Who takes part in a procedure that staff start. Each asks the ticket, never the client. */

/** The units that are concerned: the access unit of the service, and others that the procedure names. */
export const concernedUnit: Party = {
  label: '接入方',
  roles: unitMembers,
  has: (actor, ticket) => actor.unitId !== undefined && (ticket.work?.unitIds ?? []).includes(actor.unitId),
};

export const operator: Party = { label: '运营方', roles: operators, has: () => true };

/** A local authority, in its region and below (A39). */
export const localAuthority: Party = {
  label: '各地主管部门',
  roles: ['local'],
  has: (actor, ticket) => actor.region !== undefined && ticket.regionPath.includes(actor.region),
};
