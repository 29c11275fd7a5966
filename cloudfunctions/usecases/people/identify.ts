import { isActiveOn } from '../../domain/catalogue/staffing';
import type { Actor } from '../../domain/engine';
import type { Collections } from '../kernel/documents';
import { fail } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import { memberActor } from '../kernel/runtime';
import { civilDateOf } from '../../domain/time';

/** The member bound to an OPENID, read for every call: a revoked member is out at once. */
export const identifyMember = async (
  ports: Pick<Ports, 'database' | 'now'>,
  openid: string,
): Promise<{ actor: Actor; member: Collections['members'] }> => {
  const members = await ports.database.find('members', { where: { openid }, limit: 10 });
  const member = members.find(one => one.state === 'active');
  if (!member) return fail('forbidden', '您不是工作人员，或者权限已被收回');
  // J-21c: an account whose agreement has run out is blocked until it is renewed.
  if (!isActiveOn(member, civilDateOf(ports.now())))
    return fail('forbidden', '您的保密协议已到期，请联系管理方');
  return { actor: memberActor(member), member };
};
