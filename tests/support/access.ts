import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { actionsOf, serve } from '../../cloudfunctions/infra/function';
import { fail } from '../../cloudfunctions/usecases/kernel/failure';
import { citizenActor } from '../../cloudfunctions/usecases/kernel/runtime';
import type { Caller, UseCase } from '../../cloudfunctions/usecases/kernel/use-case';
import { identifyMember } from '../../cloudfunctions/usecases/people/identify';
import type { Reply } from '../../typings/contract';
import { everybody, memberOf } from './domain';
import type { Memory } from './memory';

/** Everybody who may try, with what the matrix of access (contract §3, §5) has to know of each. */

export type Who = {
  name: string;
  /** What the platform vouches for; missing = nobody has signed in. */
  openid?: string;
  role: Actor['role'] | 'none';
  unitId?: string;
  region?: string;
  /** A member that may do nothing: revoked, or its agreement has run out (A37, J-21c). */
  out?: true;
};

const local = (id: string, region: string): Actor => ({ id, role: 'local', name: id, region });
const more: Actor[] = [
  local('sz-local', '440300'),
  local('th-local', '440106'),
  { id: 'hrss-two', role: 'handler', unitId: 'hrss', name: '代班' },
];
const staff = [...everybody.filter(({ role }) => role !== 'citizen'), ...more];

export const callers: Who[] = [
  { name: 'nobody', role: 'none' },
  { name: 'stranger', openid: 'stranger', role: 'citizen' },
  { name: 'chen', openid: 'chen', role: 'citizen' },
  { name: 'deng', openid: 'deng', role: 'citizen' },
  ...staff.map(({ id, role, unitId, region }) => ({
    name: id,
    openid: `openid-${id}`,
    role,
    ...(unitId ? { unitId } : {}),
    ...(region ? { region } : {}),
  })),
  { name: 'revoked', openid: 'openid-revoked', role: 'handler', unitId: 'hrss', out: true },
  { name: 'revoked manager', openid: 'openid-gone', role: 'manager', out: true },
  { name: 'expired', openid: 'openid-expired', role: 'lead', unitId: 'hrss', out: true },
  { name: 'expired operator', openid: 'openid-over', role: 'operator', out: true },
];

/** The members that are not in every world: more local authorities, a stand-in, and those who are out. */
export const addMembers = (world: Memory): void => {
  for (const one of more) world.put('members', { _id: one.id, ...memberOf(one) });
  // Stands in for the lead: has its messages, not its rights.
  world.put('members', {
    ...world.get('members', 'hrss-lead')!,
    standIn: { memberId: 'hrss-two', until: '2027-12-31' },
  });
  const member = (id: string, openid: string, role: Actor['role'], unitId: string | undefined, out: object) =>
    world.put('members', {
      _id: id,
      ...memberOf({ id, role, name: id, ...(unitId ? { unitId } : {}) }),
      openid,
      ...out,
    });
  member('revoked', 'openid-revoked', 'handler', 'hrss', { state: 'revoked' });
  member('gone', 'openid-gone', 'manager', undefined, { state: 'revoked' });
  member('expired', 'openid-expired', 'lead', 'hrss', { agreementUntil: '2026-01-01' });
  member('over', 'openid-over', 'operator', undefined, { agreementUntil: '2026-01-01' });
};

const tables = { citizen: citizenActions, staff: staffActions } as const;

/** What a function answers to somebody, gate and all. */
export const answerTo = (
  world: Memory,
  name: keyof typeof tables,
  { openid }: Pick<Who, 'openid'>,
  event: object,
): Promise<Reply<unknown>> => {
  const gate = async (action: string): Promise<Caller> => {
    const who = openid ?? fail('unauthenticated', '请从微信小程序进入');
    const { counters } =
      (staffActions as Record<string, Pick<UseCase<never, unknown>, 'counters'>>)[action] ?? {};
    return name === 'citizen'
      ? { openid: who, actor: citizenActor(who) }
      : identifyMember(world, who, counters);
  };
  return serve(world.ports, actionsOf(world, tables[name]), gate, event);
};

export const codeOf = (reply: Reply<unknown>): string => (reply.ok ? 'ok' : reply.error.code);
