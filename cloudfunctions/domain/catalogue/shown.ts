import type { Actor } from '../engine';
import { regionPath, type Catalogue, type Member, type Unit } from './index';
import { hasRole, operators, platformStaff, roleLabels } from './roles';

/**
 * Who sees what of the catalogue. Names, regions and duties of units, and services with their state, are everybody's;
 * people and how they are reached are seen by who runs the platform, by their own side, and by the authorities above it.
 * Rows of registers have their own readers (domain/registers/scope.ts).
 */

/** Whether the reader runs the platform, belongs to one of these units, or is the authority of their region or above. */
export const worksWith = (
  actor: Actor,
  { unitIds, region }: { unitIds: readonly string[]; region: string },
  catalogue: Pick<Catalogue, 'region'>,
): boolean => {
  if (hasRole(actor, platformStaff)) return true;
  if (actor.role === 'local')
    return actor.region !== undefined && regionPath(region, catalogue).includes(actor.region);
  return actor.unitId !== undefined && unitIds.includes(actor.unitId);
};

/** A unit; the number of the office is everybody's, the persons behind it are not. */
export const showUnit = (actor: Actor, unit: Unit, catalogue: Pick<Catalogue, 'region'>): Unit => {
  if (worksWith(actor, { unitIds: [unit.id], region: unit.region }, catalogue)) return unit;
  const { contacts: _persons, ...rest } = unit;
  return rest;
};

/** Whether the list of members shows this one: leads see their own side, the manager everybody. */
export const seesMember = (actor: Actor, { role, unitId }: Pick<Member, 'role' | 'unitId'>): boolean => {
  if (actor.role === 'lead') return unitId !== undefined && unitId === actor.unitId;
  return actor.role === 'operator-lead' ? hasRole({ role }, operators) : actor.role === 'manager';
};

/** A member in lists: neither account nor addresses, which nobody but the person sees (`me.get`). */
export const showMember = ({
  id,
  name,
  role,
  unitId,
  region,
  state,
  invitedUntil,
  standIn,
  agreementUntil,
}: Member) => ({
  id,
  name,
  role,
  roleLabel: roleLabels[role],
  unitId,
  region,
  state,
  ...(state === 'invited' ? { invitedUntil } : {}),
  standIn,
  agreementUntil,
});
