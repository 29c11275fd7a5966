import type { CivilDate } from '../time';
import { regionPath, type Catalogue, type Colleague, type Member } from './index';
import { hasRole, operators, unitMembers, type Role } from './roles';

/** Who is at which desk now (A42): a party without an active member counts as none. */

/** Whether somebody may work on a day; an account whose agreement has run out is blocked (J-21c). */
export const isActiveOn = (
  { state, agreementUntil }: Pick<Member, 'state' | 'agreementUntil'>,
  today: CivilDate,
): boolean => state === 'active' && (agreementUntil === undefined || agreementUntil >= today);

export const unitDesk = (unitId: string): string => `unit:${unitId}`;
export const regionDesk = (region: string): string => `region:${region}`;

type Placed = Pick<Member, 'unitId' | 'region'> & { role: Role };

/** The desk of a member: that of the unit, of the region, of the operator; else that of the role. */
export const deskOfMember = ({ role, unitId, region }: Placed): string => {
  if (hasRole({ role }, unitMembers)) return unitDesk(unitId ?? '');
  if (hasRole({ role }, operators)) return 'operator';
  return role === 'local' ? regionDesk(region ?? '') : role;
};

/** Who can act at each desk on a day. */
export const staffOn = (members: readonly Member[], today: CivilDate): Catalogue['staffAt'] => {
  const byDesk = new Map<string, Colleague[]>();
  for (const member of members.filter(one => isActiveOn(one, today))) {
    const { id, role, unitId, region } = member;
    const desk = deskOfMember(member);
    const standInId = standInOn(member, today);
    byDesk.set(desk, [
      ...(byDesk.get(desk) ?? []),
      {
        id,
        role,
        ...(unitId ? { unitId } : {}),
        ...(region ? { region } : {}),
        ...(standInId === undefined ? {} : { standInId }),
      },
    ]);
  }
  return desk => byDesk.get(desk) ?? [];
};

/** Whether somebody of a unit can take something on; what is confidential only its leads. */
export const isStaffed = (
  unitId: string,
  leadsOnly: boolean,
  catalogue: Pick<Catalogue, 'staffAt'>,
): boolean => catalogue.staffAt(unitDesk(unitId)).some(({ role }) => !leadsOnly || role === 'lead');

/**
 * The unit that really gets what is meant for a unit (A42): itself, or its successor, where somebody is there; else the
 * nearest unit above with somebody; undefined = none, the operator has to see to it.
 */
export const deskFor = (
  unitId: string,
  leadsOnly: boolean,
  catalogue: Pick<Catalogue, 'unit' | 'staffAt'>,
): string | undefined => {
  const seen = new Set<string>();
  let next: string | undefined = unitId;
  while (next && !seen.has(next)) {
    seen.add(next);
    const unit = catalogue.unit(next);
    if (unit && !unit.ended && isStaffed(next, leadsOnly, catalogue)) return next;
    next = unit?.ended?.successorId ?? unit?.parentId;
  }
  return undefined;
};

/** The local authority that really gets what is meant for that of a region (A42): with somebody, else the nearest above. */
export const authorityFor = (
  region: string,
  catalogue: Pick<Catalogue, 'region' | 'staffAt'>,
): string | undefined =>
  regionPath(region, catalogue).find(code => catalogue.staffAt(regionDesk(code)).length > 0);

/** Whether two members are of one side: of one unit, of one region, of the operator, of the same office. */
export const sameSide = (one: Placed, other: Placed): boolean => deskOfMember(one) === deskOfMember(other);

/** Whom a member has named to stand in on a day. */
export const standInOn = (member: Pick<Member, 'standIn'>, today: CivilDate): string | undefined =>
  member.standIn && member.standIn.until >= today && (member.standIn.from ?? today) <= today
    ? member.standIn.memberId
    : undefined;

/**
 * In whose hands a ticket is, by name, where somebody stands in for that colleague now, at first or second hand (A42);
 * undefined where it is nobody's or one's own.
 */
export const stoodInFor = (
  actor: Placed & Pick<Member, 'id'>,
  { memberId, memberName }: { memberId?: string; memberName?: string },
  { staffAt }: Pick<Catalogue, 'staffAt'>,
): string | undefined => {
  if (memberId === undefined || memberId === actor.id) return undefined;
  const staff = staffAt(deskOfMember(actor));
  const seen = new Set<string>();
  let next: string | undefined = memberId;
  while (next !== undefined && next !== actor.id && !seen.has(next)) {
    seen.add(next);
    next = staff.find(({ id }) => id === next)?.standInId;
  }
  return next === actor.id ? memberName : undefined;
};
