import type { Collections } from '../documents';
import { PAGE, type Database } from '../ports';
import { readAll } from './read-all';

type MemberDocument = Collections['members'];

/**
 * All members who have not been revoked, kept in the memory of an instance: as many as a province has staff. Each version
 * (people/write-members.ts) brings only those who have changed.
 */
export type Directory = {
  version: number;
  members: readonly MemberDocument[];
  member(id: string): MemberDocument | undefined;
  /** Who is bound to an OPENID. */
  ofOpenid(openid: string): MemberDocument | undefined;
};

const directoryOf = (version: number, known: ReadonlyMap<string, MemberDocument>): Directory => {
  const members = [...known.values()].filter(({ state }) => state === 'active');
  const byId = new Map(members.map(one => [one._id, one]));
  const byOpenid = new Map(members.map(one => [one.openid, one]));
  return { version, members, member: id => byId.get(id), ofOpenid: openid => byOpenid.get(openid) };
};

/** The directory of a version: what is known and what has changed since, or all. */
export const readDirectory = async (
  database: Database,
  version: number,
  known: Directory | undefined,
): Promise<Directory> => {
  const changed =
    known &&
    (await database.find('members', {
      where: { changed: { gt: known.version } },
      order: ['changed', 'asc'],
      limit: PAGE,
    }));
  const all =
    known && changed && changed.length < PAGE
      ? [...known.members, ...changed]
      : await readAll(database, 'members', '_id');
  return directoryOf(version, new Map(all.map(one => [one._id, one])));
};
