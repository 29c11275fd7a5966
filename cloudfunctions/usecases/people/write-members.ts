import type { Collections } from '../kernel/documents';
import { fail } from '../kernel/failure';
import type { Transaction } from '../kernel/ports';
import { putSettings } from '../kernel/writing/put-settings';

/**
 * The one way to write members. Every instance knows them all; what is written here carries a new version, so that each
 * takes over what has changed with its next call: somebody whose rights were taken back is out at once.
 */
type MemberDocument = Collections['members'];

const nextVersion = async (transaction: Transaction): Promise<number> => {
  const settings = await transaction.get('settings', 'current');
  if (!settings) return fail('unavailable', '系统还没有初始化，请联系运维');
  const membersVersion = (settings.membersVersion ?? 0) + 1;
  await putSettings(transaction, { ...settings, membersVersion });
  return membersVersion;
};

export const putMembers = async (
  transaction: Transaction,
  members: readonly MemberDocument[],
): Promise<void> => {
  const changed = await nextVersion(transaction);
  for (const member of members) await transaction.put('members', { ...member, changed });
};

/** Throws DuplicateKey when there is such a member. */
export const insertMember = async (transaction: Transaction, member: MemberDocument): Promise<void> => {
  await transaction.insert('members', { ...member, changed: await nextVersion(transaction) });
};
