import { catalogueKeepers, operators, unitMembers } from '../../../catalogue/roles';
import type { Party } from '../../../engine';
import { emptyDesk, waitsForNobody } from '../../../ticket/empty-desk';
import { isPersonOf } from '../../../ticket/persons';
import { openAssists, type Ticket } from '../../../ticket/ticket';

export { manager, platform } from '../parties';

/** Who can take part in a citizen's ticket. Each asks the ticket, never the client. */

const holds = (ticket: Ticket, ...roles: Ticket['holder']['role'][]): boolean =>
  roles.includes(ticket.holder.role);

/** The citizen who filed it, or whose ticket was merged into it (A43). */
export const owner: Party = {
  label: '提交人',
  roles: ['citizen'],
  has: (actor, ticket) => isPersonOf(ticket, actor.id),
};

/** Whose words the title and the text are. */
export const filer: Party = {
  label: '提交人',
  roles: ['citizen'],
  has: (actor, ticket) => ticket.ownerId !== null && ticket.ownerId === actor.id,
};

/** The operator, while the ticket lies with the operator; what is confidential lies with the lead (A34). */
export const operatorInCharge: Party = {
  label: '运营方（承办）',
  roles: operators,
  has: (actor, ticket) =>
    holds(ticket, 'operator') || (holds(ticket, 'operator-lead') && actor.role === 'operator-lead'),
};

/** The operator, wherever the ticket lies; confidential ones only the lead. */
export const anyOperator: Party = {
  label: '运营方',
  roles: operators,
  has: (actor, ticket) => !ticket.marks.includes('confidential') || actor.role === 'operator-lead',
};

/** The responsible unit, while the ticket lies with it; what is confidential lies with the lead (A34). */
export const unitInCharge: Party = {
  label: '事权责任单位',
  roles: unitMembers,
  has: (actor, ticket) =>
    ticket.holder.unitId === actor.unitId &&
    (holds(ticket, 'unit') || (holds(ticket, 'lead') && actor.role === 'lead')),
};

/** The lead of the party that holds it: of the unit or of the operator. */
export const leadInCharge: Party = {
  label: '承办方负责人',
  roles: ['lead', 'operator-lead'],
  has: (actor, ticket) =>
    actor.role === 'lead'
      ? holds(ticket, 'unit', 'lead') && ticket.holder.unitId === actor.unitId
      : holds(ticket, 'operator', 'operator-lead'),
};

/** A unit that was asked to assist and has not answered. */
export const assistingUnit: Party = {
  label: '协办单位',
  roles: unitMembers,
  has: (actor, ticket) => openAssists(ticket).some(assist => assist.unitId === actor.unitId),
};

/** The manager, while the ticket waits for the manager's designation (A27). */
export const managerInCharge: Party = {
  label: '管理方（指定承办单位）',
  roles: ['manager'],
  has: (_actor, ticket) => holds(ticket, 'manager'),
};

/** Who keeps the catalogue of units and their duties. */
export const catalogueKeeper: Party = {
  label: '职责目录维护人',
  roles: catalogueKeepers,
  has: () => true,
};

const lostItsUnit = (ticket: Ticket, catalogue: Parameters<Party['has']>[2]['catalogue']): boolean =>
  ticket.holder.unitId !== undefined && emptyDesk(ticket, catalogue) !== undefined;

/** The operator, where nobody is at the unit's desk (A42). */
export const operatorAtEmptyDesk: Party = {
  label: '运营方（单位无人办理）',
  roles: operators,
  has: (actor, ticket, { catalogue }) =>
    anyOperator.has(actor, ticket, { catalogue }) && lostItsUnit(ticket, catalogue),
};

/** The manager, where nobody is at the unit's desk (A42). */
export const managerAtEmptyDesk: Party = {
  label: '管理方（单位无人办理）',
  roles: ['manager'],
  has: (_actor, ticket, { catalogue }) => lostItsUnit(ticket, catalogue),
};

/** The lead signs, unless a document has assigned it (A54). */
export const leadWhoSigns: Party = {
  ...leadInCharge,
  has: (actor, ticket, context) => ticket.assigned === undefined && leadInCharge.has(actor, ticket, context),
};

/** The manager signs what a document has assigned (A54), and where no lead of the unit can (A42, A35). */
export const managerWhoSigns: Party = {
  label: '管理方（签发）',
  roles: ['manager'],
  has: (_actor, ticket, { catalogue }) => ticket.assigned !== undefined || waitsForNobody(ticket, catalogue),
};
