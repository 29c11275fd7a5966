import { regionPath, standInOn } from '../../domain/catalogue';
import type { Audience } from '../../domain/engine';
import { civilDateOf } from '../../domain/time';
import type { Collections } from '../kernel/documents';
import { PAGE, type Ports } from '../kernel/ports';
import { readAll } from '../kernel/snapshot';

export type MemberDocument = Collections['members'];

/** Finds people for audiences; members are read once a run. */
export const createAddressBook = (ports: Pick<Ports, 'database' | 'now'>) => {
  const read = new Map<string, Promise<MemberDocument[]>>();
  const membersWhere = (key: string, where: Record<string, string>): Promise<MemberDocument[]> => {
    const known = read.get(key) ?? ports.database.find('members', { where, limit: PAGE });
    read.set(key, known);
    return known.then(members => members.filter(member => member.state === 'active'));
  };
  const ofUnit = (unitId: string, role: 'handler' | 'lead') =>
    membersWhere(`${unitId}/${role}`, { unitId, role });
  const ofRole = (role: string) => membersWhere(role, { role });
  const orElse = async (
    first: Promise<MemberDocument[]>,
    second: () => Promise<MemberDocument[]>,
  ): Promise<MemberDocument[]> => {
    const members = await first;
    return members.length > 0 ? members : second();
  };
  const find = async (audience: Audience): Promise<MemberDocument[]> => {
    switch (audience.to) {
      case 'citizen':
      case 'followers':
        return [];
      // Nobody at the desk: whoever answers for it is told instead.
      case 'operator':
        return orElse(ofRole('operator'), () => ofRole('operator-lead'));
      case 'unit':
        return orElse(ofUnit(audience.unitId, 'handler'), () => ofUnit(audience.unitId, 'lead'));
      case 'lead':
        return orElse(ofUnit(audience.unitId, 'lead'), () => ofRole('manager'));
      case 'member': {
        const member = await ports.database.get('members', audience.memberId);
        if (member?.state === 'active') return [member];
        return member?.unitId
          ? orElse(ofUnit(member.unitId, 'handler'), () => ofUnit(member.unitId ?? '', 'lead'))
          : ofRole('operator-lead');
      }
      case 'local': {
        const [members, regions] = await Promise.all([
          ofRole('local'),
          readAll(ports.database, 'regions', 'code'),
        ]);
        const above = regionPath(audience.region, { region: code => regions.find(one => one.code === code) });
        return members.filter(
          ({ region }) => region !== undefined && region !== audience.without && above.includes(region),
        );
      }
      case 'authority': {
        const authority = ofRole('local').then(all => all.filter(one => one.region === audience.region));
        return orElse(authority, () => ofRole('manager'));
      }
      default:
        return ofRole(audience.to);
    }
  };
  /** Members of staff of an audience, with their stand-ins. */
  const people = async (audience: Audience): Promise<MemberDocument[]> => {
    const members = await find(audience);
    const today = civilDateOf(ports.now());
    const standIns = members
      .map(member => standInOn(member, today))
      .filter((id): id is string => id !== undefined);
    const extra = await Promise.all(standIns.map(id => ports.database.get('members', id)));
    const all = [
      ...members,
      ...extra.filter((member): member is MemberDocument => member?.state === 'active'),
    ];
    return [...new Map(all.map(member => [member.openid, member])).values()];
  };
  return { people };
};
export type AddressBook = ReturnType<typeof createAddressBook>;
