import { isActiveOn } from '../../domain/catalogue/staffing';
import { documentsOf } from '../../domain/ticket/counted';
import { civilDateOf } from '../../domain/time';
import type { Collections } from '../kernel/documents';
import { timerNumbers, watchTimer } from '../health/watch-timer';
import { fail } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import type { Snapshots } from '../kernel/reading/snapshot';
import { memberActor } from '../kernel/runtime';
import type { Caller, UseCase } from '../kernel/use-case';

const checkMember = (member: Collections['members'] | undefined, today: string): Collections['members'] => {
  if (!member) return fail('forbidden', '您不是工作人员，或者权限已被收回');
  // J-21c: an account whose agreement has run out is blocked until it is renewed.
  if (!isActiveOn(member, today)) return fail('forbidden', '您的保密协议已到期，请联系管理方');
  return member;
};

/**
 * Begins a call of staff: the member bound to an OPENID. Whoever it was is known from memory, and the version is looked
 * at for every call: a revoked member is out at once. `counters`: which of them are read with it. Whoever calls also sees
 * whether the timer stands still.
 */
export const identifyMember = async (
  { ports, snapshots }: { ports: Ports; snapshots: Snapshots },
  openid: string,
  counters: UseCase<never, unknown>['counters'] = () => [],
): Promise<Caller> => {
  const begun = await snapshots.begin(({ directory }) => {
    const known = directory.ofOpenid(openid);
    return [...timerNumbers, ...(known ? counters(memberActor(known)).flatMap(documentsOf) : [])];
  });
  const member = checkMember(begun.snapshot.directory.ofOpenid(openid), civilDateOf(ports.now()));
  await watchTimer(ports, begun.numbers);
  return { openid, actor: memberActor(member), begun };
};
