import type { Party } from '../../../engine';

/** Who takes part in a procedure that staff start. Each asks the ticket, never the client. */

/** The units that are concerned: the access unit of the service, and others that the procedure names. */
export const concernedUnit: Party = {
  label: '接入方',
  roles: ['handler', 'lead'],
  has: (actor, ticket) => actor.unitId !== undefined && (ticket.work?.unitIds ?? []).includes(actor.unitId),
};

export const operator: Party = { label: '运营方', roles: ['operator', 'operator-lead'], has: () => true };
export const manager: Party = { label: '管理方', roles: ['manager'], has: () => true };

/** A local authority, in its region and below (A39). */
export const localAuthority: Party = {
  label: '各地主管部门',
  roles: ['local'],
  has: (actor, ticket) => actor.region !== undefined && ticket.regionPath.includes(actor.region),
};

/** The platform itself: automatic steps. */
export const platform: Party = { label: '系统', roles: ['system'], has: () => true };
