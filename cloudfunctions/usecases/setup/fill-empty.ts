import type { Member } from '../../domain/catalogue';
import { PAGE, type Database, type Ports } from '../kernel/ports';
import { putSettings } from '../kernel/writing/put-settings';
import { withCode } from '../people/invitations';
import { putMembers } from '../people/write-members';
import { versionName } from '../knowledge/measuring/kept-versions';
import { newestState } from './migrate';

/** The first account: it invites all others. `openid` is that of the person, where it is known (docs/deploy.md). */
export const firstManager = (openid: string): Member => ({
  id: 'demo-manager',
  openid,
  name: '管理方演示',
  role: 'manager',
  state: 'active',
  // A name that belongs to nobody (RFC 2606): what is sent there reaches no person.
  email: 'demo-manager@example.invalid',
});

const FIRST = 'first-manager';

/**
 * Where no OPENID was given: a code with which the first manager joins. As long as no manager has, each run gives a new one,
 * and the one before is void: one that was lost locks nobody out.
 */
export const inviteFirstManager = async (ports: Ports): Promise<string | undefined> => {
  const managers = await ports.database.find('members', { where: { role: 'manager' }, limit: PAGE });
  if (managers.some(({ state }) => state === 'active')) return undefined;
  const { member, code } = withCode(ports, {
    _id: FIRST,
    id: FIRST,
    name: '管理方',
    role: 'manager' as const,
  });
  await ports.database.transaction(transaction => putMembers(transaction, [member]));
  return code;
};

/**
 * Fills an empty environment: the manager where it is known, settings, the version of the schema. The settings come last, so
 * that a run that was broken off is simply run again; false = there was something already.
 */
export const fillEmpty = async (database: Database, manager: Member | undefined): Promise<boolean> => {
  if (await database.get('settings', 'current')) return false;
  if (manager && !(await database.get('members', manager.id)))
    await database.put('members', { _id: manager.id, ...manager });
  await database.put('migrations', newestState());
  // What a seed brought along is in use from the beginning.
  const first = versionName(1);
  const [gate, words] = [await database.get('gates', first), await database.get('wordlists', first)];
  await putSettings(database, {
    _id: 'current',
    catalogueVersion: 1,
    knowledgeVersion: 1,
    policyVersion: '2026-11',
    ruleSet: { id: 'gdzw-0001.5-2019', version: 1 },
    ...(gate ? { gateVersion: 1 } : {}),
    ...(words ? { wordsVersion: 1 } : {}),
  });
  return true;
};
