import type { Actor } from '../domain/procedure';
import type { Collections } from './documents';
import { fail } from './failure';
import type { Ports } from './ports';
import { memberActor } from './runtime';
import { civilDateOf } from '../domain/time';

/** The member bound to an OPENID, read for every call: a revoked member is out at once. */
export const identifyMember = async (
  ports: Pick<Ports, 'database' | 'now'>,
  openid: string,
): Promise<{ actor: Actor; member: Collections['members'] }> => {
  const members = await ports.database.find('members', { where: { openid }, limit: 10 });
  const member = members.find(one => one.state === 'active');
  if (!member) return fail('forbidden', '您不是工作人员，或者权限已被收回');
  // J-21c: an account whose agreement has run out is blocked until it is renewed.
  if (member.agreementUntil !== undefined && member.agreementUntil < civilDateOf(ports.now())) {
    return fail('forbidden', '您的保密协议已到期，请联系管理方');
  }
  return { actor: memberActor(member), member };
};
