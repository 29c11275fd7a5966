import { regionPath } from '../../domain/catalogue';
import { isActiveOn, sameSide, standInOn } from '../../domain/catalogue/staffing';
import type { Audience } from '../../domain/engine';
import { maySee } from '../../domain/ticket/scope';
import type { Ticket } from '../../domain/ticket/ticket';
import { civilDateOf } from '../../domain/time';
import type { Collections } from '../kernel/documents';
import type { Ports } from '../kernel/ports';
import { memberActor } from '../kernel/runtime';
import { readAll } from '../kernel/reading/read-all';

export type MemberDocument = Collections['members'];

/**
 * Finds people for audiences; members are read once a run. Whoever may not work any more gets nothing, and nobody is told
 * of a ticket that they may not open (A42).
 */
export const createAddressBook = (ports: Pick<Ports, 'database' | 'now'>) => {
  const read = new Map<string, Promise<MemberDocument[]>>();
  const isThere = (member: MemberDocument): boolean => isActiveOn(member, civilDateOf(ports.now()));
  const membersWhere = (key: string, where: Record<string, string>): Promise<MemberDocument[]> => {
    const known = read.get(key) ?? readAll(ports.database, 'members', 'id', where);
    read.set(key, known);
    return known.then(members => members.filter(isThere));
  };
  const ofRole = (role: string) => membersWhere(role, { role });
  const known = new Map<string, Promise<MemberDocument | undefined>>();
  const member = (id: string): Promise<MemberDocument | undefined> => {
    const found = known.get(id) ?? ports.database.get('members', id);
    known.set(id, found);
    return found;
  };
  let regions: Promise<Collections['regions'][]> | undefined;

  type Found = () => Promise<MemberDocument[]>;
  /** The members of an audience, those first who are told first; and who is told instead where nobody is there at all. */
  const groupsOf = async (audience: Audience): Promise<{ side: Found[]; instead?: Found }> => {
    const ofUnit =
      (unitId: string, role: 'handler' | 'lead'): Found =>
      () =>
        membersWhere(`${unitId}/${role}`, { unitId, role });
    const operatorLead = () => ofRole('operator-lead');
    const instead = () => ofRole('manager');
    switch (audience.to) {
      case 'citizen':
      case 'caller':
      case 'followers':
        return { side: [] };
      case 'operator':
        return { side: [() => ofRole('operator'), operatorLead], instead };
      case 'unit':
        return { side: [ofUnit(audience.unitId, 'handler'), ofUnit(audience.unitId, 'lead')], instead };
      case 'lead':
        return { side: [ofUnit(audience.unitId, 'lead')], instead };
      case 'duty':
        return audience.unitId
          ? { side: [ofUnit(audience.unitId, 'lead')], instead }
          : { side: [operatorLead], instead };
      case 'member': {
        const found = await member(audience.memberId);
        if (!found) return { side: [] };
        const self = () => Promise.resolve([found].filter(isThere));
        const { unitId } = found;
        return unitId
          ? { side: [self, ofUnit(unitId, 'handler'), ofUnit(unitId, 'lead')], instead }
          : { side: [self, operatorLead], instead };
      }
      case 'local': {
        const above = async () => {
          regions ??= readAll(ports.database, 'regions', 'code');
          const [members, all] = await Promise.all([ofRole('local'), regions]);
          const path = regionPath(audience.region, {
            region: code => all.find(one => one.code === code),
          });
          return members.filter(
            ({ region }) => region !== undefined && region !== audience.without && path.includes(region),
          );
        };
        return { side: [above] };
      }
      case 'authority': {
        const authority = () =>
          ofRole('local').then(all => all.filter(one => one.region === audience.region));
        return { side: [authority], instead };
      }
      case 'manager':
        return { side: [instead] };
      default:
        return { side: [() => ofRole(audience.to)], instead };
    }
  };

  /** Who stands in for a member, and for them in turn; nobody twice, nobody of another side. */
  const standInsOf = async (of: MemberDocument): Promise<MemberDocument[]> => {
    const today = civilDateOf(ports.now());
    const chain = [of];
    for (;;) {
      const id = standInOn(chain.at(-1) ?? of, today);
      if (id === undefined || chain.some(one => one.id === id)) return chain.slice(1);
      const next = await member(id);
      if (!next || !isThere(next) || !sameSide(of, next)) return chain.slice(1);
      chain.push(next);
    }
  };

  /** Members of staff of an audience with their stand-ins; of a ticket only those who may open it. */
  const people = async (audience: Audience, ticket?: Ticket): Promise<MemberDocument[]> => {
    const mayOpen = (member: MemberDocument): boolean => !ticket || maySee(memberActor(member), ticket);
    const withStandIns = async (members: MemberDocument[]): Promise<MemberDocument[]> => {
      const standIns = (await Promise.all(members.map(standInsOf))).flat().filter(mayOpen);
      return [...new Map([...members, ...standIns].map(member => [member.openid, member])).values()];
    };
    const { side, instead } = await groupsOf(audience);
    let anybody = false;
    for (const group of side) {
      const members = await group();
      anybody ||= members.length > 0;
      const able = members.filter(mayOpen);
      if (able.length > 0) return withStandIns(able);
    }
    // A ticket that has gone on meanwhile is nobody's here any more; a desk without anybody is the manager's matter.
    return anybody || !instead ? [] : withStandIns((await instead()).filter(mayOpen));
  };
  /** Who has had the digest of this day, or shall have none: it stands for all tickets, however many tell of it. */
  const digested = new Set<string>();
  return { people, member, digested };
};
export type AddressBook = ReturnType<typeof createAddressBook>;
