import { DEFAULT_SERVICE_HOURS, nextServiceInstant } from '../../domain/deadline';
import type { Audience, OuterChannel } from '../../domain/engine';
import { isActiveOn } from '../../domain/catalogue/staffing';
import { OPERATOR } from '../../domain/registers';
import { addMinutes, civilDateOf } from '../../domain/time';
import type { Ports } from '../kernel/ports';
import { dutiesOf } from '../kernel/reading/duties';
import type { Snapshot } from '../kernel/reading/snapshot';
import type { AddressBook, MemberDocument } from './address-book';

/** Who is on duty (A51): by the rosters of a unit or of the operator. */

/** Whose roster an audience is; undefined = nobody's, e.g. the manager's. */
const partyOf = async (
  { member: memberOf }: Pick<AddressBook, 'member'>,
  audience: Audience,
): Promise<string | undefined> => {
  switch (audience.to) {
    case 'unit':
    case 'lead':
      return audience.unitId;
    case 'duty':
      return audience.unitId ?? OPERATOR;
    case 'operator':
    case 'operator-lead':
      return OPERATOR;
    case 'member': {
      const member = await memberOf(audience.memberId);
      return member?.unitId ?? (member?.role.startsWith('operator') ? OPERATOR : undefined);
    }
    default:
      return undefined;
  }
};

export type OnDuty = { member: MemberDocument; channels: OuterChannel[] };

/** Finds who is on duty for an audience now: outside of service hours for every message, at any time for what asks for them. */
export const createDutyRoster = (
  ports: Pick<Ports, 'database' | 'now'>,
  { calendar, catalogue }: Snapshot,
  addressBook: Pick<AddressBook, 'member'>,
) => {
  const read = new Map<string, Promise<OnDuty[]>>();
  const lookUp = async (party: string): Promise<OnDuty[]> => {
    const now = ports.now();
    const duties = await dutiesOf(ports.database, calendar, party, now, addMinutes(now, 1));
    const found: OnDuty[] = [];
    for (const { memberId, startsAt, reach, phone } of duties) {
      if (startsAt > now) continue;
      const member = await addressBook.member(memberId);
      if (!member || !isActiveOn(member, civilDateOf(now))) continue;
      const channels: OuterChannel[] = reach === 'sms' || reach === 'email' ? [reach] : [];
      found.push({ member: reach === 'sms' ? { ...member, phone } : member, channels });
    }
    return found;
  };
  const isOutside = (party: string): boolean => {
    const hours = catalogue.unit(party)?.serviceHours ?? DEFAULT_SERVICE_HOURS;
    return nextServiceInstant(calendar, hours, ports.now()) > ports.now();
  };
  return async (audience: Audience): Promise<OnDuty[]> => {
    const party = await partyOf(addressBook, audience);
    if (party === undefined || (audience.to !== 'duty' && !isOutside(party))) return [];
    const known = read.get(party) ?? lookUp(party);
    read.set(party, known);
    return known;
  };
};
export type DutyRoster = ReturnType<typeof createDutyRoster>;
