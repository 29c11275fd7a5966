import type { Member } from '../../domain/catalogue';
import type { Database } from '../kernel/ports';
import { putSettings } from '../kernel/writing/put-settings';
import { versionName } from '../knowledge/measuring/kept-versions';
import { newestState } from './migrate';

/** The first account: it invites all others. In production `openid` is that of the person (docs/deploy.md). */
export const firstManager = (openid = 'demo-manager'): Member => ({
  id: 'demo-manager',
  openid,
  name: '管理方演示',
  role: 'manager',
  state: 'active',
  // A name that belongs to nobody (RFC 2606): what is sent there reaches no person.
  email: 'demo-manager@example.invalid',
});

/**
 * Fills an empty environment: the manager, settings, the version of the schema. The settings come last, so
 * that a run that was broken off is simply run again; false = there was something already.
 */
export const fillEmpty = async (database: Database, manager: Member): Promise<boolean> => {
  if (await database.get('settings', 'current')) return false;
  if (!(await database.get('members', manager.id)))
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
