import * as z from 'zod';
import type { InvitableRole } from '../../../typings/api';
import type { OwnAddress } from '../../../typings/contract';
import {
  everyone,
  leads,
  misfit,
  operators,
  roleLabels,
  staffRoles,
  unitMembers,
  type Role,
} from '../../domain/catalogue/roles';
import { seesMember, showMember } from '../../domain/catalogue/shown';
import { isActiveOn } from '../../domain/catalogue/staffing';
import type { Actor } from '../../domain/engine';
import { normalisePhone } from '../../domain/privacy/phone';
import { civilDateOf, isCivilDate } from '../../domain/time';
import { administrative } from '../kernel/writing/administer';
import { createOnce, requestIdInput } from '../kernel/writing/create-once';
import type { Collections } from '../kernel/documents';
import { fail } from '../kernel/failure';
import { DuplicateKey, PAGE, type Transaction, type Where } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import type { Directory } from '../kernel/reading/directory';
import type { Snapshot } from '../kernel/reading/snapshot';
import { useCase } from '../kernel/use-case';
import { codeAgain, withCode } from './invitations';
import { insertMember, putMembers } from './write-members';
import { tooLong, typedLine } from '../../domain/typed/text';
import { typedId } from '../../domain/typed/identifier';
import { nameKey } from '../../domain/typed/words';

/** Staff accounts: the manager invites anybody, a lead the handlers of the own unit, the operator's lead operators. */

type MemberDocument = Collections['members'];

const scopeOf = (actor: Actor, besideUnits = false): Where => {
  const roles = (all: readonly Role[]): Where => ({
    role: { in: all.filter(role => !besideUnits || !unitMembers.includes(role)) },
  });
  if (actor.role === 'lead') return { unitId: actor.unitId ?? '', ...roles(staffRoles) };
  return roles(actor.role === 'operator-lead' ? operators : staffRoles);
};

const mayManage = (actor: Actor, member: Pick<MemberDocument, 'role' | 'unitId'>): boolean => {
  if (actor.role === 'manager') return true;
  if (actor.role === 'lead') return member.role === 'handler' && member.unitId === actor.unitId;
  return actor.role === 'operator-lead' && member.role === 'operator';
};

/** Whom the reader may invite into a unit, or among those who belong to none. */
const invitable = (actor: Actor, unitId: string | undefined): InvitableRole[] =>
  staffRoles
    .filter(role => unitMembers.includes(role) === (unitId !== undefined))
    .filter(role => mayManage(actor, { role, ...(unitId ? { unitId } : {}) }))
    .map(role => ({
      role,
      label: roleLabels[role],
      hasRegion: role === 'local',
      hasAgreement: role === 'partner',
    }));

export const memberListInput = z.object({
  cursor: z.string().max(64).optional(),
  /** Only of this unit. */
  unitId: typedId().max(32).optional(),
  /** Only those who belong to no unit. */
  besideUnits: z.literal(true).optional(),
  /** A part of the name: of those who work here now, the shortest names first; 100 of them mean that there are more. */
  query: typedLine().max(40).optional(),
});

const length = ({ name }: MemberDocument): number => name.length;

/** In the directory, which holds all who work here: a province's staff are too many to be read through for a name. */
const membersCalled = (
  { members }: Directory,
  actor: Actor,
  { query = '', unitId, besideUnits }: z.infer<typeof memberListInput>,
): MemberDocument[] => {
  const part = nameKey(query);
  return members
    .filter(one => seesMember(actor, one) && nameKey(one.name).includes(part))
    .filter(one => unitId === undefined || one.unitId === unitId)
    .filter(({ role }) => !besideUnits || !unitMembers.includes(role))
    .sort((one, other) => length(one) - length(other) || (one.id < other.id ? -1 : 1))
    .slice(0, PAGE);
};

/** `member.list`: leads see their own side, the manager everybody, page by page. OPENIDs are not shown. */
export const listMembers = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  input: z.infer<typeof memberListInput>,
) => {
  const { cursor = '', unitId, besideUnits, query } = input;
  if (query) {
    const { directory } = await snapshots.current();
    const members = membersCalled(directory, actor, input).map(showMember);
    return { members, invites: invitable(actor, unitId) };
  }
  const found = await ports.database.find('members', {
    where: {
      ...(unitId === undefined ? {} : { unitId }),
      ...scopeOf(actor, besideUnits),
      id: { gt: cursor },
    },
    order: ['id', 'asc'],
    limit: PAGE,
  });
  // One less than the most that can be read, so that it is seen whether there are more.
  const page = found.slice(0, PAGE - 1);
  return {
    members: page.map(showMember),
    invites: invitable(actor, unitId),
    ...(found.length === PAGE ? { nextCursor: page.at(-1)?.id } : {}),
  };
};

export const memberList = useCase(memberListInput, leads, (runtime, { actor }, input) =>
  listMembers(runtime, actor, input),
);

/** A mobile number of the mainland as its eleven digits, another one with its country, however they were typed. */
const asDialled = (text: string): string => {
  const number = normalisePhone(text);
  return number?.replace(/^\+86/, '') ?? text;
};

/** For what goes out by e-mail and short message (G-3.2.3a). */
const addresses = {
  email: z.email({ error: '邮箱的格式不对' }).max(120, tooLong('邮箱', 120)).optional(),
  phone: z
    .string({ error: '手机号的格式不对' })
    .overwrite(asDialled)
    // Numbers beginning with 10 are nobody's: those of the demo do.
    .regex(/^(\+\d{6,15}|1[03-9]\d{9})$/, '请填写 11 位手机号，境外号码以 + 开头')
    .optional(),
};

export const addressInput = z.object(addresses);

/** One's own, as `me.get` shows it to oneself; nobody else sees it. */
export const getAddress = ({ directory }: Pick<Snapshot, 'directory'>, actor: Actor): OwnAddress => {
  const { email, phone } = directory.member(actor.id) ?? {};
  return { ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
};

/**
 * Who runs the platform's rules and who watches over it are never one person, by another account either: told by the number and
 * the address that they give (GB/T 22239, 三员分立).
 */
const WATCHING: readonly string[] = ['manager', 'security'];

const refuseSamePerson = (
  { directory }: Pick<Snapshot, 'directory'>,
  { role, email, phone }: { role: string; email?: string | undefined; phone?: string | undefined },
): void => {
  if (!WATCHING.includes(role)) return;
  const isSame = (one: { email?: string; phone?: string }): boolean =>
    (email !== undefined && one.email?.toLowerCase() === email.toLowerCase()) ||
    (phone !== undefined && one.phone === phone);
  const other = directory.members.some(
    one => one.state === 'active' && one.role !== role && WATCHING.includes(one.role) && isSame(one),
  );
  if (other) fail('conflict', '管理方人员和安全管理员不能是同一个人，请换一个人或者核对手机号、邮箱');
};

/** `member.address`: one's own e-mail address and mobile number; what is left out is taken away. */
export const setAddress = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  { email, phone }: z.infer<typeof addressInput>,
): Promise<OwnAddress> => {
  refuseSamePerson(await snapshots.current(), { role: actor.role, email, phone });
  return ports.database.transaction(async transaction => {
    const member = await transaction.get('members', actor.id);
    if (!member) return fail('not-found', '没有找到这位人员');
    const { email: _email, phone: _phone, ...rest } = member;
    const given = { ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
    await putMembers(transaction, [{ ...rest, ...given }]);
    return given;
  });
};

export const memberAddress = administrative(
  'member.address',
  (_input, { actor }) => ({ about: actor.id }),
  useCase(addressInput, everyone, async (runtime, { actor }, input) => ({
    address: await setAddress(runtime, actor, input),
  })),
);

export const inviteInput = z.object({
  /** Where it is known; without it a code is given out, with which the person joins. */
  openid: z.string({ error: '微信身份的格式不对' }).min(1).max(64).optional(),
  name: typedLine('请填写姓名').min(1, '请填写姓名').max(20, tooLong('姓名', 20)),
  role: z.enum(staffRoles, { error: '请选择角色' }),
  unitId: typedId().max(32).optional(),
  region: typedId().max(12).optional(),
  agreementUntil: z.string().refine(isCivilDate, '日期不对').optional(),
  requestId: requestIdInput,
  ...addresses,
});

type Invitation = z.infer<typeof inviteInput>;

const notInvitable = (): never => fail('conflict', '不能邀请这个微信身份，请核对后再试，或者请管理方邀请');

/** Whoever has this OPENID becomes a member at once. */
const addKnown = async (
  { ports, alsoRecord }: Runtime,
  actor: Actor,
  input: Omit<Invitation, 'requestId'> & { openid: string },
): Promise<MemberDocument> => {
  const same = await ports.database.find('members', { where: { openid: input.openid }, limit: PAGE });
  const active = same.find(member => member.state === 'active');
  // Where somebody works whom the actor does not see is not the actor's to know.
  if (active && seesMember(actor, active)) fail('conflict', '这个微信身份已经是工作人员，请先收回原来的权限');
  if (active) notInvitable();
  // The n-th account of a person has one possible id: of two invitations at one time one finds it taken.
  const id = ports.secrets.sha256(`member|${input.openid}|${same.length}`).slice(0, 32);
  const member: MemberDocument = { _id: id, id, ...input, state: 'active' };
  alsoRecord?.({ about: id });
  await ports.database.transaction(transaction => insertMember(transaction, member));
  return member;
};

type Invited = { member: ReturnType<typeof showMember>; code?: string };

/** Whom a request has invited before, and the code, as nobody may have heard it. */
const invitedBefore = async (
  { ports }: Runtime,
  id: string,
  request: string | undefined,
): Promise<Invited> => {
  const member = (await ports.database.get('members', id)) ?? noMember();
  const code = request === undefined ? undefined : codeAgain(ports, member, request);
  return { member: showMember(member), ...(code === undefined ? {} : { code }) };
};

/** `member.invite`; a partner without an agreement can do nothing but apply (J-15a, J-21c). */
export const inviteMember = async (runtime: Runtime, actor: Actor, input: Invitation): Promise<Invited> => {
  const { requestId } = input;
  const request = requestId === undefined ? undefined : `${actor.id}|${requestId}`;
  try {
    return await createOnce(
      runtime,
      actor,
      'member.invite',
      input,
      () => invite(runtime, actor, input, request),
      id => invitedBefore(runtime, id, request),
    );
  } catch (error) {
    if (error instanceof DuplicateKey) return notInvitable();
    throw error;
  }
};

const invite = async (
  runtime: Runtime,
  actor: Actor,
  { requestId: _request, ...input }: Invitation,
  request: string | undefined,
): Promise<Invited> => {
  const { ports, snapshots } = runtime;
  if (!mayManage(actor, input)) fail('forbidden', '您不能设置这个角色的人员');
  const snapshot = await snapshots.current();
  const { catalogue } = snapshot;
  const wrong = misfit(input);
  if (Object.keys(wrong).length > 0) fail('invalid', '有内容需要补充或更正', wrong);
  if (input.unitId && !catalogue.unit(input.unitId))
    fail('invalid', '有内容需要补充或更正', { unitId: '没有这个单位' });
  if (input.region && !catalogue.region(input.region))
    fail('invalid', '有内容需要补充或更正', { region: '没有这个地区' });
  refuseSamePerson(snapshot, input);
  const { openid, ...rest } = input;
  if (openid !== undefined)
    return { member: showMember(await addKnown(runtime, actor, { ...rest, openid })) };
  const id = ports.secrets.randomId();
  runtime.alsoRecord?.({ about: id });
  const { member, code } = withCode(ports, { _id: id, id, ...rest }, request);
  await ports.database.transaction(transaction => insertMember(transaction, member));
  return { member: showMember(member), code };
};

export const memberInvite = administrative(
  'member.invite',
  ({ name, role, unitId, region }) => ({ what: [name, role, unitId ?? region].filter(Boolean).join(' ') }),
  useCase(inviteInput, leads, (runtime, { actor }, input) => inviteMember(runtime, actor, input)),
);

export const memberIdInput = z.object({ memberId: z.string({ error: '请选择人员' }).min(1).max(64) });

export const noMember = (): never => fail('not-found', '没有找到这位人员');

/** Managers who can work today, besides one. */
const otherManagers = async ({ ports }: Runtime, besides: string): Promise<MemberDocument[]> => {
  const today = civilDateOf(ports.now());
  const managers = await ports.database.find('members', { where: { role: 'manager' }, limit: PAGE });
  return managers.filter(one => one.id !== besides && isActiveOn(one, today));
};

/**
 * Nobody locks the system: without a manager nobody could invite one. Of two who revoke each other at one time one comes
 * too late: both write the version of the members.
 */
const keepAManager = async (transaction: Transaction, others: readonly MemberDocument[]): Promise<void> => {
  for (const { id } of others) if ((await transaction.get('members', id))?.state === 'active') return;
  fail('wrong-state', '这是最后一位管理方人员，收回后没有人能再邀请。请先邀请另一位管理方人员');
};

/** `member.revoke`: takes effect with the next call. */
export const revokeMember = async (
  runtime: Runtime,
  actor: Actor,
  { memberId }: z.infer<typeof memberIdInput>,
) => {
  const read = await runtime.ports.database.get('members', memberId);
  if (!read || !seesMember(actor, read)) return noMember();
  if (!mayManage(actor, read)) fail('forbidden', '您不能收回这位人员的权限');
  const others = read.role === 'manager' ? await otherManagers(runtime, memberId) : [];
  return runtime.ports.database.transaction(async transaction => {
    const member = (await transaction.get('members', memberId)) ?? read;
    if (member.state === 'revoked') return showMember(member);
    if (member.role === 'manager') await keepAManager(transaction, others);
    const revoked: MemberDocument = { ...member, state: 'revoked' };
    await putMembers(transaction, [revoked]);
    return showMember(revoked);
  });
};

export const memberRevoke = administrative(
  'member.revoke',
  ({ memberId }) => ({ about: memberId }),
  useCase(memberIdInput, leads, async (runtime, { actor }, input) => ({
    member: await revokeMember(runtime, actor, input),
  })),
);
